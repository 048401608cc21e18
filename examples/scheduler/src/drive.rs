//! The loop: decide, do, sleep.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use backup_window::job::{Act, Action, Activity, Decision, Occurrence, Outcome, Refused, State};
use tokio::sync::mpsc::UnboundedReceiver;

use super::{Clock, Job, Work};

type Session<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// Looks after a job until nobody can act on it any more.
pub(crate) async fn drive<W: Work>(
    job: &Job,
    mut state: State,
    clock: Clock,
    work: &Arc<W>,
    mut actions: UnboundedReceiver<Action>,
) -> Result<State, Refused> {
    // After a crash: whatever was running is not running any more.
    if let Activity::Running(session) = state.activity() {
        state = state.end(clock.now().max(session.since), Outcome::Failed)?;
        work.keep(&job.id, &state);
    }
    let mut session: Option<Session<'_>> = None;
    loop {
        let now = clock.now();
        let Decision { act, until } = job.plan.decide(&state, now);
        let next = match act {
            Act::Start(start) => Some(state.start(&start, now)?),
            Act::Retry(attempt) => Some(state.retry(&attempt, now)?),
            Act::Terminate { .. } => Some(state.end(now, Outcome::Terminated)?),
            Act::Wait(_) | Act::Nothing(_) => None,
        };
        state = match next {
            Some(next) => next,
            None => tokio::select! {
                // A session that ends at the instant of its termination has ended.
                biased;
                outcome = ended(&mut session) => state.end(clock.now(), outcome)?,
                action = actions.recv() => match action {
                    None => return Ok(state),
                    Some(action) => match state.apply(&action, clock.now()) {
                        Ok((state, _)) => state,
                        Err(_) => continue,
                    },
                },
                () = clock.sleep(until) => continue,
            },
        };
        work.keep(&job.id, &state);
        match (state.activity(), session.is_some()) {
            // Kept before it begins: rather a session too few after a crash than one too many.
            (Activity::Running(running), false) => {
                let key = state.run().map(|run| Occurrence::new(&job.id, run).retry(running.attempt));
                session = Some(Box::pin(work.back_up(&job.id, key)));
            }
            (Activity::Idle(_), true) => session = None,
            _ => {}
        }
    }
}

/// How the session ended, as soon as it has.
async fn ended(session: &mut Option<Session<'_>>) -> Outcome {
    match session {
        Some(session) => session.await,
        None => std::future::pending().await,
    }
}
