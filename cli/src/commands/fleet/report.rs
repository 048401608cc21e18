//! What is counted and suggested, for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::Style;
use backup_window::HourOfWeek;
use serde::Serialize;
use serde_json::Value;

use super::load::{Load, Minute, Peak, Week};
use super::spread::Move;
use crate::columns::{filled, tied};
use crate::output::{in_zone, instant, local, local_for_people};
use crate::zone::Zone;

const NAME: Style = Style::new().bold();

/// So many groups are shown to people; JSON has them all.
const SHOWN: usize = 10;

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The whole fleet as JSON.
#[derive(Serialize)]
pub(super) struct FleetLine<'a> {
    kind: &'static str,
    from: String,
    to: String,
    zone: String,
    jobs: u64,
    starts: u64,
    /// Jobs whose starts cannot be computed, by the reason.
    without: &'a BTreeMap<&'static str, u64>,
    #[serde(flatten)]
    counts: Counts,
}

/// The fleet as it would be after the suggestions.
#[derive(Serialize)]
pub(super) struct SuggestedLine {
    kind: &'static str,
    moved: u64,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Counts {
    /// The starts of each hour of the week, from Sunday 00:00.
    hours: Vec<u32>,
    peak_hour: Option<HourLine>,
    peak_minute: Option<MinuteLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collisions: Option<u64>,
}

#[derive(Serialize)]
struct HourLine {
    hour: String,
    starts: u32,
}

#[derive(Serialize)]
struct MinuteLine {
    at: String,
    local: String,
    starts: u32,
}

/// The jobs that share something, as JSON.
#[derive(Serialize)]
pub(super) struct GroupLine<'a> {
    kind: &'static str,
    by: &'a str,
    id: &'a str,
    jobs: u64,
    starts: u64,
    /// Starts that share their minute with another one.
    collisions: u64,
    /// In how many minutes there are such.
    minutes: u64,
    peak_minute: Option<MinuteLine>,
}

/// A suggestion as JSON.
#[derive(Serialize)]
pub(super) struct MoveLine<'a> {
    kind: &'static str,
    id: &'a Value,
    name: &'a Value,
    property: &'static str,
    from: &'a str,
    to: &'a str,
}

impl<'a> MoveLine<'a> {
    pub(super) fn new(id: &'a Value, name: &'a Value, suggested: &'a Move) -> Self {
        let Move { property, from, to, .. } = suggested;
        Self { kind: "suggestion", id, name, property, from, to }
    }
}

/// What everything is counted on.
pub(super) struct Report<'a> {
    pub(super) week: &'a Week,
    pub(super) zone: &'a Zone,
    /// What the groups share.
    pub(super) by: Option<&'a str>,
}

impl<'a> Report<'a> {
    pub(super) fn fleet_line<'l>(&self, load: &'l Load) -> FleetLine<'l> {
        FleetLine {
            kind: "fleet",
            from: instant(self.week.range.start),
            to: instant(self.week.range.end),
            zone: self.zone.name(),
            jobs: load.jobs,
            starts: load.starts(),
            without: &load.without,
            counts: self.counts(load),
        }
    }

    pub(super) fn suggested_line(&self, load: &Load, moved: u64) -> SuggestedLine {
        SuggestedLine { kind: "suggested", moved, counts: self.counts(load) }
    }

    pub(super) fn group_lines<'l>(&'l self, load: &'l Load) -> impl Iterator<Item = GroupLine<'l>> {
        load.groups.iter().map(|(id, group)| {
            let collisions = group.collisions();
            GroupLine {
                kind: "group",
                by: self.by.unwrap_or_default(),
                id,
                jobs: group.jobs,
                starts: group.starts,
                collisions: collisions.starts,
                minutes: collisions.minutes,
                peak_minute: collisions.peak.map(|peak| self.minute_line(peak)),
            }
        })
    }

    fn counts(&self, load: &Load) -> Counts {
        Counts {
            hours: load.hours.to_vec(),
            peak_hour: load
                .peak_hour()
                .map(|Peak { starts, at }| HourLine { hour: hour_of_week(at), starts }),
            peak_minute: load.peak_minute().map(|peak| self.minute_line(peak)),
            collisions: self.by.map(|_| load.collisions()),
        }
    }

    fn minute_line(&self, Peak { starts, at }: Peak<Minute>) -> MinuteLine {
        let at = self.week.at(at);
        MinuteLine { at: instant(at), local: local(in_zone(at, self.zone)), starts }
    }

    /// How many jobs and starts there are.
    pub(super) fn totals_for_people(&self, load: &Load) -> String {
        let mut text = format!("{} jobs, {} starts\n", load.jobs, load.starts());
        for (reason, jobs) in &load.without {
            let _ = writeln!(text, "  {jobs} without a time: {reason}");
        }
        text
    }

    /// The histogram: a row for each day, two columns for each hour.
    pub(super) fn histogram_for_people(&self, load: &Load, title: &str) -> String {
        let most = load.hours.iter().copied().max().unwrap_or(0).max(1);
        let mut text = format!("{NAME}{title}{NAME:#}\n     ");
        (0..24).step_by(3).for_each(|hour| text += &format!("{hour:02}    "));
        text.push_str("starts\n");
        for (day, hours) in
            ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].iter().zip(load.hours.chunks(24))
        {
            let _ = write!(text, "{day}  ");
            for &starts in hours {
                match (u64::from(starts) * 8).div_ceil(u64::from(most)) {
                    0 => text.push_str("· "),
                    level => {
                        let bar = BARS[(level - 1).min(7) as usize];
                        text.extend([bar, bar]);
                    }
                }
            }
            let _ = writeln!(text, "{:>6}", hours.iter().copied().map(u64::from).sum::<u64>());
        }
        text + &self.peaks_for_people(load)
    }

    fn peaks_for_people(&self, load: &Load) -> String {
        let (Some(hour), Some(minute)) = (load.peak_hour(), load.peak_minute()) else {
            return "nothing starts\n".to_owned();
        };
        let peaks = format!(
            "most in an hour: {} ({}), in a minute: {} ({})",
            hour.starts,
            hour_of_week(hour.at),
            minute.starts,
            tied(&self.minute_for_people(minute.at))
        );
        filled(&peaks, 2) + "\n"
    }

    fn minute_for_people(&self, minute: Minute) -> String {
        local_for_people(in_zone(self.week.at(minute), self.zone))
    }

    /// The groups with the most collisions.
    pub(super) fn groups_for_people(&self, load: &Load) -> String {
        let Some(by) = self.by else { return String::new() };
        let mut groups: Vec<_> =
            load.groups.iter().map(|(id, group)| (id, group, group.collisions())).collect();
        groups.sort_by_key(|(id, _, collisions)| (std::cmp::Reverse(collisions.starts), *id));
        let mut text = format!("{NAME}collisions by {by}{NAME:#}: starts in the same minute\n");
        for (id, group, collisions) in groups.iter().take(SHOWN) {
            let id: String =
                id.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
            let (id, jobs, collide) = (tied(&id), group.jobs, collisions.starts);
            let peak = match collisions.peak {
                Some(peak) if peak.starts > 1 => {
                    let at = tied(&self.minute_for_people(peak.at));
                    format!(", at most {} at once ({at})", peak.starts)
                }
                _ => String::new(),
            };
            let group = format!("  {id}: {jobs} jobs, {collide} of {} starts collide{peak}", group.starts);
            let _ = writeln!(text, "{}", filled(&group, 4));
        }
        if groups.is_empty() {
            let _ = writeln!(text, "  no job names a {by}");
        } else if groups.len() > SHOWN {
            let _ = writeln!(text, "  and {} more", groups.len() - SHOWN);
        }
        if load.is_cut {
            let cut = "  there are too many to count all of them by the minute: some collisions are missing";
            let _ = writeln!(text, "{}", filled(cut, 2));
        }
        text
    }

    /// What the suggestions bring.
    pub(super) fn gain_for_people(&self, before: &Load, after: &Load, moved: u64) -> String {
        let hour = |load: &Load| load.peak_hour().map_or(0, |peak| peak.starts);
        let minute = |load: &Load| load.peak_minute().map_or(0, |peak| peak.starts);
        let gain = format!(
            "{moved} of {} jobs moved: most in an hour {} before and {} after, in a minute {} before and {} after",
            before.jobs,
            hour(before),
            hour(after),
            minute(before),
            minute(after)
        );
        let mut text = filled(&gain, 2) + "\n";
        if let Some(by) = self.by {
            let (before, after) = (before.collisions(), after.collisions());
            let _ = writeln!(text, "colliding starts by {by}: {before} before and {after} after");
        }
        text
    }
}

fn hour_of_week(hour: usize) -> String {
    u8::try_from(hour)
        .ok()
        .and_then(|hour| HourOfWeek::new(hour).ok())
        .map_or(String::new(), |hour| hour.to_string())
}
