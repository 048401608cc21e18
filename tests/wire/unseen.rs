//! Documents that no page prints and that a product may write all the same: every value of every enumeration, other
//! cases, other orders, nulls and parts that are missing.

use crate::documents::{every, notes, with_grids};
use backup_window::wire::{Conversion, Dialect, ReadOptions, Reading, Tree};
use backup_window::{Every, NoRun, Plan, Retry, Starts};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

fn read(document: &Value) -> Reading {
    let tree = Tree::from_json(&document.to_string()).unwrap();
    tree.read().unwrap_or_else(|error| panic!("{error}: {document}"))
}

/// Reads a document, the same in small and in capital letters, and the same with its properties the other way round.
fn read_anyhow(document: &Value) -> Reading {
    let reading = read(document);
    for other in [
        changed(document, &|name, value| (name.to_lowercase(), value)),
        changed(document, &|name, value| (name.to_uppercase(), value)),
        changed(document, &|name, value| (name, in_capitals(value))),
    ] {
        assert_eq!(meaning(read(&other)), meaning(reading.clone()), "{other}");
    }
    let reversed = reversed(document);
    let tree = Tree::from_json(&reversed).unwrap();
    assert_eq!(tree.read().unwrap(), reading, "{reversed}");
    reading
}

/// A reading without the spelling of what it does not know, and of its notes.
fn meaning(reading: Reading) -> (Plan, Dialect) {
    let mut plan = reading.plan;
    if let Starts::Unsupported(kind) = &mut plan.starts {
        *kind = kind.to_lowercase().into();
    }
    (plan, reading.dialect)
}

fn changed(value: &Value, change: &dyn Fn(String, Value) -> (String, Value)) -> Value {
    match value {
        Value::Object(object) => {
            object.iter().map(|(name, value)| change(name.clone(), changed(value, change))).collect()
        }
        Value::Array(list) => list.iter().map(|value| changed(value, change)).collect(),
        other => other.clone(),
    }
}

fn in_capitals(value: Value) -> Value {
    if let Value::String(text) = value { text.to_uppercase().into() } else { value }
}

/// A document with its properties in the other order.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let properties = object.iter().rev();
            let properties: Vec<String> =
                properties.map(|(name, value)| format!("{}:{}", json!(name), reversed(value))).collect();
            format!("{{{}}}", properties.join(","))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(reversed).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

/// Whether there is a run, or why there is none.
fn next(reading: &Reading) -> Result<(), NoRun<'_>> {
    reading.plan.next_after(&Utc, DateTime::UNIX_EPOCH).map(drop)
}

const DAYS: [&str; 10] = [
    "Everyday",
    "Workdays",
    "Weekends",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

const INTERVALS: [&str; 9] =
    ["Minutes5", "Minutes10", "Minutes15", "Minutes30", "Hours1", "Hours2", "Hours4", "Hours8", "Hours12"];

/// Everything that may be `null` beside a schedule of the console.
fn beside() -> Value {
    json!({
        "scheduleEnabled": true, "backupWindowEnabled": null, "backupWindowSettings": null,
        "periodicallyWindowEnabled": null, "periodicallyWindowSettings": {"backupWindow": null, "minuteOffset": null},
        "periodicallyOffsetMinutes": null, "retryEnabled": null, "retryNumber": null, "retryWaitInterval": null
    })
}

fn merged(policy: Value, more: Value) -> Value {
    let mut policy = policy;
    policy.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    policy
}

#[test]
fn every_value_of_microsoft_365_and_the_console_has_its_answer() {
    for (kind_name, daily, more) in [
        ("type", "Daily", json!({})),
        ("type", "DailyAtTime", json!({})),
        ("schedulePolicyType", "Daily", beside()),
        (
            "schedulePolicyType",
            "DailyAtTime",
            json!({"backupWindowEnabled": null, "backupWindowSettings": null}),
        ),
    ] {
        let policy = |kind: &str, rest: Value| {
            let policy = merged(merged(json!({}), more.clone()), rest);
            let mut policy = policy;
            policy[kind_name] = json!(kind);
            json!({"name": "a", "isEnabled": null, "schedulePolicy": policy})
        };
        for days in DAYS {
            let job =
                policy(daily, json!({"dailyType": days, "dailyTime": "9:05", "periodicallyEvery": null}));
            assert_eq!(next(&read_anyhow(&job)), Ok(()), "{job}");
        }
        let is_copy = daily == "DailyAtTime";
        for interval in INTERVALS {
            let mut job = policy("Periodically", json!({"periodicallyEvery": interval, "dailyType": null}));
            if is_copy {
                job["backupJobId"] = json!("b");
            } else if kind_name == "schedulePolicyType" {
                job["schedulePolicy"]["retryEnabled"] = json!(false);
            }
            assert_eq!(next(&read_anyhow(&job)), Ok(()), "{job}");
        }
        let (kind, reason) =
            if is_copy { ("Immediate", NoRun::OnNewRestorePoint) } else { ("ManualOnly", NoRun::ManualOnly) };
        assert_eq!(next(&read_anyhow(&policy(kind, json!({})))), Err(reason));
        let mut unknown = policy("Lunar", json!({}));
        if is_copy {
            unknown["backupJobId"] = json!("b");
        } else if kind_name == "schedulePolicyType" {
            unknown["schedulePolicy"]["retryEnabled"] = json!(false);
        }
        assert_eq!(next(&read_anyhow(&unknown)), Err(NoRun::Unsupported("Lunar")));
    }
}

#[test]
fn every_type_of_a_backup_servers_job_has_its_answer() {
    for (kind, expected) in [
        ("NotScheduled", Err(NoRun::NotScheduled)),
        ("Continuously", Ok(())),
        ("Chained", Err(NoRun::AfterJob(""))),
        ("Daily", Err(NoRun::Unsupported("Daily"))),
        ("Monthly", Err(NoRun::Unsupported("Monthly"))),
        ("Periodically", Err(NoRun::Unsupported("Periodically"))),
        ("BackupWindow", Err(NoRun::Unsupported("BackupWindow"))),
        ("Unknown", Err(NoRun::Unsupported("Unknown"))),
    ] {
        let job = json!({"data": {"instanceUid": "x", "type": "BackupVm", "isEnabled": true, "scheduleType": kind}});
        assert_eq!(next(&read_anyhow(&job["data"])), expected, "{kind}");
    }
}

#[test]
fn every_value_of_backup_and_replication_has_its_answer() {
    let schedule = |name: &str, trigger: Value| {
        let mut schedule = json!({"runAutomatically": true, "daily": null, "retry": {"isEnabled": false}});
        schedule[name] = merged(json!({"isEnabled": true}), trigger);
        json!({"id": "x", "type": "VSphereBackup", "schedule": schedule})
    };
    let runs = |job: &Value| assert_eq!(next(&read_anyhow(job)), Ok(()), "{job}");
    for kind in ["Everyday", "WeekDays", "SelectedDays"] {
        runs(&schedule(
            "daily",
            json!({"dailyKind": kind, "localTime": "22:00", "days": ["sunday", "Friday"]}),
        ));
    }
    for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] {
        runs(&schedule("daily", json!({"localTime": "22:00:00", "days": [day]})));
        for number in ["First", "Second", "Third", "Fourth", "Last", "OnDay"] {
            runs(&schedule(
                "monthly",
                json!({"localTime": "22:00", "dayNumberInMonth": number, "dayOfWeek": day, "dayOfMonth": 31,
                    "isLastDayOfMonth": null, "months": ["January", "March"]}),
            ));
        }
    }
    for month in [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ] {
        runs(&schedule(
            "monthly",
            json!({"localTime": "22:00", "isLastDayOfMonth": true, "dayOfMonth": null, "months": [month]}),
        ));
    }
    for (kind, frequency, expected) in [
        ("Minutes", 5, Ok(())),
        ("Hours", 24, Ok(())),
        ("Days", 1, Ok(())),
        ("Days", 2, Err(NoRun::Unsupported("every 2 Days"))),
        ("Seconds", 30, Err(NoRun::Unsupported("every 30 Seconds"))),
    ] {
        let job = schedule("periodically", json!({"periodicallyKind": kind, "frequency": frequency}));
        assert_eq!(next(&read_anyhow(&job)), expected, "{kind}");
    }
    runs(&schedule("continuously", json!({"backupWindow": null})));
    assert_eq!(
        next(&read_anyhow(&schedule("afterThisJob", json!({"jobName": "B"})))),
        Err(NoRun::AfterJob("B"))
    );
    let copy = |schedule: Value| json!({"id": "x", "type": "BackupCopy", "schedule": schedule});
    let at_restore_points =
        copy(json!({"type": "Immediate", "scheduleMode": "Continuous", "backupWindow": null}));
    assert_eq!(next(&read_anyhow(&at_restore_points)), Err(NoRun::OnNewRestorePoint));
    runs(&copy(json!({"type": "Periodic", "runAutomatically": true,
        "daily": {"isEnabled": true, "dailyKind": "Everyday", "localTime": "22:00"}})));
    runs(&copy(json!({"type": "Continuous", "customWindow": null})));
    runs(&copy(json!({"type": "Custom", "customWindow": {"isEnabled": false, "backupWindow": null}})));
    // Options of the server's own backup.
    runs(
        &json!({"isEnabled": true, "daily": {"isEnabled": true, "dailyKind": "Everyday", "localTime": "10:00"}}),
    );
    for status in ["Running", "Inactive", "Disabled", "Enabled", "Stopping", "Stopped", "Starting"] {
        let state = json!({"name": "a", "status": status, "nextRun": null, "nextRunPolicy": "Not scheduled"});
        let expected = if status == "Disabled" { NoRun::JobDisabled } else { NoRun::NotScheduled };
        assert_eq!(next(&read_anyhow(&state)), Err(expected), "{status}");
    }
}

#[test]
fn numbers_of_enterprise_manager_may_stand_in_strings() {
    let options = |number: &str| {
        format!(
            r#"{{"OptionsPeriodically":{{"enabled":"true","Kind":"Hours","FullPeriod":{number},"HourlyOffset":"5"}},
                "RetryOptions":{{"RetrySpecified1":"true","RetryTimes":"4","RetryTimeout":"11"}}}}"#
        )
    };
    let tree = |text: &str| Tree::from_json(text).unwrap();
    let plan = tree(&options("\"4\"")).read().unwrap().plan;
    assert_eq!(plan.schedule().unwrap().trigger(), every(Every::Hours4, 5).trigger());
    assert_eq!(plan.retry, Retry::new(4, 11).ok());
    // What is no number stays what it is.
    assert_eq!(
        tree(&options("\"4h\"")).read().unwrap_err().to_string(),
        "OptionsPeriodically.FullPeriod: \"4h\" is not a whole number (expected a whole number or null)"
    );
}

#[test]
fn null_in_the_place_of_a_schedule_is_no_schedule() {
    let reading =
        Tree::from_json(r#"{"name":"a","isDisabled":true,"schedule":null}"#).unwrap().read().unwrap();
    assert_eq!(reading.dialect, Dialect::Vbr);
    assert_eq!(reading.plan, Plan { job_enabled: false, ..Plan::new(Starts::NotScheduled) });
    assert_eq!(notes(&reading), ["schedule: null: the job has no schedule"]);
    // Beside the policy of another product it is nothing.
    let other = r#"{"schedule":null,"schedulePolicy":{"type":"ManualOnly"}}"#;
    assert_eq!(Tree::from_json(other).unwrap().read().unwrap().plan.starts, Starts::ManualOnly);
}

#[test]
fn a_page_may_be_of_any_shape() {
    let job = r#"{"name":"a","schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00"}}"#;
    for (page, jobs) in [
        (r#"{"_links":{},"offset":0,"limit":30,"setId":null,"results":[$,$]}"#, 2),
        (r#"{"Results":[$],"Limit":1}"#, 1),
        (r#"{"data":[$],"pagination":{"total":1},"errors":null}"#, 1),
        (r#"{"meta":null,"data":$}"#, 1),
        (r#"{"copyJobs":{"results":[]},"jobs":{"results":[$],"_links":{}}}"#, 1),
        (r#"{"data":{"results":[$]}}"#, 1),
        (r#"{"results":[],"_links":{}}"#, 0),
        ("[]", 0),
    ] {
        let tree = Tree::from_json(&with_grids(&page.replace('$', job))).unwrap();
        assert_eq!(tree.jobs().len(), jobs, "{page}");
        assert!(tree.jobs().into_iter().all(|job| job.unwrap().read().is_ok()), "{page}");
    }
}

/// Schedules for clouds share names with those of Microsoft 365 and of Backup & Replication, and mean more by them.
#[test]
fn a_schedule_of_a_cloud_is_a_type_that_is_not_evaluated() {
    let window = json!({"window": {"Monday": [1, 2, 3]}, "minuteOffset": 0});
    for (schedule, mark, kind) in [
        (
            json!({"frequencyType": "Daily", "dailyType": "WeekDays", "dailyTime": "22:00:00"}),
            "frequencyType",
            "Daily, of a cloud policy",
        ),
        (
            json!({"frequencyType": "Periodically", "periodicallyType": "Hours", "interval": 4,
                "periodicalScheduleWindow": window}),
            "frequencyType",
            "Periodically, of a cloud policy",
        ),
        (
            json!({"dailyType": "SelectedDays", "selectedDays": ["Monday"], "dailyTime": "22:00:00"}),
            "selectedDays",
            "cloud policy",
        ),
        (
            json!({"dailyType": "Everyday", "runsPerHour": 2, "snapshotSchedule": {"hours": [0, 12]}}),
            "runsPerHour",
            "cloud policy",
        ),
        (
            json!({"daily": {"scheduleEnabled": true, "createEvery": 1, "createUnit": "Days"}}),
            "daily.createEvery",
            "cloud policy",
        ),
        (
            json!({"id": "1", "name": "a", "isEnabled": true, "dailySchedule": {"dailyType": "Everyday"}}),
            "dailySchedule",
            "cloud policy",
        ),
    ] {
        let tree = Tree::from_json(&schedule.to_string()).unwrap();
        let detection = tree.detect().unwrap();
        assert_eq!((detection.dialect, detection.evidence[0].path.as_str()), (Dialect::Vbr, mark));
        let reading = tree.read().unwrap();
        assert_eq!(reading.plan.starts, Starts::Unsupported(kind.into()), "{schedule}");
        assert_eq!(reading.notes.len(), 1);
        // In a job, too; and its own document stays as it is.
        let job = json!({"name": "a", "schedule": schedule, "isDisabled": true});
        let job = Tree::from_json(&job.to_string()).unwrap();
        let reading = job.read().unwrap();
        assert_eq!(
            (reading.plan.starts, reading.plan.job_enabled),
            (Starts::Unsupported(kind.into()), false)
        );
        for tree in [tree, job] {
            let same = tree.convert(Dialect::Vbr, ReadOptions::default()).unwrap();
            assert_eq!(same, Conversion::Exact(tree.clone()));
            let other = tree.convert(Dialect::VboV8, ReadOptions::default()).unwrap();
            assert!(other.losses()[0].reason.ends_with("this type of schedule: it starts by hand only"));
        }
    }
}
