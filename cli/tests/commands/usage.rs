//! Wrong usage: status 2, a message, and nothing on standard output.

use crate::call::{call, call_with, job};

#[test]
fn wrong_arguments_are_refused_with_a_reason() {
    let range = "--from 2025-01-01T00:00:00Z --to 2025-01-02T00:00:00Z";
    for (arguments, reason) in [
        ("", "Usage"),
        ("now", "unrecognized subcommand 'now'"),
        ("next --when 2025-01-01T00:00:00Z", "unexpected argument '--when'"),
        (
            "next --at tomorrow",
            "expected RFC 3339 with an offset, such as 2018-06-02T02:00:00Z or 2018-06-01T19:00:00-07:00",
        ),
        ("next --at 2025-01-01", "expected RFC 3339"),
        ("next --at 2025-01-01T00:00:00", "expected RFC 3339"),
        ("next --at 2025-02-29T00:00:00Z", "expected RFC 3339"),
        ("next --at tomorrow", "not an instant (expected RFC 3339 with an offset, such as"),
        ("next --at 2025-02-29T00:00:00Z", "there is no such instant (expected RFC 3339"),
        ("next --at", "a value is required for '--at <INSTANT>'"),
        ("next --until 25:00", "expected RFC 3339"),
        ("next --count 0", "invalid value '0' for '--count <N>'"),
        ("next --count -1", "unexpected argument '-1'"),
        ("next --count many", "invalid value 'many' for '--count <N>'"),
        ("next --count 18446744073709551616", "invalid value '18446744073709551616' for '--count <N>'"),
        ("next --denied wait", "[possible values: skip, defer, at-opening]"),
        ("next --clock utc", "[possible values: utc-offset, local]"),
        ("next --gap first", "[possible values: first-valid, shift-forward, skip]"),
        ("next --fold last", "[possible values: first, second, both]"),
        ("next --format json", "[possible values: text, ndjson]"),
        ("next --dialect v8", "not a dialect (expected vbo-v1, vbo-v2, vbo-v6, vbo-v7, vbo-v8, vbo-copy,"),
        ("next --zone Prague", "no zone is named \"Prague\"; did you mean Europe/Prague?"),
        ("next --zone Europe/Pragu", "no zone is named \"Europe/Pragu\"; did you mean Europe/Prague?"),
        ("next --zone Europa/Prague", "did you mean Europe/Prague?"),
        ("next --zone Europe/Pargue", "did you mean Europe/Prague?"),
        ("next --zone pargue", "(expected an IANA name"),
        ("next --zone prage", "did you mean Europe/Prague?"),
        ("next --zone america/los_angles", "did you mean America/Los_Angeles?"),
        (
            "next --zone Mars/Base",
            "no zone is named \"Mars/Base\" (expected an IANA name such as Europe/Prague)",
        ),
        ("next --zone GMT+25", "no zone is named \"GMT+25\" (expected an IANA name"),
        ("previous --from 2025-01-01T00:00:00Z", "unexpected argument '--from'"),
        ("intervals", "--from <INSTANT>"),
        ("intervals --from 2025-01-01T00:00:00Z", "--to <INSTANT>"),
        (&format!("intervals {range} --window nightly"), "[possible values: backup, periodically, start]"),
        ("fleet --by=", "a value is required for '--by <PROPERTY>'"),
        (&format!("missed {range} --misfire all --limit 0"), "0 is not in 1..=65535"),
        ("next .", ".: a directory (expected a file)"),
        ("diff . .", ".: a directory (expected a file)"),
        (&format!("intervals {range} --count 5"), "unexpected argument '--count'"),
        (&format!("intervals {range} --denied skip"), "unexpected argument '--denied'"),
    ] {
        let said = call(arguments, job("a"));
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{arguments}: {said:?}");
        assert!(said.err.contains(reason), "{arguments}: {}", said.err);
    }
}

#[test]
fn offsets_are_hours_and_minutes() {
    for offset in [
        "+",
        "-",
        "+5",
        "+24:00",
        "+25:00",
        "+05:60",
        "+05:3",
        "+5:30",
        "+1:230",
        "+053",
        "+05:30:00",
        "+05:30Z",
        "++530",
        "+:0530",
        "+é5",
        "+٠٥",
    ] {
        let said = call_with(&["next", "--zone", offset], job("a"));
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{offset}: {said:?}");
        let expected = format!("{offset:?} is not an offset (expected +HH:MM or -HH:MM, below 24 hours)");
        assert!(said.err.contains(&expected), "{offset}: {}", said.err);
    }
    for (offset, shown) in
        [("+00:00", "UTC"), ("-00:00", "UTC"), ("+23:59", "+23:59"), ("-2359", "-23:59"), ("-01", "-01:00")]
    {
        let said = call_with(&["next", "--format", "text", "--zone", offset], job("a"));
        assert_eq!(said.status, 0);
        assert!(said.lines()[0].ends_with(&format!(", zone {shown}")), "{offset}: {}", said.out);
    }
}

#[test]
fn help_and_version_are_answers() {
    for arguments in
        ["--help", "-h", "next --help", "previous -h", "intervals --help", "help next", "--version"]
    {
        let said = call(arguments, "");
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{arguments}");
    }
    let help = call("--help", "").out;
    for status in
        ["0  every job is answered", "1  at least one job could not be read", "2  wrong usage, or input"]
    {
        assert!(help.contains(status), "{help}");
    }
}
