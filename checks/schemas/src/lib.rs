//! Documents as this library writes them, and whether a schema takes them.

use backup_window::wire::{ClockReading, Dialect, Kept, vbo};
use backup_window::{
    BackupWindow, Daily, Every, MinuteOffset, Periodically, Plan, Retry, Schedule, Starts, WEEKENDS,
    WORKDAYS, WindowClock,
};
use boon::{Compiler, SchemaIndex, Schemas};
use chrono::{NaiveTime, Weekday, WeekdaySet};
use serde_json::{Value, json};

/// A document that keeps what it is not asked about.
type Job = vbo::Job<Kept<Value>>;
type Policy = vbo::SchedulePolicy<Kept<Value>>;

/// A type of schedule that no dialect has: it is written as it was read.
pub const UNKNOWN: &str = "Lunar";

/// A schema, ready to be asked.
pub struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    /// The schema at a pointer (`#/components/schemas/A`, or nothing for the whole) of a document.
    ///
    /// # Errors
    ///
    /// Says why it is no schema.
    pub fn new(document: Value, pointer: &str) -> Result<Self, String> {
        const NAME: &str = "https://example.org/schema.json";
        let mut compiler = Compiler::new();
        compiler.add_resource(NAME, document).map_err(|error| error.to_string())?;
        let mut schemas = Schemas::new();
        let index = compiler
            .compile(&format!("{NAME}{pointer}"), &mut schemas)
            .map_err(|error| format!("{error:#}"))?;
        Ok(Self { schemas, index })
    }

    /// Checks a document.
    ///
    /// # Errors
    ///
    /// Says what the schema does not allow, and where.
    pub fn check(&self, document: &Value) -> Result<(), String> {
        self.schemas.validate(document, self.index).map_err(|error| format!("{error:#}"))
    }
}

/// The jobs that a dialect can say: every type, window, flag and retry with every other.
pub fn written(dialect: Dialect) -> Vec<Value> {
    let mut documents = Vec::new();
    for plan in plans() {
        // What the dialect cannot say is refused, and not written.
        let Ok(policy) = Policy::of_plan(&plan, dialect, ClockReading::UtcOffset) else { continue };
        let policy = serde_json::to_value(&policy).expect("a policy that was written is JSON");
        for enabled in [json!(true), json!("False"), Value::Null] {
            let given = json!({
                "id": "3c407448-4d05-432f-a651-144827bed5ce",
                "name": "nightly",
                "isEnabled": enabled,
                "lastRun": "2018-05-30T12:19:14.7927466Z",
                "nextRun": null,
                "lastBackup": null,
                "lastStatus": "Success",
                "organizationId": "63e92db4-8c0a-46df-ba92-15f46011c4a5",
                "eTag": 7,
                "allMailboxes": "true",
                "schedulePolicy": policy,
            });
            let job: Job = serde_json::from_value(given).expect("a job is taken up as it is");
            let job = job.in_dialect(dialect).expect("what was read is written");
            documents.push(serde_json::to_value(job).expect("a job that was written is JSON"));
        }
    }
    documents
}

fn plans() -> Vec<Plan> {
    let offset = |minutes| MinuteOffset::new(minutes).map(WindowClock::UtcOffset).expect("an offset");
    let nights = BackupWindow::NEVER.allow_daily(WORKDAYS, 20, 6);
    let windows = [
        None,
        Some(BackupWindow::ALWAYS),
        Some(BackupWindow::NEVER),
        Some(nights.with_clock(offset(-1439))),
        Some(nights.with_clock(offset(1439))),
    ];
    let retries = [None, Some(Retry::default()), Retry::new(777, 999).ok(), Retry::new(1, 1).ok()];
    let mut plans = Vec::new();
    for starts in starts() {
        for backup in windows {
            for periodic in windows {
                for retry in retries {
                    for schedule_enabled in [true, false] {
                        let mut plan = Plan { schedule_enabled, retry, ..Plan::new(starts.clone()) };
                        match &mut plan.starts {
                            Starts::Scheduled(schedule) => {
                                *schedule =
                                    schedule.with_backup_window(backup).with_periodic_window(periodic);
                            }
                            _ => (plan.windows.backup, plan.windows.periodic) = (backup, periodic),
                        }
                        plans.push(plan);
                    }
                }
            }
        }
    }
    plans
}

fn starts() -> Vec<Starts> {
    let days = [WeekdaySet::ALL, WORKDAYS, WEEKENDS]
        .into_iter()
        .chain(WeekdaySet::ALL.iter(Weekday::Mon).map(WeekdaySet::single));
    let time =
        |seconds, nanos| NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos).expect("a time");
    let times = [time(0, 0), time(86_399, 999_999_900), time(45_000, 100)];
    let daily = days.zip(times.into_iter().cycle()).filter_map(|(days, time)| Daily::new(days, time).ok());
    let periodically = Every::ALL
        .into_iter()
        .zip([0, 59, 15].into_iter().cycle())
        .filter_map(|(every, offset)| Periodically::new(every, offset).ok());
    let schedules = daily.map(Schedule::new).chain(periodically.map(Schedule::new)).map(Starts::Scheduled);
    schedules.chain([Starts::ManualOnly, Starts::Unsupported(UNKNOWN.into())]).collect()
}
