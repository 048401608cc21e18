//! A schedule as a value: trigger, windows and choices, and its questions.

use core::ops::Range;

use chrono::{DateTime, FixedOffset, TimeDelta, TimeZone, Utc};

use super::policy::{DeniedSlot, Fold, Gap};
use super::run::{NoRun, Origin, Run};
use super::runs::{Runs, Start};
use super::slots::{Slot, Slots};
use super::trigger::Trigger;
use crate::calendar::{
    Backward, Direction, FIRST_SECOND, Forward, LAST_SECOND, Offsets, Probed, ceil_second, civil_of,
    end_of_calendar, end_of_time, floor_second, instant_at, within_reach,
};
use crate::window::{BackupWindow, Windows};

/// When a job runs: a trigger, the windows that gate it, and what happens at clock changes and in denied hours.
///
/// A small `Copy` value. The zone and the instant come with each question, and nothing reads a clock.
///
/// | choice | daily, monthly | periodic |
/// |---|---|---|
/// | [`Gap`] | `FirstValid` | `FirstValid` |
/// | [`Fold`] | `First` | `Both` |
/// | [`DeniedSlot`] | `Skip` | `Defer` |
///
/// ```
/// use backup_window::{BackupWindow, Every, Origin, Periodically, Schedule};
/// use chrono::{TimeZone, Utc, WeekdaySet};
///
/// // every 2 hours, allowed from 09:00 to 17:00
/// let office_hours = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 9, 17);
/// let schedule = Schedule::new(Periodically::new(Every::Hours2, 0)?).with_periodic_window(office_hours);
///
/// let morning = Utc.with_ymd_and_hms(2024, 5, 6, 7, 0, 0).unwrap();
/// let run = schedule.next_after(&Utc, morning).unwrap();
/// assert_eq!(run.at, Utc.with_ymd_and_hms(2024, 5, 6, 9, 0, 0).unwrap());
/// assert_eq!(run.origin, Origin::Deferred { from: Utc.with_ymd_and_hms(2024, 5, 6, 8, 0, 0).unwrap() });
/// # Ok::<(), backup_window::RangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Schedule {
    slots: Slots,
    /// The windows as given.
    given: Windows,
    denied: DeniedSlot,
    /// What the rest amounts to: each question would have to look at all of it.
    ease: Ease,
}

/// How easily a next run is found where no clock changes on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Ease {
    /// The next slot of an interval is the run: no window, and no slot that is moved or dropped.
    Interval,
    /// The next slot of a day is the run: no window.
    Day,
    /// Windows, months, or slots that the choices for clock changes drop or move.
    Other,
}

impl Schedule {
    /// The schedule of a trigger without windows, with the defaults of that trigger.
    pub fn new(trigger: impl Into<Trigger>) -> Self {
        let trigger = trigger.into();
        Self {
            slots: Slots { trigger, gap: Gap::default(), fold: trigger.default_fold() },
            given: Windows::NONE,
            denied: trigger.default_denied(),
            ease: Ease::Other,
        }
        .weighed()
    }

    /// With its [`Ease`] found anew.
    fn weighed(mut self) -> Self {
        let keeps_slots = self.slots.fold == Fold::Both && self.slots.gap != Gap::ShiftForward;
        self.ease = match self.slots.trigger {
            _ if self.is_gated() => Ease::Other,
            Trigger::Periodically(_) if keeps_slots => Ease::Interval,
            Trigger::Daily(_) => Ease::Day,
            Trigger::Periodically(_) | Trigger::Monthly(_) => Ease::Other,
        };
        self
    }

    /// The same schedule with this window, which gates starts and ends running sessions.
    #[must_use]
    pub fn with_backup_window(mut self, window: impl Into<Option<BackupWindow>>) -> Self {
        self.given.backup = window.into();
        self.weighed()
    }

    /// The same schedule with this window, which gates the starts of a periodic trigger; other triggers ignore it.
    #[must_use]
    pub fn with_periodic_window(mut self, window: impl Into<Option<BackupWindow>>) -> Self {
        self.given.periodic = window.into();
        self.weighed()
    }

    /// The same schedule with this choice for slots at which no start is allowed.
    #[must_use]
    pub fn with_denied(mut self, denied: DeniedSlot) -> Self {
        self.denied = denied;
        self.weighed()
    }

    /// The same schedule with this choice for civil times that the zone skips.
    #[must_use]
    pub fn with_gap(mut self, gap: Gap) -> Self {
        self.slots.gap = gap;
        self.weighed()
    }

    /// The same schedule with this choice for civil times that the zone repeats.
    #[must_use]
    pub fn with_fold(mut self, fold: Fold) -> Self {
        self.slots.fold = fold;
        self.weighed()
    }

    /// The trigger.
    pub const fn trigger(&self) -> Trigger {
        self.slots.trigger
    }

    /// The windows in force: the periodic one only where the trigger is periodic.
    pub fn windows(&self) -> Windows {
        match self.slots.trigger {
            Trigger::Daily(_) | Trigger::Monthly(_) => Windows { periodic: None, ..self.given },
            Trigger::Periodically(_) => self.given,
        }
    }

    /// The windows as given, be they in force or not.
    pub const fn given_windows(&self) -> Windows {
        self.given
    }

    /// Whether there is a window in force.
    #[inline]
    pub(super) const fn is_gated(&self) -> bool {
        self.given.backup.is_some()
            || matches!(self.slots.trigger, Trigger::Periodically(_)) && self.given.periodic.is_some()
    }

    /// What happens to a slot at which no start is allowed.
    pub const fn denied(&self) -> DeniedSlot {
        self.denied
    }

    /// What happens to a slot whose civil time the zone skips.
    pub const fn gap(&self) -> Gap {
        self.slots.gap
    }

    /// Which pass counts of a civil time that the zone repeats.
    pub const fn fold(&self) -> Fold {
        self.slots.fold
    }

    /// The first run strictly after `t`.
    ///
    /// # Errors
    ///
    /// The reason why there is none: a window that never opens, a trigger that never meets it in this zone, or the end
    /// of chrono's dates.
    pub fn next_after<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Result<Run, NoRun<'static>> {
        self.next_on(&Probed(zone), t)
    }

    /// The instant of the first run strictly after `t`, without what else is to be said about it; `None` where there is
    /// none.
    ///
    /// Where one schedule is asked again and again, [`compile`](Self::compile) it.
    #[inline]
    pub fn next_instant_after<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match (self.ease, self.slots.trigger) {
            (Ease::Interval, Trigger::Periodically(periodically)) => {
                match periodically.next_without_change(zone, t) {
                    None => self.next_instant_over_changes(zone, t),
                    run => run,
                }
            }
            (Ease::Day, _) => self.next_instant_of_days(zone, t),
            _ => self.next_instant_otherwise(zone, t),
        }
    }

    /// The same of a daily schedule without windows.
    #[inline(never)]
    fn next_instant_of_days<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.next_day_without_change(zone, t)
            .or_else(|| self.next_day_over_a_change(zone, t))
            .or_else(|| self.next_instant_over_changes(zone, t))
    }

    /// The same, whatever the clock does and whatever windows there are.
    #[inline(never)]
    fn next_instant_otherwise<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.next_without_change(zone, t) {
            None => self.next_instant_over_changes(zone, t),
            run => run,
        }
    }

    #[inline(never)]
    fn next_instant_over_changes<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.slots.trigger.fraction() != 0 || self.windows().is_never() {
            return self.next_after(zone, t).ok().map(|run| run.at);
        }
        let range = within_reach(floor_second(t) + 1)..LAST_SECOND + 1;
        instant_at(self.start_in::<Forward, _>(&Probed(zone), range)?.at())
    }

    /// The last run strictly before `t`.
    ///
    /// # Errors
    ///
    /// The reason why there is none, as for [`next_after`](Self::next_after).
    pub fn previous_before<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Result<Run, NoRun<'static>> {
        self.previous_on(&Probed(zone), t)
    }

    /// The runs of `range` in order; the iterator goes both ways.
    pub fn runs<'z, Z: TimeZone>(&self, zone: &'z Z, range: Range<DateTime<Utc>>) -> Runs<'z, Z> {
        Runs::new(*self, zone, range)
    }

    pub(super) const fn slots(&self) -> Slots {
        self.slots
    }

    /// [`next_after`](Self::next_after) with the offsets of any zone.
    pub(crate) fn next_on<O: Offsets>(&self, offsets: &O, t: DateTime<Utc>) -> Result<Run, NoRun<'static>> {
        let first = t.checked_add_signed(TimeDelta::nanoseconds(1)).unwrap_or(DateTime::<Utc>::MAX_UTC);
        // With whole seconds only, the second that `t` lies in is over.
        let second =
            if self.slots.trigger.fraction() == 0 { ceil_second(first) } else { floor_second(first) };
        self.nearest::<Forward, O>(offsets, within_reach(second)..LAST_SECOND + 1, |run| run.at > t)
    }

    /// [`previous_before`](Self::previous_before) with the offsets of any zone.
    pub(crate) fn previous_on<O: Offsets>(
        &self,
        offsets: &O,
        t: DateTime<Utc>,
    ) -> Result<Run, NoRun<'static>> {
        self.nearest::<Backward, O>(offsets, FIRST_SECOND..within_reach(ceil_second(t)), |run| run.at < t)
    }

    fn nearest<D: Direction, O: Offsets>(
        &self,
        offsets: &O,
        mut range: Range<i64>,
        counts: impl Fn(&Run) -> bool,
    ) -> Result<Run, NoRun<'static>> {
        if self.windows().is_never() {
            return Err(NoRun::WindowNeverOpens);
        }
        loop {
            let Some(start) = self.start_in::<D, O>(offsets, range.clone()) else {
                return Err(self.why_none::<D, O>(offsets, &range));
            };
            let run = self.run_of(offsets, start).ok_or(NoRun::BeyondTimeRange)?;
            if counts(&run) {
                return Ok(run);
            }
            range = D::behind(&range, start.at());
        }
    }

    /// Why there is no run in `range`, which reaches to an end of time.
    fn why_none<D: Direction, O: Offsets>(&self, offsets: &O, range: &Range<i64>) -> NoRun<'static> {
        let end = match self.slots.trigger {
            Trigger::Monthly(_) => end_of_calendar::<D>(),
            Trigger::Daily(_) | Trigger::Periodically(_) => end_of_time::<D>(),
        };
        let is_inside = if D::IS_FORWARD { end.start < range.start } else { range.end < end.end };
        if is_inside && self.start_in::<D, O>(offsets, end).is_some() {
            NoRun::BeyondTimeRange
        } else {
            NoRun::NeverMatches
        }
    }

    /// A start with all that is said about it; `None` outside chrono's range.
    pub(super) fn run_of<O: Offsets>(&self, offsets: &O, start: Start) -> Option<Run> {
        let second = start.at();
        let (at, origin) = match start {
            Start::Slot(slot) => (self.instant_of(slot)?, self.origin_of(slot)?),
            Start::Opening { denied: Some(slot), .. } => {
                (instant_at(second)?, Origin::Deferred { from: self.instant_of(slot)? })
            }
            Start::Opening { denied: None, .. } => (instant_at(second)?, Origin::AtOpening),
        };
        let offset = FixedOffset::east_opt(offsets.offset_at(second) as i32)?;
        let closes = self.given.backup.and_then(|window| window.closing_after(offsets, second));
        Some(Run { at, offset, origin, closes })
    }

    fn origin_of(&self, slot: Slot) -> Option<Origin> {
        Some(match slot.moved_from {
            None => Origin::Scheduled,
            Some(civil) => Origin::MovedByGap { nominal: civil_of(civil)? + self.fraction() },
        })
    }

    pub(super) fn instant_of(&self, slot: Slot) -> Option<DateTime<Utc>> {
        // The end of a gap is a whole second; any other slot keeps the fraction of its time of day.
        let is_end_of_gap = slot.moved_from.is_some() && self.slots.gap == Gap::FirstValid;
        Some(instant_at(slot.at)? + if is_end_of_gap { TimeDelta::zero() } else { self.fraction() })
    }

    pub(super) fn fraction(&self) -> TimeDelta {
        TimeDelta::nanoseconds(self.slots.trigger.fraction().into())
    }
}
