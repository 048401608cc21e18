//! A compiled schedule answers as the schedule does.

use std::sync::{Arc, OnceLock};

use backup_window::{
    BackupWindow, CompiledFleet, CompiledSchedule, Daily, Every, Fold, Gap, HourOfWeek, MinuteOffset,
    Periodically, Plan, Schedule, Starts, WORKDAYS, WindowClock, ZoneTable,
};
use chrono::{DateTime, FixedOffset, NaiveTime, Offset, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;

use oracle::{Place, cases, places, questions};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

/// The table of a zone, made once.
fn table_of(zone: Tz) -> &'static Arc<ZoneTable> {
    static TABLES: [OnceLock<Arc<ZoneTable>>; TZ_VARIANTS.len()] =
        [const { OnceLock::new() }; TZ_VARIANTS.len()];
    let index = TZ_VARIANTS.iter().position(|&variant| variant == zone).expect("a zone of the table");
    TABLES[index].get_or_init(|| Arc::new(ZoneTable::new(&zone)))
}

fn schedule_near(place: &Place) -> impl Strategy<Value = Schedule> + use<> {
    let before = place.near.at - TimeDelta::seconds(1);
    let offset = place.zone.offset_from_utc_datetime(&before.naive_utc()).fix();
    let civil = before.timestamp() + i64::from(offset.local_minus_utc());
    questions(civil).prop_map(|question| question.schedule())
}

fn check<Z: TimeZone>(compiled: &CompiledSchedule, schedule: &Schedule, zone: &Z, t: DateTime<Utc>) {
    let next = schedule.next_after(zone, t);
    let instant = next.ok().map(|run| run.at);
    assert_eq!(compiled.next_instant_after(t), instant, "after {t:?}");
    assert_eq!(schedule.next_instant_after(zone, t), instant, "after {t:?}");
    assert_eq!(compiled.next_after(t), next, "after {t:?}");
    assert_eq!(compiled.previous_before(t), schedule.previous_before(zone, t), "before {t:?}");
}

proptest! {
    #![proptest_config(cases(1200))]

    #[test]
    fn a_compiled_schedule_answers_as_the_schedule_does(
        (place, schedule, steps) in places(14).prop_flat_map(|place| {
            let schedule = schedule_near(&place);
            (Just(place), schedule, prop::collection::vec(0..=14 * 86_400_000i64, 16))
        })
    ) {
        let compiled = schedule.compile(table_of(place.zone));
        let range = place.near.range.clone();
        for step in steps {
            check(&compiled, &schedule, &place.zone, range.start + TimeDelta::milliseconds(step));
        }
        let mut t = range.start;
        let mut instants = compiled.instants_after(t);
        for _ in 0..40 {
            let run = compiled.next_instant_after(t);
            prop_assert_eq!(instants.next(), run);
            let Some(run) = run else { break };
            prop_assert!(run > t);
            for nanoseconds in [-1, 0, 1] {
                check(&compiled, &schedule, &place.zone, run + TimeDelta::nanoseconds(nanoseconds));
            }
            t = run;
        }
    }

    #[test]
    fn a_schedule_compiled_for_a_fixed_offset_answers_as_the_schedule_does(
        offset in (-1439..=1439i32).prop_map(|minutes| minutes * 60),
        question in questions(0),
        instants in prop::collection::vec(-8_000_000_000..8_000_000_000i64, 40),
    ) {
        let zone = FixedOffset::east_opt(offset).unwrap();
        static TABLES: OnceLock<std::sync::Mutex<std::collections::HashMap<i32, Arc<ZoneTable>>>> = OnceLock::new();
        let table = TABLES
            .get_or_init(Default::default)
            .lock()
            .unwrap()
            .entry(offset)
            .or_insert_with(|| Arc::new(ZoneTable::new(&zone)))
            .clone();
        let schedule = question.schedule();
        let compiled = schedule.compile(&table);
        for second in instants {
            check(&compiled, &schedule, &zone, DateTime::from_timestamp(second, 0).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn many_at_once_are_answered_as_one_by_one(
        (place, schedules) in places(14).prop_flat_map(|place| {
            // In the zone of the place and in others, in any order, more than are taken at a time.
            let elsewhere = (select(&TZ_VARIANTS[..]), schedule_near(&place));
            let here = (Just(place.zone), schedule_near(&place));
            let schedules = prop::collection::vec(prop_oneof![here, elsewhere], 1..30);
            (Just(place), schedules)
        }),
        count in 1..700usize,
        step in 0..=14 * 86_400_000i64,
        short in 0..3usize,
    ) {
        let compiled: Vec<CompiledSchedule> =
            schedules.iter().map(|(zone, schedule)| schedule.compile(table_of(*zone))).collect();
        let compiled: Vec<CompiledSchedule> = compiled.iter().cycle().take(count).cloned().collect();
        let t = place.near.range.start + TimeDelta::milliseconds(step);
        let expected: Vec<_> = compiled.iter().map(|schedule| schedule.next_instant_after(t)).collect();
        let answered = count.saturating_sub(short);
        let fleet = CompiledFleet::new(compiled);
        let mut runs = vec![Some(t); answered];
        prop_assert_eq!(fleet.next_instants_after(t, &mut runs), answered);
        prop_assert_eq!(&runs[..], &expected[..answered]);
        #[cfg(feature = "rayon")]
        {
            let mut runs = vec![Some(t); answered];
            prop_assert_eq!(fleet.par_next_instants_after(t, &mut runs), answered);
            prop_assert_eq!(&runs[..], &expected[..answered]);
        }
    }
}

#[test]
fn following_a_schedule_is_asking_again_and_again() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for zone in [Tz::America__Los_Angeles, Tz::UTC, Tz::Asia__Kathmandu, Tz::America__St_Johns] {
        for _ in 0..200 {
            let schedule = questions(0).new_tree(&mut runner).unwrap().current().schedule();
            let compiled = schedule.compile(table_of(zone));
            let mut t = "2024-12-25T11:22:33.5Z".parse().unwrap();
            for instant in compiled.instants_after(t).take(5_000) {
                assert_eq!(Some(instant), compiled.next_instant_after(t), "after {t}");
                t = instant;
            }
        }
    }
}

#[test]
fn from_the_last_hour_of_a_week_the_next_opening_is_ahead() {
    // One hour a week, the last one: 23:00 to 24:00 on Sunday, read on the clock of UTC.
    let last_hour = BackupWindow::from_hours([HourOfWeek::on(Weekday::Sun, 23).unwrap()]);
    let schedule =
        Schedule::new(Periodically::new(Every::Minutes30, 0).unwrap()).with_backup_window(last_hour);
    let compiled = schedule.compile(table_of(Tz::UTC));
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    assert_eq!(compiled.next_instant_after(at("2013-04-07T23:00:00Z")), Some(at("2013-04-07T23:30:00Z")));
    assert_eq!(compiled.next_instant_after(at("2013-04-07T23:30:00Z")), Some(at("2013-04-14T23:00:00Z")));

    let two_hours = last_hour.allow_daily(WeekdaySet::single(Weekday::Mon), 23, 0);
    let schedule = every(Every::Minutes30, 0).with_backup_window(two_hours);
    check_row(Tz::UTC, schedule, "2045-10-29T23:55:00Z", "2045-10-30T23:00:00Z");
}

#[test]
fn the_ends_of_time_are_answered_alike() {
    for zone in [Tz::America__Los_Angeles, Tz::UTC, Tz::Asia__Kolkata, Tz::Pacific__Apia] {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        for _ in 0..100 {
            let schedule = questions(0).new_tree(&mut runner).unwrap().current().schedule();
            let compiled = schedule.compile(table_of(zone));
            for t in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
                for days in [0, 1, 2, 3, 40] {
                    let days = TimeDelta::days(days);
                    for t in [t.checked_add_signed(days), t.checked_sub_signed(days)].into_iter().flatten() {
                        check(&compiled, &schedule, &zone, t);
                    }
                }
            }
        }
    }
}

/// A schedule compiled for a zone answers like this, and so does the schedule.
fn check_row(zone: Tz, schedule: Schedule, after: &str, expected: &str) {
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    assert_eq!(schedule.next_instant_after(&zone, at(after)), Some(at(expected)), "the schedule");
    assert_eq!(
        schedule.compile(table_of(zone)).next_instant_after(at(after)),
        Some(at(expected)),
        "compiled"
    );
}

fn every(every: Every, offset: i64) -> Schedule {
    Schedule::new(Periodically::new(every, offset).expect("an offset within the hour"))
}

#[test]
fn an_opening_in_the_first_pass_of_a_fold_is_none_in_the_second() {
    // Denied from 00:00 to 01:00; 01:00 comes twice, and the second time nothing opens.
    let after_one = BackupWindow::ALWAYS.deny_daily(WeekdaySet::ALL, 0, 1).with_clock(WindowClock::LOCAL);
    let schedule = every(Every::Hours8, 27).with_periodic_window(after_one);
    check_row(Tz::America__Los_Angeles, schedule, "2025-11-02T08:27:00Z", "2025-11-02T16:27:00Z");
}

#[test]
fn the_last_second_of_the_second_pass_is_none_of_the_first() {
    // 02:59:59 is 00:59:59 UTC in summer. An hour later the clock shows it again, a second before the pass is over.
    let time = NaiveTime::from_hms_opt(2, 59, 59).unwrap();
    let schedule = Schedule::new(Daily::new(WeekdaySet::ALL, time).unwrap());
    check_row(Tz::Europe__Prague, schedule, "2025-10-26T00:59:59Z", "2025-10-27T01:59:59Z");
}

#[test]
fn a_slot_denied_in_its_place_may_be_allowed_where_a_gap_moves_it() {
    let clock = WindowClock::UtcOffset(MinuteOffset::new(-9).unwrap());
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 9, 10).allow_daily(WORKDAYS, 10, 11);
    let daily = Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(2, 30, 0).unwrap()).unwrap();
    let schedule = Schedule::new(daily).with_backup_window(window.with_clock(clock));
    check_row(Tz::America__Los_Angeles, schedule, "2025-03-08T12:00:00Z", "2025-03-09T10:00:00Z");
}

#[test]
fn the_late_run_of_an_opening_before_may_still_be_to_come() {
    let night = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 2);
    let schedule = every(Every::Hours2, 40).with_backup_window(night);
    check_row(Tz::Asia__Gaza, schedule, "2002-04-18T22:00:00Z", "2002-04-18T23:40:00Z");
}

#[test]
fn after_a_run_at_an_opening_the_slots_go_on_from_their_own() {
    let night = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 8);
    let compiled =
        every(Every::Minutes30, 0).with_backup_window(night).compile(table_of(Tz::Asia__Kathmandu));
    let evening = "2025-06-01T20:00:00Z".parse().unwrap();
    let runs: Vec<String> = compiled.instants_after(evening).take(3).map(|run| run.to_string()).collect();
    assert_eq!(runs, ["2025-06-02 00:00:00 UTC", "2025-06-02 00:15:00 UTC", "2025-06-02 00:45:00 UTC"]);
}

/// Two bits, one of them beside the ends of the week or of its first day, and every hour asked from: a search in a
/// pattern can only go wrong where it comes around.
#[test]
fn windows_of_one_or_two_hours_are_searched_all_around_the_week() {
    let week = "2024-05-05T00:00:00Z".parse::<DateTime<Utc>>().unwrap(); // a Sunday
    let hour = |index: u8| HourOfWeek::new(index).unwrap();
    for (one, minutes) in
        [0, 1, 22, 23, 24, 25, 47, 87, 88, 143, 144, 166, 167].into_iter().zip([0, 15].into_iter().cycle())
    {
        for other in 0..HourOfWeek::COUNT {
            let clock = WindowClock::UtcOffset(MinuteOffset::new(minutes).unwrap());
            let window = BackupWindow::from_hours([hour(one), hour(other)]).with_clock(clock);
            for interval in [Every::Minutes5, Every::Minutes30, Every::Hours1, Every::Hours8] {
                let schedule = every(interval, 0).with_backup_window(window);
                let compiled = schedule.compile(table_of(Tz::UTC));
                for asked in 0..168 {
                    for seconds in [-1, 0, 3_300] {
                        let t = week + TimeDelta::hours(asked) + TimeDelta::seconds(seconds);
                        let plain = schedule.next_instant_after(&Tz::UTC, t);
                        assert_eq!(compiled.next_instant_after(t), plain, "{window:?} {interval} after {t}");
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(400))]

    /// A table of a zone says at once that nothing comes any more: what is not asked for cannot be wrong, so it must be
    /// said of those alone of which the zone itself, asked to its end, says the same.
    #[test]
    fn a_table_sees_that_nothing_comes_any_more_where_the_zone_does(
        place in places(14),
        second in prop_oneof![0..86_400u32, 3_600..10_800u32],
        days in 1..128u8,
        open in prop::collection::vec((0..7u32, select(&[0, 1, 1, 1, 2, 12, 23][..])), 1..3),
        (gap, fold) in (select(&[Gap::FirstValid, Gap::ShiftForward, Gap::Skip][..]), select(&[Fold::First, Fold::Second, Fold::Both][..])),
        clock in prop_oneof![
            Just(WindowClock::LOCAL),
            (-720..=840i64).prop_map(|minutes| WindowClock::UtcOffset(MinuteOffset::new(minutes).unwrap())),
        ],
        every in prop::option::of(select(&[Every::Hours8, Every::Hours4, Every::Hours1][..])),
    ) {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap();
        let days: WeekdaySet =
            (0..7u8).filter(|day| days & 1 << day != 0).map(|day| Weekday::try_from(day).unwrap()).collect();
        // Hours around that of the time, so that it is moved into one of them here and there, or lies in one under
        // another offset.
        let hours = open.into_iter().map(|(day, later)| HourOfWeek::new(((day * 24 + second / 3600 + later) % 168) as u8).unwrap());
        let window = BackupWindow::from_hours(hours).with_clock(clock);
        let schedule = match every {
            None => Schedule::new(Daily::new(days, time).unwrap()),
            Some(every) => Schedule::new(Periodically::new(every, i64::from(second / 60 % 60)).unwrap())
                .with_periodic_window(BackupWindow::from_hours([HourOfWeek::new(3).unwrap()])),
        };
        let schedule = schedule.with_backup_window(window).with_gap(gap).with_fold(fold);
        let plan = Plan::new(Starts::Scheduled(schedule));
        let table = table_of(place.zone);
        let compiled = schedule.compile(table);
        for t in [place.near.range.start, place.near.at, "2025-06-02T12:00:00Z".parse().unwrap()] {
            check(&compiled, &schedule, &place.zone, t);
            prop_assert_eq!(plan.in_zone(table).next_after(t), schedule.next_after(&place.zone, t));
            prop_assert_eq!(plan.in_zone(table).previous_before(t), schedule.previous_before(&place.zone, t));
        }
    }
}

#[test]
fn what_a_gap_alone_moves_into_the_window_is_no_never() {
    let sundays: WeekdaySet = [Weekday::Sun].into_iter().collect();
    let daily = Daily::new(sundays, NaiveTime::from_hms_opt(2, 30, 0).unwrap()).unwrap();
    let window = BackupWindow::NEVER.allow_daily(sundays, 3, 4).with_clock(WindowClock::LOCAL);
    let table = table_of(Tz::Europe__Prague);
    let june = "2025-06-02T12:00:00Z".parse().unwrap();
    for (gap, run) in [
        (Gap::FirstValid, Some("2026-03-29T01:00:00Z")),
        (Gap::ShiftForward, Some("2026-03-29T01:30:00Z")),
        (Gap::Skip, None),
    ] {
        let schedule = Schedule::new(daily).with_backup_window(window).with_gap(gap);
        let plan = Plan::new(Starts::Scheduled(schedule));
        let run = run.map(|run| run.parse::<DateTime<Utc>>().unwrap());
        assert_eq!(plan.in_zone(table).next_after(june).ok().map(|run| run.at), run, "{gap:?}");
        check(&schedule.compile(table), &schedule, &Tz::Europe__Prague, june);
    }
}
