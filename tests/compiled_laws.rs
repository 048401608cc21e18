//! A compiled schedule answers as the schedule does.

use std::sync::{Arc, OnceLock};

use backup_window::{BackupWindow, CompiledSchedule, Every, HourOfWeek, Periodically, Schedule, ZoneTable};
use chrono::{DateTime, FixedOffset, Offset, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
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
