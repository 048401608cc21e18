//! How many there are of something: siblings, jobs of an envelope, retries.

use backup_window::job::{Act, State};
use backup_window::wire::vbo::Job;
use backup_window::wire::{Dropped, Jobs};
use backup_window::{Daily, Plan, Schedule, Starts};
use chrono::{DateTime, NaiveTime, Utc, WeekdaySet};

#[test]
fn values_side_by_side_are_not_nested() {
    for value in ["{}", "[]", "[[]]", r#"{"a":[]}"#] {
        let siblings: Vec<_> = (0..300).map(|i| format!(r#""p{i}":{value}"#)).collect();
        let policy = r#""schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00"}"#;
        let text = format!("{{{},{policy}}}", siblings.join(","));
        let job = Job::<Dropped>::from_json(&text).unwrap();
        assert!(job.read().is_ok(), "{value}");
    }
}

#[test]
fn all_jobs_of_an_envelope_are_gone_through() {
    for (text, count) in [("[]", 0), (r#"{"results":[{},{},{}]}"#, 3), ("[{}]", 1)] {
        let jobs = Jobs::<Dropped>::from_json(text).unwrap();
        assert_eq!(((&jobs).into_iter().count(), jobs.iter().count()), (count, count), "{text}");
    }
}

#[test]
fn the_first_session_of_a_run_is_written_without_a_number() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let ten = NaiveTime::from_hms_opt(22, 0, 0).unwrap();
    let plan = Plan::new(Starts::Scheduled(Schedule::new(Daily::new(WeekdaySet::ALL, ten).unwrap())));
    let (state, now) = (State::new(at("2025-06-02T12:00:00Z")), at("2025-06-02T22:00:00Z"));
    let Act::Start(start) = plan.decide(&Utc, &state, now).act else { panic!("a run is due") };
    let running = state.start(&start, now).unwrap();
    let text = serde_json::to_string(&running).unwrap();
    assert!(text.contains("2025-06-02T22:00:00Z") && !text.contains("attempt"), "{text}");
}
