//! What one instant decides for the zones of many schedules.

use alloc::sync::Arc;

use chrono::NaiveDate;

use crate::calendar::{Clear, DAY, ZoneTable};
use crate::schedule::compiled::moment::Moment;

/// How many sets of two zones are remembered.
const SETS: usize = 128;

/// The zones that schedules have named so far, by the address of their tables.
pub(super) struct Zones {
    now: Moment,
    zones: [[Zone; 2]; SETS],
    ahead: [[Option<Ahead>; 2]; SETS],
}

/// What an instant decides for a zone.
#[derive(Debug, Clone, Copy)]
struct Zone {
    /// Which zone that is; 0 is none.
    address: usize,
    /// The place of the offset in force among those of the zone.
    class: u8,
    /// How many days ahead the offset is sure to stay, for answers that keep clear of the change before; 0 where they
    /// do not.
    days: [u8; 2],
}

/// What the clock of a zone does next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ahead {
    /// The place of the offset in force.
    pub(super) class: u8,
    /// The last second before the change.
    pub(super) from: Moment,
    /// The place of the offset after it.
    pub(super) class_after: u8,
    /// The dates that keep a day from that change and from the one after it.
    clear: (NaiveDate, NaiveDate),
    /// The seconds of civil time that the change skips, if it skips any.
    skipped: i32,
}

impl Ahead {
    /// Whether the change skips a time that lies at a second of the day on UTC.
    pub(super) fn skips(&self, second: u32) -> bool {
        let change = i64::from(self.from.second) + 1;
        (i64::from(second) - change).rem_euclid(DAY) < self.skipped.into()
    }

    /// Whether a date after the change keeps a day from it and from the one after it.
    pub(super) fn keeps_clear(&self, date: NaiveDate) -> bool {
        self.clear.0 <= date && date < self.clear.1
    }
}

impl Zones {
    pub(super) const fn new(now: Moment) -> Self {
        let none = Zone { address: 0, class: 0, days: [0; 2] };
        Self { now, zones: [[none; 2]; SETS], ahead: [[None; 2]; SETS] }
    }

    /// The place of the offset in force among those of a zone, and how many days ahead it is sure to stay for answers
    /// that keep clear of the change before; 0 as well where the zone is not known yet.
    #[inline(always)]
    pub(super) fn find(&self, zone: &Arc<ZoneTable>, clear: Clear) -> (usize, u32) {
        let address = Arc::as_ptr(zone) as usize;
        let [one, other] = &self.zones[set_of(address)];
        let zone = if one.address == address { one } else { other };
        let days = if zone.address == address { zone.days[clear as usize] } else { 0 };
        (zone.class.into(), days.into())
    }

    /// What the clock of a zone does next, if the instant keeps a day from the change before; from now on the zone is
    /// known, if there is a place for it.
    pub(super) fn look_ahead(&mut self, zone: &Arc<ZoneTable>) -> Option<Ahead> {
        let address = Arc::as_ptr(zone) as usize;
        let set = set_of(address);
        let place =
            self.zones[set].iter().position(|known| known.address == address || known.address == 0)?;
        if self.zones[set][place].address == 0 {
            (self.zones[set][place], self.ahead[set][place]) = self.look_at(zone, address);
        }
        self.ahead[set][place]
    }

    #[cold]
    #[inline(never)]
    fn look_at(&self, table: &ZoneTable, address: usize) -> (Zone, Option<Ahead>) {
        let (mut zone, today) = (Zone { address, class: 0, days: [0; 2] }, self.now.date);
        let Some(span) = table.span_on(today) else { return (zone, None) };
        zone.class = span.class() as u8;
        zone.days = [Clear::Day, Clear::Long].map(|clear| {
            let dates = today.iter_days().take(super::DAYS);
            dates.take_while(|date| span.keeps_clear(clear, today, *date)).count() as u8
        });
        let ahead = || {
            let [span, next, ..] = table.spans_from(today, self.now.timestamp()) else { return None };
            Some(Ahead {
                class: span.class() as u8,
                from: Moment::at(span.end() - 1)?,
                class_after: next.class() as u8,
                clear: next.clear_dates(),
                skipped: (next.offset() - span.offset()) as i32,
            })
        };
        (zone, if zone.days[0] > 0 { ahead() } else { None })
    }
}

/// The set that a zone belongs to.
#[inline(always)]
const fn set_of(address: usize) -> usize {
    ((address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 57) as usize
}
