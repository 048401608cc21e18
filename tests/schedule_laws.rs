//! Properties of schedules: every run against the oracle, and the laws that need none.

use std::ops::Range;
use std::sync::Arc;

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, Fold, Gap, MonthDay, Monthly, Months, NoRun, Periodically, Run,
    Schedule, Trigger, WindowClock, Windows, ZoneTable,
};
use chrono::{DateTime, Datelike, TimeDelta, TimeZone, Timelike, Utc, WeekdaySet};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use oracle::{
    MadeUpZone, Near, Place, Question, Tally, Timeline, assert_same, cases, check_every_instant, check_runs,
    civil_before, compared, made_up_zones, places, places_in, questions, runs, second_of, sparse_windows,
    sparse_windows_near, utc,
};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

const NANOSECOND: TimeDelta = TimeDelta::nanoseconds(1);

fn real(days: i64) -> impl Strategy<Value = (Place, Question)> {
    places(days).prop_flat_map(|place| {
        let civil = civil_before(&place.zone, place.near.at);
        (Just(place), questions(civil))
    })
}

/// A schedule, and a window of an hour or two a week that it may meet on one side of a change only.
fn seldom(days: i64) -> impl Strategy<Value = (Place, Question, BackupWindow)> {
    places(days).prop_flat_map(|place| {
        let civil = civil_before(&place.zone, place.near.at);
        let window = sparse_windows_near(place.near.at, civil);
        (Just(place), questions(civil), window)
    })
}

fn made_up(days: i64) -> impl Strategy<Value = (MadeUpZone, Near, Question)> {
    made_up_zones(days).prop_flat_map(|(zone, near)| {
        let civil = civil_before(&zone, near.at);
        (Just(zone), Just(near), questions(civil))
    })
}

#[test]
fn every_run_is_that_of_the_oracle() {
    compared("runs", cases(500), real(14), |(place, question), tally| {
        check_runs(&place.zone, &question, &place.near.range, tally);
    });
}

#[test]
fn every_run_is_that_of_the_oracle_in_made_up_zones() {
    compared("runs in made-up zones", cases(500), made_up(14), |(zone, near, question), tally| {
        check_runs(&zone, &question, &near.range, tally);
    });
}

#[test]
fn every_instant_between_two_runs_leads_to_the_same_next_run() {
    compared("every instant", cases(120), real(2), |(place, question), tally| {
        check_every_instant(&place.zone, &question, &place.near.range, tally);
    });
}

#[test]
fn every_instant_between_two_runs_leads_to_the_same_next_run_in_made_up_zones() {
    compared("every instant in made-up zones", cases(80), made_up(2), |(zone, near, question), tally| {
        check_every_instant(&zone, &question, &near.range, tally);
    });
}

/// A change of a clock of each kind: the zone, and the first instant after it.
const CHANGES: [(Tz, &str); 8] = [
    (Tz::America__Los_Angeles, "2024-03-10T10:00:00Z"), // a gap of an hour
    (Tz::America__Los_Angeles, "2024-11-03T09:00:00Z"), // a fold of an hour
    (Tz::Australia__Lord_Howe, "2024-10-05T15:30:00Z"), // a gap of half an hour
    (Tz::Australia__Lord_Howe, "2025-04-05T15:00:00Z"), // a fold of half an hour
    (Tz::America__Sao_Paulo, "2017-10-15T03:00:00Z"),   // a gap at midnight
    (Tz::America__Havana, "2024-11-03T05:00:00Z"),      // a fold back to midnight
    (Tz::Antarctica__Troll, "2024-10-27T01:00:00Z"),    // a fold of two hours
    (Tz::Pacific__Apia, "2011-12-30T10:00:00Z"),        // a gap of a day
];

/// Every choice for gaps, folds and denied slots with every other, for triggers that meet the change and for windows
/// that open or close there.
#[test]
fn the_laws_hold_under_every_option_at_every_kind_of_change() {
    let tally = Tally::default();
    for (zone, change) in CHANGES {
        let change = utc(change);
        let (shown_before, shown_after) =
            (civil_before(&zone, change) + 1, civil_before(&zone, change + TimeDelta::seconds(1)));
        // A time that is lost or comes twice.
        let aside = if shown_after > shown_before { 1_200 } else { -1_200 };
        let lost_or_repeated = DateTime::from_timestamp(shown_before + aside, 0).unwrap();
        let (day, lost_or_repeated) = (lost_or_repeated.day() as u8, lost_or_repeated.time());
        let periodically = |every, offset| Trigger::from(Periodically::new(every, offset).unwrap());
        let triggers = [
            Trigger::from(Daily::new(WeekdaySet::ALL, lost_or_repeated).unwrap()),
            periodically(Every::Minutes30, 0),
            periodically(Every::Hours2, 15),
            Trigger::from(Monthly::new(MonthDay::On(day), Months::ALL, lost_or_repeated).unwrap()),
        ];
        let hour = lost_or_repeated.hour() as u8;
        let hours = [(hour, hour + 2), (hour + 1, hour), (hour + 2, hour + 1), (hour + 1, hour + 2)];
        let windows = hours.map(|(from, to)| {
            BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, from, to).with_clock(WindowClock::LOCAL)
        });
        let range = change - TimeDelta::hours(25)..change + TimeDelta::hours(26);
        let table = Arc::new(ZoneTable::new(&zone));
        for (trigger, window) in triggers.into_iter().zip(windows) {
            for gap in [Gap::FirstValid, Gap::ShiftForward, Gap::Skip] {
                for fold in [Fold::First, Fold::Second, Fold::Both] {
                    let open = Question {
                        trigger,
                        gap,
                        fold,
                        denied: DeniedSlot::Skip,
                        backup: None,
                        periodic: None,
                    };
                    check_runs(&zone, &open, &range, &tally);
                    check_compiled(&zone, &open.schedule(), &table, &range);
                    for denied in [DeniedSlot::Skip, DeniedSlot::Defer, DeniedSlot::AtOpening] {
                        let gated = Question { denied, backup: Some(window), ..open };
                        check_runs(&zone, &gated, &range, &tally);
                        check_compiled(&zone, &gated.schedule(), &table, &range);
                    }
                }
            }
        }
    }
    println!("every option: {tally}");
}

/// Asks a compiled schedule every seven minutes of a range, and 1 ns around every run, for the runs of the schedule.
fn check_compiled(zone: &Tz, schedule: &Schedule, table: &Arc<ZoneTable>, range: &Range<DateTime<Utc>>) {
    let compiled = schedule.compile(table);
    let runs: Vec<_> = schedule.runs(zone, range.clone()).map(|run| run.at).collect();
    let minutes = (0..).map(|i| range.start + TimeDelta::minutes(7 * i)).take_while(|t| *t < range.end);
    let around = runs.iter().flat_map(|&run| [run - NANOSECOND, run, run + NANOSECOND]);
    for t in minutes.chain(around).filter(|t| range.contains(t)) {
        let next = compiled.next_instant_after(t).filter(|next| *next < range.end);
        let expected = runs.get(runs.partition_point(|&run| run <= t)).copied();
        assert_eq!(next, expected, "{schedule:?} in {zone}, compiled, after {t}");
    }
}

/// Runs one after the other, through the changes of a zone: as many in each zone as are asked for.
const CHAINED: usize = 1_000;

#[test]
fn a_thousand_runs_one_after_the_other_in_every_zone() {
    let config = cases(1);
    let (chains, mut followed) = (config.cases, 0);
    let mut runner = TestRunner::new(config);
    for zone in TZ_VARIANTS {
        for _ in 0..chains {
            let mut longest = 0;
            while longest < CHAINED {
                let place = places_in(zone, 2).new_tree(&mut runner).unwrap().current();
                let question =
                    questions(civil_before(&zone, place.at)).new_tree(&mut runner).unwrap().current();
                let runs = follow(&zone, &question.schedule(), place.range.start, CHAINED);
                longest = longest.max(runs);
                followed += runs;
            }
        }
    }
    println!(
        "chained: {followed} runs, {CHAINED} or more one after the other in each of {} zones",
        TZ_VARIANTS.len()
    );
}

/// Follows a schedule, each run strictly later than the one before and that one its previous; says how far it came.
fn follow(zone: &Tz, schedule: &Schedule, start: DateTime<Utc>, most: usize) -> usize {
    let (mut t, mut last) = (start, None);
    for run in 0..most {
        let Ok(next) = schedule.next_after(zone, t) else { return run };
        assert!(next.at > t, "{schedule:?} in {zone}: {} is not after {t}", next.at);
        if let Some(last) = last.filter(|_| run % 4 == 0) {
            assert_eq!(schedule.previous_before(zone, next.at), Ok(last), "{schedule:?} in {zone}");
        }
        (t, last) = (next.at, Some(next));
    }
    most
}

proptest! {
    #![proptest_config(cases(60))]

    /// S53: a leap second is a part of the second before it, and lies after all of its fractions.
    #[test]
    fn a_leap_second_is_the_end_of_the_second_before_it((place, question) in real(4), nanos in 0..1_000_000_000u32) {
        let (zone, schedule) = (&place.zone, question.schedule());
        let compiled = schedule.compile(&Arc::new(ZoneTable::new(zone)));
        let runs = schedule.runs(zone, place.near.range.clone()).take(3).map(|run| run.at);
        for t in [place.near.at, place.near.range.start].into_iter().chain(runs) {
            // The last second of the minute of `t`, the only one that can be a leap second.
            let second = t.with_second(59).unwrap();
            let leap = second.with_nanosecond(1_000_000_000 + nanos).unwrap();
            let last = second.with_nanosecond(999_999_999).unwrap();
            let after = last + NANOSECOND;
            prop_assert_eq!(schedule.next_after(zone, leap), schedule.next_after(zone, last));
            prop_assert_eq!(schedule.previous_before(zone, leap), schedule.previous_before(zone, after));
            prop_assert_eq!(compiled.next_after(leap), schedule.next_after(zone, last));
            prop_assert_eq!(compiled.previous_before(leap), schedule.previous_before(zone, after));
            let instant = schedule.next_instant_after(zone, last);
            prop_assert_eq!(schedule.next_instant_after(zone, leap), instant);
            prop_assert_eq!(compiled.next_instant_after(leap), instant);
            prop_assert_eq!(compiled.instants_after(leap).next(), instant);
            for window in [question.backup, question.periodic].into_iter().flatten() {
                prop_assert_eq!(window.is_allowed_at(zone, leap), window.is_allowed_at(zone, last));
                prop_assert_eq!(window.next_change(zone, leap), window.next_change(zone, last));
                prop_assert_eq!(window.previous_change(zone, leap), window.previous_change(zone, last));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn runs_taken_from_both_ends_meet((place, question) in real(10), turns in prop::collection::vec(0..4u8, 1..9)) {
        let schedule = question.schedule();
        let all: Vec<Run> = schedule.runs(&place.zone, place.near.range.clone()).collect();
        let mut rest = schedule.runs(&place.zone, place.near.range.clone());
        let (mut front, mut back) = (Vec::new(), Vec::new());
        for turn in turns.iter().cycle() {
            let run = if turn % 2 == 0 { rest.next() } else { rest.next_back() };
            match run {
                Some(run) if turn % 2 == 0 => front.push(run),
                Some(run) => back.push(run),
                None => break,
            }
        }
        prop_assert!(rest.next().is_none() && rest.next_back().is_none(), "what has ended stays ended");
        front.extend(back.into_iter().rev());
        assert_same("runs from both ends", &front, &all);
    }

    #[test]
    fn runs_of_an_empty_or_backward_range_are_none((place, question) in real(4)) {
        let Range { start, end } = place.near.range;
        let schedule = question.schedule();
        prop_assert_eq!(schedule.runs(&place.zone, start..start).next(), None);
        prop_assert_eq!(schedule.runs(&place.zone, end..start).next(), None);
        prop_assert_eq!(schedule.runs(&place.zone, end..start).next_back(), None);
    }
}

proptest! {
    #![proptest_config(cases(500))]

    /// Over years, without the oracle.
    #[test]
    fn runs_increase_strictly_and_next_and_previous_are_inverse((place, question) in real(14)) {
        let (zone, schedule) = (&place.zone, question.schedule());
        let mut last: Option<Run> = None;
        let mut t = place.near.range.start;
        for _ in 0..60 {
            let Ok(run) = schedule.next_after(zone, t) else { break };
            prop_assert!(run.at > t, "{run:?} is not after {t}");
            prop_assert_eq!(schedule.next_after(zone, run.at - NANOSECOND), Ok(run));
            prop_assert_eq!(schedule.previous_before(zone, run.at + NANOSECOND), Ok(run));
            if let Some(last) = last {
                prop_assert_eq!(schedule.previous_before(zone, run.at), Ok(last));
            }
            prop_assert!(schedule.windows().is_start_allowed_at(zone, run.at), "{run:?} is denied");
            prop_assert!(run.closes.is_none_or(|closes| closes > run.at));
            t = run.at;
            last = Some(run);
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// Over centuries, without the oracle: a window of an hour or two may be met in summer, in a fold or once ever.
    #[test]
    fn runs_that_seldom_come_are_the_same_from_either_end(
        (place, question, window) in seldom(40_000),
    ) {
        let (zone, range) = (&place.zone, &place.near.range);
        let schedule = unlikely(question, window).schedule();
        // As many from either end as there are, up to a hundred.
        let forward: Vec<Run> = schedule.runs(zone, range.clone()).take(100).collect();
        let end = if forward.len() < 100 { range.end } else { forward[99].at + NANOSECOND };
        let mut backward: Vec<Run> = schedule.runs(zone, range.start..end).rev().collect();
        backward.reverse();
        assert_same("runs, backward", &backward, &forward);
        let mut t = range.start - NANOSECOND;
        for run in &forward {
            prop_assert_eq!(schedule.next_after(zone, t), Ok(*run));
            t = run.at;
        }
        let mut t = end;
        for run in forward.iter().rev() {
            prop_assert_eq!(schedule.previous_before(zone, t), Ok(*run));
            t = run.at;
        }
    }

    #[test]
    fn a_periodic_job_waits_no_longer_than_its_interval_except_across_a_fold(
        place in places(40),
        every in prop::sample::select(&Every::ALL[..]),
        offset in 0..60i64,
    ) {
        let (zone, range) = (&place.zone, place.near.range);
        let schedule = Schedule::new(Periodically::new(every, offset).unwrap());
        let interval = TimeDelta::minutes(every.minutes().into());
        let runs: Vec<Run> = schedule.runs(zone, range).collect();
        for pair in runs.windows(2) {
            let repeated = pair[0].offset.local_minus_utc() - pair[1].offset.local_minus_utc();
            let longest = interval + TimeDelta::seconds(repeated.max(0).into());
            prop_assert!(pair[1].at - pair[0].at <= longest, "{} to {}", pair[0].at, pair[1].at);
        }
    }

    #[test]
    fn the_defaults_are_those_of_the_trigger((place, question) in real(2)) {
        let schedule = Schedule::new(question.trigger);
        let (fold, denied) = match question.trigger {
            Trigger::Daily(_) | Trigger::Monthly(_) => (Fold::First, DeniedSlot::Skip),
            Trigger::Periodically(_) => (Fold::Both, DeniedSlot::Defer),
        };
        prop_assert_eq!((schedule.gap(), schedule.fold(), schedule.denied()), (Gap::FirstValid, fold, denied));
        prop_assert_eq!(schedule.windows(), Windows::NONE);
        prop_assert_eq!(schedule.trigger(), question.trigger);
        let [backup, periodic] = question.start_windows();
        prop_assert_eq!(question.schedule().windows(), Windows { backup, periodic });
        let spelled_out = Question { gap: Gap::FirstValid, fold, denied, backup: None, periodic: None, ..question };
        prop_assert_eq!(schedule, spelled_out.schedule());
        prop_assert!(schedule.next_after(&place.zone, place.near.at).is_ok());
    }
}

/// Asserts the first run after an instant, or that there is none, for as far as the oracle sees.
fn check_far<Z: TimeZone>(zone: &Z, question: &Question, t: DateTime<Utc>) {
    let first = t + NANOSECOND;
    // In steps of seconds the oracle sees less far.
    let by_minutes = Timeline::walk(zone, &(t..first), second_of(&question.trigger)).step == 60;
    let days = if by_minutes { 400 } else { 10 };
    let expected = runs(zone, question, &(first..first + TimeDelta::days(days))).into_iter().next();
    match (question.schedule().next_after(zone, t), expected) {
        (next, Some(expected)) => assert_eq!(next, Ok(expected)),
        (Ok(next), None) => assert!(next.at >= first + TimeDelta::days(days), "{next:?} is too early"),
        (Err(reason), None) => {
            let closed = question.start_windows().iter().flatten().any(|window| window.is_never());
            let expected = if closed { NoRun::WindowNeverOpens } else { NoRun::NeverMatches };
            assert_eq!(reason, expected);
        }
    }
}

/// Schedules that seldom or never meet their windows.
fn unlikely(question: Question, backup: BackupWindow) -> Question {
    Question { backup: Some(backup), ..question }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_run_that_is_far_away_is_found_and_one_that_never_comes_is_not(
        (place, question, window) in seldom(2),
    ) {
        check_far(&place.zone, &unlikely(question, window), place.near.range.start);
    }
}

proptest! {
    #![proptest_config(cases(150))]

    /// Three weeks without a run are proof enough where no clock ever changes and the trigger is one of weeks.
    #[test]
    fn without_clock_changes_a_schedule_runs_within_weeks_or_never(
        (place, question) in real(2),
        window in sparse_windows(),
        zone in prop::sample::select(&[Tz::UTC, Tz::Etc__GMTPlus12, Tz::Etc__GMTMinus14][..]),
    ) {
        prop_assume!(!matches!(question.trigger, Trigger::Monthly(_)));
        let question = unlikely(question, window);
        let t = place.near.range.start;
        let weeks = t + NANOSECOND..t + TimeDelta::days(21);
        let expected = runs(&zone, &question, &weeks).into_iter().next();
        let next = question.schedule().next_after(&zone, t);
        match expected {
            Some(expected) => prop_assert_eq!(next, Ok(expected)),
            None => {
                let closed = question.start_windows().iter().flatten().any(|window| window.is_never());
                prop_assert_eq!(next, Err(if closed { NoRun::WindowNeverOpens } else { NoRun::NeverMatches }));
            }
        }
    }
}
