//! Runs counted are as many as runs listed.

use std::ops::Range;
use std::sync::Arc;

use backup_window::{BackupWindow, Daily, Every, Periodically, Schedule, WORKDAYS, WindowClock, ZoneTable};
use chrono::{
    DateTime, Datelike, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta,
    TimeZone, Utc, WeekdaySet,
};
use chrono_tz::Tz;
use proptest::prelude::*;

use oracle::{cases, civil_before, made_up_zones, places, questions, utc};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

/// One hour ahead of UTC from April to September of every year since 1970, for ever.
#[derive(Debug, Clone)]
struct Summers;

impl TimeZone for Summers {
    type Offset = FixedOffset;

    fn from_offset(_: &FixedOffset) -> Self {
        Self
    }

    fn offset_from_local_date(&self, _: &NaiveDate) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_local_datetime(&self, _: &NaiveDateTime) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> FixedOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> FixedOffset {
        let is_summer = utc.year() >= 1970 && (4..=9).contains(&utc.month());
        FixedOffset::east_opt(if is_summer { 3600 } else { 0 }).expect("an hour")
    }
}

fn check<Z: TimeZone>(zone: &Z, schedule: &Schedule, range: &Range<DateTime<Utc>>) {
    let listed = schedule.runs(zone, range.clone()).count() as u64;
    assert_eq!(schedule.count_runs(zone, range.clone()), listed, "{schedule:?} in {range:?}");
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn as_many_runs_are_counted_as_are_listed(
        (place, question) in places(10).prop_flat_map(|place| {
            let civil = civil_before(&place.zone, place.near.at);
            (Just(place), questions(civil))
        }),
    ) {
        check(&place.zone, &question.schedule(), &place.near.range);
    }

    #[test]
    fn as_many_runs_are_counted_as_are_listed_in_made_up_zones(
        (zone, near, question) in made_up_zones(10).prop_flat_map(|(zone, near)| {
            let civil = civil_before(&zone, near.at);
            (Just(zone), Just(near), questions(civil))
        }),
    ) {
        check(&zone, &question.schedule(), &near.range);
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn as_many_runs_are_counted_as_are_listed_over_a_year_or_two(
        (place, question) in places(4).prop_flat_map(|place| {
            let civil = civil_before(&place.zone, place.near.at);
            (Just(place), questions(civil))
        }),
        weeks in 1..104i64,
    ) {
        let range = place.near.range.start - TimeDelta::weeks(weeks)..place.near.range.end;
        check(&place.zone, &question.schedule(), &range);
        let range = place.near.range.start..place.near.range.end + TimeDelta::weeks(weeks);
        check(&place.zone, &question.schedule(), &range);
    }

    #[test]
    fn as_many_runs_are_counted_over_years_of_a_made_up_zone(
        (zone, near, question) in made_up_zones(10).prop_flat_map(|(zone, near)| {
            let civil = civil_before(&zone, near.at);
            (Just(zone), Just(near), questions(civil))
        }),
        weeks in 1..40i64,
    ) {
        let aside = TimeDelta::weeks(weeks);
        check(&zone, &question.schedule(), &(near.range.start - aside..near.range.end + aside));
    }
}

#[test]
fn a_fraction_of_a_second_counts_where_it_lies() {
    let time = NaiveTime::from_hms_nano_opt(22, 0, 0, 500_000_000).unwrap();
    let schedule = Schedule::new(Daily::new(WeekdaySet::ALL, time).unwrap());
    let run = utc("2025-06-02T22:00:00.5Z");
    let nanosecond = TimeDelta::nanoseconds(1);
    for (from, to, count) in [
        (run - nanosecond, run, 0),
        (run - nanosecond, run + nanosecond, 1),
        (run, run + nanosecond, 1),
        (run, run, 0),
        (run + nanosecond, run + TimeDelta::days(1), 0),
        (run + nanosecond, run + TimeDelta::days(1) + nanosecond, 1),
        (run, run + TimeDelta::days(700), 700),
        (run, run - nanosecond, 0),
    ] {
        assert_eq!(schedule.count_runs(&Utc, from..to), count, "{from:?} to {to:?}");
    }
}

#[test]
fn a_compiled_schedule_counts_alike() {
    let nights = BackupWindow::NEVER.allow_daily(WORKDAYS, 21, 5).with_clock(WindowClock::LOCAL);
    for zone in [Tz::Europe__Prague, Tz::Australia__Lord_Howe, Tz::Africa__Casablanca] {
        let table = Arc::new(ZoneTable::new(&zone));
        for every in [Every::Minutes5, Every::Hours4] {
            let schedule = Schedule::new(Periodically::new(every, 20).unwrap()).with_backup_window(nights);
            let range = utc("2019-02-03T04:05:06Z")..utc("2022-11-10T09:08:07Z");
            let listed = schedule.runs(&zone, range.clone()).count() as u64;
            assert_eq!(schedule.compile(&table).count_runs(range), listed, "{zone}, {every}");
        }
    }
}

#[test]
fn counting_takes_as_long_for_any_length() {
    // All of chrono's time, but for the first and the last day: a walk of 50 thousand million runs.
    let all = DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC;
    let days = (all.end - all.start).num_days() - 1;
    let every_5_minutes = Schedule::new(Periodically::new(Every::Minutes5, 0).unwrap());
    let table = Arc::new(ZoneTable::new(&Utc));
    assert_eq!(every_5_minutes.compile(&table).count_runs(all.clone()), days.unsigned_abs() * 288);

    // A zone whose summers repeat for ever.
    let table = Arc::new(ZoneTable::new(&Summers));
    let compiled =
        every_5_minutes.with_backup_window(BackupWindow::NEVER.allow_daily(WORKDAYS, 22, 4)).compile(&table);
    let year = |y: i32| Utc.with_ymd_and_hms(y, 1, 1, 0, 0, 0).unwrap();
    let one_turn = compiled.count_runs(year(3000)..year(3400));
    assert_eq!(compiled.count_runs(year(3000)..year(203_000)), 500 * one_turn);
}
