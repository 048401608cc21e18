//! Why: everything that leads to an answer, as values.
//!
//! Nothing is decided here. An [`Explanation`] asks the layers below the same questions as everyone else, and names the
//! rule of `SEMANTICS.md` that each answer follows. What is written for people is up to the caller.

mod explanation;
mod local_time;
mod reasons;
mod rule;

pub use explanation::{Explanation, Role, WhyNone, WhyThen, WindowReading};
pub use local_time::{ClockChange, LocalTime, Pass};
pub use reasons::Because;
pub use rule::{Rule, Tag};
