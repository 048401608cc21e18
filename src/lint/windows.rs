//! What the windows say by themselves, and beside intervals, retries and flags.

use alloc::format;
use alloc::string::String;

use chrono::{TimeDelta, TimeZone};

use super::Context;
use super::code::{Code, Severity};
use super::facts::{Facts, NamedWindow};
use super::finding::Findings;
use crate::calendar::HourOfWeek;
use crate::schedule::Trigger;
use crate::window::{Length, WindowClock};

pub(super) fn check<Z: TimeZone>(facts: &Facts<'_>, _: &Context<'_, Z>, findings: &mut Findings<'_>) {
    for window in facts.windows() {
        never_opens(&window, findings);
        single_hours(&window, findings);
        offset_of_hours(&window, findings);
    }
    ignored(facts, findings);
    interval(facts, findings);
    retries(facts, findings);
    if let Some(offset) = facts.idle_offset {
        findings.add(
            Code::OffsetWithoutEffect,
            facts.names.offset,
            format_args!("{offset} has no effect beside an interval of minutes"),
            "set it to 0, or choose an interval of hours",
        );
    }
}

fn never_opens(named: &NamedWindow, findings: &mut Findings<'_>) {
    if named.window.is_never() {
        findings.add(
            Code::NeverOpens,
            named.grid,
            "no hour is allowed, so nothing ever starts",
            "allow at least one hour, or switch the window off",
        );
    }
}

fn single_hours(named: &NamedWindow, findings: &mut Findings<'_>) {
    let at = |hour: HourOfWeek, aside: u32| HourOfWeek::wrapping(u32::from(hour.index()) + aside);
    let is_single = |hour: &HourOfWeek| {
        let state = named.window.allows(*hour);
        // The hour before is 167 hours on.
        named.window.allows(at(*hour, 1)) != state && named.window.allows(at(*hour, 167)) != state
    };
    for (state, what, fix) in [
        (true, "allowed between denied ones", "allow an hour beside it as well, or deny it"),
        (false, "denied between allowed ones", "allow it, or deny an hour beside it as well"),
    ] {
        let single =
            || HourOfWeek::all().filter(|hour| named.window.allows(*hour) == state).filter(is_single);
        let Some(first) = single().next() else { continue };
        let message = match single().count() {
            1 => format!("{first} is {what}"),
            count => format!("{count} single hours are {what}, {first} the first of them"),
        };
        findings.add(Code::SingleHour, named.grid, message, fix);
    }
}

fn offset_of_hours(named: &NamedWindow, findings: &mut Findings<'_>) {
    let minutes = named.window.clock().minute_offset().minutes();
    if minutes.abs() < 60 || named.window.is_always() || named.window.is_never() {
        return;
    }
    let length = Length::Limited(TimeDelta::minutes(minutes.abs().into()));
    match named.window.clock() {
        WindowClock::UtcOffset(_) => {
            let side = if minutes > 0 { "ahead of" } else { "behind" };
            findings.add(
                Code::OffsetOfHours,
                named.offset,
                format_args!(
                    "{minutes} reads the grid on a clock {length} {side} UTC, in winter and summer alike"
                ),
                "make sure that the distance from UTC is meant, not minutes after the hour",
            );
        }
        WindowClock::Local { .. } => {
            let side = if minutes > 0 { "late" } else { "early" };
            findings.add_as(
                Code::OffsetOfHours,
                Severity::Warning,
                named.offset,
                format_args!(
                    "{minutes} makes every hour of the grid begin {length} {side} on the local clock"
                ),
                "move the hours of the grid, and keep the minutes below 60",
            );
        }
    }
}

fn ignored(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for idle in facts.idle_windows.iter().flatten() {
        let denied = 168 - idle.window.allowed_hours();
        if denied == 0 {
            continue;
        }
        let (severity, state) = if idle.is_flag_off {
            (Severity::Note, "is false")
        } else {
            (Code::WindowIgnored.severity(), "is not set")
        };
        findings.add_as(
            Code::WindowIgnored,
            severity,
            idle.settings,
            format_args!("{denied} denied hours have no effect: {} {state}", idle.flag),
            format_args!("set {} to true if the window is meant to count", idle.flag),
        );
    }
}

fn interval(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(Trigger::Periodically(periodically)) = facts.schedule().map(|schedule| schedule.trigger())
    else {
        return;
    };
    let every = TimeDelta::minutes(periodically.every().minutes().into());
    let longest = facts.windows().map(|named| named.window.longest_allowed()).min();
    if let Some(longest) =
        longest.filter(|&longest| Length::ZERO < longest && longest < Length::Limited(every))
    {
        findings.add(
            Code::IntervalBeyondWindow,
            facts.names.every,
            format_args!(
                "an interval of {} is longer than any opening ({longest} at most): most openings have one run, by \
                 deferral",
                periodically.every()
            ),
            format_args!("choose an interval of {longest} or less, or widen the window"),
        );
    }
}

fn retries(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let (Some(retry), Some(window)) = (facts.plan.retry, facts.plan.windows().backup) else { return };
    let budget = TimeDelta::minutes(i64::from(retry.number()) * i64::from(retry.wait_minutes()));
    let Some(longest) =
        window.longest_allowed().limit().filter(|longest| !longest.is_zero() && *longest < budget)
    else {
        return;
    };
    let room = longest.num_minutes() / i64::from(retry.wait_minutes());
    let fix: String = match room {
        0 => format!("wait less than {} between attempts", Length::Limited(longest)),
        1 => "retry once, or wait less between attempts".into(),
        room => format!("retry {room} times at most, or wait less between attempts"),
    };
    findings.add(
        Code::RetriesBeyondWindow,
        facts.names.retries,
        format_args!(
            "{} retries {} minutes apart take {} at least, and the window is open for {} at most",
            retry.number(),
            retry.wait_minutes(),
            Length::Limited(budget),
            Length::Limited(longest)
        ),
        fix,
    );
}
