//! What is shown of a job: its windows, and its next runs.

use backup_window::{BackupWindow, HourOfWeek, NoRun, Plan, Run, Starts, WindowClock};
use chrono::{DateTime, Utc, Weekday, WeekdaySet};

use crate::album::{self, Table};
use crate::commands::runs::{NoneLine, origin_in_words};
use crate::output::{in_zone, instant, local_for_people};
use crate::week::{Week, name_of};
use crate::zone::Zone;

/// Which window it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// The backup window, or a window without a job around it.
    Backup,
    /// The window for periodic starts.
    Periodic,
    /// There is none: a week to mark runs in.
    Nothing,
}

impl What {
    /// A stable name; `None` where there is no window.
    pub(super) const fn code(self) -> Option<&'static str> {
        match self {
            Self::Backup => Some("backup"),
            Self::Periodic => Some("periodic"),
            Self::Nothing => None,
        }
    }
}

/// A window, to be shown as a week.
#[derive(Debug, Clone)]
pub(super) struct Panel {
    pub(super) what: What,
    pub(super) window: BackupWindow,
}

impl Panel {
    /// What stands above the week.
    pub(super) fn title(&self) -> String {
        let (hours, clock) = (self.window.allowed_hours(), self.window.clock());
        match self.what.code() {
            Some(what) => format!("{what} window: {hours} of 168 hours, read on {clock}"),
            None => format!("no window is in force; the hours are those of {clock}"),
        }
    }

    pub(super) fn week(&self, marks: impl IntoIterator<Item = (HourOfWeek, char)>) -> Week {
        Week::of(&self.window).with_marks(marks)
    }

    /// What the week shows, for those who do not see it.
    fn in_words(&self) -> String {
        match self.what.code() {
            Some(_) => format!("{}; allowed: {}", self.title(), self.window.text()),
            None => self.title(),
        }
    }

    /// The allowed hours of each day.
    fn days(&self) -> Option<Table> {
        let row = |day| vec![name_of(day).to_owned(), hours_of(&self.window, day)];
        Some(Table {
            caption: format!("Allowed hours of the {} window, on {}", self.what.code()?, self.window.clock()),
            head: &[],
            columns: &[],
            rows: WeekdaySet::ALL.iter(Weekday::Sun).map(row).collect(),
        })
    }
}

/// What is shown of a job.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// One at least.
    pub(super) panels: Vec<Panel>,
    pub(super) runs: Vec<Run>,
    /// Why there is no run, unless none was asked for or there is no job.
    pub(super) none: Option<NoneLine>,
}

impl Sheet {
    pub(super) fn new(name: String, plan: &Plan, zone: &Zone, at: DateTime<Utc>, count: u8) -> Self {
        let windows = plan.windows();
        let backup = windows.backup.map(|window| Panel { what: What::Backup, window });
        let periodic = windows.periodic.map(|window| Panel { what: What::Periodic, window });
        let mut panels: Vec<Panel> = backup.into_iter().chain(periodic).collect();
        if panels.is_empty() {
            let window = BackupWindow::ALWAYS.with_clock(WindowClock::LOCAL);
            panels.push(Panel { what: What::Nothing, window });
        }
        let (runs, none) = match runs(plan, zone, at, count) {
            Ok(runs) => (runs, None),
            // A window without a job around it has nothing to say about runs.
            Err(NoRun::NotScheduled) => (Vec::new(), None),
            Err(none) => (Vec::new(), Some(NoneLine::of(none))),
        };
        Self { name, panels, runs, none }
    }

    /// The runs with the marks they have in the weeks.
    pub(super) fn numbered_runs(&self) -> impl Iterator<Item = (char, &Run)> {
        ('1'..='9').zip(&self.runs)
    }

    /// The same for an album.
    pub(super) fn pictured(&self, zone: &Zone) -> album::Sheet {
        let panel = |panel: &Panel| album::Panel {
            title: panel.title(),
            words: panel.in_words(),
            week: panel.week(self.marks(panel, zone)),
        };
        let row = |(mark, run): (char, &Run)| {
            let local = local_for_people(in_zone(run.at, zone));
            vec![mark.to_string(), local, instant(run.at), origin_in_words(&run.origin).to_owned()]
        };
        album::Sheet {
            name: self.name.clone(),
            panels: self.panels.iter().map(panel).collect(),
            notes: self.none.iter().map(|none| format!("no runs: {}", none.detail)).collect(),
            list: Some(Table {
                caption: "Next runs".to_owned(),
                head: &["No.", "Local time", "UTC", "From"],
                columns: &[0, 24, 250, 410],
                rows: self.numbered_runs().map(row).collect(),
            }),
            tables: self.panels.iter().filter_map(Panel::days).collect(),
        }
    }

    /// Where the marks are in the week of a window.
    pub(super) fn marks<'s>(
        &'s self,
        panel: &'s Panel,
        zone: &'s Zone,
    ) -> impl Iterator<Item = (HourOfWeek, char)> + 's {
        self.numbered_runs().map(|(mark, run)| (panel.window.hour_shown_at(zone, run.at), mark))
    }
}

fn runs<'p>(plan: &'p Plan, zone: &Zone, at: DateTime<Utc>, count: u8) -> Result<Vec<Run>, NoRun<'p>> {
    // When a continuous job is due again is a matter of the session that starts at its next run.
    let count = if plan.starts == Starts::Continuously { count.min(1) } else { count };
    let mut runs: Vec<Run> = Vec::new();
    while runs.len() < count.into() {
        match plan.next_after(zone, runs.last().map_or(at, |run| run.at)) {
            Ok(run) => runs.push(run),
            Err(none) if runs.is_empty() => return Err(none),
            Err(_) => break,
        }
    }
    Ok(runs)
}

/// The allowed hours of a day: `00:00–06:00, 20:00–24:00`.
fn hours_of(window: &BackupWindow, day: Weekday) -> String {
    let is_allowed = |hour: u8| HourOfWeek::on(day, hour).is_ok_and(|hour| window.allows(hour));
    let mut stretches: Vec<(u8, u8)> = Vec::new();
    for hour in (0..24).filter(|&hour| is_allowed(hour)) {
        match stretches.last_mut() {
            Some((_, to)) if *to == hour => *to += 1,
            _ => stretches.push((hour, hour + 1)),
        }
    }
    if stretches.is_empty() {
        return "none".to_owned();
    }
    let shown = stretches.iter().map(|(from, to)| format!("{from:02}:00\u{2013}{to:02}:00"));
    shown.collect::<Vec<_>>().join(", ")
}
