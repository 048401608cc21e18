//! JSON Schemas by what they say; `checks/schemas` holds documents against them.

#![cfg(feature = "schemars")]

use backup_window::wire::{Dialect, schema, vbo};
use serde_json::{Value, json};

const VERSIONS: [Dialect; 5] = Dialect::VBO;

fn schema_of(dialect: Dialect) -> Value {
    schema(dialect).to_value()
}

fn policy(dialect: Dialect) -> Value {
    schema_of(dialect)["properties"]["schedulePolicy"].clone()
}

#[test]
fn every_dialect_that_is_written_has_a_schema() {
    let required = |dialect: Dialect| match dialect {
        Dialect::Vbr => json!(["schedule"]),
        Dialect::VspcServer => json!(["scheduleType"]),
        Dialect::Em => json!(["Days"]),
        Dialect::Agent => json!(["scheduler"]),
        Dialect::LogonHours | Dialect::LogonHoursBase64 | Dialect::Text => Value::Null,
        _ => json!(["schedulePolicy"]),
    };
    for dialect in Dialect::ALL {
        let schema = schema_of(dialect);
        let title = schema["title"].as_str().unwrap();
        let is_window = title == format!("the hours of a window as {dialect} writes it");
        assert!(is_window || title == format!("a backup job as {dialect} writes it"), "{title}");
        assert_eq!(is_window, matches!(dialect, Dialect::Em | Dialect::Agent) || schema["type"] == "string");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["required"], required(dialect), "{dialect}");
    }
}

#[test]
fn flags_are_strings_in_version_1_and_booleans_later() {
    assert_eq!(
        schema_of(Dialect::VboV1)["properties"]["isEnabled"],
        json!({"enum": ["true", "false", null]})
    );
    for dialect in &VERSIONS[1..] {
        assert_eq!(
            schema_of(*dialect)["properties"]["isEnabled"],
            json!({"type": ["boolean", "null"]}),
            "{dialect}"
        );
    }
}

#[test]
fn a_window_has_168_hours_and_less_than_a_day_of_offset() {
    for dialect in VERSIONS {
        let (section, grid) = if dialect == Dialect::VboV1 {
            ("backupWindow", "backupIntervalsArray")
        } else {
            ("backupWindowSettings", "backupWindow")
        };
        let section = policy(dialect)["properties"][section].clone();
        let text = section.to_string();
        assert!(text.contains(&format!("\"{grid}\"")), "{dialect}: {text}");
        for bound in [r#""minItems":168"#, r#""maxItems":168"#, r#""minimum":-1439"#, r#""maximum":1439"#] {
            assert!(text.contains(bound), "{dialect}: {bound} in {text}");
        }
    }
}

#[test]
fn each_version_adds_what_it_has_and_refuses_the_rest() {
    let has = |dialect, name: &str| policy(dialect)["properties"][name] != json!(false);
    let since = |name: &str| VERSIONS.map(|dialect| has(dialect, name));
    assert_eq!(since("scheduleEnabled"), [false, false, true, true, true]);
    assert_eq!(since("backupWindowEnabled"), [false, true, true, true, true]);
    assert_eq!(since("backupWindow"), [true, false, false, false, false]);
    assert_eq!(since("periodicallyWindowSettings"), [false, false, true, true, true]);
    assert_eq!(since("periodicallyWindowEnabled"), [false, false, false, true, true]);
    let of_jobs = |name: &str| VERSIONS.map(|dialect| schema_of(dialect)["properties"][name] != json!(false));
    assert_eq!(of_jobs("allMailboxes"), [true, false, false, false, false]);
    assert_eq!(of_jobs("lastBackup"), [false, false, false, true, true]);
    assert_eq!(of_jobs("organizationId"), [false, false, false, false, true]);
    assert_eq!(of_jobs("eTag"), [false, false, false, false, true]);
    let every_12_hours = VERSIONS.map(|dialect| policy(dialect).to_string().contains("Hours12"));
    assert_eq!(every_12_hours, [false, false, false, false, true]);
}

/// Copy jobs of the product and of the console differ in the names of their type and window, and in how they spell a time.
#[test]
fn a_copy_job_has_the_names_and_times_of_its_product() {
    let time_of = |dialect: Dialect| {
        let text = policy(dialect).to_string();
        text.split_once(r#""dailyTime":"#).unwrap().1.split_once('}').unwrap().0.to_owned()
    };
    assert_eq!(time_of(Dialect::VboCopy), time_of(Dialect::VboV8));
    assert_eq!(time_of(Dialect::VspcCopy), time_of(Dialect::Vspc));
    assert_ne!(time_of(Dialect::Vspc), time_of(Dialect::VboV8));
    for (dialect, [kind, other_kind], [window, other_window]) in [
        (Dialect::VboCopy, ["type", "schedulePolicyType"], ["backupCopyWindow", "backupWindow"]),
        (Dialect::VspcCopy, ["schedulePolicyType", "type"], ["backupWindow", "backupCopyWindow"]),
    ] {
        let policy = policy(dialect);
        assert_eq!(policy["required"], json!([kind]));
        assert!(policy["allOf"][0]["properties"][format!("{window}Enabled")].is_object(), "{dialect}");
        for name in [
            other_kind,
            &format!("{other_window}Enabled"),
            &format!("{other_window}Settings"),
            "retryEnabled",
        ] {
            assert_eq!(policy["properties"][name], json!(false), "{dialect}: {name}");
        }
    }
}

#[test]
fn the_types_of_rust_are_those_of_any_version() {
    let versions: Vec<Value> = VERSIONS.map(policy).into();
    let any = schemars::schema_for!(vbo::SchedulePolicy).to_value();
    assert_eq!(any["anyOf"], json!(versions));
    assert_eq!(any["title"], "SchedulePolicy");
    let job = schemars::schema_for!(vbo::Job).to_value();
    assert_eq!(job["anyOf"][4]["properties"]["schedulePolicy"], policy(Dialect::VboV8));
    let settings = schemars::schema_for!(vbo::BackupWindowSettings).to_value();
    assert_eq!(
        (&settings["title"], &settings["required"]),
        (&json!("BackupWindowSettings"), &json!(["backupWindow"]))
    );
    let first = schemars::schema_for!(vbo::BackupWindowV1).to_value();
    assert_eq!(
        (&first["title"], &first["required"]),
        (&json!("BackupWindowV1"), &json!(["backupIntervalsArray"]))
    );
    // A list of jobs names the type once.
    let list = schemars::schema_for!(Vec<vbo::Job>).to_value();
    assert_eq!(list["items"], json!({"$ref": "#/$defs/Job"}));
}

/// The places at which a schema says nothing at all, where `true` would say that this is meant.
fn silent_places(schema: &Value, place: &str, found: &mut Vec<String>) {
    match schema {
        Value::Object(parts) if parts.is_empty() => found.push(place.to_owned()),
        Value::Object(parts) => {
            parts.iter().for_each(|(name, part)| silent_places(part, &format!("{place}/{name}"), found));
        }
        Value::Array(parts) => {
            parts
                .iter()
                .enumerate()
                .for_each(|(i, part)| silent_places(part, &format!("{place}/{i}"), found));
        }
        _ => {}
    }
}

#[test]
fn no_part_of_a_schema_says_nothing() {
    for dialect in Dialect::ALL {
        let mut found = Vec::new();
        silent_places(&schema_of(dialect), "", &mut found);
        assert_eq!(found, [""; 0], "{dialect}");
    }
}

#[test]
fn types_of_rust_are_told_apart_by_their_names() {
    use schemars::JsonSchema;

    let ids = [
        vbo::Job::<backup_window::wire::Dropped>::schema_id(),
        vbo::BackupWindowSettings::<backup_window::wire::Dropped>::schema_id(),
        vbo::BackupWindowV1::<backup_window::wire::Dropped>::schema_id(),
    ];
    for (id, name) in ids.iter().zip(["Job", "BackupWindowSettings", "BackupWindowV1"]) {
        assert!(id.starts_with("backup_window::") && id.ends_with(name), "{id}");
    }
}
