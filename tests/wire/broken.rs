//! Text that is no JSON, or JSON with values beyond any type: refused with the place, never read as something else.
//!
//! What is JSON and says the wrong thing is in `errors.rs`.

use backup_window::wire::{Dropped, Jobs, Kept};
use backup_window::{Starts, Trigger};
use serde_json::Value;

use crate::documents::{error, read, with_grids};

/// A job whose backup window is open at night; every part of it can be read.
const GOOD: &str = r#"{"id":"a","schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00",
"backupWindowEnabled":true,"backupWindowSettings":{"backupWindow":$nights,"minuteOffset":60}},"x":[{"y":-1.5e3}]}"#;

/// What is wrong with a text, be it taken up with its unknown properties or without them.
fn refusal(text: &[u8]) -> String {
    let dropped = match serde_json::from_slice::<Jobs<Dropped>>(text) {
        Err(error) => error.to_string(),
        Ok(jobs) => panic!("{:?} is read as {jobs:?}", String::from_utf8_lossy(text)),
    };
    let kept = serde_json::from_slice::<Jobs<Kept<Value>>>(text);
    assert!(kept.is_err(), "{:?}", String::from_utf8_lossy(text));
    dropped
}

fn check(rows: &[(&[u8], &str)]) {
    for (text, expected) in rows {
        assert_eq!(refusal(text), *expected, "{}", text.escape_ascii());
    }
}

#[test]
fn encodings() {
    check(&[
        // byte order marks: UTF-8, UTF-16, UTF-32
        (b"\xef\xbb\xbf{}", "expected value at line 1 column 1"),
        (b"\xff\xfe{\0}\0", "expected value at line 1 column 1"),
        (b"\xfe\xff\0{\0}", "expected value at line 1 column 1"),
        (b"\xff\xfe\0\0{\0\0\0}\0\0\0", "expected value at line 1 column 1"),
        (b"\0\0\xfe\xff\0\0\0{\0\0\0}", "expected value at line 1 column 1"),
        (b"{\xef\xbb\xbf}", "key must be a string at line 1 column 2"),
        (b"{}\xef\xbb\xbf", "trailing characters at line 1 column 3"),
        // UTF-16 without one
        (b"{\0}\0", "key must be a string at line 1 column 2"),
        (b"\0{\0}", "expected value at line 1 column 1"),
        (b"{\0\"\0i\0d\0\"\0:\x001\0}\0", "key must be a string at line 1 column 2"),
        // Latin-1 and Windows-1252: in a value, in a name, beside them
        (b"{\"name\":\"caf\xe9\"}", "invalid unicode code point at line 1 column 13"),
        (b"{\"name\":\"\x80 5\"}", "invalid unicode code point at line 1 column 10"),
        (b"{\"caf\xe9\":1}", "invalid unicode code point at line 1 column 6"),
        (b"{}\xa0", "trailing characters at line 1 column 3"),
        (b"\xa0{}", "expected value at line 1 column 1"),
        (b"{\"id\":\xa01}", "expected value at line 1 column 7"),
        (b"{\x93id\x94:1}", "key must be a string at line 1 column 2"),
        // UTF-8 that is none: overlong, a surrogate, beyond U+10FFFF, cut, a byte by itself
        (b"{\"id\":\"\xc0\x80\"}", "invalid unicode code point at line 1 column 8"),
        (b"{\"id\":\"\xe0\x80\xaf\"}", "invalid unicode code point at line 1 column 8"),
        (b"{\"id\":\"\xed\xa0\x80\"}", "invalid unicode code point at line 1 column 8"),
        (b"{\"id\":\"\xf4\x90\x80\x80\"}", "invalid unicode code point at line 1 column 8"),
        (b"{\"id\":\"\xe2\x82\"}", "invalid unicode code point at line 1 column 8"),
        (b"{\"id\":\"\xe2\x82", "EOF while parsing a string at line 1 column 9"),
        (b"{\"id\":\"\x80\"}", "invalid unicode code point at line 1 column 8"),
        (b"{\"id\":\"\xff\"}", "invalid unicode code point at line 1 column 8"),
        (b"{\"id\":1\xff}", "expected `,` or `}` at line 1 column 8"),
        // NUL
        (b"\0", "expected value at line 1 column 1"),
        (b"\0{}", "expected value at line 1 column 1"),
        (b"{}\0", "trailing characters at line 1 column 3"),
        (
            b"{\"id\":\"a\0b\"}",
            "control character (\\u0000-\\u001F) found while parsing a string at line 1 column 9",
        ),
        (
            b"{\"i\0d\":1}",
            "control character (\\u0000-\\u001F) found while parsing a string at line 1 column 4",
        ),
        (b"{\"id\":\x001}", "expected value at line 1 column 7"),
        (b"[{},\0{}]", "expected value at line 1 column 5"),
        // other control characters, bare in a string
        (
            b"{\"id\":\"a\nb\"}",
            "control character (\\u0000-\\u001F) found while parsing a string at line 2 column 0",
        ),
        (
            b"{\"id\":\"a\tb\"}",
            "control character (\\u0000-\\u001F) found while parsing a string at line 1 column 9",
        ),
        (
            b"{\"id\":\"a\x1bb\"}",
            "control character (\\u0000-\\u001F) found while parsing a string at line 1 column 9",
        ),
    ]);
}

#[test]
fn what_only_looks_like_white_space() {
    check(&[
        ("\u{a0}{}".as_bytes(), "expected value at line 1 column 1"),
        ("{}\u{a0}".as_bytes(), "trailing characters at line 1 column 3"),
        ("{\u{a0}\"id\":1}".as_bytes(), "key must be a string at line 1 column 2"),
        ("{\"id\"\u{a0}:1}".as_bytes(), "expected `:` at line 1 column 6"),
        ("{\"id\":\u{a0}1}".as_bytes(), "expected value at line 1 column 7"),
        ("{\"id\":1\u{a0}}".as_bytes(), "expected `,` or `}` at line 1 column 8"),
        ("[{},\u{a0}{}]".as_bytes(), "expected value at line 1 column 5"),
        ("{\"x\":[1,\u{a0}2]}".as_bytes(), "expected value at line 1 column 9"),
        ("\u{2003}{}".as_bytes(), "expected value at line 1 column 1"),
        ("\u{2028}{}".as_bytes(), "expected value at line 1 column 1"),
        ("\u{3000}{}".as_bytes(), "expected value at line 1 column 1"),
        ("\u{200b}{}".as_bytes(), "expected value at line 1 column 1"),
        ("\u{85}{}".as_bytes(), "expected value at line 1 column 1"),
        (b"\x0b{}", "expected value at line 1 column 1"),
        (b"\x0c{}", "expected value at line 1 column 1"),
        (b"\x1c{}", "expected value at line 1 column 1"),
        (b"{\"id\":\x0c1}", "expected value at line 1 column 7"),
    ]);
}

#[test]
fn surrogates_by_themselves() {
    check(&[
        (br#"{"id":"\ud800"}"#, "unexpected end of hex escape at line 1 column 14"),
        (br#"{"id":"\udbff"}"#, "unexpected end of hex escape at line 1 column 14"),
        (br#"{"id":"\udc00"}"#, "lone leading surrogate in hex escape at line 1 column 13"),
        (br#"{"id":"\uDFFF"}"#, "lone leading surrogate in hex escape at line 1 column 13"),
        (br#"{"id":"\ud800\ud800"}"#, "lone leading surrogate in hex escape at line 1 column 19"),
        (br#"{"id":"\udc00\ud800"}"#, "lone leading surrogate in hex escape at line 1 column 13"),
        (br#"{"id":"\ud800x"}"#, "unexpected end of hex escape at line 1 column 14"),
        (br#"{"id":"\ud800\n"}"#, "unexpected end of hex escape at line 1 column 15"),
        (br#"{"id":"\ud800\u0041"}"#, "lone leading surrogate in hex escape at line 1 column 19"),
        (br#"{"id":"\ud83d\ude0"}"#, "invalid escape at line 1 column 19"),
        (br#"{"\ud800":1}"#, "unexpected end of hex escape at line 1 column 9"),
        (br#"{"schedulePolicy":{"type":"\ud800"}}"#, "unexpected end of hex escape at line 1 column 34"),
        (
            br#"{"schedulePolicy":{"dailyTime":"22:00\udc00"}}"#,
            "lone leading surrogate in hex escape at line 1 column 43",
        ),
        (
            br#"{"schedulePolicy":{"backupWindowSettings":{"backupWindow":["\ud800"]}}}"#,
            "unexpected end of hex escape at line 1 column 67",
        ),
    ]);
}

#[test]
fn syntax() {
    check(&[
        (b"", "EOF while parsing a value at line 1 column 0"),
        (b" \n", "EOF while parsing a value at line 2 column 0"),
        (b"x", "expected value at line 1 column 1"),
        (b"nul", "EOF while parsing a value at line 1 column 3"),
        (b"nulll", "trailing characters at line 1 column 5"),
        (b"True", "expected value at line 1 column 1"),
        (b"{", "EOF while parsing an object at line 1 column 1"),
        (b"}", "expected value at line 1 column 1"),
        (b"[", "EOF while parsing a list at line 1 column 1"),
        (b"]", "expected value at line 1 column 1"),
        (b"[}", "expected value at line 1 column 2"),
        (b"{]", "key must be a string at line 1 column 2"),
        (b"\"", "EOF while parsing a string at line 1 column 1"),
        (b"{}{}", "trailing characters at line 1 column 3"),
        (b"{} {}", "trailing characters at line 1 column 4"),
        (b"{},", "trailing characters at line 1 column 3"),
        (b"[{}]]", "trailing characters at line 1 column 5"),
        (b"[{},]", "trailing comma at line 1 column 5"),
        (b"[,{}]", "expected value at line 1 column 2"),
        (b"[{}{}]", "expected `,` or `]` at line 1 column 4"),
        (b"[{} {}]", "expected `,` or `]` at line 1 column 5"),
        (b"{\"id\":1,}", "trailing comma at line 1 column 9"),
        (b"{,\"id\":1}", "key must be a string at line 1 column 2"),
        (b"{\"id\"}", "expected `:` at line 1 column 6"),
        (b"{\"id\" 1}", "expected `:` at line 1 column 7"),
        (b"{\"id\":}", "expected value at line 1 column 7"),
        (b"{\"id\":1 \"name\":2}", "expected `,` or `}` at line 1 column 9"),
        (b"{\"id\"::1}", "expected value at line 1 column 7"),
        (b"{\"id\"=1}", "expected `:` at line 1 column 6"),
        (b"{\"id\":1;\"name\":2}", "expected `,` or `}` at line 1 column 8"),
        (b"{id:1}", "key must be a string at line 1 column 2"),
        (b"{'id':1}", "key must be a string at line 1 column 2"),
        (b"{1:1}", "key must be a string at line 1 column 2"),
        (b"{null:1}", "key must be a string at line 1 column 2"),
        (b"{\"id\":'a'}", "expected value at line 1 column 7"),
        (b"{\"id\":a}", "expected value at line 1 column 7"),
        (b"{\"id\":undefined}", "expected value at line 1 column 7"),
        (b"{\"isEnabled\":True}", "expected value at line 1 column 14"),
        (b"{\"isEnabled\":yes}", "expected value at line 1 column 14"),
        (b"{\"isEnabled\":tru}", "expected ident at line 1 column 17"),
        (b"{\"id\":1}//", "trailing characters at line 1 column 9"),
        (b"/* a */{}", "expected value at line 1 column 1"),
        (b"# a\n{}", "expected value at line 1 column 1"),
        (b"{\"id\":\"a}", "EOF while parsing a string at line 1 column 9"),
        (b"{\"id\":\"\\", "EOF while parsing a string at line 1 column 8"),
        (b"{\"id\":\"\\x41\"}", "invalid escape at line 1 column 9"),
        (b"{\"id\":\"\\'\"}", "invalid escape at line 1 column 9"),
        (b"{\"id\":\"\\u12\"}", "invalid escape at line 1 column 13"),
        (b"{\"id\":\"\\u12g4\"}", "invalid escape at line 1 column 13"),
        (b"{\"id\":\"\\u{41}\"}", "invalid escape at line 1 column 13"),
        (b"{\"id\":\"\\U00000041\"}", "invalid escape at line 1 column 9"),
        (b"{\"id\":(1)}", "expected value at line 1 column 7"),
        (b"callback({})", "expected value at line 1 column 1"),
        (b"<?xml version=\"1.0\"?>", "expected value at line 1 column 1"),
        (b"<html>", "expected value at line 1 column 1"),
        (b"id: 1", "expected value at line 1 column 1"),
        (b"---\nid: 1", "invalid number at line 1 column 2"),
        (b"id,name\n1,a", "expected value at line 1 column 1"),
        (b"HTTP/1.1 401 Unauthorized", "expected value at line 1 column 1"),
    ]);
}

#[test]
fn numbers_that_json_does_not_have() {
    for (number, expected, at) in [
        ("+1", "expected value", 0),
        ("01", "invalid number", 1),
        ("-", "invalid number", 1),
        ("--1", "invalid number", 1),
        ("-01", "invalid number", 2),
        (".5", "expected value", 0),
        ("1.", "invalid number", 2),
        ("1.e3", "invalid number", 2),
        ("1e", "invalid number", 2),
        ("1e+", "invalid number", 3),
        ("1.5.2", "expected `,` or `}`", 3),
        ("1,5", "key must be a string", 2),
        ("1_000", "expected `,` or `}`", 1),
        ("0x10", "expected `,` or `}`", 1),
        ("1f", "expected `,` or `}`", 1),
        ("1n", "expected `,` or `}`", 1),
        ("1 000", "expected `,` or `}`", 2),
        ("NaN", "expected value", 0),
        ("-NaN", "invalid number", 1),
        ("Infinity", "expected value", 0),
        ("-Infinity", "invalid number", 1),
        ("\u{bd}", "expected value", 0),
        ("\u{663}", "expected value", 0),
        ("\u{2212}1", "expected value", 0),
    ] {
        for before in ["{\"id\":", "{\"schedulePolicy\":{\"retryNumber\":", "{\"unknown\":[{\"n\":"] {
            let text = format!("{before}{number}}}");
            let expected = format!("{expected} at line 1 column {}", before.len() + at + 1);
            assert_eq!(refusal(text.as_bytes()), expected, "{text}");
        }
    }
}

/// Numbers of JSON that no `f64` comes near, where a value counts.
#[test]
fn numbers_beyond_any_type() {
    let digits = "7".repeat(400);
    let negative = format!("-{digits}.5");
    for number in ["1e999", "-1e999", "1e309", "1E+400", "2e99999999999999999999", &digits, &negative] {
        for before in [
            "{\"id\":",
            "[{\"schedulePolicy\":{\"retryNumber\":",
            "{\"schedulePolicy\":{\"backupWindowSettings\":{\"backupWindow\":[true,",
        ] {
            let error = refusal(format!("{before}{number}").as_bytes());
            assert!(error.starts_with("number out of range at line 1 column "), "{number}: {error}");
        }
    }
}

/// The number of digits decides nothing: what is read is the value, and the error shows the value.
#[test]
fn numbers_of_many_digits_are_what_they_are() {
    let zeros = "0".repeat(400);
    let ones = "1".repeat(300);
    let policy = |number: &str| {
        format!(
            r#"{{"schedulePolicy":{{"type":"Periodically","periodicallyEvery":"Hours4","periodicallyOffsetMinutes":{number}}}}}"#
        )
    };
    for (number, offset) in [
        (format!("15.{zeros}"), 15),
        (format!("1{zeros}e-399"), 10),
        (format!("0.{zeros}15e402"), 15),
        ("0e999".into(), 0),
        ("-0".into(), 0),
        ("1e-999".into(), 0),
    ] {
        let Starts::Scheduled(schedule) = read(&policy(&number)).plan.starts else { unreachable!() };
        let Trigger::Periodically(periodically) = schedule.trigger() else { unreachable!() };
        assert_eq!(periodically.offset(), offset, "{number}");
    }
    let path = "schedulePolicy.periodicallyOffsetMinutes";
    let not_whole =
        |shown: &str| format!("{path}: {shown} is not a whole number (expected a whole number or null)");
    for (number, expected) in [
        (ones.clone(), not_whole("1.1111111111111112e299")),
        (format!("-{ones}"), not_whole("-1.1111111111111112e299")),
        (
            format!("15.{zeros}1e3"),
            format!("{path}: periodic offset 15000 is out of range (expected 0 to 59)"),
        ),
        (format!("0.{ones}"), not_whole("0.1111111111111111")),
        ("1e308".into(), not_whole("1e308")),
        (
            "9007199254740993".into(),
            format!("{path}: periodic offset 9007199254740993 is out of range (expected 0 to 59)"),
        ),
        ("9223372036854775808".into(), not_whole("9.223372036854776e18")),
        ("99999999999999999999".into(), not_whole("1e20")),
    ] {
        assert_eq!(error(&policy(&number)), expected, "{number}");
    }
}

/// Every cut of a document is an error, whatever it is cut out of and at whichever byte.
#[test]
fn truncations() {
    let job = with_grids(GOOD);
    for (before, after) in [("", ""), ("[", "]"), ("{\"offset\":0,\"results\":[", "],\"limit\":9}")] {
        let whole = format!("{before}{job}{after}");
        let jobs: Jobs = serde_json::from_str(&whole).unwrap();
        assert!(jobs.iter().count() == 1 && jobs.iter().all(|job| job.read().is_ok()));
        for cut in 0..whole.len() {
            let (start, rest) = whole.split_at(cut);
            let error = refusal(start.as_bytes());
            let is_number_cut = [":-", ":-1.", ":-1.5e"].iter().any(|end| start.ends_with(end));
            let what = if is_number_cut { "invalid number" } else { "EOF while parsing " };
            let (line, column) = match start.rsplit_once('\n') {
                Some((lines, last)) => (2 + lines.matches('\n').count(), last.len()),
                None => (1, start.len()),
            };
            assert!(error.starts_with(what), "cut at {cut}: {error}");
            assert!(error.ends_with(&format!(" at line {line} column {column}")), "cut at {cut}: {error}");
            // What is left begins in the middle of something, and ends something that never began.
            assert!(cut == 0 || serde_json::from_str::<Jobs>(rest).is_err(), "cut before {cut}");
        }
    }
}

/// Lists and objects nested 10,000 deep: read as far as anybody asks, without a stack to overflow.
#[test]
fn deep_nesting() {
    const DEEP: usize = 10_000;
    let lists = |inside: &str| "[".repeat(DEEP) + inside + &"]".repeat(DEEP);
    let objects = |inside: &str| "{\"a\":".repeat(DEEP) + inside + &"}".repeat(DEEP);
    let missing = "schedulePolicy: missing (expected an object with type, dailyTime, ...)";
    for (text, expected) in [
        (lists(""), "a list is not a job (expected an object)"),
        (objects("1"), missing),
        (format!("[{}]", objects("[]")), missing),
        (format!("{{\"data\":[{}]}}", lists("{}")), "a list is not a job (expected an object)"),
        (format!("{{\"x\":{}}}", lists("")), missing),
        (format!("{{\"id\":{}}}", lists("")), missing),
        (
            format!("{{\"schedulePolicy\":{}}}", lists("")),
            "schedulePolicy: a list is not a schedule policy (expected an object with type, dailyTime, ...)",
        ),
        (
            format!("{{\"schedulePolicy\":{}}}", objects("1")),
            "schedulePolicy.type: missing (expected Daily, Periodically or ManualOnly)",
        ),
        (
            format!("{{\"schedulePolicy\":{{\"type\":{}}}}}", objects("1")),
            "schedulePolicy.type: an object is not a schedule type (expected Daily, Periodically or ManualOnly)",
        ),
        (
            format!("{{\"schedulePolicy\":{{\"backupWindowSettings\":{{\"backupWindow\":{}}}}}}}", lists("")),
            "schedulePolicy.backupWindowSettings.backupWindow: a list at [0] is not a boolean (expected true or false)",
        ),
        (
            format!(
                "{{\"schedulePolicy\":{{\"backupWindowSettings\":{{\"backupWindow\":[{}]}}}}}}",
                objects("1")
            ),
            "schedulePolicy.backupWindowSettings.backupWindow: an object at [0] is not a boolean (expected true or false)",
        ),
    ] {
        let jobs: Jobs = serde_json::from_str(&text).unwrap();
        let said: Vec<_> = jobs.iter().map(|job| job.read().unwrap_err().to_string()).collect();
        assert_eq!(said, [expected], "{}...", &text[..60]);
        for cut in [DEEP / 2, DEEP + 9, text.len() - 1] {
            let error = refusal(&text.as_bytes()[..cut]);
            assert!(error.starts_with("EOF while parsing "), "{}...: {error}", &text[..60]);
        }
    }
    // Envelopes within envelopes are read as such, and nobody writes so many.
    let envelopes = "{\"data\":".repeat(DEEP) + "{}" + &"}".repeat(DEEP);
    assert_eq!(refusal(envelopes.as_bytes()), "recursion limit exceeded at line 1 column 1017");
}

/// Documents of 100 MB: the answer is that of a small one.
#[test]
fn a_hundred_megabytes() {
    const LONG: usize = 100_000_000;
    let blank = " ".repeat(LONG);
    let ones = "1".repeat(LONG);
    let good = r#""schedulePolicy":{"type":"ManualOnly"}"#;
    // ... that can be read
    for text in [
        format!("{{{blank}{good}}}"),
        format!("{{\"name\":\"{ones}\",{good}}}"),
        format!("{{\"x\":\"{ones}\",{good}}}"),
        format!("{{\"x\":{ones},{good}}}"),
        format!("{{\"x\":[{}1],{good}}}", "1,".repeat(LONG / 2)),
    ] {
        let jobs: Jobs = serde_json::from_str(&text).unwrap();
        assert!(jobs.iter().all(|job| job.read().is_ok()));
    }
    // ... and that cannot
    let shown = "1".repeat(60);
    for (text, expected) in [
        (
            format!(
                "{{\"schedulePolicy\":{{\"type\":\"Daily\",\"dailyType\":\"Everyday\",\"dailyTime\":\"{ones}\"}}}}"
            ),
            format!(
                "schedulePolicy.dailyTime: \"{shown}\"... is not a time of day (expected H:MM or HH:MM:SS, up to 23:59:59)"
            ),
        ),
        (
            format!(
                "{{\"schedulePolicy\":{{\"backupWindowSettings\":{{\"backupWindow\":[{}true]}}}}}}",
                "true,".repeat(LONG / 5)
            ),
            "schedulePolicy.backupWindowSettings.backupWindow: 20000001 hours, expected 168".into(),
        ),
        (
            format!("{{\"schedulePolicy\":{{\"retryEnabled\":\"{ones}\",\"type\":\"ManualOnly\"}}}}"),
            format!("schedulePolicy.retryEnabled: \"{shown}\"... is not a boolean (expected true or false)"),
        ),
    ] {
        assert_eq!(error(&text), expected);
    }
    assert_eq!(
        refusal(format!("{{\"id\":{ones}}}").as_bytes()),
        format!("number out of range at line 1 column {}", LONG + 6)
    );
    assert_eq!(
        refusal(format!("{{\"id\":\"{ones}").as_bytes()),
        format!("EOF while parsing a string at line 1 column {}", LONG + 7)
    );
}
