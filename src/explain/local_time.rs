//! What the clock of a zone shows at an instant, and what it has just done or is about to do.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, TimeZone, Utc};

use crate::calendar::{
    Backward, Forward, LONGEST_CHANGE, Offsets, Probed, Transition, floor_second, instant_at,
};

/// What the clock of a zone shows at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocalTime {
    /// The offset in force.
    pub offset: FixedOffset,
    /// Which showing of this civil time it is.
    pub pass: Pass,
    /// The last change of the clock, if it lies less than a day back; a change at the instant itself is one.
    pub changed: Option<ClockChange>,
    /// The next change of the clock, if it lies no more than a day ahead.
    pub changes: Option<ClockChange>,
}

/// Which showing of a civil time an instant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pass {
    /// The only one.
    Only,
    /// The first of two: the clock shows the same time again.
    First {
        /// The instant at which it does.
        again: DateTime<Utc>,
    },
    /// The second of two.
    Second {
        /// The instant at which the clock showed the same time before.
        before: DateTime<Utc>,
    },
}

/// A change of a zone's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClockChange {
    /// The first instant with the new offset.
    pub at: DateTime<Utc>,
    /// The offset until then.
    pub before: FixedOffset,
    /// The offset from then on.
    pub after: FixedOffset,
}

impl ClockChange {
    /// How far the clock is set ahead: the length of a gap; negative for a fold.
    pub fn ahead(&self) -> TimeDelta {
        TimeDelta::seconds((self.after.local_minus_utc() - self.before.local_minus_utc()).into())
    }

    /// The civil times that are skipped or repeated: from the first of them up to the one after the last.
    ///
    /// ```
    /// use backup_window::explain::LocalTime;
    /// use chrono::{TimeZone, Utc};
    ///
    /// let zone = chrono_tz::America::New_York;
    /// let local = LocalTime::at(&zone, Utc.with_ymd_and_hms(2025, 3, 9, 7, 0, 0).unwrap()).unwrap();
    /// let (from, to) = local.changed.unwrap().civil_times().unwrap();
    /// assert_eq!((from.to_string(), to.to_string()), ("2025-03-09 02:00:00".into(), "2025-03-09 03:00:00".into()));
    /// ```
    pub fn civil_times(&self) -> Option<(NaiveDateTime, NaiveDateTime)> {
        let shown = |offset| self.at.naive_utc().checked_add_offset(offset);
        let (before, after) = (shown(self.before)?, shown(self.after)?);
        Some((before.min(after), before.max(after)))
    }

    fn new(transition: Transition) -> Option<Self> {
        Some(Self {
            at: instant_at(transition.at)?,
            before: FixedOffset::east_opt(transition.before as i32)?,
            after: FixedOffset::east_opt(transition.after as i32)?,
        })
    }
}

impl LocalTime {
    /// What the clock of a zone shows at `t`; `None` where the zone gives no offset that can be written down.
    ///
    /// ```
    /// use backup_window::explain::{LocalTime, Pass};
    /// use chrono::{TimeZone, Utc};
    ///
    /// let zone = chrono_tz::America::New_York;
    /// let first = Utc.with_ymd_and_hms(2025, 11, 2, 5, 30, 0).unwrap();
    /// let again = Utc.with_ymd_and_hms(2025, 11, 2, 6, 30, 0).unwrap();
    /// assert_eq!(LocalTime::at(&zone, first).unwrap().pass, Pass::First { again });
    /// assert_eq!(LocalTime::at(&zone, again).unwrap().pass, Pass::Second { before: first });
    /// ```
    pub fn at<Z: TimeZone>(zone: &Z, t: DateTime<Utc>) -> Option<Self> {
        let (offsets, here) = (Probed(zone), floor_second(t));
        let last = offsets.transition::<Backward>(here - LONGEST_CHANGE + 1..here + 1);
        let next = offsets.transition::<Forward>(here + 1..here + LONGEST_CHANGE + 1);
        let by = |seconds: i64| t.checked_add_signed(TimeDelta::seconds(seconds));
        let pass = match (last, next) {
            (Some(last), _) if here < last.at + last.fold_length() => {
                by(-last.fold_length()).map(|before| Pass::Second { before })
            }
            (_, Some(next)) if here >= next.at - next.fold_length() => {
                by(next.fold_length()).map(|again| Pass::First { again })
            }
            _ => None,
        };
        Some(Self {
            offset: FixedOffset::east_opt(offsets.offset_at(here) as i32)?,
            pass: pass.unwrap_or(Pass::Only),
            changed: last.and_then(ClockChange::new),
            changes: next.and_then(ClockChange::new),
        })
    }
}
