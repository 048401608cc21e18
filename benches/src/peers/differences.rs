//! Where peers answer otherwise than this library: near clock changes. No row asks there, so that all times are times of
//! the same answers; these tests say what is left out.

use backup_window::{Daily, Every, Schedule};
use chrono::{DateTime, NaiveTime, Utc, WeekdaySet};
use chrono_tz::America::Los_Angeles;

use super::crons::{self, Pattern};
use super::{chrono_by_hand, jiff_by_hand};
use crate::inputs::{self, at};

/// 2025-03-09: ___ 01:59 PST | 02:00-02:59 never happens | 03:00 PDT ___
#[test]
fn a_daily_time_in_a_gap_has_three_answers() {
    let (before, time) = (at("2025-03-09T08:00:00Z"), NaiveTime::from_hms_opt(2, 30, 0).unwrap());
    let ours = Schedule::new(Daily::new(WeekdaySet::ALL, time).unwrap());
    let pattern = "30 2 * * *";

    assert_eq!(next(ours, before), Some(at("2025-03-09T10:00:00Z")), "the end of the gap");
    let croner = crons::croner(pattern).next(&Los_Angeles, before);
    assert_eq!(croner, Some(at("2025-03-09T10:00:00Z")), "the end of the gap");
    let cron = crons::cron(pattern).next(&Los_Angeles, before);
    assert_eq!(cron, Some(at("2025-03-10T09:30:00Z")), "not on this day");
    let by_hand = chrono_by_hand::daily(&Los_Angeles, WeekdaySet::ALL, time, before);
    assert_eq!(by_hand, Some(at("2025-03-09T10:30:00Z")), "an hour later");
    let zone = jiff_by_hand::zone("America/Los_Angeles");
    let jiff =
        jiff_by_hand::weekly(&zone, jiff::civil::Weekday::Sunday, jiff::civil::time(2, 30, 0, 0), before);
    assert_eq!(jiff, Some(at("2025-03-09T10:30:00Z")), "an hour later");
}

/// 2015-11-01: ___ 01:59 PDT | 01:00-01:59 PST | 02:00 PST ___
#[test]
fn in_the_second_pass_of_a_fold_cron_goes_back_in_time() {
    let after = at("2015-11-01T09:12:01Z"); // 01:12:01 PST
    let pattern = "*/5 * * * *";
    assert_eq!(next(inputs::every(Every::Minutes5), after), Some(at("2015-11-01T09:15:00Z")));
    let croner = crons::croner(pattern).next(&Los_Angeles, after);
    assert_eq!(croner, Some(at("2015-11-01T09:15:00Z")));
    let cron = crons::cron(pattern).next(&Los_Angeles, after);
    assert_eq!(cron, Some(at("2015-11-01T08:15:00Z")), "an hour before the question");
    let by_hand = chrono_by_hand::periodic(&Los_Angeles, 5, after);
    assert_eq!(by_hand, Some(at("2015-11-01T10:00:00Z")), "the second pass is missed");
}

/// The same day, from the last minutes of the first pass.
#[test]
fn before_the_second_pass_of_a_fold_the_loop_by_hand_misses_it() {
    let after = at("2015-11-01T08:56:00Z"); // 01:56 PDT
    assert_eq!(next(inputs::every(Every::Minutes5), after), Some(at("2015-11-01T09:00:00Z")));
    assert_eq!(chrono_by_hand::periodic(&Los_Angeles, 5, after), Some(at("2015-11-01T10:00:00Z")));
}

fn next(schedule: Schedule, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    schedule.next_after(&Los_Angeles, after).ok().map(|run| run.at)
}
