//! Plans from each dialect to each other, and back: what is called exact says the same, and what is lost is named.

use std::collections::BTreeSet;

use crate::any_plan::{meaning, plans, windows_on, without_always, without_periodic};
use crate::documents::cases;
use backup_window::wire::{ClockReading, Conversion, Dialect, ReadOptions, Tree};
use backup_window::{Plan, Starts, Trigger};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// The dialects that jobs are written in.
const OF_JOBS: [Dialect; 10] = [
    Dialect::VboV1,
    Dialect::VboV2,
    Dialect::VboV6,
    Dialect::VboV7,
    Dialect::VboV8,
    Dialect::VboCopy,
    Dialect::Vspc,
    Dialect::VspcCopy,
    Dialect::VspcServer,
    Dialect::Vbr,
];

const OF_CONSOLE_AND_COPIES: [Dialect; 3] = [Dialect::Vspc, Dialect::VspcCopy, Dialect::VboCopy];

/// A dialect and a plan on its clock.
fn plans_of_dialects() -> impl Strategy<Value = (Dialect, Plan)> {
    select(OF_JOBS.to_vec()).prop_flat_map(|from| {
        let minutes = match from {
            Dialect::Vbr | Dialect::VspcServer => Just(0).boxed(),
            _ => {
                prop_oneof![2 => Just(0), 1 => (-2..=2i64).prop_map(|hours| hours * 60), 1 => -1439..=1439i64]
                    .boxed()
            }
        };
        (Just(from), plans(from.clock_reading(), minutes))
    })
}

/// The schedule of a plan as its dialect writes it; `None` where it has no words for it.
fn schedule_in(plan: &Plan, from: Dialect) -> Option<Tree> {
    // A job that copies restore points has neither retries nor a flag, and one that starts by hand is not scheduled.
    let mut plan = plan.clone();
    if from == Dialect::Vbr && plan.starts == Starts::OnNewRestorePoint {
        plan.retry = None;
    }
    if !matches!(plan.starts, Starts::Scheduled(_) | Starts::Continuously) {
        plan.schedule_enabled = true;
    }
    Tree::of_plan(&plan, from, from.clock_reading()).ok()
}

/// The property of a job that holds its schedule.
fn part(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Vbr => "schedule",
        Dialect::VspcServer => "scheduleType",
        _ => "schedulePolicy",
    }
}

fn job_around(schedule: &str, is_enabled: bool, dialect: Dialect) -> Tree {
    let flag = match dialect {
        Dialect::Vbr => format!(r#""isDisabled":{}"#, !is_enabled),
        Dialect::VboV1 => format!(r#""isEnabled":"{is_enabled}""#),
        _ => format!(r#""isEnabled":{is_enabled}"#),
    };
    let part = part(dialect);
    serde_json::from_str(&format!(r#"{{"name":"a",{flag},"{part}":{schedule}}}"#)).unwrap()
}

fn text(tree: &Tree) -> String {
    serde_json::to_string(tree).unwrap()
}

fn reading_in(dialect: Dialect, clock: Option<ClockReading>) -> ReadOptions {
    // Bits are on UTC, whatever the clock of other windows.
    let is_bits = matches!(dialect, Dialect::LogonHours | Dialect::LogonHoursBase64);
    ReadOptions { dialect: Some(dialect), clock: clock.filter(|_| !is_bits) }
}

fn is_window(dialect: Dialect) -> bool {
    matches!(
        dialect,
        Dialect::Em | Dialect::Agent | Dialect::LogonHours | Dialect::LogonHoursBase64 | Dialect::Text
    )
}

/// What starts the job, in a word.
fn kind(plan: &Plan) -> String {
    match &plan.starts {
        Starts::Scheduled(schedule) => match schedule.trigger() {
            Trigger::Daily(_) => "Daily".into(),
            Trigger::Monthly(_) => "Monthly".into(),
            Trigger::Periodically(_) => "Periodically".into(),
        },
        Starts::Unsupported(kind) => kind.to_string(),
        other => format!("{other:?}"),
    }
}

/// The facts in which two plans differ. Where something else starts the job, that is one fact.
fn differences(given: &Plan, read: &Plan, to: Dialect) -> BTreeSet<&'static str> {
    let mut facts = BTreeSet::new();
    let mut compare = |name, is_same: bool| {
        if !is_same {
            facts.insert(name);
        }
    };
    compare("enabled", given.job_enabled == read.job_enabled);
    compare("schedule", given.schedule_enabled == read.schedule_enabled);
    compare("retry", given.retry == read.retry);
    let windows = |plan: &Plan| match &plan.starts {
        Starts::Scheduled(schedule) => schedule.given_windows(),
        _ => plan.windows,
    };
    let (before, after) = (windows(given), windows(read));
    if is_window(to) && before.backup.is_none() {
        // A window alone is the one that there is.
        compare("periodic", before.periodic == after.backup);
    } else {
        compare("window", before.backup == after.backup);
        compare("periodic", before.periodic == after.periodic);
    }
    let triggers = [given, read].map(|plan| match &plan.starts {
        Starts::Scheduled(schedule) => Some(schedule.trigger()),
        _ => None,
    });
    match triggers {
        _ if kind(given) != kind(read) => compare("starts", false),
        [Some(Trigger::Daily(given)), Some(Trigger::Daily(read))] => {
            compare("days", given.days() == read.days());
            compare("time", given.time() == read.time());
        }
        [Some(Trigger::Monthly(given)), Some(Trigger::Monthly(read))] => {
            compare("days", (given.day(), given.months()) == (read.day(), read.months()));
            compare("time", given.time() == read.time());
        }
        [Some(Trigger::Periodically(given)), Some(Trigger::Periodically(read))] => {
            compare("every", given.every() == read.every());
            compare("offset", given.offset() == read.offset());
        }
        [Some(Trigger::Daily(_) | Trigger::Monthly(_)), None] => {
            compare("days", false);
            compare("time", false);
        }
        [Some(Trigger::Periodically(given)), None] => {
            compare("every", false);
            compare("offset", given.offset() == 0);
        }
        _ => {}
    }
    facts
}

/// The fact that a path is about; `None` for what is no part of the plan.
fn fact(path: &str) -> Option<&'static str> {
    let inner = path.strip_prefix("schedulePolicy.").or(path.strip_prefix("schedule.")).unwrap_or(path);
    Some(match inner {
        "isEnabled" | "isDisabled" => "enabled",
        "scheduleEnabled" | "runAutomatically" => "schedule",
        "retryEnabled" | "retryNumber" | "retryWaitInterval" | "retry" => "retry",
        "dailyType" | "daily.days" | "daily.dailyKind" => "days",
        "monthly.dayNumberInMonth"
        | "monthly.dayOfWeek"
        | "monthly.dayOfMonth"
        | "monthly.isLastDayOfMonth"
        | "monthly.months" => "days",
        "dailyTime" | "daily.localTime" | "monthly.localTime" => "time",
        "periodicallyEvery" | "periodically.frequency" | "periodically.periodicallyKind" => "every",
        "periodicallyOffsetMinutes" | "periodically.startTimeWithinAnHour" => "offset",
        "backupWindow" | "backupWindowSettings" | "backupCopyWindowSettings" => "window",
        "periodicallyWindowSettings" | "periodically.backupWindow" | "continuously.backupWindow" => {
            "periodic"
        }
        "schedule" | "type" | "schedulePolicyType" | "daily" | "monthly" | "periodically"
        | "continuously" | "afterThisJob" | "scheduleType" => "starts",
        "name" => return None,
        other => panic!("{other} is no fact"),
    })
}

proptest! {
    #![proptest_config(cases(1500))]

    /// What a conversion calls exact says the same and comes back exactly; what it calls lossy differs in the facts that
    /// it names, and in no other.
    #[test]
    fn what_is_exact_comes_back_and_what_differs_is_named(
        (from, plan) in plans_of_dialects(),
        to in select(Dialect::ALL.to_vec()),
        clock in select(vec![None, Some(ClockReading::Local), Some(ClockReading::UtcOffset)]),
    ) {
        let Some(schedule) = schedule_in(&plan, from) else { return Ok(()) };
        let job = job_around(&text(&schedule), plan.job_enabled, from);
        // A clock says how `minuteOffset` is meant, and rows that have none are on the local one.
        let has_offset = |dialect: Dialect| dialect.is_vbo() || OF_CONSOLE_AND_COPIES.contains(&dialect);
        let clock = clock.filter(|clock| *clock == ClockReading::Local || has_offset(from) && has_offset(to));
        let options = reading_in(from, clock);
        let given = meaning(job.read_with(options).unwrap().plan);
        let Ok(converted) = job.convert(to, options) else { return Ok(()) };
        let shown = format!("{} to {to}: {}\n{:?}", text(&job), text(converted.document()), converted.losses());
        let again = reading_in(to, clock);
        let read = meaning(converted.document().read_with(again).unwrap().plan);
        let differing = differences(&given, &read, to);

        // The document of a window has no job around it.
        let is_named = |loss: &&backup_window::wire::Loss| !(is_window(to) && loss.path == "name");
        let named: Vec<_> = converted.losses().iter().filter(is_named).collect();
        let mut lost: BTreeSet<_> = named.iter().filter_map(|loss| fact(&loss.path)).collect();
        let mut expected = differing.clone();
        if expected.contains("starts") {
            // Something else starts the job: one of its facts has no words, and the others go with it.
            let of_trigger = ["starts", "days", "time", "every", "offset"];
            prop_assert!(of_trigger.iter().any(|fact| lost.contains(fact)), "{shown}");
            lost.retain(|fact| !of_trigger.contains(fact));
            expected.retain(|fact| !of_trigger.contains(fact));
        }
        if lost.contains("schedule") && !is_window(to) {
            // Without a flag of the schedule the job is disabled, or nothing starts it.
            lost.remove("schedule");
            expected.remove("schedule");
            expected.remove("enabled");
        }
        prop_assert_eq!(lost, expected, "{}", &shown);

        if let Conversion::Exact(document) = &converted {
            prop_assert!(differing.is_empty(), "{shown}");
            let back = document.convert(from, again).unwrap();
            prop_assert_eq!(back.losses(), &[], "{}", &shown);
            let read = meaning(back.document().read_with(options).unwrap().plan);
            prop_assert_eq!(read, given.clone(), "{}", &shown);
        }
        // A job is never made to run where it did not.
        if given.schedule().is_err() && given.starts != Starts::OnNewRestorePoint && given.starts != Starts::Continuously {
            prop_assert!(read.schedule().is_err(), "{shown}");
        }
    }
}

/// The settings that a policy may have, with values that every one of them can say.
const OF_POLICIES: [(&str, &str); 6] = [
    ("dailyType", r#""Workdays""#),
    ("dailyTime", r#""21:45:00""#),
    ("periodicallyEvery", r#""Hours8""#),
    ("periodicallyOffsetMinutes", "25"),
    ("retryNumber", "7"),
    ("retryWaitInterval", "77"),
];

/// The same of schedules: a section, a property in it, and its value.
const OF_SCHEDULES: [(&str, &str, &str); 8] = [
    ("daily", "dailyKind", r#""Everyday""#),
    ("daily", "localTime", r#""21:45""#),
    ("periodically", "periodicallyKind", r#""Hours""#),
    ("periodically", "frequency", "8"),
    ("periodically", "startTimeWithinAnHour", "25"),
    ("afterThisJob", "jobName", r#""b""#),
    ("retry", "retryCount", "7"),
    ("retry", "awaitMinutes", "77"),
];

/// The settings of this text that are not in the schedule, added to it: their paths, and the schedule with them.
fn with_idle(schedule: &Tree, from: Dialect, chosen: &[usize]) -> (Vec<String>, String) {
    let mut schedule: serde_json::Value = serde_json::to_value(schedule).unwrap();
    let object = schedule.as_object_mut().unwrap();
    let mut paths = Vec::new();
    if from == Dialect::Vbr {
        let there: Vec<String> = object.keys().cloned().collect();
        // Sections go as a whole: a time without its days has no place elsewhere that leads back.
        let is_chosen = |section: &str| {
            chosen.iter().any(|&index| OF_SCHEDULES.get(index).is_some_and(|(chosen, ..)| *chosen == section))
        };
        let is_taken = |section: &str| there.iter().any(|there| there == section || there == "scheduleMode");
        for (section, name, value) in OF_SCHEDULES {
            if !is_chosen(section) || is_taken(section) {
                continue;
            }
            let section_of = object.entry(section).or_insert_with(|| serde_json::json!({"isEnabled": false}));
            section_of[name] = serde_json::from_str(value).unwrap();
            paths.push(format!("schedule.{section}.{name}"));
        }
        return (paths, schedule.to_string());
    }
    for &index in chosen {
        let Some((name, value)) = OF_POLICIES.get(index) else { continue };
        let exists = match *name {
            "periodicallyOffsetMinutes" => from == Dialect::Vspc || from.is_vbo() && from >= Dialect::VboV6,
            "retryNumber" | "retryWaitInterval" => !matches!(from, Dialect::VboCopy | Dialect::VspcCopy),
            _ => true,
        };
        let is_free = object.get(*name).is_none_or(|there| *there == 0);
        let is_periodic = ["type", "schedulePolicyType"]
            .iter()
            .any(|name| object.get(*name) == Some(&"Periodically".into()));
        let is_console = matches!(from, Dialect::Vspc | Dialect::VspcCopy);
        let value = if is_console && *name == "dailyTime" { r#""21:45""# } else { *value };
        if exists && is_free && !(is_periodic && *name == "periodicallyOffsetMinutes") {
            object.insert((*name).into(), serde_json::from_str(value).unwrap());
            paths.push(format!("schedulePolicy.{name}"));
        }
    }
    (paths, schedule.to_string())
}

/// What stands at the end of a path.
fn at<'a>(tree: &'a Tree, path: &str) -> Option<&'a Tree> {
    path.split('.').try_fold(tree, |tree, name| tree.property(name))
}

proptest! {
    #![proptest_config(cases(1000))]

    /// Settings that are not in use go along, or are named as lost; and they change nothing of the plan.
    #[test]
    fn what_is_not_in_use_goes_along_or_is_named(
        (from, plan) in plans_of_dialects(),
        to in select(Dialect::ALL.to_vec()),
        chosen in subsequence((0..8).collect::<Vec<usize>>(), 1..=8),
    ) {
        if from == Dialect::VspcServer {
            return Ok(());
        }
        let Some(schedule) = schedule_in(&plan, from) else { return Ok(()) };
        let (paths, schedule_with) = with_idle(&schedule, from, &chosen);
        let bare = job_around(&text(&schedule), plan.job_enabled, from);
        let job = job_around(&schedule_with, plan.job_enabled, from);
        let options = reading_in(from, None);
        let given = job.read_with(options).unwrap().plan;
        prop_assert_eq!(&given, &bare.read_with(options).unwrap().plan, "{}", text(&job));
        let (Ok(plain), Ok(converted)) = (bare.convert(to, options), job.convert(to, options)) else { return Ok(()) };
        let shown = format!("{} to {to}: {}\n{:?}", text(&job), text(converted.document()), converted.losses());
        let again = reading_in(to, None);
        prop_assert_eq!(
            converted.document().read_with(again).unwrap().plan,
            plain.document().read_with(again).unwrap().plan,
            "{}", &shown
        );
        let named: Vec<&str> = converted.losses().iter().map(|loss| loss.path.as_str()).collect();
        let before: Vec<&str> = plain.losses().iter().map(|loss| loss.path.as_str()).collect();
        for path in named.iter().filter(|path| !before.contains(path)) {
            prop_assert!(paths.iter().any(|idle| idle == path), "{path}: {shown}");
        }
        let back = if is_window(to) { None } else { converted.document().convert(from, again).ok() };
        for path in &paths {
            if named.contains(&path.as_str()) {
                continue;
            }
            prop_assert!(!is_window(to), "{path}: {shown}");
            // What starts the job may have no words on the way back.
            let Some(back) = &back else { continue };
            let there = at(back.document(), path);
            prop_assert_eq!(there, at(&job, path), "{}: {} and back: {}", path, &shown, text(back.document()));
        }
    }
}

proptest! {
    #![proptest_config(cases(400))]

    /// Within each dialect a plan is written and read without a change.
    #[test]
    fn within_a_dialect_nothing_is_lost(
        (to, clock, plan) in select(vec![
            Dialect::VboV1, Dialect::VboV2, Dialect::VboV6, Dialect::VboV7, Dialect::VboV8, Dialect::VboCopy, Dialect::Vspc,
            Dialect::VspcCopy, Dialect::Vbr,
        ]).prop_flat_map(|to| {
            let minutes = if to == Dialect::Vbr { Just(0).boxed() } else { (-1439..=1439i64).boxed() };
            (Just(to), Just(to.clock_reading()), plans(to.clock_reading(), minutes))
        }),
    ) {
        // What the dialect has words for.
        let Ok(schedule) = Tree::of_plan(&plan, to, clock) else { return Ok(()) };
        let part = if to == Dialect::Vbr { "schedule" } else { "schedulePolicy" };
        let flag = match to {
            Dialect::Vbr => format!(r#""isDisabled":{}"#, !plan.job_enabled),
            Dialect::VboV1 => format!(r#""isEnabled":"{}""#, plan.job_enabled),
            _ => format!(r#""isEnabled":{}"#, plan.job_enabled),
        };
        let job = format!(r#"{{"name":"a",{flag},"{part}":{}}}"#, serde_json::to_string(&schedule).unwrap());
        let job: Tree = serde_json::from_str(&job).unwrap();
        let options = ReadOptions { dialect: Some(to), clock: None };
        let read = job.read_with(options).unwrap().plan;
        let converted = job.convert(to, options).unwrap();
        prop_assert_eq!(converted.losses(), &[]);
        prop_assert_eq!(converted.document().read_with(options).unwrap().plan, read.clone());
        // Where the writer fails for nothing, it has written everything.
        let mut expected = plan;
        if matches!(to, Dialect::VboCopy | Dialect::VspcCopy) {
            expected.retry = None;
            expected.schedule_enabled = true;
            expected = without_periodic(expected);
        }
        if to == Dialect::Vbr {
            let has_flag = matches!(expected.starts, Starts::Scheduled(_) | Starts::Continuously);
            if expected.starts == Starts::OnNewRestorePoint {
                expected.retry = None;
            }
            if expected.starts == Starts::NotScheduled && !expected.schedule_enabled {
                expected.starts = Starts::ManualOnly;
            }
            expected.schedule_enabled |= !has_flag && !matches!(expected.starts, Starts::AfterJob(_));
        }
        if to == Dialect::VboV6 {
            expected = without_always(expected);
        }
        prop_assert_eq!(read, expected);
    }
}

#[test]
fn windows_go_through_every_form_and_come_back() {
    proptest!(cases(200), |(
        window in windows_on(ClockReading::Local, Just(0)),
        path in prop::collection::vec(select(vec![
            Dialect::Vbr, Dialect::Em, Dialect::Agent, Dialect::Text, Dialect::Vspc, Dialect::VboV1, Dialect::VboV8,
            Dialect::LogonHours, Dialect::LogonHoursBase64,
        ]), 1..5),
    )| {
        let mut from = Dialect::Text;
        let mut document: Tree = serde_json::from_str(&format!("{:?}", window.text().to_string())).unwrap();
        for to in path {
            // All on the local clock, which the caller knows; the attribute alone is always on UTC.
            let clock = Some(ClockReading::Local);
            let options = ReadOptions { dialect: Some(from), clock };
            let converted = document.convert(to, options).unwrap();
            let is_bits = matches!(to, Dialect::LogonHours | Dialect::LogonHoursBase64);
            if is_bits && !window.is_always() && !window.is_never() {
                prop_assert_eq!(converted.losses().len(), 1);
                continue;
            }
            prop_assert_eq!(converted.losses(), &[]);
            document = converted.document().clone();
            from = to;
            let read = document.read_with(ReadOptions { dialect: Some(from), clock }).unwrap().plan;
            prop_assert_eq!(read.windows.backup, Some(window));
        }
    });
}
