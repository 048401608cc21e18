//! The only clock: where wall time begins, and tokio's time since.

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::{Duration, Instant, sleep_until};

/// A clock that shows UTC and goes with tokio's time, so that it stands still where that is paused.
///
/// A real scheduler sets it anew where the machine's clock is set.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    began: DateTime<Utc>,
    at: Instant,
}

impl Clock {
    /// A clock that shows `now` now.
    pub fn starting_at(now: DateTime<Utc>) -> Self {
        Self { began: now, at: Instant::now() }
    }

    /// What it shows.
    pub fn now(&self) -> DateTime<Utc> {
        let passed = TimeDelta::from_std(self.at.elapsed()).unwrap_or(TimeDelta::MAX);
        self.began.checked_add_signed(passed).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// Sleeps until it shows `until`, or for ever.
    pub(crate) async fn sleep(&self, until: Option<DateTime<Utc>>) {
        match until {
            None => std::future::pending().await,
            // Timers have an end, too: a decision may hold for centuries.
            Some(until) => {
                const LONGEST: Duration = Duration::from_secs(86_400);
                let left = (until - self.began).to_std().unwrap_or(Duration::ZERO);
                let deadline = self.at.checked_add(left).unwrap_or_else(|| Instant::now() + LONGEST);
                sleep_until(deadline.min(Instant::now() + LONGEST)).await;
            }
        }
    }
}
