//! The next runs of many schedules after one instant.
//!
//! What the instant decides is found once for all schedules: the weekday, the dates ahead, and for each zone the span
//! in force. Of a million schedules each comes from memory, so those whose patterns lie elsewhere are put off until the
//! memory has brought them too.

use alloc::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::moment::Moment;
use super::patterns::{Position, Target};
use super::read::is_within;
use super::{CompiledSchedule, Patterns};
use crate::calendar::{Clear, ZoneTable};

impl CompiledSchedule {
    /// The instants of the first runs strictly after `t` of many schedules, each at the place of its schedule: what
    /// [`next_instant_after`](Self::next_instant_after) says of each, in a fraction of the time.
    ///
    /// Answers as many as there are schedules and places for runs, and returns how many that is.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use backup_window::{CompiledSchedule, Every, Periodically, Schedule, ZoneTable};
    /// use chrono::{TimeZone, Utc};
    ///
    /// let zone = Arc::new(ZoneTable::new(&chrono_tz::Europe::Prague));
    /// let every = |every| Ok(Schedule::new(Periodically::new(every, 0)?).compile(&zone));
    /// let schedules = [every(Every::Minutes5)?, every(Every::Hours8)?];
    /// let mut runs = [None; 2];
    /// let noon = Utc.with_ymd_and_hms(2025, 6, 2, 10, 0, 0).unwrap();
    /// assert_eq!(CompiledSchedule::next_instants_after(&schedules, noon, &mut runs), 2);
    /// assert_eq!(runs[0], Some(Utc.with_ymd_and_hms(2025, 6, 2, 10, 5, 0).unwrap()));
    /// assert_eq!(runs[1], Some(Utc.with_ymd_and_hms(2025, 6, 2, 14, 0, 0).unwrap()));
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    pub fn next_instants_after(
        schedules: &[Self],
        t: DateTime<Utc>,
        runs: &mut [Option<DateTime<Utc>>],
    ) -> usize {
        let mut batch = Batch::new(t);
        for (schedules, runs) in schedules.chunks(BLOCK).zip(runs.chunks_mut(BLOCK)) {
            batch.answer(schedules, runs);
        }
        schedules.len().min(runs.len())
    }

    /// [`next_instants_after`](Self::next_instants_after) on all cores, as far as rayon's pool of threads has them.
    #[cfg(feature = "rayon")]
    pub fn par_next_instants_after(
        schedules: &[Self],
        t: DateTime<Utc>,
        runs: &mut [Option<DateTime<Utc>>],
    ) -> usize {
        use rayon::prelude::*;

        // Large enough that handing out the parts is no work, small enough that no core is left with a long last one.
        const PART: usize = 64 * BLOCK;
        schedules.par_chunks(PART).zip(runs.par_chunks_mut(PART)).for_each(|(schedules, runs)| {
            Self::next_instants_after(schedules, t, runs);
        });
        schedules.len().min(runs.len())
    }
}

/// How many schedules are answered before those are taken up whose patterns lie elsewhere.
const BLOCK: usize = 256;

/// How many days ahead dates are known. A run lies within a week and a day, or is not read off a pattern.
const DAYS: usize = 16;

/// How many zones are remembered.
const ZONES: usize = 64;

/// What one instant decides for all schedules.
struct Batch {
    t: DateTime<Utc>,
    now: Moment,
    position: Position,
    /// The dates from that of the instant on.
    dates: [NaiveDate; DAYS],
    zones: [Zone; ZONES],
}

/// What an instant decides for all schedules of a zone.
#[derive(Debug, Clone, Copy)]
struct Zone {
    /// Which zone that is.
    address: usize,
    /// The place of the offset in force among those of the zone.
    class: u8,
    /// How many days ahead the offset is sure to stay, for answers that keep clear of the change before; 0 where they
    /// do not.
    days: [u8; 2],
}

impl Batch {
    fn new(t: DateTime<Utc>) -> Self {
        let now = Moment::of(t);
        let date = |days: usize| now.date.checked_add_days(Days::new(days as u64)).unwrap_or(NaiveDate::MAX);
        Self {
            t,
            now,
            position: now.position(),
            dates: core::array::from_fn(date),
            zones: [Zone { address: 0, class: 0, days: [0; 2] }; ZONES],
        }
    }

    fn answer(&mut self, schedules: &[CompiledSchedule], runs: &mut [Option<DateTime<Utc>>]) {
        let (mut elsewhere, mut count) = ([0u8; BLOCK], 0);
        for (place, (schedule, run)) in schedules.iter().zip(runs.iter_mut()).enumerate() {
            if let Patterns::HourlyPairs { .. } = &schedule.patterns {
                elsewhere[count % BLOCK] = place as u8;
                count += 1;
            } else {
                *run = self.next(schedule);
            }
        }
        let elsewhere = || elsewhere.iter().take(count).map(|&place| usize::from(place));
        // One look at each before any is needed: the memory brings them side by side.
        let looks = elsewhere().filter_map(|place| match &schedules.get(place)?.patterns {
            Patterns::HourlyPairs { patterns, .. } => Some(patterns.first()?[0].first_byte()),
            _ => None,
        });
        core::hint::black_box(looks.fold(0, |all, byte| all ^ byte));
        for place in elsewhere() {
            if let (Some(schedule), Some(run)) = (schedules.get(place), runs.get_mut(place)) {
                *run = self.next(schedule);
            }
        }
    }

    #[inline(always)]
    fn next(&mut self, schedule: &CompiledSchedule) -> Option<DateTime<Utc>> {
        match self.read_patterns(schedule) {
            None => schedule.next_instant_after(self.t),
            run => run,
        }
    }

    /// What the patterns say, as far as they do without a look at the clock changes.
    #[inline(always)]
    fn read_patterns(&mut self, schedule: &CompiledSchedule) -> Option<DateTime<Utc>> {
        let position = self.position;
        let (clear, target) = match &schedule.patterns {
            Patterns::Never | Patterns::None => return None,
            Patterns::Steps { since, steps } => {
                return self.for_good(*since, Target::after(steps.slot_after(position.second)));
            }
            Patterns::Daily { since, pattern } => return self.for_good(*since, pattern.next(position)?),
            Patterns::Hourly { since, pattern } => return self.for_good(*since, pattern.next(position)?),
            Patterns::Minutes { since, steps, begin, hours } => {
                return self.for_good(*since, hours.next_step(position, *begin, *steps)?);
            }
            Patterns::StepsInZone { steps } => {
                let zone = self.zone(&schedule.zone);
                (zone.days[0], steps.next(zone.class.into(), position)?)
            }
            Patterns::DailyInZone { patterns } => {
                let zone = self.zone(&schedule.zone);
                (zone.days[0], patterns.get(usize::from(zone.class))?.next(position)?)
            }
            Patterns::HourlyInZone { clear, second, hours } => {
                let zone = self.zone(&schedule.zone);
                (zone.days[*clear as usize], hours.get(usize::from(zone.class))?.next(position, *second)?)
            }
            Patterns::HourlyPairs { clear, patterns } => {
                let zone = self.zone(&schedule.zone);
                let [slots, openings] = patterns.get(usize::from(zone.class))?;
                (zone.days[*clear as usize], Target::nearer(slots.next(position), openings.next(position))?)
            }
            Patterns::MinutesInZone { steps, begin, hours } => {
                let zone = self.zone(&schedule.zone);
                (
                    zone.days[0],
                    hours.get(usize::from(zone.class))?.next_step(position, *begin, steps.unpack())?,
                )
            }
        };
        if target.days < u32::from(clear) { self.instant(target) } else { None }
    }

    #[inline(always)]
    fn for_good(&self, since: NaiveDate, target: Target) -> Option<DateTime<Utc>> {
        if is_within(self.now.date, since) { self.instant(target) } else { None }
    }

    /// What the instant decides for a zone.
    #[inline(always)]
    fn zone(&mut self, zone: &Arc<ZoneTable>) -> Zone {
        let address = Arc::as_ptr(zone) as usize;
        // Tables lie 64 bytes apart at least, or nearly so.
        let place = (address >> 6) % ZONES;
        if self.zones[place].address != address {
            self.zones[place] = self.look_at(zone, address);
        }
        self.zones[place]
    }

    #[cold]
    #[inline(never)]
    fn look_at(&self, zone: &ZoneTable, address: usize) -> Zone {
        let unknown = Zone { address, class: 0, days: [0; 2] };
        let Some(span) = zone.span_on(self.now.date) else { return unknown };
        let days = [Clear::Day, Clear::Long].map(|clear| {
            let clear = |date: &&NaiveDate| span.keeps_clear(clear, self.now.date, **date);
            self.dates.iter().take_while(clear).count() as u8
        });
        Zone { address, class: span.class() as u8, days }
    }

    #[inline(always)]
    fn instant(&self, target: Target) -> Option<DateTime<Utc>> {
        let date = self.dates.get(target.days as usize)?;
        Some(date.and_time(NaiveTime::from_num_seconds_from_midnight_opt(target.second, 0)?).and_utc())
    }
}
