//! `explain`: the question, and the answer as JSON. What people read is in `text.rs`.

mod text;

use backup_window::explain::{
    Because, ClockChange, Explanation, LocalTime, Pass, Rule, WhyNone, WhyThen, WindowReading,
};
use backup_window::wire::Error;
use backup_window::{Origin, SlotAt, SlotsIn};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::{JobRead, Question as Asked};
use crate::args::{Choices, parse_instant};
use crate::output::{civil, instant, local};
use crate::zone::{DATABASE, Zone};

pub(crate) const EXAMPLES: &str = "\
Examples:
  Why did the job run then, and why not earlier?
    backup-window explain job.json --zone Europe/Prague \\
        --at 2026-03-28T21:00:00Z --format text
  Why does it not run now?
    backup-window explain job.json --zone Europe/Prague
  The same for another program:
    backup-window explain job.json --zone Europe/Prague \\
        --at 2026-03-29T01:00:00Z --format ndjson";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The instant to explain, in RFC 3339 [default: now].
    #[arg(long, value_name = "INSTANT", value_parser = parse_instant)]
    pub(crate) at: Option<DateTime<Utc>>,
    #[command(flatten)]
    pub(crate) choices: Choices,
}

/// Why a job runs, or does not, at an instant.
pub(crate) struct Question<'a> {
    options: &'a Options,
    at: DateTime<Utc>,
    zone: &'a Zone,
    zone_is_given: bool,
}

impl<'a> Question<'a> {
    pub(crate) fn new(options: &'a Options, zone: &'a Zone, zone_is_given: bool) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the command line is where the present comes in")]
        let now = Utc::now;
        Self { options, at: options.at.unwrap_or_else(now), zone, zone_is_given }
    }
}

/// An answer as JSON.
#[derive(Serialize)]
pub(crate) struct Line<'a> {
    id: &'a Value,
    name: &'a Value,
    at: String,
    zone: ZoneLine,
    local: Option<LocalLine>,
    windows: Vec<WindowLine>,
    start: StartLine,
    slot: Option<SlotLine>,
    now: Option<RunLine>,
    previous: Option<RunLine>,
    previous_none: Option<NoneLine>,
    next: Option<RunLine>,
    next_none: Option<NoneLine>,
}

#[derive(Serialize)]
struct ZoneLine {
    name: String,
    /// Where the rules of the zone come from; none for a fixed offset.
    database: Option<String>,
}

#[derive(Serialize)]
struct LocalLine {
    time: String,
    pass: &'static str,
    other_pass: Option<String>,
    changed: Option<ChangeLine>,
    changes: Option<ChangeLine>,
}

#[derive(Serialize)]
struct ChangeLine {
    at: String,
    kind: &'static str,
    offset_before: String,
    offset_after: String,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Serialize)]
struct WindowLine {
    window: &'static str,
    clock: String,
    hour: u8,
    hour_name: String,
    allowed: bool,
    in_force: bool,
    since: Option<String>,
    until: Option<String>,
    rule: String,
}

#[derive(Serialize)]
struct StartLine {
    allowed: bool,
    denied_by: Vec<&'static str>,
    opens: Option<String>,
}

#[derive(Serialize)]
struct SlotLine {
    kind: &'static str,
    nominal: Option<String>,
}

#[derive(Serialize)]
struct RunLine {
    at: String,
    local: String,
    origin: &'static str,
    from: Option<String>,
    closes: Option<String>,
    rules: Vec<String>,
    denied: Option<DeniedLine>,
}

#[derive(Serialize)]
struct DeniedLine {
    count: u64,
    first: String,
    last: String,
    rule: Option<String>,
}

#[derive(Serialize)]
struct NoneLine {
    reason: &'static str,
    detail: String,
    rule: String,
}

impl Question<'_> {
    fn local_line(&self, shown: &LocalTime) -> LocalLine {
        let (pass, other_pass) = match shown.pass {
            Pass::Only => ("only", None),
            Pass::First { again } => ("first", Some(again)),
            Pass::Second { before } => ("second", Some(before)),
        };
        let change = |change: ClockChange| ChangeLine {
            at: instant(change.at),
            kind: if change.ahead() > TimeDelta::zero() { "gap" } else { "fold" },
            offset_before: change.before.to_string(),
            offset_after: change.after.to_string(),
            from: change.civil_times().map(|(from, _)| civil(from)),
            to: change.civil_times().map(|(_, to)| civil(to)),
        };
        LocalLine {
            time: local(self.at.with_timezone(&shown.offset)),
            pass,
            other_pass: other_pass.map(instant),
            changed: shown.changed.map(change),
            changes: shown.changes.map(change),
        }
    }
}

fn window(window: WindowReading) -> WindowLine {
    WindowLine {
        window: window.role.code(),
        clock: window.clock.to_string(),
        hour: window.hour.index(),
        hour_name: window.hour.to_string(),
        allowed: window.is_allowed,
        in_force: window.is_in_force,
        since: window.since.map(instant),
        until: window.until.map(instant),
        rule: window.rule.to_string(),
    }
}

fn slot(slot: SlotAt) -> SlotLine {
    let (kind, nominal): (_, Option<NaiveDateTime>) = match slot {
        SlotAt::None => ("none", None),
        SlotAt::OtherPass => ("other_pass", None),
        SlotAt::Slot { is_allowed: true, nominal } => ("allowed", nominal),
        SlotAt::Slot { is_allowed: false, nominal } => ("denied", nominal),
    };
    SlotLine { kind, nominal: nominal.map(civil) }
}

fn rules(because: Because) -> Vec<String> {
    because.rules().map(|rule: Rule| rule.to_string()).collect()
}

fn run(why: WhyThen) -> RunLine {
    let denied = |slots: SlotsIn| DeniedLine {
        count: slots.count,
        first: instant(slots.first),
        last: instant(slots.last),
        rule: why.rule_of_denied.map(|rule| rule.to_string()),
    };
    RunLine {
        at: instant(why.run.at),
        local: local(why.run.local()),
        origin: why.run.origin.code(),
        from: match why.run.origin {
            Origin::Deferred { from } => Some(instant(from)),
            Origin::MovedByGap { nominal } => Some(civil(nominal)),
            Origin::Scheduled | Origin::AtOpening => None,
        },
        closes: why.run.closes.map(instant),
        rules: rules(why.because),
        denied: why.denied.map(denied),
    }
}

fn none(why: WhyNone<'_>) -> NoneLine {
    NoneLine { reason: why.reason.code(), detail: why.reason.to_string(), rule: why.rule.to_string() }
}

impl Asked for Question<'_> {
    type Answer<'a> = Line<'a>;

    fn heading(&self) -> String {
        let zone =
            if self.zone_is_given { self.zone.to_string() } else { "UTC (no --zone given)".to_owned() };
        format!("explained at {}, zone {zone}", instant(self.at))
    }

    fn answer_for_people(&self, job: &JobRead<'_>) -> Result<String, Error> {
        let plan = self.options.choices.applied_to(&job.reading.plan);
        let text = text::Text { why: &plan.explain(self.zone, self.at), zone: self.zone };
        Ok(text.of(&job.shown()))
    }

    fn answer<'a>(&self, job: &JobRead<'a>) -> Result<Line<'a>, Error> {
        let plan = self.options.choices.applied_to(&job.reading.plan);
        let why: Explanation<'_> = plan.explain(self.zone, self.at);
        Ok(Line {
            id: job.id,
            name: job.name,
            at: instant(self.at),
            zone: ZoneLine {
                name: self.zone.name(),
                database: matches!(self.zone, Zone::Iana(_)).then(|| DATABASE.to_string()),
            },
            local: why.local.as_ref().map(|shown| self.local_line(shown)),
            windows: why.windows.into_iter().flatten().map(window).collect(),
            start: StartLine {
                allowed: why.is_start_allowed(),
                denied_by: why.denied_by().map(|window| window.role.code()).collect(),
                opens: why.opens.map(instant),
            },
            slot: why.slot.map(slot),
            now: why.now.map(run),
            previous: why.previous.ok().map(run),
            previous_none: why.previous.err().map(none),
            next: why.next.ok().map(run),
            next_none: why.next.err().map(none),
        })
    }
}
