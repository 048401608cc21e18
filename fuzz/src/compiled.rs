//! A compiled schedule says what the schedule says.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use arbitrary::Arbitrary;
use backup_window::ZoneTable;
use chrono_tz::Tz;

use crate::schedule_next::AnySchedule;
use crate::when::{When, just_before, later};
use crate::zone::Zone;

/// A schedule, a zone, and instants to ask from.
#[derive(Debug, Clone, Arbitrary)]
pub struct CompiledCase {
    zone: Zone,
    schedule: AnySchedule,
    whens: [When; 4],
}

/// Every law, for one case.
pub fn compiled(case: &CompiledCase) {
    let (schedule, zone) = (case.schedule.0, &case.zone);
    let compiled = schedule.compile(&table_of(zone));
    for when in &case.whens {
        let mut t = when.at(zone);
        let mut followed = compiled.instants_after(t);
        // A chain of questions, each from the last answer on, and the edges on the way.
        for _ in 0..4 {
            let next = schedule.next_after(zone, t);
            let instant = next.map(|run| run.at);
            assert_eq!(compiled.next_after(t), next, "after {t:?}");
            assert_eq!(compiled.next_instant_after(t), instant.ok(), "instant after {t:?}");
            assert_eq!(followed.next(), instant.ok(), "followed, after {t:?}");
            assert_eq!(compiled.previous_before(t), schedule.previous_before(zone, t), "before {t:?}");
            let Ok(at) = instant else { break };
            assert_eq!(compiled.next_instant_after(just_before(at)), Some(at), "just before {at:?}");
            let hour_before = later(at, -3_600);
            if hour_before >= t {
                assert_eq!(compiled.next_instant_after(hour_before), Some(at), "an hour before {at:?}");
            }
            t = at;
        }
    }
}

/// The table of a zone; those of named zones are kept, because one takes longer to build than everything else here.
fn table_of(zone: &Zone) -> Arc<ZoneTable> {
    thread_local! {
        static TABLES: RefCell<HashMap<Tz, Arc<ZoneTable>>> = RefCell::default();
    }
    let table = || Arc::new(ZoneTable::new(zone));
    match zone {
        Zone::Named(tz) => TABLES.with_borrow_mut(|tables| tables.entry(*tz).or_insert_with(table).clone()),
        _ => table(),
    }
}
