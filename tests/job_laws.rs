//! Properties of decisions: what is said for a stretch of time holds at each instant of it, and a scheduler that follows
//! them starts what a plain walk over the runs says.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::num::NonZeroU16;
use std::ops::Range;
use std::sync::Arc;

use backup_window::job::{
    Act, Activity, Attempt, Awaited, Backlog, Cause, Decision, Ended, Fate, Idle, Misfire, Outcome, Retry,
    RetryAfter, Session, State, Switch,
};
use backup_window::{NoRun, Plan, Run, Starts, ZoneTable};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;
use proptest::sample::select;

use oracle::{Place, Question, cases, civil_before, places, questions};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

const NANOSECOND: TimeDelta = TimeDelta::nanoseconds(1);

fn misfires() -> impl Strategy<Value = Misfire> {
    prop_oneof![
        2 => Just(Misfire::RunOnce),
        1 => select(&[0, 60, 1_000, 100_000][..]).prop_map(|grace_seconds| Misfire::Skip { grace_seconds }),
        1 => (1..5u16).prop_map(|limit| Misfire::RunAll { limit: NonZeroU16::new(limit).unwrap() }),
    ]
}

fn retries() -> impl Strategy<Value = Option<Retry>> {
    let after = select(&[RetryAfter::Failed, RetryAfter::FailedOrWarning][..]);
    let minutes = prop_oneof![3 => 1..40i64, 1 => 40..999i64];
    prop::option::weighted(0.8, (1..5i64, minutes, after))
        .prop_map(|retry| retry.map(|(number, wait, after)| Retry::new(number, wait).unwrap().after(after)))
}

fn plan_of(question: &Question, retry: Option<Retry>, misfire: Misfire) -> Plan {
    Plan { retry, misfire, ..Plan::new(Starts::Scheduled(question.schedule())) }
}

fn plans(days: i64) -> impl Strategy<Value = (Place, Question, Plan)> {
    places(days).prop_flat_map(|place| {
        let civil = civil_before(&place.zone, place.near.at);
        (Just(place), questions(civil), retries(), misfires()).prop_map(
            |(place, question, retry, misfire)| {
                let plan = plan_of(&question, retry, misfire);
                (place, question, plan)
            },
        )
    })
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    use Outcome::{Failed, Stopped, Success, Terminated, Warning};
    select(&[Success, Failed, Failed, Failed, Warning, Stopped, Terminated][..])
}

/// States of every kind, likely and unlikely, around an instant; all times in minutes.
fn states(around: DateTime<Utc>) -> impl Strategy<Value = State> {
    let at =
        move |minutes: i64, nanos: i64| around + TimeDelta::minutes(minutes) + TimeDelta::nanoseconds(nanos);
    let switch = prop_oneof![6 => Just(Switch::AsPlanned), 1 => Just(Switch::On), 1 => Just(Switch::Off)];
    let cause = prop_oneof![4 => Just(true), 1 => Just(false)];
    let session = (-3_000..0i64, 0..900i64, cause, 0..4u16);
    let backlog = prop::option::weighted(0.2, (-5_000..0i64, 0..3_000i64));
    let kind = 0..5u8;
    (switch, -4_000..200i64, -1..=0i64, backlog, kind, session, outcomes(), prop::bool::weighted(0.1))
        .prop_map(
            move |(
                switch,
                settled,
                nanos,
                backlog,
                kind,
                (since, lasting, of_run, attempt),
                outcome,
                cancelled,
            )| {
                let cause = if of_run { Cause::Run(at(since - 1, 0)) } else { Cause::ByHand };
                let session = Session { since: at(since, 0), cause, attempt };
                let ended =
                    Ended { session, at: at(since + lasting, 0), outcome, retries_cancelled: cancelled };
                let activity = match kind {
                    0 => Activity::Idle(None),
                    1 => Activity::Running(session),
                    _ => Activity::Idle(Some(ended)),
                };
                let settled = if kind > 1 {
                    ended.at.max(at(settled.min(0), nanos)) - NANOSECOND
                } else {
                    at(settled, nanos)
                };
                let backlog = backlog.map(|(after, length)| Backlog {
                    after: at(after, 0),
                    up_to: settled.min(at(after + length, 0)),
                });
                State::restore(switch, settled, backlog, activity)
            },
        )
}

fn table_of(zone: Tz) -> Arc<ZoneTable> {
    use std::collections::HashMap;
    use std::sync::{LazyLock, Mutex};
    static TABLES: LazyLock<Mutex<HashMap<Tz, Arc<ZoneTable>>>> = LazyLock::new(Mutex::default);
    let mut tables = TABLES.lock().unwrap();
    tables.entry(zone).or_insert_with(|| Arc::new(ZoneTable::new(&zone))).clone()
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_decision_is_the_same_up_to_the_instant_at_which_it_can_change(
        (place, plan, state) in (plans(4), prop::bool::weighted(0.1)).prop_flat_map(|((place, _, mut plan), continuous)| {
            if continuous {
                plan = Plan { windows: plan.windows(), starts: Starts::Continuously, ..plan };
            }
            let state = states(place.near.at);
            (Just(place), Just(plan), state)
        }),
        aside in -2_000..4_000i64,
        within in prop::collection::vec(0.0..1.0f64, 6),
    ) {
        let zone = &place.zone;
        let compiled = plan.compile(&table_of(*zone));
        let mut now = place.near.at + TimeDelta::minutes(aside);
        for _ in 0..6 {
            let decision = plan.decide(zone, &state, now);
            prop_assert_eq!(compiled.decide(&state, now), decision, "compiled, at {}", now);
            let length = match decision.until {
                Some(until) => {
                    prop_assert!(until > now, "{:?} at {} until {}", decision, now, until);
                    until - now
                }
                None => TimeDelta::days(900),
            };
            let nanos = length.num_nanoseconds().unwrap_or(i64::MAX);
            // Decisions about what never comes take long without a table of the zone.
            let some = within.iter().map(|share| TimeDelta::nanoseconds((nanos as f64 * share) as i64));
            let seconds = (1..200).map(TimeDelta::seconds);
            for later in some.chain(seconds).chain([NANOSECOND, length - NANOSECOND]).filter(|d| *d < length) {
                let again = compiled.decide(&state, now + later);
                prop_assert_eq!(again, decision, "{} later than {}", later, now);
            }
            let Some(until) = decision.until else { break };
            prop_assert_eq!(plan.decide(zone, &state, until - NANOSECOND), decision, "just before {}", until);
            now = until;
        }
    }
}

/// What a scheduler did: when a session began, for which run, as which attempt, when it ended and how.
type Log = Vec<(DateTime<Utc>, DateTime<Utc>, u16, DateTime<Utc>, Outcome)>;

/// How long sessions take and how they would end, again and again.
struct Sessions<'a> {
    given: std::iter::Cycle<std::slice::Iter<'a, (i64, Outcome)>>,
}

impl<'a> Sessions<'a> {
    fn new(given: &'a [(i64, Outcome)]) -> Self {
        Self { given: given.iter().cycle() }
    }

    fn next(&mut self) -> (TimeDelta, Outcome) {
        let (seconds, outcome) = *self.given.next().unwrap();
        (TimeDelta::seconds(seconds), outcome)
    }
}

/// A scheduler that does as it is told and sleeps exactly as long as it is told.
fn follow<Z: TimeZone>(plan: &Plan, zone: &Z, range: &Range<DateTime<Utc>>, given: &[(i64, Outcome)]) -> Log {
    let mut sessions = Sessions::new(given);
    let mut state = State::new(range.start - NANOSECOND);
    let (mut now, mut log, mut ends) = (range.start, Log::new(), None);
    let mut begin = |now: DateTime<Utc>, run, attempt, log: &mut Log| {
        let (lasting, outcome) = sessions.next();
        log.push((now, run, attempt, now + lasting, outcome));
        Some((now + lasting, outcome))
    };
    while now < range.end {
        if let Some((at, outcome)) = ends.filter(|(at, _)| *at == now) {
            state = state.end(at, outcome).unwrap();
            ends = None;
        }
        let Decision { act, until } = plan.decide(zone, &state, now);
        match act {
            Act::Start(start) => {
                assert_eq!(start.run.at, now, "on time");
                ends = begin(now, start.run.at, 0, &mut log);
                state = state.start(&start, now).unwrap();
                assert!(state.start(&start, now).is_err());
            }
            Act::Retry(attempt) => {
                assert_eq!(attempt.at, now, "on time");
                let Activity::Idle(Some(Ended { session: Session { cause: Cause::Run(run), .. }, .. })) =
                    *state.activity()
                else {
                    panic!("a retry of nothing");
                };
                ends = begin(now, run, attempt.number, &mut log);
                state = state.retry(&attempt, now).unwrap();
            }
            Act::Terminate { closed } => {
                assert_eq!(closed, now, "on time");
                state = state.end(now, Outcome::Terminated).unwrap();
                ends = None;
                let last = log.last_mut().unwrap();
                (last.3, last.4) = (now, Outcome::Terminated);
            }
            Act::Wait(_) | Act::Nothing(_) => {
                let ends = ends.map(|(at, _)| at);
                let Some(wake) = [until, ends].into_iter().flatten().min() else { break };
                now = wake;
            }
        }
    }
    log
}

/// The same by a walk over the runs, rule by rule.
fn plainly(
    plan: &Plan,
    runs: &[Run],
    zone: Tz,
    range: &Range<DateTime<Utc>>,
    given: &[(i64, Outcome)],
) -> Log {
    let mut sessions = Sessions::new(given);
    let mut log = Log::new();
    let window = plan.windows().backup;
    let mut free = range.start;
    let mut retry: Option<(DateTime<Utc>, DateTime<Utc>, u16)> = None;
    let mut last_run = None;
    loop {
        let run = runs.iter().map(|run| run.at).find(|at| *at >= free && Some(*at) > last_run);
        let is_open = |at| window.is_none_or(|window| window.is_allowed_at(&zone, at));
        let made = retry.take().filter(|(at, ..)| run.is_none_or(|run| *at < run) && is_open(*at));
        let (start, run, attempt) = match (made, run) {
            (Some(made), _) => made,
            (None, Some(run)) => (run, run, 0),
            (None, None) => break,
        };
        if start >= range.end {
            break;
        }
        last_run = Some(run);
        let (lasting, mut outcome) = sessions.next();
        let mut end = start + lasting;
        if let Some(closing) = window.and_then(|window| window.next_closing(&zone, start))
            && closing < end
        {
            (end, outcome) = (closing, Outcome::Terminated);
        }
        log.push((start, run, attempt, end, outcome));
        free = end;
        if let Some(policy) = plan.retry
            && policy.is_after(outcome)
            && attempt < policy.number()
        {
            retry = Some((end + policy.wait(), run, attempt + 1));
        }
    }
    log
}

fn sessions() -> impl Strategy<Value = Vec<(i64, Outcome)>> {
    use Outcome::{Failed, Stopped, Success, Warning};
    let lasting = prop_oneof![1 => Just(0), 3 => 1..900i64, 2 => 900..9_000i64, 1 => 9_000..90_000i64, 2 => (1..30i64).prop_map(|m| m * 300)];
    prop::collection::vec((lasting, select(&[Success, Failed, Failed, Warning, Stopped][..])), 1..12)
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_scheduler_that_follows_decisions_does_what_a_walk_over_the_runs_says(
        (place, question, plan) in plans(12), given in sessions(),
    ) {
        let range = place.near.range.clone();
        let runs = oracle::runs(&place.zone, &question, &range);
        let mut plain = plainly(&plan, &runs, place.zone, &range, &given);
        let mut followed = follow(&plan, &place.zone, &range, &given);
        // The end of the last session may lie beyond the range.
        for log in [&mut plain, &mut followed] {
            if log.last().is_some_and(|last| last.3 >= range.end) {
                log.pop();
            }
        }
        prop_assert_eq!(followed, plain);
    }

    #[test]
    fn a_scheduler_that_is_late_and_restarted_starts_no_run_twice_and_none_in_a_denied_hour(
        (place, question, plan) in plans(12),
        given in sessions(),
        naps in prop::collection::vec(prop_oneof![4 => 0..2_000i64, 2 => 2_000..600_000i64, 1 => 600_000..400_000_000i64], 1..9),
    ) {
        let range = place.near.range.clone();
        let zone = &place.zone;
        let runs = oracle::runs(zone, &question, &range);
        let last_before = |t: DateTime<Utc>| runs.iter().rev().map(|run| run.at).find(|at| *at <= t);
        let (mut sessions, mut naps) = (Sessions::new(&given), naps.iter().cycle());
        let mut state = State::new(range.start - NANOSECOND);
        let (mut now, mut started, mut ends) = (range.start, Vec::new(), None);
        while now < range.end {
            if let Some((at, outcome)) = ends.filter(|(at, _)| *at <= now) {
                state = state.end(at, outcome).unwrap();
                ends = None;
            }
            let Decision { act, until } = plan.decide(zone, &state, now);
            let is_backup_open = || plan.windows().backup.is_none_or(|window| window.is_allowed_at(zone, now));
            match act {
                Act::Start(start) => {
                    let run = start.run.at;
                    prop_assert!(run <= now && plan.windows().is_start_allowed_at(zone, now));
                    prop_assert!(runs.contains(&start.run), "{:?} is a run", start.run);
                    if plan.misfire == Misfire::RunOnce {
                        prop_assert_eq!(Some(run), last_before(now));
                    }
                    if let Misfire::Skip { grace_seconds } = plan.misfire {
                        prop_assert!(now - run <= TimeDelta::seconds(grace_seconds.into()));
                    }
                    started.push(run);
                    state = state.start(&start, now).unwrap();
                    prop_assert!(state.settled() >= run);
                    let (lasting, outcome) = sessions.next();
                    ends = Some((now + lasting, outcome));
                }
                Act::Retry(attempt) => {
                    prop_assert!(attempt.at <= now && is_backup_open());
                    prop_assert!(attempt.number <= plan.retry.unwrap().number());
                    state = state.retry(&attempt, now).unwrap();
                    let (lasting, outcome) = sessions.next();
                    ends = Some((now + lasting, outcome));
                }
                Act::Terminate { closed } => {
                    prop_assert!(closed <= now);
                    state = state.end(now, Outcome::Terminated).unwrap();
                    ends = None;
                }
                Act::Wait(_) | Act::Nothing(_) => {
                    let Some(wake) = [until, ends.map(|(at, _)| at)].into_iter().flatten().min() else { break };
                    now = wake + TimeDelta::milliseconds(*naps.next().unwrap());
                }
            }
        }
        prop_assert!(started.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", started);
    }

    #[test]
    fn catching_up_is_what_deciding_does((place, question, plan) in plans(12), from in 0.0..1.0f64, to in 0.0..1.0f64) {
        let Range { start, end } = place.near.range.clone();
        let share = |share: f64| start + TimeDelta::milliseconds(((end - start).num_milliseconds() as f64 * share) as i64);
        let (down, up) = (share(from.min(to)), share(from.max(to)));
        let zone = &place.zone;
        let missed: Vec<Run> =
            oracle::runs(zone, &question, &(start..end)).into_iter().filter(|run| run.at > down && run.at <= up).collect();
        let caught = match plan.catch_up(zone, down, up, plan.misfire) {
            Ok(caught) => caught,
            Err(none) => {
                prop_assert!(missed.is_empty(), "{}", none);
                return Ok(());
            }
        };
        prop_assert_eq!(plan.missed_runs(zone, down, up), Ok(missed.len() as u64));
        let compiled = plan.compile(&table_of(*zone));
        prop_assert_eq!(compiled.catch_up(down, up, plan.misfire), Ok(caught));
        let (run, more) = match plan.misfire {
            Misfire::RunOnce => (missed.last(), 0),
            Misfire::Skip { grace_seconds } => {
                (missed.last().filter(|run| up - run.at <= TimeDelta::seconds(grace_seconds.into())), 0)
            }
            Misfire::RunAll { limit } => {
                let count = missed.len().min(limit.get().into());
                (missed.get(missed.len() - count), count.saturating_sub(1))
            }
        };
        prop_assert_eq!((caught.run.as_ref(), usize::from(caught.more)), (run, more));
        if let Act::Start(start) = plan.decide(zone, &State::new(down), up).act {
            prop_assert_eq!(Some(start.run), caught.run);
        }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn retries_listed_are_the_retries_decided_on(
        (place, _, plan) in plans(12), aside in 0..4_000i64, lasting in prop_oneof![Just(0), 1..20_000i64],
    ) {
        let Some(policy) = plan.retry else { return Ok(()) };
        let zone = &place.zone;
        let lasting = TimeDelta::seconds(lasting);
        let Ok(Run { at: run, .. }) = plan.next_after(zone, place.near.range.start + TimeDelta::minutes(aside)) else {
            return Ok(());
        };
        let window = plan.windows().backup;
        let end_of = |start: DateTime<Utc>| {
            let closing = window.and_then(|window| window.next_closing(zone, start));
            closing.map_or(start + lasting, |closing| closing.min(start + lasting))
        };
        let listed: Vec<Attempt> = plan.retries(zone, run, lasting).collect();
        let (last, before) = listed.split_last().unwrap();
        let is_made = |attempt: &Attempt| matches!(attempt.fate, Fate::Made { .. });
        prop_assert!(before.iter().all(is_made));
        prop_assert!(listed.len() <= policy.number().into());
        let mut start = run;
        for (attempt, number) in listed.iter().zip(1..) {
            let end = end_of(start);
            prop_assert_eq!((attempt.number, attempt.of, attempt.at), (number, policy.number(), end + policy.wait()));
            let session = Session { since: start, cause: Cause::Run(run), attempt: number - 1 };
            let ended = Ended { session, at: end, outcome: Outcome::Failed, retries_cancelled: false };
            let settled = run.max(end - NANOSECOND);
            let state = State::restore(Switch::On, settled, None, Activity::Idle(Some(ended)));
            let decided = plan.decide(zone, &state, end).act;
            let is_awaited = decided == Act::Wait(Awaited::Retry(*attempt));
            prop_assert_eq!(is_made(attempt), is_awaited, "{:?} {:?}", decided, attempt);
            match attempt.fate {
                Fate::Dropped { closed } => {
                    prop_assert!(!window.unwrap().is_allowed_at(zone, attempt.at));
                    prop_assert!(closed.is_none_or(|closed| closed <= attempt.at));
                }
                Fate::GivesWay { to } => prop_assert!(to <= attempt.at && to >= end),
                Fate::Made { .. } => start = attempt.at,
            }
        }
        prop_assert!(last.number == policy.number() || !is_made(last));
    }
}

#[cfg(feature = "serde")]
proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_state_that_is_written_down_is_taken_up_again(state in states(oracle::utc("2025-06-02T12:00:00.000000001Z"))) {
        let json = serde_json::to_string(&state).unwrap();
        prop_assert_eq!(serde_json::from_str::<State>(&json).unwrap(), state, "{}", json);
    }
}

#[test]
#[cfg(feature = "serde")]
fn a_state_that_cannot_be_read_says_where() {
    for (json, message) in [
        ("[]", "a list is not a state (expected an object with settled)"),
        ("{}", "settled: missing (expected RFC 3339, such as 2018-06-02T02:00:00Z)"),
        (r#"{"settled": null}"#, "settled: null is not a date and time"),
        (r#"{"settled": "now"}"#, "settled: \"now\" is not a date and time"),
        (r#"{"settled": "2025-06-02T00:00:00Z", "enabled": 1}"#, "enabled: 1 is not a boolean"),
        (r#"{"settled": "2025-06-02T00:00:00Z", "running": {}}"#, "running.since: missing"),
        (r#"{"settled": "2025-06-02T00:00:00Z", "running": true}"#, "running: true is not a session"),
        (
            r#"{"settled": "2025-06-02T00:00:00Z", "backlog": {"after": 1}}"#,
            "backlog.after: 1 is not a date and time",
        ),
        (
            r#"{"settled": "2025-06-02T00:00:00Z", "running": {"since": "2025-06-02T00:00:00Z"}, "last": {}}"#,
            "both running and last (expected one of them)",
        ),
        (
            r#"{"settled": "2025-06-02T00:00:00Z", "running": {"since": "2025-06-02T00:00:00Z", "attempt": 65536}}"#,
            "running.attempt: 65536 is no number of a retry (expected 0 to 65535)",
        ),
        (
            r#"{"settled": "2025-06-02T00:00:00Z", "last": {"since": "2025-06-02T00:00:00Z", "ended": "2025-06-02T00:00:00Z", "outcome": "fine"}}"#,
            "last.outcome: \"fine\" is not an outcome (expected success, warning, failed, stopped or terminated)",
        ),
    ] {
        let error = serde_json::from_str::<State>(json).unwrap_err().to_string();
        assert!(error.contains(message), "{json}: {error}");
    }
}

#[test]
fn what_is_no_run_is_the_reason() {
    let mut plan = Plan::new(Starts::ManualOnly);
    let now = oracle::utc("2025-06-02T12:00:00Z");
    let state = State::new(now);
    let nothing = |plan: &Plan, none| {
        assert_eq!(
            plan.decide(&Utc, &state, now),
            Decision { act: Act::Nothing(Idle::NoRun(none)), until: None }
        );
    };
    nothing(&plan, NoRun::ManualOnly);
    plan.starts = Starts::AfterJob("nightly".into());
    nothing(&plan, NoRun::AfterJob("nightly"));
    plan.job_enabled = false;
    nothing(&plan, NoRun::JobDisabled);
}
