//! Which rules make a run, or the lack of one.

use super::rule::Rule;
use crate::job::{Plan, Starts};
use crate::schedule::{DeniedSlot, NoRun, Origin, Run, Trigger};

/// The rules that an answer follows, in the order in which they apply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Because([Option<Rule>; 6]);

impl Because {
    /// The rules.
    ///
    /// ```
    /// use backup_window::explain::Rule;
    /// use backup_window::{Daily, Plan, Schedule, Starts, WORKDAYS};
    /// use chrono::{NaiveTime, TimeZone, Utc};
    ///
    /// let daily = Daily::new(WORKDAYS, NaiveTime::from_hms_opt(22, 0, 0).unwrap())?;
    /// let plan = Plan::new(Starts::Scheduled(Schedule::new(daily)));
    /// let noon = Utc.with_ymd_and_hms(2025, 6, 2, 12, 0, 0).unwrap();
    /// let next = plan.explain(&Utc, noon).next.unwrap();
    /// assert!(next.because.rules().eq([Rule::DAILY, Rule::LOCAL_WEEKDAY]));
    /// # Ok::<(), backup_window::NoDays>(())
    /// ```
    pub fn rules(self) -> impl Iterator<Item = Rule> {
        self.0.into_iter().flatten()
    }

    pub(super) const fn one(rule: Rule) -> Self {
        Self([Some(rule), None, None, None, None, None])
    }

    fn and(mut self, rule: Rule) -> Self {
        if let Some(place) = self.0.iter_mut().find(|place| place.is_none()) {
            *place = Some(rule);
        }
        self
    }

    fn and_if(self, applies: bool, rule: Rule) -> Self {
        if applies { self.and(rule) } else { self }
    }

    /// Why a plan has this run.
    pub(super) fn of_run(plan: &Plan, run: &Run, is_in_fold: bool) -> Self {
        let (because, delay) = match &plan.starts {
            Starts::Scheduled(schedule) => match schedule.trigger() {
                Trigger::Daily(_) => (Self::one(Rule::DAILY).and(Rule::LOCAL_WEEKDAY), 0),
                Trigger::Monthly(_) => (Self::one(Rule::MONTHLY), 0),
                Trigger::Periodically(periodically) => (Self::one(Rule::PERIODIC), periodically.offset()),
            },
            _ => (Self::one(Rule::CONTINUOUS), 0),
        };
        let because = match run.origin {
            Origin::Scheduled => because.and_if(is_in_fold, Rule::FOLD),
            Origin::Deferred { .. } | Origin::AtOpening => {
                because.and(Rule::DEFERRED).and_if(delay > 0, Rule::LATE)
            }
            Origin::MovedByGap { .. } => because.and(Rule::GAP),
        };
        let has_two_windows = plan.windows().backup.is_some() && plan.windows().periodic.is_some();
        because.and_if(has_two_windows, Rule::BOTH_WINDOWS).and_if(run.closes.is_some(), Rule::CLOSING)
    }
}

/// Why there is no run.
pub(super) const fn rule_of(none: NoRun<'_>) -> Rule {
    match none {
        NoRun::JobDisabled => Rule::DISABLED,
        NoRun::WindowNeverOpens | NoRun::NeverMatches => Rule::NEVER,
        NoRun::BeyondTimeRange => Rule::ENDS_OF_TIME,
        NoRun::NeverFits => Rule::NEVER_FITS,
        NoRun::Continuously => Rule::CONTINUOUS,
        NoRun::Unsupported(_) => Rule::UNKNOWN_TYPE,
        _ => Rule::NO_RUN,
    }
}

/// What becomes of a denied slot.
pub(super) const fn rule_of_denied(denied: DeniedSlot) -> Rule {
    match denied {
        DeniedSlot::Skip => Rule::SKIPPED,
        DeniedSlot::Defer | DeniedSlot::AtOpening => Rule::DEFERRED,
    }
}
