//! What is written is what the schema of its dialect says, and nothing else is.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use backup_window::wire::{Dialect, schema};
use backup_window_schemas::{Schema, written};
use serde_json::{Value, json};

/// The versions of the jobs of Microsoft 365.
const VERSIONS: [Dialect; 5] = Dialect::VBO;

fn schema_of(dialect: Dialect) -> Schema {
    Schema::new(schema(dialect).to_value(), "").unwrap()
}

#[test]
fn every_document_that_is_written_is_what_its_schema_says() {
    for dialect in Dialect::ALL {
        let (schema, documents) = (schema_of(dialect), written(dialect));
        println!("{dialect}: {} documents", documents.len());
        let least = match dialect {
            Dialect::VspcServer | Dialect::Em | Dialect::Agent | Dialect::Text => 5,
            Dialect::LogonHours | Dialect::LogonHoursBase64 => 5,
            Dialect::VboCopy | Dialect::VspcCopy => 50,
            _ => 1_000,
        };
        assert!(documents.len() >= least, "{dialect}: {} documents", documents.len());
        for document in documents {
            schema.check(&document).unwrap_or_else(|error| panic!("{dialect}: {error}\n{document}"));
        }
    }
}

/// A document of a dialect that has a window, a periodic type and retries.
fn sample(dialect: Dialect) -> Value {
    let is_one = |document: &Value| {
        let policy = &document["schedulePolicy"];
        policy["type"] == "Periodically" && policy["retryNumber"].is_number() && window(policy).is_some()
    };
    written(dialect).into_iter().find(is_one).unwrap()
}

/// The document with another value at a pointer, or none.
fn changed(document: &Value, pointer: &str, value: Option<Value>) -> Value {
    let mut document = document.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match (document.pointer_mut(parent).unwrap(), value) {
        (Value::Object(object), Some(value)) => drop(object.insert(name.into(), value)),
        (Value::Object(object), None) => drop(object.remove(name)),
        (list, _) => drop(list.as_array_mut().unwrap().remove(name.parse().unwrap())),
    }
    document
}

fn window(policy: &Value) -> Option<&Value> {
    policy.get("backupWindowSettings").or(policy.get("backupWindow"))
}

#[test]
fn what_is_not_written_is_not_what_the_schema_says() {
    for dialect in VERSIONS {
        let (schema, sample) = (schema_of(dialect), sample(dialect));
        let is_v1 = dialect == Dialect::VboV1;
        let (section, grid) = if is_v1 {
            ("backupWindow", "backupIntervalsArray")
        } else {
            ("backupWindowSettings", "backupWindow")
        };
        let in_window = |name: &str| format!("/schedulePolicy/{section}/{name}");
        let rows = [
            ("/schedulePolicy".to_owned(), None),
            ("/schedulePolicy".into(), Some(json!([]))),
            ("/schedulePolicy/type".into(), None),
            ("/schedulePolicy/type".into(), Some(json!("Daily"))),
            ("/schedulePolicy/type".into(), Some(json!(7))),
            ("/schedulePolicy/periodicallyEvery".into(), None),
            ("/schedulePolicy/periodicallyEvery".into(), Some(json!("hours4"))),
            ("/schedulePolicy/periodicallyOffsetMinutes".into(), Some(json!(60))),
            ("/schedulePolicy/retryNumber".into(), Some(json!(0))),
            ("/schedulePolicy/retryWaitInterval".into(), Some(json!(1000))),
            ("/isEnabled".into(), Some(if is_v1 { json!(true) } else { json!("true") })),
            (in_window(grid), None),
            (in_window(grid), Some(json!(vec![true; 167]))),
            (in_window(grid), Some(json!(vec![1; 168]))),
            (in_window("minuteOffset"), Some(json!(1440))),
            (in_window("minuteOffset"), Some(json!("0"))),
        ];
        for (pointer, value) in rows {
            let document = changed(&sample, &pointer, value.clone());
            assert!(schema.check(&document).is_err(), "{dialect}: {pointer} {value:?}");
        }
        schema.check(&changed(&sample, "/unknown", Some(json!({"a": [1]})))).unwrap();
    }
}

#[test]
fn a_version_has_no_property_of_another() {
    let properties = [
        ("/schedulePolicy/backupWindowEnabled", json!(true), Dialect::VboV2),
        ("/schedulePolicy/scheduleEnabled", json!(true), Dialect::VboV6),
        ("/schedulePolicy/periodicallyWindowSettings", Value::Null, Dialect::VboV6),
        ("/schedulePolicy/periodicallyWindowEnabled", json!(false), Dialect::VboV7),
        ("/lastBackup", Value::Null, Dialect::VboV7),
        ("/schedulePolicy/periodicallyEvery", json!("Hours12"), Dialect::VboV8),
        ("/eTag", json!("a"), Dialect::VboV8),
    ];
    for dialect in VERSIONS {
        let (schema, sample) = (schema_of(dialect), sample(dialect));
        for (pointer, value, since) in &properties {
            let document = changed(&sample, pointer, Some(value.clone()));
            assert_eq!(schema.check(&document).is_ok(), dialect >= *since, "{dialect}: {pointer}");
        }
        for (pointer, value) in [("/allMailboxes", "true"), ("/schedulePolicy/terminationEnabled", "false")] {
            let document = changed(&sample, pointer, Some(json!(value)));
            assert_eq!(schema.check(&document).is_ok(), dialect == Dialect::VboV1, "{dialect}: {pointer}");
        }
    }
}

/// A pointer, and what comes there.
type Change = (&'static str, Option<Value>);

/// The first document of a dialect of which this is true.
fn first(dialect: Dialect, is_one: impl Fn(&Value) -> bool) -> Value {
    written(dialect).into_iter().find(is_one).unwrap()
}

#[test]
fn what_other_products_do_not_write_is_not_what_their_schemas_say() {
    let has = |pointer: &'static str| move |document: &Value| document.pointer(pointer).is_some();
    let policy = "/schedulePolicy";
    let rows: [(Dialect, Value, &[Change]); 9] = [
        (
            Dialect::VboCopy,
            first(Dialect::VboCopy, |document| {
                let policy = &document["schedulePolicy"];
                policy["type"] == "Immediate" && policy["backupCopyWindowSettings"].is_object()
            }),
            &[
                (policy, None),
                ("/schedulePolicy/type", None),
                ("/schedulePolicy/type", Some(json!("DailyAtTime"))),
                ("/schedulePolicy/type", Some(json!("Periodically"))),
                ("/schedulePolicy/schedulePolicyType", Some(json!("Immediate"))),
                ("/schedulePolicy/retryEnabled", Some(json!(true))),
                ("/schedulePolicy/backupWindowEnabled", Some(json!(true))),
                ("/schedulePolicy/backupCopyWindowSettings", Some(Value::Null)),
                ("/schedulePolicy/backupCopyWindowSettings/backupWindow", Some(json!(vec![true; 167]))),
            ],
        ),
        (
            Dialect::VspcCopy,
            first(Dialect::VspcCopy, has("/schedulePolicy/dailyTime")),
            &[
                ("/schedulePolicy/dailyTime", Some(json!("22:00:00"))),
                ("/schedulePolicy/dailyTime", Some(json!("24:00"))),
                ("/schedulePolicy/dailyType", Some(json!("daily"))),
                ("/schedulePolicy/backupCopyWindowEnabled", Some(json!(true))),
            ],
        ),
        (
            Dialect::Vspc,
            first(Dialect::Vspc, |document| {
                let policy = &document["schedulePolicy"];
                policy["periodicallyEvery"].is_string()
                    && policy["retryNumber"].is_number()
                    && policy["periodicallyWindowSettings"].is_object()
            }),
            &[
                ("/isEnabled", Some(json!("true"))),
                ("/schedulePolicy/periodicallyEvery", Some(json!("Hours3"))),
                ("/schedulePolicy/periodicallyOffsetMinutes", Some(json!(60))),
                ("/schedulePolicy/periodicallyWindowSettings", None),
                ("/schedulePolicy/periodicallyWindowSettings/backupWindow", Some(Value::Null)),
                ("/schedulePolicy/retryNumber", Some(json!(778))),
                ("/schedulePolicy/type", Some(json!("Daily"))),
                ("/scheduleType", Some(json!("Daily"))),
            ],
        ),
        (
            Dialect::VspcServer,
            first(Dialect::VspcServer, has("/scheduleType")),
            &[("/scheduleType", Some(json!(""))), ("/scheduleType", None), (policy, Some(json!({})))],
        ),
        (
            Dialect::Vbr,
            first(Dialect::Vbr, |document| {
                let schedule = &document["schedule"];
                schedule["monthly"]["dayOfMonth"].is_number()
                    && schedule["backupWindow"]["isEnabled"] == json!(true)
            }),
            &[
                ("/isDisabled", Some(json!("false"))),
                ("/schedule/runAutomatically", None),
                ("/schedule/monthly/dayOfMonth", None),
                ("/schedule/monthly/dayOfMonth", Some(json!(32))),
                ("/schedule/monthly/dayNumberInMonth", Some(json!("First"))),
                ("/schedule/monthly/months", Some(json!([]))),
                ("/schedule/monthly/months", Some(json!(["january"]))),
                ("/schedule/monthly/localTime", Some(json!("9:00"))),
                ("/schedule/backupWindow/backupWindow/days/6", None),
                ("/schedule/backupWindow/backupWindow/days/0/hours", Some(json!("1,1"))),
                ("/schedule/backupWindow/backupWindow/days/0/day", Some(json!("sunday"))),
                ("/schedule/type", Some(json!("Immediate"))),
                (policy, Some(json!({}))),
            ],
        ),
        (
            Dialect::Vbr,
            first(Dialect::Vbr, |document| document["schedule"]["scheduleMode"] == "BackupWindow"),
            &[("/schedule/backupWindow", None), ("/schedule/runAutomatically", Some(json!(true)))],
        ),
        (
            Dialect::Em,
            first(Dialect::Em, has("/Days")),
            &[("/Days/6", None), ("/Days/0/Value", Some(json!("1,2"))), ("/Days/0/Name", None)],
        ),
        (
            Dialect::Agent,
            first(Dialect::Agent, has("/scheduler")),
            &[("/scheduler/Sunday", None), ("/scheduler/Sonntag", Some(json!("0")))],
        ),
        (
            Dialect::Vbr,
            first(Dialect::Vbr, |document| document["schedule"]["daily"]["isEnabled"] == json!(true)),
            &[
                ("/schedule/daily/days", Some(json!([]))),
                ("/schedule/daily/days", Some(json!(["Monday", "Monday"]))),
                ("/schedule/daily/dailyKind", Some(json!("Workdays"))),
                ("/schedule/afterThisJob", Some(json!({"isEnabled": true, "jobName": ""}))),
                ("/schedule/periodically", Some(json!({"isEnabled": true, "periodicallyKind": "Hours"}))),
                ("/schedule/retry", Some(json!({"isEnabled": true, "retryCount": 0, "awaitMinutes": 10}))),
            ],
        ),
    ];
    for (dialect, sample, changes) in rows {
        let schema = schema_of(dialect);
        schema.check(&sample).unwrap();
        for (pointer, value) in changes {
            let document = changed(&sample, pointer, value.clone());
            assert!(schema.check(&document).is_err(), "{dialect}: {pointer} {value:?}");
        }
        if sample.get("schedule").or(sample.get("schedulePolicy")).is_some() {
            schema.check(&changed(&sample, "/unknown", Some(json!({"a": [1]})))).unwrap();
        }
    }
    for (dialect, wrong) in [
        (Dialect::LogonHours, json!("FF".repeat(21))),
        (Dialect::LogonHours, json!("ff".repeat(20))),
        (Dialect::LogonHoursBase64, json!("A".repeat(27))),
        (Dialect::Text, json!("<scheduler>")),
        (Dialect::Text, json!(7)),
    ] {
        assert!(schema_of(dialect).check(&wrong).is_err(), "{dialect}: {wrong}");
    }
}
