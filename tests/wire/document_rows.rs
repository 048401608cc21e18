//! Documents row by row: what speaks for a dialect, what is a job, and what a value means.

use crate::documents::with_grids;
use backup_window::lint::Finding;
use backup_window::wire::{Dialect, Field, Foreign, Jobs, Kept, Lines, ReadOptions, Source, Tree};
use backup_window::{Starts, Windows};

fn tree(text: &str) -> Tree {
    Tree::from_json(&with_grids(text)).unwrap()
}

#[test]
fn a_type_alone_is_a_policy_and_what_is_beside_it_speaks_for_nothing() {
    for (text, dialect, path) in [
        (r#"{"type":"ManualOnly"}"#, Dialect::VboV2, "type"),
        (r#"{"type":"ManualOnly","backupIntervalsArray":[]}"#, Dialect::VboV2, "type"),
        (r#"{"schedulePolicyType":"ManualOnly"}"#, Dialect::Vspc, "schedulePolicyType"),
        (
            r#"{"schedulePolicy":{"type":"ManualOnly"},"backupIntervalsArray":[]}"#,
            Dialect::VboV2,
            "schedulePolicy",
        ),
        (r#"{"schedulePolicy":{"type":"ManualOnly"},"backupWindow":[]}"#, Dialect::VboV2, "schedulePolicy"),
    ] {
        let detection = tree(text).detect().unwrap();
        assert_eq!((detection.dialect, &*detection.evidence[0].path), (dialect, path), "{text}");
        assert_eq!(tree(text).read().unwrap().plan.starts, Starts::ManualOnly, "{text}");
    }
    // A grid beside a policy is none of its windows, in whichever version it is read.
    let job = tree(r#"{"schedulePolicy":{"type":"ManualOnly"},"backupWindow":$nights,"minuteOffset":0}"#);
    for dialect in [Dialect::VboV1, Dialect::VboV8, Dialect::Vspc] {
        let text = if dialect == Dialect::Vspc { "schedulePolicyType" } else { "type" };
        let job = Tree::from_json(&serde_json::to_string(&job).unwrap().replace("type", text)).unwrap();
        let plan = job.read_with(ReadOptions { dialect: Some(dialect), clock: None }).unwrap().plan;
        assert_eq!((plan.starts, plan.windows), (Starts::ManualOnly, Windows::NONE), "{dialect}");
    }
}

#[test]
fn a_type_of_which_the_console_says_no_more_has_a_note() {
    let notes = |kind: &str| -> Vec<String> {
        let reading = tree(&format!(r#"{{"scheduleType":"{kind}"}}"#)).read().unwrap();
        reading.notes.iter().map(ToString::to_string).collect()
    };
    for kind in ["Daily", "BackupWindow", "Seldom"] {
        assert_eq!(
            notes(kind),
            ["scheduleType: the console names the type of this schedule and none of its times"]
        );
    }
    for kind in ["NotScheduled", "Continuously", "Chained"] {
        assert_eq!(notes(kind), [""; 0], "{kind}");
    }
}

#[test]
fn what_cannot_be_read_is_mended_where_its_path_leads() {
    let whole = "mend the document, or say in which dialect it is";
    for (document, path, message, fix) in [
        ("5", "", "5 is not a job (expected an object)", whole),
        // Words are no hours, and hours that are wrong are no job.
        (r#""Payday""#, "", r#""Payday" is not a job (expected an object)"#, whole),
        (
            r#""Mo 25:00-26:00""#,
            "",
            r#"not the hours of a window: column 4: "25:00" is past the end of the day (expected 01:00)"#,
            whole,
        ),
        (
            r#"{"schedulePolicy":5}"#,
            "schedulePolicy",
            "5 is not a schedule policy (expected an object with type, dailyTime, ...)",
            "write the value as expected",
        ),
    ] {
        let finding = Finding::unreadable(&tree(document).read().unwrap_err());
        assert_eq!((&*finding.path, &*finding.message, &*finding.fix), (path, message, fix));
    }
}

#[test]
fn digits_that_are_no_number_stay_a_text() {
    let job = tree(
        r#"{"JobScheduleOptions":{"OptionsDaisyChaining":{"Enabled":true,"PreviousJobUid":"123"},"RetryOptions":{"RetrySpecified1":true,"RetryTimes":"5","RetryTimeout":"7"}}}"#,
    );
    let plan = job.read().unwrap().plan;
    assert_eq!(plan.starts, Starts::AfterJob("123".into()));
    assert_eq!(plan.retry, backup_window::Retry::new(5, 7).ok());
}

/// From 2^53 on a float is no longer one whole number and no other.
#[test]
fn a_float_is_a_whole_number_as_long_as_it_is_one_only() {
    for (number, message) in [
        ("9007199254740991.0", "minute offset 9007199254740991 is out of range (expected -1439 to 1439)"),
        ("-9007199254740991.0", "minute offset -9007199254740991 is out of range (expected -1439 to 1439)"),
        ("9007199254740992.0", "9007199254740992.0 is not a whole number (expected a whole number or null)"),
        (
            "-9007199254740992.0",
            "-9007199254740992.0 is not a whole number (expected a whole number or null)",
        ),
    ] {
        let job = tree(&format!(
            r#"{{"schedulePolicy":{{"type":"ManualOnly","backupWindowSettings":{{"backupWindow":$168.,"minuteOffset":{number}}}}}}}"#
        ));
        assert_eq!(job.read().unwrap_err().message(), message);
    }
}

#[test]
fn of_two_envelopes_the_first_has_the_jobs_and_the_other_is_kept() {
    let job = r#"{"schedulePolicy":{"type":"ManualOnly"}}"#;
    for text in [
        format!(r#"{{"results":[{job},{job}],"data":{{"total":2}}}}"#),
        format!(r#"{{"data":[{job},{job}],"results":[{job}]}}"#),
    ] {
        let jobs: Jobs<Kept<serde_json::Value>> = serde_json::from_str(&text).unwrap();
        assert_eq!(
            jobs.iter().map(|job| job.read().unwrap().plan.starts).collect::<Vec<_>>(),
            [Starts::ManualOnly, Starts::ManualOnly]
        );
        assert_eq!(serde_json::to_string(&jobs).unwrap(), text);
    }
}

#[test]
fn properties_that_no_product_has_make_a_job_no_other_products() {
    // As long as names of another product are.
    for name in ["size", "proxy", "backups", "schedulr", "description", "scheduleTime"] {
        let text = format!(r#"[{{"{name}":1,"schedulePolicy":{{"type":"Daily","{name}":1}}}}]"#);
        assert!(Jobs::<Foreign>::from_mixed_json(&text).unwrap().are_plain(), "{name}");
    }
}

#[test]
fn a_number_beyond_that_another_library_packs_keeps_its_digits() {
    for digits in ["18446744073709551615", "9223372036854775808", "-7"] {
        let packed = tree(&format!(r#"{{"$serde_json::private::Number":"{digits}"}}"#));
        assert_eq!(serde_json::to_string(&packed).unwrap(), digits);
    }
}

#[test]
fn a_property_of_a_job_in_its_text_is_of_the_kind_that_stands_there() {
    let source =
        Source::new(r#"{"a":{"b":1},"c":null,"d":[null],"e":true,"f":false,"g":-1,"h":1.5}"#).unwrap();
    let job = &source.jobs()[0];
    for (name, field) in [
        ("a", Field::Object),
        ("b", Field::Absent),
        ("c", Field::Null),
        ("d", Field::List),
        ("e", Field::Bool(true)),
        ("f", Field::Bool(false)),
        ("g", Field::Integer(-1)),
        ("h", Field::Number(1.5)),
    ] {
        assert_eq!(job.property(name), field, "{name}");
    }
}

/// Characters are counted block by block, and a line may go on from one block to the next.
#[test]
fn a_place_far_into_a_line_has_the_column_of_its_character() {
    for character in ["x", "\u{e9}", "\u{1f4be}"] {
        let text = format!("{}\n{}", "-".repeat(5_000), character.repeat(30_000));
        let lines = Lines::new(&text);
        for (line, from) in [(1, 0), (2, 5_001)] {
            for column in [1, 4_095, 4_096, 4_097, 4_999] {
                let width = if line == 1 { 1 } else { character.len() };
                let at = from + (column - 1) * width;
                let excerpt = lines.excerpt(at..at + width);
                assert_eq!((excerpt.line(), excerpt.column()), (line, column), "{character}");
            }
        }
        let at = 5_001 + 29_999 * character.len();
        assert_eq!(lines.excerpt(at..at).column(), 30_000, "{character}");
    }
}
