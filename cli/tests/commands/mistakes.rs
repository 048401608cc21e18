//! Mistakes in a document: each on its line, with its reason, and none that hides another job.

use crate::call::{answer, call, files, job, next};

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

/// As a string of JSON they are refused with the same reason, as the document, in a list and on a line.
#[test]
fn hours_in_a_json_string_are_refused_with_the_reason() {
    for (text, what) in [
        ("Mo-Fr 20:30-06:00", "column 7: \"20:30\" is no whole hour (expected 20:00 or 21:00)"),
        (
            "Mo 10:00+",
            "column 9: \"+\": an open end is outside the subset (expected - and the hour of the end)",
        ),
    ] {
        let message = format!("not the hours of a window: {what}");
        for (document, line, column) in [
            (format!("\"{text}\""), 1, 1),
            (format!("[\n  \"{text}\"]"), 2, 3),
            (format!("\n\"{text}\"\n"), 2, 1),
        ] {
            for arguments in
                ["next --at 2025-01-01T00:00:00Z", "next --at 2025-01-01T00:00:00Z --dialect text", "dialect"]
            {
                let said = call(arguments, &document);
                assert_eq!((said.status, said.err.as_str()), (1, ""), "{arguments} {said:?}");
                let answer: serde_json::Value = serde_json::from_str(&said.out).unwrap();
                assert_eq!(
                    answer["error"],
                    serde_json::json!({"path": "", "message": message, "file": null, "line": line, "column": column}),
                    "{arguments}"
                );
            }
            for arguments in ["convert --to vbr", "convert --to vbr --dialect text"] {
                let said = call(arguments, &document);
                assert_eq!(said.status, 1, "{arguments} {said:?}");
                assert!(said.err.contains(&format!("error: {message}\n")), "{arguments} {said:?}");
            }
        }
    }
    // What does not begin so is not meant so, unless the dialect says it.
    let said = call("convert --to vbr", "\"hello\"");
    assert!(said.err.contains("\"hello\" is not a job (expected an object)"), "{said:?}");
    assert!(call("dialect", "\"hello\"").out.contains("nothing in it belongs to a dialect"));
    let said = call("convert --to vbr --dialect text", "\"hello\"");
    assert!(said.err.contains("error: not the hours of a window: column 1: "), "{said:?}");
    let said = call("convert --to vbr --dialect vbo-v8", "\"Mo 10:00+\"");
    assert!(said.err.contains("is not a job (expected an object)"), "{said:?}");
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
