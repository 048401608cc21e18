//! Properties of durations: how long a window stays open, what fits into it and how much of a range is open, against
//! the oracle and against the stretches listed one by one.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::ops::Range;

use backup_window::{BackupWindow, Fit, Interval, Length, NoRun};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use oracle::{
    Question, SummersForEver, Timeline, allowed_time, apart, cases, civil_before, edges, instant,
    made_up_zones, places, questions, runs, sparse_windows, split, stretches, time_left, utc, windows,
};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

const NANOSECOND: TimeDelta = TimeDelta::nanoseconds(1);

/// Durations: whole hours more often, and some beside them.
fn durations() -> impl Strategy<Value = TimeDelta> {
    let aside = prop_oneof![4 => Just(0i64), 1 => Just(1), 1 => Just(-1), 1 => -1_800_000_000_000..1_800_000_000_000i64];
    let hours = prop_oneof![6 => 0..12i64, 3 => 12..200i64, 1 => 200..400i64];
    (hours, aside).prop_map(|(hours, aside)| TimeDelta::hours(hours) + TimeDelta::nanoseconds(aside))
}

/// Everything about one duration at many instants of a range.
fn check_fits<Z: TimeZone>(
    zone: &Z,
    window: &BackupWindow,
    range: &Range<DateTime<Utc>>,
    duration: TimeDelta,
) {
    let timeline = Timeline::walk(zone, range, 0);
    let states = timeline.allowed(&[Some(*window)]);
    let open = stretches(&timeline, &states, true);
    let seen = instant(timeline.ticks[0].at)..timeline.end();
    let needed = duration.max(NANOSECOND);

    let edges = edges(&timeline, &states);
    let apart = apart(&edges) * 4;
    let looks = timeline.ticks.iter().filter(|tick| tick.at % apart == 0).map(|tick| instant(tick.at));
    let beside = edges.iter().flat_map(|edge| {
        [edge.0 - NANOSECOND, edge.0, edge.0 + NANOSECOND, edge.0 - needed, edge.0 + needed]
    });
    // To learn that there is no room at any time takes long.
    let mut in_vain = 0;
    for t in looks.chain(beside).filter(|t| range.contains(t)) {
        if in_vain > 4 {
            break;
        }
        let left = time_left(&timeline, &states, t);
        match window.time_left_at(zone, t) {
            Length::Limited(time) if t + left < seen.end => assert_eq!(time, left, "time left at {t}"),
            Length::Limited(time) => assert!(time >= left, "time left at {t}: {time}"),
            Length::Unlimited => assert!(t + left == seen.end, "time left at {t}: there is an end"),
        }
        if t + left < seen.end || left >= needed {
            assert_eq!(window.fits(zone, t, duration), left >= needed, "{duration} from {t}");
        }

        let fit = window.fit_from(zone, t, duration);
        in_vain += i32::from(fit.is_none());
        let expected = open
            .iter()
            .map(|stretch| Fit { first: stretch.from.max(t), last: Some(stretch.to - needed) })
            .find(|fit| fit.last.is_some_and(|last| fit.first <= last));
        match expected {
            Some(expected) if expected.last != Some(seen.end - needed) => assert_eq!(fit, Some(expected)),
            Some(expected) => assert_eq!(fit.unwrap().first, expected.first, "the first fit from {t}"),
            None => {
                let closing = fit.map(|fit| fit.last.unwrap() + needed);
                assert!(closing.is_none_or(|closing| closing > seen.end), "{fit:?} from {t} is too early");
            }
        }

        let latest = window.last_start_until(zone, t, duration);
        let expected = open
            .iter()
            .rev()
            .map(|stretch| (stretch.from, stretch.to.min(t) - needed))
            .find(|(from, start)| from <= start);
        match expected {
            Some((_, expected)) => assert_eq!(latest, Some(expected), "the latest start until {t}"),
            None => {
                assert!(latest.is_none_or(|latest| latest < seen.start), "{latest:?} until {t} is too late")
            }
        }
    }

    assert_eq!(window.allowed_time(zone, range.clone()), allowed_time(&timeline, &states, range));
    for t in [range.start, range.start + needed / 2] {
        let expected = split(&timeline, &states, t, duration);
        let done: TimeDelta = expected.iter().map(Interval::length).sum();
        let parts: Vec<Interval> = window.split(zone, t, duration).take(expected.len() + 1).collect();
        if done == duration.max(TimeDelta::zero()) {
            assert_eq!(parts, expected);
            assert_eq!(window.split_end(zone, t, duration), Some(expected.last().map_or(t, |part| part.to)));
        } else if let Some(end) = window.split_end(zone, t, duration) {
            assert!(end > seen.end);
        }
    }
}

/// The longest and the first of several.
fn longest(stretches: impl Iterator<Item = Interval>) -> Option<Interval> {
    stretches.fold(None, |longest: Option<Interval>, stretch| match longest {
        Some(longest) if longest.length() >= stretch.length() => Some(longest),
        _ => Some(stretch),
    })
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn every_duration_is_that_of_the_oracle(place in places(10), window in windows(), duration in durations()) {
        check_fits(&place.zone, &window, &place.near.range, duration);
    }

    #[test]
    fn every_duration_is_that_of_the_oracle_in_made_up_zones(
        (zone, near) in made_up_zones(10),
        window in windows(),
        duration in durations(),
    ) {
        check_fits(&zone, &window, &near.range, duration);
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// Over decades, against the stretches one by one.
    #[test]
    fn sums_and_longest_stretches_are_those_of_the_stretches(place in places(4_000), window in windows()) {
        let (zone, range) = (&place.zone, place.near.range);
        let allowed: TimeDelta = window.allowed(zone, range.clone()).map(|stretch| stretch.length()).sum();
        prop_assert_eq!(window.allowed_time(zone, range.clone()), allowed);
        prop_assert_eq!(
            window.longest_allowed_in(zone, range.clone()),
            longest(window.allowed(zone, range.clone()))
        );
        prop_assert_eq!(window.longest_denied_in(zone, range.clone()), longest(window.denied(zone, range)));
    }

    #[test]
    fn a_job_that_pauses_ends_when_its_time_has_passed(
        place in places(40),
        window in windows(),
        days in 0..20_000i64,
        duration in durations(),
    ) {
        let (zone, start) = (&place.zone, place.near.range.start);
        let duration = duration + TimeDelta::days(days);
        match window.split_end(zone, start, duration) {
            Some(end) => {
                prop_assert_eq!(window.allowed_time(zone, start..end), duration.max(TimeDelta::zero()));
                prop_assert!(duration <= TimeDelta::zero() || window.is_allowed_at(zone, end - NANOSECOND));
            }
            None => prop_assert!(window.is_never()),
        }
    }

    /// Without a change of the clock the longest stretch is that of the hours.
    #[test]
    fn the_longest_stretch_of_the_week_is_that_of_any_three_weeks_without_a_change(
        window in windows(),
        from in 0..4_000_000_000i64,
    ) {
        let weeks = instant(from)..instant(from) + TimeDelta::days(21);
        for (length, longest) in [
            (window.longest_allowed(), window.longest_allowed_in(&Utc, weeks.clone())),
            (window.longest_denied(), window.longest_denied_in(&Utc, weeks.clone())),
        ] {
            match length {
                Length::Limited(length) => {
                    prop_assert_eq!(longest.map_or(TimeDelta::zero(), |longest| longest.length()), length);
                }
                Length::Unlimited => {
                    prop_assert_eq!(longest, Some(Interval { from: weeks.start, to: weeks.end }));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    /// Hundreds of years that repeat are passed over, not walked.
    #[test]
    fn far_away_sums_are_those_of_their_parts(
        window in windows(),
        winter in -12..12i32,
        years in (1_900..3_000i32, 3_000..4_000i32, 4_000..260_000i32),
        day in 1..366u32,
    ) {
        let zone = SummersForEver { winter: winter * 3_600 };
        let at = |year| {
            chrono::NaiveDate::from_yo_opt(year, day.min(365)).unwrap().and_hms_opt(3, 30, 0).unwrap().and_utc()
        };
        let [a, b, c] = [at(years.0), at(years.1), at(years.2)];
        let sum = |range| window.allowed_time(&zone, range);
        prop_assert_eq!(sum(a..c), sum(a..b) + sum(b..c));
        let one_by_one = |range| window.allowed(&zone, range).map(|stretch| stretch.length()).sum::<TimeDelta>();
        let three_years = c - TimeDelta::days(1_100)..c;
        prop_assert_eq!(sum(three_years.clone()), one_by_one(three_years));
        if !window.is_never() {
            prop_assert_eq!(window.split_end(&zone, a, sum(a..c) + NANOSECOND).map(|end| end > c), Some(true));
            let end = window.split_end(&zone, a, sum(a..c)).unwrap();
            prop_assert!(end <= c && sum(end..c).is_zero(), "{end} for {c}");
        }
        prop_assume!(!window.is_always());
        prop_assert_eq!(
            window.longest_allowed_in(&zone, a..c).map(|longest| longest.length()),
            [a..b, b - TimeDelta::days(30)..c]
                .into_iter()
                .filter_map(|range| window.longest_allowed_in(&zone, range))
                .map(|longest| longest.length())
                .max(),
        );
    }
}

/// The first run with so much time left, against the oracle's runs.
fn check_fitting<Z: TimeZone>(
    zone: &Z,
    question: &Question,
    range: &Range<DateTime<Utc>>,
    duration: TimeDelta,
) {
    let schedule = question.schedule();
    let runs = runs(zone, question, range);
    let has_room = |closes: Option<DateTime<Utc>>, at| {
        closes.is_none_or(|closes| closes - at >= duration.max(NANOSECOND))
    };
    for t in std::iter::once(range.start).chain(runs.iter().map(|run| run.at)) {
        let expected = runs.iter().find(|run| run.at > t && has_room(run.closes, run.at));
        match (schedule.next_fitting_after(zone, t, duration), expected) {
            (Ok(run), None) => {
                assert!(run.at >= range.end || run.at == t, "{run:?} after {t}");
                assert!(has_room(run.closes, run.at));
            }
            (Err(reason), None) => {
                let never = schedule.next_after(zone, t).err();
                assert_eq!(reason, never.unwrap_or(NoRun::NeverFits), "after {t}");
            }
            (answer, Some(expected)) => assert_eq!(answer, Ok(*expected), "after {t}"),
        }
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_next_run_with_time_enough_is_that_of_the_oracle(
        (place, question) in places(14).prop_flat_map(|place| {
            let civil = civil_before(&place.zone, place.near.at);
            (Just(place), questions(civil))
        }),
        duration in durations(),
    ) {
        check_fitting(&place.zone, &question, &place.near.range, duration);
    }

    #[test]
    fn the_next_run_with_time_enough_is_that_of_the_oracle_in_made_up_zones(
        (zone, near, question) in made_up_zones(14).prop_flat_map(|(zone, near)| {
            let civil = civil_before(&zone, near.at);
            (Just(zone), Just(near), questions(civil))
        }),
        duration in durations(),
    ) {
        check_fitting(&zone, &question, &near.range, duration);
    }
}

proptest! {
    #![proptest_config(cases(60))]

    /// Stretches that only a change of the clock makes long enough, years away.
    #[test]
    fn what_fits_on_one_day_of_a_year_is_found(
        place in places(900),
        window in sparse_windows(),
        seconds in 1..3_600i64,
    ) {
        let (zone, range) = (&place.zone, place.near.range);
        let longest = window.longest_allowed().limit().unwrap();
        let duration = longest + TimeDelta::seconds(seconds);
        let expected = window.allowed(zone, range.clone()).find(|stretch| stretch.length() >= duration);
        let fit = window.fit_from(zone, range.start, duration);
        let latest = window.last_start_until(zone, range.end, duration);
        match expected {
            Some(stretch) => {
                prop_assert_eq!(fit.unwrap().first, stretch.from);
                let last = window.allowed(zone, range.clone()).rev().find(|stretch| stretch.length() >= duration);
                prop_assert_eq!(latest, Some(last.unwrap().to - duration));
            }
            None => {
                prop_assert!(fit.is_none_or(|fit| fit.last.unwrap() + duration > range.end), "{fit:?}");
                prop_assert!(latest.is_none_or(|latest| latest < range.start), "{latest:?}");
            }
        }
    }
}

#[test]
fn a_gap_that_skips_the_only_denied_hour_joins_two_stretches() {
    // denied: Sunday 02:00 to 03:00, the hour that New York skips on 2025-03-09
    let sunday_at_two = backup_window::HourOfWeek::new(2).unwrap();
    let three = backup_window::HourOfWeek::new(3).unwrap();
    let window =
        BackupWindow::ALWAYS.deny(sunday_at_two, three).with_clock(backup_window::WindowClock::LOCAL);
    let zone = chrono_tz::America::New_York;
    let from = utc("2025-01-01T00:00:00Z");
    let fit = window.fit_from(&zone, from, TimeDelta::hours(300)).unwrap();
    assert_eq!(fit.first, utc("2025-03-02T08:00:00Z"));
    assert_eq!(fit.last, Some(utc("2025-03-16T06:00:00Z") - TimeDelta::hours(300)));
    assert_eq!(window.fit_from(&zone, from, TimeDelta::hours(335)), None);
}

#[test]
fn at_the_ends_of_time_nothing_panics() {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let nights = BackupWindow::NEVER.allow_daily(chrono::WeekdaySet::ALL, 22, 6);
    let local = nights.with_clock(backup_window::WindowClock::LOCAL);
    let zone = chrono_tz::Europe::Prague;
    for window in [BackupWindow::ALWAYS, BackupWindow::NEVER, nights, local] {
        for t in [first, first + TimeDelta::hours(30), last - TimeDelta::hours(30), last] {
            for duration in [TimeDelta::MIN, TimeDelta::zero(), TimeDelta::hours(4), TimeDelta::MAX] {
                window.fits(&zone, t, duration);
                window.fit_from(&zone, t, duration);
                window.last_start_until(&zone, t, duration);
                window.time_left_at(&zone, t);
                window.split_end(&zone, t, duration);
                window.split(&zone, t, duration).take(3).for_each(drop);
            }
        }
        window.allowed_time(&zone, first..last);
        window.longest_allowed_in(&zone, first..last);
        window.longest_denied_in(&zone, first..last);
    }
}

#[test]
fn a_length_reads_as_hours_minutes_and_seconds() {
    let text = |seconds| Length::Limited(TimeDelta::seconds(seconds)).to_string();
    assert_eq!(
        [text(0), text(59), text(60), text(8 * 3_600), text(90_061)],
        ["0s", "59s", "1m", "8h", "25h 1m 1s"],
    );
    assert_eq!(Length::Unlimited.to_string(), "unlimited");
}
