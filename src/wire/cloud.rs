//! Backup policies of clouds: their schedules are told apart, and not evaluated.
//!
//! The appliances for clouds share names with the other products and mean more by them: a daily schedule there has many
//! hours, a monthly one its own time, a window its own form. So a schedule of theirs is a type that is not evaluated, and
//! not a mistake. Source: the OpenAPI document 8.1 of the appliance for Azure.

use alloc::format;
use alloc::string::{String, ToString};

use super::tree::Tree;

/// Properties that only schedules of clouds have.
const OF_SCHEDULES: [&str; 8] = [
    "frequencyType",
    "selectedDays",
    "monthlyType",
    "periodicallyType",
    "runsPerHour",
    "snapshotSchedule",
    "backupSchedule",
    "executionWindow",
];

/// The schedules of a policy, each in a property.
const OF_POLICIES: [&str; 4] = ["dailySchedule", "weeklySchedule", "monthlySchedule", "yearlySchedule"];

/// What makes a document one of another product.
const OF_OTHERS: [&str; 5] =
    ["schedulePolicy", "schedulePolicyType", "scheduleType", "JobScheduleOptions", "runAutomatically"];

/// The property that makes an object a schedule of a cloud, or a policy with such schedules; `None` where there is none.
pub(super) fn mark(tree: &Tree) -> Option<String> {
    // Jobs of the other products may have anything beside.
    if OF_OTHERS.into_iter().any(|name| tree.property(name).is_some()) {
        return None;
    }
    let has = |name: &&str| tree.property(name).is_some();
    let found = OF_SCHEDULES.into_iter().find(has).or(OF_POLICIES.into_iter().find(has));
    // How often restore points are made, in days, weeks or months.
    let of_templates = || {
        ["daily", "weekly", "monthly"].into_iter().find_map(|name| {
            tree.property(name)?.property("createEvery").map(|_| format!("{name}.createEvery"))
        })
    };
    found.map(ToString::to_string).or_else(of_templates)
}

/// The type of such a schedule, as it is shown.
pub(super) fn kind(tree: &Tree) -> Option<String> {
    mark(tree)?;
    let frequency = tree.property("frequencyType").and_then(Tree::as_text);
    Some(match frequency {
        Some(frequency) => format!("{frequency}, of a cloud policy"),
        None => "cloud policy".into(),
    })
}
