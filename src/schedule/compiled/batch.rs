//! The next runs of many schedules after one instant.
//!
//! What the instant decides is found once for all schedules: the weekday, the dates ahead, and for each zone the span
//! in force. Schedules are sorted by their kind of pattern, some hundreds at a time, and answered kind by kind: of
//! different ones in a row no processor could foretell which comes next. What patterns do not say of themselves is
//! put off, so that the loops over them call nothing.

mod zones;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use self::zones::Zones;
use super::moment::Moment;
use super::patterns::{Position, Target};
use super::read::is_within;
use super::{CompiledSchedule, Patterns};
use crate::calendar::Clear;

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
        let count = schedules.len().min(runs.len());
        if count < FEW {
            let answers = schedules.iter().zip(runs);
            answers.for_each(|(schedule, run)| *run = schedule.next_instant_after(t));
            return count;
        }
        let (schedules, mut batch) = (&schedules[..count], Batch::new(t));
        let (mut sorted, mut sorted_next) = (&mut [Places::NONE; KINDS], &mut [Places::NONE; KINDS]);
        let mut ahead = schedules.chunks(BLOCK);
        Sorting::new(ahead.next().unwrap_or(&[]), sorted).finish();
        for block in schedules.chunks(BLOCK).zip(runs.chunks_mut(BLOCK)) {
            batch.answer(block, ahead.next().unwrap_or(&[]), sorted, sorted_next);
            core::mem::swap(&mut sorted, &mut sorted_next);
        }
        count
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

/// How many schedules are sorted together; a place among them is a byte.
const BLOCK: usize = 256;

/// How many days ahead dates are known. A run lies within a week and a day, or is not read off a pattern.
const DAYS: usize = 16;

/// So many schedules are answered one by one: preparing to answer many takes as long.
const FEW: usize = 32;

/// A power of two, and no fewer than there are kinds of patterns.
const KINDS: usize = 16;

/// What one instant decides for all schedules.
struct Batch {
    t: DateTime<Utc>,
    now: Moment,
    position: Position,
    /// The dates from that of the instant on.
    dates: [NaiveDate; DAYS],
    zones: Zones,
}

/// Places in a block.
#[derive(Clone, Copy)]
struct Places {
    places: [u8; BLOCK],
    count: usize,
}

impl Places {
    const NONE: Self = Self { places: [0; BLOCK], count: 0 };

    #[inline(always)]
    fn push(&mut self, place: usize) {
        self.places[self.count % BLOCK] = place as u8;
        self.count += 1;
    }

    #[inline(always)]
    fn iter(&self) -> impl Iterator<Item = usize> {
        self.places.iter().take(self.count).map(|&place| usize::from(place))
    }
}

/// What a pattern says.
enum Said {
    Run(Target),
    /// There is no run any more.
    Never,
    /// A clock change is near, or something else that the pattern does not know.
    Unknown,
}

impl Batch {
    fn new(t: DateTime<Utc>) -> Self {
        let now = Moment::of(t);
        let date = |days: usize| now.date.checked_add_days(Days::new(days as u64)).unwrap_or(NaiveDate::MAX);
        let dates = core::array::from_fn(date);
        Self { t, now, position: now.position(), dates, zones: Zones::new(now) }
    }

    /// Answers a block that is sorted, and sorts the next one.
    fn answer(
        &mut self,
        (schedules, runs): (&[CompiledSchedule], &mut [Option<DateTime<Utc>>]),
        next: &[CompiledSchedule],
        sorted: &[Places; KINDS],
        sorted_next: &mut [Places; KINDS],
    ) {
        let mut unknown = Places::NONE;
        let next = Sorting::new(next, sorted_next);
        let mut answer = Answer { batch: self, schedules, runs, sorted, unknown: &mut unknown, next };
        answer.kind::<0>();
        answer.kind::<1>();
        answer.kind::<2>();
        answer.kind::<3>();
        answer.kind::<4>();
        answer.kind::<5>();
        answer.kind::<6>();
        answer.kind::<7>();
        answer.kind::<8>();
        answer.kind::<9>();
        answer.kind::<10>();
        answer.kind::<11>();
        answer.next.finish();
        for place in unknown.iter() {
            if let (Some(schedule), Some(run)) = (schedules.get(place), runs.get_mut(place)) {
                *run = match self.next_further(schedule) {
                    Some(run) => run,
                    None => schedule.next_instant_after(self.t),
                };
            }
        }
    }

    /// What the patterns say, as far as they do without a look at the clock changes.
    #[inline(always)]
    fn read(&self, schedule: &CompiledSchedule) -> Said {
        let now = self.position;
        let in_zone = |clear, next: &dyn Fn(usize) -> Option<Target>| self.in_zone(schedule, clear, next);
        match &schedule.patterns {
            Patterns::Never => Said::Never,
            Patterns::None => Said::Unknown,
            Patterns::Steps { since, steps } => {
                self.for_good(*since, Some(Target::after(steps.slot_after(now.second))))
            }
            Patterns::Daily { since, pattern } => self.for_good(*since, pattern.next(now)),
            Patterns::Hourly { since, pattern } => self.for_good(*since, pattern.next(now)),
            Patterns::Minutes { since, steps, begin, hours } => {
                self.for_good(*since, hours.next_step_of_many(now, *begin, *steps))
            }
            Patterns::StepsInZone { steps } => in_zone(Clear::Day, &|class| steps.next(class, now)),
            Patterns::DailyInZone { patterns, .. } => {
                in_zone(Clear::Day, &|class| patterns.get(class)?.next(now))
            }
            Patterns::HourlyInZone { clear, second, hours } => {
                in_zone(*clear, &|class| hours.get(class)?.next(now, *second))
            }
            Patterns::HourlyAndOpenings { clear, starts } => {
                in_zone(*clear, &|class| starts.next(class, now))
            }
            Patterns::HourlyPairs { clear, patterns } => in_zone(*clear, &|class| {
                let [slots, openings] = patterns.get(class)?;
                Target::nearer(slots.next(now), openings.next(now))
            }),
            Patterns::MinutesInZone { steps, begin, hours } => {
                in_zone(Clear::Day, &|class| hours.get(class)?.next_step_of_many(now, *begin, steps.unpack()))
            }
        }
    }

    /// What a pattern says that holds from a date on.
    #[inline(always)]
    fn for_good(&self, since: NaiveDate, next: Option<Target>) -> Said {
        match next {
            _ if !is_within(self.now.date, since) => Said::Unknown,
            Some(target) => Said::Run(target),
            None => Said::Never,
        }
    }

    /// What a pattern says that depends on the offset in force.
    #[inline(always)]
    fn in_zone(
        &self,
        schedule: &CompiledSchedule,
        clear: Clear,
        next: impl Fn(usize) -> Option<Target>,
    ) -> Said {
        let (class, days) = self.zones.find(&schedule.zone, clear);
        match next(class) {
            Some(target) if target.days < days => Said::Run(target),
            _ => Said::Unknown,
        }
    }

    #[inline(always)]
    fn instant(&self, target: Target) -> Option<DateTime<Utc>> {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(target.second, 0)?;
        Some(self.dates[target.days as usize % DAYS].and_time(time).and_utc())
    }

    /// What a daily schedule brings after the next change of the clock, where there is no run before it, or never
    /// again; `None` where that is not certain.
    #[inline(never)]
    fn next_further(&mut self, schedule: &CompiledSchedule) -> Option<Option<DateTime<Utc>>> {
        let ahead = self.zones.look_ahead(&schedule.zone)?;
        let Patterns::DailyInZone { until, patterns } = &schedule.patterns else { return None };
        if *until <= self.now.date {
            return Some(None);
        }
        let before = patterns.get(usize::from(ahead.class))?;
        if !before.is_empty() || ahead.skips(before.second()) {
            return None;
        }
        let after = patterns.get(usize::from(ahead.class_after))?;
        let run = ahead.from.ahead(after.next(ahead.from.position())?)?;
        ahead.keeps_clear(run.date).then(|| run.instant())
    }
}

/// A block of schedules that are being answered.
struct Answer<'b> {
    batch: &'b Batch,
    schedules: &'b [CompiledSchedule],
    runs: &'b mut [Option<DateTime<Utc>>],
    sorted: &'b [Places; KINDS],
    unknown: &'b mut Places,
    next: Sorting<'b>,
}

/// A block of schedules that are being sorted by their kind of pattern.
struct Sorting<'b> {
    schedules: core::iter::Enumerate<core::slice::Iter<'b, CompiledSchedule>>,
    sorted: &'b mut [Places; KINDS],
}

impl<'b> Sorting<'b> {
    fn new(schedules: &'b [CompiledSchedule], sorted: &'b mut [Places; KINDS]) -> Self {
        sorted.iter_mut().for_each(|places| places.count = 0);
        Self { schedules: schedules.iter().enumerate(), sorted }
    }

    /// Sorts one more.
    #[inline(always)]
    fn step(&mut self) {
        if let Some((place, schedule)) = self.schedules.next() {
            self.sorted[schedule.patterns.kind() % KINDS].push(place);
        }
    }

    fn finish(mut self) {
        while self.schedules.len() > 0 {
            self.step();
        }
    }
}

impl Answer<'_> {
    /// Answers the schedules with one kind of pattern.
    #[inline(always)]
    fn kind<const KIND: usize>(&mut self) {
        for place in self.sorted[KIND].iter() {
            // The memory brings a schedule of the next block while this one is answered.
            self.next.step();
            if let (Some(schedule), Some(run)) = (self.schedules.get(place), self.runs.get_mut(place)) {
                // So that what follows is made for this kind alone.
                let is_of_kind = schedule.patterns.kind() == KIND;
                match if is_of_kind { self.batch.read(schedule) } else { Said::Unknown } {
                    Said::Run(target) => *run = self.batch.instant(target),
                    Said::Never => *run = None,
                    Said::Unknown => self.unknown.push(place),
                }
            }
        }
    }
}
