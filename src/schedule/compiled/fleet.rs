//! The next runs of many schedules after one instant.
//!
//! What the instant decides is found once for all schedules: the weekday, the dates ahead, and for each zone the span
//! in force. What the schedules decide is found once for all instants: they are sorted by zone and kind of pattern, some ten
//! thousand at a time, and the patterns under each offset stand in a column of their own.
//!
//! ```text
//!   schedules   daily, Prague | hourly, Tokyo | daily, Prague | ...          in the order given
//!   a group     daily, Prague   places  0, 2, ...
//!                               winter  [pattern] [pattern] ...              the column of the offset in force
//!                               summer  [pattern] [pattern] ...              is all that is read
//! ```

mod asked;
mod block;
mod columns;
mod sorting;
mod zones;

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use chrono::{DateTime, Utc};

use self::asked::Asked;
use self::block::Block;
use self::zones::Zones;
use super::CompiledSchedule;
use crate::calendar::ZoneTable;

/// Many compiled schedules, to be asked all at one instant: a few nanoseconds each.
///
/// Beside the schedules, of 64 bytes each, it takes 22 bytes for a daily one, and 50 to 106 for one by the hour or the
/// minute. The instants are those that [`CompiledSchedule::next_instant_after`] says of each.
///
/// ```
/// use std::sync::Arc;
///
/// use backup_window::{CompiledFleet, Every, Periodically, Schedule, ZoneTable};
/// use chrono::{TimeZone, Utc};
///
/// let zone = Arc::new(ZoneTable::new(&chrono_tz::Europe::Prague));
/// let every = |every| Ok(Schedule::new(Periodically::new(every, 0)?).compile(&zone));
/// let fleet = CompiledFleet::new([every(Every::Minutes5)?, every(Every::Hours8)?]); // once for all instants
///
/// let mut runs = [None; 2];
/// let noon = Utc.with_ymd_and_hms(2025, 6, 2, 10, 0, 0).unwrap();
/// assert_eq!(fleet.next_instants_after(noon, &mut runs), 2);
/// assert_eq!(runs[0], Some(Utc.with_ymd_and_hms(2025, 6, 2, 10, 5, 0).unwrap()));
/// assert_eq!(runs[1], Some(Utc.with_ymd_and_hms(2025, 6, 2, 14, 0, 0).unwrap()));
/// # Ok::<(), backup_window::RangeError>(())
/// ```
#[derive(Clone)]
pub struct CompiledFleet {
    schedules: Vec<CompiledSchedule>,
    /// The zones of the schedules, each once.
    zones: Vec<Arc<ZoneTable>>,
    /// The place of each zone among them, by the address of its table.
    places_of_zones: BTreeMap<usize, u32>,
    blocks: Vec<Block>,
}

/// How many schedules are sorted together: their answers fit the second cache of a processor.
const BLOCK: usize = 1 << 15;

/// So many schedules are answered one by one: preparing to answer many takes as long.
const FEW: usize = 32;

impl CompiledFleet {
    /// Sorts schedules, which takes less time than compiling them.
    pub fn new(schedules: impl Into<Vec<CompiledSchedule>>) -> Self {
        let schedules = schedules.into();
        let mut fleet =
            Self { zones: Vec::new(), places_of_zones: BTreeMap::new(), blocks: Vec::new(), schedules };
        for block in fleet.schedules.chunks(BLOCK) {
            let block = Block::of(block, |zone| place_of(zone, &mut fleet.zones, &mut fleet.places_of_zones));
            fleet.blocks.push(block);
        }
        fleet
    }

    /// The schedules, in the order given.
    pub fn schedules(&self) -> &[CompiledSchedule] {
        &self.schedules
    }

    /// Puts another schedule in the place of one, which is returned; `None`, and nothing is changed, where there is no
    /// such place. Sorts some ten thousand schedules anew.
    pub fn replace(&mut self, place: usize, schedule: CompiledSchedule) -> Option<CompiledSchedule> {
        let before = core::mem::replace(self.schedules.get_mut(place)?, schedule);
        let blocks = self.blocks.iter_mut().zip(self.schedules.chunks(BLOCK));
        for (block, schedules) in blocks.skip(place / BLOCK).take(1) {
            *block = Block::of(schedules, |zone| place_of(zone, &mut self.zones, &mut self.places_of_zones));
        }
        Some(before)
    }

    /// The instants of the first runs strictly after `t`, each at the place of its schedule; `None` where there is none.
    ///
    /// Answers as many as there are schedules and places for runs, and returns how many that is.
    pub fn next_instants_after(&self, t: DateTime<Utc>, runs: &mut [Option<DateTime<Utc>>]) -> usize {
        self.answer(0, t, runs);
        self.schedules.len().min(runs.len())
    }

    /// [`next_instants_after`](Self::next_instants_after) on all cores, as far as rayon's pool of threads has them.
    #[cfg(feature = "rayon")]
    pub fn par_next_instants_after(&self, t: DateTime<Utc>, runs: &mut [Option<DateTime<Utc>>]) -> usize {
        use rayon::prelude::*;

        let count = self.schedules.len().min(runs.len());
        runs.par_chunks_mut(BLOCK).enumerate().for_each(|(number, runs)| self.answer(number, t, runs));
        count
    }

    /// Answers what has a place for its run, from a block on.
    fn answer(&self, number: usize, t: DateTime<Utc>, runs: &mut [Option<DateTime<Utc>>]) {
        let schedules = self.schedules.get(number * BLOCK..).unwrap_or(&[]);
        if schedules.len().min(runs.len()) < FEW {
            let answers = schedules.iter().zip(runs);
            answers.for_each(|(schedule, run)| *run = schedule.next_instant_after(t));
            return;
        }
        let asked = Asked::about(t);
        let mut zones = Zones::new(asked.now, &self.zones);
        let blocks = self.blocks.iter().skip(number).zip(schedules.chunks(BLOCK));
        for ((block, schedules), runs) in blocks.zip(runs.chunks_mut(BLOCK)) {
            block.answer(&asked, &mut zones, schedules, runs);
        }
    }
}

impl fmt::Debug for CompiledFleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompiledFleet").field("schedules", &self.schedules).finish_non_exhaustive()
    }
}

/// The place of a zone among those that are known; it is from now on.
fn place_of(
    zone: &Arc<ZoneTable>,
    zones: &mut Vec<Arc<ZoneTable>>,
    places: &mut BTreeMap<usize, u32>,
) -> u32 {
    *places.entry(Arc::as_ptr(zone) as usize).or_insert_with(|| {
        zones.push(zone.clone());
        zones.len() as u32 - 1
    })
}
