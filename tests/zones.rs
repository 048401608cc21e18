//! What the engine requires of a zone, checked for every zone of the IANA database, and how often it asks one.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::ops::Range;
use std::sync::Arc;

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, HourOfWeek, NoRun, Periodically, Schedule, WindowClock, ZoneTable,
};
use chrono::{
    DateTime, Datelike, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta,
    TimeZone, Utc, Weekday, WeekdaySet,
};
use chrono_tz::{TZ_VARIANTS, Tz};

use counting_zone::Counting;
use oracle::{MadeUpZone, scan_changes};

mod counting_zone;
#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

const DAY: i64 = 86_400;

#[test]
fn changes_of_every_zone_are_days_apart_within_24_hours_and_after_1800() {
    for zone in TZ_VARIANTS {
        assert_is_as_required(zone.name(), &zone, 1_700..2_101);
    }
}

#[cfg(feature = "jiff")]
#[test]
fn zones_of_the_current_database_are_as_required_and_have_their_rules_in_every_year_or_in_none() {
    use backup_window::tzdb::{JiffZone, ZoneDatabase};

    let database = ZoneDatabase::bundled();
    for name in database.names() {
        let zone = database.zone(&name).unwrap();
        assert_is_as_required(&name, &JiffZone::new(&zone), 1_960..2_112);
    }
}

fn assert_is_as_required<Z: TimeZone>(name: &str, zone: &Z, years: Range<i32>) {
    let [from, first_year, rules_repeat, to] = [years.start, 1_800, 2_100, years.end]
        .map(|year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap().timestamp());
    let changes = scan_changes(zone, from..to);
    for &(at, before, after) in &changes {
        assert!(at > first_year, "{name} changes before 1800: {at}");
        assert!(i64::from(after - before).abs() <= DAY, "{name} changes by more than a day: {at}");
    }
    for pair in changes.windows(2) {
        let [(one, ..), (other, ..)] = pair else { continue };
        let days = match *other {
            ..0 => 3,
            other if other < rules_repeat => 6,
            _ => 20,
        };
        assert!(other - one >= days * DAY, "{name} changes twice in {days} days: {one}");
    }
    // From 2100 on it has rules, with less than 400 days from a change to the next, or none.
    let mut last = rules_repeat;
    let by_rules = changes.iter().map(|&(at, ..)| at).filter(|&at| at >= rules_repeat);
    if by_rules.clone().next().is_some() {
        for at in by_rules.chain([to]) {
            assert!(at - last < 400 * DAY, "{name} changes nothing in a year from {last} on");
            last = at;
        }
    }
}

#[test]
fn an_answer_takes_as_long_in_any_year() {
    let hour = |index| HourOfWeek::new(index).unwrap();
    let tuesday_evening = BackupWindow::from_hours([hour(70)]);
    let monday_morning = BackupWindow::from_hours([hour(30)]).with_clock(WindowClock::LOCAL);
    let hourly = Schedule::new(Periodically::new(Every::Hours1, 15).unwrap());
    let never = hourly.with_backup_window(tuesday_evening).with_periodic_window(monday_morning);
    let weekly = hourly.with_backup_window(monday_morning).with_denied(DeniedSlot::AtOpening);
    let zone = Counting::new(Tz::Africa__Casablanca);
    let asked_for = |question: &dyn Fn()| zone.asked_for(question).1;
    let years = [-262_000, -40_000, 0, 1_700, 1_912, 2_025, 2_086, 2_101, 2_600, 90_000, 261_000];
    for t in years.map(|year| Utc.with_ymd_and_hms(year, 6, 2, 12, 0, 0).unwrap()) {
        // 300 years in steps of three and six days are 28,000 looks, and some of them are taken twice.
        let asked = asked_for(&|| {
            assert!(matches!(never.next_after(&zone, t), Err(NoRun::NeverMatches | NoRun::BeyondTimeRange)));
        });
        assert!(asked < 60_000, "asked {asked} times for what never comes after {t}");
        let asked = asked_for(&|| {
            assert!(matches!(
                never.previous_before(&zone, t),
                Err(NoRun::NeverMatches | NoRun::BeyondTimeRange)
            ));
        });
        assert!(asked < 60_000, "asked {asked} times for what never came before {t}");
        let asked = asked_for(&|| {
            assert!(weekly.next_after(&zone, t).is_ok() && weekly.previous_before(&zone, t).is_ok());
        });
        assert!(asked < 2_000, "asked {asked} times for a run of this week, {t}");
    }
    let asked = asked_for(&|| {
        let ever = DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC;
        assert_eq!(never.runs(&zone, ever).next(), None);
    });
    assert!(asked < 60_000, "asked {asked} times for what never happens in all time");
}

#[test]
fn a_run_is_found_in_a_few_looks() {
    let friday = WeekdaySet::single(Weekday::Fri);
    let friday = Schedule::new(Daily::new(friday, NaiveTime::from_hms_opt(19, 0, 0).unwrap()).unwrap());
    let every = |every| Schedule::new(Periodically::new(every, 0).unwrap());
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    let gated = every(Every::Hours8).with_backup_window(nights);
    // A look before the question or at it, one at the run, and one between where that is more than six days.
    for (schedule, zone, after, run, looks) in [
        (friday, Tz::Europe__Prague, "2025-06-06T12:00:00Z", "2025-06-06T17:00:00Z", 2),
        (friday, Tz::Europe__Prague, "2025-06-08T17:00:00Z", "2025-06-13T17:00:00Z", 2),
        (friday, Tz::Europe__Prague, "2025-06-08T16:59:59Z", "2025-06-13T17:00:00Z", 3),
        (friday, Tz::Europe__Prague, "2025-06-06T17:00:00Z", "2025-06-13T17:00:00Z", 3),
        // The clock changes on 26 October at 01:00 UTC: the same again, and one at the same slot under the other offset.
        (friday, Tz::Europe__Prague, "2025-10-27T02:00:00Z", "2025-10-31T18:00:00Z", 2),
        (friday, Tz::Europe__Prague, "2025-10-26T18:00:00Z", "2025-10-31T18:00:00Z", 5),
        (friday, Tz::Europe__Prague, "2025-10-25T12:00:00Z", "2025-10-31T18:00:00Z", 6),
        (every(Every::Hours8), Tz::Europe__Prague, "2025-06-02T12:00:00Z", "2025-06-02T14:00:00Z", 2),
        (every(Every::Hours8), Tz::Europe__Prague, "2025-06-02T23:00:00Z", "2025-06-03T06:00:00Z", 2),
        (every(Every::Hours8), Tz::UTC, "2025-06-02T23:00:00Z", "2025-06-03T00:00:00Z", 2),
        (gated, Tz::Europe__Prague, "2025-06-02T12:00:00Z", "2025-06-02T22:00:00Z", 2),
        (gated.with_denied(DeniedSlot::Defer), Tz::UTC, "2025-06-02T17:00:00Z", "2025-06-02T22:00:00Z", 2),
    ] {
        let zone = Counting::new(zone);
        let answer = zone.asked_for(|| schedule.next_instant_after(&zone, after.parse().unwrap()));
        assert_eq!(answer, (Some(run.parse().unwrap()), looks), "{schedule:?} after {after}");
    }
}

/// The clock is an hour ahead from one instant to another, and nowhere near them: the first and the last noon that it
/// shows in between are found from wherever they are looked for, though a look now and then at the zone may see nothing.
fn assert_is_seen<Z: TimeZone>(zone: &Z, from: DateTime<Utc>, to: DateTime<Utc>) {
    // Noon on a clock of UTC+1 is 11:00 on UTC.
    let noon = Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(12, 0, 0).unwrap()).unwrap();
    let eleven = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 11, 12);
    let schedule = Schedule::new(noon).with_backup_window(eleven);
    let eleven_on = |t: DateTime<Utc>| t.date_naive().and_hms_opt(11, 0, 0).unwrap().and_utc();
    let (first, last) = (eleven_on(from), eleven_on(to - TimeDelta::days(1)));
    let table = Arc::new(ZoneTable::new(zone));
    let compiled = schedule.compile(&table);
    for hours in (0..30 * 24).step_by(5).map(TimeDelta::hours) {
        let (before, after) = (from - hours, to + hours);
        assert_eq!(schedule.next_after(zone, before).map(|run| run.at), Ok(first), "after {before}");
        assert_eq!(schedule.next_instant_after(zone, before), Some(first), "after {before}");
        assert_eq!(compiled.next_instant_after(before), Some(first), "after {before}");
        assert_eq!(schedule.previous_before(zone, after).map(|run| run.at), Ok(last), "before {after}");
        assert_eq!(compiled.previous_before(after).map(|run| run.at), Ok(last), "before {after}");
    }
}

#[test]
fn an_offset_that_is_kept_for_as_short_a_time_as_may_be_is_seen() {
    for (from, days) in [
        ("1939-09-01T06:00:00Z", 3),
        ("1969-12-28T06:00:00Z", 3),
        ("2000-10-08T06:00:00Z", 6),
        ("2099-12-22T06:00:00Z", 6),
    ] {
        let from: DateTime<Utc> = from.parse().unwrap();
        let to = from + TimeDelta::days(days);
        let zone = MadeUpZone { first: 0, changes: vec![(from.timestamp(), 3_600), (to.timestamp(), 0)] };
        assert_is_seen(&zone, from, to);
    }
    let zone = TwentyDays { has_a_late_one: false };
    for year in [2_100, 2_101, 2_499, 3_000] {
        let from = Utc.with_ymd_and_hms(year, 4, 1, 0, 0, 0).unwrap();
        assert_is_seen(&zone, from, from + TimeDelta::days(20));
    }
}

#[test]
fn what_comes_once_in_400_years_is_seen_where_they_end() {
    let zone = TwentyDays { has_a_late_one: true };
    // Noon on a clock of UTC+2 is 10:00 on UTC.
    let noon = Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(12, 0, 0).unwrap()).unwrap();
    let ten = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 10, 11);
    let schedule = Schedule::new(noon).with_backup_window(ten);
    let day = |year, month, day, hour| Utc.with_ymd_and_hms(year, month, day, hour, 0, 0).unwrap();
    let next = schedule.next_after(&zone, day(2_100, 1, 1, 0));
    assert_eq!(next.map(|run| run.at), Ok(day(2_499, 12, 12, 10)));
    let previous = schedule.previous_before(&zone, day(2_499, 12, 12, 10));
    assert_eq!(previous.map(|run| run.at), Ok(day(2_099, 12, 31, 10)));
}

/// An hour ahead of UTC in the first twenty days of April, in every year.
#[derive(Clone)]
struct TwentyDays {
    /// Two hours ahead in the last twenty days of 2099, and every 400 years before and after them.
    has_a_late_one: bool,
}

impl TimeZone for TwentyDays {
    type Offset = FixedOffset;

    fn from_offset(_: &FixedOffset) -> Self {
        Self { has_a_late_one: false }
    }

    fn offset_from_local_date(&self, _: &NaiveDate) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_local_datetime(&self, _: &NaiveDateTime) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> FixedOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> FixedOffset {
        let hours = match (utc.month(), utc.day()) {
            (4, ..=20) if utc.year() >= 1_970 => 1,
            (12, 12..) if utc.year() >= 1_970 && utc.year() % 400 == 99 && self.has_a_late_one => 2,
            _ => 0,
        };
        FixedOffset::east_opt(hours * 3_600).unwrap()
    }
}
