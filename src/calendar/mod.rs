//! Civil time and instants.
//!
//! Here are the hours of the week, the line of whole UTC seconds that every search runs on, and the one place that
//! asks a zone for its offset. Nothing here knows of windows or schedules.
//!
//! Convention: inside the crate an instant is an `i64` of seconds since 1970-01-01T00:00:00Z and a civil time an
//! `i64` of seconds since 1970-01-01T00:00:00 on the wall clock, so that `civil = instant + offset`. Ranges are
//! half-open. Chrono's types appear at the public edge only.

mod direction;
mod hour_of_week;
mod recurring;
mod seconds;
mod spans;
mod zone;
mod zone_table;

pub use hour_of_week::HourOfWeek;
pub use zone_table::ZoneTable;

pub(crate) use direction::{Backward, Direction, Forward};
pub(crate) use recurring::Recurring;
pub(crate) use seconds::{
    AFTER_LAST, DAY, FIRST_SECOND, HOUR, LAST_SECOND, MINUTE, WEEK, ceil_second, civil_of, days_after,
    floor_second, instant_at, second_of_week, start_of_week, week_of, within_reach,
};
pub(crate) use spans::{one_turn_of, spans, turn_from, whole_turns};
pub(crate) use zone::{
    CYCLE, LONGEST_CHANGE, Offsets, Probed, REACH, RULES_REPEAT, Seen, Transition, end_of_calendar,
    end_of_time, search_reach, turns_of_calendar,
};
pub(crate) use zone_table::{Clear, Span, day_after};
