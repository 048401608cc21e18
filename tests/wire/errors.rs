//! What cannot be read is an error that names path, value and what was expected: never a default, never an open window.

use crate::documents::error;

/// Asserts what is wrong with jobs whose policy has these properties and one of the rows'.
fn check(policy: &str, rows: &[(&str, &str)]) {
    for (properties, expected) in rows {
        let text = format!(r#"{{"schedulePolicy":{{{policy}{properties}}}}}"#);
        assert_eq!(error(&text), *expected, "{text}");
    }
}

/// Asserts that each of these values of a property is refused: as `<path>: <value> <what is wrong>`.
fn check_values(policy: &str, path: &str, values: &[&str], wrong: &str) {
    let property = path.rsplit('.').next().unwrap();
    for value in values {
        let text = format!(r#"{{"schedulePolicy":{{{policy}"{property}":{value}}}}}"#);
        let shown = match value.as_bytes()[0] {
            b'[' => "a list",
            b'{' => "an object",
            _ => value,
        };
        assert_eq!(error(&text), format!("{path}: {shown} {wrong}"), "{text}");
    }
}

const DAILY: &str = r#""type":"Daily","dailyType":"Everyday","#;
const HOURLY: &str = r#""type":"Periodically","periodicallyEvery":"Hours4","#;
const MANUAL: &str = r#""type":"ManualOnly","#;

#[test]
fn what_is_no_job_or_no_policy() {
    for (text, expected) in [
        ("{}", "schedulePolicy: missing (expected an object with type, dailyTime, ...)"),
        (
            r#"{"schedulePolicy":null}"#,
            "schedulePolicy: null is not a schedule policy (expected an object with type, dailyTime, ...)",
        ),
        (
            r#"{"schedulePolicy":[]}"#,
            "schedulePolicy: a list is not a schedule policy (expected an object with type, dailyTime, ...)",
        ),
        (
            r#"{"schedulePolicy":"Daily"}"#,
            "schedulePolicy: \"Daily\" is not a schedule policy (expected an object with type, dailyTime, ...)",
        ),
        (
            r#"{"schedulePolicy":7}"#,
            "schedulePolicy: 7 is not a schedule policy (expected an object with type, dailyTime, ...)",
        ),
        (
            r#"{"schedulePolicy":true}"#,
            "schedulePolicy: true is not a schedule policy (expected an object with type, dailyTime, ...)",
        ),
        (
            r#"{"schedulePolicy":{}}"#,
            "schedulePolicy.type: missing (expected Daily, Periodically or ManualOnly)",
        ),
        (
            r#"{"isEnabled":"yes","schedulePolicy":{"type":"ManualOnly"}}"#,
            "isEnabled: \"yes\" is not a boolean (expected true or false)",
        ),
        (
            r#"{"isEnabled":1,"schedulePolicy":{"type":"ManualOnly"}}"#,
            "isEnabled: 1 is not a boolean (expected true or false)",
        ),
        (
            r#"{"isEnabled":"","schedulePolicy":{"type":"ManualOnly"}}"#,
            "isEnabled: \"\" is not a boolean (expected true or false)",
        ),
        (
            r#"{"isEnabled":{},"schedulePolicy":{"type":"ManualOnly"}}"#,
            "isEnabled: an object is not a boolean (expected true or false)",
        ),
    ] {
        assert_eq!(error(text), expected, "{text}");
    }
}

#[test]
fn types() {
    check_values(
        r#""dailyType":"Everyday","dailyTime":"22:00","#,
        "schedulePolicy.type",
        &["null", "1", "true", "[]", "{}", r#"["Daily"]"#],
        "is not a schedule type (expected Daily, Periodically or ManualOnly)",
    );
}

#[test]
fn flags() {
    for flag in ["scheduleEnabled", "backupWindowEnabled", "periodicallyWindowEnabled", "retryEnabled"] {
        check_values(
            MANUAL,
            &format!("schedulePolicy.{flag}"),
            &["0", "1", r#""yes""#, r#""""#, r#""true ""#, "[]", "{}", "0.5"],
            "is not a boolean (expected true or false)",
        );
    }
}

#[test]
fn days() {
    let expected = "(expected Everyday, Workdays, Weekends, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday \
                    or Sunday)";
    check_values(
        r#""type":"Daily","dailyTime":"22:00","#,
        "schedulePolicy.dailyType",
        &[
            "null",
            r#""""#,
            r#""Weekdays""#,
            r#""Mon""#,
            r#""Friday ""#,
            r#""Monday, Tuesday""#,
            r#"["Monday"]"#,
            "5",
            "{}",
        ],
        &format!("is not a set of days {expected}"),
    );
    check(
        r#""type":"Daily","#,
        &[(r#""dailyTime":"22:00""#, &format!("schedulePolicy.dailyType: missing {expected}"))],
    );
}

#[test]
fn times() {
    let expected = "(expected H:MM or HH:MM:SS, up to 23:59:59)";
    check_values(
        DAILY,
        "schedulePolicy.dailyTime",
        &[
            r#""24:00""#,
            r#""25:00""#,
            r#""9""#,
            r#""9:5""#,
            r#""09:60""#,
            r#""09:00:60""#,
            r#""23:59:60""#,
            r#""09:00:5""#,
            r#""09:00:00.""#,
            r#""09:00:00.12345678""#,
            r#""09:00.5""#,
            r#""09:00:00:00""#,
            r#""009:00""#,
            r#""-1:00""#,
            r#""+9:00""#,
            r#"" 9:00""#,
            r#""9:00 ""#,
            r#""9:00 PM""#,
            r#""09:00:00Z""#,
            r#""09.00""#,
            r#"":00""#,
            r#""٠٩:٠٠""#,
            r#""2018-06-01T19:00:00""#,
            r#""""#,
            "null",
            "900",
            "9.5",
            "true",
            "[]",
            "{}",
        ],
        &format!("is not a time of day {expected}"),
    );
    check(
        r#""type":"Daily","#,
        &[(r#""dailyType":"Friday""#, &format!("schedulePolicy.dailyTime: missing {expected}"))],
    );
}

#[test]
fn intervals() {
    let expected =
        "(expected Minutes5, Minutes10, Minutes15, Minutes30, Hours1, Hours2, Hours4, Hours8 or Hours12)";
    check_values(
        r#""type":"Periodically","#,
        "schedulePolicy.periodicallyEvery",
        &[
            "null",
            r#""""#,
            r#""Hours3""#,
            r#""Hours24""#,
            r#""Minutes60""#,
            r#""4""#,
            "4",
            "[]",
            "{}",
            "false",
        ],
        &format!("is not an interval {expected}"),
    );
    check(
        "",
        &[(r#""type":"Periodically""#, &format!("schedulePolicy.periodicallyEvery: missing {expected}"))],
    );
}

#[test]
fn numbers() {
    check_values(
        HOURLY,
        "schedulePolicy.periodicallyOffsetMinutes",
        &[r#""15""#, r#""""#, "15.5", "true", "[]", "{}", "1e300", "1e-5"],
        "is not a whole number (expected a whole number or null)",
    );
    let out = |number| format!("periodic offset {number} is out of range (expected 0 to 59)");
    let path = "schedulePolicy.periodicallyOffsetMinutes";
    for number in ["60", "-1", "1439", "9223372036854775807", "-9223372036854775808"] {
        check(
            HOURLY,
            &[(&format!(r#""periodicallyOffsetMinutes":{number}"#), &format!("{path}: {}", out(number)))],
        );
    }
    // An interval of minutes ignores its offset, but not one that is none.
    let minutes = r#""type":"Periodically","periodicallyEvery":"Minutes5","#;
    check(minutes, &[(r#""periodicallyOffsetMinutes":60"#, &format!("{path}: {}", out("60")))]);
    let retries = r#""type":"ManualOnly","retryEnabled":true,"#;
    for property in ["retryNumber", "retryWaitInterval"] {
        check_values(
            retries,
            &format!("schedulePolicy.{property}"),
            &[r#""3""#, "2.5", "true", "[]", "{}", "1e300"],
            "is not a whole number (expected a whole number or null)",
        );
    }
    check(
        retries,
        &[
            (
                r#""retryNumber":0"#,
                "schedulePolicy.retryNumber: retry number 0 is out of range (expected 1 to 777)",
            ),
            (
                r#""retryNumber":-3"#,
                "schedulePolicy.retryNumber: retry number -3 is out of range (expected 1 to 777)",
            ),
            (
                r#""retryNumber":778"#,
                "schedulePolicy.retryNumber: retry number 778 is out of range (expected 1 to 777)",
            ),
            (
                r#""retryWaitInterval":0"#,
                "schedulePolicy.retryWaitInterval: retry wait interval 0 is out of range (expected 1 to 999)",
            ),
            (
                r#""retryWaitInterval":1000"#,
                "schedulePolicy.retryWaitInterval: retry wait interval 1000 is out of range (expected 1 to 999)",
            ),
            (
                r#""retryNumber":0,"retryWaitInterval":0"#,
                "schedulePolicy.retryNumber: retry number 0 is out of range (expected 1 to 777)",
            ),
        ],
    );
}

#[test]
fn windows() {
    let of_backup =
        ["\"backupWindowSettings\":", "schedulePolicy.backupWindowSettings", "\"backupWindowEnabled\""];
    let of_periodic = [
        "\"periodicallyWindowSettings\":",
        "schedulePolicy.periodicallyWindowSettings",
        "\"periodicallyWindowEnabled\"",
    ];
    let rows = [
        ("5", ": 5 is not a window (expected an object with backupWindow and minuteOffset)"),
        ("[]", ": a list is not a window (expected an object with backupWindow and minuteOffset)"),
        ("$168.", ": a list is not a window (expected an object with backupWindow and minuteOffset)"),
        ("true", ": true is not a window (expected an object with backupWindow and minuteOffset)"),
        ("{}", ".backupWindow: missing (expected a list of 168 booleans)"),
        (r#"{"minuteOffset":0}"#, ".backupWindow: missing (expected a list of 168 booleans)"),
        (r#"{"backupWindow":null}"#, ".backupWindow: null is not a list (expected a list of 168 booleans)"),
        (r#"{"backupWindow":168}"#, ".backupWindow: 168 is not a list (expected a list of 168 booleans)"),
        (
            r#"{"backupWindow":"true"}"#,
            ".backupWindow: \"true\" is not a list (expected a list of 168 booleans)",
        ),
        (
            r#"{"backupWindow":{"0":true}}"#,
            ".backupWindow: an object is not a list (expected a list of 168 booleans)",
        ),
        (r#"{"backupWindow":$0.}"#, ".backupWindow: 0 hours, expected 168"),
        (r#"{"backupWindow":$1.}"#, ".backupWindow: 1 hours, expected 168"),
        (r#"{"backupWindow":$167.}"#, ".backupWindow: 167 hours, expected 168"),
        (r#"{"backupWindow":$169.}"#, ".backupWindow: 169 hours, expected 168"),
        (r#"{"backupWindow":$336.}"#, ".backupWindow: 336 hours, expected 168"),
        (
            r#"{"backupWindow":[true,"yes"]}"#,
            ".backupWindow: \"yes\" at [1] is not a boolean (expected true or false)",
        ),
        (r#"{"backupWindow":[0]}"#, ".backupWindow: 0 at [0] is not a boolean (expected true or false)"),
        (
            r#"{"backupWindow":[true,true,null,7]}"#,
            ".backupWindow: null at [2] is not a boolean (expected true or false)",
        ),
        (
            r#"{"backupWindow":[$168.]}"#,
            ".backupWindow: a list at [0] is not a boolean (expected true or false)",
        ),
        (
            r#"{"backupWindow":$168.,"minuteOffset":1440}"#,
            ".minuteOffset: minute offset 1440 is out of range (expected -1439 to 1439)",
        ),
        (
            r#"{"backupWindow":$168.,"minuteOffset":-1440}"#,
            ".minuteOffset: minute offset -1440 is out of range (expected -1439 to 1439)",
        ),
        (
            r#"{"backupWindow":$168.,"minuteOffset":15.5}"#,
            ".minuteOffset: 15.5 is not a whole number (expected a whole number or null)",
        ),
        (
            r#"{"backupWindow":$168.,"minuteOffset":"15"}"#,
            ".minuteOffset: \"15\" is not a whole number (expected a whole number or null)",
        ),
        (
            r#"{"backupWindow":$168.,"minuteOffset":1e300}"#,
            ".minuteOffset: 1e300 is not a whole number (expected a whole number or null)",
        ),
        (
            r#"{"backupWindow":$168.,"minuteOffset":-1e300}"#,
            ".minuteOffset: -1e300 is not a whole number (expected a whole number or null)",
        ),
        (
            r#"{"backupWindow":$168.,"minuteOffset":18446744073709551615}"#,
            ".minuteOffset: 1.8446744073709552e19 is not a whole number (expected a whole number or null)",
        ),
        (
            r#"{"backupWindow":$168.,"minuteOffset":4294967356}"#,
            ".minuteOffset: minute offset 4294967356 is out of range (expected -1439 to 1439)",
        ),
        (
            r#"{"backupWindow":$168.,"minuteOffset":true}"#,
            ".minuteOffset: true is not a whole number (expected a whole number or null)",
        ),
        (
            r#"{"backupWindow":$168.,"minuteOffset":[0]}"#,
            ".minuteOffset: a list is not a whole number (expected a whole number or null)",
        ),
    ];
    for [property, path, flag] in [of_backup, of_periodic] {
        for (window, expected) in rows {
            // A window is checked even where its flag is off or missing.
            for state in [",\"x\":0".to_owned(), format!(",{flag}:true"), format!(",{flag}:false")] {
                check(MANUAL, &[(&format!("{property}{window}{state}"), &format!("{path}{expected}"))]);
            }
        }
        let flag_name = flag.trim_matches('"');
        let missing = format!("{path}: missing (expected a window: {flag_name} is true)");
        for window in ["".to_owned(), format!("{property}null,")] {
            check(MANUAL, &[(&format!("{window}{flag}:true"), &missing)]);
        }
    }
}

#[test]
fn windows_of_v1() {
    let path = "schedulePolicy.backupWindow";
    for (window, expected) in [
        ("[]", ": a list is not a window (expected an object with backupIntervalsArray and minuteOffset)"),
        ("$168.", ": a list is not a window (expected an object with backupIntervalsArray and minuteOffset)"),
        ("{}", ".backupIntervalsArray: missing (expected a list of 168 booleans)"),
        (r#"{"backupWindow":$168.}"#, ".backupIntervalsArray: missing (expected a list of 168 booleans)"),
        (
            r#"{"backupIntervalsArray":null}"#,
            ".backupIntervalsArray: null is not a list (expected a list of 168 booleans)",
        ),
        (r#"{"backupIntervalsArray":$167.}"#, ".backupIntervalsArray: 167 hours, expected 168"),
        (
            r#"{"backupIntervalsArray":["true",1]}"#,
            ".backupIntervalsArray: 1 at [1] is not a boolean (expected true or false)",
        ),
        (
            r#"{"backupIntervalsArray":$168.,"minuteOffset":1440}"#,
            ".minuteOffset: minute offset 1440 is out of range (expected -1439 to 1439)",
        ),
    ] {
        check(MANUAL, &[(&format!(r#""backupWindow":{window}"#), &format!("{path}{expected}"))]);
    }
    check(
        MANUAL,
        &[(
            r#""backupWindow":{"backupIntervalsArray":$168.},"backupWindowSettings":{"backupWindow":$168.}"#,
            "schedulePolicy.backupWindow: two backup windows (expected backupWindow of v1 or backupWindowSettings, \
             not both)",
        )],
    );
}

#[test]
fn a_long_value_is_cut_and_an_odd_one_is_escaped() {
    let long = "é".repeat(100);
    let shown = "é".repeat(60);
    check(
        DAILY,
        &[
            (
                &format!(r#""dailyTime":"{long}""#),
                &format!(
                    "schedulePolicy.dailyTime: \"{shown}\"... is not a time of day (expected H:MM or HH:MM:SS, up to 23:59:59)"
                ),
            ),
            (
                r#""dailyTime":"\u001b[31m\n""#,
                "schedulePolicy.dailyTime: \"\\u{1b}[31m\\n\" is not a time of day (expected H:MM or HH:MM:SS, up to 23:59:59)",
            ),
        ],
    );
}

/// A property that comes twice is an error wherever it counts: in the same spelling or another, with the same value or
/// another, and whichever of the two could be read.
#[test]
fn duplicates() {
    const TYPES: &str = "Daily, Periodically or ManualOnly";
    const DAYS: &str =
        "Everyday, Workdays, Weekends, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday or Sunday";
    const INTERVALS: &str =
        "Minutes5, Minutes10, Minutes15, Minutes30, Hours1, Hours2, Hours4, Hours8 or Hours12";
    const WINDOW: &str = "an object with backupWindow and minuteOffset";
    const WINDOW_V1: &str = "an object with backupIntervalsArray and minuteOffset";
    const RETRIES: &str = r#""type":"ManualOnly","retryEnabled":true,"#;
    for (policy, name, value, expected) in [
        ("", "type", r#""ManualOnly""#, TYPES),
        (r#""type":"Daily","dailyTime":"22:00","#, "dailyType", r#""Everyday""#, DAYS),
        (DAILY, "dailyTime", r#""22:00""#, "H:MM or HH:MM:SS, up to 23:59:59"),
        (r#""type":"Periodically","#, "periodicallyEvery", r#""Hours4""#, INTERVALS),
        (HOURLY, "periodicallyOffsetMinutes", "15", "a whole number or null"),
        (MANUAL, "scheduleEnabled", "true", "true or false"),
        (MANUAL, "backupWindowEnabled", "false", "true or false"),
        (MANUAL, "periodicallyWindowEnabled", "false", "true or false"),
        (MANUAL, "backupWindowSettings", r#"{"backupWindow":$168.}"#, WINDOW),
        (MANUAL, "periodicallyWindowSettings", r#"{"backupWindow":$168.}"#, WINDOW),
        (MANUAL, "backupWindow", r#"{"backupIntervalsArray":$168.}"#, WINDOW_V1),
        (MANUAL, "retryEnabled", "true", "true or false"),
        (RETRIES, "retryNumber", "3", "a whole number or null"),
        (RETRIES, "retryWaitInterval", "10", "a whole number or null"),
    ] {
        let expected = format!("schedulePolicy.{name}: given more than once (expected {expected}, once)");
        for (second, other) in [
            (name.to_owned(), value),
            (name.to_owned(), "null"),
            (name.to_uppercase(), value),
            (name.to_lowercase(), "7"),
            (format!(r"\u{:04x}{}", u32::from(name.as_bytes()[0]), &name[1..]), "[]"),
        ] {
            let twice = [
                format!(r#""{name}":{value},"{second}":{other}"#),
                format!(r#""{second}":{other},"{name}":{value}"#),
                format!(r#""{name}":{value},"x":1,"{second}":{other},"{name}":{other}"#),
            ];
            twice.iter().for_each(|twice| check(policy, &[(twice, &expected)]));
        }
    }
    for (grid, path, window, expected) in [
        (
            "backupWindow",
            "backupWindowSettings.backupWindow",
            "backupWindowSettings",
            "a list of 168 booleans",
        ),
        (
            "minuteOffset",
            "backupWindowSettings.minuteOffset",
            "backupWindowSettings",
            "a whole number or null",
        ),
        (
            "backupWindow",
            "periodicallyWindowSettings.backupWindow",
            "periodicallyWindowSettings",
            "a list of 168 booleans",
        ),
        (
            "backupIntervalsArray",
            "backupWindow.backupIntervalsArray",
            "backupWindow",
            "a list of 168 booleans",
        ),
        ("minuteOffset", "backupWindow.minuteOffset", "backupWindow", "a whole number or null"),
    ] {
        let expected = format!("schedulePolicy.{path}: given more than once (expected {expected}, once)");
        let good = if window == "backupWindow" { "backupIntervalsArray" } else { "backupWindow" };
        let good = if grid == good { "" } else { &format!(r#""{good}":$168.,"#) };
        let value = if grid == "minuteOffset" { "0" } else { "$168." };
        for other in [value, "$167.", "null"] {
            let twice = format!(r#""{window}":{{{good}"{grid}":{value},"{grid}":{other}}}"#);
            check(MANUAL, &[(&twice, &expected)]);
        }
    }
    for (text, expected) in [
        (
            r#"{"schedulePolicy":{"type":"ManualOnly"},"SchedulePolicy":{"type":"ManualOnly"}}"#,
            "schedulePolicy: given more than once (expected an object with type, dailyTime, ..., once)",
        ),
        (
            r#"{"isEnabled":true,"isEnabled":true,"schedulePolicy":{"type":"ManualOnly"}}"#,
            "isEnabled: given more than once (expected true or false, once)",
        ),
    ] {
        assert_eq!(error(text), expected);
    }
}
