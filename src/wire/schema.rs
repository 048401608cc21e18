//! JSON Schemas of the documents that are written.
//!
//! They say what this crate writes, which is less than what it reads: one spelling for each value, and no property that
//! a dialect does not have. What the dialects have in common is here.

use schemars::{Schema, json_schema};

use super::dialect::Dialect;
use super::vbo;
use crate::calendar::HourOfWeek;
use crate::window::MinuteOffset;

/// The schema (draft 2020-12) of the jobs that are written in a dialect; `None` for a dialect that has none.
///
/// ```
/// use backup_window::wire::{Dialect, schema};
///
/// let schema = schema(Dialect::VboV8).unwrap();
/// assert_eq!(schema.pointer("/properties/schedulePolicy/properties/type/type").unwrap(), "string");
/// ```
pub fn schema(dialect: Dialect) -> Option<Schema> {
    let mut schema = vbo::job_schema(dialect)?;
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".into(), alloc::format!("a backup job as {dialect} writes it").into());
    Some(schema)
}

/// 168 booleans.
pub(super) fn grid() -> Schema {
    json_schema!({
        "description": "the hours of the week, Sunday 00:00 first; true means allowed",
        "type": "array",
        "items": {"type": "boolean"},
        "minItems": HourOfWeek::COUNT,
        "maxItems": HourOfWeek::COUNT,
    })
}

/// Minutes by which a clock is ahead or hours are late.
pub(super) fn minute_offset() -> Schema {
    json_schema!({
        "type": ["integer", "null"],
        "minimum": MinuteOffset::MIN.minutes(),
        "maximum": MinuteOffset::MAX.minutes(),
    })
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
