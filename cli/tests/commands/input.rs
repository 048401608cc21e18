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
fn a_line_that_is_no_job_is_an_error_on_its_line() {
    let input = format!("{}\n7\n\"job\"\nnull\n{{}}\n[5]\n{}\n", job("a"), job("b"));
    let said = next("", input);
    assert_eq!(said.status, 1);
    let error = |line: u64, column: u64, path: &str, message: &str| {
        let body = serde_json::json!({"path": path, "message": message, "file": null, "line": line, "column": column});
        serde_json::json!({"id": null, "name": null, "job": 0, "error": body}).to_string()
    };
    let expected = [
        answer("a"),
        error(2, 1, "", "7 is not a job (expected an object)"),
        error(3, 1, "", "\"job\" is not a job (expected an object)"),
        error(4, 1, "", "null is not a job (expected an object)"),
        error(5, 1, "schedulePolicy", "missing (expected an object with type, dailyTime, ...)"),
        error(6, 2, "", "5 is not a job (expected an object)"),
        answer("b"),
    ];
    let parsed = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    assert_eq!(
        said.lines().into_iter().map(parsed).collect::<Vec<_>>(),
        expected.iter().map(|line| parsed(line)).collect::<Vec<_>>()
    );
}

#[test]
fn a_line_that_is_not_utf_8_is_an_error_on_its_line() {
    let latin = b"{\"name\":\"caf\xe9\"}\n";
    for (input, line) in [
        ([job("a").as_bytes(), b"\n", latin, job("a").as_bytes()].concat(), 2),
        ([latin, job("a").as_bytes(), b"\n", job("a").as_bytes()].concat(), 1),
    ] {
        let said = next("", input);
        assert_eq!(said.status, 1, "{said:?}");
        let error = format!(
            r#"{{"id":null,"name":null,"job":null,"error":{{"path":"","message":"not UTF-8 at line {line}, column 13","file":null,"line":{line},"column":13}}}}"#
        );
        let mut expected = vec![answer("a"), answer("a")];
        expected.insert(line - 1, error);
        assert_eq!(said.lines(), expected);
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

#[test]
fn a_mistake_is_shown_on_its_line() {
    let job = r#"{
  "name": "nightly",
  "schedulePolicy": {
    "type": "Daily",
    "dailyType": "Everyday",
    "dailyTime": "25:00"
  }
}
"#;
    let (_directory, paths) = files(&[job.as_bytes()]);
    let said = next(&format!("--format text {}", paths[0]), "");
    assert_eq!(
        said.lines()[1..],
        [
            "nightly",
            "  error: schedulePolicy.dailyTime: \"25:00\" is not a time of day (expected H:MM",
            "    or HH:MM:SS, up to 23:59:59)",
            &format!("  --> {}:6:18", paths[0]),
            "    6 |     \"dailyTime\": \"25:00\"",
            "      |                  ^^^^^^^",
        ]
    );
    let said = next("", format!("\n\n{job}"));
    assert!(said.out.ends_with("\"file\":null,\"line\":8,\"column\":18}}\n"), "{said:?}");
    let said = next(&paths[0], "");
    assert!(said.out.contains(&format!("\"file\":\"{}\",\"line\":6,\"column\":18", paths[0])), "{said:?}");
}

#[test]
fn each_bad_job_of_a_page_has_its_place_and_hides_no_other() {
    let bad = |time: &str| job("x").replace("\"02:30\"", time);
    for (before, after) in
        [("[", "]"), ("{\"limit\":9,\"results\":[", "]}"), ("{\"data\":{\"results\":[\n\n", "]}}")]
    {
        let input = format!("{before}{},\n{},{},\n 7,{}{after}", bad("1"), job("a"), bad("[1,2]"), job("b"));
        let said = next("", &input);
        assert_eq!(said.status, 1);
        let lines = said.lines();
        assert_eq!((lines.len(), lines[1], lines[4]), (5, &*answer("a"), &*answer("b")));
        for (line, place, marked) in [(0, 0, "1"), (2, 2, "\"dailyTime\""), (3, 3, "7")] {
            let error: serde_json::Value = serde_json::from_str(lines[line]).unwrap();
            assert_eq!(error["job"], place);
            let number = |name: &str| usize::try_from(error["error"][name].as_u64().unwrap()).unwrap() - 1;
            let shown = input.lines().nth(number("line")).unwrap();
            assert!(shown[number("column")..].starts_with(marked), "{shown} at {}", number("column"));
        }
    }
}

#[test]
fn a_value_that_no_type_holds_is_the_error_of_its_job() {
    for (value, message, column) in [
        (r#""\ud800""#, "not JSON: unexpected end of hex escape", 14),
        (r#""\udc00x""#, "not JSON: lone leading surrogate in hex escape", 13),
        ("1e999", "not JSON: number out of range", 11),
        (&"7".repeat(400), "not JSON: number out of range", 406),
    ] {
        let bad = format!(r#"{{"xx":1,"id":"b","isEnabled":{value}}}"#);
        for (before, after) in [("[", "]"), ("{\"results\":[", "]}"), ("{\"data\":{\"results\":[", "]}}")] {
            let said = next("", format!("{before}{},{bad},{}{after}", job("a"), job("c")));
            assert_eq!((said.status, said.lines().len()), (1, 3), "{said:?}");
            let lines = said.lines();
            assert_eq!((lines[0], lines[2]), (&*answer("a"), &*answer("c")));
            let error: serde_json::Value = serde_json::from_str(lines[1]).unwrap();
            assert_eq!((&error["id"], &error["job"]), (&"b".into(), &1.into()), "{error}");
            // Six bytes of the document are those of `{"id":` in the column named above.
            let column =
                column + before.len() + job("a").len() + 1 + r#"{"xx":1,"id":"b","isEnabled":"#.len() - 6;
            let expected = format!("{message} at line 1, column {column}");
            assert_eq!(error["error"]["message"], expected, "{error}");
        }
        // By itself the job is the document.
        let said = next("", &bad);
        assert_eq!((said.status, said.lines().len()), (1, 1), "{said:?}");
    }
    // What is no JSON hides the others still, and so does a page that is a job, too.
    for text in ["[{\"id\":1e999},{]", "{\"results\":[{\"id\":\"\\ud800\"}]"] {
        assert_eq!(next("", text).status, 2, "{text}");
    }
}

/// Hours as text that are outside of what is read are refused with the reason, and not as broken JSON.
#[test]
fn hours_that_are_not_read_are_refused_with_the_reason() {
    for (text, what, column, mark) in [
        ("Mo-Fr 20:30-06:00", "\"20:30\" is no whole hour (expected 20:00 or 21:00)", 7, "      ^"),
        ("Mo 10:00+", "", 9, "        ^"),
        ("Mo 10:00-12:00 || 24/7", "", 16, "               ^"),
        ("10:00-12:00 \"open\"", "", 13, "            ^"),
    ] {
        for arguments in ["next", "convert --to vbr", "convert --to vbr --dialect text", "dialect"] {
            let said = call(arguments, text);
            assert_eq!((said.status, said.out.as_str()), (2, ""), "{arguments} {said:?}");
            let (message, shown) = said.err.split_once('\n').unwrap();
            let begin = format!("backup-window: standard input: not the hours of a window: {what}");
            let end = format!(" at line 1, column {column}");
            assert!(message.starts_with(&begin) && message.ends_with(&end), "{message}");
            assert_eq!(shown, format!("  1 | {text}\n    | {mark}\n"));
        }
    }
    // Where the dialect is named there is no doubt, be the first word what it may.
    for (text, why) in
        [("PH off", "PH"), ("sunrise-sunset", "sun"), ("Jan-Mar Mo 10:00-12:00", "Jan"), ("hello", "hello")]
    {
        let said = call("convert --to vbr --dialect text", text);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{said:?}");
        assert!(
            said.err.starts_with("backup-window: standard input: not the hours of a window: "),
            "{said:?}"
        );
        assert!(said.err.lines().next().unwrap().contains(why), "{said:?}");
    }
    for (dialect, expected) in [
        ("logon-hours", "42 hexadecimal digits"),
        ("logon-hours-base64", "28 characters of Base64"),
        ("agent", "<scheduler><Sunday>"),
    ] {
        let said = call(&format!("convert --to text --dialect {dialect}"), "FFFF00\n");
        assert_eq!((said.status, said.out.as_str()), (1, ""), "{said:?}");
        assert!(said.err.contains(expected) && !said.err.contains("not JSON"), "{said:?}");
        let said = call(&format!("convert --to text --dialect {dialect}"), "{\"logonHours\":,}");
        assert!(said.err.contains("not JSON"), "{said:?}");
    }
    assert!(call("next", "hello").err.contains("not JSON"));
    assert!(call("next --dialect vbr", "Mo 10:00+").err.contains("not JSON"));
}

/// Where nothing looks at such a value it does not matter, whatever command asks and whatever the dialect is.
#[test]
fn a_value_that_no_type_holds_and_nothing_reads_does_not_matter() {
    let policies = [
        r#""schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"02:30","x":VALUE}"#,
        r#""schedulePolicy":{"schedulePolicyType":"Daily","dailyType":"Everyday","dailyTime":"02:30","scheduleEnabled":true,"periodicallyEvery":VALUE}"#,
        r#""schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"02:30","dailyKind":"Everyday","x":[VALUE]}}"#,
    ];
    for policy in policies {
        let plain = format!(r#"{{"id":"a","name":"A","x":[1.50],{policy}}}"#);
        let whole = plain.replace("VALUE", "5");
        for value in
            ["1e999", "-1e400", &"7".repeat(400), r#""\ud800""#, r#""a\\\udc00\n\"""#, r#"{"\ud800":1}"#]
        {
            let torn = plain.replace("VALUE", value);
            for (before, after) in [("", ""), ("[", "]"), ("{\"value\":[", "],\"Count\":1}")] {
                let [torn, whole] = [&torn, &whole].map(|job| format!("{before}{job}{after}"));
                for arguments in
                    ["next --at 2025-01-01T00:00:00Z", "dialect", "explain --at 2025-01-01T00:00:00Z"]
                {
                    let [torn, whole] = [&torn, &whole].map(|text| call(arguments, text));
                    assert_eq!((torn.status, &torn.out), (0, &whole.out), "{arguments} {value} {}", torn.err);
                }
                assert_eq!(call("check", &torn).status, call("check", &whole).status, "{value}");
                // It stays as it is where something else is changed.
                let torn = torn + "\n";
                let said = call("set daily-time 03:00", &torn);
                let time = if policy.contains("\"type\"") { "03:00:00" } else { "03:00" };
                assert_eq!((said.status, said.out), (0, torn.replace("02:30", time)), "{}", said.err);
            }
        }
        // Where it would have to be written, it is the error of its job.
        let said = call("convert --to vbo-copy", plain.replace("VALUE", "1e999"));
        assert_eq!((said.status, said.out.as_str()), (1, ""), "{said:?}");
        assert!(said.err.contains("number out of range at line 1, column"), "{said:?}");
    }
    // Where something reads it, it is the error of its job, too.
    for (good, bad) in [("\"02:30\"", "1e999"), ("\"Daily\"", "\"\\ud800\""), ("\"Everyday\"", "1e999")] {
        let text = format!("{{\"id\":\"a\",{}}}", policies[1].replace("VALUE", "null").replace(good, bad));
        let said = next("", &text);
        assert_eq!((said.status, said.lines().len()), (1, 1), "{said:?}");
        assert!(said.out.contains("\"id\":\"a\"") && said.out.contains("not JSON: "), "{said:?}");
    }
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
