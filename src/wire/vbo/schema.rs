//! The JSON Schema of what is written, version by version.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{BackupWindowSettings, BackupWindowV1, Job, SchedulePolicy};
use crate::schedule::Every;
use crate::wire::dialect::Dialect;
use crate::wire::policy::{DAILY_TYPES, INTERVALS};
use crate::wire::schema::{long_time, nothing, one_of, retry_numbers, window};

/// The versions, oldest first.
const VERSIONS: [Dialect; 5] =
    [Dialect::VboV1, Dialect::VboV2, Dialect::VboV6, Dialect::VboV7, Dialect::VboV8];

/// A job of a version.
pub(in crate::wire) fn job(dialect: Dialect) -> Schema {
    let since = |version| of(dialect >= version, true.into());
    json_schema!({
        "type": "object",
        "properties": {
            "isEnabled": flag(dialect),
            "allMailboxes": of(dialect == Dialect::VboV1, flag(dialect)),
            "lastBackup": since(Dialect::VboV7),
            "organizationId": since(Dialect::VboV8),
            "eTag": since(Dialect::VboV8),
            "schedulePolicy": policy(dialect),
        },
        "required": ["schedulePolicy"],
    })
}

fn policy(dialect: Dialect) -> Schema {
    let (is_v1, is_v6, is_v7) =
        (dialect == Dialect::VboV1, dialect >= Dialect::VboV6, dialect >= Dialect::VboV7);
    let intervals: Vec<_> = INTERVALS
        .into_iter()
        .filter(|(_, every)| *every != Every::Hours12 || dialect >= Dialect::VboV8)
        .collect();
    let settings = json_schema!({"anyOf": [window("backupWindow"), {"type": "null"}]});
    let [number, wait] = retry_numbers();
    let enabled = if is_v1 { json_schema!({"const": "true"}) } else { json_schema!({"const": true}) };
    json_schema!({
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "scheduleEnabled": of(is_v6, flag(dialect)),
            "backupWindowEnabled": of(!is_v1, flag(dialect)),
            "backupWindowSettings": of(!is_v1, settings.clone()),
            "backupWindow": of(is_v1, window("backupIntervalsArray")),
            "periodicallyWindowEnabled": of(is_v7, flag(dialect)),
            "periodicallyWindowSettings": of(is_v6, settings),
            "periodicallyOffsetMinutes": of(is_v6, true.into()),
            "retryEnabled": flag(dialect),
            "terminationEnabled": of(is_v1, true.into()),
            "terminationInterval": of(is_v1, true.into()),
        },
        "required": ["type"],
        // A property is judged where the schedule uses it.
        "allOf": [
            {
                "if": {"properties": {"type": {"const": "Daily"}}},
                "then": {
                    "properties": {"dailyType": one_of(&DAILY_TYPES), "dailyTime": long_time()},
                    "required": ["dailyType", "dailyTime"],
                },
            },
            {
                "if": {"properties": {"type": {"const": "Periodically"}}},
                "then": {
                    "properties": {
                        "periodicallyEvery": one_of(&intervals),
                        "periodicallyOffsetMinutes": {"type": ["integer", "null"], "minimum": 0, "maximum": 59},
                    },
                    "required": ["periodicallyEvery"],
                },
            },
            {
                "if": {"properties": {"retryEnabled": enabled}, "required": ["retryEnabled"]},
                "then": {
                    "properties": {"retryNumber": number, "retryWaitInterval": wait},
                },
            },
        ],
    })
}

/// A boolean as the version writes it; `null` may have been there.
fn flag(dialect: Dialect) -> Schema {
    match dialect {
        Dialect::VboV1 => json_schema!({"enum": ["true", "false", null]}),
        _ => json_schema!({"type": ["boolean", "null"]}),
    }
}

/// The schema of a property that not every version has.
fn of(exists: bool, schema: Schema) -> Schema {
    if exists { schema } else { nothing() }
}

/// Implements the schema of an object that may be of any version.
macro_rules! any_version {
    ($Object:ident, $name:literal, $of:expr) => {
        impl<U> JsonSchema for $Object<U> {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn schema_id() -> Cow<'static, str> {
                concat!("backup_window::wire::vbo::", $name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let versions: Vec<Schema> = VERSIONS.into_iter().map($of).collect();
                json_schema!({"anyOf": versions})
            }
        }
    };
}

any_version!(Job, "Job", job);
any_version!(SchedulePolicy, "SchedulePolicy", policy);

impl<U> JsonSchema for BackupWindowSettings<U> {
    fn schema_name() -> Cow<'static, str> {
        "BackupWindowSettings".into()
    }

    fn schema_id() -> Cow<'static, str> {
        "backup_window::wire::vbo::BackupWindowSettings".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        window("backupWindow")
    }
}

impl<U> JsonSchema for BackupWindowV1<U> {
    fn schema_name() -> Cow<'static, str> {
        "BackupWindowV1".into()
    }

    fn schema_id() -> Cow<'static, str> {
        "backup_window::wire::vbo::BackupWindowV1".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        window("backupIntervalsArray")
    }
}
