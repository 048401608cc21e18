//! Documents of every product with anything at all in some places: read or refused, told apart or not, converted or
//! not, but never a panic; and the two ways of reading Microsoft 365 jobs never differ.

use crate::documents::{cases, with_grids};
use backup_window::wire::{Dialect, Jobs, ReadOptions, Tree};
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// Good documents, one of each kind.
const GOOD: [&str; 14] = [
    r#"{"id":"x","isEnabled":true,"nextRun":"2018-06-02T02:00:00Z","schedulePolicy":{"type":"Daily","dailyType":"Everyday",
        "dailyTime":"22:00","periodicallyEvery":"Hours4","backupWindowEnabled":true,"retryEnabled":true,
        "backupWindowSettings":{"backupWindow":$nights,"minuteOffset":0}}}"#,
    r#"{"results":[{"name":"a","allMailboxes":"true","schedulePolicy":{"type":"Periodically","periodicallyEvery":"Minutes5",
        "backupWindow":{"backupIntervalsArray":$nights,"minuteOffset":0}}},{"schedulePolicy":{"type":"ManualOnly"}}]}"#,
    r#"{"type":"Daily","dailyType":"Friday","dailyTime":"12:00"}"#,
    r#"{"backupWindow":$nights,"minuteOffset":30}"#,
    r#"{"backupJobId":"b","schedulePolicy":{"type":"DailyAtTime","dailyType":"Friday","dailyTime":"12:00",
        "backupCopyWindowEnabled":true,"backupCopyWindowSettings":{"backupWindow":$nights,"minuteOffset":0}}}"#,
    r#"{"data":[{"isEnabled":true,"schedulePolicy":{"schedulePolicyType":"Periodically","scheduleEnabled":true,
        "periodicallyEvery":"Hours4","periodicallyOffsetMinutes":null,"periodicallyWindowEnabled":true,
        "periodicallyWindowSettings":{"backupWindow":$nights,"minuteOffset":null}}}]}"#,
    r#"[{"isEnabled":true,"scheduleType":"continuously"},{"scheduleType":"Daily"}]"#,
    r#"{"name":"a","isDisabled":false,"schedule":{"runAutomatically":true,
        "monthly":{"isEnabled":true,"localTime":"22:00","dayNumberInMonth":"OnDay","dayOfWeek":"Monday","dayOfMonth":31,
            "isLastDayOfMonth":false,"months":["January","May"]},
        "daily":{"isEnabled":false,"localTime":"22:00","dailyKind":"SelectedDays","days":["Monday"]},
        "retry":{"isEnabled":true,"retryCount":3,"awaitMinutes":10}}}"#,
    r#"{"schedule":{"runAutomatically":true,"periodically":{"isEnabled":true,"periodicallyKind":"Hours","frequency":4,
        "backupWindow":{"days":$days},"startTimeWithinAnHour":5},"backupWindow":{"isEnabled":true,"backupWindow":{"days":$days}}}}"#,
    r#"{"name":"a","nextRun":"2025-07-30T19:00:00+02:00","nextRunPolicy":"After [b]","runAfterJob":{"jobName":"b"}}"#,
    r#"{"JobScheduleOptions":{"Standart":{"OptionsDaily":{"Enabled":true,"Kind":"Everyday","Days":["Sunday"],
        "Time":"2020-02-04T22:00:00+13:00"},"RetryOptions":{"RetryTimes":3,"RetryTimeout":10,"RetrySpecified1":true}}}}"#,
    r#"{"scheduler":{"Sunday":"0","Monday":"0","Tuesday":"0","Wednesday":"0","Thursday":"0","Friday":"0","Saturday":"0"}}"#,
    r#"{"logonHours":"000000c0ff03c0ff03c0ff03c0ff03c0ff03000000"}"#,
    r#""Mo-Fr 20:00-06:00""#,
];

fn good(index: usize) -> Value {
    let row = ["1"; 24].join(",");
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let rows: Vec<Value> = days.iter().map(|day| json!({"day": day, "hours": row})).collect();
    let text = with_grids(&GOOD[index].replace("$days", &Value::from(rows).to_string()));
    let row = vec!["0"; 24].join(",");
    serde_json::from_str(&text.replace("\"0\"", &format!("\"{row}\""))).unwrap()
}

fn anything() -> impl Strategy<Value = Value> {
    let words = [
        "Daily",
        "Immediate",
        "Everyday",
        "SelectedDays",
        "22:00",
        "25:00",
        "true",
        "1,1",
        "Hours",
        "Hours12",
        "OnDay",
        "Last",
        "monday",
        "",
        "T",
        "<scheduler>",
        "<scheduler></scheduler>",
        "<scheduler><Sunday",
        "24/7",
        "off",
        "0001-01-01",
        "After []",
        "\u{e9}\u{20ac}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-5..70i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(words.to_vec()).prop_map(Value::from),
        ".{0,50}".prop_map(Value::from),
        prop::collection::vec(0..300i64, 20..23).prop_map(Value::from),
        Just(json!(vec![true; 168])),
        (0..GOOD.len()).prop_map(good),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        let names = [
            "type",
            "schedule",
            "schedulePolicy",
            "schedulePolicyType",
            "results",
            "data",
            "days",
            "Days",
            "Sunday",
            "jobs",
            "isEnabled",
            "backupWindow",
            "scheduleType",
            "Hours",
            "x",
            "Schedule",
        ];
        let object = prop::collection::vec((select(names.to_vec()), inner.clone()), 0..4)
            .prop_map(|object| object.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
        prop_oneof![prop::collection::vec(inner, 0..4).prop_map(Value::from), object.prop_map(Value::Object)]
    })
}

/// All places of a document, as JSON pointers.
fn places(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(name, value)| self::places(value, format!("{at}/{name}"), places));
        }
        Value::Array(list) if list.len() < 100 => {
            list.iter().enumerate().for_each(|(i, value)| self::places(value, format!("{at}/{i}"), places));
        }
        _ => {}
    }
    places.push(at);
}

fn spoilt() -> impl Strategy<Value = Value> {
    let spoil = prop::collection::vec((any::<Index>(), any::<Index>(), anything(), 0..4u8), 0..3);
    ((0..GOOD.len()).prop_map(good), spoil).prop_map(|(mut document, spoil)| {
        for (place, other, value, how) in spoil {
            let mut all = Vec::new();
            places(&document, String::new(), &mut all);
            let moved = document.pointer(other.get::<String>(&all)).unwrap().clone();
            let (parent, name) = place.get::<String>(&all).rsplit_once('/').unwrap_or(("", ""));
            match (how, document.pointer_mut(parent)) {
                (0, Some(Value::Object(object))) => drop(object.remove(name)),
                (1, Some(Value::Object(object))) => drop(object.insert("name".into(), value)),
                (2, _) => *document.pointer_mut(place.get::<String>(&all)).unwrap() = moved,
                _ => *document.pointer_mut(place.get::<String>(&all)).unwrap() = value,
            }
        }
        document
    })
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn no_document_of_any_product_makes_anything_panic(document in spoilt(), to in select(Dialect::ALL.to_vec())) {
        let text = document.to_string();
        let tree = Tree::from_json(&text).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Tree>(&text).unwrap(), &tree);
        for job in tree.jobs() {
            let Ok(job) = job else { continue };
            if let Err(undetected) = job.detect() {
                prop_assert!(undetected.candidates.len() != 1);
            }
            for dialect in [None, Some(to)] {
                let options = ReadOptions { dialect, clock: None };
                match job.read_with(options) {
                    Err(error) => prop_assert!(!error.message().is_empty()),
                    Ok(reading) => drop(reading.plan.next_after(&Utc, DateTime::UNIX_EPOCH)),
                }
                // What is written in a dialect can be read in it.
                if let Ok(converted) = job.convert(to, options) {
                    let written = converted.document().read_with(ReadOptions { dialect: Some(to), clock: None });
                    prop_assert!(written.is_ok(), "{written:?} in {to}: {}", serde_json::to_string(converted.document()).unwrap());
                }
            }
        }
    }

    /// What the types of Microsoft 365 take for theirs is read from a tree alike.
    #[test]
    fn plain_jobs_are_the_same_in_types_and_in_trees(document in spoilt()) {
        let text = document.to_string();
        let Ok(jobs) = Jobs::from_mixed_json(&text) else { return Ok(()) };
        if !jobs.are_plain() {
            return Ok(());
        }
        let typed: Vec<_> = jobs.iter().map(|job| job.read()).collect();
        let tree = Tree::from_json(&text).unwrap();
        let read: Vec<_> = tree.jobs().into_iter().map(|job| job.and_then(Tree::read)).collect();
        prop_assert_eq!(typed, read);
    }
}
