//! From slots to runs: the rules of section 4, read line by line.

use std::collections::BTreeMap;
use std::ops::Range;

use backup_window::{
    BackupWindow, Daily, DeniedSlot, Fold, Gap, Monthly, Origin, Periodically, Run, Schedule, Trigger,
    Windows,
};
use chrono::{DateTime, FixedOffset, TimeDelta, TimeZone, Utc};

use super::slots::{Slot, second_of, slots};
use super::timeline::{Timeline, edges, stretches};

/// All that a schedule is given, in the open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question {
    pub(crate) trigger: Trigger,
    pub(crate) gap: Gap,
    pub(crate) fold: Fold,
    pub(crate) denied: DeniedSlot,
    pub(crate) backup: Option<BackupWindow>,
    pub(crate) periodic: Option<BackupWindow>,
}

impl Question {
    /// The engine's schedule of the same parts.
    pub(crate) fn schedule(&self) -> Schedule {
        Schedule::new(self.trigger)
            .with_gap(self.gap)
            .with_fold(self.fold)
            .with_denied(self.denied)
            .with_backup_window(self.backup)
            .with_periodic_window(self.periodic)
    }

    /// The parts of a schedule, defaults included.
    pub(crate) fn of(schedule: &Schedule) -> Self {
        let Windows { backup, periodic } = schedule.windows();
        Self {
            trigger: schedule.trigger(),
            gap: schedule.gap(),
            fold: schedule.fold(),
            denied: schedule.denied(),
            backup,
            periodic,
        }
    }

    /// The windows that gate starts: the periodic one gates periodic triggers only.
    pub(crate) fn start_windows(&self) -> [Option<BackupWindow>; 2] {
        match self.trigger {
            Trigger::Daily(Daily { .. }) | Trigger::Monthly(Monthly { .. }) => [self.backup, None],
            Trigger::Periodically(Periodically { .. }) => [self.backup, self.periodic],
        }
    }

    fn offset(&self) -> TimeDelta {
        match &self.trigger {
            Trigger::Daily(_) | Trigger::Monthly(_) => TimeDelta::zero(),
            Trigger::Periodically(periodically) => TimeDelta::minutes(periodically.offset().into()),
        }
    }
}

/// The runs of a range.
pub(crate) fn runs<Z: TimeZone>(zone: &Z, question: &Question, range: &Range<DateTime<Utc>>) -> Vec<Run> {
    let timeline = Timeline::walk(zone, range, second_of(&question.trigger));
    let allowed = timeline.allowed(&question.start_windows());
    let is_allowed = |t: DateTime<Utc>| allowed[timeline.index_of(t)];
    let slots = slots(&timeline, &question.trigger, question.gap, question.fold);

    let mut starts = BTreeMap::<DateTime<Utc>, Origin>::new();
    if question.denied != DeniedSlot::Skip {
        let mut denied_stretches = stretches(&timeline, &allowed, false);
        // The last stretch may end with the timeline only.
        denied_stretches.retain(|stretch| stretch.to < range.end + TimeDelta::days(1));
        for stretch in denied_stretches {
            let opening = stretch.to;
            let last_denied = within(&slots, stretch.from, opening).last();
            let origin = match (question.denied, last_denied) {
                (DeniedSlot::AtOpening, _) => Origin::AtOpening,
                (_, Some(slot)) => Origin::Deferred { from: slot.at },
                (_, None) => continue,
            };
            let late = opening + question.offset();
            // A slot with a fraction of a second belongs to its whole second.
            let after_late = late + TimeDelta::seconds(1);
            if within(&slots, opening, after_late).any(|slot| is_allowed(slot.at)) {
                continue;
            }
            // Two openings may lead to one instant; then the later one, with the later slot, is named.
            starts.insert(if is_allowed(late) { late } else { opening }, origin);
        }
    }

    // At the same instant a slot counts and an opening does not.
    for slot in slots.iter().filter(|slot| is_allowed(slot.at)) {
        let origin = slot.lost.map_or(Origin::Scheduled, |nominal| Origin::MovedByGap { nominal });
        starts.insert(slot.at, origin);
    }

    let closings = closings(&timeline, question.backup);
    starts
        .range(range.clone())
        .map(|(&at, &origin)| Run {
            at,
            offset: FixedOffset::east_opt(timeline.offset_at(at) as i32).unwrap(),
            origin,
            closes: closings.get(closings.partition_point(|&closing| closing <= at)).copied(),
        })
        .collect()
}

/// The slots from one instant up to another.
fn within(slots: &[Slot], from: DateTime<Utc>, to: DateTime<Utc>) -> impl Iterator<Item = &Slot> {
    let first = slots.partition_point(|slot| slot.at < from);
    slots[first..].iter().take_while(move |slot| slot.at < to)
}

/// When the backup window closes; a window that never denies has no closing.
fn closings(timeline: &Timeline, window: Option<BackupWindow>) -> Vec<DateTime<Utc>> {
    let states = timeline.allowed(&[window]);
    edges(timeline, &states).into_iter().filter(|&(_, allowed)| !allowed).map(|(at, _)| at).collect()
}
