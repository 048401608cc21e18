//! The next run of a schedule without a window.

use std::hint::black_box;

use backup_window::tzdb::JiffZone;
use backup_window::{Every, Schedule};
use chrono::{DateTime, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::America::Los_Angeles;
use jiff::civil;

use super::ask::{Next, Ours};
use crate::contender::Row;
use crate::inputs;
use crate::peers::crons::{self, Pattern};
use crate::peers::{chrono_by_hand, jiff_by_hand};

const FRIDAY: &str = "0 19 * * FRI";
const EVERY_5_MIN: &str = "*/5 * * * *";
const EVERY_8_H: &str = "0 */8 * * *";

fn friday<Z: TimeZone>(zone: &Z, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
    chrono_by_hand::daily(zone, WeekdaySet::single(Weekday::Fri), inputs::at_19(), t)
}

/// The same of days and a time that are known when the program runs, as those of a document are.
fn friday_at_run_time<Z: TimeZone>(zone: Z) -> impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>> {
    let (days, time) = black_box((WeekdaySet::single(Weekday::Fri), inputs::at_19()));
    move |t| chrono_by_hand::daily(&zone, days, time, t)
}

/// The straight way on the tables that the peer on jiff reads.
fn on_jiff(schedule: Schedule) -> impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>> {
    let zone = jiff_by_hand::zone("America/Los_Angeles");
    move |t| schedule.next_instant_after(&JiffZone::new(&zone), t)
}

pub(super) fn friday_in_zone() -> Row {
    let (croner, cron) = (crons::croner(FRIDAY), crons::cron(FRIDAY));
    let zone = jiff_by_hand::zone("America/Los_Angeles");
    Next::new("1", "Friday 19:00, Los Angeles", inputs::instants(), |t| friday(&Los_Angeles, t))
        .ours(inputs::friday(), Los_Angeles)
        .straight("straight, tables of jiff", on_jiff(inputs::friday()))
        .peer("croner", 60.0, move |t| croner.next(&Los_Angeles, t))
        .peer("cron", 25.0, move |t| cron.next(&Los_Angeles, t))
        .by_hand("chrono by hand", 6.0, friday_at_run_time(Los_Angeles))
        .by_hand("jiff by hand", 4.8, move |t| {
            jiff_by_hand::weekly(&zone, civil::Weekday::Friday, civil::time(19, 0, 0, 0), t)
        })
        .row()
}

pub(super) fn friday_on_utc() -> Row {
    let (croner, cron, saffron) = (crons::croner(FRIDAY), crons::cron(FRIDAY), crons::saffron(FRIDAY));
    Next::new("2", "Friday 19:00, UTC", inputs::instants(), |t| friday(&Utc, t))
        .ours(inputs::friday(), Utc)
        .peer("croner", 75.0, move |t| croner.next(&Utc, t))
        .peer("cron", 25.0, move |t| cron.next(&Utc, t))
        .peer("saffron", 3.3, move |t| saffron.next_after(t))
        .by_hand("chrono by hand", 2.3, friday_at_run_time(Utc))
        // Here the compiler knows day and time: another program for each schedule.
        .by_hand("chrono by hand, constants", None, |t| friday(&Utc, t))
        .row()
}

pub(super) fn every_5_min() -> Row {
    let patterns = (crons::croner(EVERY_5_MIN), crons::cron(EVERY_5_MIN), crons::saffron(EVERY_5_MIN));
    let (croner, cron, saffron) = patterns;
    let by_hand = |t| chrono_by_hand::periodic_on_utc(5, t);
    Next::new("3", "every 5 min, UTC", inputs::instants(), by_hand)
        .ours(inputs::every(Every::Minutes5), Utc)
        .peer("croner", 45.0, move |t| croner.next(&Utc, t))
        .peer("cron", 28.0, move |t| cron.next(&Utc, t))
        .peer("saffron", 3.3, move |t| saffron.next_after(t))
        .by_hand("chrono by hand", 1.0, by_hand)
        .row()
}

pub(super) fn every_8_h_in_zone() -> Row {
    let (croner, cron) = (crons::croner(EVERY_8_H), crons::cron(EVERY_8_H));
    let zone = jiff_by_hand::zone("America/Los_Angeles");
    let by_hand = |t| chrono_by_hand::periodic(&Los_Angeles, 480, t);
    Next::new("4", "every 8 h, Los Angeles", inputs::instants(), by_hand)
        .ours(inputs::every(Every::Hours8), Los_Angeles)
        .straight("straight, tables of jiff", on_jiff(inputs::every(Every::Hours8)))
        .peer("croner", 50.0, move |t| croner.next(&Los_Angeles, t))
        .peer("cron", 22.0, move |t| cron.next(&Los_Angeles, t))
        .by_hand("chrono by hand", 5.0, by_hand)
        .by_hand("jiff by hand", 4.5, move |t| jiff_by_hand::periodic(&zone, 8, t))
        .row()
}
