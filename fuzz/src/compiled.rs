//! A compiled schedule says what the schedule says.

use arbitrary::Arbitrary;

use crate::far::{is_asked_nevertheless, is_next_far, is_previous_far};
use crate::schedule_next::AnySchedule;
use crate::when::{When, just_before, later};
use crate::zone::Tabled;

/// A schedule, a zone, and an instant to ask from.
#[derive(Debug, Clone, Arbitrary)]
pub struct CompiledCase {
    zone: Tabled,
    schedule: AnySchedule,
    when: When,
    /// How many runs are followed.
    steps: u8,
    /// Whether to ask where the answer is far away or there is none: seldom, if this is 255.
    patience: u8,
}

/// Every law, for one case.
pub fn compiled(case: &CompiledCase) {
    let (schedule, zone, mut t) = (case.schedule.0, &case.zone.0, case.when.at(&case.zone.0));
    let is_far = |t| is_next_far(&schedule, zone, t) || is_previous_far(&schedule, zone, t);
    if is_far(t) {
        if is_asked_nevertheless(zone, Some(schedule.trigger()), case.patience) {
            let compiled = schedule.compile(zone.table());
            assert_eq!(compiled.next_after(t), schedule.next_after(zone, t), "far after {t:?}");
        }
        return;
    }
    let compiled = schedule.compile(zone.table());
    let mut followed = compiled.instants_after(t);
    // A chain of questions, each from the last answer on, and the edges on the way.
    for _ in 0..=case.steps % 4 {
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
        if is_far(t) {
            break;
        }
    }
}
