//! What is written is what the schema of its dialect says, and nothing else is.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use backup_window::wire::{Dialect, schema};
use backup_window_schemas::{Schema, written};
use serde_json::{Value, json};

const DIALECTS: [Dialect; 5] =
    [Dialect::VboV1, Dialect::VboV2, Dialect::VboV6, Dialect::VboV7, Dialect::VboV8];

fn schema_of(dialect: Dialect) -> Schema {
    Schema::new(schema(dialect).unwrap().to_value(), "").unwrap()
}

#[test]
fn every_document_that_is_written_is_what_its_schema_says() {
    for dialect in DIALECTS {
        let (schema, documents) = (schema_of(dialect), written(dialect));
        println!("{dialect}: {} documents", documents.len());
        assert!(documents.len() > 1_000, "{dialect}: {} documents", documents.len());
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
    let parent = document.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => parent.insert(name.into(), value),
        None => parent.remove(name),
    };
    document
}

fn window(policy: &Value) -> Option<&Value> {
    policy.get("backupWindowSettings").or(policy.get("backupWindow"))
}

#[test]
fn what_is_not_written_is_not_what_the_schema_says() {
    for dialect in DIALECTS {
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
    for dialect in DIALECTS {
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
