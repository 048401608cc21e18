//! A simulation does what a scheduler would do that asks for a decision at every second.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

use backup_window::job::{Act, CompiledPlan, Fate, Outcome, Retry, State};
use backup_window::simulate::{Durations, Event, Gap, Job, PerMillion, Random, Simulation, Tally, What};
use backup_window::{
    BackupWindow, Daily, Every, HourOfWeek, Periodically, Plan, Schedule, Starts, WORKDAYS, Windows,
    ZoneTable,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, WeekdaySet};
use proptest::prelude::*;
use proptest::sample::select;

use oracle::cases;

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

const SECOND: TimeDelta = TimeDelta::seconds(1);

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn utc() -> Arc<ZoneTable> {
    Arc::new(ZoneTable::new(&Utc))
}

fn every(every: Every) -> Schedule {
    Schedule::new(Periodically::new(every, 0).expect("an offset"))
}

fn plan(schedule: Schedule) -> Plan {
    Plan::new(Starts::Scheduled(schedule))
}

/// The same as the simulation, second after second: what ends, ends; who is due, waits; who is next, begins.
fn plainly(
    plans: &[Plan],
    durations: &[Durations],
    range: &Range<DateTime<Utc>>,
    (seed, failures, limit): (u64, PerMillion, usize),
) -> Vec<Event> {
    struct Subject {
        state: State,
        random: Random,
        ends: Option<(DateTime<Utc>, DateTime<Utc>, Outcome)>,
        waits: bool,
    }
    let mut events = Vec::new();
    let mut subjects: Vec<Subject> = (0..plans.len() as u64)
        .map(|stream| Subject {
            state: State::new(range.start - TimeDelta::nanoseconds(1)),
            random: Random::new(seed, stream),
            ends: None,
            waits: false,
        })
        .collect();
    let mut waiting = VecDeque::new();
    let mut now = range.start;
    while now < range.end {
        loop {
            let before = events.len();
            for (place, subject) in subjects.iter_mut().enumerate() {
                let Some((since, ends, mut outcome)) = subject.ends else { continue };
                let decided = plans[place].decide(&Utc, &subject.state, now);
                let is_terminated = matches!(decided.act, Act::Terminate { .. });
                if ends > now && !is_terminated {
                    continue;
                }
                if ends > now {
                    outcome = Outcome::Terminated;
                }
                let settled = subject.state.settled();
                subject.state = subject.state.end(now, outcome).expect("an end");
                subject.ends = None;
                events.push(Event { at: now, job: place, what: What::End { since, outcome } });
                let dropped = match &plans[place].starts {
                    Starts::Scheduled(schedule) => {
                        schedule.runs(&Utc, settled + TimeDelta::nanoseconds(1)..now).count() as u64
                    }
                    _ => 0,
                };
                if dropped > 0 {
                    events.push(Event { at: now, job: place, what: What::Dropped { runs: dropped } });
                }
            }
            for (place, subject) in subjects.iter_mut().enumerate() {
                if subject.ends.is_some() || subject.waits {
                    continue;
                }
                let act = plans[place].decide(&Utc, &subject.state, now).act;
                if matches!(act, Act::Start(_) | Act::Retry(_)) {
                    waiting.push_back(place);
                    subject.waits = true;
                }
            }
            while subjects.iter().filter(|subject| subject.ends.is_some()).count() < limit
                && let Some(place) = waiting.pop_front()
            {
                let subject: &mut Subject = &mut subjects[place];
                subject.waits = false;
                let (run, attempt) = match plans[place].decide(&Utc, &subject.state, now).act {
                    Act::Start(start) => {
                        subject.state = subject.state.start(&start, now).expect("a start");
                        (start.run.at, 0)
                    }
                    Act::Retry(attempt) => {
                        subject.state = subject.state.retry(&attempt, now).expect("a retry");
                        (subject.state.run().expect("a run"), attempt.number)
                    }
                    _ => continue,
                };
                let (shortest, longest) = (durations[place].shortest(), durations[place].longest());
                let lasting = u64::from(shortest) + subject.random.below(u64::from(longest - shortest) + 1);
                let fails = subject.random.below(1_000_000) < failures.parts().into();
                let outcome = if fails { Outcome::Failed } else { Outcome::Success };
                subject.ends = Some((now, now + SECOND * lasting as i32, outcome));
                events.push(Event { at: now, job: place, what: What::Start { run, attempt } });
            }
            if events.len() == before {
                break;
            }
        }
        now += SECOND;
    }
    events
}

fn plans() -> impl Strategy<Value = Plan> {
    let window = || {
        prop_oneof![
            2 => Just(None),
            1 => prop::collection::vec((0..168u8).prop_map(|hour| HourOfWeek::new(hour).expect("an hour")), 60..120)
                .prop_map(|hours| Some(BackupWindow::from_hours(hours))),
        ]
    };
    let daily = (0..1440u32, window()).prop_map(|(minute, window)| {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).expect("a time");
        plan(Schedule::new(Daily::new(WeekdaySet::ALL, time).expect("days")).with_backup_window(window))
    });
    let periodic =
        (select(&Every::ALL[..5]), 0..60i64, window(), window()).prop_map(|(every, offset, one, other)| {
            let periodically = Periodically::new(every, offset).expect("an offset");
            plan(Schedule::new(periodically).with_backup_window(one).with_periodic_window(other))
        });
    let continuous = window().prop_map(|window| {
        let windows = Windows { backup: window, periodic: None };
        Plan { windows, ..Plan::new(Starts::Continuously) }
    });
    let retry = prop::option::of((1..4i64, 1..20i64).prop_map(|(n, m)| Retry::new(n, m).expect("a retry")));
    (prop_oneof![1 => daily, 5 => periodic, 1 => continuous], retry)
        .prop_map(|(plan, retry)| Plan { retry, ..plan })
}

fn durations() -> impl Strategy<Value = Durations> {
    prop_oneof![
        1 => (1..4_000u32).prop_map(Durations::fixed),
        1 => (1..20u32).prop_map(|minutes| Durations::fixed(minutes * 300)),
        2 => (1..1_000u32, 0..6_000u32).prop_map(|(low, more)| Durations::between(low..=low + more).expect("a range")),
    ]
}

fn events_of(simulation: &Simulation, jobs: &[Job<'_>]) -> (Vec<Event>, Vec<Tally>) {
    let mut events = Vec::new();
    let tallies = simulation.run(jobs, |event| events.push(*event), |_| {});
    (events, tallies)
}

fn jobs_of<'p>(plans: &'p [CompiledPlan], durations: &[Durations]) -> Vec<Job<'p>> {
    let streams = 0..plans.len() as u64;
    plans
        .iter()
        .zip(durations)
        .zip(streams)
        .map(|((plan, &durations), stream)| Job { plan, durations, stream })
        .collect()
}

/// What a list of events comes to.
fn check_tally(events: &[Event], job: usize, tally: &Tally, range: &Range<DateTime<Utc>>) {
    let of_job: Vec<&Event> = events.iter().filter(|event| event.job == job).collect();
    let count = |what: &dyn Fn(&What) -> bool| of_job.iter().filter(|event| what(&event.what)).count() as u64;
    assert_eq!(tally.runs, count(&|what| matches!(what, What::Start { attempt: 0, .. })));
    assert_eq!(tally.retries, count(&|what| matches!(what, What::Start { attempt: 1.., .. })));
    let ended =
        |wanted: Outcome| count(&|what| matches!(what, What::End { outcome, .. } if *outcome == wanted));
    assert_eq!(tally.succeeded, ended(Outcome::Success));
    assert_eq!(tally.failed, ended(Outcome::Failed));
    assert_eq!(tally.terminated, ended(Outcome::Terminated));
    assert_eq!(
        tally.retries_dropped,
        count(&|what| matches!(what, What::NoRetry(attempt) if matches!(attempt.fate, Fate::Dropped { .. })))
    );
    assert_eq!(
        tally.retries_given_way,
        count(
            &|what| matches!(what, What::NoRetry(attempt) if matches!(attempt.fate, Fate::GivesWay { .. }))
        )
    );
    let dropped = of_job.iter().map(|event| if let What::Dropped { runs } = event.what { runs } else { 0 });
    assert_eq!(tally.runs_dropped, dropped.sum::<u64>());

    let mut sessions = Vec::new();
    let (mut success, mut gap) = (range.start, Gap { from: range.start, to: range.start });
    let mut longer = |success: DateTime<Utc>, to: DateTime<Utc>| {
        if to - success > gap.length() {
            gap = Gap { from: success, to };
        }
    };
    for event in &of_job {
        if let What::End { since, outcome } = event.what {
            sessions.push((since, event.at));
            if outcome == Outcome::Success {
                longer(success, event.at);
                success = event.at;
            }
        }
    }
    longer(success, range.end);
    assert_eq!(tally.longest_without_success, gap);
    sessions.extend(tally.unfinished_since.map(|since| (since, range.end)));
    assert!(sessions.windows(2).all(|pair| pair[0].1 <= pair[1].0), "sessions of one job never overlap");
    let busy = |from: DateTime<Utc>, to: DateTime<Utc>| -> TimeDelta {
        sessions.iter().map(|(s, e)| (to.min(*e) - from.max(*s)).max(TimeDelta::zero())).sum()
    };
    assert_eq!(tally.busy, busy(range.start, range.end));
    let mut week = range.start;
    for used in &tally.busy_in_week {
        assert_eq!(*used, busy(week, week + TimeDelta::weeks(1)));
        week += TimeDelta::weeks(1);
    }
    assert!(week >= range.end);
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_simulation_is_what_a_scheduler_does_that_asks_at_every_second(
        subjects in prop::collection::vec((plans(), durations()), 1..5),
        hour in 0..168i64,
        failures in prop_oneof![Just(0u32), Just(300_000), Just(1_000_000)],
        limit in 0..4u32,
        seed in any::<u64>(),
    ) {
        let start = at("2025-06-01T00:00:00Z") + TimeDelta::hours(hour);
        let range = start..start + TimeDelta::hours(4);
        let failures = PerMillion::new(failures).expect("a part");
        let (plans, durations): (Vec<Plan>, Vec<Durations>) = subjects.into_iter().unzip();
        let compiled: Vec<CompiledPlan> = plans.iter().map(|plan| plan.compile(&utc())).collect();
        let jobs = jobs_of(&compiled, &durations);
        let simulation =
            Simulation::new(range.clone(), seed).with_failures(failures).with_limit(NonZeroU32::new(limit));
        let (events, tallies) = events_of(&simulation, &jobs);
        for (job, tally) in tallies.iter().enumerate() {
            check_tally(&events, job, tally, &range);
        }
        let most = if limit == 0 { usize::MAX } else { limit as usize };
        let mut plain = plainly(&plans, &durations, &range, (seed, failures, most));
        let mut seen: Vec<Event> =
            events.iter().copied().filter(|event| !matches!(event.what, What::NoRetry(_))).collect();
        // Of what happens at one instant each job's own order is fixed.
        plain.sort_by_key(|event| (event.at, event.job));
        seen.sort_by_key(|event| (event.at, event.job));
        prop_assert_eq!(seen, plain);

        let mut running = 0u32;
        for event in &events {
            match event.what {
                What::Start { .. } => running += 1,
                What::End { .. } => running -= 1,
                _ => {}
            }
            prop_assert!(limit == 0 || running <= limit);
        }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn jobs_that_do_not_wait_for_each_other_can_be_simulated_alone(
        subjects in prop::collection::vec((plans(), durations()), 1..5),
        days in 1..40i64,
        failures in prop_oneof![Just(0u32), Just(300_000)],
        seed in any::<u64>(),
    ) {
        let start = at("2025-06-01T12:34:56Z");
        let range = start..start + TimeDelta::days(days);
        let (plans, durations): (Vec<Plan>, Vec<Durations>) = subjects.into_iter().unzip();
        let compiled: Vec<CompiledPlan> = plans.iter().map(|plan| plan.compile(&utc())).collect();
        let jobs = jobs_of(&compiled, &durations);
        let simulation = Simulation::new(range, seed).with_failures(PerMillion::new(failures).expect("a part"));
        let (events, tallies) = events_of(&simulation, &jobs);
        for (place, job) in jobs.iter().enumerate() {
            let mut alone = Vec::new();
            prop_assert_eq!(&simulation.run_alone(place, job, |event| alone.push(*event)), &tallies[place]);
            let together: Vec<Event> = events.iter().copied().filter(|event| event.job == place).collect();
            prop_assert_eq!(alone, together);
        }
    }
}

/// Runs one job and writes down what happens.
fn story(plan: Plan, durations: Durations, range: (&str, &str), failures: u32) -> (Vec<String>, Tally) {
    let compiled = plan.compile(&utc());
    let simulation = Simulation::new(at(range.0)..at(range.1), 7)
        .with_failures(PerMillion::new(failures).expect("a part"));
    let mut story = Vec::new();
    let job = Job { plan: &compiled, durations, stream: 0 };
    let tally = simulation.run_alone(0, &job, |event| {
        let what = match event.what {
            What::Start { attempt: 0, .. } => "start".to_owned(),
            What::Start { attempt, .. } => format!("retry {attempt}"),
            What::End { outcome, .. } => outcome.code().to_owned(),
            What::NoRetry(attempt) => format!("retry {} {}", attempt.number, attempt.fate.code()),
            What::Dropped { runs } => format!("{runs} dropped"),
        };
        story.push(format!("{} {what}", event.at.format("%d %H:%M")));
    });
    (story, tally)
}

#[test]
fn a_session_that_is_too_long_for_its_window_is_terminated_every_night() {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 2);
    let daily = Daily::new(WORKDAYS, NaiveTime::from_hms_opt(22, 0, 0).expect("a time")).expect("days");
    let plan = plan(Schedule::new(daily).with_backup_window(nights));
    let plan = Plan { retry: Some(Retry::default()), ..plan };
    let (story, tally) =
        story(plan, Durations::fixed(5 * 3600), ("2025-06-06T00:00:00Z", "2025-06-10T00:00:00Z"), 0);
    assert_eq!(
        story,
        ["06 22:00 start", "07 02:00 terminated", "07 02:00 retry 1 dropped", "09 22:00 start",]
    );
    assert_eq!((tally.runs, tally.terminated, tally.retries_dropped), (2, 1, 1));
    assert_eq!(tally.unfinished_since, Some(at("2025-06-09T22:00:00Z")));
    assert_eq!(tally.longest_without_success.length(), TimeDelta::days(4));
    assert_eq!(tally.busy, TimeDelta::hours(6));
}

#[test]
fn runs_that_pass_are_dropped_and_retries_give_way() {
    let plan = Plan { retry: Some(Retry::new(2, 20).expect("a retry")), ..plan(every(Every::Hours1)) };
    let (story, tally) =
        story(plan, Durations::fixed(95 * 60), ("2025-06-06T00:00:00Z", "2025-06-06T06:00:00Z"), 1_000_000);
    assert_eq!(
        story,
        [
            "06 00:00 start",
            "06 01:35 failed",
            "06 01:35 1 dropped",
            "06 01:55 retry 1",
            "06 03:30 failed",
            "06 03:30 2 dropped",
            "06 03:50 retry 2",
            "06 05:25 failed",
            "06 05:25 2 dropped",
        ]
    );
    assert_eq!((tally.runs, tally.retries, tally.failed, tally.runs_dropped), (1, 2, 3, 5));
}

#[test]
fn jobs_wait_for_their_turn_in_order() {
    let compiled: Vec<CompiledPlan> = (0..3).map(|_| plan(every(Every::Hours1)).compile(&utc())).collect();
    let durations = [Durations::fixed(25 * 60); 3];
    let simulation = Simulation::new(at("2025-06-06T00:00:00Z")..at("2025-06-06T02:00:00Z"), 1)
        .with_limit(NonZeroU32::new(1));
    let (events, tallies) = events_of(&simulation, &jobs_of(&compiled, &durations));
    let starts: Vec<String> = events
        .iter()
        .filter_map(|event| match event.what {
            What::Start { run, .. } => {
                Some(format!("{} job {} for {}", event.at.format("%H:%M"), event.job, run.format("%H:%M")))
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        starts,
        [
            "00:00 job 0 for 00:00",
            "00:25 job 1 for 00:00",
            "00:50 job 2 for 00:00",
            "01:15 job 0 for 01:00",
            "01:40 job 1 for 01:00",
        ]
    );
    assert_eq!(tallies[2].longest_wait, TimeDelta::minutes(50));
    // Job 2 ran at 01:00 and waits since 01:15.
    assert_eq!((tallies[2].runs, tallies[2].runs_dropped), (1, 1));
}

#[test]
fn the_same_seed_gives_the_same_sessions_on_every_machine() {
    // Worked out apart from this program.
    let mut random = Random::new(0, 0);
    let numbers: Vec<u64> = (0..3).map(|_| random.next()).collect();
    assert_eq!(numbers, [12_035_550_249_420_947_055, 12_935_080_325_729_570_654, 7_141_179_953_334_974_231]);
    let plan = Plan { retry: Some(Retry::default()), ..plan(every(Every::Hours4)) };
    let durations = Durations::fixed(1800).varied_by_percent(50);
    let (_, tally) = story(plan, durations, ("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"), 100_000);
    assert_eq!(
        (tally.runs, tally.retries, tally.succeeded, tally.failed, tally.busy),
        (2190, 253, 2190, 253, TimeDelta::seconds(4_389_379))
    );
}
