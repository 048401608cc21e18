//! A small async scheduler: what it takes to run jobs by the decisions of backup-window.
//!
//! Each job has a task that asks [`CompiledPlan::decide`], does what it is told, and sleeps exactly as long as the answer
//! holds, unless its session ends or somebody acts on the job. All that is remembered is a [`State`]; the scheduler hands
//! it to its [`Work`] at every change, to be kept where a restart finds it.
//!
//! There is no clock in the library, and here one in a single place: [`Clock`].

mod clock;
mod drive;

use std::future::Future;
use std::sync::Arc;

use backup_window::job::{Action, CompiledPlan, Occurrence, Outcome, Refused, State};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub use clock::Clock;

/// A job: what it is called and what is planned for it.
#[derive(Debug, Clone)]
pub struct Job {
    /// The identifier.
    pub id: String,
    /// The plan, compiled for the zone of the job.
    pub plan: CompiledPlan,
}

/// What a scheduler does not know: how a backup is made, and where states are kept.
pub trait Work: Send + Sync + 'static {
    /// Makes a backup and says how that ended. `None` where the session was asked for by hand.
    ///
    /// The key is the same on every node, so a store can refuse the second of two sessions for one run. Where the session
    /// is stopped or terminated, the future is dropped.
    fn back_up(&self, job: &str, key: Option<Occurrence<'_>>) -> impl Future<Output = Outcome> + Send;

    /// Keeps the state of a job.
    fn keep(&self, job: &str, state: &State);
}

/// A job that is being looked after.
#[derive(Debug)]
pub struct Handle {
    actions: mpsc::UnboundedSender<Action>,
    task: JoinHandle<Result<State, Refused>>,
}

impl Handle {
    /// Acts on the job. What the state refuses, such as a start while a session runs, has no effect.
    pub fn act(&self, action: Action) {
        // Without a task there is nothing to act on.
        let _ = self.actions.send(action);
    }

    /// Stops looking after the job, and gives its state. A session that is running is dropped.
    ///
    /// # Errors
    ///
    /// Passes on what should not happen: a decision that its own state refuses.
    pub async fn leave(self) -> Result<State, Refused> {
        drop(self.actions);
        match self.task.await {
            Ok(state) => state,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

/// Looks after a job from the state it is in. A state in which a session is running is that of a scheduler that was
/// not stopped in order: the session is gone, and it failed.
pub fn look_after<W: Work>(job: Job, state: State, clock: Clock, work: Arc<W>) -> Handle {
    let (actions, acted) = mpsc::unbounded_channel();
    let task = tokio::spawn(async move { drive::drive(&job, state, clock, &work, acted).await });
    Handle { actions, task }
}
