//! How long an input takes: one that takes too long is a finding like any other.

use std::cell::Cell;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// No input may take longer than this, in processor time.
///
/// `BACKUP_WINDOW_SLOW_MS` sets another limit, for builds that are slow by themselves (sanitizers, no optimisation).
const LIMIT: Duration = Duration::from_millis(10);

/// So many times as long may an input take where every edge is counted and every assertion is on.
const FUZZING: u32 = if cfg!(fuzzing) { 4 } else { 1 };

/// Runs the body of a target and sees to it that no input takes too long.
///
/// What an input has to build first, such as the table of a zone, is built once and kept, and no part of the time: an
/// input that was slow is run again.
pub fn watched<T>(case: &T, body: impl Fn(&T)) {
    let limit = limit();
    let time = time_of(|| body(case));
    if time <= limit {
        return;
    }
    let again = time_of(|| body(case));
    assert!(again <= limit, "too slow: {again:?}, and {time:?} at first");
}

fn limit() -> Duration {
    thread_local! {
        static KNOWN: Cell<Option<Duration>> = const { Cell::new(None) };
    }
    let read = || {
        let given = std::env::var("BACKUP_WINDOW_SLOW_MS").ok();
        given.and_then(|ms| ms.parse().ok()).map_or(LIMIT * FUZZING, Duration::from_millis)
    };
    KNOWN.get().unwrap_or_else(|| {
        let limit = read();
        KNOWN.set(Some(limit));
        limit
    })
}

/// The processor time of this thread that something takes: what else the machine does is no part of it.
pub fn time_of(work: impl FnOnce()) -> Duration {
    let before = processor_time();
    work();
    processor_time().saturating_sub(before)
}

fn processor_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}
