//! What a clock shows beside a change, to the second, and the rules that a run is explained by.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use backup_window::explain::{LocalTime, Pass, Rule};
use backup_window::{BackupWindow, Every, MinuteOffset, Periodically, Plan, Schedule, Starts, WindowClock};
use chrono::{DateTime, TimeDelta, Utc, WeekdaySet};
use chrono_tz::Europe::Prague;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_civil_time_is_the_first_or_the_second_of_its_kind_to_the_second() {
    // Prague 2025-10-26, 03:00 -> 02:00 at 01:00 UTC.
    let change = at("2025-10-26T01:00:00Z");
    let hour = TimeDelta::hours(1);
    for (seconds, first, second) in [
        (-3601, false, false),
        (-3600, true, false),
        (-1, true, false),
        (0, false, true),
        (3599, false, true),
        (3600, false, false),
    ] {
        let t = change + TimeDelta::seconds(seconds);
        let pass = match (first, second) {
            (true, _) => Pass::First { again: t + hour },
            (_, true) => Pass::Second { before: t - hour },
            _ => Pass::Only,
        };
        assert_eq!(LocalTime::at(&Prague, t).unwrap().pass, pass, "{t}");
    }
}

#[test]
fn a_change_is_told_within_a_day_of_it() {
    let day = 86_400;
    for change in ["2025-10-26T01:00:00Z", "2025-03-30T01:00:00Z", "1949-10-02T01:00:00Z"].map(at) {
        for (seconds, changes, changed) in [
            (-100 * day, false, false),
            (-day - 1, false, false),
            (-day, true, false),
            (-1, true, false),
            (0, false, true),
            (day - 1, false, true),
            (day, false, false),
            (100 * day, false, false),
        ] {
            let local = LocalTime::at(&Prague, change + TimeDelta::seconds(seconds)).unwrap();
            let told = (local.changes.map(|told| told.at), local.changed.map(|told| told.at));
            assert_eq!(told, (changes.then_some(change), changed.then_some(change)), "{change} {seconds}");
        }
    }
}

#[test]
fn a_run_at_the_opening_itself_is_not_told_to_be_late() {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    for (offset, run, is_late) in [(0, "2025-06-02T22:00:00Z", false), (15, "2025-06-02T22:15:00Z", true)] {
        let schedule = Schedule::new(Periodically::new(Every::Hours8, offset).unwrap());
        let plan = Plan::new(Starts::Scheduled(schedule.with_backup_window(nights)));
        let next = plan.explain(&Utc, at("2025-06-02T12:00:00Z")).next.unwrap();
        assert_eq!(next.run.at, at(run));
        let rules: Vec<_> = next.because.rules().collect();
        assert!(rules.contains(&Rule::DEFERRED), "{rules:?}");
        assert_eq!(rules.contains(&Rule::LATE), is_late, "{rules:?}");
    }
}

/// 1867-10-18 came twice there, from 15:33:32 to 15:33:32: the longest stretch that a clock has ever shown again.
#[test]
fn a_day_that_comes_twice_does_so_to_the_second() {
    let zone = chrono_tz::America::Juneau;
    let change = at("1867-10-19T00:31:13Z");
    let (day, second) = (TimeDelta::days(1), TimeDelta::seconds(1));
    for (t, pass) in [
        (change - day - second, Pass::Only),
        (change - day, Pass::First { again: change }),
        (change - second, Pass::First { again: change + day - second }),
        (change, Pass::Second { before: change - day }),
        (change + day - second, Pass::Second { before: change - second }),
        (change + day, Pass::Only),
    ] {
        assert_eq!(LocalTime::at(&zone, t).unwrap().pass, pass, "{t}");
    }
}

#[test]
fn the_hour_that_a_window_is_read_at_is_that_of_its_clock() {
    // A Sunday.
    let midnight = at("2025-06-01T00:00:00Z");
    assert_eq!((MinuteOffset::MIN.minutes(), MinuteOffset::MAX.minutes()), (-1439, 1439));
    for (minutes, hour) in [
        (-1439, "Sat 00:00"),
        (-90, "Sat 22:00"),
        (-60, "Sat 23:00"),
        (-59, "Sat 23:00"),
        (0, "Sun 00:00"),
        (59, "Sun 00:00"),
        (60, "Sun 01:00"),
        (330, "Sun 05:00"),
        (1439, "Sun 23:00"),
    ] {
        let clock = WindowClock::UtcOffset(MinuteOffset::new(minutes).unwrap());
        let window = BackupWindow::ALWAYS.with_clock(clock);
        assert_eq!(window.hour_shown_at(&Utc, midnight).to_string(), hour, "{minutes}");
    }
}
