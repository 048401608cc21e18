//! The job around the schedule: what starts it, what is to be done with it now, and what becomes of failed sessions and
//! missed runs.
//!
//! Nothing here reads a clock or a document. A [`Plan`] says what is planned, a [`State`] what has happened
//! so far, and [`Plan::decide`](crate::Plan::decide) what is to be done at an instant and until when that is the answer.
//! A scheduler is a loop around it:
//!
//! ```text
//!         +--> decide(state, now) --> sleep until the answer can change --+
//!         |            |                                                  |
//!         |            +--> start, retry, terminate: do it, then          |
//!         +---- state.start / retry / end / apply <-----------------------+
//! ```
//!
//! | file | subject |
//! |---|---|
//! | `plan`, `in_zone`, `compiled` | what is planned, also beside a table of a zone, or compiled for it |
//! | `state`, `action` | what has happened, and what changes it |
//! | `due`, `decide` | the rules, and the answer made of them |
//! | `retry`, `attempts` | retries: the policy, and each one with its fate |
//! | `misfire` | missed runs |
//! | `occurrence` | the key of a run |
//! | `timetable` | a plan in a zone: what the rules ask |

mod action;
mod attempts;
mod compiled;
mod decide;
mod due;
mod in_zone;
mod misfire;
mod occurrence;
mod plan;
mod retry;
mod state;
mod timetable;

pub use action::{Action, Effect, Explore, ExploreKind, RestorePoint};
pub use attempts::{Attempt, Fate, Retries, RetriesBeyondWindow};
pub use compiled::CompiledPlan;
pub use decide::{Act, Decision, Idle, Start};
pub use due::Awaited;
pub use in_zone::PlanInZone;
pub use misfire::{CatchUp, Misfire};
pub use occurrence::Occurrence;
pub use plan::{Plan, Starts};
pub use retry::{Retry, RetryAfter};
pub use state::{Activity, Backlog, Cause, Ended, Outcome, Refused, Session, State, Switch};

pub(crate) use due::{Due, Pending};
pub(crate) use timetable::{Timetable, just_before};
