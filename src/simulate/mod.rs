//! A year in a second: what jobs would do, with sessions that take some time and sometimes fail.
//!
//! A [`Simulation`] steps every job along the rules of [`Plan::decide`](crate::Plan::decide) through a range of time,
//! in simulated time only. Durations and failures are drawn from a seed by integers alone, so the same seed gives the
//! same sessions on every machine, for every number of threads, and whatever other jobs there are.
//!
//! | file | subject |
//! |---|---|
//! | `simulation` | what is simulated, and the jobs one by one or all in one line of time |
//! | `agenda` | what comes next, for many jobs |
//! | `course` | one job, session after session |
//! | `tally` | what is counted of it |
//! | `random` | the pseudo-random numbers |

mod agenda;
mod course;
mod random;
mod simulation;
mod tally;

pub use course::{Event, What};
pub use random::{Durations, PerMillion, Random};
pub use simulation::{Job, Simulation};
pub use tally::{Gap, Tally};
