//! Windows that are switched off, taken along from one dialect to another.

use crate::documents::{cases, with_grids, with_weeks};
use backup_window::BackupWindow;
use backup_window::lint::{self, Context, Severity};
use backup_window::wire::edit::{Change, edit};
use backup_window::wire::{ClockReading, Dialect, ReadOptions, Tree};
use proptest::prelude::*;

fn tree(text: &str) -> Tree {
    serde_json::from_str(&with_grids(text)).unwrap()
}

fn text(tree: &Tree) -> String {
    serde_json::to_string(tree).unwrap()
}

/// The document in another dialect, and what is lost. Both are read on local time where they have a `minuteOffset`.
fn local(document: &Tree, to: Dialect) -> (Tree, Vec<String>) {
    let options = ReadOptions { dialect: None, clock: Some(ClockReading::Local) };
    let converted = document.convert(to, options).unwrap();
    (converted.document().clone(), converted.losses().iter().map(ToString::to_string).collect())
}

fn list(grid: &[bool]) -> String {
    serde_json::to_string(grid).unwrap()
}

/// A job of the console that runs every day, with both of its windows switched off.
fn console(backup: &[bool], periodic: &[bool]) -> Tree {
    tree(&format!(
        r#"{{"schedulePolicy":{{"schedulePolicyType":"Daily","dailyType":"Everyday","dailyTime":"22:00","scheduleEnabled":true,
        "backupWindowEnabled":false,"backupWindowSettings":{{"backupWindow":{},"minuteOffset":0}},
        "periodicallyWindowEnabled":false,"periodicallyWindowSettings":{{"backupWindow":{},"minuteOffset":0}},"retryEnabled":false}}}}"#,
        list(backup),
        list(periodic),
    ))
}

/// The window that is in force once its flag is set.
fn once_enabled(document: &Tree, dialect: Dialect) -> Option<BackupWindow> {
    let options = ReadOptions { dialect: Some(dialect), clock: Some(ClockReading::Local) };
    assert_eq!(document.read_with(options).unwrap().plan.windows().backup, None, "{}", text(document));
    let enabled = edit(&text(document), 0, dialect, &[Change::enable("window").unwrap()]).unwrap();
    tree(&enabled).read_with(options).ok()?.plan.windows().backup
}

fn grid() -> impl Strategy<Value = Vec<bool>> {
    prop_oneof![
        prop::collection::vec(any::<bool>(), 168),
        Just(vec![false; 168]),
        (0..168_usize).prop_map(|denied| (0..168).map(|hour| hour != denied).collect()),
    ]
    .prop_filter("a window that denies no hour says nothing", |grid| grid.contains(&false))
}

#[test]
fn a_window_that_is_switched_off_goes_along_where_a_flag_says_so() {
    let (job, losses) = local(&console(&[false; 168], &[true; 168]), Dialect::Vbr);
    assert_eq!(losses, [""; 0]);
    let window = &job.property("schedule").unwrap().property("backupWindow").unwrap();
    assert_eq!(window.property("isEnabled").unwrap().to_owned(), tree("false"));
    assert_eq!(window.property("backupWindow").unwrap().property("days").unwrap().items().len(), 7);

    // The window of periodic starts is that of a trigger that is switched off.
    let (job, losses) = local(&console(&[true; 168], &[false; 168]), Dialect::Vbr);
    assert_eq!(losses, [""; 0]);
    let trigger = job.property("schedule").unwrap().property("periodically").unwrap();
    assert_eq!(trigger.property("isEnabled").unwrap().to_owned(), tree("false"));
    assert_eq!(trigger.property("backupWindow").unwrap().property("days").unwrap().items().len(), 7);

    // Where the trigger is on, so is its window: there is no place for one that is off.
    let periodic = text(&console(&[true; 168], &[false; 168])).replace(
        r#""Daily","dailyType":"Everyday","dailyTime":"22:00""#,
        r#""Periodically","periodicallyEvery":"Hours4""#,
    );
    let (job, losses) = local(&tree(&periodic), Dialect::Vbr);
    assert_eq!(
        losses,
        ["schedulePolicy.periodicallyWindowSettings: switched off, and vbr is written without it"]
    );
    assert!(
        job.property("schedule")
            .unwrap()
            .property("periodically")
            .unwrap()
            .property("backupWindow")
            .is_none()
    );
}

/// Where the clocks differ, the grid goes along as one in force does: as the same instants, or as it is.
#[test]
fn a_window_that_is_switched_off_says_so_where_its_clock_does_not_go_along() {
    let mut hours = [true; 168];
    hours[5] = false;
    let job = console(&hours, &[true; 168]);
    let converted = job.convert(Dialect::VboV8, ReadOptions::default()).unwrap();
    assert_eq!(
        converted.losses().iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "schedulePolicy.backupWindowSettings: vbo-v8 reads its windows on UTC, and this one is on local time: the grid is kept"
        ]
    );
    let policy = converted.document().property("schedulePolicy").unwrap();
    assert_eq!(policy.property("backupWindowEnabled").unwrap().to_owned(), tree("false"));
    let cells = policy.property("backupWindowSettings").unwrap().property("backupWindow").unwrap();
    assert_eq!(text(cells), list(&hours));
}

/// A copy job that copies at once keeps the window of its other mode.
#[test]
fn the_window_of_a_copy_job_goes_along_too() {
    let copy = tree(
        r#"{"backupJobId":"b","schedulePolicy":{"type":"Immediate","backupCopyWindowEnabled":false,"backupCopyWindowSettings":{"backupWindow":$nights,"minuteOffset":0}}}"#,
    );
    for to in [Dialect::Vbr, Dialect::VspcCopy] {
        let (there, losses) = local(&copy, to);
        assert_eq!(losses, [""; 0], "{to}");
        let (back, losses) = local(&there, Dialect::VboCopy);
        assert_eq!(losses, [""; 0], "{to}");
        assert_eq!(back.property("schedulePolicy"), copy.property("schedulePolicy"), "{to}");
    }
}

/// What copies at restore points has one window in Backup & Replication: there is no place for a second one.
#[test]
fn a_copy_job_has_no_place_for_the_window_of_a_trigger() {
    let hours = |name: &str| format!(r#""{name}":{{"Enabled":false,"Schedule":$week}}"#);
    let job = |inner: &str| {
        let text = format!(
            r#"{{"JobScheduleOptions":{{"Standart":{{{inner}}},"ImmediateCopyMode":{{{}}}}}}}"#,
            hours("OptionsContinuous"),
        );
        local(&tree(&with_weeks(&text)), Dialect::Vbr)
    };
    let lost = |name: &str| {
        format!("JobScheduleOptions.Standart.{name}: switched off, and vbr is written without it")
    };
    let (copy, losses) = job("");
    assert_eq!(losses, [""; 0]);
    assert!(copy.property("schedule").unwrap().property("backupWindow").is_some());
    let (other, losses) = job(&hours("OptionsPeriodically"));
    assert_eq!(losses, [lost("OptionsPeriodically.Schedule")]);
    assert_eq!(other, copy);
    // Only one of two fits.
    let (_, losses) = job(&hours("OptionsBackupWindow"));
    assert_eq!(
        losses,
        [
            "JobScheduleOptions.ImmediateCopyMode.OptionsContinuous.Schedule: switched off, and vbr is written without it"
        ]
    );
}

/// Seven rows by the old name of their property are a window, too.
#[test]
fn rows_by_their_other_name_are_not_lost_without_a_word() {
    let row = [0; 24].map(|figure| figure.to_string()).join(",");
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let days = days.map(|day| format!(r#"{{"day":"{day}","hours":"{row}"}}"#)).join(",");
    let job = tree(&format!(
        r#"{{"schedule":{{"runAutomatically":true,"daily":{{"isEnabled":true,"localTime":"10:00","dailyKind":"Everyday"}},
        "backupWindow":{{"isEnabled":false,"WindowSetting":{{"days":[{days}]}}}}}}}}"#
    ));
    let (policy, losses) = local(&job, Dialect::VboV8);
    assert_eq!(losses, [""; 0]);
    assert_eq!(once_enabled(&policy, Dialect::VboV8).unwrap().to_bools(), [false; 168]);
    let (_, losses) = local(&job, Dialect::VboV1);
    assert_eq!(
        losses,
        ["schedule.backupWindow.WindowSetting: switched off, and vbo-v1 is written without it"]
    );
}

/// A flag that is off may be meant; one that is missing is hardly.
#[test]
fn a_window_without_a_flag_is_worse_than_one_that_is_switched_off() {
    let found = |document: &str| {
        let at = "2025-06-02T12:00:00Z".parse().unwrap();
        let context = Context { zone: &chrono::Utc, at, usual_duration: None };
        let tree = tree(&with_weeks(document));
        let found = lint::document(&tree, ReadOptions::default(), &context);
        found
            .into_iter()
            .filter(|found| found.code == lint::Code::WindowIgnored)
            .map(|found| (found.severity, found.message.contains("is not set"), found.path))
            .collect::<Vec<_>>()
    };
    for (flag, severity, is_missing) in
        [(r#""isEnabled":false,"#, Severity::Note, false), ("", Severity::Warning, true)]
    {
        let job = format!(
            r#"{{"schedule":{{"runAutomatically":true,"continuously":{{"isEnabled":true}},"backupWindow":{{{flag}"backupWindow":{{"days":$list}}}}}}}}"#
        );
        assert_eq!(found(&job), [(severity, is_missing, "schedule.backupWindow".to_owned())]);
    }
}

proptest! {
    #![proptest_config(cases(40))]

    /// There and back again, the document is what it was.
    #[test]
    fn windows_that_are_switched_off_come_back_as_they_were(backup in grid(), periodic in grid()) {
        let job = console(&backup, &periodic);
        for to in [Dialect::Vbr, Dialect::VboV7, Dialect::VboV8] {
            let (there, losses) = local(&job, to);
            prop_assert_eq!(&losses, &[""; 0], "{}", to);
            let (back, losses) = local(&there, Dialect::Vspc);
            prop_assert_eq!(&losses, &[""; 0], "{} {}", to, text(&there));
            let sorted = |tree: &Tree| {
                let mut names = tree.property("schedulePolicy").unwrap().properties().to_vec();
                names.sort_by(|one, other| one.0.cmp(&other.0));
                names
            };
            prop_assert_eq!(sorted(&back), sorted(&job), "{}", to);
        }
    }

    /// Either it is named, or it is the window in force as soon as its flag is set.
    #[test]
    fn a_window_that_is_switched_off_is_named_or_there(backup in grid(), periodic in grid()) {
        let there = [Dialect::Vbr, Dialect::VboV8, Dialect::VboV2, Dialect::VboCopy, Dialect::VspcCopy, Dialect::Vspc];
        for from in there {
            let (job, _) = local(&console(&backup, &periodic), from);
            let hours = once_enabled(&job, from).unwrap();
            prop_assert_eq!(hours.to_bools().to_vec(), backup.clone());
            for to in [Dialect::VboV1, Dialect::VboV2, Dialect::VboV6, Dialect::VboV7, Dialect::VboV8,
                Dialect::VboCopy, Dialect::Vspc, Dialect::VspcCopy, Dialect::VspcServer, Dialect::Vbr]
            {
                let (other, losses) = local(&job, to);
                let is_named = |loss: &String| {
                    let is_of_backups = !loss.contains("eriodically") && !loss.contains("ontinuously");
                    is_of_backups && loss.contains("switched off") || loss.ends_with("does not have it")
                };
                if losses.iter().any(is_named) {
                    continue;
                }
                prop_assert_eq!(once_enabled(&other, to), Some(hours), "{} {} {:?}", from, to, losses);
            }
        }
    }
}
