//! The question asked backwards: on which clocks does a schedule run when a server says it does?

use chrono::{DateTime, FixedOffset, TimeDelta, TimeZone, Utc};

use super::schedule::Schedule;

/// A next run that a server printed: evidence of the clock it runs on.
///
/// Documents name no zone, but many name the `nextRun`. An offset from UTC, or a zone, *explains* it if the schedule has
/// a run there at that very instant.
///
/// ```
/// use backup_window::{Daily, PrintedRun, Schedule};
/// use chrono::{NaiveTime, TimeZone, Utc, Weekday, WeekdaySet};
///
/// let fridays = Daily::new(WeekdaySet::single(Weekday::Fri), NaiveTime::from_hms_opt(19, 0, 0).unwrap())?;
/// let schedule = Schedule::new(fridays);
/// let printed = PrintedRun::new(Utc.with_ymd_and_hms(2018, 6, 2, 2, 0, 0).unwrap());
///
/// let offsets: Vec<_> = printed.offsets(&schedule).map(|offset| offset.to_string()).collect();
/// assert_eq!(offsets, ["-07:00"]);
/// assert!(printed.is_explained_by(&schedule, &chrono_tz::America::Los_Angeles));
/// assert!(!printed.is_explained_by(&schedule, &chrono_tz::Europe::Prague));
/// # Ok::<(), backup_window::NoDays>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PrintedRun {
    at: DateTime<Utc>,
    after: Option<DateTime<Utc>>,
}

impl PrintedRun {
    /// The smallest and the largest offset that clocks are set to, in minutes: UTC-12:00 and UTC+14:00.
    ///
    /// Beyond them lie the same hours of other days: a clock at UTC+17:00 shows what one at UTC-07:00 shows a day before.
    pub const OFFSETS_IN_USE: (i16, i16) = (-12 * 60, 14 * 60);

    /// A printed run, of which is known only that it is one.
    pub const fn new(at: DateTime<Utc>) -> Self {
        Self { at, after: None }
    }

    /// A printed run that is the first one after `t`: the instant at which the server was asked, or that of the last run
    /// if none was missed since.
    #[must_use]
    pub const fn first_after(self, t: DateTime<Utc>) -> Self {
        Self { after: Some(t), ..self }
    }

    /// The instant.
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Whether the schedule has this run in this zone.
    pub fn is_explained_by<Z: TimeZone>(&self, schedule: &Schedule, zone: &Z) -> bool {
        // Nothing beyond the run is asked for: most zones have none here, and would be searched for their next one.
        const TICK: TimeDelta = TimeDelta::nanoseconds(1);
        let from = self.after.map_or(Some(self.at), |after| after.checked_add_signed(TICK));
        let (Some(from), Some(to)) = (from, self.at.checked_add_signed(TICK)) else { return false };
        from < to && schedule.runs(zone, from..to).next().is_some_and(|run| run.at == self.at)
    }

    /// The offsets from UTC that explain it, among all whole minutes [in use](Self::OFFSETS_IN_USE), from west to east.
    ///
    /// A schedule that runs often is explained by many; none at all says that the schedule, the instant or the reading
    /// of a window is not that of the server.
    pub fn offsets(&self, schedule: &Schedule) -> impl Iterator<Item = FixedOffset> + use<> {
        let (printed, schedule) = (*self, *schedule);
        let (west, east) = Self::OFFSETS_IN_USE;
        (west..=east)
            .filter_map(|minutes| FixedOffset::east_opt(i32::from(minutes) * 60))
            .filter(move |offset| printed.is_explained_by(&schedule, offset))
    }

    /// The zones that explain it, by name.
    #[cfg(feature = "chrono-tz")]
    pub fn zones(&self, schedule: &Schedule) -> impl Iterator<Item = chrono_tz::Tz> + use<> {
        let (printed, schedule) = (*self, *schedule);
        chrono_tz::TZ_VARIANTS.into_iter().filter(move |zone| printed.is_explained_by(&schedule, zone))
    }
}
