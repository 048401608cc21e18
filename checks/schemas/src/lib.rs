//! Documents as this library writes them, and whether a schema takes them.

pub mod vendor;

use backup_window::wire::{ClockReading, Dialect, Kept, ReadOptions, Tree, vbo};
use backup_window::{
    BackupWindow, Daily, Every, MinuteOffset, MonthDay, Monthly, Months, Periodically, Plan, Retry, Schedule,
    Starts, WEEKENDS, WORKDAYS, WindowClock,
};
use boon::{Compiler, SchemaIndex, Schemas};
use chrono::{Month, NaiveTime, Weekday, WeekdaySet};
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

/// The documents that a dialect can say: every type, window, flag and retry with every other.
pub fn written(dialect: Dialect) -> Vec<Value> {
    match dialect {
        Dialect::VboCopy => copies(),
        Dialect::Vbr => schedules().into_iter().map(|schedule| job("schedule", schedule)).collect(),
        Dialect::Vspc | Dialect::VspcCopy => {
            policies(dialect).into_iter().map(|policy| job("schedulePolicy", policy)).collect()
        }
        Dialect::VspcServer => policies(dialect).into_iter().map(|kind| job("scheduleType", kind)).collect(),
        Dialect::Em | Dialect::Agent | Dialect::LogonHours | Dialect::LogonHoursBase64 | Dialect::Text => {
            alone(dialect)
        }
        _ => jobs(dialect),
    }
}

/// Jobs of a version of Microsoft 365.
pub fn jobs(dialect: Dialect) -> Vec<Value> {
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

/// Copy jobs of Microsoft 365.
pub fn copies() -> Vec<Value> {
    policies(Dialect::VboCopy)
        .into_iter()
        .map(|policy| {
            json!({
                "id": "3c407448-4d05-432f-a651-144827bed5ce",
                "backupJobId": "63e92db4-8c0a-46df-ba92-15f46011c4a5",
                "name": "copies",
                "isEnabled": true,
                "schedulePolicy": policy,
            })
        })
        .collect()
}

/// Schedules of Backup & Replication.
pub fn schedules() -> Vec<Value> {
    policies(Dialect::Vbr)
}

/// What a dialect says of every plan it has words for.
fn policies(dialect: Dialect) -> Vec<Value> {
    let said = plans().into_iter().filter_map(|mut plan| {
        if dialect.clock_reading() == ClockReading::Local {
            // The same hours, late by the minutes by which they were early.
            let local = |window: BackupWindow| {
                let shift =
                    if dialect == Dialect::Vbr { MinuteOffset::ZERO } else { window.clock().minute_offset() };
                window.with_clock(WindowClock::Local { shift })
            };
            if let Starts::Scheduled(schedule) = &mut plan.starts {
                let given = schedule.given_windows();
                *schedule = schedule
                    .with_backup_window(given.backup.map(local))
                    .with_periodic_window(given.periodic.map(local));
            }
            plan.windows.backup = plan.windows.backup.map(local);
            plan.windows.periodic = plan.windows.periodic.map(local);
        }
        let policy = Tree::of_plan(&plan, dialect, dialect.clock_reading()).ok()?;
        let policy = serde_json::to_value(policy).expect("a policy that was written is JSON");
        (!policy.to_string().contains(UNKNOWN)).then_some(policy)
    });
    let mut said: Vec<Value> = said.collect();
    said.dedup();
    said
}

/// A job with its schedule in this property.
fn job(name: &str, schedule: Value) -> Value {
    json!({"id": "3c407448-4d05-432f-a651-144827bed5ce", "name": "nightly", name: schedule})
}

/// Windows alone.
fn alone(dialect: Dialect) -> Vec<Value> {
    ["off", "24/7", "Mo-Fr 20:00-06:00", "Mo-Su 00:00-24:00; We off", "Sa,Su 00:00-24:00; Fr 20:00-22:00"]
        .into_iter()
        .map(|hours| {
            let hours: Tree = serde_json::from_value(json!(hours)).expect("a string is JSON");
            let options = ReadOptions { dialect: Some(Dialect::Text), clock: None };
            let converted = hours.convert(dialect, options).expect("hours are hours everywhere");
            serde_json::to_value(converted.document()).expect("a window that was written is JSON")
        })
        .collect()
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
    let month_days = [
        MonthDay::On(31),
        MonthDay::Last,
        MonthDay::First(Weekday::Mon),
        MonthDay::Fourth(Weekday::Sun),
        MonthDay::LastWeekday(Weekday::Fri),
    ];
    let months = [Months::ALL, [Month::January, Month::December].into_iter().collect()];
    let monthly = month_days
        .into_iter()
        .zip(months.into_iter().cycle())
        .filter_map(|(day, months)| Monthly::new(day, months, time(45_000, 0)).ok());
    let several = [Weekday::Mon, Weekday::Fri].into_iter().collect();
    let selected = Daily::new(several, time(45_001, 0)).ok();
    let schedules = daily
        .chain(selected)
        .map(Schedule::new)
        .chain(periodically.map(Schedule::new))
        .chain(monthly.map(Schedule::new))
        .map(Starts::Scheduled);
    let others = [
        Starts::ManualOnly,
        Starts::NotScheduled,
        Starts::Continuously,
        Starts::OnNewRestorePoint,
        Starts::AfterJob("first".into()),
        Starts::Unsupported(UNKNOWN.into()),
    ];
    schedules.chain(others).collect()
}
