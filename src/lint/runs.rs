//! What becomes of a schedule in its windows and its zone.

use alloc::format;
use alloc::string::{String, ToString};

use chrono::{DateTime, Datelike, Days, FixedOffset, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};

use super::Context;
use super::code::{Code, Severity};
use super::facts::Facts;
use super::finding::{Finding, Findings};
use crate::calendar::{Probed, floor_second, instant_at, spans};
use crate::schedule::{DeniedSlot, NoRun, PrintedRun, Schedule, Trigger};
use crate::window::Length;

pub(super) fn check<Z: TimeZone>(facts: &Facts<'_>, context: &Context<'_, Z>, findings: &mut Findings<'_>) {
    let Some(schedule) = facts.schedule() else { return without_schedule(facts, context, findings) };
    match schedule.next_after(context.zone, context.at) {
        Err(NoRun::NeverMatches) => never_meets(facts, schedule, context, findings),
        Err(_) => return,
        Ok(_) => {
            if !schedule.windows().is_always() {
                part_of_year(facts, schedule, context, findings);
                denied_time(facts, schedule, context, findings);
            }
            too_short(facts, schedule, context, findings);
        }
    }
    contradicted(facts, schedule, context, findings);
}

fn never_meets<Z: TimeZone>(
    facts: &Facts<'_>,
    schedule: &Schedule,
    context: &Context<'_, Z>,
    findings: &mut Findings<'_>,
) {
    // Without its windows it still has no run where no month has its day.
    let alone = Schedule::new(schedule.trigger());
    if alone.next_after(context.zone, context.at).is_err() {
        findings.add(
            Code::NeverMeets,
            facts.trigger_property(),
            "none of its months has the day that it asks for, so the job never runs",
            "choose a day that its months have, or the last day of the month",
        );
        return;
    }
    let windows = schedule.windows();
    let what = if windows.backup.is_some() && windows.periodic.is_some() {
        "the trigger never falls into an hour that both windows allow"
    } else {
        "the trigger never falls into an hour that the window allows"
    };
    findings.add(
        Code::NeverMeets,
        facts.trigger_property(),
        format_args!("{what}, so the job never runs"),
        "allow the hours of the schedule, or move it into the window",
    );
}

fn part_of_year<Z: TimeZone>(
    facts: &Facts<'_>,
    schedule: &Schedule,
    context: &Context<'_, Z>,
    findings: &mut Findings<'_>,
) {
    let Some(end) = context.at.checked_add_days(Days::new(400)) else { return };
    if let Trigger::Monthly(_) = schedule.trigger() {
        return;
    }
    let mut runs: Option<FixedOffset> = None;
    let mut pause: Option<(FixedOffset, DateTime<Utc>, DateTime<Utc>)> = None;
    let year = floor_second(context.at)..floor_second(end);
    for (span, offset) in spans(&Probed(context.zone), year) {
        let (Some(from), Some(to)) = (instant_at(span.start), instant_at(span.end)) else { continue };
        // What is denied before a change may come after it: the weeks beside a change show nothing.
        let (Some(inner), Some(offset)) =
            (from.checked_add_days(Days::new(7)), FixedOffset::east_opt(offset as i32))
        else {
            continue;
        };
        if to - inner < TimeDelta::days(8) {
            continue;
        }
        if schedule.count_runs(context.zone, inner..to - TimeDelta::days(1)) > 0 {
            runs = runs.or(Some(offset));
        } else {
            pause = pause.or(Some((offset, from, to)));
        }
    }
    if let (Some(runs), Some((offset, from, to))) = (runs, pause) {
        findings.add(
            Code::MeetsPartOfYear,
            facts.trigger_property(),
            format_args!(
                "while the clock is at {offset} the window denies every slot: no run from {} to {}, as there is at \
                 {runs}",
                from.date_naive(),
                to.date_naive()
            ),
            "read the window on the local clock, or allow the hours beside it as well",
        );
    }
}

fn denied_time<Z: TimeZone>(
    facts: &Facts<'_>,
    schedule: &Schedule,
    context: &Context<'_, Z>,
    findings: &mut Findings<'_>,
) {
    let (Trigger::Daily(_), DeniedSlot::Skip) = (schedule.trigger(), schedule.denied()) else { return };
    let Some(end) = context.at.checked_add_days(Days::new(366)) else { return };
    let bare = Schedule::new(schedule.trigger()).with_gap(schedule.gap()).with_fold(schedule.fold());
    let (mut denied, mut allowed) = (WeekdaySet::EMPTY, WeekdaySet::EMPTY);
    let mut time = None;
    for slot in bare.runs(context.zone, context.at..end) {
        let day = slot.local().weekday();
        if schedule.windows().is_start_allowed_at(context.zone, slot.at) {
            allowed.insert(day);
        } else {
            denied.insert(day);
            time = time.or(Some(slot.local().time()));
        }
    }
    let never: WeekdaySet = denied.iter(Weekday::Mon).filter(|&day| !allowed.contains(day)).collect();
    let at_times: WeekdaySet = denied.iter(Weekday::Mon).filter(|&day| allowed.contains(day)).collect();
    let Some(time) = time else { return };
    if !never.is_empty() {
        findings.add(
            Code::DeniedTime,
            facts.names.time,
            format_args!("{time} is denied on {}: no run on those days", days(never)),
            "allow that hour, or take the days out of the schedule",
        );
    }
    if !at_times.is_empty() {
        findings.add(
            Code::DeniedTime,
            facts.names.time,
            format_args!("{time} is denied on {} in a part of the year: no run then", days(at_times)),
            "allow the hours beside it as well, or read the window on the local clock",
        );
    }
}

fn too_short<Z: TimeZone>(
    facts: &Facts<'_>,
    schedule: &Schedule,
    context: &Context<'_, Z>,
    findings: &mut Findings<'_>,
) {
    let Some(duration) = context.usual_duration else { return };
    let length = Length::Limited(duration);
    let [grid, _] = facts.names.backup_window;
    let fix = format!("widen the window to {length} in a row, or move the schedule to its opening");
    if schedule.next_fitting_after(context.zone, context.at, duration) == Err(NoRun::NeverFits) {
        let message = format!("the job takes {length}, and no run has so much time before the window closes");
        return findings.add_as(Code::WindowTooShort, Severity::Error, grid, message, fix);
    }
    // Of a periodic trigger the last runs before a closing are always cut short.
    let Some(end) = context.at.checked_add_days(Days::new(60)) else { return };
    if let Trigger::Periodically(_) = schedule.trigger() {
        return;
    }
    let cut_short =
        schedule.runs(context.zone, context.at..end).find(|run| !run.time_left().covers(duration));
    if let Some(run) = cut_short {
        let message = format!(
            "the job takes {length}, and its run at {} has {} before the window closes",
            run.local(),
            run.time_left()
        );
        findings.add(Code::WindowTooShort, grid, message, fix);
    }
}

fn without_schedule<Z: TimeZone>(facts: &Facts<'_>, context: &Context<'_, Z>, findings: &mut Findings<'_>) {
    let (Some(duration), Some(window)) = (context.usual_duration, facts.plan.windows().backup) else {
        return;
    };
    let [grid, _] = facts.names.backup_window;
    if !window.is_never() && !window.longest_allowed().covers(duration) {
        let length = Length::Limited(duration);
        findings.add(
            Code::WindowTooShort,
            grid,
            format_args!(
                "the job takes {length}, and the window is open for {} at most",
                window.longest_allowed()
            ),
            format_args!("widen the window to {length} in a row"),
        );
    }
}

fn contradicted<Z: TimeZone>(
    facts: &Facts<'_>,
    schedule: &Schedule,
    context: &Context<'_, Z>,
    findings: &mut Findings<'_>,
) {
    /// So many offsets are enough to see which they are.
    const SHOWN: usize = 6;
    let Some(next_run) = facts.next_run.filter(|_| facts.plan.schedule().is_ok()) else { return };
    let printed = PrintedRun::new(next_run);
    if printed.is_explained_by(schedule, context.zone) {
        return;
    }
    let mut offsets = String::new();
    let mut count = 0;
    for offset in printed.offsets(schedule) {
        if count < SHOWN {
            offsets += if count == 0 { "" } else { ", " };
            offsets += &offset.to_string();
        }
        count += 1;
    }
    let (explained, fix) = match count {
        0 => (
            "and no offset from UTC explains it".to_string(),
            "check whether the window is read on another clock, or whether the job was changed since",
        ),
        1..=SHOWN => (
            format!("as there is at {offsets}"),
            "ask in the zone of the server; the offset is that of its clock then",
        ),
        _ => (
            format!("as there is at {offsets} and {} more offsets", count - SHOWN),
            "ask in the zone of the server; the offset is that of its clock then",
        ),
    };
    findings.push(Finding {
        code: Code::NextRunContradicted,
        severity: Code::NextRunContradicted.severity(),
        path: "nextRun".into(),
        message: format!("in this zone the schedule has no run at {next_run}, {explained}"),
        fix: fix.into(),
    });
}

fn days(days: WeekdaySet) -> String {
    let mut text = String::new();
    for day in days.iter(Weekday::Mon) {
        text += if text.is_empty() { "" } else { ", " };
        text += &day.to_string();
    }
    text
}
