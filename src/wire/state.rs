//! The state of a job, written down and taken up again: what a scheduler keeps between two runs of itself.
//!
//! ```text
//!   {"settled": "2025-06-02T22:00:00Z",
//!    "last": {"run": "2025-06-02T22:00:00Z", "since": "2025-06-02T22:00:00Z", "attempt": 0,
//!             "ended": "2025-06-02T22:14:03Z", "outcome": "failed"}}
//! ```
//!
//! No product writes this; the form is ours. Instants have as many decimals as they need, so nothing is rounded.

use alloc::format;
use alloc::string::String;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use super::error::{Error, Path};
use super::field::Field;
use super::object::{Dropped, Kept, Object, Unknown, wire_object};
use crate::job::{Activity, Backlog, Cause, Ended, Outcome, Session, State, Switch};

wire_object! {
    /// The state of a job.
    ///
    /// ```
    /// use backup_window::job::State;
    /// use chrono::{TimeZone, Utc};
    ///
    /// let state = State::new(Utc.with_ymd_and_hms(2025, 6, 2, 22, 0, 0).unwrap());
    /// let json = serde_json::to_string(&state)?;
    /// assert_eq!(json, r#"{"settled":"2025-06-02T22:00:00Z"}"#);
    /// assert_eq!(serde_json::from_str::<State>(&json)?, state);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct StateBody<U> {
        /// Every run up to this instant is settled.
        settled: Field = "settled",
        /// Whether the job was enabled or disabled by hand; missing where its document decides.
        enabled: Field = "enabled",
        /// Runs that are still to be made up for.
        backlog: BacklogBody<U> = "backlog",
        /// The session that is running.
        running: SessionBody<U> = "running",
        /// The last session, where none is running.
        last: SessionBody<U> = "last",
    }
}

wire_object! {
    /// Runs that are still to be made up for.
    pub struct BacklogBody<U> {
        /// Those after this instant
        after: Field = "after",
        /// up to and including this one.
        up_to: Field = "upTo",
    }
}

wire_object! {
    /// A session.
    pub struct SessionBody<U> {
        /// The run it is for; missing where it was started by hand.
        run: Field = "run",
        /// When it began.
        since: Field = "since",
        /// Which retry it is; missing for the first session of a run.
        attempt: Field = "attempt",
        /// When it ended.
        ended: Field = "ended",
        /// How: success, warning, failed, stopped or terminated.
        outcome: Field = "outcome",
        /// Whether the retries it may have were called off; missing means no.
        retries_cancelled: Field = "retriesCancelled",
    }
}

const OUTCOMES: [(&str, Outcome); 5] = [
    ("success", Outcome::Success),
    ("warning", Outcome::Warning),
    ("failed", Outcome::Failed),
    ("stopped", Outcome::Stopped),
    ("terminated", Outcome::Terminated),
];

impl<U> StateBody<U> {
    /// The state.
    ///
    /// # Errors
    ///
    /// Names path, value and what was expected of the first value that cannot be read.
    pub fn read(&self) -> Result<State, Error> {
        let path = Path::ROOT;
        if !matches!(self.shape, Field::Object) {
            return Err(self.shape.mismatch(&path, "a state", "an object with settled"));
        }
        let switch = match self.enabled.boolean(&path.member("enabled"))? {
            None => Switch::AsPlanned,
            Some(true) => Switch::On,
            Some(false) => Switch::Off,
        };
        let backlog = match &self.backlog {
            none if none.is_none() => None,
            backlog => Some(backlog.read_at(&path.member("backlog"))?),
        };
        let activity = match (self.running.is_none(), self.last.is_none()) {
            (true, true) => Activity::Idle(None),
            (false, true) => Activity::Running(self.running.read_at(&path.member("running"))?),
            (true, false) => Activity::Idle(Some(self.last.read_end_at(&path.member("last"))?)),
            (false, false) => return Err(path.error("both running and last (expected one of them)")),
        };
        let settled = required(&self.settled, &path.member("settled"))?;
        Ok(State::restore(switch, settled, backlog, activity))
    }
}

impl<U: Unknown> StateBody<U> {
    /// The body of a state.
    pub fn of_state(state: &State) -> Self {
        let mut body = Self::of_shape(Field::Object);
        body.settled = text(&written(state.settled()));
        body.enabled = match state.switch() {
            Switch::AsPlanned => Field::Absent,
            Switch::On => Field::Bool(true),
            Switch::Off => Field::Bool(false),
        };
        if let Some(backlog) = state.backlog() {
            body.backlog = BacklogBody::of_shape(Field::Object);
            body.backlog.after = text(&written(backlog.after));
            body.backlog.up_to = text(&written(backlog.up_to));
        }
        match state.activity() {
            Activity::Idle(None) => {}
            Activity::Running(session) => body.running = SessionBody::of_session(session),
            Activity::Idle(Some(ended)) => {
                body.last = SessionBody::of_session(&ended.session);
                body.last.ended = text(&written(ended.at));
                body.last.outcome = text(ended.outcome.code());
                if ended.retries_cancelled {
                    body.last.retries_cancelled = Field::Bool(true);
                }
            }
        }
        body
    }
}

impl<U> BacklogBody<U> {
    fn read_at(&self, path: &Path<'_>) -> Result<Backlog, Error> {
        if !matches!(self.shape, Field::Object) {
            return Err(self.shape.mismatch(path, "a backlog", "an object with after and upTo"));
        }
        Ok(Backlog {
            after: required(&self.after, &path.member("after"))?,
            up_to: required(&self.up_to, &path.member("upTo"))?,
        })
    }
}

impl<U> SessionBody<U> {
    fn read_at(&self, path: &Path<'_>) -> Result<Session, Error> {
        if !matches!(self.shape, Field::Object) {
            return Err(self.shape.mismatch(path, "a session", "an object with since"));
        }
        let at = path.member("attempt");
        let attempt = self.attempt.integer(&at)?.unwrap_or(0);
        let attempt = u16::try_from(attempt)
            .map_err(|_| at.error(format_args!("{attempt} is no number of a retry (expected 0 to 65535)")))?;
        let run = self.run.instant(&path.member("run"))?;
        let since = required(&self.since, &path.member("since"))?;
        Ok(Session { since, cause: run.map_or(Cause::ByHand, Cause::Run), attempt })
    }

    fn read_end_at(&self, path: &Path<'_>) -> Result<Ended, Error> {
        Ok(Ended {
            session: self.read_at(path)?,
            at: required(&self.ended, &path.member("ended"))?,
            outcome: self.outcome.one_of(&path.member("outcome"), "an outcome", &OUTCOMES)?,
            retries_cancelled: self
                .retries_cancelled
                .boolean(&path.member("retriesCancelled"))?
                .unwrap_or(false),
        })
    }
}

impl<U: Unknown> SessionBody<U> {
    fn of_session(session: &Session) -> Self {
        let mut body = Self::of_shape(Field::Object);
        if let Cause::Run(run) = session.cause {
            body.run = text(&written(run));
        }
        body.since = text(&written(session.since));
        if session.attempt > 0 {
            body.attempt = Field::Integer(session.attempt.into());
        }
        body
    }
}

fn required(field: &Field, path: &Path<'_>) -> Result<DateTime<Utc>, Error> {
    let missing = || field.mismatch(path, "a date and time", "RFC 3339, such as 2018-06-02T02:00:00Z");
    field.instant(path)?.ok_or_else(missing)
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn text(text: &str) -> Field {
    Field::Text(text.into())
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let body = StateBody::<Dropped>::deserialize(deserializer)?;
        body.read().map_err(|error| D::Error::custom(format!("{error}")))
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StateBody::<Kept<()>>::of_state(self).serialize(serializer)
    }
}
