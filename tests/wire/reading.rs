//! Reading is tolerant: of spelling, of order, of what is missing, and of one bad job among good ones.

use backup_window::wire::vbo::{BackupWindowSettings, Job};
use backup_window::wire::{ClockReading, Dropped, Jobs, Kept};
use backup_window::{Every, MinuteOffset, Plan, Retry, Starts, WindowClock};
use chrono::{DateTime, Timelike, Utc, Weekday, WeekdaySet};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::documents::{
    error, every, every_day_at, job, nights, notes, on, plan, read, read_policy, with_grids,
};

#[test]
fn names_of_properties_are_read_in_any_case() {
    for text in [
        r#"{"isEnabled":false,"schedulePolicy":{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00"}}"#,
        r#"{"IsEnabled":false,"SchedulePolicy":{"Type":"Daily","DailyType":"Everyday","DailyTime":"22:00"}}"#,
        r#"{"ISENABLED":false,"SCHEDULEPOLICY":{"TYPE":"Daily","DAILYTYPE":"Everyday","DAILYTIME":"22:00"}}"#,
        r#"{"schedulepolicy":{"dailytime":"22:00","dailytype":"Everyday","type":"Daily"},"isenabled":false}"#,
        r#"{"\u0069sEnabled":false,"schedulePolic\u0079":{"type":"Daily","dailyType":"Everyday","dailyTime":"22:00"}}"#,
    ] {
        assert_eq!(read(text).plan, Plan { job_enabled: false, ..plan(every_day_at("22:00:00")) }, "{text}");
    }
    let shouted = read_policy(
        r#""TYPE": "MANUALONLY", "BACKUPWINDOWENABLED": "TRUE",
        "BACKUPWINDOWSETTINGS": {"BACKUPWINDOW": $nights, "MINUTEOFFSET": 0}"#,
    );
    assert_eq!(shouted.plan.windows.backup, Some(nights()));
}

#[test]
fn enum_values_are_read_in_any_case() {
    let days = [
        ("Everyday", WeekdaySet::ALL),
        ("Workdays", backup_window::WORKDAYS),
        ("Weekends", backup_window::WEEKENDS),
        ("Monday", WeekdaySet::single(Weekday::Mon)),
        ("Tuesday", WeekdaySet::single(Weekday::Tue)),
        ("Wednesday", WeekdaySet::single(Weekday::Wed)),
        ("Thursday", WeekdaySet::single(Weekday::Thu)),
        ("Friday", WeekdaySet::single(Weekday::Fri)),
        ("Saturday", WeekdaySet::single(Weekday::Sat)),
        ("Sunday", WeekdaySet::single(Weekday::Sun)),
    ];
    for (name, days) in days {
        for name in [name.to_owned(), name.to_lowercase(), name.to_uppercase()] {
            let reading =
                read_policy(&format!(r#""type":"daily","dailyType":"{name}","dailyTime":"01:02:03""#));
            assert_eq!(reading.plan, plan(on(days, "01:02:03")), "{name}");
        }
    }
    let intervals = [
        ("Minutes5", Every::Minutes5),
        ("Minutes10", Every::Minutes10),
        ("Minutes15", Every::Minutes15),
        ("Minutes30", Every::Minutes30),
        ("Hours1", Every::Hours1),
        ("Hours2", Every::Hours2),
        ("Hours4", Every::Hours4),
        ("Hours8", Every::Hours8),
        ("Hours12", Every::Hours12),
    ];
    for (name, interval) in intervals {
        for name in [name.to_owned(), name.to_lowercase(), name.to_uppercase()] {
            let reading = read_policy(&format!(r#""type":"PERIODICALLY","periodicallyEvery":"{name}""#));
            assert_eq!(reading.plan, plan(every(interval, 0)), "{name}");
        }
    }
}

#[test]
fn booleans_are_read_as_such_or_as_strings_in_any_case() {
    for (text, expected) in [
        ("true", true),
        (r#""true""#, true),
        (r#""True""#, true),
        (r#""TRUE""#, true),
        ("null", true),
        ("false", false),
        (r#""false""#, false),
        (r#""False""#, false),
        (r#""fALSE""#, false),
    ] {
        let reading = read(&format!(r#"{{"isEnabled":{text},"schedulePolicy":{{"type":"ManualOnly"}}}}"#));
        assert_eq!(reading.plan.job_enabled, expected, "{text}");
        let reading = read_policy(&format!(r#""type":"ManualOnly","scheduleEnabled":{text}"#));
        assert_eq!(reading.plan.schedule_enabled, expected, "{text}");
    }
    let cells = ["true", r#""true""#, r#""True""#, "false", r#""false""#, r#""False""#].join(",");
    let grid = vec![cells; 28].join(",");
    let window: BackupWindowSettings =
        serde_json::from_str(&format!(r#"{{"backupWindow":[{grid}]}}"#)).unwrap();
    let window = window.read(ClockReading::UtcOffset).unwrap();
    assert!(window.hours().all(|hour| hour.index() % 6 < 3) && window.allowed_hours() == 84);
}

#[test]
fn times_of_day_are_read_with_and_without_seconds_and_decimals() {
    for (text, seconds, nanoseconds) in [
        ("0:00", 0, 0),
        ("00:00", 0, 0),
        ("9:05", 9 * 3600 + 5 * 60, 0),
        ("09:05", 9 * 3600 + 5 * 60, 0),
        ("9:05:07", 9 * 3600 + 5 * 60 + 7, 0),
        ("23:59:59", 86_399, 0),
        ("23:59:59.9", 86_399, 900_000_000),
        ("23:59:59.9999999", 86_399, 999_999_900),
        ("08:00:00.0000001", 8 * 3600, 100),
        ("08:00:00.0000000", 8 * 3600, 0),
    ] {
        let reading = read_policy(&format!(r#""type":"Daily","dailyType":"Everyday","dailyTime":"{text}""#));
        let Starts::Scheduled(schedule) = &reading.plan.starts else { panic!("{:?}", reading.plan) };
        let backup_window::Trigger::Daily(daily) = schedule.trigger() else { panic!("{schedule:?}") };
        let read = (daily.time().num_seconds_from_midnight(), daily.time().nanosecond());
        assert_eq!(read, (seconds, nanoseconds), "{text}");
    }
}

#[test]
fn numbers_are_read_where_they_are_whole() {
    for (text, minutes) in [
        ("0", 0),
        ("null", 0),
        ("-0", 0),
        ("15", 15),
        ("15.0", 15),
        ("1.5e1", 15),
        ("-1439", -1439),
        ("1439", 1439),
    ] {
        let reading = read_policy(&format!(
            r#""type":"ManualOnly","backupWindowEnabled":true,
            "backupWindowSettings":{{"backupWindow":$nights,"minuteOffset":{text}}}"#
        ));
        let clock = WindowClock::UtcOffset(MinuteOffset::new(minutes).unwrap());
        assert_eq!(reading.plan.windows.backup.map(|window| window.clock()), Some(clock), "{text}");
    }
}

/// In a build with serde_json's `arbitrary_precision` every number comes like this.
#[test]
fn numbers_are_read_where_serde_json_keeps_their_digits() {
    let document = |digits: &str| {
        job(&format!(
            r#"{{"schedulePolicy":{{"type":"ManualOnly","backupWindowSettings":
            {{"backupWindow":$nights,"minuteOffset":{{"$serde_json::private::Number":"{digits}"}}}}}}}}"#
        ))
    };
    for digits in ["15", "-15", "15.0", "1.5e1"] {
        assert!(document(digits).read().is_ok(), "{digits}");
    }
    for (digits, message) in [
        ("1440", "minute offset 1440 is out of range (expected -1439 to 1439)"),
        ("15.5", "15.5 is not a whole number (expected a whole number or null)"),
        ("many", "an object is not a whole number (expected a whole number or null)"),
    ] {
        assert_eq!(document(digits).read().unwrap_err().message(), message);
    }
}

#[test]
fn an_offset_applies_to_hours_and_is_reported_elsewhere() {
    let document = |interval: &str| {
        read_policy(&format!(
            r#""type":"Periodically","periodicallyEvery":"{interval}","periodicallyOffsetMinutes":15"#
        ))
    };
    let hours = document("Hours1");
    assert_eq!((&hours.plan, notes(&hours)), (&plan(every(Every::Hours1, 15)), vec![]));
    let minutes = document("Minutes30");
    let ignored =
        "schedulePolicy.periodicallyOffsetMinutes: 15 is ignored: an offset applies to intervals of hours";
    assert_eq!(
        (&minutes.plan, notes(&minutes)),
        (&plan(every(Every::Minutes30, 0)), vec![ignored.to_owned()])
    );
}

#[test]
fn retries_default_to_three_times_after_ten_minutes() {
    let retry = |text: &str| read_policy(&format!(r#""type":"ManualOnly",{text}"#)).plan.retry;
    let times = |number, wait| Some(Retry::new(number, wait).unwrap());
    assert_eq!(retry(r#""retryEnabled":true"#), times(3, 10));
    assert_eq!(retry(r#""retryEnabled":"True","retryNumber":null,"retryWaitInterval":null"#), times(3, 10));
    assert_eq!(retry(r#""retryEnabled":true,"retryNumber":777"#), times(777, 10));
    assert_eq!(retry(r#""retryEnabled":true,"retryWaitInterval":999"#), times(3, 999));
    assert_eq!(retry(r#""retryEnabled":true,"retryNumber":1,"retryWaitInterval":1"#), times(1, 1));
    for off in [r#""retryEnabled":false"#, r#""retryEnabled":null"#, r#""retryNumber":5"#] {
        assert_eq!(retry(off), None, "{off}");
    }
}

#[test]
fn what_the_schedule_does_not_use_is_not_checked() {
    let reading = read_policy(
        r#""type":"Daily","dailyType":"Everyday","dailyTime":"22:00","periodicallyEvery":[1],
        "periodicallyOffsetMinutes":"many","retryEnabled":false,"retryNumber":0,"retryWaitInterval":{}"#,
    );
    assert_eq!(reading.plan, plan(every_day_at("22:00:00")));
    let reading = read_policy(
        r#""type":"Periodically","periodicallyEvery":"Hours1","dailyType":"Fullmoon","dailyTime":false"#,
    );
    assert_eq!(reading.plan, plan(every(Every::Hours1, 0)));
    let never_ran = read(r#"{"lastRun":"soon","nextRun":[],"schedulePolicy":{"type":"ManualOnly"}}"#);
    assert_eq!(never_ran.plan, Plan::new(Starts::ManualOnly));
}

#[test]
fn a_date_that_stands_for_never_is_none() {
    let next_run = |value: &str| job(&format!(r#"{{"nextRun":{value},"lastRun":{value}}}"#)).next_run();
    for never in
        ["null", r#""""#, r#""0001-01-01T00:00:00""#, r#""0001-01-01T00:00:00Z""#, r#""1900-01-01T00:00:00""#]
    {
        assert_eq!(next_run(never), Ok(None), "{never}");
    }
    assert_eq!(job("{}").next_run(), Ok(None));
    let at: DateTime<Utc> = "2016-11-01T17:35:28Z".parse().unwrap();
    assert_eq!(next_run(r#""2016-11-01T10:35:28.0000000-07:00""#), Ok(Some(at)));
    let expected = "is not a date and time (expected RFC 3339, such as 2018-06-02T02:00:00Z)";
    assert_eq!(next_run(r#""soon""#).unwrap_err().to_string(), format!("nextRun: \"soon\" {expected}"));
    assert_eq!(
        job(r#"{"lastRun":17}"#).last_run().unwrap_err().to_string(),
        format!("lastRun: 17 {expected}")
    );
}

#[test]
fn jobs_come_alone_in_lists_and_in_pages() {
    let one = r#"{"name":"a","schedulePolicy":{"type":"ManualOnly"}}"#;
    let two = format!("[{one},{one}]");
    let rows = [
        (one.to_owned(), 1),
        ("[]".to_owned(), 0),
        (two.clone(), 2),
        (format!(r#"{{"results":{two}}}"#), 2),
        (format!(r#"{{"offset":0,"limit":30,"Results":{two},"_links":{{}}}}"#), 2),
        (format!(r#"{{"meta":{{}},"data":{two}}}"#), 2),
        (format!(r#"{{"data":{one}}}"#), 1),
        (format!(r#"{{"DATA":{{"offset":0,"results":{two}}}}}"#), 2),
        (r#"{"results":[]}"#.to_owned(), 0),
    ];
    for (text, count) in rows {
        let jobs: Jobs = serde_json::from_str(&text).unwrap();
        assert_eq!(jobs.iter().count(), count, "{text}");
        assert!(jobs.into_iter().all(|job| job.read().is_ok()), "{text}");
    }
}

#[test]
fn a_job_may_have_a_property_that_is_called_like_an_envelope() {
    let text = r#"{"schedulePolicy":{"type":"ManualOnly"},"data":{"size":5},"results":"fine"}"#;
    let jobs: Jobs<Kept<Value>> = serde_json::from_str(text).unwrap();
    let Jobs::One(job) = &jobs else { panic!("{jobs:?}") };
    assert_eq!(job.read().unwrap().plan, Plan::new(Starts::ManualOnly));
    assert_eq!(serde_json::to_value(&jobs).unwrap(), serde_json::from_str::<Value>(text).unwrap());
    // The other way round there is no telling which of the two is meant.
    let text = r#"{"data":{"size":5},"schedulePolicy":{"type":"ManualOnly"}}"#;
    let refused = serde_json::from_str::<Jobs>(text).unwrap_err().to_string();
    assert!(refused.starts_with("both data and schedulePolicy (expected one of them)"), "{refused}");
}

#[test]
fn one_bad_job_does_not_hide_the_others() {
    let good = r#"{"schedulePolicy":{"type":"ManualOnly"}}"#;
    let jobs = format!(
        r#"[{good},5,null,"job",[{good}],true,{{}},{{"schedulePolicy":[]}},
        {{"schedulePolicy":{{"type":"Daily","dailyType":"Someday","dailyTime":"22:00"}}}},{good}]"#
    );
    let jobs: Jobs = serde_json::from_str(&jobs).unwrap();
    let said = |job: &Job| job.read().err().map_or_else(|| "good".to_owned(), |error| error.to_string());
    assert_eq!(
        jobs.iter().map(said).collect::<Vec<_>>(),
        [
            "good",
            "5 is not a job (expected an object)",
            "null is not a job (expected an object)",
            "\"job\" is not a job (expected an object)",
            "a list is not a job (expected an object)",
            "true is not a job (expected an object)",
            "schedulePolicy: missing (expected an object with type, dailyTime, ...)",
            "schedulePolicy: a list is not a schedule policy (expected an object with type, dailyTime, ...)",
            "schedulePolicy.dailyType: \"Someday\" is not a set of days (expected Everyday, Workdays, Weekends, \
             Monday, Tuesday, Wednesday, Thursday, Friday, Saturday or Sunday)",
            "good",
        ]
    );
}

#[test]
fn a_property_that_comes_twice_is_an_error_where_it_matters() {
    let twice = |text: &str| error(&format!(r#"{{"schedulePolicy":{{{text}}}}}"#));
    assert_eq!(
        twice(r#""type":"Daily","Type":"ManualOnly""#),
        "schedulePolicy.type: given more than once (expected Daily, Periodically or ManualOnly, once)"
    );
    assert_eq!(
        twice(r#""type":"ManualOnly","backupWindowEnabled":true,"backupWindowEnabled":true"#),
        "schedulePolicy.backupWindowEnabled: given more than once (expected true or false, once)"
    );
    assert_eq!(
        twice(r#""type":"ManualOnly","backupWindowSettings":{"backupWindow":$168.,"backupWindow":$168.}"#),
        "schedulePolicy.backupWindowSettings.backupWindow: given more than once (expected a list of 168 booleans, once)"
    );
    assert_eq!(
        twice(r#""type":"ManualOnly","backupWindowSettings":{},"backupWindowSettings":null"#),
        "schedulePolicy.backupWindowSettings: given more than once (expected an object with backupWindow and \
         minuteOffset, once)"
    );
    assert_eq!(
        error(r#"{"schedulePolicy":{"type":"ManualOnly"},"schedulepolicy":{"type":"ManualOnly"}}"#),
        "schedulePolicy: given more than once (expected an object with type, dailyTime, ..., once)"
    );
    // Also three times, and where the first is null.
    for values in [["true"; 3], ["null", "true", "true"]] {
        let [a, b, c] = values;
        let text = format!(
            r#""type":"ManualOnly","scheduleEnabled":{a},"scheduleEnabled":{b},"scheduleEnabled":{c}"#
        );
        assert!(twice(&text).starts_with("schedulePolicy.scheduleEnabled: given more than once"));
    }
    assert!(job(r#"{"name":1,"name":2,"schedulePolicy":{"type":"ManualOnly"}}"#).read().is_ok());
    // A page with two lists is an error, too: neither may hide the other.
    let good = r#"[{"schedulePolicy":{"type":"ManualOnly"}}]"#;
    let page: Jobs = serde_json::from_str(&format!(r#"{{"results":{good},"Results":{good}}}"#)).unwrap();
    let errors: Vec<_> = page.iter().map(|job| job.read().unwrap_err().to_string()).collect();
    assert_eq!(errors, ["given more than once (expected an object, once)"]);
}

const WITH_UNKNOWN: &str = r#"[{"a":1e2,"id":"x","schedulePolicy":{"type":"ManualOnly","b":[ 1, {"c" : null}],"backupWindowSettings":{"backupWindow":null,"d":"\u00e9"}},"_links":{"self":{"href":"/v3/jobs/x"}},"e":12345678901234567890.0}]"#;

#[test]
fn unknown_properties_are_kept_by_value() {
    let jobs: Jobs<Kept<Value>> = serde_json::from_str(WITH_UNKNOWN).unwrap();
    let job = jobs.iter().next().unwrap();
    let names: Vec<_> = job.unknown.0.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["a", "_links", "e"], "in order");
    assert_eq!(serde_json::to_value(&jobs).unwrap(), serde_json::from_str::<Value>(WITH_UNKNOWN).unwrap());
}

#[test]
fn unknown_properties_are_kept_to_the_letter() {
    let jobs: Jobs<Kept<Box<RawValue>>> = serde_json::from_str(WITH_UNKNOWN).unwrap();
    assert_eq!(
        serde_json::to_string(&jobs).unwrap(),
        r#"[{"id":"x","schedulePolicy":{"backupWindowSettings":{"backupWindow":null,"d":"\u00e9"},"type":"ManualOnly","b":[ 1, {"c" : null}]},"a":1e2,"_links":{"self":{"href":"/v3/jobs/x"}},"e":12345678901234567890.0}]"#,
    );
}

#[test]
fn unknown_properties_may_come_twice_and_are_dropped_unless_asked_for() {
    let text = r#"{"x":1,"x":2,"":3,"schedulePolicy":{"type":"ManualOnly"}}"#;
    let kept: Job<Kept<Value>> = serde_json::from_str(text).unwrap();
    assert_eq!(kept.unknown.0, [("x".into(), 1.into()), ("x".into(), 2.into()), (String::new(), 3.into())]);
    let dropped: Job<Dropped> = serde_json::from_str(text).unwrap();
    assert_eq!(dropped.read(), kept.read());
}

#[test]
fn a_page_keeps_what_is_around_its_jobs() {
    let text = r#"{"results":[{"name":"a"}],"offset":0,"limit":30,"_links":{}}"#;
    let page: Jobs<Kept<Box<RawValue>>> = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&page).unwrap(), text);
}

#[test]
fn a_window_may_stand_alone() {
    let window: BackupWindowSettings =
        serde_json::from_str(&with_grids(r#"{"backupWindow":$nights,"minuteOffset":60}"#)).unwrap();
    let hour = MinuteOffset::new(60).unwrap();
    for (reading, clock) in [
        (ClockReading::UtcOffset, WindowClock::UtcOffset(hour)),
        (ClockReading::Local, WindowClock::Local { shift: hour }),
    ] {
        assert_eq!(window.read(reading).unwrap(), nights().with_clock(clock));
    }
    let missing: BackupWindowSettings = serde_json::from_str("null").unwrap();
    assert_eq!(
        missing.read(ClockReading::UtcOffset).unwrap_err().to_string(),
        "null is not a window (expected an object with backupWindow and minuteOffset)"
    );
}
