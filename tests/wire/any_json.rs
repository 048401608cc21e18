//! Any JSON at all, and jobs with any JSON in some of their properties: read or refused, never a panic.

use backup_window::wire::{Jobs, Kept};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::documents::{cases, with_grids};

/// Any JSON, with the words that documents are made of among its strings.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(&["Daily", "Everyday", "22:00", "True", "Hours4", "", "0001-01-01"][..]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-2000..2000i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.prop_map(Value::from),
        ".{0,9}".prop_map(Value::from),
        (0..340usize, any::<bool>()).prop_map(|(hours, allowed)| json!(vec![allowed; hours])),
        Just(json!(vec![true; 168])),
    ];
    leaf.prop_recursive(3, 40, 6, |inner| {
        let name = prop_oneof![prop::sample::select(NAMES).prop_map(str::to_owned), ".{0,4}"];
        let object = prop::collection::vec((name, inner.clone()), 0..8);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::from),
            object.prop_map(|object| Value::from(object.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

const NAMES: &[&str] = &[
    "schedulePolicy",
    "type",
    "TYPE",
    "dailyType",
    "dailyTime",
    "periodicallyEvery",
    "isEnabled",
    "results",
    "data",
    "backupWindow",
    "backupIntervalsArray",
    "minuteOffset",
    "backupWindowSettings",
    "backupWindowEnabled",
    "periodicallyWindowSettings",
    "periodicallyWindowEnabled",
    "periodicallyOffsetMinutes",
    "scheduleEnabled",
    "retryEnabled",
    "retryNumber",
    "retryWaitInterval",
    "terminationEnabled",
    "allMailboxes",
    "id",
    "eTag",
];

/// A job that can be read, with any JSON in the place of some of its properties.
fn spoilt_jobs() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(NAMES);
    prop::collection::vec((name, any_json(), any::<bool>()), 1..4).prop_map(|spoilt| {
        let good = r#"{"id":"x","isEnabled":true,"schedulePolicy":{"type":"Daily","dailyType":"Everyday",
            "dailyTime":"22:00","periodicallyEvery":"Hours4","backupWindowEnabled":true,"retryEnabled":true,
            "backupWindowSettings":{"backupWindow":$168.,"minuteOffset":0}}}"#;
        let mut job: Value = serde_json::from_str(&with_grids(good)).unwrap();
        for (name, value, in_window) in spoilt {
            let place = match name {
                "isEnabled" | "id" | "eTag" | "allMailboxes" | "schedulePolicy" | "results" => "",
                "backupWindow" | "minuteOffset" if in_window => "/schedulePolicy/backupWindowSettings",
                _ => "/schedulePolicy",
            };
            if let Some(Value::Object(object)) = job.pointer_mut(place) {
                object.insert(name.to_owned(), value);
            }
        }
        job
    })
}

proptest! {
    #![proptest_config(cases(2000))]

    /// Any JSON is taken up; what cannot be read of it says where and what; unknown properties survive.
    #[test]
    fn no_document_makes_the_reader_panic(document in prop_oneof![any_json(), spoilt_jobs()]) {
        let text = document.to_string();
        let Ok(jobs) = serde_json::from_str::<Jobs<Kept<Value>>>(&text) else {
            prop_assert!(text.contains("schedulePolicy"), "{text}");
            return Ok(());
        };
        for job in &jobs {
            match job.read() {
                Err(error) => {
                    let known = |name: &str| NAMES.contains(&name);
                    prop_assert!(error.path().is_empty() || error.path().split('.').all(known), "{error}");
                    prop_assert!(error.message().contains("expected"), "{error}");
                }
                Ok(reading) => prop_assert_eq!(job.read(), Ok(reading)),
            }
        }
    }
}
