//! Documents in forms that are seldom seen: what they say, and what is wrong with them.

use crate::documents::{nights, with_weeks};
use backup_window::job::{Action, State};
use backup_window::wire::vbo::Job;
use backup_window::wire::{
    Cells, ClockReading, Dialect, Dropped, Foreign, Jobs, ReadOptions, Reading, Source, Status, Tree,
    logon_hours,
};
use backup_window::{BackupWindow, Every, Periodically, Plan, Schedule, Starts, WindowClock, Windows};

fn tree(text: &str) -> Tree {
    serde_json::from_str(&with_weeks(text)).unwrap()
}

fn read(text: &str) -> Reading {
    tree(text).read().unwrap()
}

#[track_caller]
fn check_plan(text: &str, dialect: Dialect, plan: Plan) {
    let reading = read(text);
    assert_eq!((reading.dialect, reading.plan), (dialect, plan), "{text}");
}

#[track_caller]
fn check_error(text: &str, dialect: Dialect, error: &str) {
    let options = ReadOptions { dialect: Some(dialect), clock: None };
    assert_eq!(
        tree(text).read_with(options).map_err(|error| error.to_string()),
        Err(error.to_owned()),
        "{text}"
    );
}

fn local_nights() -> BackupWindow {
    nights().with_clock(WindowClock::LOCAL)
}

fn every(every: Every, offset: i64) -> Plan {
    Plan::new(Starts::Scheduled(Schedule::new(Periodically::new(every, offset).unwrap())))
}

fn gated(starts: Starts, backup: Option<BackupWindow>, periodic: Option<BackupWindow>) -> Plan {
    Plan { windows: Windows { backup, periodic }, ..Plan::new(starts) }
}

#[test]
fn each_trigger_of_enterprise_manager_has_its_window() {
    let options = |inner: &str| format!(r#"{{"JobScheduleOptions":{{"Standart":{{{inner}}}}}}}"#);
    check_plan(
        &options(r#""OptionsContinuous":{"Enabled":true,"Schedule":$week}"#),
        Dialect::Em,
        gated(Starts::Continuously, None, Some(local_nights())),
    );
    check_plan(
        &options(r#""OptionsContinuous":{"Enabled":true}"#),
        Dialect::Em,
        Plan::new(Starts::Continuously),
    );
    check_plan(
        &options(r#""OptionsDaisyChaining":{"Enabled":true,"PreviousJobUid":"urn:7"}"#),
        Dialect::Em,
        Plan::new(Starts::AfterJob("urn:7".into())),
    );
    check_plan(
        r#"{"ImmediateCopyMode":{"OptionsContinuous":{"Enabled":true,"Schedule":$week}}}"#,
        Dialect::Em,
        gated(Starts::OnNewRestorePoint, Some(local_nights()), None),
    );
    check_plan(
        r#"{"ImmediateCopyMode":{"OptionsContinuous":{"Enabled":false,"Schedule":$week}}}"#,
        Dialect::Em,
        Plan::new(Starts::OnNewRestorePoint),
    );
    check_error(
        &options(r#""OptionsDaily":{"Enabled":true},"OptionsMonthly":{"Enabled":true}"#),
        Dialect::Em,
        "JobScheduleOptions.Standart: OptionsDaily and OptionsMonthly are both enabled (expected one of them)",
    );
    check_error(
        r#"{"Monday":"$row"}"#,
        Dialect::Em,
        "Sunday is missing (expected a row for each of the seven days)",
    );
}

#[test]
fn a_plug_in_of_backup_and_replication_runs_every_so_many_hours() {
    let periodic =
        |inner: &str| format!(r#"{{"scheduleSettings":{{"type":"Periodic","periodic":{{{inner}}}}}}}"#);
    check_plan(
        &periodic(r#""mode":"EveryHour","interval":4,"startTimeWithinAnHour":5"#),
        Dialect::Vbr,
        every(Every::Hours4, 5),
    );
    check_plan(
        &periodic(r#""mode":"Payday","backupWindow":{"days":$list}"#),
        Dialect::Vbr,
        gated(Starts::Unsupported("Payday".into()), None, Some(local_nights())),
    );
    check_plan(
        &periodic(r#""mode":null,"interval":4"#),
        Dialect::Vbr,
        Plan::new(Starts::Unsupported("Periodic".into())),
    );
    check_error(
        &periodic(r#""mode":"EveryHour","interval":0"#),
        Dialect::Vbr,
        "scheduleSettings.periodic.interval: 0 is out of range (expected 1 or more)",
    );
    check_plan(r#"{"schedule":{"type":"Log"}}"#, Dialect::Vbr, Plan::new(Starts::Unsupported("Log".into())));
    check_plan(r#"{"schedule":{"type":"Immediate"}}"#, Dialect::Vbr, Plan::new(Starts::OnNewRestorePoint));
    check_error(
        r#"{"schedule":{"type":"Immediate","scheduleMode":"BackupWindow"}}"#,
        Dialect::Vbr,
        "schedule.backupWindow: missing (expected a window: scheduleMode is BackupWindow)",
    );
    check_error(
        r#"{"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"22:00"}}}"#,
        Dialect::Vbr,
        "schedule.daily.dailyKind: missing (expected Everyday, WeekDays or SelectedDays)",
    );
}

#[test]
fn a_policy_of_the_console_says_what_is_wrong_with_it() {
    let policy = |inner: &str| format!(r#"{{"schedulePolicy":{{{inner}}}}}"#);
    let manual = r#""schedulePolicyType":"ManualOnly","scheduleEnabled":true"#;
    check_plan(
        &policy(r#""schedulePolicyType":"Payday","scheduleEnabled":true"#),
        Dialect::Vspc,
        Plan::new(Starts::Unsupported("Payday".into())),
    );
    let rows = [
        (
            format!(r#"{manual},"retryEnabled":true,"retryNumber":0"#),
            Dialect::Vspc,
            "schedulePolicy.retryNumber: retry number 0 is out of range (expected 1 to 777)",
        ),
        (
            r#""schedulePolicyType":null"#.to_owned(),
            Dialect::Vspc,
            "schedulePolicy.schedulePolicyType: null is not a schedule type (expected Daily, Periodically or ManualOnly)",
        ),
        (
            r#""schedulePolicyType":5"#.to_owned(),
            Dialect::VspcCopy,
            "schedulePolicy.schedulePolicyType: 5 is not a schedule type (expected Immediate, Periodically or DailyAtTime)",
        ),
        (
            r#""schedulePolicyType":"Daily","SchedulePolicyType":"Daily""#.to_owned(),
            Dialect::Vspc,
            "schedulePolicy.schedulePolicyType: given more than once (expected Daily, Periodically or ManualOnly, once)",
        ),
        (
            format!(r#"{manual},"backupWindowSettings":{{"backupWindow":$168.,"BackupWindow":$168.}}"#),
            Dialect::Vspc,
            "schedulePolicy.backupWindowSettings.backupWindow: given more than once (expected a list of 168 booleans, once)",
        ),
    ];
    for (inner, dialect, error) in rows {
        check_error(&policy(&inner), dialect, error);
    }
}

#[test]
fn a_grid_alone_needs_a_clock_where_two_products_read_it_differently() {
    let grid = tree(r#"{"backupWindow":$nights}"#);
    assert_eq!(
        grid.read().unwrap_err().to_string(),
        "the dialect is ambiguous (expected one of vbo-v2 or vspc: name it)"
    );
    for (clock, expected) in [(ClockReading::UtcOffset, nights()), (ClockReading::Local, local_nights())] {
        let reading = grid.read_with(ReadOptions { dialect: None, clock: Some(clock) }).unwrap();
        assert_eq!((reading.dialect, reading.plan.windows().backup), (Dialect::VboV2, Some(expected)));
    }
    // A clock says nothing of what starts the job.
    let policy = tree(r#"{"schedulePolicy":{"schedulePolicyType":"Periodically"}}"#);
    let options = ReadOptions { dialect: None, clock: Some(ClockReading::Local) };
    assert_eq!(
        policy.read_with(options).unwrap_err().to_string(),
        "the dialect is ambiguous (expected one of vspc or vspc-copy: name it)"
    );
    check_error(
        r#"{"backupIntervalsArray":null}"#,
        Dialect::VboV1,
        "backupIntervalsArray: null is not a list (expected a list of 168 booleans)",
    );
}

#[test]
fn logon_hours_are_refused_by_what_they_are_not() {
    let bytes = "[255,255,255,255,255,255,255,255,255,255,255,255,255,255,255,255,255,255,255,255,255]";
    let one = tree(bytes);
    let jobs = one.jobs();
    assert_eq!(jobs.len(), 1, "21 bytes are a window, and not 21 jobs");
    assert_eq!(read(bytes).plan.windows().backup, Some(BackupWindow::ALWAYS));
    check_error(
        r#"{"logonHours":[null]}"#,
        Dialect::LogonHours,
        "logonHours[0]: null is not a byte (expected 0 to 255)",
    );
    check_error(
        r#"{"logonHours":[256]}"#,
        Dialect::LogonHours,
        "logonHours[0]: 256 is out of range (expected 0 to 255)",
    );
    assert_eq!(
        logon_hours::from_base64("AAAA").unwrap_err().to_string(),
        "\"AAAA\" is not logonHours (expected 28 characters of Base64)"
    );
}

#[test]
fn figures_may_stand_in_lists() {
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let cells: Vec<&str> = (0..24).map(|hour| if (8..19).contains(&hour) { "0" } else { "1" }).collect();
    let rows = days.map(|day| format!(r#""{day}":[{}]"#, cells.join(","))).join(",");
    let options = ReadOptions { dialect: Some(Dialect::Em), clock: None };
    let reading = tree(&format!("{{{rows}}}")).read_with(options).unwrap();
    assert_eq!(reading.plan.windows().backup, Some(local_nights()));
    check_error(
        &format!("{{{}}}", rows.replacen("1", "2", 1)),
        Dialect::Em,
        "Sunday[0]: 2 is not a figure (expected 0 or 1)",
    );
}

#[test]
fn evidence_names_the_place_it_stands_at() {
    let said = |text: &str| {
        let detection = tree(text).detect().unwrap();
        (detection.dialect, detection.evidence.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let rows: [(&str, Dialect, &[&str]); 5] = [
        (r#""Mo-Fr 20:00-06:00""#, Dialect::Text, &["hours of the week as text"]),
        (r#"{"Schedule":$week}"#, Dialect::Em, &["Schedule: rows by the names of days"]),
        (
            r#"{"eTag":"x","schedulePolicy":{"type":"Periodically","periodicallyEvery":"Hours4"}}"#,
            Dialect::VboV8,
            &["eTag: since version 8"],
        ),
        (r#"{"type":"Periodic","daily":null}"#, Dialect::Vbr, &["daily: a property of Backup & Replication"]),
        (r#"{"days":$list}"#, Dialect::Vbr, &["days: rows with day and hours"]),
    ];
    for (text, dialect, evidence) in rows {
        assert_eq!(said(text), (dialect, evidence.iter().map(ToString::to_string).collect()), "{text}");
    }
    for nothing in ["{}", "18446744073709551615", r#"{"Schedule":{"Days":[{"hours":"1"}]}}"#] {
        assert_eq!(
            tree(nothing).detect().unwrap_err().to_string(),
            "nothing in it belongs to a dialect that is read (expected a job, a schedule or a window)"
        );
    }
}

#[test]
fn jobs_are_replaced_where_they_stand_in_their_envelope() {
    let renamed = |job: Result<&Tree, backup_window::wire::Error>| {
        let name = match job {
            Ok(job) if job.property("gone").is_some() => return None,
            Ok(job) => job.property("name").and_then(Tree::as_text).unwrap_or("none").to_owned(),
            Err(error) => error.to_string(),
        };
        Some(serde_json::from_value(serde_json::json!({ "was": name })).unwrap())
    };
    for (document, mapped) in [
        (r#"{"name":"a"}"#, r#"{"was":"a"}"#),
        (r#"[{"name":"a"},{"gone":1},5]"#, r#"[{"was":"a"},{"was":"none"}]"#),
        (
            r#"{"offset":0,"results":[{"name":"a"}],"Results":[],"total":1}"#,
            r#"{"offset":0,"results":[{"was":"a"}],"Results":{"was":"Results: given more than once (expected jobs, once)"},"total":1}"#,
        ),
        (r#"{"data":{"results":[]},"x":null}"#, r#"{"data":{"results":[]},"x":null}"#),
        (r#"{"data":{"gone":true},"x":null}"#, r#"{"x":null}"#),
    ] {
        let found = tree(document).map_jobs(renamed).unwrap();
        assert_eq!(serde_json::to_string(&found).unwrap(), mapped);
    }
    assert_eq!(tree(r#"{"gone":1}"#).map_jobs(renamed), None);
    let bytes = tree("[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]");
    assert_eq!(bytes.map_jobs(renamed), Some(tree(r#"{"was":"none"}"#)), "one window of 21 bytes");
}

#[test]
fn a_job_of_a_type_is_read_in_no_other_dialect() {
    let job: Job<Dropped> = serde_json::from_str(r#"{"schedulePolicy":{"type":"ManualOnly"}}"#).unwrap();
    let options = ReadOptions { dialect: Some(Dialect::Em), clock: None };
    assert_eq!(job.read_with(options).unwrap_err().to_string(), "a job of Microsoft 365 is not read as em");
}

/// None of the two counts: what the other one denies would be open.
#[test]
fn a_section_that_comes_twice_is_an_error_where_it_could_be_in_force() {
    let twice = |path: &str| format!("{path}: given more than once (expected true or false, once)");
    let daily = r#""daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"22:00"}"#;
    check_error(
        &format!(
            r#"{{"schedule":{{"runAutomatically":true,{daily},"retry":{{"isEnabled":true}},"retry":{{}}}}}}"#
        ),
        Dialect::Vbr,
        "schedule.retry: given more than once (expected an object with isEnabled, retryCount and awaitMinutes, once)",
    );
    for name in ["OptionsDaily", "OptionsBackupWindow"] {
        check_error(
            &format!(
                r#"{{"JobScheduleOptions":{{"Standart":{{"{name}":{{"Enabled":false}},"{name}":{{"Enabled":true}}}}}}}}"#
            ),
            Dialect::Em,
            &twice(&format!("JobScheduleOptions.Standart.{name}.Enabled")),
        );
    }
    check_error(
        &format!(r#"{{"options":{{"rescanSchedule":{{{daily}}}}},"OPTIONS":5}}"#),
        Dialect::Vbr,
        "options.rescanSchedule: given more than once (expected an object with runAutomatically, daily, ..., once)",
    );
}

#[test]
fn what_may_belong_to_another_product_is_noticed_wherever_it_stands() {
    let plain = |text: &str| Jobs::<Foreign>::from_mixed_json(text).unwrap().are_plain();
    assert!(plain(r#"{"results":[{"schedulePolicy":{"type":"Daily"}}]}"#));
    for foreign in [
        r#"[{"schedulePolicy":{"type":"Daily"},"schedule":{}}]"#,
        r#"[{"schedulePolicy":{"type":"Daily","schedulePolicyType":"Daily"}}]"#,
        r#"{"results":[{"schedulePolicy":{"type":"Daily"}}],"NASJobs":[]}"#,
        r#"[{"schedulePolicy":{"type":"Immediate"}}]"#,
        r#"[{"schedulePolicy":[]}]"#,
    ] {
        assert!(!plain(foreign), "{foreign}");
    }
}

#[test]
fn cells_that_are_no_list_are_there_all_the_same() {
    let cells = |text| Cells::from_json(text).unwrap();
    assert!(cells("null").is_none() && !cells("5").is_none() && !cells("[true]").is_none());
}

#[test]
fn a_status_is_shown_by_its_name() {
    assert_eq!(Status::of("waitingTAPE").to_string(), "WaitingTape");
    assert_eq!(Status::of("Paused").to_string(), "Paused");
}

#[test]
fn a_number_as_another_library_packs_it_is_that_number() {
    // serde_json's feature `arbitrary_precision` hands numbers on as an object with this one property.
    let packed = |rest: &str| tree(&format!(r#"{{"$serde_json::private::Number":"7"{rest}}}"#));
    assert_eq!(packed("").field(), tree("7").field());
    assert_eq!(packed(r#","more":[1]"#).field(), tree("7").field());
}

#[test]
fn a_text_that_ends_within_an_escape_is_not_json() {
    assert_eq!(
        Tree::from_json("{\"a\":\"b\\").unwrap_err().to_string(),
        "not JSON at line 1, column 9: expected an escape"
    );
}

#[test]
fn a_state_keeps_what_was_done_by_hand() {
    let switched = r#"{"settled":"2025-06-02T22:00:00Z","enabled":false}"#;
    let called_off = concat!(
        r#"{"settled":"2025-06-02T22:00:00Z","last":{"run":"2025-06-02T22:00:00Z","since":"2025-06-02T22:00:00Z","#,
        r#""attempt":2,"ended":"2025-06-02T22:14:03Z","outcome":"failed","retriesCancelled":true}}"#
    );
    for text in [switched, called_off] {
        let state: State = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&state).unwrap(), text);
    }
    let error =
        serde_json::from_str::<State>(r#"{"settled":"2025-06-02T22:00:00Z","backlog":[]}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "backlog: a list is not a backlog (expected an object with after and upTo)"
    );
}

#[test]
fn what_is_explored_may_have_no_type_and_a_whole_second() {
    let text = r#"{"explore":{"datetime":"2019-04-12T10:54:40Z"}}"#;
    let action: Action = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&action).unwrap(), text);
}

#[test]
fn envelopes_are_looked_into_as_deep_as_json_is_read() {
    let nested = |depth: usize| format!("{}[]{}", r#"{"data":"#.repeat(depth), "}".repeat(depth));
    let jobs = |depth: usize| Source::new(&nested(depth)).unwrap().jobs().len();
    // What lies deeper is not looked into, and so it is one job.
    assert_eq!((jobs(1), jobs(128), jobs(129)), (0, 0, 1));
}
