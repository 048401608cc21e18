//! An explanation for people: one fact a line, each with the rule it follows.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use backup_window::explain::{
    Because, ClockChange, Explanation, LocalTime, Pass, Rule, WhyNone, WhyThen, WindowReading,
};
use backup_window::{Length, Origin, SlotAt};
use chrono::{DateTime, TimeDelta, Utc};

use crate::columns::{filled, tied};
use crate::output::{in_zone, instant, local_for_people};
use crate::zone::Zone;

const NAME: Style = Style::new().bold();
const ALLOWED: Style = AnsiColor::Green.on_default();
const DENIED: Style = AnsiColor::Yellow.on_default();
const RULE: Style = Style::new().dimmed();

/// An explanation, and the zone its instants are shown in.
pub(super) struct Text<'a> {
    pub(super) why: &'a Explanation<'a>,
    pub(super) zone: &'a Zone,
}

impl Text<'_> {
    /// The answer for a job with this name.
    pub(super) fn of(&self, name: &str) -> String {
        let mut lines = Lines(format!("{NAME}{name}{NAME:#}"));
        if let Some(local) = &self.why.local {
            lines.add("local time", self.local_time(local));
            for change in [local.changed, local.changes].into_iter().flatten() {
                lines.add("clock change", change_of_clock(&change));
            }
        }
        for window in self.why.windows.into_iter().flatten() {
            lines.add(&format!("{} window", window.role.code()), reading(&window));
            lines.add("", self.edges(&window));
            if !window.is_in_force {
                lines.add(
                    "",
                    format!("has no say: the trigger is not periodic{}", rules([Rule::BOTH_WINDOWS])),
                );
            }
        }
        lines.add("start", self.start());
        if let Some(slot) = self.why.slot {
            lines.add("slot", slot_at(slot));
        }
        if let Some(now) = self.why.now {
            lines.add("run now", format!("{ALLOWED}yes{ALLOWED:#}, {}", self.origin(&now)));
        }
        self.add_run(&mut lines, "previous run", self.why.previous);
        self.add_run(&mut lines, "next run", self.why.next);
        lines.0
    }

    fn shown(&self, t: DateTime<Utc>) -> String {
        tied(&local_for_people(in_zone(t, self.zone)))
    }

    fn local_time(&self, local: &LocalTime) -> String {
        let time = local_for_people(self.why.at.with_timezone(&local.offset));
        match local.pass {
            Pass::Only => time,
            Pass::First { again } => format!("{time}, the first time: shown again at {}", instant(again)),
            Pass::Second { before } => {
                format!("{time}, the second time: shown before at {}", instant(before))
            }
        }
    }

    fn edges(&self, window: &WindowReading) -> String {
        let (state, next) = if window.is_allowed { ("open", "closes") } else { ("closed", "opens") };
        let since = window.since.map_or("always".to_owned(), |since| format!("since {}", self.shown(since)));
        let until = window
            .until
            .map_or(format!("never {next}"), |until| tied(&format!("{next} {}", self.shown(until))));
        let rule = if window.is_allowed { rules([Rule::HALF_OPEN]) } else { String::new() };
        format!("{state} {since}, {until}{rule}")
    }

    fn start(&self) -> String {
        let opens = self.why.opens.map_or(String::new(), |opens| {
            format!(", {}", tied(&format!("next opening {}", self.shown(opens))))
        });
        let by: Vec<_> = self.why.denied_by().map(|window| window.role.code()).collect();
        if by.is_empty() {
            format!("{ALLOWED}allowed{ALLOWED:#}{opens}")
        } else {
            let windows = if by.len() == 1 { "window" } else { "windows" };
            format!(
                "{DENIED}denied{DENIED:#} by the {} {windows}{opens}{}",
                by.join(" and "),
                rules([Rule::BOTH_WINDOWS])
            )
        }
    }

    fn origin(&self, why: &WhyThen) -> String {
        let origin = match why.run.origin {
            Origin::Scheduled => "scheduled".to_owned(),
            Origin::Deferred { from } => format!("deferred from {}", self.shown(from)),
            Origin::AtOpening => "at opening".to_owned(),
            Origin::MovedByGap { nominal } => format!("moved by gap from {nominal}"),
        };
        format!("{origin}{}", because(why.because))
    }

    fn add_run(&self, lines: &mut Lines, label: &str, why: Result<WhyThen, WhyNone<'_>>) {
        let why = match why {
            Ok(why) => why,
            Err(none) => {
                return lines
                    .add(label, format!("{DENIED}none{DENIED:#}: {}{}", none.reason, rules([none.rule])));
            }
        };
        lines.add(label, format!("{}  {}", instant(why.run.at), local_for_people(why.run.local())));
        lines.add("", self.origin(&why));
        if let Some(denied) = why.denied {
            let slots = match denied.count {
                1 => format!("1 slot is denied, {}", self.shown(denied.first)),
                count => {
                    format!(
                        "{count} slots are denied, {} to {}",
                        self.shown(denied.first),
                        self.shown(denied.last)
                    )
                }
            };
            lines.add("", format!("in between {slots}{}", rules(why.rule_of_denied)));
        } else if self.why.slot.is_some() {
            lines.add("", "no slot in between".to_owned());
        }
        lines.add(
            "",
            match why.run.closes {
                Some(closes) => {
                    let length = Length::Limited(closes - why.run.at);
                    format!(
                        "its window closes {}, {length} later{}",
                        self.shown(closes),
                        rules([Rule::CLOSING])
                    )
                }
                None => "no window ends it".to_owned(),
            },
        );
    }
}

fn change_of_clock(change: &ClockChange) -> String {
    let ahead = change.ahead();
    let (set, what) =
        if ahead > TimeDelta::zero() { ("ahead", "do not happen") } else { ("back", "happen twice") };
    let mut text = format!("set {set} by {} at {}", Length::Limited(ahead.abs()), instant(change.at));
    if let Some((from, to)) = change.civil_times() {
        let _ = write!(text, ": {} to {} {what}", tied(&from.to_string()), to.time());
    }
    text
}

fn reading(window: &WindowReading) -> String {
    let state = if window.is_allowed {
        format!("{ALLOWED}allowed{ALLOWED:#}")
    } else {
        format!("{DENIED}denied{DENIED:#}")
    };
    let hour = window.hour;
    format!(
        "{state}: {hour} is hour {} of the grid, read on {}{}",
        hour.index(),
        window.clock,
        rules([window.rule])
    )
}

fn slot_at(slot: SlotAt) -> String {
    match slot {
        SlotAt::None => "none: the trigger does not ask for this instant".to_owned(),
        SlotAt::OtherPass => {
            format!("none: of the two passes of this time the other one counts{}", rules([Rule::FOLD]))
        }
        SlotAt::Slot { is_allowed, nominal } => {
            let moved = nominal.map_or(String::new(), |nominal| format!(", in place of {nominal}"));
            let rule = if nominal.is_some() { rules([Rule::GAP]) } else { String::new() };
            let verdict = if is_allowed { "allowed" } else { "denied" };
            format!("asked for{moved}, and {verdict}{rule}")
        }
    }
}

/// Why a run comes when it does; its closing has a line of its own.
fn because(because: Because) -> String {
    rules(because.rules().filter(|&rule| rule != Rule::CLOSING))
}

/// The rules at the end of a line.
fn rules(rules: impl IntoIterator<Item = Rule>) -> String {
    let rules: Vec<String> = rules.into_iter().map(|rule| rule.to_string()).collect();
    if rules.is_empty() { String::new() } else { format!("  {RULE}{}{RULE:#}", tied(&rules.join(", "))) }
}

/// Lines with a label each, or none where they go on with the one before.
struct Lines(String);

impl Lines {
    fn add(&mut self, label: &str, text: String) {
        let _ = write!(self.0, "\n{}", filled(&format!("  {label:16} {text}"), 21));
    }
}
