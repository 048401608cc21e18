//! Explanations: that the rules they name are written down, and that they say of an instant what the oracle sees there.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::collections::BTreeMap;

use backup_window::explain::{Pass, Rule, Tag};
use backup_window::{
    BackupWindow, Daily, Every, NoRun, Origin, Periodically, Plan, Schedule, SlotAt, Starts, WindowClock,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, WeekdaySet};
use chrono_tz::America::New_York;
use proptest::prelude::*;

use oracle::{
    Question, Timeline, assert_same, cases, civil_before, instant, made_up_zones, places, questions,
    second_of, slots, utc,
};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

/// The rules of SEMANTICS.md, each with its text.
fn rules() -> BTreeMap<u8, String> {
    let mut rules = BTreeMap::<u8, String>::new();
    let mut current = None;
    for line in include_str!("../SEMANTICS.md").lines() {
        if let Some((number, _)) = line.strip_prefix("**S").and_then(|rest| rest.split_once("**")) {
            current = number.parse().ok();
        } else if line.starts_with('#') {
            current = None;
        }
        if let Some(number) = current {
            *rules.entry(number).or_default() += line;
        }
    }
    rules
}

#[test]
fn every_rule_that_is_named_is_written_down_with_its_tag() {
    let rules = rules();
    assert!(rules.len() > 60, "{} rules", rules.len());
    for rule in Rule::ALL {
        let text = rules.get(&rule.number()).unwrap_or_else(|| panic!("{rule} is not in SEMANTICS.md"));
        let letter = rule.tag().letter();
        // Such as [D], or [D, indirectly].
        let is_tagged = text.contains(&format!("[{letter}]")) || text.contains(&format!("[{letter},"));
        assert!(is_tagged, "{rule} has another tag in SEMANTICS.md: {text}");
    }
    let mut named: Vec<Rule> = Rule::ALL.to_vec();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), Rule::ALL.len(), "a rule is named twice");
    assert_eq!([Tag::Documented, Tag::Sampled, Tag::Chosen].map(Tag::letter), ['D', 'S', 'C']);
}

/// Everything said of some instants, beside what the engine and the oracle say of each part.
fn check<Z: chrono::TimeZone>(zone: &Z, question: &Question, range: &std::ops::Range<DateTime<Utc>>) {
    let schedule = question.schedule();
    let plan = Plan::new(Starts::Scheduled(schedule));
    let timeline = Timeline::walk(zone, range, second_of(&question.trigger));
    let slots = slots(&timeline, &question.trigger, question.gap, question.fold);
    let allowed = timeline.allowed(&question.start_windows());

    let in_range = slots.iter().filter(|slot| range.contains(&slot.at));
    assert_eq!(
        schedule.slots_in(zone, range.clone()).map_or(0, |slots| slots.count),
        in_range.clone().count() as u64
    );
    let ticks = timeline.ticks.iter().map(|tick| instant(tick.at)).filter(|t| range.contains(t));
    let around = in_range.map(|slot| slot.at);
    for t in ticks.step_by(397).chain(around.take(40)) {
        let why = plan.explain(zone, t);
        assert_eq!(why.is_start_allowed(), allowed[timeline.index_of(t)], "at {t}");
        for window in why.windows.into_iter().flatten() {
            assert!(window.since.is_none_or(|since| since <= t), "{window:?} at {t}");
        }
        let expected = slots.iter().find(|slot| slot.at == t);
        match why.slot.unwrap() {
            SlotAt::Slot { is_allowed, nominal } => {
                assert_eq!(Some(nominal), expected.map(|slot| slot.lost), "slot at {t}");
                assert_eq!(is_allowed, allowed[timeline.index_of(t)]);
            }
            SlotAt::OtherPass => {
                assert_ne!(why.local.unwrap().pass, Pass::Only, "at {t}");
                assert!(expected.is_none());
            }
            SlotAt::None => assert!(expected.is_none(), "no slot at {t}"),
        }

        // The civil time is shown again, or was, exactly where it is said to be.
        let local = why.local.unwrap();
        let tick = timeline.ticks[timeline.index_of(t)];
        let aside = t - instant(tick.at);
        let shown: Vec<_> = timeline
            .ticks
            .iter()
            .filter(|other| other.civil == tick.civil && other.at != tick.at)
            .map(|other| instant(other.at) + aside)
            .collect();
        match local.pass {
            Pass::Only => assert!(shown.is_empty(), "at {t}: {shown:?}"),
            Pass::First { again } => assert!(again > t && shown.contains(&again), "at {t}: {again}"),
            Pass::Second { before } => assert!(before < t && shown.contains(&before), "at {t}: {before}"),
        }

        assert_eq!(
            why.now.map(|now| now.run),
            schedule.next_after(zone, t - NANOSECOND).ok().filter(|run| run.at == t)
        );
        match (why.next, schedule.next_after(zone, t)) {
            (Ok(next), Ok(run)) => {
                assert_eq!(next.run, run);
                let denied: Vec<_> = slots.iter().filter(|slot| t < slot.at && slot.at < run.at).collect();
                if run.at < range.end {
                    let said = next.denied.map(|denied| (denied.count, denied.first, denied.last));
                    let seen = denied
                        .first()
                        .map(|first| (denied.len() as u64, first.at, denied[denied.len() - 1].at));
                    assert_same("denied slots", &[said], &[seen]);
                }
            }
            (next, run) => assert_eq!(next.map(|next| next.run).map_err(|none| none.reason), run),
        }
        let previous = why.previous.map(|previous| previous.run).map_err(|none| none.reason);
        assert_eq!(previous, schedule.previous_before(zone, t));
    }
}

const NANOSECOND: TimeDelta = TimeDelta::nanoseconds(1);

proptest! {
    #![proptest_config(cases(50))]

    #[test]
    fn everything_said_of_an_instant_is_what_the_oracle_sees(
        (place, question) in places(6).prop_flat_map(|place| {
            let civil = civil_before(&place.zone, place.near.at);
            (Just(place), questions(civil))
        }),
    ) {
        check(&place.zone, &question, &place.near.range);
    }

    #[test]
    fn everything_said_of_an_instant_is_what_the_oracle_sees_in_made_up_zones(
        (zone, near, question) in made_up_zones(6).prop_flat_map(|(zone, near)| {
            let civil = civil_before(&zone, near.at);
            (Just(zone), Just(near), questions(civil))
        }),
    ) {
        check(&zone, &question, &near.range);
    }
}

fn daily(time: &str) -> Schedule {
    Schedule::new(Daily::new(WeekdaySet::ALL, time.parse::<NaiveTime>().unwrap()).unwrap())
}

fn plan(schedule: Schedule) -> Plan {
    Plan::new(Starts::Scheduled(schedule))
}

#[test]
fn a_run_moved_by_a_gap_names_the_gap() {
    let plan = plan(daily("02:30:00"));
    let why = plan.explain(&New_York, utc("2025-03-09T07:00:00Z"));
    let now = why.now.unwrap();
    assert!(matches!(now.run.origin, Origin::MovedByGap { .. }));
    assert!(now.because.rules().eq([Rule::DAILY, Rule::LOCAL_WEEKDAY, Rule::GAP]));
    let changed = why.local.unwrap().changed.unwrap();
    assert_eq!((changed.at, changed.ahead()), (utc("2025-03-09T07:00:00Z"), TimeDelta::hours(1)));
    assert!(matches!(why.slot, Some(SlotAt::Slot { is_allowed: true, nominal: Some(_) })));
}

#[test]
fn a_time_shown_twice_says_which_pass_counts() {
    let plan = plan(daily("01:30:00"));
    let (first, second) = (utc("2025-11-02T05:30:00Z"), utc("2025-11-02T06:30:00Z"));
    let why = plan.explain(&New_York, first);
    assert_eq!(why.local.unwrap().pass, Pass::First { again: second });
    assert!(why.now.unwrap().because.rules().any(|rule| rule == Rule::FOLD));
    let why = plan.explain(&New_York, second);
    assert_eq!((why.now, why.slot), (None, Some(SlotAt::OtherPass)));
    assert_eq!(why.previous.unwrap().run.at, first);
}

#[test]
fn a_run_of_the_past_says_why_it_ran_then() {
    // every 4 h, offset 15, allowed 19:00-08:00
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 19, 8);
    let every_4_hours = Periodically::new(Every::Hours4, 15).unwrap();
    let plan = plan(Schedule::new(every_4_hours).with_backup_window(nights));
    let why = plan.explain(&Utc, utc("2025-06-02T19:15:00Z"));
    let now = why.now.unwrap();
    assert_eq!(now.run.origin, Origin::Deferred { from: utc("2025-06-02T16:15:00Z") });
    assert!(now.because.rules().eq([Rule::PERIODIC, Rule::DEFERRED, Rule::LATE, Rule::CLOSING]));
    assert_eq!(why.slot, Some(SlotAt::None));

    let noon = plan.explain(&Utc, utc("2025-06-02T12:30:00Z"));
    assert_eq!(noon.denied_by().map(|window| window.role.code()).collect::<Vec<_>>(), ["backup"]);
    assert_eq!(noon.opens, Some(utc("2025-06-02T19:00:00Z")));
    let next = noon.next.unwrap();
    assert_eq!((next.run.at, next.denied.unwrap().count), (utc("2025-06-02T19:15:00Z"), 1));
    assert_eq!(next.rule_of_denied, Some(Rule::DEFERRED));
    let previous = noon.previous.unwrap();
    assert_eq!((previous.run.at, previous.denied.unwrap().count), (utc("2025-06-02T04:15:00Z"), 2));
}

#[test]
fn a_periodic_window_has_no_say_over_a_daily_trigger() {
    let plan =
        plan(daily("12:00:00").with_periodic_window(BackupWindow::NEVER.with_clock(WindowClock::LOCAL)));
    let why = plan.explain(&Utc, utc("2025-06-02T12:00:00Z"));
    let window = why.windows[1].unwrap();
    assert_eq!((window.is_allowed, window.is_in_force, window.rule), (false, false, Rule::LOCAL_CLOCK));
    assert!(why.is_start_allowed() && why.now.is_some());
}

#[test]
fn a_job_without_a_run_names_the_rule() {
    let noon = utc("2025-06-02T12:00:00Z");
    let mut disabled = plan(daily("12:00:00"));
    disabled.job_enabled = false;
    let closed = plan(daily("12:00:00").with_backup_window(BackupWindow::NEVER));
    for (plan, reason, rule) in [
        (disabled, NoRun::JobDisabled, Rule::DISABLED),
        (closed, NoRun::WindowNeverOpens, Rule::NEVER),
        (Plan::new(Starts::ManualOnly), NoRun::ManualOnly, Rule::NO_RUN),
        (Plan::new(Starts::Unsupported("Weekly".into())), NoRun::Unsupported("Weekly"), Rule::UNKNOWN_TYPE),
    ] {
        let none = plan.explain(&Utc, noon).next.unwrap_err();
        assert_eq!((none.reason, none.rule), (reason, rule));
    }
    let continuous = Plan::new(Starts::Continuously);
    let why = continuous.explain(&Utc, noon);
    assert!(why.next.unwrap().because.rules().eq([Rule::CONTINUOUS]));
    assert_eq!(why.previous.unwrap_err().rule, Rule::CONTINUOUS);
}

#[test]
fn nothing_panics_at_the_ends_of_time() {
    let plan = plan(daily("12:00:00").with_backup_window(
        BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 19, 8).with_clock(WindowClock::LOCAL),
    ));
    for t in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        plan.explain(&New_York, t);
    }
}
