//! Runs that servers printed, and the offsets and zones that explain them.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, Periodically, PrintedRun, Schedule, WORKDAYS, WindowClock,
};
use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta, Utc, Weekday, WeekdaySet};
use proptest::prelude::*;

use oracle::{cases, places, questions};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn daily(days: WeekdaySet, hour: u32) -> Schedule {
    Schedule::new(Daily::new(days, NaiveTime::from_hms_opt(hour, 0, 0).unwrap()).unwrap())
}

fn periodically(every: Every, offset: i64) -> Schedule {
    Schedule::new(Periodically::new(every, offset).unwrap())
}

/// The offsets that explain the run.
fn offsets(schedule: Schedule, printed: PrintedRun) -> Vec<String> {
    printed.offsets(&schedule).map(|offset| offset.to_string()).collect()
}

fn of_run(schedule: Schedule, printed: &str) -> Vec<String> {
    offsets(schedule, PrintedRun::new(at(printed)))
}

const FRIDAY: WeekdaySet = WeekdaySet::single(Weekday::Fri);

#[test]
fn the_friday_job_of_the_documentation_runs_seven_hours_behind_utc() {
    // A window that is open at the run changes nothing.
    let window = BackupWindow::from_text("24/7; Mo 06:00-24:00 off; Tu 00:00-12:00 off").unwrap();
    for schedule in [daily(FRIDAY, 19), daily(FRIDAY, 19).with_backup_window(window)] {
        assert_eq!(of_run(schedule, "2018-06-02T02:00:00Z"), ["-07:00"]);
        let printed =
            PrintedRun::new(at("2018-06-02T02:00:00Z")).first_after(at("2018-05-30T12:19:14.7927466Z"));
        assert_eq!(offsets(schedule, printed), ["-07:00"]);
        #[cfg(feature = "chrono-tz")]
        {
            let zones: Vec<_> = printed.zones(&schedule).map(|zone| zone.name()).collect();
            assert!(
                zones.contains(&"America/Los_Angeles") && zones.contains(&"America/Phoenix"),
                "{zones:?}"
            );
            // In summer Denver is six hours behind.
            assert!(!zones.contains(&"America/Denver"), "{zones:?}");
        }
    }
}

#[test]
fn the_same_job_with_its_year_edited_is_explained_by_no_offset() {
    // A Friday in UTC, two in the morning: 19:00 is shown at UTC-07:00, where it is Thursday, and at UTC+17:00.
    let schedule = daily(FRIDAY, 19);
    let printed = PrintedRun::new(at("2017-06-02T02:00:00Z"));
    assert_eq!(offsets(schedule, printed), [""; 0]);
    assert!(printed.is_explained_by(&schedule, &FixedOffset::east_opt(17 * 3600).unwrap()));
    #[cfg(feature = "chrono-tz")]
    assert_eq!(printed.zones(&schedule).count(), 0);
}

#[test]
fn a_time_of_day_is_shown_at_two_offsets_where_the_days_do_not_matter() {
    assert_eq!(of_run(daily(WeekdaySet::ALL, 15), "2017-04-01T22:00:00Z"), ["-07:00"]);
    assert_eq!(of_run(daily(WeekdaySet::ALL, 19), "2017-04-01T05:00:00Z"), ["-10:00", "+14:00"]);
    // Saturday in the one, Sunday in the other
    assert_eq!(of_run(daily(WeekdaySet::single(Weekday::Sat), 19), "2017-04-02T05:00:00Z"), ["-10:00"]);
    assert_eq!(of_run(daily(WeekdaySet::single(Weekday::Sun), 19), "2017-04-02T05:00:00Z"), ["+14:00"]);
    assert_eq!(of_run(daily(WORKDAYS, 19), "2017-04-02T05:00:00Z"), [""; 0]);
}

#[test]
fn offsets_need_not_be_whole_hours() {
    assert_eq!(of_run(daily(WeekdaySet::ALL, 2), "2024-05-01T20:15:00Z"), ["+05:45"]);
    assert_eq!(of_run(daily(WeekdaySet::ALL, 2), "2024-05-01T20:14:00Z"), ["+05:46"]);
    assert_eq!(of_run(daily(WeekdaySet::ALL, 2), "2024-05-01T20:14:30Z"), [""; 0]);
}

#[test]
fn what_runs_often_is_explained_by_many() {
    assert_eq!(
        of_run(periodically(Every::Hours8, 15), "2024-05-01T14:15:00Z"),
        ["-06:00", "+02:00", "+10:00"]
    );
    assert_eq!(of_run(periodically(Every::Minutes5, 0), "2024-05-01T14:15:00Z").len(), 26 * 12 + 1);
    assert_eq!(of_run(periodically(Every::Minutes5, 0), "2024-05-01T14:15:30Z").len(), 0);
}

#[test]
fn a_run_that_is_the_first_after_an_instant_is_explained_by_fewer() {
    let schedule = periodically(Every::Hours8, 0);
    let printed = PrintedRun::new(at("2024-05-01T14:00:00Z"));
    assert_eq!(
        offsets(schedule, printed.first_after(at("2024-05-01T06:00:00Z"))),
        ["-06:00", "+02:00", "+10:00"]
    );
    // One that was missed in between
    assert_eq!(offsets(schedule, printed.first_after(at("2024-05-01T05:59:59Z"))), [""; 0]);
    assert_eq!(offsets(schedule, printed.first_after(at("2024-05-01T14:00:00Z"))), [""; 0]);
    assert_eq!(offsets(schedule, PrintedRun::new(DateTime::<Utc>::MIN_UTC)), [""; 0]);
}

#[test]
fn windows_have_a_say() {
    let nights = BackupWindow::from_text("Mo-Su 20:00-06:00").unwrap();
    let every_8 = periodically(Every::Hours8, 0);
    let on = |clock| every_8.with_backup_window(nights.with_clock(clock)).with_denied(DeniedSlot::Skip);
    // 08:00, 16:00 and 24:00 there; on the local clock the night allows the last one only
    assert_eq!(of_run(on(WindowClock::LOCAL), "2024-05-01T14:00:00Z"), ["+10:00"]);
    assert_eq!(of_run(on(WindowClock::UTC), "2024-05-01T14:00:00Z"), [""; 0]);
    assert_eq!(of_run(on(WindowClock::UTC), "2024-05-01T22:00:00Z"), ["-06:00", "+02:00", "+10:00"]);
    // A run at an opening is printed, too: at 20:00, for the slot at 16:00; midnight is a slot.
    assert_eq!(
        of_run(every_8.with_backup_window(nights.with_clock(WindowClock::LOCAL)), "2024-05-01T18:00:00Z"),
        ["+02:00", "+06:00"]
    );
}

proptest! {
    #![proptest_config(cases(60))]

    /// Whatever the clock that a run comes from, it is among those that explain it.
    #[test]
    fn the_clock_of_a_run_explains_it(place in places(3), question in questions(0), minutes in -720..=840i32) {
        let (schedule, t) = (question.schedule(), place.near.range.start);
        let fixed = FixedOffset::east_opt(minutes * 60).unwrap();
        if let Ok(run) = schedule.next_after(&fixed, t) {
            for printed in [PrintedRun::new(run.at), PrintedRun::new(run.at).first_after(t)] {
                prop_assert!(printed.offsets(&schedule).any(|offset| offset == fixed));
            }
        }
        if let Ok(run) = schedule.next_after(&place.zone, t) {
            for printed in [PrintedRun::new(run.at), PrintedRun::new(run.at).first_after(t)] {
                prop_assert!(printed.is_explained_by(&schedule, &place.zone));
            }
        }
    }

    /// Against the plain statement: an offset explains a run if the runs there have it.
    #[test]
    fn an_offset_that_explains_a_run_has_it(
        place in places(3),
        question in questions(0),
        minutes in -720..=840i32,
    ) {
        let (schedule, range) = (question.schedule(), place.near.range);
        let Ok(run) = schedule.next_after(&FixedOffset::east_opt(minutes * 60).unwrap(), range.start) else {
            return Ok(());
        };
        let explained: Vec<_> = PrintedRun::new(run.at).offsets(&schedule).collect();
        for minutes in (-720..=840).step_by(15).chain([minutes]) {
            let fixed = FixedOffset::east_opt(minutes * 60).unwrap();
            let around = run.at - TimeDelta::hours(1)..run.at + TimeDelta::hours(1);
            let has_it = schedule.runs(&fixed, around).any(|other| other.at == run.at);
            prop_assert_eq!(explained.contains(&fixed), has_it, "{}", fixed);
        }
    }
}
