//! Schedules that run under some offsets of their zone and never under others: in summer alone, or in winter.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::sync::Arc;

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, Fold, Gap, HourOfWeek, MinuteOffset, Origin, Periodically,
    Schedule, WindowClock, ZoneTable,
};
use chrono::{DateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::Tz;
use proptest::prelude::*;
use proptest::sample::select;

use oracle::{cases, places};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn daily(second: u32) -> Schedule {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap();
    Schedule::new(Daily::new(WeekdaySet::ALL, time).unwrap())
}

fn every(every: Every, offset: u32) -> Schedule {
    Schedule::new(Periodically::new(every, offset.into()).unwrap())
}

fn clock(minutes: i64) -> WindowClock {
    WindowClock::UtcOffset(MinuteOffset::new(minutes).unwrap())
}

/// The hour of every day that a second of the day lies in, on a clock so many seconds ahead.
fn hour_with(second: i64, ahead: i64) -> BackupWindow {
    let hour = (second + ahead).rem_euclid(86_400) / 3_600;
    BackupWindow::from_hours((0..7).map(|day| HourOfWeek::new((day * 24 + hour) as u8).unwrap()))
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn a_run_beyond_a_change_is_the_one_that_the_zone_shows(
        place in places(1),
        second in (0..1_440u32).prop_map(|minute| minute * 60),
        minutes in prop_oneof![Just(0), -720..=840i64],
        every_so in select(&[None, Some(Every::Hours24), Some(Every::Hours6), Some(Every::Hours1), Some(Every::Minutes20)][..]),
        has_local in any::<bool>(),
        denied in select(&[DeniedSlot::Skip, DeniedSlot::Defer, DeniedSlot::AtOpening][..]),
        gap in select(&[Gap::FirstValid, Gap::ShiftForward, Gap::Skip][..]),
        fold in select(&[Fold::First, Fold::Second, Fold::Both][..]),
        seconds in prop::collection::vec(-200 * 86_400..=200 * 86_400i64, 12),
        hours in prop::collection::vec(-240..=240i64, 6),
    ) {
        let change = place.near.at;
        let offset: i64 = place.zone.offset_from_utc_datetime(&change.naive_utc()).fix().local_minus_utc().into();
        // Open in the hour on UTC that the slot lies in after the change.
        let utc = hour_with(i64::from(second) - offset, minutes * 60).with_clock(clock(minutes));
        let schedule = match every_so {
            None => daily(second),
            Some(Every::Minutes20) => every(Every::Minutes20, 0),
            Some(interval) => every(interval, second / 60 % 60),
        };
        let schedule = schedule.with_backup_window(utc).with_denied(denied).with_gap(gap).with_fold(fold);
        let local = hour_with(second.into(), 0).with_clock(WindowClock::LOCAL);
        let schedule =
            if has_local && every_so.is_some() { schedule.with_periodic_window(local) } else { schedule };
        let compiled = schedule.compile(&Arc::new(ZoneTable::new(&place.zone)));
        let asked = seconds.into_iter().chain(hours.into_iter().map(|hours| hours * 3_600));
        for t in asked.map(|seconds| change + TimeDelta::seconds(seconds)) {
            let next = schedule.next_after(&place.zone, t);
            let run = next.ok().map(|run| run.at);
            for near in run.into_iter().chain([t]) {
                for t in [-1, 0, 1].map(|nanoseconds| near + TimeDelta::nanoseconds(nanoseconds)) {
                    let next = schedule.next_after(&place.zone, t);
                    let instant = next.ok().map(|run| run.at);
                    prop_assert_eq!(compiled.next_instant_after(t), instant, "{:?} after {:?}", schedule, t);
                    prop_assert_eq!(compiled.next_after(t), next, "{:?} after {:?}", schedule, t);
                }
            }
        }
    }
}

/// The first run after each of these, by a compiled schedule: its instant, and all there is to say of it.
fn check(zone: Tz, schedule: Schedule, rows: &[(&str, &str)]) {
    let compiled = schedule.compile(&Arc::new(ZoneTable::new(&zone)));
    for &(t, run) in rows {
        let t = at(t);
        assert_eq!(compiled.next_instant_after(t), Some(at(run)), "{zone} after {t}");
        assert_eq!(compiled.next_after(t).map(|run| run.at), Ok(at(run)), "{zone} after {t}");
        assert_eq!(compiled.next_after(t), schedule.next_after(&zone, t), "{zone} after {t}");
    }
}

const NOON: u32 = 12 * 3_600;

#[test]
fn noon_in_the_hour_it_has_in_summer() {
    let open_at =
        |hour| BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, hour, hour + 1).with_clock(clock(0));
    check(
        Tz::Europe__Prague,
        daily(NOON).with_backup_window(open_at(10)),
        &[
            // The last one of summer, and an hour, a day and months after the clock went back.
            ("2025-10-25T09:59:59.999999999Z", "2025-10-25T10:00:00Z"),
            ("2025-10-25T10:00:00Z", "2026-03-29T10:00:00Z"),
            ("2025-10-26T01:00:00Z", "2026-03-29T10:00:00Z"),
            ("2025-10-26T02:00:00Z", "2026-03-29T10:00:00Z"),
            ("2025-10-31T12:00:00Z", "2026-03-29T10:00:00Z"),
            ("2026-03-29T00:59:59.999999999Z", "2026-03-29T10:00:00Z"),
            ("2026-03-29T10:00:00Z", "2026-03-30T10:00:00Z"),
            // Before anybody had a summer time, and in the war when it lasted through the winter.
            ("1900-01-01T00:00:00Z", "1916-05-01T10:00:00Z"),
            ("1941-12-24T12:00:00Z", "1941-12-25T10:00:00Z"),
        ],
    );
    // The other way around, and in the other half of the world.
    check(
        Tz::Europe__Prague,
        daily(NOON).with_backup_window(open_at(11)),
        &[("2026-03-29T00:30:00Z", "2026-10-25T11:00:00Z"), ("2026-07-01T11:00:00Z", "2026-10-25T11:00:00Z")],
    );
    check(
        Tz::Australia__Sydney,
        daily(NOON).with_backup_window(open_at(1)),
        &[("2026-04-05T01:30:00Z", "2026-10-04T01:00:00Z"), ("2026-10-03T15:59:59Z", "2026-10-04T01:00:00Z")],
    );
    // Half an hour: 12:15 is 01:15 UTC in summer and 01:45 in winter, of hours that begin at a quarter past the half.
    let half = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 1, 2).with_clock(clock(15));
    check(
        Tz::Australia__Lord_Howe,
        daily(NOON + 900).with_backup_window(half),
        &[("2026-05-01T00:00:00Z", "2026-10-04T01:15:00Z")],
    );
    // Every twelve hours, of which the one at noon is allowed.
    check(
        Tz::Europe__Prague,
        every(Every::Hours12, 0).with_denied(DeniedSlot::Skip).with_backup_window(open_at(10)),
        &[("2025-10-31T12:00:00Z", "2026-03-29T10:00:00Z"), ("2025-10-26T01:00:00Z", "2026-03-29T10:00:00Z")],
    );
}

#[test]
fn a_run_on_the_night_of_the_change_itself() {
    // 02:30 is 00:30 UTC in summer; on the night itself it is skipped, and moved to 03:00, which is 01:00 UTC.
    let open = |hour| BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, hour, hour + 1).with_clock(clock(0));
    let half_past_two = daily(2 * 3_600 + 1_800);
    let (christmas, night) = ("2025-12-24T12:00:00Z", "2026-03-29T00:59:59Z");
    let rows = [(christmas, "2026-03-30T00:30:00Z"), (night, "2026-03-30T00:30:00Z")];
    check(Tz::Europe__Prague, half_past_two.with_backup_window(open(0)), &rows);
    // In winter it is 01:30 UTC, and so is the second pass, in which it does not count.
    let rows =
        [("2026-07-01T00:00:00Z", "2026-10-26T01:30:00Z"), ("2026-10-25T00:59:59Z", "2026-10-26T01:30:00Z")];
    check(Tz::Europe__Prague, half_past_two.with_backup_window(open(1)), &rows);
    let rows =
        [("2026-07-01T00:00:00Z", "2026-10-25T01:30:00Z"), ("2026-10-25T00:59:59Z", "2026-10-25T01:30:00Z")];
    check(Tz::Europe__Prague, half_past_two.with_fold(Fold::Second).with_backup_window(open(1)), &rows);
}

#[test]
fn a_run_that_a_change_moves_beyond_it_comes_before_all_others() {
    // 02:30 is 01:30 UTC in winter alone; skipped, it is put off to 03:30, which is 01:30 UTC as well.
    let open = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 1, 2).with_clock(clock(0));
    check(
        Tz::Europe__Prague,
        daily(2 * 3_600 + 1_800).with_gap(Gap::ShiftForward).with_backup_window(open),
        &[
            ("2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"),
            ("2026-03-29T01:10:00Z", "2026-03-29T01:30:00Z"),
            ("2026-03-29T01:30:00Z", "2026-10-26T01:30:00Z"),
        ],
    );
}

#[test]
fn a_run_that_the_change_itself_brings_is_told_with_all_there_is_to_say() {
    // 02:50 is 01:50 UTC in winter and 00:50 in summer, of an hour from 00:45 on; skipped, it is put off to 01:00.
    let open = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 1, 2).with_clock(clock(15));
    let schedule = daily(2 * 3_600 + 3_000).with_backup_window(open);
    check(
        Tz::Europe__Prague,
        schedule,
        &[
            ("2025-12-24T12:00:00Z", "2026-03-29T01:00:00Z"),
            ("2026-03-29T00:59:59.999999999Z", "2026-03-29T01:00:00Z"),
            ("2026-03-29T01:00:00Z", "2026-03-30T00:50:00Z"),
        ],
    );
    let compiled = schedule.compile(&Arc::new(ZoneTable::new(&Tz::Europe__Prague)));
    let run = compiled.next_after(at("2025-12-24T12:00:00Z")).unwrap();
    let nominal = "2026-03-29T02:50:00".parse().unwrap();
    assert_eq!(run.origin, Origin::MovedByGap { nominal });
}

#[test]
fn an_offset_may_be_over_before_its_first_run() {
    // Recife: -2 h from 2000-10-08T03:00Z to 2000-10-15T02:00Z, and again from 2001-10-14T03:00Z on. 00:30 on Sunday is
    // 02:30 UTC then, before one change and after the other.
    let open = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 2, 3).with_clock(clock(0));
    let time = NaiveTime::from_hms_opt(0, 30, 0).unwrap();
    let sundays = Daily::new(WeekdaySet::single(Weekday::Sun), time).unwrap();
    check(
        Tz::America__Recife,
        Schedule::new(sundays).with_backup_window(open),
        &[("2000-09-20T00:00:00Z", "2001-10-21T02:30:00Z"), ("2001-10-14T02:30:00Z", "2001-10-21T02:30:00Z")],
    );
}

#[test]
fn two_windows_that_meet_in_summer_only() {
    let utc = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 10, 11).with_clock(clock(0));
    let local = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 12, 13).with_clock(WindowClock::LOCAL);
    let both = |schedule: Schedule| schedule.with_backup_window(utc).with_periodic_window(local);
    for (schedule, run) in [
        (every(Every::Hours1, 0), "2026-03-29T10:00:00Z"),
        (every(Every::Hours1, 20), "2026-03-29T10:20:00Z"),
        (every(Every::Hours8, 0), "2026-03-29T10:00:00Z"),
        (every(Every::Minutes20, 0), "2026-03-29T10:00:00Z"),
        (every(Every::Hours1, 20).with_denied(DeniedSlot::Skip), "2026-03-29T10:20:00Z"),
        (every(Every::Minutes20, 0).with_denied(DeniedSlot::Skip), "2026-03-29T10:00:00Z"),
        (every(Every::Hours24, 0).with_denied(DeniedSlot::AtOpening), "2026-03-29T10:00:00Z"),
    ] {
        check(
            Tz::Europe__Prague,
            both(schedule),
            &[
                ("2025-10-25T10:40:00Z", run),
                ("2025-10-26T01:30:00Z", run),
                ("2025-11-03T00:00:00Z", run),
                ("2026-03-28T10:30:00Z", run),
                ("2026-03-29T01:00:00Z", run),
            ],
        );
    }
}
