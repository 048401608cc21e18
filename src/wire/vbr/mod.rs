//! Schedules of Backup & Replication as its REST API has them.
//!
//! A job's `schedule` offers several triggers beside each other, each with its own `isEnabled`; at most one may be
//! enabled. Times are local ones, and windows are seven named rows of figures on the local clock.
//!
//! | | trigger |
//! |---|---|
//! | `daily` | `dailyKind` `Everyday`, `WeekDays` or `SelectedDays` with `days`, at `localTime` |
//! | `monthly` | `dayNumberInMonth` and `dayOfWeek`, or `OnDay` and `dayOfMonth`, or `isLastDayOfMonth`; in `months` |
//! | `periodically` | `frequency` times `periodicallyKind`, `startTimeWithinAnHour` minutes late, within a window |
//! | `continuously` | as soon as the last session ended, within a window |
//! | `afterThisJob` | after the job `jobName` |
//!
//! Copy jobs have `type` `Immediate` or `Periodic`, file copy jobs `Continuous` or `Custom`. A state of a job has its
//! next run and no schedule. Sources: the OpenAPI documents 1.1 to 1.3.

pub(super) mod read;
pub(super) mod trigger;
pub(super) mod write;

use chrono::Month;

use super::rows::{OneIsAllowed, Rows};

/// The rows of a window: 1 is allowed.
type Week = Rows<OneIsAllowed>;

pub(super) const MONTHS: [(&str, Month); 12] = [
    ("January", Month::January),
    ("February", Month::February),
    ("March", Month::March),
    ("April", Month::April),
    ("May", Month::May),
    ("June", Month::June),
    ("July", Month::July),
    ("August", Month::August),
    ("September", Month::September),
    ("October", Month::October),
    ("November", Month::November),
    ("December", Month::December),
];
