//! Runs the jobs of a document by the clock of this machine, with sessions that only say so.
//!
//! ```sh
//! cargo run -p scheduler-example -- tests/data/vbo-v3-job.json America/Los_Angeles
//! ```

use std::error::Error;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use backup_window::ZoneTable;
use backup_window::job::{Occurrence, Outcome, State};
use backup_window::wire::Jobs;
use chrono::Utc;
use scheduler_example::{Clock, Job, Work, look_after};

/// Says what it would do.
struct Say;

impl Work for Say {
    async fn back_up(&self, job: &str, key: Option<Occurrence<'_>>) -> Outcome {
        say(&match key {
            Some(key) => format!("begin {key}"),
            None => format!("begin {job}, by hand"),
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        say(&format!("end {job}"));
        Outcome::Success
    }

    fn keep(&self, _: &str, _: &State) {}
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(zone)) = (arguments.next(), arguments.next()) else {
        return Err("usage: scheduler-example FILE ZONE".into());
    };
    let zone: chrono_tz::Tz = zone.parse().map_err(|error| format!("{zone}: {error}"))?;
    let zone = Arc::new(ZoneTable::new(&zone));
    let jobs: Jobs = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    #[expect(clippy::disallowed_methods, reason = "a scheduler is where the present comes in")]
    let now = Utc::now();
    let clock = Clock::starting_at(now);
    let mut handles = Vec::new();
    for (place, job) in jobs.iter().enumerate() {
        let id = job.id.as_text().map_or_else(|| format!("job {place}"), str::to_owned);
        let plan = job.read()?.plan.compile(&zone);
        let state = State::new(now);
        say(&match plan.decide(&state, now).until {
            Some(until) => format!("wait {id}, until {until}"),
            None => format!("nothing to do for {id}"),
        });
        handles.push(look_after(Job { id, plan }, state, clock, Arc::new(Say)));
    }
    for handle in handles {
        // Nobody leaves: this goes on until the program is ended.
        let _kept = handle;
        std::future::pending::<()>().await;
    }
    Ok(())
}

fn say(text: &str) {
    // Nothing sensible is left to do where standard output itself fails.
    let _ = writeln!(std::io::stdout(), "{text}");
}
