//! Jobs of Backup & Replication.

use schemars::{Schema, json_schema};

use super::windows::list_of_rows;
use super::{nothing, one_of};
use crate::wire::rows::WEEKDAYS;
use crate::wire::vbr::MONTHS;
use crate::wire::vbr::trigger::{DAILY_KINDS, DAY_NUMBERS, UNITS};

/// A job with its schedule.
pub(super) fn job() -> Schema {
    json_schema!({
        "type": "object",
        "properties": {
            "isDisabled": {"type": ["boolean", "null"]},
            "schedule": {
                "if": {"properties": {"type": {"const": "Immediate"}}, "required": ["type"]},
                "then": at_restore_points(),
                "else": schedule(),
            },
            "schedulePolicy": nothing(),
            "scheduleType": nothing(),
        },
        "required": ["schedule"],
    })
}

/// A copy job that runs at each new restore point.
fn at_restore_points() -> Schema {
    json_schema!({
        "type": "object",
        "properties": {
            "scheduleMode": {"enum": ["Continuous", "BackupWindow"]},
            "backupWindow": window(),
            "runAutomatically": nothing(),
        },
        "required": ["scheduleMode"],
        "if": {"properties": {"scheduleMode": {"const": "BackupWindow"}}},
        "then": {"required": ["backupWindow"]},
    })
}

fn schedule() -> Schema {
    json_schema!({
        "type": "object",
        "properties": {
            "runAutomatically": {"type": "boolean"},
            "daily": where_enabled(json_schema!({
                "properties": {
                    "localTime": local_time(),
                    "dailyKind": one_of(&DAILY_KINDS),
                    "days": names_of(one_of(&WEEKDAYS)),
                },
                "required": ["localTime", "dailyKind", "days"],
            })),
            "monthly": where_enabled(json_schema!({
                "properties": {
                    "localTime": local_time(),
                    "dayNumberInMonth": one_of(&DAY_NUMBERS),
                    "isLastDayOfMonth": {"type": "boolean"},
                    "months": names_of(one_of(&MONTHS)),
                },
                "required": ["localTime", "dayNumberInMonth", "isLastDayOfMonth", "months"],
                "if": {"properties": {"dayNumberInMonth": {"const": "OnDay"}}},
                "then": {
                    "if": {"properties": {"isLastDayOfMonth": {"const": false}}},
                    "then": {
                        "properties": {"dayOfMonth": {"type": "integer", "minimum": 1, "maximum": 31}},
                        "required": ["dayOfMonth"],
                    },
                },
                "else": {"properties": {"dayOfWeek": one_of(&WEEKDAYS)}, "required": ["dayOfWeek"]},
            })),
            "periodically": where_enabled(json_schema!({
                "properties": {
                    "periodicallyKind": one_of(&UNITS),
                    "frequency": {"type": "integer", "minimum": 1},
                    "backupWindow": window(),
                    "startTimeWithinAnHour": {"type": "integer", "minimum": 0, "maximum": 59},
                },
                "required": ["periodicallyKind", "frequency", "startTimeWithinAnHour"],
            })),
            "continuously": where_enabled(json_schema!({"properties": {"backupWindow": window()}})),
            "afterThisJob": where_enabled(json_schema!({
                "properties": {"jobName": {"type": "string", "minLength": 1}},
                "required": ["jobName"],
            })),
            "retry": where_enabled(json_schema!({
                "properties": {
                    "retryCount": {"type": "integer", "minimum": 1, "maximum": 777},
                    "awaitMinutes": {"type": "integer", "minimum": 1, "maximum": 999},
                },
                "required": ["retryCount", "awaitMinutes"],
            })),
            "backupWindow": where_enabled(json_schema!({
                "properties": {"backupWindow": window()},
                "required": ["backupWindow"],
            })),
        },
        "required": ["runAutomatically"],
    })
}

/// Something with a flag of its own, which is judged where it is switched on.
fn where_enabled(settings: Schema) -> Schema {
    json_schema!({
        "type": ["object", "null"],
        "if": {"properties": {"isEnabled": {"const": true}}, "required": ["isEnabled"]},
        "then": settings,
    })
}

fn local_time() -> Schema {
    json_schema!({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"})
}

/// At least one name, and each once.
fn names_of(names: Schema) -> Schema {
    json_schema!({"type": "array", "items": names, "minItems": 1, "uniqueItems": true})
}

fn window() -> Schema {
    list_of_rows("days", "day", "hours")
}
