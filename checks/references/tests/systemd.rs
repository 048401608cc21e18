//! Daily and monthly times in zones beside `systemd-analyze calendar`, which needs no booted system.
//!
//! Where they mean the same thing: a calendar event leaves out what lies in a gap (here `Gap::Skip`) and, followed from
//! before a fold, elapses in its first pass. Both read the same zone data, that of the system. The differences at the
//! end of this file are the only ones.

use std::path::Path;

use backup_window::tzdb::{JiffZone, ZoneDatabase};
use backup_window::{Daily, Fold, Gap, Monthly, Schedule, Trigger, WEEKENDS, WORKDAYS};
use backup_window_references::calendar::{elapses, event};
use chrono::{DateTime, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::TZ_VARIANTS;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use oracle::{cases, monthly_near, utc};

#[path = "../../../tests/oracle/mod.rs"]
#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

/// The zone data that systemd reads.
const ZONES: &str = "/usr/share/zoneinfo";

fn database() -> ZoneDatabase {
    let database = ZoneDatabase::from_directory(Path::new(ZONES));
    database.unwrap_or_else(|| panic!("no zones in {ZONES} (apt-get install tzdata)"))
}

/// Events of one call, all asked from the same instant: at a time of the year when clocks change, mostly in the hours in
/// which they do.
fn questions() -> impl Strategy<Value = (DateTime<Utc>, Vec<(Trigger, &'static str)>)> {
    let season = prop_oneof![2 => Just((3, 1)), 2 => Just((9, 25)), 1 => Just((10, 20)), 1 => Just((6, 1))];
    let year = prop_oneof![3 => 1_975..2_040i32, 1 => 2_040..2_150i32];
    let after = (year, season, 0..86_400i64).prop_map(|(year, (month, day), second)| {
        let date = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        date.and_time(NaiveTime::MIN).and_utc() + TimeDelta::seconds(second)
    });
    let days = prop_oneof![3 => Just(WeekdaySet::ALL), 1 => Just(WEEKENDS), 1 => Just(WORKDAYS),
        1 => Just(WeekdaySet::single(Weekday::Sun))];
    let second = prop_oneof![3 => (0..240u32).prop_map(|minute| minute * 60), 1 => 0..86_400u32];
    let time =
        second.prop_map(|s| NaiveTime::from_num_seconds_from_midnight_opt(s, 0).expect("a time of day"));
    let daily =
        (days, time.clone()).prop_map(|(days, time)| Daily::new(days, time).expect("has days").into());
    let monthly = (monthly_near(0), time).prop_map(|(monthly, time)| {
        let Trigger::Monthly(monthly) = monthly else { unreachable!("monthly") };
        Monthly::new(monthly.day(), monthly.months(), time).expect("as before").into()
    });
    let zones: Vec<&str> = TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    (after, prop::collection::vec((prop_oneof![3 => daily, 1 => monthly], select(zones)), 12))
}

/// How many elapses of each event are compared: most of a season.
const COUNT: usize = 50;

/// Compares the elapses of events with the runs of daily triggers, `late` after them.
fn compare(
    database: &ZoneDatabase,
    after: DateTime<Utc>,
    asked: &[(Trigger, &str)],
    late: TimeDelta,
) -> Result<usize, String> {
    let asked: Vec<_> = asked.iter().filter(|(_, zone)| database.zone(zone).is_ok()).collect();
    let events: Vec<String> = asked.iter().filter_map(|(trigger, zone)| event(trigger, zone)).collect();
    let said = elapses(&events, after, COUNT).unwrap_or_else(|error| panic!("{error}"));
    let mut compared = 0;
    for (((trigger, name), event), theirs) in asked.iter().zip(&events).zip(said) {
        let known = database.zone(name).expect("filtered");
        let zone = JiffZone::new(&known);
        // Where there are fewer, those are all until systemd's end of time, a day off in some zones.
        let last = if theirs.len() == COUNT { theirs[COUNT - 1] } else { utc("2199-12-30T00:00:00Z") };
        let theirs: Vec<_> = theirs.into_iter().filter(|elapse| *elapse <= last).collect();
        let range = after + TimeDelta::nanoseconds(1)..last + TimeDelta::days(1);
        let runs = schedule(*trigger).runs(&zone, range).map(|run| run.at);
        let ours = runs
            .take_while(|&run| run <= last)
            .filter(|&run| !begins_in_a_gap(&zone, run) || theirs.contains(&run));
        let ours: Vec<_> = ours.map(|run| run + late).collect();
        if let Some((one, other)) = ours.iter().zip(&theirs).find(|(one, other)| one != other) {
            return Err(format!("{event} after {after}: {one}, systemd {other}"));
        }
        if ours.len() != theirs.len() {
            return Err(format!("{event} after {after}: {} runs, systemd {}", ours.len(), theirs.len()));
        }
        compared += ours.len();
    }
    Ok(compared)
}

/// What systemd understands by an event.
fn schedule(trigger: Trigger) -> Schedule {
    Schedule::new(trigger).with_gap(Gap::Skip)
}

/// Whether the hour that a clock shows at a run has no beginning, because a gap ends within it. Systemd looks for an
/// hour by its beginning.
fn begins_in_a_gap<Z: TimeZone>(zone: &Z, run: DateTime<Utc>) -> bool {
    let offset =
        |t: DateTime<Utc>| i64::from(zone.offset_from_utc_datetime(&t.naive_utc()).fix().local_minus_utc());
    let into_hour = (run.timestamp() + offset(run)).rem_euclid(3_600);
    offset(run - TimeDelta::seconds(into_hour)) < offset(run)
}

#[test]
fn elapses_are_those_of_systemd() {
    let database = database();
    let (mut runner, mut compared) = (TestRunner::new(cases(1)), 0);
    for _ in 0..cases(8).cases {
        let (after, asked) = questions().new_tree(&mut runner).expect("a question").current();
        compared += compare(&database, after, &asked, TimeDelta::zero())
            .unwrap_or_else(|difference| panic!("{difference}"));
    }
    println!("systemd: {compared} elapses alike, zones of {database}");
}

/// The comparison can fail: with runs that are a minute late it does.
#[test]
fn a_minute_too_late_is_noticed() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..3 {
        let (after, asked) = questions().new_tree(&mut runner).expect("a question").current();
        assert!(compare(&database(), after, &asked[..2], TimeDelta::zero()).is_ok());
        assert!(compare(&database(), after, &asked[..2], TimeDelta::minutes(1)).is_err());
    }
}

// What differs, and why.

/// Asserts the first run after an instant, and the first elapse.
#[track_caller]
fn check(schedule: Schedule, zone: &str, after: &str, ours: &str, theirs: &str) {
    let event = event(&schedule.trigger(), zone).expect("a daily trigger");
    let (database, after) = (database(), utc(after));
    let known = database.zone(zone).expect("a zone");
    let run = schedule.next_after(&JiffZone::new(&known), after).map(|run| run.at);
    assert_eq!(run, Ok(utc(ours)), "ours");
    let elapse = elapses(&[event], after, 1).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(elapse, [[utc(theirs)]], "theirs");
}

fn daily(days: WeekdaySet, hour: u32, minute: u32) -> Schedule {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of day");
    Schedule::new(Daily::new(days, time).expect("has days"))
}

/// By default a slot that is lost in a gap comes after it here; an event leaves it out.
#[test]
fn systemd_leaves_out_what_lies_in_a_gap() {
    // Prague: ___ 2025-03-30 01:59 +01:00 | 03:00 +02:00 ___
    let after = "2025-03-29T12:00:00Z";
    let half_past_two = daily(WeekdaySet::ALL, 2, 30);
    check(half_past_two, "Europe/Prague", after, "2025-03-30T01:00:00Z", "2025-03-31T00:30:00Z");
    check(
        half_past_two.with_gap(Gap::Skip),
        "Europe/Prague",
        after,
        "2025-03-31T00:30:00Z",
        "2025-03-31T00:30:00Z",
    );
}

/// Asked in the second pass of a fold, an event elapses in it, whether or not it has in the first.
#[test]
fn systemd_elapses_in_the_pass_it_is_asked_in() {
    // New York: ___ 2025-11-02 01:59 -04:00 | 01:00 -05:00 ___
    let half_past_one = daily(WeekdaySet::ALL, 1, 30);
    let (first, second, next) = ("2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z", "2025-11-03T06:30:00Z");
    check(half_past_one, "America/New_York", "2025-11-02T05:15:00Z", first, first);
    check(half_past_one, "America/New_York", "2025-11-02T05:45:00Z", next, next);
    check(half_past_one, "America/New_York", "2025-11-02T06:15:00Z", next, second);
    check(half_past_one.with_fold(Fold::Both), "America/New_York", "2025-11-02T06:15:00Z", second, second);
}

/// Where a gap ends within an hour, systemd does not find the rest of that hour.
#[test]
fn systemd_misses_the_rest_of_an_hour_that_begins_in_a_gap() {
    // Goose Bay: ___ Sun 2007-03-11 00:00 -04:00 | 01:01 -03:00 ___
    let sunday = daily(WeekdaySet::single(Weekday::Sun), 1, 13);
    let after = "2007-03-10T12:00:00Z";
    check(sunday, "America/Goose_Bay", after, "2007-03-11T04:13:00Z", "2007-03-18T04:13:00Z");
}

/// Systemd ends with the year 2199.
#[test]
fn systemd_searches_to_the_year_2199() {
    let noon = daily(WeekdaySet::ALL, 12, 0);
    let event = event(&noon.trigger(), "UTC").expect("a daily trigger");
    let after = utc("2200-01-01T00:00:00Z");
    assert_eq!(noon.next_after(&Utc, after).map(|run| run.at), Ok(utc("2200-01-01T12:00:00Z")));
    let said = elapses(&[event], after, 1).unwrap_or_else(|error| panic!("{error}"));
    assert!(said[0].is_empty(), "never");
}
