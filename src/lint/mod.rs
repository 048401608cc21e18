//! What in a job's schedule is probably not meant: checks with a stable code, a severity, a place and a way out each.
//!
//! A finding is an opinion about a plan, not a rule of evaluation; what plans mean is up to the layers below. Every code
//! is described in `docs/lints.md`.
//!
//! ```
//! use backup_window::lint::{self, Code, Context, Severity};
//! use backup_window::wire::{Dropped, vbo};
//! use chrono::{TimeZone, Utc};
//!
//! let job: vbo::Job<Dropped> = serde_json::from_str(r#"{
//!     "schedulePolicy": {"type": "Daily", "dailyType": "Everyday", "dailyTime": "02:30"}
//! }"#)?;
//! let noon = Utc.with_ymd_and_hms(2025, 6, 2, 12, 0, 0).unwrap();
//! let findings = lint::job(&job, Default::default(), &Context::new(&chrono_tz::America::New_York, noon));
//! assert_eq!((findings[0].code, findings[0].severity), (Code::TimeInGap, Severity::Warning));
//! assert_eq!(findings[0].path, "schedulePolicy.dailyTime");
//! # Ok::<(), serde_json::Error>(())
//! ```

mod clocks;
mod code;
mod facts;
mod finding;
mod names;
mod runs;
mod windows;

use alloc::vec::Vec;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

pub use code::{Code, Severity};
pub use finding::Finding;

use self::facts::Facts;
use self::finding::Findings;
use crate::job::Plan;
use crate::wire::vbo::{Job, SchedulePolicy};
use crate::wire::{ReadOptions, Tree};

/// What is known beside the document.
#[derive(Debug, Clone, Copy)]
pub struct Context<'z, Z> {
    /// The zone of the job.
    pub zone: &'z Z,
    /// The present: what comes in the year after it is looked at, and the clock changes of its year and the next.
    pub at: DateTime<Utc>,
    /// How long the job usually takes.
    pub usual_duration: Option<TimeDelta>,
}

impl<'z, Z: TimeZone> Context<'z, Z> {
    /// A zone and the present, and nothing known of durations.
    pub const fn new(zone: &'z Z, at: DateTime<Utc>) -> Self {
        Self { zone, at, usual_duration: None }
    }
}

/// What is probably not meant in a job document. One that cannot be read has one finding, [`Code::Unreadable`].
pub fn job<U, Z: TimeZone>(job: &Job<U>, options: ReadOptions, context: &Context<'_, Z>) -> Vec<Finding> {
    let reading = job.read_with(options).and_then(|reading| Ok((reading, job.next_run()?)));
    match reading {
        Ok((reading, next_run)) => {
            let mut facts = Facts::of_policy(&job.schedule_policy, &reading, options, "schedulePolicy.");
            facts.next_run = next_run;
            check(&facts, context)
        }
        Err(error) => alloc::vec![Finding::unreadable(&error)],
    }
}

/// The same for a job, a schedule or a window of any dialect, with the paths of its dialect.
///
/// ```
/// use backup_window::lint::{self, Code, Context};
/// use backup_window::wire::Tree;
/// use chrono::{TimeZone, Utc};
///
/// let job: Tree = serde_json::from_str(r#"{"name": "files", "schedule": {"runAutomatically": true, "daily": {
///     "isEnabled": true, "dailyKind": "Everyday", "localTime": "02:30"}}}"#)?;
/// let noon = Utc.with_ymd_and_hms(2025, 6, 2, 12, 0, 0).unwrap();
/// let findings = lint::document(&job, Default::default(), &Context::new(&chrono_tz::America::New_York, noon));
/// assert_eq!((findings[0].code, findings[0].path.as_str()), (Code::TimeInGap, "schedule.daily.localTime"));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn document<Z: TimeZone>(
    document: &Tree,
    options: ReadOptions,
    context: &Context<'_, Z>,
) -> Vec<Finding> {
    let reading = document.read_with(options).and_then(|reading| Ok((reading, document.instant("nextRun")?)));
    match reading {
        Ok((reading, next_run)) => {
            let mut facts = Facts::of_document(document, &reading, options);
            facts.next_run = next_run;
            check(&facts, context)
        }
        Err(error) => alloc::vec![Finding::unreadable(&error)],
    }
}

/// The same for a schedule policy that stands alone.
pub fn policy<U, Z: TimeZone>(
    policy: &SchedulePolicy<U>,
    options: ReadOptions,
    context: &Context<'_, Z>,
) -> Vec<Finding> {
    match policy.read_with(options) {
        Ok(reading) => check(&Facts::of_policy(policy, &reading, options, ""), context),
        Err(error) => alloc::vec![Finding::unreadable(&error)],
    }
}

/// The same for a plan, wherever it comes from. Paths are those of a schedule policy.
pub fn plan<Z: TimeZone>(plan: &Plan, context: &Context<'_, Z>) -> Vec<Finding> {
    check(&Facts::of_plan(plan), context)
}

fn check<Z: TimeZone>(facts: &Facts<'_>, context: &Context<'_, Z>) -> Vec<Finding> {
    let mut findings = Findings::new(facts);
    windows::check(facts, context, &mut findings);
    clocks::check(facts, context, &mut findings);
    runs::check(facts, context, &mut findings);
    findings.sorted()
}
