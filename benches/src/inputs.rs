//! What is asked: instants, and the schedules and windows of the rows. The same on every machine and in every run.

use backup_window::{
    BackupWindow, Daily, Every, HourOfWeek, MinuteOffset, Periodically, Schedule, WORKDAYS, WindowClock,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, Weekday, WeekdaySet};

/// How many questions a row asks.
pub const QUESTIONS: usize = 1_024;

/// A small generator of pseudo-random numbers: SplitMix64.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The next number, below `limit`.
    pub const fn below(&mut self, limit: u64) -> u64 {
        self.number() % limit
    }

    /// A whole second of the years 2015 to 2037.
    pub fn instant(&mut self) -> DateTime<Utc> {
        let (from, to) = (at("2015-01-01T00:00:00Z"), at("2038-01-01T00:00:00Z"));
        let seconds = self.below((to - from).num_seconds().unsigned_abs());
        DateTime::from_timestamp(from.timestamp() + seconds as i64, 0).expect("a date")
    }
}

/// The instants asked about: whole seconds of 2015 to 2037.
pub fn instants() -> Vec<DateTime<Utc>> {
    let mut random = Random::new(168);
    (0..QUESTIONS).map(|_| random.instant()).collect()
}

/// Instants of 31 October, 2015 to 2037, when the summer time of Europe is over.
pub fn last_of_october() -> Vec<DateTime<Utc>> {
    let mut random = Random::new(31);
    let instant = |_| {
        let (year, second) = (2_015 + random.below(23), 2 * 3_600 + random.below(22 * 3_600));
        at(&format!("{year}-10-31T00:00:00Z")) + TimeDelta::seconds(second as i64)
    };
    (0..QUESTIONS).map(instant).collect()
}

/// Friday 19:00, the printed example of the product's documentation.
pub fn friday() -> Schedule {
    Schedule::new(Daily::new(WeekdaySet::single(Weekday::Fri), at_19()).expect("has a day"))
}

/// Every day at 19:00.
pub fn everyday() -> Schedule {
    Schedule::new(Daily::new(WeekdaySet::ALL, at_19()).expect("has days"))
}

/// 19:00.
pub fn at_19() -> NaiveTime {
    NaiveTime::from_hms_opt(19, 0, 0).expect("a time of day")
}

/// A periodic schedule without an offset.
pub fn every(every: Every) -> Schedule {
    Schedule::new(Periodically::new(every, 0).expect("no offset"))
}

/// The minutes by which the clock of the rows' windows is ahead of UTC: that of Los Angeles in winter.
pub const WINDOW_MINUTES: i64 = -480;

/// Minutes that are no whole hours, for the row that asks a window directly: the clock of Kolkata.
pub const ODD_MINUTES: i64 = 330;

/// The clock that is so many minutes ahead of UTC.
pub fn clock(minutes: i64) -> WindowClock {
    WindowClock::UtcOffset(MinuteOffset::new(minutes).expect("less than a day"))
}

/// Workdays from 20:00 to 06:00 and all of the weekend: what most jobs are allowed.
pub fn nights_and_weekends() -> BackupWindow {
    BackupWindow::ALWAYS.deny_daily(WORKDAYS, 6, 20).with_clock(clock(WINDOW_MINUTES))
}

/// Saturday 03:00 to 04:00: the window whose next opening is furthest away.
pub fn one_hour_a_week() -> BackupWindow {
    let hour = HourOfWeek::on(Weekday::Sat, 3).expect("below 24");
    BackupWindow::from_hours([hour]).with_clock(clock(WINDOW_MINUTES))
}

/// 09:00 to 17:00 every day: a job at 19:00 never meets it, in summer or winter.
pub fn office_hours() -> BackupWindow {
    BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 9, 17).with_clock(clock(WINDOW_MINUTES))
}

/// An instant that is written out.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("RFC 3339")
}

/// A JSON document without its white space.
pub fn compact(document: &str) -> String {
    let mut inside = false;
    document
        .chars()
        .filter(|&c| {
            inside ^= c == '"';
            inside || !c.is_whitespace()
        })
        .collect()
}
