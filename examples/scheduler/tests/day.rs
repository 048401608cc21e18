//! A day passes in a second: tokio's time is paused, and goes on to the next timer whenever nothing else is to be done.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use backup_window::job::{Action, Occurrence, Outcome, State};
use backup_window::{
    BackupWindow, Daily, Every, Periodically, Plan, Retry, Schedule, Starts, WindowClock, ZoneTable,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, WeekdaySet};
use chrono_tz::Europe::Prague;
use scheduler_example::{Clock, Handle, Job, Work, look_after};

static PRAGUE: LazyLock<Arc<ZoneTable>> = LazyLock::new(|| Arc::new(ZoneTable::new(&Prague)));

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// Sessions that take their time and end as they are told, and are written down.
struct Diary {
    clock: Clock,
    lasting: Duration,
    outcome: Outcome,
    begun: Mutex<Vec<(DateTime<Utc>, String)>>,
    ended: Mutex<Vec<DateTime<Utc>>>,
    states: Mutex<HashMap<String, State>>,
}

impl Diary {
    fn new(clock: Clock, lasting: Duration, outcome: Outcome) -> Arc<Self> {
        let (begun, ended, states) = Default::default();
        Arc::new(Self { clock, lasting, outcome, begun, ended, states })
    }

    /// What began, in order.
    fn begun(&self) -> Vec<(DateTime<Utc>, String)> {
        self.begun.lock().expect("a diary").clone()
    }

    /// The keys of what began.
    fn keys(&self) -> Vec<String> {
        self.begun().into_iter().map(|(_, key)| key).collect()
    }
}

impl Work for Diary {
    async fn back_up(&self, job: &str, key: Option<Occurrence<'_>>) -> Outcome {
        let key = key.map_or_else(|| format!("{job} by hand"), |key| key.to_string());
        self.begun.lock().expect("a diary").push((self.clock.now(), key));
        tokio::time::sleep(self.lasting).await;
        self.ended.lock().expect("a diary").push(self.clock.now());
        self.outcome
    }

    fn keep(&self, job: &str, state: &State) {
        self.states.lock().expect("a diary").insert(job.to_owned(), *state);
    }
}

/// A thousand jobs of every kind.
fn jobs() -> Vec<Plan> {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 19, 8);
    (0..1000u32)
        .map(|i| {
            let window = match i % 3 {
                0 => None,
                1 => Some(nights),
                _ => Some(nights.with_clock(WindowClock::LOCAL)),
            };
            let schedule = if i % 5 == 0 {
                let time = NaiveTime::from_num_seconds_from_midnight_opt(i % 1440 * 60, 0).expect("a time");
                Schedule::new(Daily::new(WeekdaySet::ALL, time).expect("days"))
            } else {
                let every = Every::ALL[i as usize % Every::ALL.len()];
                Schedule::new(Periodically::new(every, i64::from(i % 60)).expect("an offset"))
            };
            Plan::new(Starts::Scheduled(schedule.with_backup_window(window)))
        })
        .collect()
}

async fn pass(time: TimeDelta) {
    tokio::time::sleep(time.to_std().expect("a duration")).await;
}

#[tokio::test(start_paused = true)]
async fn a_thousand_jobs_start_on_every_run_of_a_day_in_which_the_clock_changes() {
    let (from, to) = (at("2025-03-29T12:00:00Z"), at("2025-03-30T12:00:00Z"));
    let plans = jobs();
    let clock = Clock::starting_at(from);
    let diary = Diary::new(clock, Duration::from_secs(20), Outcome::Success);
    let handles: Vec<Handle> = plans
        .iter()
        .enumerate()
        .map(|(i, plan)| {
            let job = Job { id: i.to_string(), plan: plan.compile(&PRAGUE) };
            look_after(job, State::new(from), clock, diary.clone())
        })
        .collect();
    pass(to - from).await;
    for handle in handles {
        handle.leave().await.expect("no decision is refused");
    }

    // The plain list of runs: after the beginning, up to the end.
    let moment = TimeDelta::nanoseconds(1);
    let mut expected: Vec<String> = Vec::new();
    for (i, plan) in plans.iter().enumerate() {
        let runs = plan.runs(&Prague, from + moment..to).expect("runs");
        expected.extend(runs.map(|run| Occurrence::new(&i.to_string(), run.at).to_string()));
    }
    let mut begun: Vec<(DateTime<Utc>, String)> = diary.begun();
    begun.retain(|(now, _)| *now < to);
    for (now, key) in &begun {
        let run = Occurrence::parse(key).expect("a key").second();
        assert_eq!(now.timestamp(), run, "{key} is on time");
    }
    let mut begun: Vec<String> = begun.into_iter().map(|(_, key)| key).collect();
    begun.sort_unstable();
    expected.sort_unstable();
    assert!(expected.len() > 25_000, "{} runs", expected.len());
    assert!(begun == expected, "{} sessions for {} runs", begun.len(), expected.len());
}

#[tokio::test(start_paused = true)]
async fn a_session_is_dropped_when_the_window_closes() {
    let from = at("2025-06-02T20:00:00Z");
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 2);
    let daily =
        Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(22, 0, 0).expect("a time")).expect("days");
    let plan = Plan::new(Starts::Scheduled(Schedule::new(daily).with_backup_window(nights)));
    let clock = Clock::starting_at(from);
    let diary = Diary::new(clock, Duration::from_secs(5 * 3600), Outcome::Success);
    let zone = Arc::new(ZoneTable::new(&Utc));
    let job = Job { id: "a".into(), plan: plan.compile(&zone) };
    let handle = look_after(job, State::new(from), clock, diary.clone());
    pass(TimeDelta::hours(10)).await;
    let state = handle.leave().await.expect("no decision is refused");
    assert_eq!(diary.keys(), ["a@2025-06-02T22:00:00Z"]);
    assert!(diary.ended.lock().expect("a diary").is_empty(), "it did not get to its end");
    let last = state.last().expect("a session");
    assert_eq!((last.at, last.outcome), (at("2025-06-03T02:00:00Z"), Outcome::Terminated));
}

#[tokio::test(start_paused = true)]
async fn failed_sessions_are_tried_again_until_somebody_stops_that() {
    let from = at("2025-06-02T08:30:00Z");
    let hourly = Schedule::new(Periodically::new(Every::Hours12, 0).expect("an offset"));
    let retry = Some(Retry::new(5, 10).expect("a retry"));
    let plan = Plan { retry, ..Plan::new(Starts::Scheduled(hourly)) };
    let clock = Clock::starting_at(from);
    let diary = Diary::new(clock, Duration::from_secs(60), Outcome::Failed);
    let zone = Arc::new(ZoneTable::new(&Utc));
    let job = Job { id: "a".into(), plan: plan.compile(&zone) };
    let handle = look_after(job, State::new(from), clock, diary.clone());
    pass(TimeDelta::minutes(3 * 60 + 55)).await;
    handle.act(Action::Stop);
    pass(TimeDelta::hours(6)).await;
    handle.act(Action::Start);
    pass(TimeDelta::hours(1)).await;
    handle.leave().await.expect("no decision is refused");
    assert_eq!(
        diary.keys(),
        ["a@2025-06-02T12:00:00Z", "a@2025-06-02T12:00:00Z#1", "a@2025-06-02T12:00:00Z#2", "a by hand"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_scheduler_that_comes_back_goes_on_where_it_was() {
    let (from, to) = (at("2025-06-02T00:30:00Z"), at("2025-06-03T00:30:00Z"));
    let plan =
        Plan::new(Starts::Scheduled(Schedule::new(Periodically::new(Every::Hours1, 0).expect("an offset"))));
    let zone = Arc::new(ZoneTable::new(&Utc));
    let clock = Clock::starting_at(from);
    let diary = Diary::new(clock, Duration::from_secs(600), Outcome::Success);
    let mut state = State::new(from);
    while clock.now() < to {
        let job = Job { id: "a".into(), plan: plan.compile(&zone) };
        let handle = look_after(job, state, clock, diary.clone());
        // It falls over after 100 minutes, and nobody notices for 15.
        pass(TimeDelta::minutes(100)).await;
        handle.leave().await.expect("no decision is refused");
        state = diary.states.lock().expect("a diary").get("a").copied().unwrap_or(state);
        pass(TimeDelta::minutes(15)).await;
    }
    let keys = diary.keys();
    let mut once = keys.clone();
    once.dedup();
    assert_eq!(keys, once, "no run twice");
    let runs = plan.runs(&Utc, from..clock.now()).expect("runs").count();
    assert_eq!(keys.len(), runs, "and none lost");
}
