//! Many schedules at once where random ones seldom are: patterns of every kind, near changes of the clock, after the last
//! run, at the ends of time, and in more zones than are remembered.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::sync::Arc;

use backup_window::{
    BackupWindow, CompiledFleet, CompiledSchedule, Daily, DeniedSlot, Every, Fold, MinuteOffset, MonthDay,
    Monthly, Months, NoRun, Periodically, Schedule, WindowClock, ZoneTable,
};
use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::Tz;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn every(every: Every, offset: i64) -> Schedule {
    Schedule::new(Periodically::new(every, offset).unwrap())
}

fn daily_at(days: WeekdaySet, hour: u32, minute: u32) -> Schedule {
    Schedule::new(Daily::new(days, NaiveTime::from_hms_opt(hour, minute, 0).unwrap()).unwrap())
}

fn daily(hour: u32) -> Schedule {
    daily_at(WeekdaySet::ALL, hour, 0)
}

/// Every day from one hour of UTC to another.
fn hours(from: u8, to: u8) -> BackupWindow {
    BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, from, to)
}

fn half_past() -> WindowClock {
    WindowClock::UtcOffset(MinuteOffset::new(30).unwrap())
}

fn three_quarters_past() -> WindowClock {
    WindowClock::UtcOffset(MinuteOffset::new(45).unwrap())
}

fn table<Z: TimeZone>(zone: Z) -> Arc<ZoneTable> {
    Arc::new(ZoneTable::new(&zone))
}

/// Fewer schedules are answered one by one.
const MANY: usize = 64;

/// The next run of a schedule, as one of many.
fn as_one_of_many(schedule: &CompiledSchedule, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let schedules = vec![schedule.clone(); MANY];
    let mut runs = [Some(t); MANY];
    assert_eq!(CompiledFleet::new(schedules).next_instants_after(t, &mut runs), MANY);
    assert_eq!(runs, [runs[0]; MANY]);
    runs[0]
}

/// Each row: the instant asked about, and the next run, if there is one.
fn check(zone: Tz, schedule: Schedule, rows: &[(&str, &str)]) {
    let compiled = schedule.compile(&table(zone));
    for (t, expected) in rows {
        let (t, expected) = (at(t), expected.parse().ok());
        assert_eq!(as_one_of_many(&compiled, t), expected, "after {t}");
        assert_eq!(compiled.next_instant_after(t), expected, "after {t}");
        assert_eq!(schedule.next_instant_after(&zone, t), expected, "after {t}");
    }
}

#[test]
fn many_at_once_are_read_off_patterns_of_every_kind() {
    // Prague is at +2 h, and its nights are 20:00 to 04:00 UTC.
    let local_nights = hours(22, 6).with_clock(WindowClock::LOCAL);
    let nights = hours(22, 6);
    let at_opening = every(Every::Hours8, 15).with_denied(DeniedSlot::AtOpening);
    let rows = [
        (every(Every::Minutes10, 0), "2025-06-02T12:10:00Z"),
        (every(Every::Minutes10, 0).with_backup_window(nights), "2025-06-02T22:00:00Z"),
        (every(Every::Minutes10, 0).with_backup_window(local_nights), "2025-06-02T20:00:00Z"),
        (every(Every::Hours8, 15).with_backup_window(local_nights), "2025-06-02T20:15:00Z"),
        (at_opening.with_backup_window(local_nights), "2025-06-02T20:15:00Z"),
        (every(Every::Hours8, 15).with_backup_window(nights.with_clock(half_past())), "2025-06-02T21:45:00Z"),
        // 21:00 UTC in summer, which is denied, and 22:00 UTC in winter.
        (daily(23).with_backup_window(nights), "2025-10-26T22:00:00Z"),
        (daily(1), "2025-06-02T23:00:00Z"),
        (daily(1).with_backup_window(BackupWindow::NEVER), "never"),
    ];
    let zone = Arc::new(ZoneTable::new(&Tz::Europe__Prague));
    let now = at("2025-06-02T12:00:00Z");
    let one_of_each: Vec<CompiledSchedule> =
        rows.iter().map(|(schedule, _)| schedule.compile(&zone)).collect();
    let compiled: Vec<CompiledSchedule> = one_of_each.iter().cycle().take(MANY).cloned().collect();
    let mut runs = vec![None; MANY];
    assert_eq!(CompiledFleet::new(&compiled[..]).next_instants_after(now, &mut runs), MANY);
    for ((schedule, expected), (one, run)) in rows.iter().cycle().zip(compiled.iter().zip(runs)) {
        let expected = expected.parse::<DateTime<Utc>>().ok();
        assert_eq!(run, expected, "{schedule:?}");
        assert_eq!(one.next_instant_after(now), expected, "{schedule:?}");
        assert_eq!(schedule.next_instant_after(&Tz::Europe__Prague, now), expected, "{schedule:?}");
    }
}

#[test]
fn many_are_answered_on_the_day_of_a_change() {
    // 01:00 before and after the clock is set back: at +2 h and at +1 h.
    check(
        Tz::Europe__Prague,
        daily(1),
        &[("2025-10-25T22:00:00Z", "2025-10-25T23:00:00Z"), ("2025-10-26T01:00:00Z", "2025-10-27T00:00:00Z")],
    );
}

#[test]
fn many_are_answered_after_a_change_that_brings_the_first_run() {
    let prague = Tz::Europe__Prague;
    // 21:00 UTC in summer, which is denied, and 22:00 UTC in winter.
    let wednesdays = WeekdaySet::single(Weekday::Wed);
    check(
        prague,
        daily_at(wednesdays, 23, 0).with_backup_window(hours(22, 6)),
        &[
            ("2025-06-02T12:00:00Z", "2025-10-29T22:00:00Z"),
            ("2025-10-29T21:59:59Z", "2025-10-29T22:00:00Z"),
            ("2026-03-25T22:00:00Z", "2026-10-28T22:00:00Z"),
        ],
    );
    // 01:30 UTC in winter, which is denied; the slot that the change skips runs at 01:00 UTC, which is allowed.
    check(
        prague,
        daily_at(WeekdaySet::ALL, 2, 30).with_backup_window(hours(1, 2).with_clock(three_quarters_past())),
        &[("2025-02-03T12:00:00Z", "2025-03-30T01:00:00Z")],
    );
    // The last second that it skips, and the same on the other side of the ocean, where it skips from 10:00 UTC on.
    let last_second = Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(2, 59, 59).unwrap()).unwrap();
    let before_the_quarter = |hour: u8| hours(hour, hour + 1).with_clock(three_quarters_past());
    check(
        prague,
        Schedule::new(last_second).with_backup_window(before_the_quarter(1)),
        &[("2025-02-03T12:00:00Z", "2025-03-30T01:00:00Z")],
    );
    check(
        Tz::America__Los_Angeles,
        daily_at(WeekdaySet::ALL, 2, 30).with_backup_window(before_the_quarter(10)),
        &[("2025-02-03T12:00:00Z", "2025-03-09T10:00:00Z")],
    );
    // 00:00 UTC in summer, which is denied, and the very instant of the change where both passes count.
    check(
        prague,
        daily(2).with_fold(Fold::Both).with_backup_window(hours(1, 2)),
        &[("2025-06-02T12:00:00Z", "2025-10-26T01:00:00Z")],
    );
    // And so on the day of the change, 2025-10-26 at 01:00 UTC.
    check(
        prague,
        daily_at(WeekdaySet::single(Weekday::Sun), 23, 0).with_backup_window(hours(22, 6)),
        &[("2025-06-02T12:00:00Z", "2025-10-26T22:00:00Z")],
    );
    // 00:30 UTC in summer, which is denied, and 01:30 UTC in winter; that night 02:30 comes first at 00:30 UTC.
    check(
        prague,
        daily_at(WeekdaySet::ALL, 2, 30).with_backup_window(hours(1, 2)),
        &[("2025-06-02T12:00:00Z", "2025-10-27T01:30:00Z")],
    );
    // 01:30 UTC in winter, which is denied, and 00:30 UTC in summer. The change itself skips a slot.
    check(
        prague,
        daily_at(WeekdaySet::ALL, 2, 30).with_backup_window(hours(0, 1)),
        &[("2025-02-03T12:00:00Z", "2025-03-31T00:30:00Z"), ("2025-03-31T00:30:00Z", "2025-04-01T00:30:00Z")],
    );
}

#[test]
fn many_are_answered_where_an_offset_is_in_force_for_a_week_and_some_day_for_the_last_time() {
    // Recife: -2 h from 2000-10-08 to 2000-10-15 and in the summer of 2001, -3 h for ever from 2002-02-17 on. Saturday
    // 23:00 is 01:00 UTC and 02:00 UTC.
    let saturdays = WeekdaySet::single(Weekday::Sat);
    check(
        Tz::America__Recife,
        daily_at(saturdays, 23, 0).with_backup_window(hours(1, 2)),
        &[
            ("2000-10-01T12:00:00Z", "2000-10-15T01:00:00Z"),
            ("2000-10-15T01:00:00Z", "2001-10-21T01:00:00Z"),
            ("2001-06-02T12:00:00Z", "2001-10-21T01:00:00Z"),
            ("2002-02-16T12:00:00Z", "2002-02-17T01:00:00Z"),
            ("2002-02-17T01:00:00Z", "never"),
            ("2025-06-02T12:00:00Z", "never"),
        ],
    );
}

#[test]
fn many_have_no_run_any_more_where_the_clock_still_changes() {
    // Prague was on UTC from 1946-12-01 to 1947-02-23 alone; half past midnight is in a denied hour before and since.
    check(
        Tz::Europe__Prague,
        daily_at(WeekdaySet::ALL, 0, 30).with_backup_window(hours(0, 1)),
        &[("1946-12-20T12:00:00Z", "1946-12-21T00:30:00Z"), ("2025-06-02T12:00:00Z", "never")],
    );
}

#[test]
fn many_are_answered_where_one_offset_holds_for_good() {
    // Kolkata: +6:30 until 1945-10-14 17:30 UTC, +5:30 since. Noon is 05:30 UTC and 06:30 UTC.
    let noon = daily(12).with_backup_window(hours(5, 6));
    check(
        Tz::Asia__Kolkata,
        noon,
        &[
            ("1945-10-13T12:00:00Z", "1945-10-14T05:30:00Z"),
            ("1945-10-14T05:30:00Z", "never"),
            ("2025-06-02T12:00:00Z", "never"),
        ],
    );
    let compiled = noon.compile(&table(Tz::Asia__Kolkata));
    assert_eq!(compiled.next_after(at("2025-06-02T12:00:00Z")), Err(NoRun::NeverMatches));
    // The slot at 18:45 UTC is denied, and made up for a quarter of an hour after the opening.
    check(
        Tz::Asia__Kolkata,
        every(Every::Hours8, 15).with_backup_window(hours(22, 6)),
        &[("2025-06-02T12:00:00Z", "2025-06-02T22:15:00Z"), ("2025-06-02T22:15:00Z", "2025-06-03T02:45:00Z")],
    );
}

#[test]
fn many_are_answered_at_the_ends_of_time() {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let (in_prague, on_utc) = (daily(1).compile(&table(Tz::Europe__Prague)), table(Utc));
    // The first day is not answered, nor is the last. Prague is at its mean time, 57 min 44 s ahead.
    let one = TimeDelta::seconds(3600 - (57 * 60 + 44));
    assert_eq!(as_one_of_many(&in_prague, first), Some(first + TimeDelta::days(1) + one));
    assert_eq!(as_one_of_many(&in_prague, last), None);
    let instant = TimeDelta::nanoseconds(1);
    for (schedule, hours) in [(every(Every::Minutes10, 0), 36), (daily(13), 35), (daily(12), 36)] {
        let next = as_one_of_many(&schedule.compile(&on_utc), last - TimeDelta::hours(36));
        assert_eq!(next, Some(last - TimeDelta::hours(hours) + instant));
    }
    assert_eq!(as_one_of_many(&daily(11).compile(&on_utc), last - TimeDelta::hours(36)), None);
}

#[test]
fn every_hour_of_the_week_is_read_from_every_other() {
    let open_for_an_hour = |hour: u8| {
        let days = WeekdaySet::single(Weekday::try_from(hour / 24).unwrap());
        BackupWindow::NEVER.allow_daily(days, hour % 24, (hour + 1) % 24).with_clock(half_past())
    };
    let triggers = [
        daily(3),
        every(Every::Hours1, 20),
        every(Every::Hours1, 20).with_denied(DeniedSlot::AtOpening),
        every(Every::Hours8, 30).with_denied(DeniedSlot::AtOpening),
        every(Every::Minutes15, 0),
        every(Every::Minutes30, 0).with_denied(DeniedSlot::AtOpening),
    ];
    for zone in [Tz::Asia__Kathmandu, Tz::Europe__Prague] {
        let table = table(zone);
        let compiled: Vec<CompiledSchedule> = (0..168)
            .flat_map(|hour| {
                triggers.map(|trigger| trigger.with_backup_window(open_for_an_hour(hour)).compile(&table))
            })
            .collect();
        let fleet = CompiledFleet::new(compiled);
        // Wednesday; every quarter of an hour for a week, the nanosecond before and the one after.
        let (begin, nanosecond) = (at("2025-06-04T00:00:00Z"), TimeDelta::nanoseconds(1));
        for quarter in 0..4 * 168 {
            let edge = begin + TimeDelta::minutes(15 * quarter);
            for t in [edge - nanosecond, edge, edge + nanosecond] {
                let mut runs = vec![Some(t); fleet.schedules().len()];
                fleet.next_instants_after(t, &mut runs);
                for (schedule, run) in fleet.schedules().iter().zip(runs) {
                    assert_eq!(run, schedule.next_instant_after(t), "{schedule:?} after {t}");
                }
            }
        }
    }
}

#[test]
fn a_slot_after_midnight_may_lie_on_a_day_too_near_to_a_change() {
    // Prague 2025-10-26 at 01:00 UTC: 24 October is the last day that keeps a day from it.
    check(
        Tz::Europe__Prague,
        every(Every::Minutes5, 0).with_backup_window(hours(22, 6)),
        &[
            ("2025-10-23T23:57:00Z", "2025-10-24T00:00:00Z"),
            ("2025-10-24T23:54:00Z", "2025-10-24T23:55:00Z"),
            ("2025-10-24T23:57:00Z", "2025-10-25T00:00:00Z"),
        ],
    );
}

#[test]
fn many_wait_for_an_opening() {
    let now = "2025-06-02T12:00:00Z";
    // The window opens at 21:30, and skips what was denied.
    let nights = hours(22, 6).with_clock(half_past());
    let skipping = every(Every::Minutes20, 0).with_denied(DeniedSlot::Skip).with_backup_window(nights);
    check(Tz::UTC, skipping, &[(now, "2025-06-02T21:40:00Z")]);
    // More hours ahead than are looked at first.
    let saturday = BackupWindow::NEVER.allow_daily(WeekdaySet::single(Weekday::Sat), 22, 23);
    check(Tz::UTC, every(Every::Minutes10, 0).with_backup_window(saturday), &[(now, "2025-06-07T22:00:00Z")]);
    // Lord Howe: 21:30 UTC is 08:00 in winter, a slot, and 08:30 in summer, an opening between two.
    check(
        Tz::Australia__Lord_Howe,
        every(Every::Hours1, 0).with_backup_window(nights),
        &[(now, "2025-06-02T21:30:00Z"), ("2025-01-06T12:00:00Z", "2025-01-06T21:30:00Z")],
    );
}

#[test]
fn patterns_that_hold_since_different_dates_stand_together() {
    // Singapore was 7:20 ahead of UTC from 1933 to 1941: slots of ten minutes fit that, those of fifteen only later.
    let singapore = table(Tz::Asia__Singapore);
    let kinds = [Every::Minutes10, Every::Minutes15].map(|step| every(step, 0).compile(&singapore));
    let fleet = CompiledFleet::new(kinds.iter().cycle().take(66).cloned().collect::<Vec<_>>());
    for (t, ten, fifteen) in [
        ("1938-06-02T12:00:00Z", "1938-06-02T12:10:00Z", "1938-06-02T12:10:00Z"),
        ("1938-06-02T12:10:00Z", "1938-06-02T12:20:00Z", "1938-06-02T12:25:00Z"),
        ("2025-06-02T12:10:00Z", "2025-06-02T12:20:00Z", "2025-06-02T12:15:00Z"),
    ] {
        let mut runs = [None; 66];
        fleet.next_instants_after(at(t), &mut runs);
        assert_eq!(runs[..2], [Some(at(ten)), Some(at(fifteen))], "after {t}");
        assert!(runs.chunks(2).all(|pair| pair == &runs[..2]), "after {t}");
    }
}

/// So few that they are answered one by one, in as many places as there are for their runs.
#[test]
fn a_few_at_once_are_answered_too() {
    let compiled = [daily(1), daily(22)].map(|schedule| schedule.compile(&table(Utc)));
    let now = at("2025-06-02T12:00:00Z");
    let (tonight, at_one) = (Some(at("2025-06-02T22:00:00Z")), Some(at("2025-06-03T01:00:00Z")));
    for (places, expected) in [(0, [None; 3]), (1, [at_one, None, None]), (3, [at_one, tonight, None])] {
        let mut runs = [None; 3];
        let answered = CompiledFleet::new(&compiled[..]).next_instants_after(now, &mut runs[..places]);
        assert_eq!((answered, runs), (places.min(2), expected));
    }
}

#[test]
fn many_are_answered_in_more_zones_than_are_remembered() {
    let nights = hours(22, 6).with_clock(half_past());
    let schedule = every(Every::Hours8, 15).with_backup_window(nights);
    // Zones are told apart by their tables, of which some share a place.
    let compiled: Vec<_> = (0..300).map(|_| schedule.compile(&table(Utc))).collect();
    let compiled: Vec<_> = compiled.iter().cycle().take(900).cloned().collect();
    let mut runs = vec![None; compiled.len()];
    CompiledFleet::new(compiled).next_instants_after(at("2025-06-02T12:00:00Z"), &mut runs);
    // The slot at 16:15 is denied; the window opens at 21:30.
    assert_eq!(runs, vec![Some(at("2025-06-02T21:45:00Z")); 900]);
}

/// More schedules than are sorted together, in two zones, so that one may be put in the place of another anywhere.
#[test]
fn a_schedule_of_a_fleet_gives_way_to_another() {
    const ALL: usize = 70_000;
    let now = at("2025-06-02T12:00:00Z");
    let (prague, tokyo) = (table(Tz::Europe__Prague), table(Tz::Asia__Tokyo));
    let nightly = daily(23).compile(&prague);
    let mut fleet = CompiledFleet::new(vec![nightly; ALL]);
    for place in [0, 32_767, 32_768, ALL - 1] {
        let hourly = every(Every::Hours1, 5).compile(&tokyo);
        let before = fleet.replace(place, hourly).expect("there is such a place");
        assert_eq!(*before.schedule(), daily(23));
        assert_eq!(*fleet.schedules()[place].schedule(), every(Every::Hours1, 5));
    }
    assert!(fleet.replace(ALL, daily(1).compile(&tokyo)).is_none());
    let mut runs = vec![None; ALL];
    assert_eq!(fleet.next_instants_after(now, &mut runs), ALL);
    for (place, run) in runs.iter().enumerate() {
        let is_hourly = [0, 32_767, 32_768, ALL - 1].contains(&place);
        let expected = if is_hourly { "2025-06-02T12:05:00Z" } else { "2025-06-02T21:00:00Z" };
        assert_eq!(*run, Some(at(expected)), "{place}");
    }
    assert!(format!("{fleet:?}").starts_with("CompiledFleet { schedules: [CompiledSchedule {"));
}

#[test]
fn no_more_are_answered_than_there_are_schedules_and_places() {
    let now = at("2025-06-02T12:00:00Z");
    // The first has no pattern. There are five, so that the second 32,768 begin with another than the first.
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    let monthly = Schedule::new(Monthly::new(MonthDay::On(3), Months::ALL, noon).unwrap());
    let kinds = [monthly, daily(23), every(Every::Hours1, 5), every(Every::Minutes10, 0), daily(1)];
    let kinds = kinds.map(|schedule| schedule.compile(&table(Tz::Europe__Prague)));
    let fleet = CompiledFleet::new(kinds.iter().cycle().take(33_000).cloned().collect::<Vec<_>>());
    for places in [0, 1, 31, 32, 33, 32_767, 32_769, 33_000, 33_001] {
        let mut runs = vec![Some(now); places];
        let answered = fleet.next_instants_after(now, &mut runs);
        assert_eq!(answered, places.min(33_000));
        for (place, run) in runs.iter().enumerate() {
            let expected = if place < 33_000 { kinds[place % 5].next_instant_after(now) } else { Some(now) };
            assert_eq!(*run, expected, "{place} of {places}");
        }
        #[cfg(feature = "rayon")]
        {
            let mut others = vec![Some(now); places];
            assert_eq!(fleet.par_next_instants_after(now, &mut others), answered);
            assert_eq!(others, runs);
        }
    }
    assert_eq!(CompiledFleet::new([]).next_instants_after(now, &mut [None]), 0);
}
