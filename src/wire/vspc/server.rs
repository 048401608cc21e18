//! A job of a backup server: its type of schedule, in either spelling of the console, and nothing of its times.

use alloc::vec;
use alloc::vec::Vec;

use crate::job::{Plan, Starts};
use crate::schedule::Trigger;
use crate::wire::dialect::Dialect;
use crate::wire::error::{Error, Path};
use crate::wire::place::Place;
use crate::wire::reading::Reading;
use crate::wire::tree::Tree;

const TYPES: &str =
    "NotScheduled, Daily, Monthly, Periodically, Continuously, Chained, BackupWindow or Unknown";

/// Reads a job.
pub(in crate::wire) fn read(job: &Place<'_>) -> Result<Reading, Error> {
    let kind = job.member("scheduleType");
    let Some(text) = kind.as_text() else { return Err(kind.mismatch("a schedule type", TYPES)) };
    let starts = if text.eq_ignore_ascii_case("NotScheduled") {
        Starts::NotScheduled
    } else if text.eq_ignore_ascii_case("Continuously") {
        Starts::Continuously
    } else if text.eq_ignore_ascii_case("Chained") {
        Starts::AfterJob("".into())
    } else {
        Starts::Unsupported(text.into())
    };
    let notes = match starts {
        Starts::Unsupported(_) => {
            vec![kind.note("the console names the type of this schedule and none of its times")]
        }
        _ => Vec::new(),
    };
    Ok(Reading { plan: Plan::new(starts), dialect: Dialect::VspcServer, notes })
}

/// The type of schedule of a plan. That it says nothing of times is for the caller to tell.
pub(in crate::wire) fn write(plan: &Plan) -> Result<Tree, Error> {
    let kind = match &plan.starts {
        Starts::NotScheduled | Starts::ManualOnly => "NotScheduled",
        Starts::Continuously => "Continuously",
        Starts::AfterJob(_) => "Chained",
        Starts::Unsupported(kind) => kind,
        Starts::OnNewRestorePoint => "",
        Starts::Scheduled(schedule) => match schedule.trigger() {
            Trigger::Daily(_) => "Daily",
            Trigger::Periodically(_) => "Periodically",
            Trigger::Monthly(_) => "Monthly",
        },
    };
    if kind.is_empty() {
        return Err(Path::ROOT
            .member("scheduleType")
            .error("vspc-server has no name for what starts the job"));
    }
    Ok(Tree::text(kind))
}
