//! `dialect`: which product wrote a document, and what says so.

use crate::call::call;

#[test]
fn the_dialect_is_named_with_its_evidence() {
    let page =
        r#"{"data":[{"name":"a","scheduleType":"daily"},{"id":7,"schedulePolicy":{"type":"Immediate"}}]}"#;
    let said = call("dialect --format text", page);
    assert_eq!(
        (said.status, said.out.as_str()),
        (
            0,
            "a\n  vspc-server\n    scheduleType: the console's type of a backup server's schedule\n\
             job 7\n  vbo-copy\n    schedulePolicy.type: Immediate is a type of copy jobs\n"
        )
    );
    let said = call("dialect", page);
    assert_eq!(
        said.lines(),
        [
            r#"{"id":null,"name":"a","dialect":"vspc-server","evidence":[{"path":"scheduleType","says":"the console's type of a backup server's schedule"}]}"#,
            r#"{"id":7,"name":null,"dialect":"vbo-copy","evidence":[{"path":"schedulePolicy.type","says":"Immediate is a type of copy jobs"}]}"#,
        ]
    );
}

#[test]
fn an_ambiguous_document_is_an_error_with_its_candidates() {
    let rows = r#"{"Sunday":"0"}"#;
    let said = call("dialect --format text", rows);
    assert_eq!(
        (said.status, said.out.as_str()),
        (
            1,
            "job\n  em\n    rows by the names of days\n  agent\n    rows by the names of days\n  \
             error: the dialect is ambiguous (expected one of em or agent: name it)\n  \
             --> standard input:1:1\n    1 | {\"Sunday\":\"0\"}\n      | ^\n"
        )
    );
    let said = call("dialect", rows);
    assert_eq!(
        (said.status, said.out.as_str()),
        (
            1,
            "{\"id\":null,\"name\":null,\"dialect\":null,\"evidence\":[],\"candidates\":[{\"dialect\":\"em\",\"evidence\":[{\"path\":\"\",\"says\":\"rows by the names of days\"}]},{\"dialect\":\"agent\",\"evidence\":[{\"path\":\"\",\"says\":\"rows by the names of days\"}]}],\"error\":{\"path\":\"\",\"message\":\"the dialect is ambiguous (expected one of em or agent: name it)\",\"file\":null,\"line\":1,\"column\":1}}\n"
        )
    );
}

#[test]
fn one_line_that_cannot_be_told_hides_no_other() {
    let said = call("dialect", "{\"scheduleType\":\"daily\"}\n{\n{}\n{\"scheduleType\":\"daily\"}\n");
    let dialects: Vec<bool> = said.lines().iter().map(|line| line.contains("vspc-server")).collect();
    assert_eq!((said.status, dialects), (1, vec![true, false, false, true]), "{}", said.out);
}

#[test]
fn windows_may_be_plain_text() {
    for (text, dialect) in [
        ("000000c0ff03c0ff03c0ff03c0ff03c0ff03000000\n", "logon-hours"),
        ("000000000000000000000000000000000000000000", "logon-hours"),
        ("123456789012345678901234567890123456789012\n", "logon-hours"),
        ("AAAAwP8DwP8DwP8DwP8DwP8DAAAA\n", "logon-hours-base64"),
        ("\nMo-Fr 20:00-06:00\n", "text"),
        ("<scheduler><Sunday>0</Sunday></scheduler>", "agent"),
    ] {
        let said = call("dialect", text);
        assert_eq!(said.status, 0, "{said:?}");
        assert!(said.out.contains(&format!("\"dialect\":\"{dialect}\"")), "{text}: {}", said.out);
    }
    let hours = "intervals --from 2025-01-06T00:00:00Z --to 2025-01-07T00:00:00Z";
    assert_eq!(
        call(hours, "000000c0ff03c0ff03c0ff03c0ff03c0ff03000000").out,
        "{\"id\":null,\"name\":null,\"intervals\":[{\"from\":\"2025-01-06T06:00:00Z\",\"to\":\"2025-01-06T18:00:00Z\"}]}\n"
    );
}

#[test]
fn the_caller_may_know_better() {
    let row = vec!["1"; 24].join(",");
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let rows: Vec<String> = days.iter().map(|day| format!(r#""{day}":"{row}""#)).collect();
    let rows = format!("{{{}}}", rows.join(","));
    let hours = "intervals --from 2025-01-06T00:00:00Z --to 2025-01-07T00:00:00Z --dialect";
    assert!(call(&format!("{hours} em"), &rows).out.contains("2025-01-07T00:00:00Z"));
    assert!(call(&format!("{hours} agent"), &rows).out.contains("\"intervals\":[]"));
    assert_eq!(call(hours.trim_end_matches(" --dialect"), &rows).status, 1);
}
