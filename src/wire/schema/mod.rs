//! JSON Schemas of the documents that are written.
//!
//! They say what this crate writes, which is less than what it reads: one spelling for each value, and no property that
//! a dialect does not have. What the dialects have in common is here, and those of Microsoft 365 jobs are with their
//! types.

mod policies;
mod schedules;
mod windows;

use schemars::{Schema, json_schema};

use super::dialect::{Dialect, Subject};
use super::vbo;
use crate::calendar::HourOfWeek;
use crate::window::MinuteOffset;

/// The schema (draft 2020-12) of the jobs that are written in a dialect, or of the windows where it has no jobs.
///
/// ```
/// use backup_window::wire::{Dialect, schema};
///
/// let schema = schema(Dialect::VboV8);
/// assert_eq!(schema.pointer("/properties/schedulePolicy/properties/type/type").unwrap(), "string");
/// ```
pub fn schema(dialect: Dialect) -> Schema {
    let mut schema = match dialect {
        Dialect::VboV1 | Dialect::VboV2 | Dialect::VboV6 | Dialect::VboV7 | Dialect::VboV8 => {
            vbo::job_schema(dialect)
        }
        Dialect::VboCopy | Dialect::VspcCopy => policies::copy_job(dialect),
        Dialect::Vspc => policies::console_job(),
        Dialect::VspcServer => policies::server_job(),
        Dialect::Vbr => schedules::job(),
        Dialect::Em => windows::list_of_rows("Days", "Name", "Value"),
        Dialect::Agent => windows::scheduler(),
        Dialect::LogonHours => json_schema!({"type": "string", "pattern": "^[0-9a-f]{42}$"}),
        Dialect::LogonHoursBase64 => json_schema!({"type": "string", "pattern": "^[A-Za-z0-9+/]{28}$"}),
        Dialect::Text => json_schema!({"type": "string", "pattern": windows::TEXT}),
    };
    let what = if dialect.subject() == Subject::Window { "the hours of a window" } else { "a backup job" };
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".into(), alloc::format!("{what} as {dialect} writes it").into());
    schema
}

/// 168 booleans.
fn grid() -> Schema {
    json_schema!({
        "description": "the hours of the week, Sunday 00:00 first; true means allowed",
        "type": "array",
        "items": {"type": "boolean"},
        "minItems": HourOfWeek::COUNT,
        "maxItems": HourOfWeek::COUNT,
    })
}

/// Minutes by which a clock is ahead or hours are late.
fn minute_offset() -> Schema {
    json_schema!({
        "type": ["integer", "null"],
        "minimum": MinuteOffset::MIN.minutes(),
        "maximum": MinuteOffset::MAX.minutes(),
    })
}

/// A time of day in whole minutes.
fn short_time() -> Schema {
    json_schema!({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
}

/// A window of Microsoft 365, whose grid has this name.
pub(super) fn window(name: &str) -> Schema {
    json_schema!({
        "type": "object",
        "properties": {name: grid(), "minuteOffset": minute_offset()},
        "required": [name],
    })
}

/// A boolean; `null` may have been there.
fn flag() -> Schema {
    json_schema!({"type": ["boolean", "null"]})
}

/// A number of retries, and the minutes between them.
pub(super) fn retry_numbers() -> [Schema; 2] {
    [777, 999].map(|most| json_schema!({"type": ["integer", "null"], "minimum": 1, "maximum": most}))
}

/// A time of day with seconds.
pub(super) fn long_time() -> Schema {
    json_schema!({"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{7})?$"})
}

/// One of these names.
pub(super) fn one_of<T>(names: &[(&str, T)]) -> Schema {
    let names: alloc::vec::Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    json_schema!({"enum": names})
}

/// A property that is not there.
pub(super) fn nothing() -> Schema {
    false.into()
}
