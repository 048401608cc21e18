//! Mistakes that other schedulers and libraries have shipped, each with the answer that is right.
//!
//! Each test draws the night on which it happened, what the clock shows on it, and every run near it.

use backup_window::{BackupWindow, Every, Fold, Gap, Interval, WindowClock};
use chrono::{TimeDelta, Weekday};
use chrono_tz::Tz;

use crate::oracle::utc;
use crate::picture::{check, check_allowed, every, everyday, on, open};

/// A time that does not exist was looked for until it would: an endless loop, or an error.
#[test]
fn sao_paulo_and_tehran_have_no_midnight_and_the_job_runs_at_one() {
    // ___ Sat 2017-10-14 23:59 -03:00 | Sun 01:00 -02:00 ___
    check(
        &Tz::America__Sao_Paulo,
        everyday("00:00:00"),
        "2017-10-13T12:00:00Z",
        &[
            "Sat 2017-10-14 00:00 -03:00 scheduled",
            "Sun 2017-10-15 01:00 -02:00 moved from Sun 00:00",
            "Mon 2017-10-16 00:00 -02:00 scheduled",
        ],
    );
    check(
        &Tz::America__Sao_Paulo,
        every(Every::Minutes30, 0),
        "2017-10-15T02:15:00Z",
        &[
            "Sat 2017-10-14 23:30 -03:00 scheduled",
            "Sun 2017-10-15 01:00 -02:00 scheduled", // 00:00 and 00:30 were lost, 01:00 is a slot of its own
            "Sun 2017-10-15 01:30 -02:00 scheduled",
        ],
    );
    // ___ Mon 2022-03-21 23:59 +03:30 | Tue 01:00 +04:30 ___
    check(
        &Tz::Asia__Tehran,
        everyday("00:00:00"),
        "2022-03-20T12:00:00Z",
        &[
            "Mon 2022-03-21 00:00 +03:30 scheduled",
            "Tue 2022-03-22 01:00 +04:30 moved from Tue 00:00",
            "Wed 2022-03-23 00:00 +04:30 scheduled",
        ],
    );
    check(
        &Tz::Asia__Tehran,
        on(Weekday::Tue, "00:30:00").with_gap(Gap::Skip),
        "2022-03-16T00:00:00Z",
        &["Tue 2022-03-29 00:30 +04:30 scheduled"],
    );
}

/// The date after the gap was computed to be the date before it: the same date for ever.
#[test]
fn santiago_goes_on_to_the_next_date_after_a_lost_midnight() {
    let zone = Tz::America__Santiago;
    // The change was planned for 2022-09-04 and came a week later: the fourth is a day like any other.
    check(
        &zone,
        everyday("00:00:00"),
        "2022-09-02T12:00:00Z",
        &[
            "Sat 2022-09-03 00:00 -04:00 scheduled",
            "Sun 2022-09-04 00:00 -04:00 scheduled",
            "Mon 2022-09-05 00:00 -04:00 scheduled",
        ],
    );
    // ___ Sat 2022-09-10 23:59 -04:00 | Sun 01:00 -03:00 ___
    check(
        &zone,
        everyday("00:00:00"),
        "2022-09-09T12:00:00Z",
        &[
            "Sat 2022-09-10 00:00 -04:00 scheduled",
            "Sun 2022-09-11 01:00 -03:00 moved from Sun 00:00",
            "Mon 2022-09-12 00:00 -03:00 scheduled",
        ],
    );
    check(
        &zone,
        everyday("00:00:00").with_gap(Gap::ShiftForward),
        "2022-09-10T12:00:00Z",
        &["Sun 2022-09-11 01:00 -03:00 moved from Sun 00:00", "Mon 2022-09-12 00:00 -03:00 scheduled"],
    );
    check(
        &zone,
        everyday("00:00:00").with_gap(Gap::Skip),
        "2022-09-09T12:00:00Z",
        &["Sat 2022-09-10 00:00 -04:00 scheduled", "Mon 2022-09-12 00:00 -03:00 scheduled"],
    );
}

/// The lost midnight took all of its day with it.
#[test]
fn cairo_runs_all_day_after_a_lost_midnight() {
    // ___ Thu 2025-04-24 23:59 +02:00 | Fri 01:00 +03:00 ___
    check(
        &Tz::Africa__Cairo,
        every(Every::Hours2, 0),
        "2025-04-24T19:00:00Z",
        &[
            "Thu 2025-04-24 22:00 +02:00 scheduled",
            "Fri 2025-04-25 01:00 +03:00 moved from Fri 00:00",
            "Fri 2025-04-25 02:00 +03:00 scheduled",
            "Fri 2025-04-25 04:00 +03:00 scheduled",
            "Fri 2025-04-25 06:00 +03:00 scheduled",
            "Fri 2025-04-25 08:00 +03:00 scheduled",
            "Fri 2025-04-25 10:00 +03:00 scheduled",
            "Fri 2025-04-25 12:00 +03:00 scheduled",
            "Fri 2025-04-25 14:00 +03:00 scheduled",
            "Fri 2025-04-25 16:00 +03:00 scheduled",
            "Fri 2025-04-25 18:00 +03:00 scheduled",
            "Fri 2025-04-25 20:00 +03:00 scheduled",
            "Fri 2025-04-25 22:00 +03:00 scheduled",
            "Sat 2025-04-26 00:00 +03:00 scheduled",
        ],
    );
    check(
        &Tz::Africa__Cairo,
        every(Every::Hours2, 0).with_gap(Gap::Skip),
        "2025-04-24T19:00:00Z",
        &[
            "Thu 2025-04-24 22:00 +02:00 scheduled",
            "Fri 2025-04-25 02:00 +03:00 scheduled",
            "Fri 2025-04-25 04:00 +03:00 scheduled",
        ],
    );
}

/// From the gap on nothing ran until the next day.
#[test]
fn sydney_runs_for_the_rest_of_the_day_after_a_gap() {
    // ___ Sun 2019-10-06 01:59 +10:00 | 03:00 +11:00 ___
    let zone = Tz::Australia__Sydney;
    check(
        &zone,
        every(Every::Hours4, 30),
        "2019-10-05T14:00:00Z",
        &[
            "Sun 2019-10-06 00:30 +10:00 scheduled",
            "Sun 2019-10-06 04:30 +11:00 scheduled",
            "Sun 2019-10-06 08:30 +11:00 scheduled",
            "Sun 2019-10-06 12:30 +11:00 scheduled",
            "Sun 2019-10-06 16:30 +11:00 scheduled",
            "Sun 2019-10-06 20:30 +11:00 scheduled",
            "Mon 2019-10-07 00:30 +11:00 scheduled",
        ],
    );
    check(
        &zone,
        every(Every::Hours2, 0),
        "2019-10-05T13:30:00Z",
        &[
            "Sun 2019-10-06 00:00 +10:00 scheduled",
            "Sun 2019-10-06 03:00 +11:00 moved from Sun 02:00",
            "Sun 2019-10-06 04:00 +11:00 scheduled",
            "Sun 2019-10-06 06:00 +11:00 scheduled",
        ],
    );
    check(
        &zone,
        everyday("02:30:00"),
        "2019-10-05T00:00:00Z",
        &["Sun 2019-10-06 03:00 +11:00 moved from Sun 02:30", "Mon 2019-10-07 02:30 +11:00 scheduled"],
    );
    let days = utc("2019-10-05T14:00:00Z")..utc("2019-10-06T13:00:00Z"); // the whole Sunday, an hour short
    assert_eq!(every(Every::Minutes5, 0).runs(&zone, days).count(), 23 * 12);
}

/// Dublin's winter is its exception and has a saving of minus one hour, which a search took for its direction.
#[test]
fn dublin_changes_by_its_offsets_whatever_they_are_called() {
    // ___ Sun 2025-03-30 00:59 +00:00 | 02:00 +01:00 ___
    let zone = Tz::Europe__Dublin;
    check(
        &zone,
        everyday("01:30:00"),
        "2025-03-28T12:00:00Z",
        &[
            "Sat 2025-03-29 01:30 +00:00 scheduled",
            "Sun 2025-03-30 02:00 +01:00 moved from Sun 01:30",
            "Mon 2025-03-31 01:30 +01:00 scheduled",
        ],
    );
    check(
        &zone,
        every(Every::Minutes15, 0),
        "2025-03-30T00:40:00Z",
        &[
            "Sun 2025-03-30 00:45 +00:00 scheduled",
            "Sun 2025-03-30 02:00 +01:00 scheduled",
            "Sun 2025-03-30 02:15 +01:00 scheduled",
        ],
    );
    check_allowed(
        &zone,
        open(0, 3),
        ("2025-03-29T12:00:00Z", "2025-03-30T12:00:00Z"),
        &["Sun 00:00 +00:00 to Sun 03:00 +01:00"], // two hours
    );
}

/// The first second of a gap was looked up as if it existed.
#[test]
fn lisbon_has_no_one_o_clock_on_30_march() {
    // ___ Sun 2025-03-30 00:59 +00:00 | 02:00 +01:00 ___
    let zone = Tz::Europe__Lisbon;
    check(
        &zone,
        everyday("01:00:00"),
        "2025-03-29T12:00:00Z",
        &["Sun 2025-03-30 02:00 +01:00 moved from Sun 01:00", "Mon 2025-03-31 01:00 +01:00 scheduled"],
    );
    // ___ Sun 2024-03-31 00:59 +00:00 | 02:00 +01:00 ___
    check(
        &zone,
        on(Weekday::Sun, "01:00:00").with_gap(Gap::ShiftForward),
        "2024-03-25T12:00:00Z",
        &["Sun 2024-03-31 02:00 +01:00 moved from Sun 01:00", "Sun 2024-04-07 01:00 +01:00 scheduled"],
    );
    check(
        &zone,
        every(Every::Hours1, 0),
        "2025-03-29T23:30:00Z",
        &[
            "Sun 2025-03-30 00:00 +00:00 scheduled",
            "Sun 2025-03-30 02:00 +01:00 scheduled",
            "Sun 2025-03-30 03:00 +01:00 scheduled",
        ],
    );
    // The hour that does not come opens nothing.
    check_allowed(&zone, open(1, 2), ("2025-03-30T00:00:00Z", "2025-03-30T12:00:00Z"), &[]);
}

/// A change between the question and the answer made the answer a week late.
#[test]
fn gaza_runs_on_the_sunday_after_the_change_and_not_a_week_later() {
    // ___ Sat 2024-04-20 01:59 +02:00 | 03:00 +03:00 ___
    let sunday = on(Weekday::Sun, "00:15:00");
    for asked in
        ["2024-04-19T00:00:00Z", "2024-04-19T21:59:59Z", "2024-04-20T00:00:00Z", "2024-04-20T21:00:00Z"]
    {
        check(
            &Tz::Asia__Gaza,
            sunday,
            asked,
            &["Sun 2024-04-21 00:15 +03:00 scheduled", "Sun 2024-04-28 00:15 +03:00 scheduled"],
        );
    }
    assert_eq!(
        sunday.previous_before(&Tz::Asia__Gaza, utc("2024-04-22T00:00:00Z")).map(|run| run.at),
        Ok(utc("2024-04-20T21:15:00Z"))
    );
}

/// The day after a change was left out.
#[test]
fn apia_runs_on_the_monday_after_the_change() {
    // ___ Sun 2012-09-30 02:59 +13:00 | 04:00 +14:00 ___
    check(
        &Tz::Pacific__Apia,
        on(Weekday::Mon, "00:30:00"),
        "2012-09-24T12:00:00Z",
        &["Mon 2012-10-01 00:30 +14:00 scheduled", "Mon 2012-10-08 00:30 +14:00 scheduled"],
    );
    check(
        &Tz::Pacific__Apia,
        everyday("00:30:00"),
        "2012-09-29T00:00:00Z",
        &[
            "Sun 2012-09-30 00:30 +13:00 scheduled",
            "Mon 2012-10-01 00:30 +14:00 scheduled",
            "Tue 2012-10-02 00:30 +14:00 scheduled",
        ],
    );
}

/// A search across a date that a zone left out ended in an error.
#[test]
fn apia_is_searched_across_the_friday_it_left_out() {
    // ___ Thu 2011-12-29 23:59 -10:00 | Sat 2011-12-31 00:00 +14:00 ___
    let zone = Tz::Pacific__Apia;
    check_allowed(
        &zone,
        open(22, 2),
        ("2011-12-29T20:00:00Z", "2011-12-31T20:00:00Z"),
        &["Thu 22:00 -10:00 to Sat 02:00 +14:00", "Sat 22:00 +14:00 to Sun 02:00 +14:00"],
    );
    let noon = open(12, 13);
    let (thursday, saturday) = (utc("2011-12-29T23:00:00Z"), utc("2011-12-30T22:00:00Z"));
    assert_eq!(noon.next_opening(&zone, thursday), Some(saturday), "on the next date there is");
    assert_eq!(noon.previous_closing(&zone, saturday), Some(thursday), "on the last date there was");
}

/// The civil time of the change was unwrapped.
#[test]
fn new_york_can_be_asked_at_every_minute_of_the_night() {
    // ___ Sun 2025-03-09 01:59 -05:00 | 03:00 -04:00 ___
    let zone = Tz::America__New_York;
    check(
        &zone,
        everyday("02:30:00"),
        "2025-03-08T12:00:00Z",
        &["Sun 2025-03-09 03:00 -04:00 moved from Sun 02:30", "Mon 2025-03-10 02:30 -04:00 scheduled"],
    );
    let (run, after) = (utc("2025-03-09T07:00:00Z"), utc("2025-03-10T06:30:00Z"));
    let before = utc("2025-03-08T07:30:00Z");
    for minute in 0..24 * 60 {
        let t = utc("2025-03-08T19:00:00Z") + TimeDelta::minutes(minute);
        let next = if t < run { run } else { after };
        assert_eq!(everyday("02:30:00").next_after(&zone, t).map(|run| run.at), Ok(next), "after {t}");
        let last = if t > run { run } else { before };
        assert_eq!(everyday("02:30:00").previous_before(&zone, t).map(|run| run.at), Ok(last), "before {t}");
    }
}

/// Jobs that run every few minutes fell silent for the hour that comes twice, or ran in the past.
#[test]
fn the_repeated_hour_counts_for_intervals_of_minutes() {
    // ___ Sun 2025-11-02 01:59 -04:00 | 01:00 -05:00 ___
    let zone = Tz::America__New_York;
    check(
        &zone,
        every(Every::Minutes15, 0),
        "2025-11-02T05:20:00Z",
        &[
            "Sun 2025-11-02 01:30 -04:00 scheduled",
            "Sun 2025-11-02 01:45 -04:00 scheduled",
            "Sun 2025-11-02 01:00 -05:00 scheduled",
            "Sun 2025-11-02 01:15 -05:00 scheduled",
            "Sun 2025-11-02 01:30 -05:00 scheduled",
            "Sun 2025-11-02 01:45 -05:00 scheduled",
            "Sun 2025-11-02 02:00 -05:00 scheduled",
        ],
    );
    // 25 hours, each with its runs, whatever the interval and however long the fold.
    for minutes in [Every::Minutes5, Every::Minutes10, Every::Minutes15, Every::Minutes30] {
        let day = utc("2025-11-02T04:00:00Z")..utc("2025-11-03T05:00:00Z");
        let runs: Vec<_> = every(minutes, 0).runs(&zone, day).map(|run| run.at).collect();
        assert_eq!(runs.len(), 25 * 60 / usize::from(minutes.minutes()), "every {minutes}");
        let apart = TimeDelta::minutes(minutes.minutes().into());
        assert!(runs.windows(2).all(|pair| pair[1] - pair[0] == apart), "every {minutes}");
    }
    // ___ Sun 2025-04-06 01:59 +11:00 | 01:30 +10:30 ___ : half an hour, and three runs in it
    check(
        &Tz::Australia__Lord_Howe,
        every(Every::Minutes10, 0),
        "2025-04-05T14:35:00Z",
        &[
            "Sun 2025-04-06 01:40 +11:00 scheduled",
            "Sun 2025-04-06 01:50 +11:00 scheduled",
            "Sun 2025-04-06 01:30 +10:30 scheduled",
            "Sun 2025-04-06 01:40 +10:30 scheduled",
            "Sun 2025-04-06 01:50 +10:30 scheduled",
            "Sun 2025-04-06 02:00 +10:30 scheduled",
        ],
    );
    // Who wants silence asks for it.
    check(
        &zone,
        every(Every::Minutes30, 0).with_fold(Fold::First),
        "2025-11-02T05:20:00Z",
        &["Sun 2025-11-02 01:30 -04:00 scheduled", "Sun 2025-11-02 02:00 -05:00 scheduled"],
    );
}

/// "Open" and "next change" were computed in two ways: open until an instant at which it was open still, or a stretch
/// without length where the clock jumps.
#[test]
fn a_stretch_ends_where_the_window_is_closed_and_none_is_empty() {
    for (zone, change) in [
        (Tz::America__Sao_Paulo, "2017-10-15T03:00:00Z"),
        (Tz::America__Santiago, "2022-09-11T04:00:00Z"),
        (Tz::Africa__Cairo, "2025-10-30T21:00:00Z"),
        (Tz::Europe__Dublin, "2025-03-30T01:00:00Z"),
        (Tz::Pacific__Apia, "2011-12-30T10:00:00Z"),
        (Tz::America__New_York, "2025-11-02T06:00:00Z"),
    ] {
        let around = utc(change) - TimeDelta::days(2)..utc(change) + TimeDelta::days(2);
        for hour in 0..24 {
            for window in [open(hour, (hour + 1) % 24), open(hour, (hour + 23) % 24)] {
                for Interval { from, to } in window.allowed(&zone, around.clone()) {
                    assert!(from < to, "{zone} {window:?}: {from} to {to}");
                    assert!(window.is_allowed_at(&zone, from));
                    assert!(
                        to == around.end || !window.is_allowed_at(&zone, to),
                        "{zone} {window:?} at {to}"
                    );
                    let change = window.next_change(&zone, from);
                    assert!(to == around.end || change == Some(to), "{zone} {window:?} after {from}");
                }
            }
        }
    }
}

/// Years whose rules are not written down have been an error, or a panic.
#[test]
fn new_york_after_2099_is_what_its_table_says() {
    let zone = Tz::America__New_York;
    let rows = |after, rows: &[&str]| check(&zone, everyday("12:00:00"), after, rows);
    rows("2099-03-07T18:00:00Z", &["Sun 2099-03-08 12:00 -04:00 scheduled"]);
    rows("2099-10-31T18:00:00Z", &["Sun 2099-11-01 12:00 -05:00 scheduled"]);
    // Compiled tables end there: standard time for ever, and 02:30 on 2100-03-14 is a time like any other.
    rows("2100-03-13T18:00:00Z", &["Sun 2100-03-14 12:00 -05:00 scheduled"]);
    rows("2100-07-03T18:00:00Z", &["Sun 2100-07-04 12:00 -05:00 scheduled"]);
    check(
        &zone,
        everyday("02:30:00"),
        "2100-03-13T18:00:00Z",
        &["Sun 2100-03-14 02:30 -05:00 scheduled", "Mon 2100-03-15 02:30 -05:00 scheduled"],
    );
    // A window that the job meets in summer only was met last in 2099.
    let summer =
        BackupWindow::NEVER.allow_daily(chrono::WeekdaySet::ALL, 16, 17).with_clock(WindowClock::UTC);
    let noon = everyday("12:00:00").with_backup_window(summer); // 16:00 UTC is noon in summer
    assert_eq!(
        noon.previous_before(&zone, utc("2150-01-01T00:00:00Z")).map(|run| run.at),
        Ok(utc("2099-10-31T16:00:00Z"))
    );
    assert_eq!(noon.next_after(&zone, utc("2100-01-01T00:00:00Z")), Err(backup_window::NoRun::NeverMatches));
}

/// The same with the rules of the database, which have no end.
#[cfg(feature = "jiff")]
#[test]
fn new_york_after_2099_has_summer_time_by_its_rules() {
    use backup_window::tzdb::{JiffZone, ZoneDatabase};

    let database = ZoneDatabase::bundled();
    let new_york = database.zone("America/New_York").unwrap();
    let zone = JiffZone::new(&new_york);
    // ___ Sun 2100-03-14 01:59 -05:00 | 03:00 -04:00 ___
    check(
        &zone,
        everyday("02:30:00"),
        "2100-03-12T18:00:00Z",
        &[
            "Sat 2100-03-13 02:30 -05:00 scheduled",
            "Sun 2100-03-14 03:00 -04:00 moved from Sun 02:30",
            "Mon 2100-03-15 02:30 -04:00 scheduled",
        ],
    );
    // ___ Sun 2100-11-07 01:59 -04:00 | 01:00 -05:00 ___
    check(
        &zone,
        every(Every::Minutes30, 0),
        "2100-11-07T05:20:00Z",
        &[
            "Sun 2100-11-07 01:30 -04:00 scheduled",
            "Sun 2100-11-07 01:00 -05:00 scheduled",
            "Sun 2100-11-07 01:30 -05:00 scheduled",
            "Sun 2100-11-07 02:00 -05:00 scheduled",
        ],
    );
    // In every year there is, those of the rules' next turn included.
    for year in ["2400", "4242", "9999", "+12345", "+200000"] {
        let (winter, summer) = (format!("{year}-01-15T00:00:00Z"), format!("{year}-07-15T00:00:00Z"));
        for (after, offset) in [(winter, -5), (summer, -4)] {
            let run = everyday("12:00:00").next_after(&zone, utc(&after)).unwrap();
            assert_eq!(run.offset.local_minus_utc(), offset * 3_600, "after {after}");
        }
    }
}
