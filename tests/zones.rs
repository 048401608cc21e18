//! What the engine requires of a zone, checked for every zone of the IANA database, and how often it asks one.

use std::cell::Cell;

use backup_window::{
    BackupWindow, DeniedSlot, Every, HourOfWeek, NoRun, Periodically, Schedule, WindowClock,
};
use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use oracle::{scan_changes, utc};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

const DAY: i64 = 86_400;

#[test]
fn changes_of_every_zone_are_days_apart_within_24_hours_and_after_1800() {
    let years = utc("1700-01-01T00:00:00Z").timestamp()..utc("2101-01-01T00:00:00Z").timestamp();
    let first_year = utc("1800-01-01T00:00:00Z").timestamp();
    for zone in TZ_VARIANTS {
        let changes = scan_changes(&zone, years.clone());
        for &(at, before, after) in &changes {
            assert!(at > first_year, "{zone} changes before 1800: {at}");
            assert!(i64::from(after - before).abs() <= DAY, "{zone} changes by more than a day: {at}");
        }
        for pair in changes.windows(2) {
            let [(one, ..), (other, ..)] = pair else { continue };
            let days = if *other > 0 { 6 } else { 3 };
            assert!(other - one >= days * DAY, "{zone} changes twice in {days} days: {one}");
        }
    }
}

/// A zone that counts how often it is asked.
#[derive(Debug, Clone)]
struct Counting {
    zone: Tz,
    asked: Cell<u32>,
}

impl TimeZone for Counting {
    type Offset = FixedOffset;

    fn from_offset(_: &FixedOffset) -> Self {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_local_date(&self, _: &NaiveDate) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_local_datetime(&self, _: &NaiveDateTime) -> MappedLocalTime<FixedOffset> {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_utc_date(&self, _: &NaiveDate) -> FixedOffset {
        unreachable!("a zone is asked about instants only")
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> FixedOffset {
        self.asked.set(self.asked.get() + 1);
        self.zone.offset_from_utc_datetime(utc).fix()
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
    let zone = Counting { zone: Tz::Africa__Casablanca, asked: Cell::new(0) };
    let asked_for = |question: &dyn Fn()| {
        zone.asked.set(0);
        question();
        zone.asked.get()
    };
    let years = [-262_000, -40_000, 0, 1_700, 1_912, 2_025, 2_086, 2_101, 2_600, 90_000, 261_000];
    for t in years.map(|year| Utc.with_ymd_and_hms(year, 6, 2, 12, 0, 0).unwrap()) {
        // 700 years in steps of three to twenty days are 36,000 looks, and most of them are taken twice.
        let asked = asked_for(&|| {
            assert!(matches!(never.next_after(&zone, t), Err(NoRun::NeverMatches | NoRun::BeyondTimeRange)));
        });
        assert!(asked < 200_000, "asked {asked} times for what never comes after {t}");
        let asked = asked_for(&|| {
            assert!(matches!(
                never.previous_before(&zone, t),
                Err(NoRun::NeverMatches | NoRun::BeyondTimeRange)
            ));
        });
        assert!(asked < 200_000, "asked {asked} times for what never came before {t}");
        let asked = asked_for(&|| {
            assert!(weekly.next_after(&zone, t).is_ok() && weekly.previous_before(&zone, t).is_ok());
        });
        assert!(asked < 2_000, "asked {asked} times for a run of this week, {t}");
    }
    let asked = asked_for(&|| {
        let ever = DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC;
        assert_eq!(never.runs(&zone, ever).next(), None);
    });
    assert!(asked < 200_000, "asked {asked} times for what never happens in all time");
}
