//! Which documents speak for which dialect, and several jobs in one document.

use crate::documents::{nights, with_grids};
use backup_window::wire::{Dialect, ReadOptions, Reading, Source, Tree};
use backup_window::{BackupWindow, MinuteOffset, WindowClock, Windows};

fn tree(text: &str) -> Tree {
    serde_json::from_str(&with_grids(text)).unwrap()
}

fn windows(backup: BackupWindow) -> Windows {
    Windows { backup: Some(backup), periodic: None }
}

// Envelopes

#[test]
fn one_bad_job_hides_no_other_in_any_envelope() {
    let good = r#"{"name":"good","scheduleType":"NotScheduled"}"#;
    for jobs in [
        format!("[{good},5,null,[],{{}},{good}]"),
        format!(r#"{{"results":[{good},5,null,[],{{}},{good}]}}"#),
        format!(r#"{{"data":{{"results":[{good},5,null,[],{{}},{good}]}}}}"#),
        format!(r#"{{"value":[{good},5,null,[],{{}},{good}],"Count":6}}"#),
        format!(r#"{{"results":{{"Value":[{good},5,null,[],{{}},{good}],"Count":6}}}}"#),
        format!(
            r#"{{"jobs":{{"results":[{good},5]}},"copyJobs":{{"offset":0,"results":[null,[],{{}},{good}]}}}}"#
        ),
    ] {
        let document = tree(&jobs);
        let answers: Vec<Result<Reading, String>> = document
            .jobs()
            .into_iter()
            .map(|job| job.and_then(Tree::read).map_err(|error| error.to_string()))
            .collect();
        assert_eq!(answers.len(), 6, "{jobs}");
        assert!(answers[0].is_ok() && answers[5].is_ok(), "{answers:?}");
        let errors: Vec<String> = answers[1..5].iter().map(|answer| answer.clone().unwrap_err()).collect();
        assert_eq!(
            errors,
            [
                "5 is not a job (expected an object)",
                "null is not a job (expected an object)",
                "a list is not a job (expected an object)",
                "schedulePolicy: missing (expected an object with type, dailyTime, ...)",
            ]
        );
    }
    let twice = tree(&format!(r#"{{"results":[{good}],"Results":[]}}"#));
    let jobs = twice.jobs();
    assert_eq!(jobs.len(), 2);
    assert_eq!(
        jobs[1].clone().unwrap_err().to_string(),
        "Results: given more than once (expected jobs, once)"
    );
}

/// Windows PowerShell writes a list as an object with `value` and `Count`; other objects have values, too.
#[test]
fn a_value_is_an_envelope_only_around_a_list_or_an_object() {
    let good = r#"{"name":"good","value":[1],"scheduleType":"NotScheduled"}"#;
    let names = |text: &str| -> Vec<String> {
        let document = tree(text);
        let places: Vec<String> =
            Source::new(text).unwrap().jobs().iter().map(|job| job.path().to_string()).collect();
        assert_eq!(places.len(), document.jobs().len(), "{text}");
        places
    };
    assert_eq!(names(good), [""], "a job with a value");
    assert_eq!(names(r#"{"name":"a","value":5,"type":"ManualOnly"}"#), [""], "a policy with a value");
    assert_eq!(names(&format!(r#"{{"value":[{good},{good}],"Count":2}}"#)), ["value[0]", "value[1]"]);
    assert_eq!(names(&format!(r#"{{"Value":{{"results":[{good}]}}}}"#)), ["Value.results[0]"]);
    assert_eq!(names(&format!(r#"{{"results":[{good}],"value":"next page"}}"#)), ["results[0]"]);
}

#[test]
fn jobs_of_several_products_may_come_in_one_list() {
    let document = tree(
        r#"[{"schedulePolicy":{"type":"ManualOnly"}},{"schedulePolicy":{"schedulePolicyType":"ManualOnly"}},
            {"schedule":{"runAutomatically":false}},{"scheduleType":"Chained"},"ffffffffffffffffffffffffffffffffffffffffff"]"#,
    );
    let dialects: Vec<Dialect> =
        document.jobs().into_iter().map(|job| job.unwrap().read().unwrap().dialect).collect();
    assert_eq!(
        dialects,
        [Dialect::VboV2, Dialect::Vspc, Dialect::Vbr, Dialect::VspcServer, Dialect::LogonHours]
    );
}

// Detection

#[test]
fn a_document_speaks_for_its_dialect() {
    let evidence = |text: &str| {
        let detection = tree(text).detect().unwrap();
        let evidence: Vec<String> = detection.evidence.iter().map(ToString::to_string).collect();
        (detection.dialect, evidence)
    };
    let rows: [(&str, Dialect, &[&str]); 13] = [
        (
            r#"{"allMailboxes":"true","schedulePolicy":{"type":"ManualOnly"}}"#,
            Dialect::VboV1,
            &["allMailboxes: in version 1 only"],
        ),
        (
            r#"{"schedulePolicy":{"type":"ManualOnly"}}"#,
            Dialect::VboV2,
            &["schedulePolicy: a policy of Microsoft 365, and no property that only another version has"],
        ),
        (
            r#"{"schedulePolicy":{"type":"Daily","scheduleEnabled":true}}"#,
            Dialect::VboV6,
            &["schedulePolicy.scheduleEnabled: since version 6"],
        ),
        (
            r#"{"lastBackup":null,"schedulePolicy":{"type":"Daily","scheduleEnabled":true}}"#,
            Dialect::VboV7,
            &["lastBackup: since version 7"],
        ),
        (
            r#"{"type":"Periodically","periodicallyEvery":"Hours12"}"#,
            Dialect::VboV8,
            &["periodicallyEvery: Hours12 since version 8"],
        ),
        (
            r#"{"schedulePolicy":{"type":"Immediate"}}"#,
            Dialect::VboCopy,
            &["schedulePolicy.type: Immediate is a type of copy jobs"],
        ),
        (
            r#"{"schedulePolicy":{"schedulePolicyType":"Periodically","retryEnabled":null}}"#,
            Dialect::Vspc,
            &[
                "schedulePolicy.schedulePolicyType: the console's name for the type of schedule",
                "schedulePolicy.retryEnabled: a setting of backup jobs",
            ],
        ),
        (
            r#"{"sourceBackupJobUid":"b","schedulePolicy":{"schedulePolicyType":"Periodically"}}"#,
            Dialect::VspcCopy,
            &[
                "schedulePolicy.schedulePolicyType: the console's name for the type of schedule",
                "sourceBackupJobUid: the job that is copied",
            ],
        ),
        (
            r#"{"name":"a","scheduleType":"daily"}"#,
            Dialect::VspcServer,
            &["scheduleType: the console's type of a backup server's schedule"],
        ),
        (
            r#"{"name":"a","type":"VSphereBackup","schedule":{}}"#,
            Dialect::Vbr,
            &["schedule: a property of Backup & Replication"],
        ),
        (
            r#"{"JobScheduleOptions":{}}"#,
            Dialect::Em,
            &["JobScheduleOptions: an option of Enterprise Manager"],
        ),
        (
            r#"{"schedulePolicy":null,"schedule":null}"#,
            Dialect::VboV2,
            &["schedulePolicy: a policy of Microsoft 365, and no property that only another version has"],
        ),
        (r#"{"backupIntervalsArray":[]}"#, Dialect::VboV1, &["backupIntervalsArray: the grid of version 1"]),
    ];
    for (text, dialect, expected) in rows {
        assert_eq!(evidence(text), (dialect, expected.iter().map(ToString::to_string).collect()), "{text}");
    }
}

#[test]
fn an_ambiguous_document_names_its_candidates() {
    for (text, candidates) in [
        (r#"{"backupWindow":[],"minuteOffset":0}"#, "vbo-v2 or vspc"),
        (r#"{"schedulePolicy":{"schedulePolicyType":"Periodically"}}"#, "vspc or vspc-copy"),
        (
            r#"{"backupJobId":"a","schedulePolicy":{"type":"Periodically","retryEnabled":true}}"#,
            "vbo-copy or vbo-v2",
        ),
        (r#"{"Sunday":"0"}"#, "em or agent"),
        (r#"{"schedulePolicy":{"type":"ManualOnly"},"schedule":{}}"#, "vbo-v2 or vbr"),
        (r#"{"scheduleType":"Daily","runAutomatically":true}"#, "vspc-server or vbr"),
    ] {
        assert_eq!(
            tree(text).detect().unwrap_err().to_string(),
            format!("the dialect is ambiguous (expected one of {candidates}: name it)"),
            "{text}"
        );
    }
    for text in ["{}", "[]", "5", "null", "\"Monday\"", r#"{"name":"a"}"#] {
        let undetected = tree(text).detect().unwrap_err();
        assert!(undetected.candidates.is_empty(), "{text}");
    }
    // What begins as hours of the week is refused as these.
    assert_eq!(
        tree("\"Mo 10:00+\"").read().unwrap_err().to_string(),
        "not the hours of a window: column 9: \"+\": an open end is outside the subset (expected - and the hour of the end)"
    );
    // The caller may know better than the document.
    let window = tree(r#"{"backupWindow":$nights,"minuteOffset":60}"#);
    let read_as =
        |dialect| window.read_with(ReadOptions { dialect: Some(dialect), clock: None }).unwrap().plan;
    let hour = MinuteOffset::new(60).unwrap();
    assert_eq!(read_as(Dialect::VboV8).windows, windows(nights().with_clock(WindowClock::UtcOffset(hour))));
    assert_eq!(
        read_as(Dialect::Vspc).windows,
        windows(nights().with_clock(WindowClock::Local { shift: hour }))
    );
}
