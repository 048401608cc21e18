//! Worked rows of the job around the schedule: decisions, actions, retries, missed runs.
//!
//! All of June 2025 on UTC, written as day and time; 2025-06-02 is a Monday.

use std::num::NonZeroU16;

use backup_window::job::{
    Act, Action, Activity, Awaited, Decision, Effect, Explore, Fate, Idle, Misfire, Occurrence, Outcome,
    Refused, RestorePoint, Retry, RetryAfter, State,
};
use backup_window::{
    BackupWindow, Daily, Every, NoRun, Periodically, Plan, Schedule, Starts, Trigger, WORKDAYS, Windows,
};
use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc, WeekdaySet};

/// An instant such as `02 22:00` or `02 22:00:30`.
fn at(text: &str) -> DateTime<Utc> {
    let text = if text.len() == 8 { format!("{text}:00") } else { text.to_owned() };
    format!("2025-06-{}Z", text.replace(' ', "T")).parse().expect("a day and a time")
}

fn shown(t: DateTime<Utc>) -> String {
    t.format("%d %H:%M:%S").to_string().trim_end_matches(":00").to_owned()
        + if t.timestamp() % 3600 == 0 { ":00" } else { "" }
}

/// A decision in words.
fn said(decision: &Decision<'_>) -> String {
    let act = match &decision.act {
        Act::Start(start) => format!("start {}", shown(start.run.at)),
        Act::Retry(attempt) => format!("retry {} of {}", attempt.number, attempt.of),
        Act::Terminate { closed } => format!("terminate, closed {}", shown(*closed)),
        Act::Wait(Awaited::Run) => "wait for the run".to_owned(),
        Act::Wait(Awaited::Retry(attempt)) => format!("wait for retry {}", attempt.number),
        Act::Wait(Awaited::Opening) => "wait for the opening".to_owned(),
        Act::Wait(Awaited::Closing) => "wait for the closing".to_owned(),
        Act::Nothing(Idle::Running) => "nothing: running".to_owned(),
        Act::Nothing(Idle::NoRun(none)) => format!("nothing: {none}"),
    };
    match decision.until {
        Some(until) => format!("{act}, until {}", shown(until)),
        None => act,
    }
}

/// A job that is looked after: what is decided is done, and written down.
struct Job {
    plan: Plan,
    state: State,
}

impl Job {
    fn new(plan: Plan, from: &str) -> Self {
        Self { plan, state: State::new(at(from)) }
    }

    /// What is decided at an instant; a start or a retry is made then, and a termination.
    fn ask(&mut self, now: &str, expected: &str) -> &mut Self {
        let now = at(now);
        let decision = self.plan.decide(&Utc, &self.state, now);
        assert_eq!(said(&decision), expected, "at {now}");
        self.state = match &decision.act {
            Act::Start(start) => self.state.start(start, now).expect("a start"),
            Act::Retry(attempt) => self.state.retry(attempt, now).expect("a retry"),
            Act::Terminate { .. } => self.state.end(now, Outcome::Terminated).expect("an end"),
            _ => self.state,
        };
        self
    }

    fn end(&mut self, when: &str, outcome: Outcome) -> &mut Self {
        self.state = self.state.end(at(when), outcome).expect("an end");
        self
    }

    fn does(&mut self, when: &str, action: &Action, effect: Effect) -> &mut Self {
        let (state, done) = self.state.apply(action, at(when)).expect("an action");
        assert_eq!(done, effect, "{action:?} at {when}");
        self.state = state;
        self
    }

    fn refuses(&mut self, when: &str, action: &Action, refused: Refused) -> &mut Self {
        assert_eq!(self.state.apply(action, at(when)), Err(refused), "{action:?} at {when}");
        self
    }
}

fn schedule(trigger: impl Into<Trigger>) -> Schedule {
    Schedule::new(trigger)
}

fn plan(schedule: Schedule) -> Plan {
    Plan::new(Starts::Scheduled(schedule))
}

/// Every day at 22:00, from 20:00 to 06:00.
fn nightly() -> Plan {
    let daily =
        Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(22, 0, 0).expect("a time")).expect("days");
    plan(schedule(daily).with_backup_window(BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 20, 6)))
}

fn every(every: Every, offset: i64) -> Plan {
    plan(schedule(Periodically::new(every, offset).expect("an offset")))
}

fn retrying(plan: Plan, number: i64, minutes: i64) -> Plan {
    Plan { retry: Some(Retry::new(number, minutes).expect("a retry")), ..plan }
}

#[test]
fn a_night_without_trouble() {
    Job::new(nightly(), "02 12:00")
        .ask("02 12:00", "wait for the run, until 02 22:00")
        .ask("02 21:59:59", "wait for the run, until 02 22:00")
        .ask("02 22:00", "start 02 22:00, until 03 06:00")
        .ask("02 22:30", "wait for the closing, until 03 06:00")
        .end("02 23:10", Outcome::Success)
        .ask("02 23:10", "wait for the run, until 03 22:00");
}

#[test]
fn a_session_that_runs_at_the_closing_is_terminated() {
    Job::new(nightly(), "02 12:00")
        .ask("02 22:00", "start 02 22:00, until 03 06:00")
        .ask("03 05:59:59", "wait for the closing, until 03 06:00")
        .ask("03 06:00", "terminate, closed 03 06:00")
        .ask("03 06:00", "wait for the run, until 03 22:00");
}

#[test]
fn a_termination_that_comes_late_names_the_closing() {
    Job::new(nightly(), "02 12:00")
        .ask("02 22:00", "start 02 22:00, until 03 06:00")
        .ask("03 07:13", "terminate, closed 03 06:00");
}

#[test]
fn without_a_window_nothing_ends_a_session() {
    Job::new(every(Every::Hours1, 0), "02 08:30")
        .ask("02 09:00", "start 02 09:00, until 02 10:00")
        .ask("02 09:00", "nothing: running")
        .ask("05 09:00", "nothing: running");
}

#[test]
fn slots_that_pass_while_a_session_runs_are_dropped() {
    Job::new(every(Every::Hours1, 0), "02 08:30")
        .ask("02 09:00", "start 02 09:00, until 02 10:00")
        .end("02 11:40", Outcome::Success)
        .ask("02 11:40", "wait for the run, until 02 12:00");
}

#[test]
fn a_slot_at_the_very_end_of_a_session_is_not_dropped() {
    Job::new(every(Every::Hours1, 0), "02 08:30")
        .ask("02 09:00", "start 02 09:00, until 02 10:00")
        .end("02 10:00", Outcome::Success)
        .ask("02 10:00", "start 02 10:00, until 02 11:00");
}

#[test]
fn a_failed_session_is_tried_again_three_times() {
    Job::new(retrying(nightly(), 3, 10), "02 12:00")
        .ask("02 22:00", "start 02 22:00, until 03 06:00")
        .end("02 22:05", Outcome::Failed)
        .ask("02 22:05", "wait for retry 1, until 02 22:15")
        .ask("02 22:15", "retry 1 of 3, until 03 06:00")
        .end("02 22:20", Outcome::Failed)
        .ask("02 22:30", "retry 2 of 3, until 03 06:00")
        .end("02 22:31", Outcome::Failed)
        .ask("02 22:41", "retry 3 of 3, until 03 06:00")
        .end("02 22:42", Outcome::Failed)
        .ask("02 22:42", "wait for the run, until 03 22:00");
}

#[test]
fn a_retry_that_succeeds_is_the_last() {
    Job::new(retrying(nightly(), 3, 10), "02 12:00")
        .ask("02 22:00", "start 02 22:00, until 03 06:00")
        .end("02 22:05", Outcome::Failed)
        .ask("02 22:15", "retry 1 of 3, until 03 06:00")
        .end("02 22:20", Outcome::Success)
        .ask("02 22:20", "wait for the run, until 03 22:00");
}

#[test]
fn a_retry_in_a_denied_hour_is_dropped() {
    Job::new(retrying(nightly(), 3, 10), "02 12:00")
        .ask("02 22:00", "start 02 22:00, until 03 06:00")
        .end("03 05:50", Outcome::Failed)
        .ask("03 05:50", "wait for the run, until 03 22:00");
}

#[test]
fn a_retry_is_not_made_after_the_closing_either() {
    Job::new(retrying(nightly(), 3, 10), "02 12:00")
        .ask("02 22:00", "start 02 22:00, until 03 06:00")
        .end("03 05:45", Outcome::Failed)
        .ask("03 05:45", "wait for retry 1, until 03 05:55")
        .ask("03 06:00", "wait for the run, until 03 22:00")
        .ask("03 20:00", "wait for the run, until 03 22:00");
}

#[test]
fn a_retry_at_the_next_run_gives_way_to_it_and_the_count_begins_anew() {
    Job::new(retrying(every(Every::Hours1, 0), 2, 40), "02 08:30")
        .ask("02 09:00", "start 02 09:00, until 02 10:00")
        .end("02 09:10", Outcome::Failed)
        .ask("02 09:50", "retry 1 of 2, until 02 10:00")
        .end("02 09:55", Outcome::Failed)
        .ask("02 09:55", "wait for the run, until 02 10:00")
        .ask("02 10:00", "start 02 10:00, until 02 11:00")
        .end("02 10:10", Outcome::Failed)
        .ask("02 10:10", "wait for retry 1, until 02 10:50");
}

#[test]
fn a_warning_is_tried_again_only_where_that_is_asked_for() {
    let plan = retrying(nightly(), 3, 10);
    let ends_with_warning = |plan: Plan, expected| {
        Job::new(plan, "02 12:00")
            .ask("02 22:00", "start 02 22:00, until 03 06:00")
            .end("02 22:05", Outcome::Warning)
            .ask("02 22:05", expected);
    };
    ends_with_warning(plan.clone(), "wait for the run, until 03 22:00");
    let retry = plan.retry.map(|retry| retry.after(RetryAfter::FailedOrWarning));
    ends_with_warning(Plan { retry, ..plan }, "wait for retry 1, until 02 22:15");
}

#[test]
fn a_session_stopped_by_hand_is_not_tried_again() {
    Job::new(retrying(nightly(), 3, 10), "02 12:00")
        .ask("02 22:00", "start 02 22:00, until 03 06:00")
        .does("02 22:05", &Action::Stop, Effect::Stopped)
        .ask("02 22:05", "wait for the run, until 03 22:00");
}

#[test]
fn stopping_while_a_retry_is_waited_for_cancels_it() {
    Job::new(retrying(nightly(), 3, 10), "02 12:00")
        .ask("02 22:00", "start 02 22:00, until 03 06:00")
        .end("02 22:05", Outcome::Failed)
        .does("02 22:06", &Action::Stop, Effect::RetriesCancelled)
        .ask("02 22:06", "wait for the run, until 03 22:00")
        .refuses("02 22:07", &Action::Stop, Refused::NotRunning);
}

#[test]
fn a_start_by_hand_takes_no_notice_of_windows() {
    let mut job = Job::new(nightly(), "02 12:00");
    job.does("02 13:00", &Action::Start, Effect::Started)
        .ask("02 13:00", "wait for the closing, until 03 06:00")
        // The run at 22:00 passes while the session runs, which is terminated like any other.
        .ask("03 06:00", "terminate, closed 03 06:00")
        .ask("03 06:00", "wait for the run, until 03 22:00");
    assert!(
        matches!(job.state.activity(), Activity::Idle(Some(ended)) if ended.outcome == Outcome::Terminated)
    );
}

#[test]
fn a_session_started_by_hand_is_not_tried_again() {
    Job::new(retrying(nightly(), 3, 10), "02 12:00")
        .does("02 20:30", &Action::Start, Effect::Started)
        .end("02 20:40", Outcome::Failed)
        .ask("02 20:40", "wait for the run, until 02 22:00");
}

#[test]
fn a_start_while_a_session_runs_is_refused() {
    Job::new(nightly(), "02 12:00")
        .does("02 13:00", &Action::Start, Effect::Started)
        .refuses("02 13:01", &Action::Start, Refused::AlreadyRunning { since: at("02 13:00") })
        .refuses("02 12:59", &Action::Stop, Refused::EndsBeforeStart { since: at("02 13:00") });
}

#[test]
fn a_disabled_job_has_no_run_and_can_be_started_by_hand() {
    Job::new(retrying(nightly(), 3, 10), "02 12:00")
        .does("02 13:00", &Action::Disable, Effect::Switched)
        .does("02 13:01", &Action::Disable, Effect::Unchanged)
        .ask("02 22:00", "nothing: the job is disabled")
        .does("03 13:00", &Action::Start, Effect::Started)
        .end("03 13:10", Outcome::Failed)
        .ask("03 13:10", "nothing: the job is disabled");
}

#[test]
fn what_passed_while_a_job_was_disabled_was_not_missed() {
    Job::new(nightly(), "02 12:00")
        .does("02 13:00", &Action::Disable, Effect::Switched)
        .does("02 22:30", &Action::Enable, Effect::Switched)
        .ask("02 22:30", "wait for the run, until 03 22:00")
        // A run at the very instant counts.
        .does("03 13:00", &Action::Disable, Effect::Switched)
        .does("03 22:00", &Action::Enable, Effect::Switched)
        .ask("03 22:00", "start 03 22:00, until 04 06:00");
}

#[test]
fn a_job_that_its_document_disables_can_be_enabled() {
    let plan = Plan { job_enabled: false, ..nightly() };
    Job::new(plan, "02 12:00")
        .ask("02 12:00", "nothing: the job is disabled")
        .does("02 12:00", &Action::Enable, Effect::Switched)
        .ask("02 12:00", "wait for the run, until 02 22:00");
}

#[test]
fn disabling_a_job_does_not_end_its_session_but_its_retries() {
    Job::new(retrying(nightly(), 3, 10), "02 12:00")
        .ask("02 22:00", "start 02 22:00, until 03 06:00")
        .does("02 22:01", &Action::Disable, Effect::Switched)
        .ask("02 22:01", "wait for the closing, until 03 06:00")
        .end("02 22:05", Outcome::Failed)
        .ask("02 22:05", "nothing: the job is disabled")
        .does("02 22:10", &Action::Enable, Effect::Switched)
        .ask("02 22:10", "wait for the run, until 03 22:00");
}

#[test]
fn exploring_changes_nothing_for_the_job() {
    let mut job = Job::new(nightly(), "02 12:00");
    let before = job.state;
    job.does("02 13:00", &Action::Explore(Explore::default()), Effect::Explored);
    assert_eq!(job.state, before);
}

/// S97: the documented clamping to the first and the last backup.
#[test]
fn a_restore_session_shows_what_there_was_at_the_time() {
    let backups = Some((at("01 22:00"), at("05 22:00")));
    for (asked, expected) in [
        (Some("01 21:59:59"), RestorePoint::Nothing),
        (Some("01 22:00"), RestorePoint::AsOf(at("01 22:00"))),
        (Some("03 12:00"), RestorePoint::AsOf(at("03 12:00"))),
        (Some("05 22:00"), RestorePoint::AsOf(at("05 22:00"))),
        (Some("05 22:00:01"), RestorePoint::Latest(at("05 22:00"))),
        (None, RestorePoint::Latest(at("05 22:00"))),
    ] {
        let explore = Explore { datetime: asked.map(at), ..Explore::default() };
        assert_eq!(explore.restore_point(backups), expected, "{asked:?}");
        assert_eq!(explore.restore_point(None), RestorePoint::Nothing);
    }
}

fn continuous(window: Option<BackupWindow>) -> Plan {
    let windows = Windows { backup: window, periodic: None };
    Plan { windows, ..Plan::new(Starts::Continuously) }
}

#[test]
fn a_continuous_job_is_due_as_soon_as_its_last_session_has_ended() {
    Job::new(continuous(None), "02 12:00")
        .ask("02 12:00:01", "start 02 12:00:01")
        .ask("02 12:10", "nothing: running")
        .end("02 12:30", Outcome::Success)
        .ask("02 12:30", "start 02 12:30")
        .end("02 13:00", Outcome::Failed)
        .ask("02 13:00", "start 02 13:00");
}

#[test]
fn a_continuous_job_waits_for_the_window() {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 20, 6);
    Job::new(retrying(continuous(Some(nights)), 3, 10), "02 12:00")
        .ask("02 12:00", "wait for the run, until 02 20:00")
        .ask("02 20:00", "start 02 20:00, until 03 06:00")
        .end("03 05:30", Outcome::Success)
        .ask("03 05:30", "start 03 05:30, until 03 06:00")
        .ask("03 06:00", "terminate, closed 03 06:00")
        .ask("03 06:00", "wait for the run, until 03 20:00");
}

#[test]
fn two_runs_of_a_continuous_job_never_lie_in_one_second() {
    Job::new(continuous(None), "02 12:00")
        .ask("02 12:00:01", "start 02 12:00:01")
        .end("02 12:00:01", Outcome::Success)
        .ask("02 12:00:01", "wait for the run, until 02 12:00:02")
        .ask("02 12:00:02", "start 02 12:00:02");
}

#[test]
fn a_continuous_job_misses_nothing() {
    let plan = continuous(None);
    assert_eq!(plan.missed_runs(&Utc, at("02 12:00"), at("05 12:00")), Err(NoRun::Continuously));
    Job::new(plan, "02 12:00").ask("05 12:00", "start 02 12:00:01");
}

#[test]
fn after_an_outage_one_session_makes_up_for_all_runs_missed() {
    Job::new(every(Every::Hours1, 0), "02 08:30")
        .ask("05 12:20", "start 05 12:00, until 05 13:00")
        .end("05 12:30", Outcome::Success)
        .ask("05 12:30", "wait for the run, until 05 13:00");
}

#[test]
fn missed_runs_can_be_passed_over() {
    let plan = Plan { misfire: Misfire::SKIP, ..every(Every::Hours1, 0) };
    Job::new(plan.clone(), "02 08:30").ask("05 12:20", "wait for the run, until 05 13:00");
    Job::new(plan.clone(), "02 08:30").ask("05 12:01:01", "wait for the run, until 05 13:00");
    let mut job = Job::new(plan, "02 08:30");
    let decision = job.plan.decide(&Utc, &job.state, at("05 12:01"));
    assert_eq!(
        decision.until,
        Some(at("05 12:01") + TimeDelta::nanoseconds(1)),
        "a minute late is not too late"
    );
    job.ask("05 12:00:59", "start 05 12:00, until 05 12:01");
}

#[test]
fn the_last_of_the_missed_runs_can_each_be_made_up_for() {
    let limit = NonZeroU16::new(3).expect("a number");
    let plan = Plan { misfire: Misfire::RunAll { limit }, ..every(Every::Hours1, 0) };
    Job::new(plan, "02 08:30")
        .ask("05 12:20", "start 05 10:00, until 05 13:00")
        .end("05 12:30", Outcome::Success)
        .ask("05 12:30", "start 05 11:00")
        .end("05 13:10", Outcome::Success)
        // 13:00 passed while a session ran.
        .ask("05 13:10", "start 05 12:00")
        .end("05 13:20", Outcome::Success)
        .ask("05 13:20", "wait for the run, until 05 14:00");
}

#[test]
fn a_late_run_waits_for_the_window() {
    let workdays = Daily::new(WORKDAYS, NaiveTime::from_hms_opt(22, 0, 0).expect("a time")).expect("days");
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 20, 6);
    // Friday 22:00 was missed; the next run is on Monday.
    Job::new(plan(schedule(workdays).with_backup_window(nights)), "06 12:00")
        .ask("07 09:00", "wait for the opening, until 07 20:00")
        .ask("07 20:00", "start 06 22:00, until 08 06:00");
}

#[test]
fn a_late_run_leaves_it_to_the_run_that_the_opening_brings() {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 19, 8);
    let schedule =
        schedule(Periodically::new(Every::Hours4, 15).expect("an offset")).with_periodic_window(nights);
    // 04:15 was missed; 08:15, 12:15 and 16:15 are denied, and 19:15 makes up for them.
    Job::new(plan(schedule), "03 00:20")
        .ask("03 09:00", "wait for the opening, until 03 19:00")
        .ask("03 19:00", "wait for the run, until 03 19:15")
        .ask("03 19:15", "start 03 19:15, until 03 20:15");
}

#[test]
fn a_late_start_is_late_by_its_run_only() {
    let mut job = Job::new(nightly(), "02 12:00");
    let Act::Start(start) = job.plan.decide(&Utc, &job.state, at("02 22:00")).act else {
        panic!("a run is due")
    };
    // The start took its time, and the window closed meanwhile: the session has no place in it.
    job.state = job.state.start(&start, at("03 06:00:01")).expect("a start");
    job.ask("03 06:00:01", "terminate, closed 03 06:00");
}

#[test]
fn a_run_is_started_once() {
    let plan = nightly();
    let state = State::new(at("02 12:00"));
    let Act::Start(start) = plan.decide(&Utc, &state, at("02 22:00")).act else { panic!("a run is due") };
    let state = state.start(&start, at("02 22:00")).expect("a start");
    assert_eq!(state.start(&start, at("02 22:00")), Err(Refused::AlreadyRunning { since: at("02 22:00") }));
    let state = state.end(at("02 22:10"), Outcome::Success).expect("an end");
    assert!(matches!(state.start(&start, at("02 22:10")), Err(Refused::AlreadySettled { .. })));
    // Nor where the clock of the machine was set back.
    assert_eq!(said(&plan.decide(&Utc, &state, at("02 21:59"))), "wait for the run, until 03 22:00");
}

#[test]
fn a_retry_is_made_once() {
    let plan = retrying(nightly(), 3, 10);
    let mut job = Job::new(plan.clone(), "02 12:00");
    job.ask("02 22:00", "start 02 22:00, until 03 06:00");
    let done = job.state.end(at("02 22:05"), Outcome::Success).expect("an end");
    job.end("02 22:05", Outcome::Failed);
    let Act::Retry(retry) = plan.decide(&Utc, &job.state, at("02 22:15")).act else {
        panic!("a retry is due")
    };
    assert_eq!(done.retry(&retry, at("02 22:15")), Err(Refused::NoSuchRetry));
    let state = job.state.retry(&retry, at("02 22:15")).expect("a retry");
    let state = state.end(at("02 22:16"), Outcome::Failed).expect("an end");
    assert_eq!(state.retry(&retry, at("02 22:17")), Err(Refused::NoSuchRetry));
    assert_eq!(State::new(at("02 12:00")).retry(&retry, at("02 22:17")), Err(Refused::NoSuchRetry));
    assert_eq!(state.end(at("02 22:18"), Outcome::Failed), Err(Refused::NotRunning));
}

#[test]
fn retries_say_why_they_do_not_come() {
    let fates = |plan: &Plan, run: &str, minutes: i64| -> Vec<(String, &'static str)> {
        let retries = plan.retries(&Utc, at(run), TimeDelta::minutes(minutes));
        retries.map(|attempt| (shown(attempt.at), attempt.fate.code())).collect()
    };
    let expect = |rows: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
        rows.iter().map(|(at, code)| ((*at).to_owned(), *code)).collect()
    };
    let plan = retrying(nightly(), 3, 180);
    assert_eq!(fates(&plan, "02 22:00", 60), expect(&[("03 02:00", "made"), ("03 06:00", "dropped")]));
    let plan = retrying(every(Every::Hours1, 0), 5, 20);
    assert_eq!(
        fates(&plan, "02 22:00", 5),
        expect(&[("02 22:25", "made"), ("02 22:50", "made"), ("02 23:15", "gives_way")])
    );
    let last = plan.retries(&Utc, at("02 22:00"), TimeDelta::minutes(5)).last().expect("a retry");
    assert_eq!(last.fate, Fate::GivesWay { to: at("02 23:00") });
}

#[test]
fn a_retry_budget_beyond_the_window_is_reported() {
    // 777 times 999 minutes are more than ten hours.
    let over = retrying(nightly(), 777, 999).retries_beyond_window().expect("too many retries");
    assert_eq!(over.longest_allowed, TimeDelta::hours(10));
    assert_eq!(over.budget, TimeDelta::minutes(777 * 999));
    assert_eq!(
        over.to_string(),
        "the retries take 12937 h 3 min, and the backup window is never open for longer than 10 h at a time"
    );
    assert_eq!(retrying(nightly(), 60, 10).retries_beyond_window(), None, "they fit to the minute");
    assert!(retrying(nightly(), 61, 10).retries_beyond_window().is_some());
    assert_eq!(retrying(every(Every::Hours1, 0), 777, 999).retries_beyond_window(), None, "no window");
    assert_eq!(nightly().retries_beyond_window(), None, "no retries");
}

#[test]
fn the_two_passes_of_a_repeated_hour_are_two_occurrences() {
    let daily =
        Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(1, 30, 0).expect("a time")).expect("days");
    let both = schedule(daily).with_fold(backup_window::Fold::Both);
    let day = Utc.with_ymd_and_hms(2025, 11, 2, 0, 0, 0).unwrap()
        ..Utc.with_ymd_and_hms(2025, 11, 3, 0, 0, 0).unwrap();
    let keys: Vec<String> = both
        .runs(&chrono_tz::America::New_York, day)
        .map(|run| Occurrence::new("a", run.at).to_string())
        .collect();
    assert_eq!(keys, ["a@2025-11-02T05:30:00Z", "a@2025-11-02T06:30:00Z"]);
}

#[test]
fn an_occurrence_is_read_back_whatever_the_identifier_is_made_of() {
    for job in ["", "a", "a@b", "@", "#1", "a@2025-06-02T22:00:00Z", "å#@ \u{1F4BE}"] {
        for second in
            [-62_135_596_800, -1, 0, 1_748_901_600, 253_402_300_799, 253_402_300_800, 8_000_000_000_000]
        {
            for attempt in [0, 1, 777, u16::MAX] {
                let run = DateTime::from_timestamp(second, 999_999_999).expect("an instant");
                let key = Occurrence::new(job, run).retry(attempt);
                let text = key.to_string();
                assert_eq!(Occurrence::parse(&text), Some(key), "{text}");
                assert_eq!((key.job(), key.second(), key.attempt()), (job, second, attempt));
            }
        }
    }
    for wrong in [
        "",
        "a",
        "a@",
        "a@2025-06-02T22:00:00",
        "a@2025-06-02T22:00:00+00:00",
        "a@2025-06-02T22:00:00.5Z",
        "a@2025-06-02t22:00:00z",
        "a@2025-06-02 22:00:00Z",
        "a@2025-6-2T22:00:00Z",
        "a@2025-06-02T22:00:60Z",
        "a@2025-06-02T22:00:00Z#",
        "a@2025-06-02T22:00:00Z#0",
        "a@2025-06-02T22:00:00Z#01",
        "a@2025-06-02T22:00:00Z#+1",
        "a@2025-06-02T22:00:00Z#65536",
        "a@2025-06-02T22:00:00Z ",
    ] {
        assert_eq!(Occurrence::parse(wrong), None, "{wrong:?}");
    }
}
