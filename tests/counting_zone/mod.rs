//! A zone that counts how often it is asked: what an answer costs, without a clock.

use std::cell::Cell;

use chrono::{FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;

/// A zone that counts how often it is asked.
#[derive(Debug, Clone)]
pub(crate) struct Counting {
    zone: Tz,
    asked: Cell<u32>,
}

impl Counting {
    pub(crate) fn new(zone: Tz) -> Self {
        Self { zone, asked: Cell::new(0) }
    }

    /// The answer to a question, and how often it asks the zone.
    pub(crate) fn asked_for<T>(&self, question: impl FnOnce() -> T) -> (T, u32) {
        self.asked.set(0);
        let answer = question();
        (answer, self.asked.get())
    }
}

impl TimeZone for Counting {
    type Offset = FixedOffset;

    fn from_offset(_: &FixedOffset) -> Self {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_local_date(&self, _: &NaiveDate) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_local_datetime(&self, _: &NaiveDateTime) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_utc_date(&self, _: &NaiveDate) -> FixedOffset {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> FixedOffset {
        self.asked.set(self.asked.get() + 1);
        self.zone.offset_from_utc_datetime(utc).fix()
    }
}
