//! What values say of themselves: their limits, their names, and how they are shown.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::num::NonZeroU32;
use std::sync::Arc;

use backup_window::explain::{LocalTime, Role, Rule};
use backup_window::job::{Act, Action, Activity, Effect, Idle, Outcome, Refused, Retry, State};
use backup_window::simulate::{PerMillion, Simulation};
use backup_window::{
    BackupWindow, Daily, Every, HourOfWeek, Length, MinuteOffset, MonthDay, Monthly, Months, NoRun, Origin,
    Plan, PrintedRun, RangeError, Schedule, Starts, WindowClock, Windows, ZoneTable,
};
use chrono::{DateTime, FixedOffset, Month, NaiveTime, TimeDelta, Utc, Weekday, WeekdaySet};
use chrono_tz::America::New_York;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn daily(hour: u32) -> Schedule {
    Schedule::new(Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(hour, 0, 0).unwrap()).unwrap())
}

#[track_caller]
fn out_of_range<T: std::fmt::Debug>(
    value: Result<T, RangeError>,
    given: i64,
    limits: (i64, i64),
    text: &str,
) {
    let error = value.unwrap_err();
    assert_eq!((error.value(), error.limits()), (given, limits));
    assert_eq!(error.to_string(), text);
}

#[test]
fn what_is_out_of_range_is_refused_and_the_limits_are_not() {
    assert_eq!(HourOfWeek::new(167).unwrap().to_string(), "Sat 23:00");
    out_of_range(HourOfWeek::new(168), 168, (0, 167), "hour of week 168 is out of range (expected 0 to 167)");
    assert_eq!(HourOfWeek::on(Weekday::Mon, 23).unwrap().index(), 47);
    out_of_range(
        HourOfWeek::on(Weekday::Mon, 24),
        24,
        (0, 23),
        "hour of day 24 is out of range (expected 0 to 23)",
    );
    assert_eq!(PerMillion::new(1_000_000).unwrap().parts(), 1_000_000);
    out_of_range(
        PerMillion::new(1_000_001),
        1_000_001,
        (0, 1_000_000),
        "parts per million 1000001 is out of range (expected 0 to 1000000)",
    );
}

#[test]
fn every_hour_of_the_week_is_on_its_day() {
    let days = WeekdaySet::ALL.iter(Weekday::Sun).flat_map(|day| (0..24).map(move |hour| (day, hour)));
    assert!(HourOfWeek::all().map(|hour| (hour.weekday(), hour.hour())).eq(days.clone()));
    assert!(days.map(|(day, hour)| HourOfWeek::on(day, hour).unwrap()).eq(HourOfWeek::all()));
}

#[test]
fn days_of_a_month_and_months_have_names() {
    let shown = [
        (MonthDay::On(15), "day 15"),
        (MonthDay::First(Weekday::Mon), "first Mon"),
        (MonthDay::Second(Weekday::Tue), "second Tue"),
        (MonthDay::Third(Weekday::Wed), "third Wed"),
        (MonthDay::Fourth(Weekday::Thu), "fourth Thu"),
        (MonthDay::LastWeekday(Weekday::Sun), "last Sun"),
        (MonthDay::Last, "last day"),
    ];
    for (day, text) in shown {
        assert_eq!(day.to_string(), text);
    }
    let quarters = [Month::October, Month::January, Month::July, Month::April];
    let set: Months = quarters.into_iter().collect();
    assert!(set.iter().eq([Month::January, Month::April, Month::July, Month::October]));
    assert!(set.iter().rev().eq([Month::October, Month::July, Month::April, Month::January]));
    assert!(Months::ALL.iter().all(|month| Months::ALL.contains(month)) && Months::ALL.iter().count() == 12);
}

#[test]
fn intervals_are_shown_in_the_largest_unit() {
    let shown: Vec<String> =
        [Every::Minutes5, Every::Minutes30, Every::Hours1, Every::Hours2, Every::Hours24]
            .map(|every| every.to_string())
            .into();
    assert_eq!(shown, ["5 minutes", "30 minutes", "1 hour", "2 hours", "24 hours"]);
}

#[test]
fn a_window_is_shown_as_its_clock_and_a_picture_of_its_week() {
    let night = BackupWindow::NEVER.allow_daily(WeekdaySet::single(Weekday::Mon), 20, 6);
    let clock = WindowClock::UtcOffset(MinuteOffset::new(-90).unwrap());
    assert_eq!(
        format!("{:?}", night.with_clock(clock)),
        "BackupWindow(UTC-90 min; Sun ........................ Mon ....................#### \
         Tue ######.................. Wed ........................ Thu ........................ \
         Fri ........................ Sat ........................)"
    );
    assert_eq!(MinuteOffset::new(-90).unwrap().to_string(), "-90 min");
}

#[test]
fn a_table_and_what_is_compiled_for_it_are_shown_by_what_matters() {
    let table = Arc::new(ZoneTable::new(&FixedOffset::east_opt(3600).unwrap()));
    assert_eq!((table.offsets(), table.changes()), (&[3600][..], 0));
    assert_eq!(format!("{table:?}"), "ZoneTable { offsets: [3600], changes: 0 }");
    let new_york = ZoneTable::new(&New_York);
    assert_eq!(
        new_york.offsets()[..2],
        [-14_400, -18_000],
        "summer time is longer in force than winter time"
    );
    // Two a year from 1967 to 2099, where its table ends, and those of the decades before.
    assert!((340..380).contains(&new_york.changes()), "{}", new_york.changes());

    let compiled = daily(22).compile(&table);
    let shown = format!("{compiled:?}");
    assert!(
        shown.starts_with("CompiledSchedule { schedule: Schedule") && shown.contains("ZoneTable"),
        "{shown}"
    );
}

#[test]
fn a_plan_that_is_compiled_is_still_there_and_answers_as_it_does() {
    let table = Arc::new(ZoneTable::new(&New_York));
    let plan = Plan::new(Starts::Scheduled(daily(22)));
    let compiled = plan.compile(&table);
    assert_eq!(compiled.plan(), &plan);
    assert!(Arc::ptr_eq(compiled.zone(), &table));
    let (from, to) = (at("2025-06-02T00:00:00Z"), at("2025-06-05T00:00:00Z"));
    assert_eq!(compiled.missed_runs(from, to), Ok(3));
    assert_eq!(compiled.missed_runs(from, to), plan.missed_runs(&New_York, from, to));
    let by_hand = Plan::new(Starts::ManualOnly);
    assert_eq!(by_hand.compile(&table).missed_runs(from, to), Err(NoRun::ManualOnly));
}

#[test]
fn a_plan_passes_questions_on_to_its_schedule() {
    let night = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 20, 6);
    let schedule = daily(22).with_backup_window(night);
    let plan = Plan::new(Starts::Scheduled(schedule));
    let (monday, friday) = (at("2025-06-02T00:00:00Z"), at("2025-06-06T00:00:00Z"));
    let run = plan.next_fitting_after(&Utc, monday, TimeDelta::hours(8)).unwrap();
    assert_eq!(run.at, at("2025-06-02T22:00:00Z"));
    assert_eq!(plan.next_fitting_after(&Utc, monday, TimeDelta::hours(9)), Err(NoRun::NeverFits));
    let wait = plan.longest_wait(&Utc, monday..friday).unwrap();
    assert_eq!(wait.length(), TimeDelta::hours(24));
    let by_hand = Plan::new(Starts::ManualOnly);
    assert_eq!(by_hand.next_fitting_after(&Utc, monday, TimeDelta::hours(8)), Err(NoRun::ManualOnly));
    assert_eq!(by_hand.longest_wait(&Utc, monday..friday), Err(NoRun::ManualOnly));
}

#[test]
fn one_window_alone_is_that_of_backups() {
    let night = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 20, 6);
    assert_eq!(Windows::from(night), Windows { backup: Some(night), periodic: None });
}

#[test]
fn a_length_without_an_end_has_no_limit() {
    assert_eq!(BackupWindow::ALWAYS.longest_allowed(), Length::Unlimited);
    assert_eq!(Length::Unlimited.limit(), None);
    assert_eq!(Length::ZERO.limit(), Some(TimeDelta::zero()));
}

#[test]
fn decisions_outcomes_and_roles_have_stable_names() {
    let noon = at("2025-06-02T12:00:00Z");
    let state = State::new(noon);
    let plan = Plan::new(Starts::Scheduled(daily(22)));
    let night = at("2025-06-02T22:00:00Z");
    assert_eq!(plan.decide(&Utc, &state, noon).act.code(), "wait");
    let decision = plan.decide(&Utc, &state, night);
    assert_eq!(decision.act.code(), "start");
    let Act::Start(start) = &decision.act else { panic!("{decision:?}") };
    let running = state.start(start, night).unwrap();
    assert_eq!(plan.decide(&Utc, &running, night).act.code(), "nothing");
    assert_eq!(Act::Nothing(Idle::Running).code(), "nothing");
    assert_eq!(Act::Terminate { closed: noon }.code(), "terminate");

    let retried = Plan { retry: Some(Retry::default()), ..plan };
    let failed = running.end(night, Outcome::Failed).unwrap();
    let decision = retried.decide(&Utc, &failed, at("2025-06-02T22:10:00Z"));
    assert_eq!(decision.act.code(), "retry");

    let outcomes =
        [Outcome::Success, Outcome::Warning, Outcome::Failed, Outcome::Stopped, Outcome::Terminated];
    assert_eq!(outcomes.map(Outcome::code), ["success", "warning", "failed", "stopped", "terminated"]);
    assert_eq!(outcomes.map(Outcome::is_backup), [true, true, false, false, false]);
    assert_eq!([Role::Backup, Role::Periodic].map(Role::code), ["backup", "periodic"]);
    assert_eq!(
        (Rule::DEFERRED.to_string(), Rule::LOCAL_WEEKDAY.to_string()),
        ("S22 [D]".into(), "S12 [S]".into())
    );
}

#[test]
fn a_refusal_says_what_is_in_the_way() {
    let since = at("2025-06-02T22:00:00Z");
    let said = [
        (Refused::AlreadyRunning { since }, "a session is running since 2025-06-02 22:00:00 UTC"),
        (Refused::NotRunning, "no session is running"),
        (Refused::AlreadySettled { settled: since }, "the runs up to 2025-06-02 22:00:00 UTC are settled"),
        (Refused::NoSuchRetry, "the last session has no such retry"),
        (Refused::EndsBeforeStart { since }, "the session began later, at 2025-06-02 22:00:00 UTC"),
    ];
    for (refused, text) in said {
        assert_eq!(refused.to_string(), text);
    }
}

#[test]
fn a_state_names_the_run_of_its_last_session() {
    let night = at("2025-06-02T22:00:00Z");
    let state = State::new(night - TimeDelta::hours(1));
    let plan = Plan::new(Starts::Scheduled(daily(22)));
    assert_eq!((state.run(), state.activity()), (None, &Activity::Idle(None)));
    let decision = plan.decide(&Utc, &state, night);
    let Act::Start(start) = &decision.act else { panic!("{decision:?}") };
    let running = state.start(start, night).unwrap();
    assert_eq!(running.run(), Some(night));
    let ended = running.end(night + TimeDelta::hours(1), Outcome::Success).unwrap();
    assert_eq!(ended.run(), Some(night));
    let (by_hand, effect) = ended.apply(&Action::Start, night + TimeDelta::hours(2)).unwrap();
    assert_eq!((by_hand.run(), effect), (None, Effect::Started));
}

#[test]
fn a_printed_run_is_the_instant_that_was_printed() {
    let night = at("2025-06-02T22:00:00Z");
    assert_eq!(PrintedRun::new(night).at(), night);
    assert!(PrintedRun::new(night).is_explained_by(&daily(22), &Utc));
    assert!(!PrintedRun::new(night).first_after(night).is_explained_by(&daily(22), &Utc));
    assert!(!PrintedRun::new(DateTime::<Utc>::MAX_UTC).is_explained_by(&daily(22), &Utc));
}

#[test]
fn a_change_of_the_clock_names_the_civil_times_it_skips_or_repeats() {
    let changed = |instant: &str| {
        let (from, to) =
            LocalTime::at(&New_York, at(instant)).unwrap().changed.unwrap().civil_times().unwrap();
        (from.to_string(), to.to_string())
    };
    assert_eq!(changed("2025-03-09T07:00:00Z"), ("2025-03-09 02:00:00".into(), "2025-03-09 03:00:00".into()));
    assert_eq!(changed("2025-11-02T06:00:00Z"), ("2025-11-02 01:00:00".into(), "2025-11-02 02:00:00".into()));
}

#[test]
fn jobs_wait_for_each_other_where_there_is_a_limit() {
    let year = at("2025-01-01T00:00:00Z")..at("2026-01-01T00:00:00Z");
    let simulation = Simulation::new(year, 7);
    assert!(!simulation.has_limit());
    assert!(simulation.with_limit(NonZeroU32::new(2)).has_limit());
}

#[test]
fn where_a_run_comes_from_has_a_stable_name() {
    let (from, nominal) = (at("2025-06-02T12:00:00Z"), at("2025-03-30T02:30:00Z").naive_utc());
    let origins =
        [Origin::Scheduled, Origin::Deferred { from }, Origin::AtOpening, Origin::MovedByGap { nominal }];
    let codes = ["scheduled", "deferred", "at_opening", "moved_by_gap"];
    assert_eq!(origins.map(|origin| origin.code()), codes);
}

#[test]
fn clocks_are_set_from_twelve_hours_behind_to_fourteen_ahead() {
    assert_eq!(PrintedRun::OFFSETS_IN_USE, (-720, 840));
}

#[test]
fn a_month_named_twice_is_one_month() {
    let months: Months = [Month::March, Month::March, Month::May].into_iter().collect();
    assert_eq!(months, [Month::May, Month::March].into_iter().collect());
}

#[test]
fn a_leap_second_is_the_second_before_from_its_very_beginning() {
    let leap = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_000_000_000).unwrap();
    let second = NaiveTime::from_hms_opt(23, 59, 59).unwrap();
    assert_eq!(Daily::new(WeekdaySet::ALL, leap).unwrap().time(), second);
    assert_eq!(Monthly::new(MonthDay::Last, Months::ALL, leap).unwrap().time(), second);
}

#[test]
fn a_schedule_that_is_disabled_has_no_run_and_a_job_that_is_disabled_comes_first() {
    let noon = at("2025-06-02T12:00:00Z");
    for starts in [Starts::Scheduled(daily(22)), Starts::Continuously] {
        let plan = Plan { schedule_enabled: false, ..Plan::new(starts) };
        assert_eq!(plan.next_after(&Utc, noon), Err(NoRun::ScheduleDisabled));
        assert_eq!(plan.schedule(), Err(NoRun::ScheduleDisabled));
        let plan = Plan { job_enabled: false, ..plan };
        assert_eq!(plan.next_after(&Utc, noon), Err(NoRun::JobDisabled));
    }
}
