//! What one instant decides for the zones of many schedules.

use alloc::sync::Arc;

use chrono::NaiveDate;

use crate::calendar::{Clear, DAY, ZoneTable};
use crate::schedule::compiled::moment::Moment;

/// How many zones are remembered; of more, those that are met first are looked at anew.
const REMEMBERED: usize = 64;

/// The zones of a fleet at an instant.
pub(super) struct Zones<'f> {
    now: Moment,
    tables: &'f [Arc<ZoneTable>],
    zones: [Zone; REMEMBERED],
}

/// What an instant decides for a zone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zone {
    /// Which zone that is; `u32::MAX` is none.
    place: u32,
    /// The place of the offset in force among those of the zone.
    pub(super) class: u8,
    /// How many days ahead the offset is sure to stay, for answers that keep clear of the change before; 0 where they
    /// do not.
    pub(super) days: [u8; 2],
    /// What its clock does next, for an instant that keeps a day from the change before.
    pub(super) ahead: Option<Ahead>,
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
    /// From then on no time of day is repeated or moved by that change.
    settled: Moment,
    /// The first date that does not keep a day from the change after it.
    until: NaiveDate,
    /// The seconds of civil time that the change skips, if it skips any.
    skipped: i32,
}

impl Ahead {
    /// Whether the change skips a time that lies at a second of the day on UTC.
    pub(super) fn skips(&self, second: u32) -> bool {
        let change = i64::from(self.from.second) + 1;
        (i64::from(second) - change).rem_euclid(DAY) < self.skipped.into()
    }

    /// Whether no change touches a run of a daily schedule after the change.
    pub(super) fn settles(&self, run: Moment) -> bool {
        self.settled <= run && run.date < self.until
    }
}

impl<'f> Zones<'f> {
    pub(super) const fn new(now: Moment, tables: &'f [Arc<ZoneTable>]) -> Self {
        const NONE: Zone = Zone { place: u32::MAX, class: 0, days: [0; 2], ahead: None };
        Self { now, tables, zones: [NONE; REMEMBERED] }
    }

    /// What the instant decides for a zone.
    pub(super) fn of(&mut self, place: u32) -> &Zone {
        let known = place as usize % REMEMBERED;
        if self.zones[known].place != place {
            self.zones[known] = self.look_at(place);
        }
        &self.zones[known]
    }

    #[cold]
    #[inline(never)]
    fn look_at(&self, place: u32) -> Zone {
        let (mut zone, today) = (Zone { place, class: 0, days: [0; 2], ahead: None }, self.now.date);
        let span_in = |table: &'f Arc<ZoneTable>| Some((table, table.span_on(today)?));
        let Some((table, span)) = self.tables.get(place as usize).and_then(span_in) else { return zone };
        zone.class = span.class() as u8;
        zone.days = [Clear::Day, Clear::Long].map(|clear| {
            let dates = today.iter_days().take(super::asked::DAYS);
            dates.take_while(|date| span.keeps_clear(clear, today, *date)).count() as u8
        });
        zone.ahead = self.ahead_in(table);
        zone
    }

    fn ahead_in(&self, table: &ZoneTable) -> Option<Ahead> {
        let [span, next, ..] = table.spans_from(self.now.date, self.now.timestamp()) else { return None };
        let skipped = next.offset() - span.offset();
        Some(Ahead {
            class: span.class() as u8,
            from: Moment::before(next),
            class_after: next.class() as u8,
            settled: Moment::at(span.end() + skipped.abs())?,
            until: next.clear_until(),
            skipped: skipped as i32,
        })
    }
}
