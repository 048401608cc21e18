//! Where jobs come from, and what becomes of input that is broken: on its line, or for the whole call.

use crate::call::{answer, call, files, job, next};

/// Asserts that a call answers these jobs, one line each, and nothing else.
fn check_answers(arguments: &str, input: impl AsRef<[u8]>, ids: &[&str]) {
    let said = next(arguments, input);
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{said:?}");
    assert_eq!(said.lines(), ids.iter().map(|id| answer(id)).collect::<Vec<_>>());
}

/// Asserts that a call ends with status 2, this message and nothing on standard output.
fn check_refused(arguments: &str, input: impl AsRef<[u8]>, message: &str) {
    for format in ["ndjson", "text"] {
        let said = next(&format!("{arguments} --format {format}"), &input);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{said:?}");
        assert_eq!(said.err, format!("backup-window: {message}\n"));
    }
}

#[test]
fn jobs_come_from_standard_input_and_from_files_in_order() {
    let (_directory, paths) =
        files(&[job("a").as_bytes(), format!("[{},{}]", job("b"), job("c")).as_bytes()]);
    let [first, second] = &paths[..] else { unreachable!() };
    check_answers("", job("x"), &["x"]);
    check_answers("-", job("x"), &["x"]);
    check_answers(first, job("x"), &["a"]);
    check_answers(&format!("{first} {second}"), "", &["a", "b", "c"]);
    check_answers(&format!("{second} {first} {first}"), "", &["b", "c", "a", "a"]);
    check_answers(&format!("{second} - {first}"), job("x"), &["b", "c", "x", "a"]);
}

#[test]
fn jobs_come_alone_in_lists_in_pages_and_in_lines() {
    let [a, b] = [job("a"), job("b")];
    for input in [
        format!("[{a},{b}]"),
        format!("[\n  {a},\n  {b}\n]\n"),
        format!("{{\"offset\":0,\"limit\":30,\"results\":[{a},{b}],\"_links\":{{}}}}"),
        format!("{{\n\"data\":\n[{a},\n{b}]\n}}"),
        format!("{a}\n{b}\n"),
        format!("{a}\n{b}"),
        format!("{a}\r\n{b}\r\n"),
        format!("\n\n{a}\n   \n\t\r\n{b}\n\n"),
        format!("[{a}]\n{{\"results\":[{b}]}}\n[]\n"),
        format!("\u{feff}{a}\n{b}\n"),
        format!("\u{feff}\r\n[\r\n{a}\r\n,{b}]"),
        format!("  {a}  \n  {b}  "),
    ] {
        check_answers("", input, &["a", "b"]);
    }
    check_answers("", "[]", &[]);
    check_answers("", "{\"results\": []}\n[]\n", &[]);
}

#[test]
fn every_file_may_begin_with_a_byte_order_mark() {
    let with_mark = format!("\u{feff}{}", job("a"));
    let (_directory, paths) = files(&[with_mark.as_bytes(), with_mark.as_bytes()]);
    check_answers(&paths.join(" "), "", &["a", "a"]);
}

#[test]
fn a_pretty_printed_list_is_one_document() {
    let pretty = |id| {
        let value: serde_json::Value = serde_json::from_str(&job(id)).unwrap();
        serde_json::to_string_pretty(&value).unwrap()
    };
    check_answers("", format!("[\n{},\n{}\n]\n", pretty("a"), pretty("b")), &["a", "b"]);
    check_answers("", pretty("a"), &["a"]);
}

#[test]
fn a_broken_line_is_an_error_on_its_line() {
    let (good, broken) = (job("a"), r#"{"id":"b","#);
    let error = |line: u64| {
        format!(
            r#"{{"id":null,"name":null,"job":null,"error":{{"path":"","message":"not JSON: EOF while parsing a value at line {line}, column 10","file":null,"line":{line},"column":10}}}}"#
        )
    };
    let good_line = answer("a");
    for (input, expected) in [
        (format!("{good}\n{broken}\n{good}\n"), vec![good_line.clone(), error(2), good_line.clone()]),
        (format!("{broken}\n{good}\n{good}\n"), vec![error(1), good_line.clone(), good_line.clone()]),
        (format!("{broken}\n{broken}\n{good}\n"), vec![error(1), error(2), good_line.clone()]),
        (format!("\n\n{broken}\r\n\r\n{good}\r\n"), vec![error(3), good_line.clone()]),
        (format!("{good}\n{broken}"), vec![good_line.clone(), error(2)]),
    ] {
        let said = next("", &input);
        assert_eq!((said.status, said.err.as_str()), (1, ""), "{said:?}");
        assert_eq!(said.lines(), expected, "{input}");
    }
}

#[test]
fn a_broken_document_is_refused_as_a_whole() {
    let input = "standard input";
    for (text, message, line, marks) in [
        ("{", "not JSON: EOF while parsing an object at line 1, column 1", "1 | {", "  | ^"),
        (
            "[{\"id\":1},",
            "not JSON: EOF while parsing a value at line 1, column 10",
            "1 | [{\"id\":1},",
            "  |          ^",
        ),
        ("hello", "not JSON: expected value at line 1, column 1", "1 | hello", "  | ^"),
        ("\n\n  {]\n", "not JSON: key must be a string at line 3, column 4", "3 |   {]", "  |    ^"),
        ("{\n  \"id\": 1,\n}\n", "not JSON: key must be a string at line 3, column 1", "3 | }", "  | ^"),
        (
            "[\n  {\"id\": 1}\n  {\"id\": 2}\n]\n",
            "not JSON: expected `,` or `]` at line 3, column 3",
            "3 |   {\"id\": 2}",
            "  |   ^",
        ),
        ("{\n}\n{\n}\n", "not JSON: trailing characters at line 3, column 1", "3 | {", "  | ^"),
        ("{} {}", "not JSON: trailing characters at line 1, column 4", "1 | {} {}", "  |    ^"),
        (
            "[\"\u{e9}\u{e9}\", tru]",
            "not JSON: expected ident at line 1, column 11",
            "1 | [\"\u{e9}\u{e9}\", tru]",
            "  |           ^",
        ),
        (
            "{\t\"\u{1b}[31m\"}",
            "not JSON: control character (\\u0000-\\u001F) found while parsing a string at line 1, column 3",
            "1 | { \"\u{fffd}[31m\"}",
            "  |   ^",
        ),
    ] {
        check_refused("", text, &format!("{input}: {message}\n  {line}\n  {marks}"));
    }
    let long = format!("[\"{}", "x".repeat(5000));
    let (shown, marks) = ("x".repeat(41), " ".repeat(43));
    check_refused(
        "",
        &long,
        &format!(
            "{input}: not JSON: EOF while parsing a string at line 1, column 5002\n  1 | ...{shown}\n    | {marks}^"
        ),
    );
    let pretty = b"{\n  \"name\": \"caf\xe9\"\n}\n";
    check_refused(
        "",
        pretty,
        "standard input: not UTF-8 at line 2, column 15\n  2 |   \"name\": \"caf\n    |               ^",
    );
    check_refused(
        "",
        b"{\"name\": \"\xff\"}",
        "standard input: not UTF-8 at line 1, column 11\n  1 | {\"name\": \"\n    |           ^",
    );
}

/// A text in UTF-16 with its byte order mark, in either order of bytes.
fn utf_16(text: &str) -> [Vec<u8>; 2] {
    let units = || std::iter::once(0xFEFF).chain(text.encode_utf16());
    [units().flat_map(u16::to_le_bytes).collect(), units().flat_map(u16::to_be_bytes).collect()]
}

#[test]
fn a_text_in_utf_16_is_what_its_byte_order_mark_says() {
    for text in [format!("[{},\r\n{}]", job("a"), job("b")), format!("{}\n{}\n", job("a"), job("b"))] {
        for input in utf_16(&text) {
            check_answers("", &input, &["a", "b"]);
            let (_directory, paths) = files(&[&input]);
            check_answers(&paths[0], "", &["a", "b"]);
        }
    }
    let said = next("--format text", &utf_16(&job("\u{e9}\u{1f4be}"))[0]);
    assert!(said.out.contains("\u{e9}\u{1f4be}"), "{said:?}");
    // Half a character, and half a pair.
    for broken in [b"\xff\xfe{\0}".as_slice(), b"\xfe\xff\xd8\x00\0}"] {
        check_refused("", broken, "standard input: not UTF-16, as its byte order mark says");
    }
    for empty in [b"\xff\xfe".as_slice(), b"\xfe\xff\0\n"] {
        check_refused("", empty, "standard input: empty (expected a job document)");
    }
}

/// Text that is copied from a page is often indented with them.
#[test]
fn no_break_spaces_between_values_are_spaces() {
    let document = format!("[\n\u{a0}\u{a0}{},\n\u{a0}{}\n]", job("a").replace("\":", "\":\u{a0}"), job("b"));
    check_answers("", &document, &["a", "b"]);
    // In a string they are what they are, and a place is counted in characters.
    let wrong = "{\u{a0}\"name\":\u{a0}\"a\\\"\u{a0}b\",\n\u{a0}\u{a0}\"schedulePolicy\": 7}";
    let said = next("", wrong);
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.out.contains("\"name\":\"a\\\"\u{a0}b\""), "{said:?}");
    assert!(said.out.contains("\"line\":2,\"column\":21"), "{said:?}");
    check_refused(
        "",
        "[\u{a0}1,]",
        "standard input: not JSON: a no-break space where a space belongs at line 1, column 2\n  1 | [\u{a0}1,]\n    |  ^",
    );
}

#[test]
fn empty_input_is_refused() {
    for empty in ["", "\n", " \t\r\n\n", "\u{feff}", "\u{feff}\n"] {
        check_refused("", empty, "standard input: empty (expected a job document)");
    }
    let (_directory, paths) = files(&[b""]);
    check_refused(&paths[0], "", &format!("{}: empty (expected a job document)", paths[0]));
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read_ends_the_call_after_what_is_answered() {
    let (directory, paths) = files(&[job("a").as_bytes(), b"{"]);
    let missing = directory.path().join("missing.json");
    let missing = missing.to_str().unwrap();
    for (unreadable, message) in [
        (missing, "No such file or directory"),
        (directory.path().to_str().unwrap(), "a directory (expected a file)"),
        (&paths[1], "not JSON: EOF while parsing an object"),
    ] {
        let said = next(&format!("{} {unreadable} {}", paths[0], paths[0]), "");
        assert_eq!((said.status, said.lines()), (2, vec![answer("a").as_str()]));
        assert!(said.err.starts_with(&format!("backup-window: {unreadable}: {message}")), "{}", said.err);
        let said = next(unreadable, "");
        assert_eq!((said.status, said.out.as_str()), (2, ""));
    }
}

#[test]
fn nesting_has_no_depth_that_overflows_the_stack() {
    let deep = 200_000;
    let (lists, ends) = ("[".repeat(deep), "]".repeat(deep));
    for (before, after) in [("", ""), ("{\"id\":", "}"), ("{\"schedulePolicy\":", "}"), ("{\"data\":[", "]}")]
    {
        let said = next("", format!("{before}{lists}{ends}{after}"));
        assert_eq!(said.status, 1, "{said:?}");
        assert_eq!(next("", format!("{before}{lists}")).status, 2);
    }
    let said = next("", "{\"data\":".repeat(deep) + "1" + &"}".repeat(deep));
    assert_eq!((said.status, said.lines().len()), (1, 1), "{said:?}");
}

#[test]
fn a_document_may_be_a_policy_or_a_window_alone() {
    let said =
        next("", r#"{"scheduleEnabled":true,"type":"Daily","dailyType":"Friday","dailyTime":"12:00"}"#);
    assert_eq!(
        (said.status, said.out.as_str()),
        (
            0,
            "{\"id\":null,\"name\":null,\"runs\":[{\"at\":\"2025-01-03T12:00:00Z\",\"local\":\"2025-01-03T12:00:00+00:00\",\"origin\":\"scheduled\",\"closes\":null}],\"none\":null}\n"
        )
    );
    let said = next("", r#"{"type":"Daily","dailyType":"Friday","dailyTime":12}"#);
    assert_eq!(
        (said.status, said.out.as_str()),
        (
            1,
            "{\"id\":null,\"name\":null,\"job\":0,\"error\":{\"path\":\"dailyTime\",\"message\":\"12 is not a time of day (expected H:MM or HH:MM:SS, up to 23:59:59)\",\"file\":null,\"line\":1,\"column\":50}}\n"
        )
    );
    let window =
        format!("{{\"backupWindow\":{},\"minuteOffset\":60}}", crate::call::grid(|hour, _| hour < 2));
    let said = next("", &window);
    assert_eq!(
        (said.status, said.out.as_str()),
        (
            1,
            "{\"id\":null,\"name\":null,\"job\":0,\"error\":{\"path\":\"\",\"message\":\"the dialect is ambiguous (expected one of vbo-v2 or vspc: name it)\",\"file\":null,\"line\":1,\"column\":1}}\n"
        )
    );
    let said = next("--dialect vbo-v8", &window);
    assert_eq!(
        (said.status, said.out.as_str()),
        (
            0,
            "{\"id\":null,\"name\":null,\"runs\":[],\"none\":{\"reason\":\"not_scheduled\",\"detail\":\"the job has no schedule\"}}\n"
        )
    );
    for which in ["", "--window backup", "--window periodically", "--window start"] {
        let said = call(
            &format!(
                "intervals --clock utc-offset --from 2025-01-01T00:00:00Z --to 2025-01-02T00:00:00Z {which}"
            ),
            &window,
        );
        assert_eq!(
            (said.status, said.out.as_str()),
            (
                0,
                "{\"id\":null,\"name\":null,\"intervals\":[{\"from\":\"2025-01-01T00:00:00Z\",\"to\":\"2025-01-01T01:00:00Z\"},{\"from\":\"2025-01-01T23:00:00Z\",\"to\":\"2025-01-02T00:00:00Z\"}]}\n"
            ),
            "{which}"
        );
    }
}

#[test]
fn a_job_of_another_product_is_no_policy_though_it_has_a_type() {
    for (text, reason) in [
        (r#"{"id":"a","type":"Backup","schedule":{"runAutomatically":true}}"#, "not_scheduled"),
        (r#"{"name":"a","type":"BackupVm","scheduleType":"Periodically"}"#, "unsupported"),
    ] {
        let said = next("", text);
        assert_eq!(said.status, 0);
        assert!(said.out.contains(&format!("\"reason\":\"{reason}\"")), "{}", said.out);
    }
    let said = next("--dialect vbo-v8", r#"{"id":"a","type":"Backup","schedule":{}}"#);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("missing (expected an object with type, dailyTime, ...)"), "{}", said.out);
}

/// Lines of 100 MB, one after the other, in a process that could not hold ten of them at once.
#[test]
#[cfg(target_os = "linux")]
fn long_lines_need_the_memory_of_some() {
    use std::io::Write;
    use std::process::{Command, Stdio};

    const LONG: usize = 100_000_000;
    let policy = r#""schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"02:30"}"#;
    let limited = format!(
        "ulimit -v 1100000; exec {} next --at 2025-01-01T00:00:00Z",
        crate::call::program().display()
    );
    let mut child = Command::new("sh")
        .args(["-c", &limited])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let long = vec![b'x'; LONG];
        for line in 0..12 {
            let parts = match line % 3 {
                0 => {
                    [br#"{"id":"a","name":"A","x":""#.as_slice(), &long, br#"","#, policy.as_bytes(), b"}\n"]
                }
                1 => [br#"{"id":"a","name":"A","dailyTime":""#.as_slice(), &long, b"\",", b"]", b"\n"],
                _ => [long.as_slice(), b"", b"", b"", b"\n"],
            };
            parts.into_iter().try_for_each(|part| stdin.write_all(part))?;
        }
        Ok::<_, std::io::Error>(())
    });
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    writer.join().unwrap().unwrap();
    assert_eq!(output.status.code(), Some(1), "{err}");
    let out = String::from_utf8(output.stdout).unwrap();
    let expected = [
        answer("a"),
        "not JSON: key must be a string at line 2, column".into(),
        "not JSON: expected value at line 3, column 1".into(),
    ];
    assert_eq!(out.lines().count(), 12);
    for (place, line) in out.lines().enumerate().take(3) {
        assert!(line.contains(&expected[place]), "{line}");
    }
}
