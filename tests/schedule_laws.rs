//! Properties of schedules: every run against the oracle, and the laws that need none.

use std::ops::Range;

use backup_window::{
    BackupWindow, DeniedSlot, Every, Fold, Gap, NoRun, Periodically, Run, Schedule, Trigger, Windows,
};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use oracle::{
    MadeUpZone, Near, Place, Question, Timeline, assert_same, cases, check_runs, civil_before, made_up_zones,
    places, questions, runs, second_of, sparse_windows, sparse_windows_near,
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

/// Asks at every minute of a range, and 1 ns around every run, which run is next and which was last.
fn check_every_instant<Z: TimeZone>(zone: &Z, question: &Question, range: &Range<DateTime<Utc>>) {
    let schedule = question.schedule();
    let runs = runs(zone, question, range);
    // To learn that there is no run at all takes long.
    let apart = TimeDelta::minutes(if runs.is_empty() { 240 } else { 1 });
    let minutes = (0..).map(|i| range.start + apart * i).take_while(|t| *t < range.end);
    let around = runs.iter().flat_map(|run| [run.at - NANOSECOND, run.at, run.at + NANOSECOND]);
    for t in minutes.chain(around).filter(|t| range.contains(t)) {
        let next = schedule.next_after(zone, t).ok().filter(|run| run.at < range.end);
        assert_eq!(next.as_ref(), runs.iter().find(|run| run.at > t), "next after {t}");
        let previous = schedule.previous_before(zone, t).ok().filter(|run| run.at >= range.start);
        assert_eq!(previous.as_ref(), runs.iter().rev().find(|run| run.at < t), "previous before {t}");
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn every_run_is_that_of_the_oracle((place, question) in real(14)) {
        check_runs(&place.zone, &question, &place.near.range);
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn every_run_is_that_of_the_oracle_in_made_up_zones((zone, near, question) in made_up(14)) {
        check_runs(&zone, &question, &near.range);
    }
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn every_instant_between_two_runs_leads_to_the_same_next_run((place, question) in real(2)) {
        check_every_instant(&place.zone, &question, &place.near.range);
    }

    #[test]
    fn every_instant_between_two_runs_leads_to_the_same_next_run_in_made_up_zones(
        (zone, near, question) in made_up(2),
    ) {
        check_every_instant(&zone, &question, &near.range);
    }

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
