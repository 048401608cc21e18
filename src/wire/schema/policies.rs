//! Jobs with a policy like that of Microsoft 365 jobs, of other products: copy jobs, and jobs of the console.

use schemars::{Schema, json_schema};

use super::{flag, long_time, nothing, one_of, retry_numbers, short_time, window};
use crate::wire::dialect::Dialect;
use crate::wire::policy::{DAILY_TYPES, INTERVALS};

/// A copy job of Microsoft 365, as the product or the console writes it.
pub(super) fn copy_job(dialect: Dialect) -> Schema {
    let (kind, other_kind, prefix, other_prefix) = match dialect {
        Dialect::VspcCopy => ("schedulePolicyType", "type", "backupWindow", "backupCopyWindow"),
        _ => ("type", "schedulePolicyType", "backupCopyWindow", "backupWindow"),
    };
    let time = if dialect == Dialect::VspcCopy { short_time() } else { long_time() };
    let [other_enabled, other_settings] =
        ["Enabled", "Settings"].map(|suffix| alloc::format!("{other_prefix}{suffix}"));
    job(json_schema!({
        "type": "object",
        "properties": {
            kind: {"type": "string"},
            other_kind: nothing(),
            "scheduleEnabled": nothing(),
            "periodicallyOffsetMinutes": nothing(),
            "periodicallyWindowEnabled": nothing(),
            "periodicallyWindowSettings": nothing(),
            "retryEnabled": nothing(),
            "retryNumber": nothing(),
            "retryWaitInterval": nothing(),
            other_enabled: nothing(),
            other_settings: nothing(),
        },
        "required": [kind],
        "allOf": [window_where_enabled(prefix), daily(kind, "DailyAtTime", time), periodically(kind)],
    }))
}

/// A Microsoft 365 job of the console.
pub(super) fn console_job() -> Schema {
    let kind = "schedulePolicyType";
    let [number, wait] = retry_numbers();
    job(json_schema!({
        "type": "object",
        "properties": {
            kind: {"type": "string"},
            "type": nothing(),
            "scheduleEnabled": flag(),
            "retryEnabled": flag(),
        },
        "required": [kind],
        "allOf": [
            window_where_enabled("backupWindow"),
            window_where_enabled("periodicallyWindow"),
            daily(kind, "Daily", short_time()),
            periodically(kind),
            {
                "if": {"properties": {"retryEnabled": {"const": true}}, "required": ["retryEnabled"]},
                "then": {"properties": {"retryNumber": number, "retryWaitInterval": wait}},
            },
        ],
    }))
}

/// A job of a backup server, of which the console says no more than the type of its schedule.
pub(super) fn server_job() -> Schema {
    json_schema!({
        "type": "object",
        "properties": {
            "isEnabled": flag(),
            "scheduleType": {"type": "string", "minLength": 1},
            "schedulePolicy": nothing(),
            "schedule": nothing(),
        },
        "required": ["scheduleType"],
    })
}

fn job(policy: Schema) -> Schema {
    json_schema!({
        "type": "object",
        "properties": {
            "isEnabled": flag(),
            "schedulePolicy": policy,
            "schedule": nothing(),
            "scheduleType": nothing(),
        },
        "required": ["schedulePolicy"],
    })
}

/// A window with its flag: one that is switched on has a grid, one that is not need not have one.
fn window_where_enabled(prefix: &str) -> Schema {
    let (enabled, settings) = (alloc::format!("{prefix}Enabled"), alloc::format!("{prefix}Settings"));
    let is_on =
        json_schema!({"properties": {enabled.as_str(): {"const": true}}, "required": [enabled.as_str()]});
    let off = json_schema!({"type": "object", "properties": {"backupWindow": {"type": "null"}}});
    json_schema!({
        "properties": {enabled.as_str(): flag()},
        "if": is_on,
        "then": {"properties": {settings.as_str(): window("backupWindow")}, "required": [settings.as_str()]},
        "else": {"properties": {settings.as_str(): {"anyOf": [window("backupWindow"), off, {"type": "null"}]}}},
    })
}

fn daily(kind: &str, name: &str, time: Schema) -> Schema {
    json_schema!({
        "if": {"properties": {kind: {"const": name}}},
        "then": {
            "properties": {"dailyType": one_of(&DAILY_TYPES), "dailyTime": time},
            "required": ["dailyType", "dailyTime"],
        },
    })
}

fn periodically(kind: &str) -> Schema {
    json_schema!({
        "if": {"properties": {kind: {"const": "Periodically"}}},
        "then": {
            "properties": {
                "periodicallyEvery": one_of(&INTERVALS),
                "periodicallyOffsetMinutes": {"type": ["integer", "null"], "minimum": 0, "maximum": 59},
            },
            "required": ["periodicallyEvery"],
        },
    })
}
