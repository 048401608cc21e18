//! What changes of the zone's clock do to times of day and to windows.

use alloc::format;
use alloc::string::{String, ToString};

use chrono::{DateTime, Datelike, TimeDelta, TimeZone, Utc};

use super::Context;
use super::code::Code;
use super::facts::Facts;
use super::finding::Findings;
use crate::calendar::{Forward, Offsets, Probed, Transition, floor_second, instant_at};
use crate::schedule::{Gap, Schedule, SlotAt, Trigger};
use crate::window::{Length, WindowClock};

pub(super) fn check<Z: TimeZone>(facts: &Facts<'_>, context: &Context<'_, Z>, findings: &mut Findings<'_>) {
    edges_shift(facts, context, findings);
    if let Some(schedule) = facts.schedule() {
        time_in_gap(facts, schedule, context, findings);
    }
}

fn edges_shift<Z: TimeZone>(facts: &Facts<'_>, context: &Context<'_, Z>, findings: &mut Findings<'_>) {
    let year = Some(context.at)..context.at.checked_add_signed(TimeDelta::days(366));
    let Some(change) = changes(context.zone, year.start, year.end).next() else { return };
    let shift = change.after - change.before;
    let on = instant_at(change.at).map_or(String::new(), |at| format!(" from {} on", at.date_naive()));
    for named in facts.windows() {
        let is_on_utc = matches!(named.window.clock(), WindowClock::UtcOffset(_));
        if !is_on_utc || named.window.is_always() || named.window.is_never() {
            continue;
        }
        let length = Length::Limited(TimeDelta::seconds(shift.abs()));
        // The clock is set ahead: the same instant is later on it.
        let side = if shift > 0 { "later" } else { "earlier" };
        findings.add(
            Code::EdgesShift,
            named.grid,
            format_args!(
                "its hours are read on {} and come {length} {side} on the local clock{on}",
                named.window.clock()
            ),
            "check that the jobs still fit on both sides of the change",
        );
    }
}

fn time_in_gap<Z: TimeZone>(
    facts: &Facts<'_>,
    schedule: &Schedule,
    context: &Context<'_, Z>,
    findings: &mut Findings<'_>,
) {
    let trigger = schedule.trigger();
    if let Trigger::Periodically(_) = trigger {
        return;
    }
    let new_year = |year: i32| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single();
    let year = context.at.year();
    let (Some(from), Some(to)) = (new_year(year), new_year(year.saturating_add(2))) else { return };
    let bare = Schedule::new(trigger).with_gap(Gap::FirstValid);
    let lost = changes(context.zone, Some(from), Some(to)).filter_map(|change| {
        let after = instant_at(change.at)?;
        match bare.slot_at(context.zone, after) {
            SlotAt::Slot { nominal: Some(nominal), .. } => Some(nominal),
            _ => None,
        }
    });
    let mut dates = String::new();
    let mut time = None;
    for nominal in lost {
        dates = if dates.is_empty() {
            nominal.date().to_string()
        } else {
            format!("{dates} and {}", nominal.date())
        };
        time = Some(nominal.time());
    }
    if let Some(time) = time {
        let effect = match schedule.gap() {
            Gap::FirstValid => "the run comes when the gap is over",
            Gap::ShiftForward => "the run comes as much later as the clock is set ahead",
            Gap::Skip => "there is no run",
        };
        findings.add(
            Code::TimeInGap,
            facts.names.time,
            format_args!("{time} does not happen on {dates}: {effect}"),
            "choose a time that every day has",
        );
    }
}

/// The changes of a zone's clock between two instants.
fn changes<Z: TimeZone>(
    zone: &Z,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
) -> impl Iterator<Item = Transition> {
    let mut rest = match (from, to) {
        (Some(from), Some(to)) => floor_second(from) + 1..floor_second(to),
        _ => 0..0,
    };
    core::iter::from_fn(move || {
        let change = Probed(zone).transition::<Forward>(rest.clone())?;
        rest.start = change.at + 1;
        Some(change)
    })
}
