//! What is no part of a schedule, or of none that is evaluated, and what becomes of it in a conversion.

use backup_window::wire::{Conversion, Dialect, ReadOptions, Tree};

fn tree(text: &str) -> Tree {
    Tree::from_json(text).unwrap()
}

fn convert(text: &str, to: Dialect) -> Conversion {
    tree(text).convert(to, ReadOptions::default()).unwrap()
}

fn written(text: &str, to: Dialect) -> String {
    serde_json::to_string(convert(text, to).document()).unwrap()
}

fn losses(text: &str, to: Dialect) -> Vec<String> {
    convert(text, to).losses().iter().map(ToString::to_string).collect()
}

/// A flag of a schedule that there is none of has no effect: it disables no job, and says so where it is not carried.
#[test]
fn a_schedule_that_is_off_and_starts_by_hand_disables_no_job() {
    let job =
        r#"{"isEnabled":true,"schedulePolicy":{"schedulePolicyType":"ManualOnly","scheduleEnabled":false}}"#;
    assert_eq!(
        losses(job, Dialect::VboV2),
        ["schedulePolicy.scheduleEnabled: vbo-v2 has no flag of a schedule"]
    );
    assert_eq!(written(job, Dialect::VboV2), r#"{"isEnabled":true,"schedulePolicy":{"type":"ManualOnly"}}"#);
    assert_eq!(
        losses(job, Dialect::Vbr),
        ["schedulePolicy.scheduleEnabled: vbr says with the same flag that the job starts by hand"]
    );
    assert_eq!(losses(job, Dialect::VboV8), [""; 0]);
}

/// The state of a job has no schedule: the words for its next run make way for one, and the rest stays.
#[test]
fn a_state_of_a_job_keeps_what_is_no_schedule() {
    let state = r#"{"id":"1","name":"a","status":"stopped","nextRun":null,"nextRunPolicy":"After [b]","runAfterJob":null}"#;
    assert_eq!(
        losses(state, Dialect::VboV8),
        ["nextRunPolicy: vbo-v8 has no word for jobs that run after another one: it starts by hand only"]
    );
    assert_eq!(
        written(state, Dialect::VboV8),
        r#"{"id":"1","name":"a","status":"stopped","nextRun":null,"schedulePolicy":{"type":"ManualOnly"},"runAfterJob":null}"#
    );
    assert_eq!(
        losses(state, Dialect::Text),
        ["nextRunPolicy", "id", "name", "status", "nextRun", "runAfterJob"]
            .map(|name| format!("{name}: text is a window alone"))
    );
    let server = convert(state, Dialect::VspcServer);
    assert_eq!(server.document().read().unwrap().plan.starts, backup_window::Starts::AfterJob("".into()));
}

/// A type that is not evaluated is no less exact in its own dialect.
#[test]
fn a_type_that_is_not_evaluated_stays_in_its_own_dialect() {
    for schedule in [
        r#"{"runAutomatically":true,"periodically":{"isEnabled":true,"periodicallyKind":"Seconds","frequency":5}}"#,
        r#"{"type":"Seldom","runAutomatically":true}"#,
    ] {
        let job = format!(r#"{{"name":"a","schedule":{schedule}}}"#);
        assert_eq!(convert(&job, Dialect::Vbr), Conversion::Exact(tree(&job)));
        let path = if schedule.contains("type") { "schedule.type" } else { "schedule" };
        assert_eq!(
            losses(&job, Dialect::VboV8)[0],
            format!("{path}: vbo-v8 has no word for this type of schedule: it starts by hand only")
        );
    }
}

/// Of what stands beside a kind of days, and is not meant by it, nothing is left out without a word.
#[test]
fn days_that_are_not_meant_are_named() {
    let job = r#"{"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"20:00","dailyKind":"Everyday","days":["Monday"]}}}"#;
    assert_eq!(
        losses(job, Dialect::VboV8),
        ["schedule.daily.days: not in use, and vbo-v8 is written without it"]
    );
    assert_eq!(losses(job, Dialect::Vbr), [""; 0]);
    // Numbers in strings are numbers, in options that are off as well; and a date goes along beside a weekday.
    let options = r#"{"JobScheduleOptions":{"OptionsDaily":{"Enabled":"true","Kind":"Everyday","Time":"22:00:00"},
        "OptionsMonthly":{"Enabled":"false","Time":"22:00:00","DayNumberInMonth":"Fourth","DayOfWeek":"Saturday","DayOfMonth":"7","Months":["May"]},
        "OptionsPeriodically":{"Enabled":"false","Kind":"Hours","FullPeriod":"1"}}}"#;
    assert_eq!(losses(options, Dialect::Vbr), [""; 0]);
    let there = written(options, Dialect::Vbr);
    assert!(there.contains(r#""dayOfMonth":7"#) && there.contains(r#""frequency":1"#), "{there}");
    assert!(written(options, Dialect::VboV8).contains("Hours1"));
}

/// What has no effect in a trigger stays as it is in the trigger's own dialect.
#[test]
fn what_is_not_meant_stays_in_its_own_dialect() {
    for trigger in [
        r#""monthly":{"isEnabled":true,"localTime":"21:00","dayNumberInMonth":"Second","dayOfWeek":"Friday","dayOfMonth":7,"isLastDayOfMonth":true,"months":["May"]}"#,
        r#""monthly":{"isEnabled":true,"localTime":"21:00","dayNumberInMonth":"OnDay","dayOfWeek":"Friday","dayOfMonth":7,"isLastDayOfMonth":true,"months":["May"]}"#,
        r#""daily":{"isEnabled":true,"localTime":"21:00","dailyKind":"Everyday","days":["Monday"]}"#,
        r#""daily":{"isEnabled":true,"localTime":"21:00","dailyKind":"WeekDays","days":[]}"#,
        r#""periodically":{"isEnabled":true,"periodicallyKind":"Minutes","frequency":30,"startTimeWithinAnHour":15}"#,
    ] {
        let job = format!(r#"{{"schedule":{{"runAutomatically":true,{trigger}}}}}"#);
        assert_eq!(convert(&job, Dialect::Vbr), Conversion::Exact(tree(&job)));
        // One that is switched off, too.
        let job = job.replace(r#""isEnabled":true"#, r#""isEnabled":false"#);
        assert_eq!(convert(&job, Dialect::Vbr), Conversion::Exact(tree(&job)));
    }
    // What is meant is written in the words of the dialect.
    let monthly = |number: &str, last: &str| {
        format!(
            r#"{{"schedule":{{"runAutomatically":true,"monthly":{{"isEnabled":true,"localTime":"21:00","dayNumberInMonth":"{number}","dayOfWeek":"Friday","isLastDayOfMonth":{last},"months":["May"]}}}}}}"#
        )
    };
    assert_eq!(written(&monthly("second", "null"), Dialect::Vbr), monthly("Second", "false"));
}

/// Of the ways in which options of Enterprise Manager give a day of the month one counts, and the others go along.
#[test]
fn other_days_beside_a_day_of_the_month_go_along() {
    let days = |number: &str, last: bool| {
        format!(
            r#"{{"JobScheduleOptions":{{"Standart":{{"OptionsMonthly":{{"Enabled":"true","Time":"22:00:00","DayNumberInMonth":"{number}","DayOfWeek":"Saturday","DayOfMonth":"7","IsLastDayOfMonth":"{last}","Months":["May"]}}}}}}}}"#
        )
    };
    for (number, last) in [("First", true), ("First", false), ("OnDay", true), ("OnDay", false)] {
        for given in
            [days(number, last), days(number, last).replace(r#""Enabled":"true""#, r#""Enabled":"false""#)]
        {
            assert_eq!(losses(&given, Dialect::Vbr), [""; 0]);
            let there = written(&given, Dialect::Vbr);
            let last = format!(r#""isLastDayOfMonth":{last}"#);
            for part in [r#""dayOfWeek":"Saturday""#, r#""dayOfMonth":7"#, &last] {
                assert!(there.contains(part), "{given} {there}");
            }
        }
        // Where there are no months they go with their trigger, each by its path.
        let mut names = vec!["DayNumberInMonth", "DayOfWeek", "DayOfMonth"];
        names.extend(last.then_some("IsLastDayOfMonth"));
        names.extend(["Months", "Time"]);
        assert_eq!(
            losses(&days(number, last), Dialect::VspcServer),
            names
                .iter()
                .map(|name| format!(
                    "JobScheduleOptions.Standart.OptionsMonthly.{name}: vspc-server names the type of a schedule alone"
                ))
                .collect::<Vec<_>>()
        );
    }
}

/// Whether a job is enabled is said once, be it said as it may, and in its own dialect as it was.
#[test]
fn a_job_has_one_flag() {
    let schedule = r#""schedule":{"runAutomatically":true,"continuously":{"isEnabled":true}}"#;
    for flags in [r#""isEnabled":false"#, r#""isDisabled":true"#, r#""isEnabled":true,"isDisabled":true"#] {
        let job = format!(r#"{{"name":"a",{flags},{schedule}}}"#);
        for (to, schedule) in [
            (Dialect::VboV8, r#""schedulePolicy":{"type":"ManualOnly"}"#),
            (Dialect::VspcServer, r#""scheduleType":"Continuously""#),
        ] {
            let expected = format!(r#"{{"name":"a","isEnabled":false,{schedule}}}"#);
            assert_eq!(written(&job, to), expected, "{flags}");
        }
        assert_eq!(written(&job, Dialect::Vbr), job);
    }
    let job = format!(r#"{{"isEnabled":false,{schedule}}}"#);
    assert!(losses(&job, Dialect::Text).contains(&"isEnabled: text is a window alone".to_string()));
    let config = r#"{"schedule":{"isEnabled":false,"continuously":{"isEnabled":true}}}"#;
    assert_eq!(written(config, Dialect::Vbr), config);
    // Beside the flag by its own name the other one is unknown, and stays.
    let both = r#"{"schedule":{"isEnabled":true,"runAutomatically":true,"continuously":{"isEnabled":true}}}"#;
    assert_eq!(written(both, Dialect::Vbr), both);
    assert_eq!(
        losses(config, Dialect::VspcServer),
        ["schedule.isEnabled: vspc-server has no flag of a schedule: the job is disabled instead"]
    );
}

/// A property that means nothing here must not mean something there.
#[test]
fn names_of_the_other_product_are_not_taken_along() {
    let job =
        r#"{"isEnabled":true,"isDisabled":true,"schedule":null,"schedulePolicy":{"type":"ManualOnly"}}"#;
    let options = ReadOptions { dialect: Some(Dialect::VboV8), clock: None };
    let converted = tree(job).convert(Dialect::Vbr, options).unwrap();
    let text = serde_json::to_string(converted.document()).unwrap();
    assert_eq!(text, r#"{"isDisabled":false,"schedule":{"runAutomatically":false}}"#);
    let lost: Vec<String> = converted.losses().iter().map(ToString::to_string).collect();
    assert_eq!(
        lost,
        ["isDisabled", "schedule"]
            .map(|name| format!("{name}: not known, and vbr means something of its own by that name"))
    );
    assert!(converted.document().read().unwrap().plan.job_enabled);
}

/// With what starts a job, all that belongs to it is lost, and so is each of the numbers of retries.
#[test]
fn every_part_of_what_is_lost_is_named() {
    let by_hand = ": vbo-v8 has no name for the days [Mon, Fri]: it starts by hand only";
    let job = r#"{"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"21:00","dailyKind":"SelectedDays","days":["Monday","Friday"]}}}"#;
    assert_eq!(
        losses(job, Dialect::VboV8),
        ["daily.days", "daily.dailyKind", "daily.localTime"].map(|name| format!("schedule.{name}{by_hand}"))
    );
    let job = r#"{"schedule":{"runAutomatically":true,"periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":3,"startTimeWithinAnHour":5}}}"#;
    assert_eq!(
        losses(job, Dialect::VboV8),
        ["frequency", "periodicallyKind", "startTimeWithinAnHour"].map(|name| format!(
            "schedule.periodically.{name}: vbo-v8 has no interval of 3 hours: it starts by hand only"
        ))
    );
    let job = r#"{"schedule":{"runAutomatically":true,"monthly":{"isEnabled":true,"localTime":"21:00","dayNumberInMonth":"Second","dayOfWeek":"Friday","months":["May"]}}}"#;
    assert_eq!(
        losses(job, Dialect::VspcServer),
        ["dayNumberInMonth", "dayOfWeek", "months", "localTime"]
            .map(|name| format!("schedule.monthly.{name}: vspc-server names the type of a schedule alone"))
    );
    let job = r#"{"schedulePolicy":{"type":"Periodically","periodicallyEvery":"Hours4","retryEnabled":true,"retryNumber":5}}"#;
    assert_eq!(
        losses(job, Dialect::VboCopy),
        ["retryEnabled", "retryNumber"].map(|name| format!("schedulePolicy.{name}: vbo-copy has no retries"))
    );
    let job = r#"{"schedulePolicy":{"schedulePolicyType":"ManualOnly","scheduleEnabled":false}}"#;
    assert!(
        losses(job, Dialect::VspcServer)
            .contains(&"schedulePolicy.scheduleEnabled: vspc-server has no flag of a schedule".to_string())
    );
    let job = r#"{"scheduleSettings":{"type":"Periodic","periodic":{"mode":"EveryHour","interval":3}}}"#;
    assert_eq!(
        losses(job, Dialect::VboV8),
        ["interval", "mode"].map(|name| format!(
            "scheduleSettings.periodic.{name}: vbo-v8 has no interval of 3 hours: it starts by hand only"
        ))
    );
}
