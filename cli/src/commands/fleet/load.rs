//! Starts, counted: per hour of the week, per minute, and per group of jobs that share something.
//!
//! What is kept does not grow with the number of jobs: a counter for each hour of the week and for each minute of a range
//! of a week at most, and for each group a counter for each minute of the hours in which it starts anything.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};

use crate::output::in_zone;
use crate::zone::Zone;

/// So many hours of groups are counted by the minute; they need 240 bytes each.
const MOST_PAGES: usize = 1 << 19;

/// A minute of the range, counted from its start.
pub(super) type Minute = u16;

/// The range in which starts are counted, with the hour of the week on the zone's clock of each of its minutes.
pub(super) struct Week {
    pub(super) range: Range<DateTime<Utc>>,
    hours: Vec<u8>,
}

impl Week {
    /// A range of a week at most.
    pub(super) fn new(range: Range<DateTime<Utc>>, zone: &Zone) -> Self {
        let hour_of = |minute: i64| {
            let local = in_zone(range.start + TimeDelta::minutes(minute), zone);
            (local.weekday().num_days_from_sunday() * 24 + local.hour()) as u8
        };
        let minutes = (range.end - range.start + TimeDelta::seconds(59)).num_minutes();
        let hours = (0..minutes).map(hour_of).collect();
        Self { range, hours }
    }

    /// The minute of an instant; one outside the range is taken as if the range came again and again.
    pub(super) fn minute_of(&self, t: DateTime<Utc>) -> Minute {
        let minutes = (t - self.range.start).num_seconds().div_euclid(60);
        minutes.rem_euclid(self.hours.len().max(1) as i64) as Minute
    }

    /// The hour of the week in which a minute lies.
    pub(super) fn hour_of(&self, minute: Minute) -> usize {
        self.hours.get(usize::from(minute)).copied().unwrap_or(0).into()
    }

    pub(super) fn at(&self, minute: Minute) -> DateTime<Utc> {
        self.range.start + TimeDelta::minutes(minute.into())
    }
}

/// A most: how many, and where first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peak<T> {
    pub(super) starts: u32,
    pub(super) at: T,
}

/// What starts when.
#[derive(Debug, Clone)]
pub(super) struct Load {
    pub(super) jobs: u64,
    /// Jobs whose starts cannot be computed, by the reason.
    pub(super) without: BTreeMap<&'static str, u64>,
    pub(super) hours: [u32; 168],
    minutes: Vec<u32>,
    pub(super) groups: BTreeMap<String, Group>,
    pages: usize,
    /// Whether there were more hours of groups than are counted.
    pub(super) is_cut: bool,
}

/// The jobs that share something.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub(super) jobs: u64,
    pub(super) starts: u64,
    /// The starts of each minute, by the hour of the range.
    pages: BTreeMap<u16, Box<[u32; 60]>>,
}

/// Starts of a group that happen in the same minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Collisions {
    /// How many starts share their minute with another one.
    pub(super) starts: u64,
    /// In how many minutes that is so.
    pub(super) minutes: u64,
    pub(super) peak: Option<Peak<Minute>>,
}

impl Load {
    pub(super) fn new(week: &Week) -> Self {
        Self {
            jobs: 0,
            without: BTreeMap::new(),
            hours: [0; 168],
            minutes: vec![0; week.hours.len()],
            groups: BTreeMap::new(),
            pages: 0,
            is_cut: false,
        }
    }

    pub(super) fn starts(&self) -> u64 {
        self.hours.iter().copied().map(u64::from).sum()
    }

    /// A job with these starts that belongs to these groups.
    pub(super) fn add_job(&mut self, week: &Week, starts: &[Minute], groups: &[String]) {
        self.jobs += 1;
        for name in groups {
            match self.groups.get_mut(name) {
                Some(group) => group.jobs += 1,
                None => drop(self.groups.insert(name.clone(), Group { jobs: 1, ..Group::default() })),
            }
        }
        self.add(week, starts, groups);
    }

    pub(super) fn add(&mut self, week: &Week, starts: &[Minute], groups: &[String]) {
        for &minute in starts {
            self.hours[week.hour_of(minute)] += 1;
            self.minutes[usize::from(minute)] += 1;
        }
        for name in groups {
            let Some(group) = self.groups.get_mut(name) else { continue };
            group.starts += starts.len() as u64;
            for &minute in starts {
                if self.pages >= MOST_PAGES && !group.pages.contains_key(&(minute / 60)) {
                    self.is_cut = true;
                    continue;
                }
                let page = group.pages.entry(minute / 60).or_insert_with(|| {
                    self.pages += 1;
                    Box::new([0; 60])
                });
                page[usize::from(minute % 60)] += 1;
            }
        }
    }

    /// Takes back what was added.
    pub(super) fn remove(&mut self, week: &Week, starts: &[Minute], groups: &[String]) {
        for &minute in starts {
            self.hours[week.hour_of(minute)] -= 1;
            self.minutes[usize::from(minute)] -= 1;
        }
        for name in groups {
            let Some(group) = self.groups.get_mut(name) else { continue };
            group.starts -= starts.len() as u64;
            for &minute in starts {
                if let Some(page) = group.pages.get_mut(&(minute / 60)) {
                    let count = &mut page[usize::from(minute % 60)];
                    *count = count.saturating_sub(1);
                }
            }
        }
    }

    /// The largest loads, of an hour and of a minute, that these starts meet.
    pub(super) fn met_by(&self, week: &Week, starts: impl Iterator<Item = Minute>) -> (u32, u32) {
        starts.fold((0, 0), |(hour, minute), start| {
            let met = (self.hours[week.hour_of(start)], self.minutes[usize::from(start)]);
            (hour.max(met.0), minute.max(met.1))
        })
    }

    /// The hour of the week with the most starts.
    pub(super) fn peak_hour(&self) -> Option<Peak<usize>> {
        peak(self.hours.iter().copied().enumerate())
    }

    pub(super) fn peak_minute(&self) -> Option<Peak<Minute>> {
        peak((0..).zip(self.minutes.iter().copied()))
    }

    /// The starts of all groups that collide.
    pub(super) fn collisions(&self) -> u64 {
        self.groups.values().map(|group| group.collisions().starts).sum()
    }
}

impl Group {
    pub(super) fn collisions(&self) -> Collisions {
        let counts = || self.pages.iter().flat_map(|(hour, page)| (hour * 60..).zip(**page));
        let shared = || counts().filter(|(_, count)| *count > 1);
        Collisions {
            starts: shared().map(|(_, count)| u64::from(count)).sum(),
            minutes: shared().count() as u64,
            peak: peak(counts()),
        }
    }
}

/// The first of the largest counts, where anything was counted.
fn peak<T>(counts: impl Iterator<Item = (T, u32)>) -> Option<Peak<T>> {
    counts.fold(None, |peak, (at, starts)| match peak {
        Some(Peak { starts: most, .. }) if starts <= most => peak,
        _ if starts == 0 => peak,
        _ => Some(Peak { starts, at }),
    })
}
