//! From a schedule to its patterns.

use alloc::sync::Arc;
use alloc::vec::Vec;

use chrono::{NaiveDate, Weekday};

use super::barren::AfterBarren;
use super::patterns::{
    DailyPattern, HourSteps, HourlyPattern, PackedSteps, SecondOfHour, SlotsAndOpenings, Starts, Steps,
    StepsByOffset, Week,
};
use super::{CompiledSchedule, OFFSETS_OF_DAYS, Patterns, Shared};
use crate::calendar::{
    Backward, Clear, DAY, FIRST_SECOND, Forward, HOUR, LAST_SECOND, LONGEST_CHANGE, MINUTE, WEEK, ZoneTable,
    day_after, start_of_week, within_reach,
};
use crate::schedule::daily::Daily;
use crate::schedule::periodically::Periodically;
use crate::schedule::policy::{DeniedSlot, Fold, Gap};
use crate::schedule::schedule::Schedule;
use crate::schedule::trigger::Trigger;
use crate::window::{Gate, UtcGrid};

const HOURS: i64 = 168;

impl Schedule {
    /// Prepares the schedule for one zone, so that its next runs are found in nanoseconds.
    ///
    /// Takes some microseconds. The result shares `zone`.
    pub fn compile(&self, zone: &Arc<ZoneTable>) -> CompiledSchedule {
        let (Guarded { mut patterns, guard }, mut last) = (guarded_patterns(self, zone), None);
        // Nothing under the offsets that the zone ends with: then some day there is a last run, or there never is one.
        if zone.last_offsets().iter().all(|&class| patterns.are_empty_under(class)) {
            let end = self.over_from(zone).map_or(LAST_SECOND + 1, within_reach);
            match self.start_in::<Backward, _>(&**zone, FIRST_SECOND..end) {
                None => patterns = Patterns::Never,
                Some(start) if start.at() < LAST_SECOND - 400 * 366 * DAY => last = Some(start.at()),
                // Again and again, but not by any of these patterns.
                Some(_) => {}
            }
        }
        if let (Some(last), Patterns::DailyInZone { until, .. }) = (last, &mut patterns) {
            *until = day_after(last);
        }
        let after_barren = AfterBarren::new(self, &patterns, zone);
        let shared = Arc::new(Shared { schedule: *self, last, guard, after_barren });
        CompiledSchedule { patterns, zone: zone.clone(), shared }
    }
}

/// The patterns of a schedule, and how many seconds after a change of the clock they do not hold.
struct Guarded {
    patterns: Patterns,
    guard: i64,
}

impl From<Patterns> for Guarded {
    fn from(patterns: Patterns) -> Self {
        Self { patterns, guard: 0 }
    }
}

/// The guard of schedules with a step in minutes. An hour would do, but these must not be carried on beyond a change:
/// an opening may lie on it.
const MINUTES_GUARD: i64 = 2 * HOUR;

fn guarded_patterns(schedule: &Schedule, zone: &ZoneTable) -> Guarded {
    if schedule.windows().is_never() {
        return Patterns::Never.into();
    }
    match schedule.trigger() {
        // Months are no pattern of weeks, nor fractions of a second: the engine answers.
        Trigger::Monthly(_) => Patterns::None.into(),
        trigger if trigger.fraction() != 0 => Patterns::None.into(),
        Trigger::Daily(daily) if schedule.denied() == DeniedSlot::Skip || !schedule.is_gated() => {
            daily_patterns(schedule, daily, zone)
        }
        Trigger::Daily(_) => hourly_patterns(schedule, zone),
        Trigger::Periodically(periodically) if !periodically.every().is_hours() => {
            minute_patterns(schedule, periodically, zone)
        }
        Trigger::Periodically(periodically) if schedule.windows().is_always() => {
            steps_in_zone(schedule, periodically, zone)
        }
        Trigger::Periodically(_) => hourly_patterns(schedule, zone),
    }
}

fn daily_patterns(schedule: &Schedule, daily: Daily, zone: &ZoneTable) -> Guarded {
    let windows = schedule.windows();
    let pattern = |offset: i32| Some(daily_pattern(daily, offset.into(), &windows.on_utc(offset.into())?));
    if let Some((since, offset)) = zone.constant_since() {
        let pattern = pattern(offset);
        let since = day_after(since + LONGEST_CHANGE);
        return pattern.map_or(Patterns::None, |pattern| Patterns::Daily { since, pattern }).into();
    }
    let Some(guard) = guard(schedule, zone, 0) else { return Patterns::None.into() };
    let mut patterns = [DailyPattern::new(0, 0); OFFSETS_OF_DAYS];
    for (slot, &offset) in patterns.iter_mut().zip(zone.offsets()) {
        let Some(pattern) = pattern(offset) else { return Patterns::None.into() };
        *slot = pattern;
    }
    Guarded { patterns: Patterns::DailyInZone { until: NaiveDate::MAX, patterns }, guard }
}

fn daily_pattern(daily: Daily, offset: i64, grid: &UtcGrid) -> DailyPattern {
    let time = daily.slot_second();
    let second = (time - offset).rem_euclid(DAY);
    let days = daily.days().iter(Weekday::Sun).fold(0, |days, day| {
        let in_week = i64::from(day.num_days_from_sunday()) * DAY + time - offset;
        let is_allowed = grid.allows((in_week - i64::from(grid.phase())).div_euclid(HOUR));
        days | u8::from(is_allowed) << (in_week.div_euclid(DAY) - 1).rem_euclid(7)
    });
    DailyPattern::new(days, second as u32)
}

/// The patterns of slots that all lie at one second of the hour.
fn hourly_patterns(schedule: &Schedule, zone: &ZoneTable) -> Guarded {
    let hourly = |offset: i32| Hourly::new(schedule, offset.into());
    if let Some((since, offset)) = zone.constant_since()
        && let Some(hourly) = hourly(offset)
        && hourly.is_one_pattern()
    {
        // No opening asks for slots of more than a week before.
        let since = day_after(since + LONGEST_CHANGE + WEEK);
        return Patterns::Hourly { since, pattern: HourlyPattern::new(hourly.slots, hourly.slot) }.into();
    }
    // An offset of former times may cut two windows at different minutes; the ones that follow are left to the engine.
    let all: Vec<_> = zone.offsets().iter().map_while(|&offset| hourly(offset)).collect();
    if all.is_empty() {
        return Patterns::None.into();
    }
    // An offset of former times must not decide how near a change of today counts.
    let denied_hours = all.iter().take(2).map(|hourly| hourly.denied_hours).max().unwrap_or(0);
    let Some(guard) = guard(schedule, zone, denied_hours) else { return Patterns::None.into() };
    let clear = if guard <= Clear::Day.seconds() { Clear::Day } else { Clear::Long };
    debug_assert!(guard <= clear.seconds());
    let patterns = match &all[..] {
        [one, other, ..] if one.is_one_pattern() && other.is_one_pattern() && one.slot == other.slot => {
            let second = SecondOfHour::new(one.slot);
            Patterns::HourlyInZone { clear, second, hours: [one, other].map(|h| Week::new(h.slots)) }
        }
        all => match slots_and_openings(all, zone) {
            Some(starts) => Patterns::HourlyAndOpenings { clear, starts },
            None => Patterns::HourlyPairs { clear, patterns: pairs(all, denied_hours) },
        },
    };
    Guarded { patterns, guard }
}

/// The patterns of the two commonest offsets in the compact form, if they have it; that of the one a zone keeps, if it
/// keeps one.
fn slots_and_openings(all: &[Hourly], zone: &ZoneTable) -> Option<SlotsAndOpenings> {
    let one = all.first()?;
    let other = all.get(1).filter(|other| {
        let alike = |hourly: &Hourly| (hourly.allowed, hourly.slot, hourly.opening);
        alike(one) == alike(other)
    });
    if other.is_none() && zone.constant_since().is_none() {
        return None;
    }
    let starts = |hourly: &Hourly| Starts { slots: hourly.slots, openings: hourly.openings };
    SlotsAndOpenings::new(one.allowed, one.slot, one.opening, [Some(starts(one)), other.map(starts)])
}

/// What is not compact: the slots and the openings of each offset up to one whose denied stretches are longer.
fn pairs(all: &[Hourly], denied_hours: u32) -> Arc<[[HourlyPattern<24>; 2]]> {
    let pair = |hourly: &Hourly| {
        [HourlyPattern::new(hourly.slots, hourly.slot), HourlyPattern::new(hourly.openings, hourly.opening)]
    };
    all.iter().take_while(|hourly| hourly.denied_hours <= denied_hours).map(pair).collect()
}

/// An interval of hours without a window.
fn steps_in_zone(schedule: &Schedule, periodically: Periodically, zone: &ZoneTable) -> Guarded {
    let Some(guard) = guard(schedule, zone, 0) else { return Patterns::None.into() };
    let step = i64::from(periodically.every().minutes()) * MINUTE;
    if step >= DAY {
        // No step within a day: the engine answers.
        return Patterns::None.into();
    }
    let slot =
        |offset: i32| (i64::from(periodically.offset()) * MINUTE - i64::from(offset)).rem_euclid(step) as u16;
    if let Some((since, offset)) = zone.constant_since() {
        let steps = Steps::new(step as u16, slot(offset));
        return Patterns::Steps { since: day_after(since + LONGEST_CHANGE), steps }.into();
    }
    let slots = zone.offsets().iter().map(|&offset| slot(offset));
    Guarded { patterns: Patterns::StepsInZone { steps: StepsByOffset::new(step as u16, slots) }, guard }
}

/// The runs of an hourly schedule under one offset, as hours of the week.
struct Hourly {
    /// The runs at slots; where openings lie at the same second of the hour, those at openings as well.
    slots: [u64; 3],
    /// The second of the hour of slots.
    slot: u16,
    /// The runs at openings that lie at another second of the hour.
    openings: [u64; 3],
    /// The second of the hour of these.
    opening: u16,
    /// The hours whose slot, if there is one, is allowed.
    allowed: [u64; 3],
    /// The longest denied stretch that decides about a run, in hours.
    denied_hours: u32,
}

impl Hourly {
    /// `None` where the windows are no grid of hours together.
    fn new(schedule: &Schedule, offset: i64) -> Option<Self> {
        let (trigger, denied, grid) =
            (schedule.trigger(), schedule.denied(), schedule.windows().on_utc(offset)?);
        let civil = start_of_week(1) + offset;
        let any_slot = |from: i64, to: i64| trigger.slot_in::<Forward>(civil + from..civil + to).is_some();
        // Slots lie at `hour * HOUR + second` for some hours of the UTC week.
        let second = (trigger.slot_in::<Forward>(0..WEEK)? - offset).rem_euclid(HOUR);
        let phase = i64::from(grid.phase());
        let cell = |hour: i64| (hour * HOUR + second - phase).div_euclid(HOUR);
        let (mut slots, mut allowed) = ([0u64; 3], [0u64; 3]);
        for hour in (0..HOURS).filter(|&hour| grid.allows(cell(hour))) {
            set(&mut allowed, hour);
            if any_slot(hour * HOUR + second, hour * HOUR + second + 1) {
                set(&mut slots, hour);
            }
        }
        let delay = trigger.opening_delay();
        let at_opening = phase + delay;
        let mut hourly = Self {
            slots,
            slot: second as u16,
            openings: [0; 3],
            opening: (at_opening % HOUR) as u16,
            allowed,
            denied_hours: 0,
        };
        if denied == DeniedSlot::Skip || grid.is_always() {
            return Some(hourly);
        }
        let starts = if hourly.opening == hourly.slot { &mut hourly.slots } else { &mut hourly.openings };
        for opening in (0..HOURS).filter(|&hour| grid.allows(hour) && !grid.allows(hour - 1)) {
            let length = grid.alike_up_to(opening - 1);
            let at = opening * HOUR + phase;
            let was_denied = any_slot(at - i64::from(length) * HOUR, at);
            if (denied == DeniedSlot::AtOpening || was_denied) && !any_slot(at, at + delay + 1) {
                set(starts, opening + at_opening / HOUR);
            }
            hourly.denied_hours = hourly.denied_hours.max(length + 1);
        }
        Some(hourly)
    }

    fn is_one_pattern(&self) -> bool {
        self.openings == [0; 3]
    }
}

/// Sets the bit of an hour that is counted from Sunday: patterns begin on Monday.
fn set(hours: &mut [u64; 3], hour: i64) {
    let hour = (hour - 24).rem_euclid(HOURS);
    hours[hour as usize / 64] |= 1 << (hour % 64);
}

fn minute_patterns(schedule: &Schedule, periodically: Periodically, zone: &ZoneTable) -> Guarded {
    let windows = schedule.windows();
    let step = i64::from(periodically.every().minutes()) * MINUTE;
    let slot_under = |offset: i32| i64::from(-offset).rem_euclid(step);
    let offsets = zone.offsets();
    let runs_at_openings = schedule.denied() != DeniedSlot::Skip;
    let steps = Steps::new(step as u16, slot_under(offsets[0]) as u16);
    let in_hours = |begin| HourSteps::new(begin, steps, runs_at_openings);
    if schedule.fold() != Fold::Both {
        return Patterns::None.into();
    }
    let hours = |offset: i32| {
        let grid = windows.on_utc(offset.into())?;
        let mut hours = [0; 3];
        (0..HOURS).filter(|&hour| grid.allows(hour)).for_each(|hour| set(&mut hours, hour));
        Some((hours, SecondOfHour::new(grid.phase())))
    };
    // Where all changes keep the slots of UTC and the window is read on UTC, no change matters.
    let constant = zone.constant_since().map(|(since, offset)| (since + LONGEST_CHANGE, offset));
    let constant = if windows.is_on_utc() { Some((zone.aligned_since(step), offsets[0])) } else { constant };
    if let Some((since, offset)) = constant {
        let since = day_after(since);
        let week = hours(offset).map(|(hours, begin)| (Week::of_allowed(hours), begin));
        let patterns = match week {
            Some((hours, _)) if hours.is_always() => Patterns::Steps { since, steps },
            Some((hours, begin)) => Patterns::Minutes { since, steps: in_hours(begin), hours },
            None => Patterns::None,
        };
        return patterns.into();
    }
    // Hours of the zone's clock that begin at the same second of an hour under both offsets are whole hours apart, and so
    // are all slots.
    if let [one, other, ..] = *offsets
        && let (Some((one, begin)), Some((other, begin_of_other))) = (hours(one), hours(other))
        && begin == begin_of_other
        && let Some(steps) = PackedSteps::new(in_hours(begin))
    {
        let hours = [one, other].map(Week::of_allowed);
        return Guarded { patterns: Patterns::MinutesInZone { steps, hours }, guard: MINUTES_GUARD };
    }
    Patterns::None.into()
}

/// How many seconds after a clock change must be left to the engine; `None` where it must have more than that.
fn guard(schedule: &Schedule, zone: &ZoneTable, denied_hours: u32) -> Option<i64> {
    let moved = if schedule.gap() == Gap::ShiftForward { zone.longest_gap() } else { 0 };
    let repeated = match schedule.fold() {
        Fold::Both => 0,
        Fold::First => zone.longest_fold(),
        // What counts before the change depends on what comes after it.
        Fold::Second => return None,
    };
    Some(moved.max(repeated) + i64::from(denied_hours) * HOUR)
}
