//! Sorting schedules by zone and kind of pattern.

use alloc::vec::Vec;

use chrono::NaiveDate;

use super::block::{Group, Holds, Rows};
use super::columns::{ByOffset, Columns, Row};
use crate::calendar::Clear;
use crate::schedule::compiled::Patterns;
use crate::schedule::compiled::patterns::{DailyPattern, HourlyPattern, MinutesPattern, Steps};

/// The schedules of a block that have been looked at, by kind of pattern.
#[derive(Default)]
pub(super) struct Piles {
    /// Without a run at any time.
    never: Vec<u16>,
    /// Without a pattern.
    unknown: Vec<u16>,
    steps: Vec<Entry<Steps>>,
    daily: Vec<Entry<DailyPattern>>,
    hourly: Vec<Entry<HourlyPattern<24>>>,
    pairs: Vec<Entry<[HourlyPattern<24>; 2]>>,
    minutes: Vec<Entry<MinutesPattern>>,
}

struct Entry<R> {
    subject: Subject,
    holds: Holds,
    /// The first date that no run follows.
    until: NaiveDate,
    rows: ByOffset<R>,
}

/// A schedule: its place in the block, and that of its zone.
#[derive(Clone, Copy)]
pub(super) struct Subject {
    pub(super) place: u16,
    pub(super) zone: u32,
}

impl Piles {
    pub(super) fn add(&mut self, subject: Subject, patterns: &Patterns) {
        if self.put(subject, patterns).is_none() {
            self.unknown.push(subject.place);
        }
    }

    /// Puts a schedule on its pile; `None` where there is none for it.
    fn put(&mut self, subject: Subject, patterns: &Patterns) -> Option<()> {
        match patterns {
            Patterns::Never => self.never.push(subject.place),
            Patterns::None => return None,
            Patterns::Steps { since, steps } => {
                self.steps.push(Entry::new(subject, Holds::Since(*since), [*steps])?);
            }
            Patterns::Daily { since, pattern } => {
                self.daily.push(Entry::new(subject, Holds::Since(*since), [*pattern])?);
            }
            Patterns::Hourly { since, pattern } => {
                self.hourly.push(Entry::new(subject, Holds::Since(*since), [*pattern])?);
            }
            Patterns::Minutes { since, steps, hours } => {
                let pattern = MinutesPattern::new(hours, *steps);
                self.minutes.push(Entry::new(subject, Holds::Since(*since), [pattern])?);
            }
            Patterns::StepsInZone { steps } => {
                self.steps.push(Entry::new(subject, Holds::Between(Clear::Day), steps.by_offset())?);
            }
            Patterns::DailyInZone { until, patterns } => {
                let entry = Entry::new(subject, Holds::Between(Clear::Day), *patterns)?;
                self.daily.push(Entry { until: *until, ..entry });
            }
            Patterns::HourlyInZone { clear, second, hours } => {
                let patterns = hours.iter().map(|hours| HourlyPattern::of(hours, *second));
                self.hourly.push(Entry::new(subject, Holds::Between(*clear), patterns)?);
            }
            Patterns::HourlyAndOpenings { clear, starts } => {
                self.pairs.push(Entry::new(subject, Holds::Between(*clear), starts.by_offset())?);
            }
            Patterns::HourlyPairs { clear, patterns } => {
                self.pairs.push(Entry::new(subject, Holds::Between(*clear), patterns.iter().copied())?);
            }
            Patterns::MinutesInZone { steps, hours } => {
                let patterns = hours.iter().map(|hours| MinutesPattern::new(hours, steps.unpack()));
                self.minutes.push(Entry::new(subject, Holds::Between(Clear::Day), patterns)?);
            }
        }
        Some(())
    }

    /// The groups of all piles.
    pub(super) fn into_groups(self) -> impl Iterator<Item = Group> {
        [Group::without_rows(self.never, Rows::Never), Group::without_rows(self.unknown, Rows::Unknown)]
            .into_iter()
            .chain(groups(self.steps, |columns, _| Rows::Steps(columns)))
            .chain(groups(self.daily, |columns, entries| {
                Rows::Daily(columns, entries.iter().map(|entry| entry.until).collect())
            }))
            .chain(groups(self.hourly, |columns, _| Rows::Hourly(columns)))
            .chain(groups(self.pairs, |columns, _| Rows::Pairs(columns)))
            .chain(groups(self.minutes, |columns, _| Rows::Minutes(columns)))
    }
}

impl<R: Row> Entry<R> {
    fn new(subject: Subject, holds: Holds, rows: impl IntoIterator<Item = R>) -> Option<Self> {
        Some(Self { subject, holds, until: NaiveDate::MAX, rows: ByOffset::new(rows)? })
    }

    /// The same for those of one group. Of dates since which patterns hold, a group has the latest.
    fn key(&self) -> impl Ord + use<R> {
        let clear = match self.holds {
            Holds::Since(_) => None,
            Holds::Between(clear) => Some(clear),
        };
        (self.subject.zone, clear, self.rows.key())
    }
}

/// The groups of a pile.
fn groups<R: Row>(
    mut pile: Vec<Entry<R>>,
    rows: impl Fn(Columns<R::Column>, &[Entry<R>]) -> Rows,
) -> Vec<Group> {
    pile.sort_by_key(Entry::key);
    let group = |entries: &[Entry<R>]| {
        let first = entries.first()?;
        let holds = entries.iter().fold(first.holds, |latest, entry| latest.later(entry.holds));
        let columns = Columns::of(entries.iter().map(|entry| &entry.rows));
        Some(Group {
            zone: first.subject.zone,
            holds,
            places: entries.iter().map(|entry| entry.subject.place).collect(),
            rows: rows(columns, entries),
        })
    };
    pile.chunk_by(|one, other| one.key() == other.key()).filter_map(group).collect()
}
