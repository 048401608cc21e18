//! The stretches of a window that no zone matters to, in order: the same in each week of UTC.
//!
//! ```text
//!   |--pause--|=length=|----pause----|===length===|-- ...    hours, counted from the edge that the week begins at
//!   date and second of that edge
//! ```
//!
//! Nothing but the hours goes on from stretch to stretch, so that no date waits for the one before.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Timelike, Utc};

use super::bits::Stretches;
use super::intervals::Interval;
use crate::calendar::{DAY, HOUR};

/// Going from stretch to stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct WeekWalk {
    /// All stretches of a week.
    week: Stretches,
    /// The place among them of the next one.
    next: usize,
    /// The hours from the edge that the week begins at to the end of the stretch before.
    hours: u32,
    /// The second of the day of that edge, and with it of all.
    second: u32,
    /// The date of that edge.
    date: NaiveDate,
    /// The first date that stretches may not reach.
    until: NaiveDate,
}

impl WeekWalk {
    /// From an edge on that ends a stretch; `week` are those that follow.
    pub(super) fn new(week: Stretches, edge: DateTime<Utc>, until: NaiveDate) -> Self {
        let utc = edge.naive_utc();
        Self {
            week,
            next: 0,
            hours: 0,
            second: utc.time().num_seconds_from_midnight(),
            date: utc.date(),
            until,
        }
    }

    /// The end of the stretch before; `None` beyond chrono's range.
    pub(super) fn edge(&self) -> Option<DateTime<Utc>> {
        self.instant(self.hours).map(|(_, edge)| edge)
    }

    /// The next stretch, if it ends before the date `until`.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<Interval> {
        let [pause, length] = self.week.get(self.next)?;
        let opening = self.hours + u32::from(pause);
        let closing = opening + u32::from(length);
        let ((_, from), (date, to)) = (self.instant(opening)?, self.instant(closing)?);
        if date >= self.until {
            return None;
        }
        (self.next, self.hours) = (self.next + 1, closing);
        if self.next == self.week.count() {
            (self.next, self.hours) = (0, 0);
            self.date = later(self.date, 7)?;
        }
        Some(Interval { from, to })
    }

    /// The edge so many hours from the one that the week begins at, and its date.
    #[inline(always)]
    fn instant(&self, hours: u32) -> Option<(NaiveDate, DateTime<Utc>)> {
        let seconds = self.second + hours * HOUR as u32;
        let days = seconds / DAY as u32;
        let date = later(self.date, days)?;
        let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds - days * DAY as u32, 0)?;
        Some((date, date.and_time(time).and_utc()))
    }
}

/// The date so many days later, which are no more than a week; `None` beyond chrono's range.
#[inline(always)]
fn later(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    // Within a year a date is its ordinal.
    match date.with_ordinal(date.ordinal() + days) {
        None => date.checked_add_days(Days::new(days.into())),
        date => date,
    }
}
