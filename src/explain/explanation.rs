//! An instant, explained.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::local_time::{LocalTime, Pass};
use super::reasons::{Because, rule_of, rule_of_denied};
use super::rule::Rule;
use crate::calendar::HourOfWeek;
use crate::job::{Plan, Starts};
use crate::schedule::{NoRun, Run, SlotAt, SlotsIn};
use crate::window::{BackupWindow, WindowClock};

/// What a plan says of an instant, and why.
///
/// Made by [`Plan::explain`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation<'a> {
    /// The instant asked about.
    pub at: DateTime<Utc>,
    /// What the clock of the job's zone shows there; `None` at the ends of chrono's range.
    pub local: Option<LocalTime>,
    /// The windows that the plan was given, the backup window first.
    pub windows: [Option<WindowReading>; 2],
    /// When starts become allowed next, strictly after the instant; `None` if that never happens.
    pub opens: Option<DateTime<Utc>>,
    /// What the trigger asks for at the instant; `None` without a schedule in force.
    pub slot: Option<SlotAt>,
    /// The run at the instant itself.
    pub now: Option<WhyThen>,
    /// The last run before the instant.
    pub previous: Result<WhyThen, WhyNone<'a>>,
    /// The next run after the instant.
    pub next: Result<WhyThen, WhyNone<'a>>,
}

/// A run, and why it comes then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WhyThen {
    /// The run.
    pub run: Run,
    /// The rules it follows.
    pub because: Because,
    /// The slots between the instant asked about and the run, at all of which a start is denied.
    pub denied: Option<SlotsIn>,
    /// What becomes of slots like these.
    pub rule_of_denied: Option<Rule>,
}

/// Why there is no run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WhyNone<'a> {
    /// The reason.
    pub reason: NoRun<'a>,
    /// The rule it follows.
    pub rule: Rule,
}

/// Which of a job's two windows it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// It gates starts, and ends running sessions.
    Backup,
    /// It gates the starts of a periodic schedule.
    Periodic,
}

impl Role {
    /// A stable name: `backup` or `periodic`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Periodic => "periodic",
        }
    }
}

/// A window at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WindowReading {
    /// Which window it is.
    pub role: Role,
    /// The clock its grid is read on.
    pub clock: WindowClock,
    /// The rule that reads it so.
    pub rule: Rule,
    /// The hour of the grid that its clock shows.
    pub hour: HourOfWeek,
    /// Whether that hour is allowed.
    pub is_allowed: bool,
    /// Whether the window has a say: a periodic window has none over other triggers.
    pub is_in_force: bool,
    /// When it opened or closed, at the instant or before it; `None` if it never did.
    pub since: Option<DateTime<Utc>>,
    /// When it closes or opens, strictly after the instant; `None` if it never does.
    pub until: Option<DateTime<Utc>>,
}

impl WindowReading {
    fn new<Z: TimeZone>(
        role: Role,
        window: &BackupWindow,
        is_in_force: bool,
        zone: &Z,
        t: DateTime<Utc>,
    ) -> Self {
        let clock = window.clock();
        Self {
            role,
            clock,
            rule: match clock {
                WindowClock::UtcOffset(_) => Rule::AHEAD_OF_UTC,
                WindowClock::Local { .. } => Rule::LOCAL_CLOCK,
            },
            hour: window.hour_shown_at(zone, t),
            is_allowed: window.is_allowed_at(zone, t),
            is_in_force,
            since: t.checked_add_signed(MOMENT).and_then(|after| window.previous_change(zone, after)),
            until: window.next_change(zone, t),
        }
    }
}

const MOMENT: TimeDelta = TimeDelta::nanoseconds(1);

impl Explanation<'_> {
    /// Whether every window in force allows a start at the instant.
    pub fn is_start_allowed(&self) -> bool {
        self.denied_by().next().is_none()
    }

    /// The windows that deny a start at the instant.
    pub fn denied_by(&self) -> impl Iterator<Item = WindowReading> {
        self.windows.into_iter().flatten().filter(|window| window.is_in_force && !window.is_allowed)
    }
}

impl Plan {
    /// What the plan says of `t`, and why: the clock, the windows, the slot and the run there, and the runs on both sides.
    ///
    /// ```
    /// use backup_window::explain::Rule;
    /// use backup_window::{BackupWindow, Every, Periodically, Plan, Schedule, SlotAt, Starts};
    /// use chrono::{TimeZone, Utc, WeekdaySet};
    ///
    /// let office_hours = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 9, 17);
    /// let every_2_hours = Periodically::new(Every::Hours2, 0)?;
    /// let plan = Plan::new(Starts::Scheduled(Schedule::new(every_2_hours).with_backup_window(office_hours)));
    ///
    /// let six = Utc.with_ymd_and_hms(2025, 6, 2, 6, 0, 0).unwrap();
    /// let why = plan.explain(&Utc, six);
    /// assert!(!why.is_start_allowed());
    /// assert_eq!(why.windows[0].unwrap().hour.to_string(), "Mon 06:00");
    /// assert_eq!(why.slot, Some(SlotAt::Slot { is_allowed: false, nominal: None }));
    ///
    /// let next = why.next.unwrap();
    /// assert_eq!(next.run.at, Utc.with_ymd_and_hms(2025, 6, 2, 9, 0, 0).unwrap());
    /// assert!(next.because.rules().eq([Rule::PERIODIC, Rule::DEFERRED, Rule::CLOSING]));
    /// assert_eq!(next.denied.unwrap().count, 1); // 08:00
    /// # Ok::<(), backup_window::RangeError>(())
    /// ```
    pub fn explain<Z: TimeZone>(&self, zone: &Z, t: DateTime<Utc>) -> Explanation<'_> {
        let (given, in_force) = match &self.starts {
            Starts::Scheduled(schedule) => (schedule.given_windows(), schedule.windows()),
            _ => (self.windows, self.windows()),
        };
        let reading = |role, window: Option<BackupWindow>, in_force: Option<BackupWindow>| {
            window.map(|window| WindowReading::new(role, &window, in_force.is_some(), zone, t))
        };
        let after = t.checked_add_signed(MOMENT).unwrap_or(t);
        let now = self.previous_before(zone, after).ok().filter(|run| run.at == t);
        Explanation {
            at: t,
            local: LocalTime::at(zone, t),
            windows: [
                reading(Role::Backup, given.backup, in_force.backup),
                reading(Role::Periodic, given.periodic, in_force.periodic),
            ],
            opens: in_force.next_start_opening(zone, t),
            slot: self.schedule().ok().map(|schedule| schedule.slot_at(zone, t)),
            now: now.map(|run| self.why(zone, run, None)),
            previous: match self.previous_before(zone, t) {
                Ok(run) => Ok(self.why(zone, run, run.at.checked_add_signed(MOMENT).zip(Some(t)))),
                Err(reason) => Err(WhyNone { reason, rule: rule_of(reason) }),
            },
            next: match self.next_after(zone, t) {
                Ok(run) => Ok(self.why(zone, run, Some((after, run.at)))),
                Err(reason) => Err(WhyNone { reason, rule: rule_of(reason) }),
            },
        }
    }

    /// Why there is this run, and no other between two instants.
    fn why<Z: TimeZone>(
        &self,
        zone: &Z,
        run: Run,
        between: Option<(DateTime<Utc>, DateTime<Utc>)>,
    ) -> WhyThen {
        let is_in_fold = LocalTime::at(zone, run.at).is_some_and(|local| local.pass != Pass::Only);
        let schedule = self.schedule().ok();
        let denied =
            schedule.zip(between).and_then(|(schedule, (from, to))| schedule.slots_in(zone, from..to));
        WhyThen {
            run,
            because: Because::of_run(self, &run, is_in_fold),
            denied,
            rule_of_denied: schedule
                .filter(|_| denied.is_some())
                .map(|schedule| rule_of_denied(schedule.denied())),
        }
    }
}
