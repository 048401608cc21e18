//! Zones chosen for the shape of a change: half an hour, two hours, a day; at midnight; by decree; long ago.

use backup_window::{BackupWindow, Every, Fold, Gap, Schedule, WindowClock};
use chrono::{TimeDelta, Weekday};
use chrono_tz::Tz;

use crate::oracle::utc;
use crate::picture::{check, check_allowed, every, everyday, hour, on, open};

#[test]
fn lord_howe_changes_by_half_an_hour() {
    // ___ 01:59 +10:30 | 02:30 +11:00 ___
    let zone = Tz::Australia__Lord_Howe;
    check(
        &zone,
        everyday("02:15:00"),
        "2024-10-05T12:00:00Z",
        &["Sun 2024-10-06 02:30 +11:00 moved from Sun 02:15", "Mon 2024-10-07 02:15 +11:00 scheduled"],
    );
    check(
        &zone,
        everyday("02:15:00").with_gap(Gap::ShiftForward),
        "2024-10-05T12:00:00Z",
        &["Sun 2024-10-06 02:45 +11:00 moved from Sun 02:15"],
    );
    check(
        &zone,
        every(Every::Hours1, 0),
        "2024-10-05T14:00:00Z",
        &[
            "Sun 2024-10-06 01:00 +10:30 scheduled",
            "Sun 2024-10-06 02:30 +11:00 moved from Sun 02:00",
            "Sun 2024-10-06 03:00 +11:00 scheduled",
        ],
    );
    // ___ 01:59 +11:00 | 01:30 +10:30 ___
    check(
        &zone,
        every(Every::Minutes30, 0),
        "2025-04-05T14:00:00Z",
        &[
            "Sun 2025-04-06 01:30 +11:00 scheduled",
            "Sun 2025-04-06 01:30 +10:30 scheduled",
            "Sun 2025-04-06 02:00 +10:30 scheduled",
        ],
    );
    check_allowed(
        &zone,
        open(1, 3),
        ("2024-10-05T12:00:00Z", "2024-10-06T12:00:00Z"),
        &["Sun 01:00 +10:30 to Sun 03:00 +11:00"], // an hour and a half
    );
}

#[test]
fn apia_had_no_friday_the_30th() {
    // ___ Thu 2011-12-29 23:59 -10:00 | Sat 2011-12-31 00:00 +14:00 ___
    let zone = Tz::Pacific__Apia;
    let friday = on(Weekday::Fri, "12:00:00");
    check(
        &zone,
        friday,
        "2011-12-20T00:00:00Z",
        &[
            "Fri 2011-12-23 12:00 -10:00 scheduled",
            "Sat 2011-12-31 00:00 +14:00 moved from Fri 12:00",
            "Fri 2012-01-06 12:00 +14:00 scheduled",
        ],
    );
    check(
        &zone,
        friday.with_gap(Gap::ShiftForward),
        "2011-12-24T00:00:00Z",
        &["Sat 2011-12-31 12:00 +14:00 moved from Fri 12:00", "Fri 2012-01-06 12:00 +14:00 scheduled"],
    );
    check(
        &zone,
        friday.with_gap(Gap::Skip),
        "2011-12-24T00:00:00Z",
        &["Fri 2012-01-06 12:00 +14:00 scheduled"],
    );
    check(
        &zone,
        everyday("12:00:00"),
        "2011-12-29T00:00:00Z",
        &[
            "Thu 2011-12-29 12:00 -10:00 scheduled",
            "Sat 2011-12-31 00:00 +14:00 moved from Fri 12:00",
            "Sat 2011-12-31 12:00 +14:00 scheduled",
        ],
    );
    check(
        &zone,
        everyday("12:00:00").with_gap(Gap::ShiftForward), // Friday noon, a day later, is Saturday noon
        "2011-12-29T00:00:00Z",
        &["Thu 2011-12-29 12:00 -10:00 scheduled", "Sat 2011-12-31 12:00 +14:00 scheduled"],
    );
    check(
        &zone,
        every(Every::Hours8, 30), // Friday 00:30, 08:30 and 16:30 are lost
        "2011-12-30T00:00:00Z",
        &[
            "Thu 2011-12-29 16:30 -10:00 scheduled",
            "Sat 2011-12-31 00:00 +14:00 moved from Fri 16:30",
            "Sat 2011-12-31 00:30 +14:00 scheduled",
        ],
    );
    let fridays = BackupWindow::NEVER
        .allow(hour(Weekday::Fri, 0), hour(Weekday::Sat, 0))
        .with_clock(WindowClock::LOCAL);
    check_allowed(&zone, fridays, ("2011-12-25T00:00:00Z", "2012-01-05T00:00:00Z"), &[]);
}

#[test]
fn troll_changes_by_two_hours() {
    // ___ 00:59 +00:00 | 03:00 +02:00 ___
    let zone = Tz::Antarctica__Troll;
    check(
        &zone,
        every(Every::Hours1, 15),
        "2024-03-31T00:00:00Z",
        &[
            "Sun 2024-03-31 00:15 +00:00 scheduled",
            "Sun 2024-03-31 03:00 +02:00 moved from Sun 02:15",
            "Sun 2024-03-31 03:15 +02:00 scheduled",
        ],
    );
    check(
        &zone,
        every(Every::Hours1, 15).with_gap(Gap::ShiftForward),
        "2024-03-31T00:00:00Z",
        &[
            "Sun 2024-03-31 00:15 +00:00 scheduled",
            "Sun 2024-03-31 03:15 +02:00 scheduled",
            "Sun 2024-03-31 04:15 +02:00 scheduled",
        ],
    );
    // ___ 02:59 +02:00 | 01:00 +00:00 ___
    check(
        &zone,
        every(Every::Hours1, 0),
        "2024-10-26T22:30:00Z",
        &[
            "Sun 2024-10-27 01:00 +02:00 scheduled",
            "Sun 2024-10-27 02:00 +02:00 scheduled",
            "Sun 2024-10-27 01:00 +00:00 scheduled",
            "Sun 2024-10-27 02:00 +00:00 scheduled",
            "Sun 2024-10-27 03:00 +00:00 scheduled",
        ],
    );
    check(
        &zone,
        everyday("02:30:00").with_fold(Fold::Second),
        "2024-10-26T12:00:00Z",
        &["Sun 2024-10-27 02:30 +00:00 scheduled", "Mon 2024-10-28 02:30 +00:00 scheduled"],
    );
}

#[test]
fn sao_paulo_skipped_and_repeated_midnight() {
    // ___ Sat 23:59 -03:00 | Sun 01:00 -02:00 ___
    let zone = Tz::America__Sao_Paulo;
    check(
        &zone,
        everyday("00:00:00"),
        "2018-11-03T00:00:00Z",
        &[
            "Sat 2018-11-03 00:00 -03:00 scheduled",
            "Sun 2018-11-04 01:00 -02:00 moved from Sun 00:00",
            "Mon 2018-11-05 00:00 -02:00 scheduled",
        ],
    );
    check(
        &zone,
        on(Weekday::Sun, "00:30:00"),
        "2018-11-01T00:00:00Z",
        &["Sun 2018-11-04 01:00 -02:00 moved from Sun 00:30", "Sun 2018-11-11 00:30 -02:00 scheduled"],
    );
    // ___ Sat 23:59 -02:00 | Sat 23:00 -03:00 ___
    check(
        &zone,
        on(Weekday::Sun, "00:00:00"),
        "2019-02-11T00:00:00Z",
        &["Sun 2019-02-17 00:00 -03:00 scheduled"],
    );
    check(
        &zone,
        everyday("23:30:00").with_fold(Fold::Both),
        "2019-02-16T12:00:00Z",
        &[
            "Sat 2019-02-16 23:30 -02:00 scheduled",
            "Sat 2019-02-16 23:30 -03:00 scheduled",
            "Sun 2019-02-17 23:30 -03:00 scheduled",
        ],
    );
    check_allowed(
        &zone,
        BackupWindow::NEVER
            .allow(hour(Weekday::Sat, 23), hour(Weekday::Sun, 0))
            .with_clock(WindowClock::LOCAL),
        ("2019-02-16T00:00:00Z", "2019-02-18T00:00:00Z"),
        &["Sat 23:00 -02:00 to Sun 00:00 -03:00"], // two hours
    );
}

#[test]
fn gaza_changed_at_midnight_between_thursday_and_friday() {
    let zone = Tz::Asia__Gaza;
    check(
        &zone, // ___ Thu 23:59 +02:00 | Fri 01:00 +03:00 ___
        on(Weekday::Fri, "00:30:00"),
        "2014-03-25T00:00:00Z",
        &["Fri 2014-03-28 01:00 +03:00 moved from Fri 00:30", "Fri 2014-04-04 00:30 +03:00 scheduled"],
    );
    check(
        &zone, // ___ Thu 23:59 +03:00 | Thu 23:00 +02:00 ___
        on(Weekday::Thu, "23:30:00").with_fold(Fold::Second),
        "2014-10-20T00:00:00Z",
        &["Thu 2014-10-23 23:30 +02:00 scheduled", "Thu 2014-10-30 23:30 +02:00 scheduled"],
    );
    check(
        &zone, // asked between the passes: Friday has not begun
        on(Weekday::Fri, "00:00:00"),
        "2014-10-23T21:00:00Z",
        &["Fri 2014-10-24 00:00 +02:00 scheduled"],
    );
}

#[test]
fn casablanca_goes_back_for_ramadan() {
    let zone = Tz::Africa__Casablanca;
    check(
        &zone, // ___ 02:59 +01:00 | 02:00 +00:00 ___
        everyday("02:30:00"),
        "2024-03-09T12:00:00Z",
        &["Sun 2024-03-10 02:30 +01:00 scheduled", "Mon 2024-03-11 02:30 +00:00 scheduled"],
    );
    check(
        &zone, // ___ 01:59 +00:00 | 03:00 +01:00 ___
        everyday("02:30:00"),
        "2024-04-13T12:00:00Z",
        &["Sun 2024-04-14 03:00 +01:00 moved from Sun 02:30", "Mon 2024-04-15 02:30 +01:00 scheduled"],
    );
}

#[test]
fn dublin_changes_like_its_neighbours_though_winter_is_its_exception() {
    check(
        &Tz::Europe__Dublin,
        everyday("01:30:00"),
        "2024-03-30T12:00:00Z",
        &["Sun 2024-03-31 02:00 +01:00 moved from Sun 01:30", "Mon 2024-04-01 01:30 +01:00 scheduled"],
    );
    check(
        &Tz::Europe__Dublin,
        everyday("01:30:00").with_fold(Fold::Both),
        "2024-10-26T12:00:00Z",
        &["Sun 2024-10-27 01:30 +01:00 scheduled", "Sun 2024-10-27 01:30 +00:00 scheduled"],
    );
}

#[test]
fn kathmandu_lost_a_quarter_of_an_hour_once() {
    // ___ Tue 1985-12-31 23:59 +05:30 | Wed 1986-01-01 00:15 +05:45 ___
    let zone = Tz::Asia__Kathmandu;
    check(
        &zone,
        everyday("00:05:00"),
        "1985-12-31T12:00:00Z",
        &["Wed 1986-01-01 00:15 +05:45 moved from Wed 00:05", "Thu 1986-01-02 00:05 +05:45 scheduled"],
    );
    check(
        &zone,
        every(Every::Minutes10, 0),
        "1985-12-31T18:15:00Z",
        &[
            "Tue 1985-12-31 23:50 +05:30 scheduled",
            "Wed 1986-01-01 00:15 +05:45 moved from Wed 00:10",
            "Wed 1986-01-01 00:20 +05:45 scheduled",
        ],
    );
}

#[test]
fn havana_skips_midnight() {
    check(
        &Tz::America__Havana,
        everyday("00:00:00"),
        "2024-03-09T12:00:00Z",
        &["Sun 2024-03-10 01:00 -04:00 moved from Sun 00:00", "Mon 2024-03-11 00:00 -04:00 scheduled"],
    );
}

#[test]
fn kwajalein_had_no_saturday_the_21st() {
    // ___ Fri 1993-08-20 23:59 -12:00 | Sun 1993-08-22 00:00 +12:00 ___
    let zone = Tz::Pacific__Kwajalein;
    check(
        &zone,
        everyday("06:00:00"),
        "1993-08-20T12:00:00Z",
        &[
            "Fri 1993-08-20 06:00 -12:00 scheduled",
            "Sun 1993-08-22 00:00 +12:00 moved from Sat 06:00",
            "Sun 1993-08-22 06:00 +12:00 scheduled",
        ],
    );
    check(
        &zone,
        on(Weekday::Sat, "06:00:00").with_gap(Gap::Skip),
        "1993-08-12T00:00:00Z",
        &["Sat 1993-08-14 06:00 -12:00 scheduled", "Sat 1993-08-28 06:00 +12:00 scheduled"],
    );
}

#[test]
fn manila_had_no_last_day_of_1844() {
    check(
        &Tz::Asia__Manila,
        everyday("12:00:00"),
        "1844-12-30T12:00:00Z",
        &[
            "Mon 1844-12-30 12:00 -15:56:08 scheduled",
            "Wed 1845-01-01 00:00 +08:03:52 moved from Tue 12:00",
            "Wed 1845-01-01 12:00 +08:03:52 scheduled",
        ],
    );
}

#[test]
fn juneau_had_a_day_twice_when_alaska_was_sold() {
    // From Saturday 15:33:32 back to Friday 15:33:32.
    let zone = Tz::America__Juneau;
    check(
        &zone,
        everyday("20:00:00").with_fold(Fold::Both),
        "1867-10-18T00:00:00Z",
        &[
            "Fri 1867-10-18 20:00 +15:02:19 scheduled",
            "Fri 1867-10-18 20:00 -08:57:41 scheduled",
            "Sat 1867-10-19 20:00 -08:57:41 scheduled",
        ],
    );
    check(
        &zone,
        everyday("12:00:00").with_fold(Fold::Second),
        "1867-10-17T00:00:00Z",
        &["Fri 1867-10-18 12:00 +15:02:19 scheduled", "Sat 1867-10-19 12:00 -08:57:41 scheduled"],
    );
}

#[test]
fn recife_changed_twice_within_a_week() {
    // ___ Sat 2000-10-07 23:59 -03:00 | Sun 01:00 -02:00 ___ Sat 2000-10-14 23:59 -02:00 | Sat 23:00 -03:00 ___
    let zone = Tz::America__Recife;
    let saturday = on(Weekday::Sat, "23:30:00");
    check(
        &zone,
        saturday.with_fold(Fold::Both),
        "2000-10-01T12:00:00Z",
        &[
            "Sat 2000-10-07 23:30 -03:00 scheduled",
            "Sat 2000-10-14 23:30 -02:00 scheduled",
            "Sat 2000-10-14 23:30 -03:00 scheduled",
        ],
    );
    for (fold, last) in [(Fold::First, "-02:00"), (Fold::Second, "-03:00")] {
        check(
            &zone,
            saturday.with_fold(fold),
            "2000-10-01T12:00:00Z",
            &[
                "Sat 2000-10-07 23:30 -03:00 scheduled",
                &format!("Sat 2000-10-14 23:30 {last} scheduled"),
                "Sat 2000-10-21 23:30 -03:00 scheduled",
            ],
        );
    }
    // Between the passes, the first of which does not count.
    let run = saturday.with_fold(Fold::Second).previous_before(&zone, utc("2000-10-15T01:45:00Z")).unwrap();
    assert_eq!(run.at, utc("2000-10-08T02:30:00Z"));
}

#[test]
fn manaus_ran_a_job_in_gaps_only() {
    // Saturdays at 00:00, allowed on Saturdays 01:00-02:00: only where the clock jumps from 00:00 to 01:00. It did
    // so on three Saturdays in all, and the first is 34 years from the second.
    let zone = Tz::America__Manaus;
    let an_hour = BackupWindow::NEVER
        .allow(hour(Weekday::Sat, 1), hour(Weekday::Sat, 2))
        .with_clock(WindowClock::LOCAL);
    check_far_apart(
        &zone,
        on(Weekday::Sat, "00:00:00").with_backup_window(an_hour),
        &["1951-12-01T04:00:00Z", "1985-11-02T04:00:00Z", "1986-10-25T04:00:00Z"],
    );
}

/// Asserts all runs there ever are, asked for from the end of one to the beginning of the next.
#[track_caller]
fn check_far_apart(zone: &Tz, schedule: Schedule, rows: &[&str]) {
    let rows: Vec<_> = rows.iter().map(|row| utc(row)).collect();
    let (from, to) = (utc("1800-01-01T00:00:00Z"), utc("2100-01-01T00:00:00Z"));
    let forward: Vec<_> = schedule.runs(zone, from..to).map(|run| run.at).collect();
    assert_eq!(forward, rows, "forward");
    let backward: Vec<_> = schedule.runs(zone, from..to).rev().map(|run| run.at).collect();
    assert!(backward.iter().rev().eq(&rows), "backward: {backward:?}");
    for pair in rows.windows(2) {
        for days in [0, 1, 10, 20, 30, 300] {
            let (after, before) = (pair[0] + TimeDelta::days(days), pair[1] - TimeDelta::days(days));
            assert_eq!(schedule.next_after(zone, after).unwrap().at, pair[1], "next after {after}");
            assert_eq!(schedule.next_after(zone, before - TimeDelta::days(1)).unwrap().at, pair[1]);
            assert_eq!(
                schedule.previous_before(zone, before).unwrap().at,
                pair[0],
                "previous before {before}"
            );
            assert_eq!(schedule.previous_before(zone, after + TimeDelta::days(1)).unwrap().at, pair[0]);
        }
    }
}

#[test]
fn the_tables_end_in_2099() {
    for (after, offset) in [("2099-07-01T00:00:00Z", -7), ("2100-07-01T00:00:00Z", -8)] {
        let run = everyday("12:00:00").next_after(&Tz::America__Los_Angeles, utc(after)).unwrap();
        assert_eq!(run.offset.local_minus_utc(), offset * 3_600, "no summer time after 2099");
    }
}

#[test]
fn changes_before_1970_count() {
    check(
        &Tz::America__New_York,
        everyday("02:30:00"),
        "1967-04-29T12:00:00Z",
        &["Sun 1967-04-30 03:00 -04:00 moved from Sun 02:30", "Mon 1967-05-01 02:30 -04:00 scheduled"],
    );
    // The day of two noons: 12:03:58 was followed by 12:00:00.
    check(
        &Tz::America__New_York,
        everyday("12:00:00").with_fold(Fold::Both),
        "1883-11-18T00:00:00Z",
        &["Sun 1883-11-18 12:00 -04:56:02 scheduled", "Sun 1883-11-18 12:00 -05:00 scheduled"],
    );
    check(
        &Tz::America__New_York,
        everyday("12:04:00").with_fold(Fold::Both),
        "1883-11-18T00:00:00Z",
        &["Sun 1883-11-18 12:04 -05:00 scheduled", "Mon 1883-11-19 12:04 -05:00 scheduled"],
    );
}

#[test]
fn a_gap_or_a_fold_may_end_within_a_minute() {
    check(
        &Tz::Africa__Monrovia, // 44 minutes and 30 seconds
        every(Every::Hours1, 0),
        "1972-01-06T23:00:00Z",
        &[
            "Thu 1972-01-06 23:00 -00:44:30 scheduled",
            "Fri 1972-01-07 00:44:30 +00:00 moved from Fri 00:00",
            "Fri 1972-01-07 01:00 +00:00 scheduled",
        ],
    );
    // Dublin 1916-10-01: ___ 02:59:59 +00:34:39 | 02:25:21 +00:00 ___
    check(
        &Tz::Europe__Dublin,
        everyday("02:30:00").with_fold(Fold::Both),
        "1916-09-30T12:00:00Z",
        &["Sun 1916-10-01 02:30 +00:34:39 scheduled", "Sun 1916-10-01 02:30 +00:00 scheduled"],
    );
    check(
        &Tz::Europe__Dublin,
        everyday("02:25:00").with_fold(Fold::Both),
        "1916-09-30T12:00:00Z",
        &["Sun 1916-10-01 02:25 +00:34:39 scheduled", "Mon 1916-10-02 02:25 +00:00 scheduled"],
    );
}

#[test]
fn a_local_mean_time_has_seconds_of_its_own() {
    // Dublin until 1916 was 25 min 21 s behind: its 09:00 was 09:25:21 UTC, and its slots and windows with it.
    let dublin = Tz::Europe__Dublin;
    let office = every(Every::Hours8, 30).with_periodic_window(open(9, 17));
    check(
        &dublin,
        office,
        "1910-04-01T00:00:00Z", // a Friday
        &[
            "Fri 1910-04-01 09:30 -00:25:21 deferred from Fri 08:30",
            "Fri 1910-04-01 16:30 -00:25:21 scheduled",
            "Sat 1910-04-02 09:30 -00:25:21 deferred from Sat 08:30",
        ],
    );
    let run = utc("1910-04-01T09:55:21Z");
    for (nanoseconds, next) in [(-1, run), (0, utc("1910-04-01T16:55:21Z")), (1, utc("1910-04-01T16:55:21Z"))]
    {
        let t = run + TimeDelta::nanoseconds(nanoseconds);
        assert_eq!(office.next_after(&dublin, t).map(|run| run.at), Ok(next), "after {t}");
    }
    // The week begins with the Sunday of that clock, 25 min 21 s after that of UTC.
    let last_hour_to_first = BackupWindow::NEVER
        .allow(hour(Weekday::Sat, 23), hour(Weekday::Sun, 1))
        .with_clock(WindowClock::LOCAL);
    check_allowed(
        &dublin,
        last_hour_to_first,
        ("1910-04-01T00:00:00Z", "1910-04-04T00:00:00Z"),
        &["Sat 23:00 -00:25:21 to Sun 01:00 -00:25:21"],
    );
    let (opening, closing) = (utc("1910-04-02T23:25:21Z"), utc("1910-04-03T01:25:21Z"));
    assert_eq!(last_hour_to_first.next_opening(&dublin, opening - TimeDelta::nanoseconds(1)), Some(opening));
    assert_eq!(last_hour_to_first.next_closing(&dublin, opening), Some(closing));
    assert_eq!(last_hour_to_first.previous_opening(&dublin, closing), Some(opening));
}
