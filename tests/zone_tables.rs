//! A table of a zone answers as the zone does, and so does what is compiled for it: around changes of each kind, in each
//! of the last hours before one and the first after it, in any century, and at the ends of time.
//!
//! Few questions, chosen: as many as show each way of answering at work. The random ones are in `compiled_laws.rs`.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::sync::Arc;

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, Fold, Gap, HourOfWeek, MinuteOffset, Periodically, Plan,
    Schedule, Starts, WORKDAYS, WindowClock, ZoneTable,
};
use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::Tz;

use oracle::SummersForEver;

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn every(every: Every, offset: i64) -> Schedule {
    Schedule::new(Periodically::new(every, offset).unwrap())
}

fn daily(days: WeekdaySet, time: &str) -> Schedule {
    let time: NaiveTime = time.parse().unwrap();
    Schedule::new(Daily::new(days, time).unwrap())
}

fn ahead(minutes: i64) -> WindowClock {
    WindowClock::UtcOffset(MinuteOffset::new(minutes).unwrap())
}

/// Schedules of each kind: by days, by hours and by minutes, without a window and with windows on each clock.
fn schedules() -> Vec<Schedule> {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    let local = nights.with_clock(WindowClock::LOCAL);
    let late = nights.with_clock(WindowClock::Local { shift: MinuteOffset::new(45).unwrap() });
    let sunday = BackupWindow::from_hours([1, 2, 3].map(|hour| HourOfWeek::on(Weekday::Sun, hour).unwrap()));
    let sunday = sunday.with_clock(WindowClock::LOCAL);
    let weekend = BackupWindow::ALWAYS.deny_daily(WORKDAYS, 0, 24).with_clock(ahead(-90));
    let mut schedules = vec![
        daily(WeekdaySet::ALL, "02:30:00"),
        daily(WeekdaySet::ALL, "00:00:00"),
        daily(WORKDAYS, "23:59:59").with_backup_window(local),
        daily(WeekdaySet::ALL, "01:30:00").with_backup_window(sunday),
        daily(WeekdaySet::single(Weekday::Sun), "02:00:00.5"),
        daily(WORKDAYS, "12:15:00").with_backup_window(local).with_denied(DeniedSlot::Defer),
        every(Every::Hours24, 10),
    ];
    for (interval, offset) in
        [(Every::Hours1, 0), (Every::Hours2, 40), (Every::Hours4, 15), (Every::Hours8, 59)]
    {
        let slots = every(interval, offset);
        schedules.push(slots);
        for window in [nights, local, late, sunday, weekend] {
            schedules.push(slots.with_backup_window(window));
        }
        schedules.push(slots.with_backup_window(local).with_denied(DeniedSlot::Skip));
        schedules
            .push(slots.with_backup_window(nights.with_clock(ahead(30))).with_denied(DeniedSlot::AtOpening));
        schedules.push(slots.with_backup_window(local).with_periodic_window(weekend));
    }
    for interval in [Every::Minutes5, Every::Minutes20, Every::Minutes30] {
        let slots = every(interval, 0);
        schedules.push(slots);
        for window in [nights, local, late, sunday, weekend] {
            schedules.push(slots.with_backup_window(window));
        }
        schedules.push(slots.with_backup_window(local).with_denied(DeniedSlot::Skip));
    }
    schedules
}

/// The next run after an instant by every way there is, and the last one before it.
struct Asked<'z, Z> {
    zone: &'z Z,
    table: Arc<ZoneTable>,
}

impl<'z, Z: TimeZone> Asked<'z, Z> {
    fn of(zone: &'z Z) -> Self {
        Self { zone, table: Arc::new(ZoneTable::new(zone)) }
    }

    fn check(&self, schedule: Schedule, instants: impl Iterator<Item = DateTime<Utc>>) {
        let (compiled, plan) = (schedule.compile(&self.table), Plan::new(Starts::Scheduled(schedule)));
        let in_table = plan.in_zone(&self.table);
        for t in instants {
            let next = schedule.next_after(self.zone, t);
            let instant = next.ok().map(|run| run.at);
            assert_eq!(compiled.next_instant_after(t), instant, "{schedule:?} after {t:?}");
            assert_eq!(in_table.next_after(t), next, "{schedule:?} after {t:?}");
            let previous = schedule.previous_before(self.zone, t);
            assert_eq!(in_table.previous_before(t), previous, "{schedule:?} before {t:?}");
        }
    }
}

impl<Z: TimeZone> Asked<'_, Z> {
    /// Run after run is what one run leads on to.
    fn follow(&self, schedule: Schedule, from: DateTime<Utc>) {
        let compiled = schedule.compile(&self.table);
        let (mut last, mut instants) = (from, compiled.instants_after(from));
        for _ in 0..60 {
            let next = instants.next();
            assert_eq!(next, compiled.next_instant_after(last), "{schedule:?} after {last:?}");
            let Some(next) = next else { break };
            last = next;
        }
    }
}

/// Each second that a whole quarter of an hour begins, and the one before it, from hours before a change to hours after.
fn around(change: &str, hours: i64, step: usize) -> impl Iterator<Item = DateTime<Utc>> + use<> {
    let change = at(change);
    let quarters = (-4 * hours..=4 * hours).step_by(step);
    quarters
        .flat_map(move |quarter| [-1, 0].map(|second| change + TimeDelta::seconds(quarter * 900 + second)))
}

/// The schedules with each choice for gaps and folds, the defaults among them.
fn with_policies(schedules: Vec<Schedule>) -> impl Iterator<Item = Schedule> {
    schedules.into_iter().flat_map(|schedule| {
        let first = schedule.with_gap(Gap::ShiftForward).with_fold(Fold::First);
        [schedule, first, schedule.with_gap(Gap::Skip).with_fold(Fold::Both)]
    })
}

fn check_around(zone: Tz, changes: &[&str]) {
    let asked = Asked::of(&zone);
    for schedule in with_policies(schedules()) {
        for change in changes {
            asked.check(schedule, around(change, 5, 3).chain(around(change, 240, 50)));
        }
    }
}

#[test]
fn an_hour_forward_and_an_hour_back() {
    check_around(Tz::Europe__Prague, &["2025-03-30T01:00:00Z", "2025-10-26T01:00:00Z"]);
}

#[test]
fn half_an_hour_forward_and_back() {
    check_around(Tz::Australia__Lord_Howe, &["2025-10-04T15:30:00Z", "2025-04-05T15:00:00Z"]);
}

#[test]
fn two_hours_forward_and_back() {
    check_around(Tz::Antarctica__Troll, &["2025-03-30T01:00:00Z", "2025-10-26T01:00:00Z"]);
}

#[test]
fn a_minute_after_midnight() {
    let (zone, changes) = (Tz::America__St_Johns, ["2010-03-14T03:31:00Z", "2010-11-07T02:31:00Z"]);
    check_around(zone, &changes);
    // Of a denied hour less is left than from slot to slot, and nothing was denied in it.
    let sunday = WeekdaySet::single(Weekday::Sun);
    let quarter = WindowClock::Local { shift: MinuteOffset::new(15).unwrap() };
    let asked = Asked::of(&zone);
    for hour in [0, 1, 22, 23] {
        let window = BackupWindow::ALWAYS.deny_daily(sunday, hour, hour + 1).with_clock(quarter);
        for interval in [Every::Minutes20, Every::Minutes30, Every::Hours1] {
            for schedule in with_policies(vec![every(interval, 0).with_backup_window(window)]) {
                changes.iter().for_each(|change| asked.check(schedule, around(change, 2, 1)));
            }
        }
    }
}

#[test]
fn a_day_that_is_left_out() {
    check_around(Tz::Pacific__Apia, &["2011-12-30T10:00:00Z"]);
}

#[test]
fn two_changes_within_a_month() {
    let zone = Tz::Africa__Casablanca;
    let asked = Asked::of(&zone);
    for schedule in schedules() {
        for change in ["2025-02-23T02:00:00Z", "2025-04-06T02:00:00Z"] {
            asked.check(schedule, around(change, 2, 3).chain(around(change, 360, 70)));
        }
    }
}

#[test]
fn offsets_that_are_kept_for_a_time_or_for_good() {
    for (zone, changes) in [
        (Tz::Europe__Moscow, ["2011-03-26T23:00:00Z", "2014-10-25T22:00:00Z"]),
        (Tz::America__Sao_Paulo, ["2018-11-04T03:00:00Z", "2019-02-17T02:00:00Z"]),
        (Tz::Asia__Kathmandu, ["1985-12-31T18:30:00Z", "2024-12-31T18:15:00Z"]),
        (Tz::UTC, ["2024-12-31T23:00:00Z", "2025-12-31T23:00:00Z"]),
    ] {
        let asked = Asked::of(&zone);
        for schedule in schedules() {
            for change in changes {
                asked.check(schedule, around(change, 50, 5).chain(around(change, 400, 90)));
                asked.follow(schedule, at(change) - TimeDelta::hours(3));
            }
        }
    }
}

#[test]
fn changes_that_come_in_every_year_in_any_of_them() {
    let zone = SummersForEver { winter: 7_200 };
    let asked = Asked::of(&zone);
    let years = [1_969, 1_970, 2_099, 2_100, 2_499, 2_500, 2_501, 2_899, 2_900, 3_300, 41_235, 262_141];
    for schedule in with_policies(vec![
        daily(WeekdaySet::ALL, "03:30:00"),
        every(Every::Hours2, 40),
        every(Every::Minutes30, 0).with_backup_window(BackupWindow::NEVER.allow_daily(WORKDAYS, 22, 6)),
    ]) {
        for year in years {
            for (month, day) in [(3, 30), (10, 26)] {
                let change = Utc.with_ymd_and_hms(year, month, day, 1, 0, 0).unwrap();
                let hours = [-300, -30, -2, -1, 0, 1, 2, 24, 200];
                asked.check(schedule, hours.into_iter().map(|hours| change + TimeDelta::hours(hours)));
            }
        }
    }
}

#[test]
fn the_years_in_which_time_ends() {
    for zone in [Tz::UTC, Tz::Asia__Kathmandu, Tz::Europe__Prague] {
        let asked = Asked::of(&zone);
        let ends = ["+262140-01-01T00:00:00Z", "+262142-12-30T12:00:00Z", "-262143-01-02T12:00:00Z"];
        for schedule in schedules() {
            for end in ends {
                asked.check(schedule, around(end, 30, 37));
                asked.follow(schedule, at(end));
            }
        }
    }
}
