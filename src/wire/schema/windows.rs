//! Windows in rows of figures, and as text.

use schemars::{Schema, json_schema};

use super::one_of;
use crate::wire::rows::WEEKDAYS;

/// What a text of hours is made of. Its grammar is more than a pattern can say.
pub(super) const TEXT: &str = "^(off|24/7|[A-Za-z0-9:,; -]+)$";

/// An object with a list of seven rows, each with the name of its day.
pub(super) fn list_of_rows(list: &str, day: &str, hours: &str) -> Schema {
    json_schema!({
        "type": "object",
        "properties": {
            list: {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {day: one_of(&WEEKDAYS), hours: row()},
                    "required": [day, hours],
                },
                "minItems": 7,
                "maxItems": 7,
            },
        },
        "required": [list],
    })
}

/// The rows of an agent, each in a property with the name of its day.
pub(super) fn scheduler() -> Schema {
    let names = WEEKDAYS.map(|(name, _)| name);
    json_schema!({
        "type": "object",
        "properties": {
            "scheduler": {
                "type": "object",
                "propertyNames": one_of(&WEEKDAYS),
                "additionalProperties": row(),
                "required": names,
            },
        },
        "required": ["scheduler"],
    })
}

/// 24 figures.
fn row() -> Schema {
    json_schema!({"type": "string", "pattern": "^[01](,[01]){23}$"})
}
