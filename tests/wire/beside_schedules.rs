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
