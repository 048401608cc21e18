//! One question at a time: the next run, and whether a window is open.
//!
//! The job is the printed example of the product's documentation, Friday 19:00 in Los Angeles, and the other rows
//! change one thing at a time.

use backup_window::{BackupWindow, Daily, Every, HourOfWeek, Periodically, Schedule, WORKDAYS, WindowClock};
use chrono::{DateTime, NaiveTime, Utc, Weekday, WeekdaySet};
use chrono_tz::America::Los_Angeles;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn next_run(c: &mut Criterion) {
    let mut group = c.benchmark_group("next_run");

    // The instant of the documentation's sample: `lastRun`, a Wednesday, with seven digits of a second.
    let sample = at("2018-05-30T12:19:14.7927466Z");
    let friday = Schedule::new(at_19(WeekdaySet::single(Weekday::Fri)));
    let mut row = |name, schedule: Schedule, from, expected| {
        let ask = |from| schedule.next_after(&Los_Angeles, from).map(|run| run.at);
        assert_eq!(ask(from), Ok(at(expected)), "{name}");
        group.bench_function(name, |b| b.iter(|| ask(black_box(from))));
    };

    // The typical question: some days ahead, no window, no clock change in between.
    row("daily, Friday 19:00", friday, sample, "2018-06-02T02:00:00Z");
    // A clock change lies between question and answer: 2018-03-11 10:00Z.
    row("daily, across a clock change", friday, at("2018-03-10T12:00:00Z"), "2018-03-17T02:00:00Z");
    // The finest grid of slots: the answer is at most five minutes away.
    row("every 5 min", every(Every::Minutes5), sample, "2018-05-30T12:20:00Z");
    // The window is closed: 06:00 to 20:00 local on workdays; the answer is the opening.
    let gated = every(Every::Minutes5).with_periodic_window(nights_and_weekends());
    row("every 5 min, gated, closed for the day", gated, at("2018-05-30T14:00:00Z"), "2018-05-31T03:00:00Z");
    // The worst week: one allowed hour, nearly a week away.
    let one_hour = BackupWindow::from_hours([hour(Weekday::Sun, 3)]).with_clock(WindowClock::LOCAL);
    let rare = every(Every::Minutes5).with_periodic_window(one_hour);
    row("every 5 min, gated, one hour a week", rare, at("2018-06-03T11:00:00Z"), "2018-06-10T10:00:00Z");
    // Denied slots one after the other: only Saturday's passes the window.
    let weekends = BackupWindow::NEVER.allow(hour(Weekday::Sat, 0), hour(Weekday::Mon, 0));
    let everyday =
        Schedule::new(at_19(WeekdaySet::ALL)).with_backup_window(weekends.with_clock(WindowClock::LOCAL));
    row("daily, gated, allowed at weekends", everyday, sample, "2018-06-03T02:00:00Z");
}

fn is_allowed(c: &mut Criterion) {
    let mut group = c.benchmark_group("is_allowed");
    // Half an hour past an edge, so that neither neighbour gives the same answer by chance.
    let evening = at("2018-05-31T03:30:00Z");
    for (name, clock) in [("UTC", WindowClock::UTC), ("local", WindowClock::LOCAL)] {
        let window = nights_and_weekends().with_clock(clock);
        let ask = |t| window.is_allowed_at(&Los_Angeles, t);
        // 20:30 on Wednesday in Los Angeles, 03:30 on Thursday in UTC: allowed on both clocks.
        assert!(ask(evening), "{name}");
        group.bench_function(name, |b| b.iter(|| ask(black_box(evening))));
    }
}

/// Workdays from 20:00 to 06:00 and all of the weekend, on the local clock: what most jobs are allowed.
fn nights_and_weekends() -> BackupWindow {
    BackupWindow::ALWAYS.deny_daily(WORKDAYS, 6, 20).with_clock(WindowClock::LOCAL)
}

fn at_19(days: WeekdaySet) -> Daily {
    let time = NaiveTime::from_hms_opt(19, 0, 0).expect("a time of day");
    Daily::new(days, time).expect("has days")
}

fn every(every: Every) -> Schedule {
    Schedule::new(Periodically::new(every, 0).expect("no offset"))
}

fn hour(weekday: Weekday, hour: u8) -> HourOfWeek {
    HourOfWeek::on(weekday, hour).expect("below 24")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("RFC 3339")
}

criterion_group!(benches, next_run, is_allowed);
criterion_main!(benches);
