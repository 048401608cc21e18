//! Lints at the very edge of what they look for.

#![cfg(feature = "serde")]
#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::collections::BTreeSet;

use backup_window::lint::{self, Code, Context, Finding};
use backup_window::wire::Tree;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// What is found in a policy with a window on UTC that is open in some hours of each day.
fn findings(time: &str, hours: &[usize], zone: Tz, at: DateTime<Utc>) -> Vec<Finding> {
    let grid: Vec<bool> = (0..168).map(|hour| hours.contains(&(hour % 24))).collect();
    let document = format!(
        r#"{{"schedulePolicy":{{"type":"Daily","dailyType":"Everyday","dailyTime":"{time}","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{grid:?},"minuteOffset":0}}}}}}"#
    );
    let job = serde_json::from_str(&document).unwrap();
    lint::job::<backup_window::wire::Dropped, _>(&job, Default::default(), &Context::new(&zone, at))
}

#[test]
fn a_change_of_the_clock_at_the_present_is_over() {
    let change = at("2025-10-26T01:00:00Z");
    let shift = |at| {
        let found = findings("23:00", &[22, 23, 0, 1], Tz::Europe__Prague, at);
        let shift = found.into_iter().find(|finding| finding.code == Code::EdgesShift).unwrap().message;
        shift.split_once(" on the local clock ").unwrap().1.to_owned()
    };
    assert_eq!(shift(change - TimeDelta::seconds(2)), "from 2025-10-26 on");
    assert_eq!(shift(change - TimeDelta::seconds(1)), "from 2025-10-26 on");
    assert_eq!(shift(change), "from 2026-03-29 on");
    assert_eq!(shift(change + TimeDelta::seconds(1)), "from 2026-03-29 on");
}

#[test]
fn fifteen_days_before_a_change_are_enough_to_see_a_run_of_them() {
    // Volgograd went from +04:00 to +03:00 for good on 2020-12-26 at 22:00 UTC; 02:30 is 22:30 UTC before.
    let change = at("2020-12-26T22:00:00Z");
    let found = |before: TimeDelta| {
        let found = findings("02:30", &[22], Tz::Europe__Volgograd, change - before);
        found.iter().any(|finding| finding.code == Code::MeetsPartOfYear)
    };
    assert!(found(TimeDelta::days(15)));
    assert!(!found(TimeDelta::days(15) - TimeDelta::seconds(1)));
}

#[test]
fn each_code_has_a_summary_of_its_own() {
    let summaries: BTreeSet<_> = Code::ALL.iter().map(|code| code.summary()).collect();
    assert_eq!(summaries.len(), Code::ALL.len());
    let are_sentences = summaries.iter().all(|summary| summary.contains(' ') && !summary.ends_with('.'));
    assert!(are_sentences, "{summaries:?}");
}

#[test]
fn what_is_wrong_with_a_whole_document_is_mended_there_and_a_value_where_it_is() {
    let fix = |text| Finding::unreadable(&Tree::from_json(text).map(|_| ()).unwrap_err()).fix;
    assert_eq!(fix("{"), "mend the document, or say in which dialect it is");
}
