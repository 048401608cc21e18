//! When a job runs: triggers, what moves or drops their slots, and the runs that remain.
//!
//! A *slot* is an instant the trigger asks for; a *run* is an instant the job starts. Slots come from `slots.rs`, the
//! way from slots to runs is `runs.rs`, and [`Schedule`] is both together as a value. Nothing here knows of job states
//! or documents.

mod asked;
mod compiled;
mod continuously;
mod count;
mod daily;
mod fitting;
mod monthly;
mod monthly_runs;
mod periodically;
mod policy;
mod printed_run;
mod recovery;
mod run;
mod runs;
#[expect(clippy::module_inception, reason = "the schedule's main type has a file of its own")]
mod schedule;
mod slots;
mod steady;
mod straight;
mod trigger;
mod walk;

pub use asked::{SlotAt, SlotsIn};
pub use compiled::{CompiledFleet, CompiledSchedule, InstantsAfter};
pub use daily::{Daily, NoDays, WEEKENDS, WORKDAYS};
pub use monthly::{MonthDay, Monthly, Months};
pub use periodically::{Every, Periodically};
pub use policy::{DeniedSlot, Fold, Gap};
pub use printed_run::PrintedRun;
pub use run::{NoRun, Origin, Run};
pub use runs::Runs;
pub use schedule::Schedule;
pub use trigger::Trigger;

pub(crate) use continuously::continuous_run;
