//! Daily, monthly and periodic slots beside `croner`.
//!
//! Where they mean the same thing: a daily or monthly trigger is what `croner` calls a fixed-time job, which runs at the first
//! instant after a gap and in the first pass of a fold; a periodic trigger is an interval job, which has nothing in a
//! gap (here `Gap::Skip`) and both passes of a fold. The differences at the end of this file are the only ones.

use backup_window::{Daily, Every, Fold, Gap, Monthly, Origin, Periodically, Run, Schedule, Trigger};
use backup_window_references::cron::Pattern;
use chrono::{
    DateTime, Datelike, NaiveTime, Offset, TimeDelta, TimeZone, Timelike, Utc, Weekday, WeekdaySet,
};
use chrono_tz::Tz;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use oracle::{
    Kind, Place, Tally, cases, changes_of, civil_before, compared, daily_near, monthly_near, periodically,
    places, utc,
};

#[path = "../../../tests/oracle/mod.rs"]
#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

/// A zone, a trigger that often meets a change there, and instants to ask about.
type Question = (Place, Trigger, Vec<DateTime<Utc>>);

fn questions() -> impl Strategy<Value = Question> {
    places(4).prop_flat_map(|place| {
        let civil = civil_before(&place.zone, place.near.at);
        let trigger = prop_oneof![2 => daily_near(civil), 2 => periodically(), 1 => monthly_near(civil)];
        let seconds = place.near.range.start.timestamp()..place.near.range.end.timestamp();
        let instants = prop::collection::vec(seconds, 8)
            .prop_map(|seconds| seconds.into_iter().map(oracle::instant).filter(is_within_reach).collect());
        (Just(place), trigger.prop_map(|trigger| later(trigger, TimeDelta::zero())), instants)
    })
}

/// The same trigger so much later on the clock, in whole seconds: a pattern knows no fractions.
fn later(trigger: Trigger, late: TimeDelta) -> Trigger {
    let later = |time: NaiveTime| {
        let time = time.overflowing_add_signed(late).0;
        time.with_nanosecond(0).expect("a whole second")
    };
    match trigger {
        Trigger::Daily(daily) => Daily::new(daily.days(), later(daily.time())).expect("has days").into(),
        Trigger::Monthly(monthly) => {
            Monthly::new(monthly.day(), monthly.months(), later(monthly.time())).expect("as before").into()
        }
        Trigger::Periodically(periodically) => {
            let offset = i64::from(periodically.offset()) + late.num_minutes();
            Periodically::new(periodically.every(), offset % 60).expect("below 60").into()
        }
    }
}

/// Croner searches the years 1 to 5000.
fn is_within_reach(t: &DateTime<Utc>) -> bool {
    (2..4_999).contains(&t.year())
}

/// The schedule that means what croner means by the pattern of the trigger.
fn schedule_of(trigger: Trigger) -> Schedule {
    match trigger {
        Trigger::Periodically(_) => Schedule::new(trigger).with_gap(Gap::Skip).with_fold(Fold::Both),
        _ => Schedule::new(trigger),
    }
}

/// Compares the next and the previous run at each instant with those of a pattern.
fn compare(question: &Question, schedule: &Schedule, pattern: &Pattern, tally: &Tally) -> Result<(), String> {
    let (place, _, instants) = question;
    let (zone, counting) = (place.zone, tally.case(&place.zone));
    for &t in instants {
        let next = (Kind::Next, schedule.next_after(&zone, t).ok(), pattern.next_after(&zone, t));
        let previous =
            (Kind::Previous, schedule.previous_before(&zone, t).ok(), pattern.previous_before(&zone, t));
        for (kind, ours, theirs) in [next, previous] {
            if ours.map(|run| run.at) == theirs.as_ref().ok().copied() {
                counting.agreed(kind, t);
            } else if !ours.is_some_and(|run| is_beyond_a_long_gap(zone, t, &run)) {
                return Err(format!("{kind:?} of {t} in {zone}: {ours:?}, croner {theirs:?}"));
            }
        }
    }
    Ok(())
}

/// Whether a gap of more than two hours lies between the question and the run, further than croner looks; or the run
/// takes the place of a time on another date, whose weekday croner asks for again.
fn is_beyond_a_long_gap(zone: Tz, t: DateTime<Utc>, run: &Run) -> bool {
    let offset = |second: i64| {
        zone.offset_from_utc_datetime(&oracle::instant(second).naive_utc()).fix().local_minus_utc()
    };
    let way = t.min(run.at).timestamp()..=t.max(run.at).timestamp();
    let is_long = |change: i64| way.contains(&change) && offset(change) - offset(change - 1) > 2 * 3_600;
    let date = run.local().date_naive();
    changes_of(zone).iter().any(|&change| is_long(change))
        || matches!(run.origin, Origin::MovedByGap { nominal } if nominal.date() != date)
}

#[test]
fn slots_are_those_of_croner() {
    compared("croner", cases(5_000), questions(), |question, tally| {
        let (schedule, pattern) = (schedule_of(question.1), Pattern::of(&question.1));
        if let Err(difference) = compare(&question, &schedule, &pattern, tally) {
            panic!("{difference}");
        }
    });
}

/// The comparison can fail: with a pattern that is a minute late it does.
#[test]
fn a_minute_too_late_is_noticed() {
    let mut runner = TestRunner::deterministic();
    let (mut asked, mut noticed) = (0, 0);
    while asked < 100 {
        let question = questions().new_tree(&mut runner).expect("a question").current();
        // An interval of minutes has no offset, and with few instants there is little to notice.
        let late = later(question.1, TimeDelta::minutes(1));
        if late == question.1 || question.2.len() < 8 {
            continue;
        }
        let compared = compare(&question, &schedule_of(question.1), &Pattern::of(&late), &Tally::default());
        (asked, noticed) = (asked + 1, noticed + u32::from(compared.is_err()));
    }
    assert!(noticed > 95, "noticed {noticed} of {asked}");
}

// What differs, and why.

fn daily(days: WeekdaySet, hour: u32, minute: u32) -> (Schedule, Pattern) {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of day");
    let trigger = Trigger::from(Daily::new(days, time).expect("has days"));
    (schedule_of(trigger), Pattern::of(&trigger))
}

/// By default a periodic slot that is lost in a gap comes after it here; croner's interval jobs leave it out.
#[test]
fn croner_leaves_out_periodic_slots_in_a_gap() {
    // New York: ___ 2025-03-09 01:59 -05:00 | 03:00 -04:00 ___
    let every_2_hours = Trigger::from(Periodically::new(Every::Hours2, 0).expect("below 60"));
    let (zone, t) = (Tz::America__New_York, utc("2025-03-09T06:00:00Z"));
    let ours = Schedule::new(every_2_hours).next_after(&zone, t).expect("a run").at;
    assert_eq!(ours, utc("2025-03-09T07:00:00Z"), "02:00 comes at 03:00");
    assert_eq!(Pattern::of(&every_2_hours).next_after(&zone, t), Ok(utc("2025-03-09T08:00:00Z")), "04:00");
}

/// Croner looks two hours far for the end of a gap.
#[test]
fn croner_fails_at_a_gap_of_more_than_two_hours() {
    // Kwajalein: ___ Fri 1993-08-20 23:59 -12:00 | Sun 1993-08-22 00:00 +12:00 ___
    let (schedule, pattern) = daily(WeekdaySet::ALL, 6, 0);
    let (zone, t) = (Tz::Pacific__Kwajalein, utc("1993-08-21T00:00:00Z"));
    assert_eq!(schedule.next_after(&zone, t).map(|run| run.at), Ok(utc("1993-08-21T12:00:00Z")));
    assert!(pattern.next_after(&zone, t).is_err_and(|error| error.contains("limit")));
}

/// Croner asks that the first date after the gap match the pattern too.
#[test]
fn croner_leaves_out_a_date_that_was_lost_whole() {
    // Apia: ___ Thu 2011-12-29 23:59 -10:00 | Sat 2011-12-31 00:00 +14:00 ___
    let (schedule, pattern) = daily(WeekdaySet::single(Weekday::Fri), 22, 30);
    let (zone, t) = (Tz::Pacific__Apia, utc("2011-12-29T00:00:00Z"));
    assert_eq!(
        schedule.next_after(&zone, t).map(|run| run.at),
        Ok(utc("2011-12-30T10:00:00Z")),
        "Saturday 00:00"
    );
    assert_eq!(pattern.next_after(&zone, t), Ok(utc("2012-01-06T08:30:00Z")), "a week later");
}

/// Croner ends with the year 5000.
#[test]
fn croner_searches_to_the_year_5000() {
    let (schedule, pattern) = daily(WeekdaySet::ALL, 6, 0);
    let t = utc("5001-01-01T00:00:00Z");
    assert_eq!(schedule.next_after(&Tz::UTC, t).map(|run| run.at), Ok(utc("5001-01-01T06:00:00Z")));
    assert!(pattern.next_after(&Tz::UTC, t).is_err());
}
