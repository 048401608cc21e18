//! Properties of the longest wait: against all runs of a range, one by one.

use std::ops::Range;

use backup_window::{Daily, Interval, Schedule};
use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc, WeekdaySet};
use proptest::prelude::*;

use oracle::{
    Place, Question, SummersForEver, cases, civil_before, made_up_zones, places, questions, runs,
    sparse_windows_near, utc,
};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

fn real(days: i64) -> impl Strategy<Value = (Place, Question)> {
    places(days).prop_flat_map(|place| {
        let civil = civil_before(&place.zone, place.near.at);
        (Just(place), questions(civil))
    })
}

/// Every wait of a range, run by run, and the first of the longest.
fn check<Z: TimeZone>(zone: &Z, schedule: &Schedule, range: Range<DateTime<Utc>>) {
    let moment = TimeDelta::nanoseconds(1);
    let first = match schedule.previous_before(zone, range.start + moment) {
        Ok(first) => first.at,
        Err(reason) => return assert_eq!(schedule.longest_wait(zone, range), Err(reason)),
    };
    let next = schedule.next_after(zone, range.end - moment);
    let mut longest: Option<Interval> = None;
    let mut from = first;
    let rest = schedule.runs(zone, range.start + moment..range.end).map(|run| run.at);
    for to in rest.chain(next.ok().map(|run| run.at)) {
        if longest.is_none_or(|longest| to - from > longest.length()) {
            longest = Some(Interval { from, to });
        }
        from = to;
    }
    match next {
        Ok(_) => assert_eq!(schedule.longest_wait(zone, range.clone()).ok(), longest),
        Err(reason) => assert_eq!(schedule.longest_wait(zone, range.clone()), Err(reason)),
    }
    if let Some(longest) = longest.filter(|_| next.is_ok()) {
        assert!(schedule.can_meet(zone, range.clone(), longest.length()));
        assert!(!schedule.can_meet(zone, range, longest.length() - moment));
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn the_longest_wait_is_that_of_all_runs((place, question) in real(500)) {
        check(&place.zone, &question.schedule(), place.near.range);
    }

    #[test]
    fn the_longest_wait_is_that_of_all_runs_in_made_up_zones(
        (zone, near, question) in made_up_zones(120).prop_flat_map(|(zone, near)| {
            let civil = civil_before(&zone, near.at);
            (Just(zone), Just(near), questions(civil))
        }),
    ) {
        check(&zone, &question.schedule(), near.range);
    }

    #[test]
    fn the_longest_wait_is_that_of_all_runs_with_a_window_that_is_seldom_met(
        (place, question, window) in places(500).prop_flat_map(|place| {
            let civil = civil_before(&place.zone, place.near.at);
            let window = sparse_windows_near(place.near.at, civil);
            (Just(place), questions(civil), window)
        }),
    ) {
        let question = Question { backup: Some(window), ..question };
        check(&place.zone, &question.schedule(), place.near.range);
    }
}

proptest! {
    #![proptest_config(cases(100))]

    /// Against the runs that the oracle finds by looking at the clock.
    #[test]
    fn no_two_runs_of_the_oracle_are_further_apart((place, question) in real(20)) {
        let (zone, range) = (&place.zone, place.near.range);
        let runs = runs(zone, &question, &range);
        if let Ok(longest) = question.schedule().longest_wait(zone, range.clone()) {
            for pair in runs.windows(2) {
                prop_assert!(pair[1].at - pair[0].at <= longest.length(), "{} to {}", pair[0].at, pair[1].at);
            }
            let ends = [longest.from, longest.to].map(|end| runs.iter().any(|run| run.at == end));
            prop_assert_eq!(ends, [longest.from, longest.to].map(|end| range.contains(&end)));
        }
    }
}

#[test]
fn hundreds_of_centuries_are_as_one_turn_of_the_calendar() {
    let zone = SummersForEver { winter: 3_600 };
    let daily =
        Schedule::new(Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(22, 0, 0).unwrap()).unwrap());
    let range = utc("2000-01-01T00:00:00Z")..Utc.with_ymd_and_hms(260_000, 1, 1, 0, 0, 0).unwrap();
    let longest = daily.longest_wait(&zone, range.clone()).unwrap();
    assert_eq!(longest.to_string(), "2000-10-25 20:00:00 UTC to 2000-10-26 21:00:00 UTC");
    assert!(daily.can_meet(&zone, range.clone(), TimeDelta::hours(25)));
    assert!(!daily.can_meet(&zone, range, TimeDelta::hours(24)));
}

#[test]
fn a_wait_may_begin_before_a_range_and_end_after_it() {
    let sundays = Daily::new(WeekdaySet::single(chrono::Weekday::Sun), NaiveTime::MIN).unwrap();
    let range = utc("2025-06-03T10:00:00Z")..utc("2025-06-03T11:00:00Z");
    let week = Interval { from: utc("2025-06-01T00:00:00Z"), to: utc("2025-06-08T00:00:00Z") };
    let sundays = Schedule::new(sundays);
    assert_eq!(sundays.longest_wait(&Utc, range.clone()), Ok(week));
    assert_eq!(
        sundays.longest_wait(&Utc, range.start..range.start),
        Ok(week),
        "an empty range is its instant"
    );
    let whole_week = utc("2025-06-01T00:00:00Z")..utc("2025-06-08T00:00:00Z");
    assert_eq!(sundays.longest_wait(&Utc, whole_week), Ok(week), "a run at the end of a range is not in it");
}
