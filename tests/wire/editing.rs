//! Changing a schedule inside the text of a document.

use crate::edit::{changes, check, check_refused};
use backup_window::wire::edit::{Change, edit};
use backup_window::wire::vbo::{ReadOptions, Reading};
use backup_window::wire::{Dialect, Jobs, Source, vbo};
use backup_window::{BackupWindow, Daily, Every, Periodically, Plan, Schedule, Starts, Trigger};
use proptest::prelude::*;

const V7: Dialect = Dialect::VboV7;

#[test]
fn everything_but_the_value_stays_as_it_is() {
    check(
        V7,
        "\u{20}{\t\"zeta\":1.50, \"Z\":1e2,\"schedulePolicy\" : {\"type\":\"Daily\",\r\n\"future\":{\"a\":[1,{}],\"dailyTime\":\"1:00\"},  \"dailyTime\"\n:\"19:00:00\" , \"dailyType\":\"Lunar\"}\n, \"name\":\"\\u0041\\/\"}\n\n",
        &["daily-time=22:00"],
        "\u{20}{\t\"zeta\":1.50, \"Z\":1e2,\"schedulePolicy\" : {\"type\":\"Daily\",\r\n\"future\":{\"a\":[1,{}],\"dailyTime\":\"1:00\"},  \"dailyTime\"\n:\"22:00:00\" , \"dailyType\":\"Lunar\"}\n, \"name\":\"\\u0041\\/\"}\n\n",
    );
}

#[test]
fn a_value_that_is_so_already_keeps_its_spelling() {
    let job = r#"{"isEnabled":"True","schedulePolicy":{"type":"DAILY","dailyType":"workdays","dailyTime":"9:00","retryNumber":3.0}}"#;
    check(V7, job, &["type=daily", "days=Workdays", "daily-time=09:00", "enable=job"], job);
}

#[test]
fn a_new_value_is_spelled_like_the_old_one() {
    check(
        V7,
        r#"{"isEnabled":"True","schedulePolicy":{"type":"daily","dailyType":"everyday","periodicallyEvery":"HOURS2"}}"#,
        &["disable=job", "type=manualonly", "days=MONDAY", "every=30m"],
        r#"{"isEnabled":"False","schedulePolicy":{"type":"manualOnly","dailyType":"monday","periodicallyEvery":"Minutes30"}}"#,
    );
    // What was no boolean becomes one as the dialect writes it.
    check(
        V7,
        r#"{"isEnabled":7,"schedulePolicy":{}}"#,
        &["enable=job"],
        r#"{"isEnabled":true,"schedulePolicy":{}}"#,
    );
    check(
        Dialect::VboV1,
        r#"{"isEnabled":null,"schedulePolicy":{}}"#,
        &["enable=job"],
        r#"{"isEnabled":"true","schedulePolicy":{}}"#,
    );
}

#[test]
fn names_are_found_in_any_case_and_escaped() {
    check(
        V7,
        r#"{"SCHEDULEPOLICY":{"D\u0061ilyTime":"1:00"}}"#,
        &["daily-time=2:00"],
        r#"{"SCHEDULEPOLICY":{"D\u0061ilyTime":"02:00:00"}}"#,
    );
}

#[test]
fn what_is_missing_is_added_in_the_style_of_its_neighbours() {
    check(
        V7,
        r#"{"schedulePolicy":{"type":"Daily"}}"#,
        &["daily-time=2:00"],
        r#"{"schedulePolicy":{"type":"Daily","dailyTime":"02:00:00"}}"#,
    );
    check(
        V7,
        r#"{ "schedulePolicy": { "type": "Daily", "x": 1 } }"#,
        &["daily-time=2:00"],
        r#"{ "schedulePolicy": { "type": "Daily", "x": 1, "dailyTime": "02:00:00" } }"#,
    );
    check(
        V7,
        "{\n  \"SchedulePolicy\": {\n    \"Type\": \"Daily\"\n  }\n}",
        &["daily-time=2:00", "disable=job"],
        "{\n  \"SchedulePolicy\": {\n    \"Type\": \"Daily\",\n    \"DailyTime\": \"02:00:00\"\n  },\n  \"IsEnabled\": false\n}",
    );
    check(
        V7,
        "{\r\n\t\"schedulePolicy\" :\t{\r\n\t\t\"type\" :\t\"Daily\"\r\n\t}\r\n}\r\n",
        &["daily-time=2:00"],
        "{\r\n\t\"schedulePolicy\" :\t{\r\n\t\t\"type\" :\t\"Daily\",\r\n\t\t\"dailyTime\" :\t\"02:00:00\"\r\n\t}\r\n}\r\n",
    );
    // An object without neighbours: in the style of the one around it.
    check(
        V7,
        r#"{"schedulePolicy":{}}"#,
        &["type=daily", "retry=5x15"],
        r#"{"schedulePolicy":{"type":"Daily","retryEnabled":true,"retryNumber":5,"retryWaitInterval":15}}"#,
    );
    check(
        V7,
        "{\n    \"name\": \"a\",\n    \"schedulePolicy\": { }\n}",
        &["type=daily", "days=Friday"],
        "{\n    \"name\": \"a\",\n    \"schedulePolicy\": {\n        \"type\": \"Daily\",\n        \"dailyType\": \"Friday\"\n    }\n}",
    );
    check(V7, "{}", &["disable=job"], r#"{"isEnabled":false}"#);
}

#[test]
fn a_section_that_is_missing_or_null_is_made_whole() {
    let cells = vec!["true"; 168];
    let grid = format!("[{}]", cells.join(","));
    for (before, last) in
        [(r#""type":"Daily""#, ""), (r#""backupWindowSettings":null,"type":"Daily""#, r#","type":"Daily""#)]
    {
        let section = format!(r#""backupWindowSettings":{{"backupWindow":{grid},"minuteOffset":0}}"#);
        let after = if last.is_empty() {
            format!(r#"{{"schedulePolicy":{{{before},{section},"backupWindowEnabled":true}}}}"#)
        } else {
            format!(r#"{{"schedulePolicy":{{{section}{last},"backupWindowEnabled":true}}}}"#)
        };
        check(V7, &format!(r#"{{"schedulePolicy":{{{before}}}}}"#), &["window=24/7"], &after);
    }
    check(
        V7,
        "{\n  \"name\": \"a\",\n  \"schedulePolicy\": null\n}",
        &["minute-offset=-90"],
        "{\n  \"name\": \"a\",\n  \"schedulePolicy\": {\n    \"backupWindowSettings\": {\n      \"minuteOffset\": -90\n    }\n  }\n}",
    );
    let v1 = format!(
        r#"{{"schedulePolicy":{{"backupWindow":{{"backupIntervalsArray":{grid},"minuteOffset":0}}}}}}"#
    );
    check(Dialect::VboV1, r#"{"schedulePolicy":{}}"#, &["window=24/7"], &v1);
    let v6 = format!(
        r#"{{"schedulePolicy":{{"periodicallyWindowSettings":{{"backupWindow":{grid},"minuteOffset":0}}}}}}"#
    );
    check(Dialect::VboV6, r#"{"schedulePolicy":{}}"#, &["periodic-window=24/7"], &v6);
}

#[test]
fn a_grid_keeps_its_lines_and_changes_cell_by_cell() {
    let cells = |allowed: fn(usize) -> bool, spelled: fn(bool) -> &'static str| {
        let rows: Vec<String> = (0..7)
            .map(|day| (0..24).map(|hour| spelled(allowed(day * 24 + hour))).collect::<Vec<_>>().join(", "))
            .collect();
        format!("[\n  {}\n]", rows.join(",\n  "))
    };
    let job = |grid: String, offset: &str| {
        format!(
            r#"{{"schedulePolicy":{{"backupWindowSettings":{{"backupWindow":{grid},"note":1{offset}}},"backupWindowEnabled":true}}}}"#
        )
    };
    let night: fn(usize) -> bool = |hour| !(6..20).contains(&(hour % 24));
    let plain: fn(bool) -> &'static str = |allowed| if allowed { "true" } else { "false" };
    let quoted: fn(bool) -> &'static str = |allowed| if allowed { "\"True\"" } else { "\"False\"" };
    for spelled in [plain, quoted] {
        for offset in [r#","minuteOffset":120"#, r#","minuteOffset":null"#] {
            check(
                V7,
                &job(cells(|_| true, spelled), offset),
                &["window=Mo-Su 20:00-06:00"],
                &job(cells(night, spelled), offset),
            );
        }
    }
    // One that cannot be kept is written anew.
    let grid: Vec<_> = (0..168).map(|hour| night(hour).to_string()).collect();
    for broken in ["[true, false]", "[]", "\"always\"", "{}", "null"] {
        check(
            V7,
            &job(broken.into(), r#","minuteOffset":0"#),
            &["window=Mo-Su 20:00-06:00"],
            &job(format!("[{}]", grid.join(",")), r#","minuteOffset":0"#),
        );
    }
}

#[test]
fn a_policy_or_a_window_may_stand_alone() {
    check(
        V7,
        r#"{"type":"Daily","dailyTime":"1:00"}"#,
        &["daily-time=2:00"],
        r#"{"type":"Daily","dailyTime":"02:00:00"}"#,
    );
    let grid = |allowed: bool| format!(r#"{{"backupWindow":{:?},"minuteOffset":5}}"#, [allowed; 168]);
    check(V7, &grid(false), &["window=24/7", "minute-offset=5"], &grid(true));
    check_refused(
        V7,
        r#"{"type":"Daily"}"#,
        "disable=job",
        "isEnabled cannot be set: the document is a schedule policy, without a job around it",
    );
    check_refused(
        V7,
        &grid(true),
        "daily-time=2:00",
        "schedulePolicy.dailyTime cannot be set: the document is a window, without a job around it",
    );
    check_refused(
        V7,
        &grid(true),
        "enable=window",
        "schedulePolicy.backupWindowEnabled cannot be set: the document is a window, without a job around it",
    );
}

#[test]
fn the_job_is_one_of_those_in_any_envelope() {
    let list = |a: &str, b: &str| {
        format!(
            r#"[{{"schedulePolicy":{{"dailyTime":"{a}"}}}}, 7, {{"schedulePolicy":{{"dailyTime":"{b}"}}}}]"#
        )
    };
    let later = changes(&["daily-time=2:00"]);
    for (before, after) in
        [("", ""), (r#"{"Results":"#, "}"), (r#"{"limit":1,"data":{"results":"#, r#","x":[]},"y":1}"#)]
    {
        let wrapped = |list: String| format!("{before}{list}{after}");
        assert_eq!(
            edit(&wrapped(list("1:00", "1:00")), 2, V7, &later).unwrap(),
            wrapped(list("1:00", "02:00:00"))
        );
        assert_eq!(
            edit(&wrapped(list("1:00", "1:00")), 0, V7, &later).unwrap(),
            wrapped(list("02:00:00", "1:00"))
        );
        let error = edit(&wrapped(list("1:00", "1:00")), 3, V7, &later).unwrap_err();
        assert_eq!(error.to_string(), "there is no job 3 (the document has 3)");
    }
}

#[test]
fn what_cannot_be_changed_is_refused_with_its_path() {
    let cases = [
        (
            V7,
            r#"{"schedulePolicy":{"dailyTime":"1:00","DailyTime":"1:00"}}"#,
            "daily-time=2:00",
            "schedulePolicy.dailyTime: given more than once (expected once)",
        ),
        (
            V7,
            r#"{"schedulePolicy":{},"schedulepolicy":{}}"#,
            "daily-time=2:00",
            "schedulePolicy: given more than once (expected once)",
        ),
        (
            V7,
            r#"{"schedulePolicy":[]}"#,
            "daily-time=2:00",
            "schedulePolicy: a list is not an object (expected an object)",
        ),
        (
            V7,
            r#"{"schedulePolicy":{"backupWindowSettings":true}}"#,
            "minute-offset=5",
            "schedulePolicy.backupWindowSettings: true is not an object (expected an object)",
        ),
        (V7, "7", "disable=job", "7 is not an object (expected an object)"),
        (V7, "{", "disable=job", "not JSON at byte 1"),
        (
            V7,
            "{}",
            "every=3h",
            "schedulePolicy.periodicallyEvery: vbo-v7 does not have an interval of 3 hours",
        ),
        (
            V7,
            "{}",
            "every=12h",
            "schedulePolicy.periodicallyEvery: vbo-v7 does not have an interval of 12 hours",
        ),
        (
            Dialect::VboV2,
            "{}",
            "disable=schedule",
            "schedulePolicy.scheduleEnabled: vbo-v2 does not have a schedule that can be switched off",
        ),
        (
            Dialect::VboV2,
            "{}",
            "offset=5",
            "schedulePolicy.periodicallyOffsetMinutes: vbo-v2 does not have an offset of the interval",
        ),
        (
            Dialect::VboV2,
            "{}",
            "periodic-window=off",
            "schedulePolicy.periodicallyWindowSettings: vbo-v2 does not have a window for periodic starts",
        ),
        (
            Dialect::VboV1,
            "{}",
            "enable=window",
            "schedulePolicy.backupWindow: vbo-v1 has no flag for this window (expected its hours, 24/7 for none that is denied)",
        ),
        (
            Dialect::VboV6,
            "{}",
            "disable=periodic-window",
            "schedulePolicy.periodicallyWindowSettings: vbo-v6 has no flag for this window (expected its hours, 24/7 for none that is denied)",
        ),
    ];
    for (dialect, document, change, why) in cases {
        check_refused(dialect, document, change, why);
    }
}

#[test]
fn changes_that_cannot_be_understood_say_what_was_expected() {
    let rows = [
        (
            "speed",
            "1",
            "\"speed\" cannot be set (expected type, days, daily-time, every, offset, window, periodic-window, minute-offset, periodic-minute-offset, retry)",
        ),
        (
            "type",
            "weekly",
            "type: \"weekly\" is not a type (expected Daily, Periodically, ManualOnly, Immediate, Continuously or DailyAtTime)",
        ),
        (
            "daily-time",
            "25:00",
            "daily-time: \"25:00\" is not a time of day (expected H:MM or HH:MM:SS, up to 23:59:59)",
        ),
        (
            "every",
            "7m",
            "every: \"7m\" is not understood (expected 5m, 10m, 15m, 30m, 1h, 2h, 4h, 8h or 12h; of Backup & Replication 20m, 3h, 6h or 24h, too)",
        ),
        (
            "every",
            "",
            "every: \"\" is not understood (expected 5m, 10m, 15m, 30m, 1h, 2h, 4h, 8h or 12h; of Backup & Replication 20m, 3h, 6h or 24h, too)",
        ),
        ("offset", "60", "offset: periodic offset 60 is out of range (expected 0 to 59)"),
        (
            "offset",
            "x",
            "offset: \"x\" is not understood (expected minutes by which an hourly schedule is late, 0 to 59)",
        ),
        (
            "minute-offset",
            "1440",
            "minute-offset: minute offset 1440 is out of range (expected -1439 to 1439)",
        ),
        (
            "retry",
            "3",
            "retry: \"3\" is not understood (expected how often and after how many minutes, such as 3x10)",
        ),
        ("retry", "778x10", "retry: retry number 778 is out of range (expected 1 to 777)"),
        (
            "window",
            "Mo 8-9",
            "window: column 4: \"8\" is not understood (expected an hour such as 06:00 or 20:00)",
        ),
    ];
    for (property, value, why) in rows {
        assert_eq!(Change::parse(property, value).unwrap_err().to_string(), why);
    }
    assert_eq!(
        Change::enable("windows").unwrap_err().to_string(),
        "\"windows\" is no switch (expected job, schedule, window, periodic-window, retry)"
    );
    for (text, every) in [
        ("5m", Every::Minutes5),
        ("30 min", Every::Minutes30),
        ("60m", Every::Hours1),
        ("hours8", Every::Hours8),
    ] {
        assert_eq!(Change::parse("every", text), Ok(Change::Every(every)));
    }
}

#[test]
fn jobs_are_found_in_the_text_as_they_are_read() {
    let documents = [
        r#"{"name":"a"}"#,
        r#"[{"name":"a"},{"name":"b"}]"#,
        "[]",
        r#"{"results":[{"name":"a"}],"name":"page"}"#,
        r#"{"DATA":{"Results":[{"name":"a"},{"name":"b"}]}}"#,
        r#"{"data":{"name":"a","schedulePolicy":{"type":"Daily"}}}"#,
        r#"{"name":"a","schedulePolicy":{"type":"Daily"},"results":[{"name":"b"}]}"#,
        r#"{"results":{"name":"a","results":[]}}"#,
        r#"[{"results":[{"name":"x"}]},{"name":"b"}]"#,
        "17",
        r#"{"results":null}"#,
    ];
    for document in documents {
        let jobs: Jobs = serde_json::from_str(document).unwrap();
        let names: Vec<_> = jobs.iter().map(|job| job.name.clone()).collect();
        let found = Source::new(document).unwrap().jobs();
        assert_eq!(found.iter().map(|job| job.property("name")).collect::<Vec<_>>(), names, "{document}");
    }
}

/// A document whose values are known by their place: white space, unknown properties, names in some case.
#[derive(Debug, Clone)]
struct Template {
    /// In front of each value of [`VALUES`], in some order.
    before: Vec<(usize, String)>,
    after: String,
}

/// The properties of a policy, their values before, and how `changes` spells them.
const VALUES: [(&str, &str); 8] = [
    ("type", r#""Daily""#),
    ("dailyTime", r#""19:00:00""#),
    ("dailyType", r#""Friday""#),
    ("periodicallyEvery", r#""Hours4""#),
    ("periodicallyOffsetMinutes", "15"),
    ("retryEnabled", "true"),
    ("retryNumber", "4"),
    ("scheduleEnabled", "true"),
];

impl Template {
    fn with(&self, value: impl Fn(usize) -> String) -> String {
        let parts: String =
            self.before.iter().map(|(which, text)| format!("{text}{}", value(*which))).collect();
        parts + &self.after
    }
}

fn templates() -> impl Strategy<Value = Template> {
    let space = || prop::sample::select(vec!["", " ", "\n  ", "\t", "\r\n    "]);
    let unknown = prop::sample::select(vec![
        "",
        r#""dailytimes":"1:00","#,
        r#""é\n\"{":{"dailyTime":[{"}":1}]},"#,
        r#""x":[[],{},-1.5e+7,null],  "#,
        "\"\":\"\\u007b\\\\\",\n",
    ]);
    let cases = prop::sample::select(vec![str::to_owned, str::to_uppercase, str::to_lowercase]);
    let order = Just((0..VALUES.len()).collect::<Vec<_>>()).prop_shuffle();
    let parts = prop::collection::vec((space(), unknown, space(), cases, space(), space()), VALUES.len());
    let job = (
        space(),
        prop::sample::select(vec!["", r#""id":7,"#, r#""SchedulePolicies":{"type":"Daily"},"#]),
        space(),
    );
    (order, parts, job).prop_map(|(order, parts, (a, property, b))| {
        let before = order.into_iter().zip(parts).enumerate().map(
            |(place, (which, (s1, unknown, s2, case, s3, s4)))| {
                let name = case(VALUES[which].0);
                let opening =
                    if place == 0 { format!(r#"{a}{{{b}{property}"schedulePolicy":{{"#) } else { ",".into() };
                (which, format!(r#"{opening}{s1}{unknown}{s2}"{name}"{s3}:{s4}"#))
            },
        );
        Template { before: before.collect(), after: format!("{a}}}{b},\"z\":[1 , 2]}}{a}") }
    })
}

/// A change by name, which value it makes, and what that means for a plan.
type Row = (&'static str, usize, &'static str, fn(&mut Plan));

fn trigger(plan: &mut Plan, change: impl FnOnce(Trigger) -> Trigger) {
    if let Starts::Scheduled(schedule) = &mut plan.starts {
        *schedule = Schedule::new(change(schedule.trigger()));
    }
}

const ROWS: [Row; 8] = [
    ("type=Periodically", 0, r#""Periodically""#, |plan| {
        trigger(plan, |_| Periodically::new(Every::Hours4, 15).unwrap().into());
    }),
    ("daily-time=7:30", 1, r#""07:30:00""#, |plan| {
        trigger(plan, |trigger| match trigger {
            Trigger::Daily(daily) => Daily::new(daily.days(), "07:30:00".parse().unwrap()).unwrap().into(),
            other => other,
        });
    }),
    ("days=Workdays", 2, r#""Workdays""#, |plan| {
        trigger(plan, |trigger| match trigger {
            Trigger::Daily(daily) => Daily::new(backup_window::WORKDAYS, daily.time()).unwrap().into(),
            other => other,
        });
    }),
    ("every=30m", 3, r#""Minutes30""#, |_| ()),
    ("offset=0", 4, "0", |_| ()),
    ("disable=retry", 5, "false", |plan| plan.retry = None),
    ("type=ManualOnly", 0, r#""ManualOnly""#, |plan| plan.starts = Starts::ManualOnly),
    ("disable=schedule", 7, "false", |plan| plan.schedule_enabled = false),
];

fn read(text: &str) -> Reading {
    let job: vbo::Job = serde_json::from_str(text).unwrap();
    job.read_with(ReadOptions { dialect: Some(V7), ..ReadOptions::default() }).unwrap()
}

proptest! {
    #[test]
    fn the_rest_of_a_text_stays_byte_by_byte_and_the_plan_is_the_changed_one(
        template in templates(),
        row in prop::sample::select(ROWS.to_vec()),
    ) {
        let (change, which, value, meaning) = row;
        let before = template.with(|place| VALUES[place].1.into());
        let after = template.with(|place| if place == which { value } else { VALUES[place].1 }.into());
        let edited = edit(&before, 0, V7, &changes(&[change])).unwrap();
        prop_assert_eq!(&edited, &after);

        let mut plan = read(&before).plan;
        meaning(&mut plan);
        prop_assert_eq!(read(&edited).plan, plan);
    }

    /// Every window into every text: those with a window and those without.
    #[test]
    fn a_window_that_is_set_is_the_one_that_is_read(template in templates(), hours in any::<[u64; 3]>(), set_twice in any::<bool>()) {
        let cells: [bool; 168] = core::array::from_fn(|hour| hours[hour / 64] >> (hour % 64) & 1 != 0);
        let window = BackupWindow::from_bools(&cells);
        let mut text = template.with(|place| VALUES[place].1.into());
        if set_twice {
            text = edit(&text, 0, V7, &changes(&["window=Mo-Fr 20:00-06:00"])).unwrap();
        }
        let edited = edit(&text, 0, V7, &changes(&[&format!("window={}", window.text())])).unwrap();
        let mut plan = read(&text).plan;
        if let Starts::Scheduled(schedule) = &mut plan.starts {
            *schedule = schedule.with_backup_window(window);
        }
        prop_assert_eq!(read(&edited).plan, plan);
    }

    /// What is JSON is what serde_json says is.
    #[test]
    fn a_text_is_json_or_not_as_for_others(text in prop_oneof![
        r#"[\[\]{},:"a\\u0 \n1.eE+-]{0,12}"#,
        r#"(\{"a":|[\[\],}{]|"\\[u"bx/]|00e1|true|nul|-|0|1\.|5|" ?){0,8}"#,
    ]) {
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text);
        let ours = Source::new(&text);
        // Half of a pair of surrogates and numbers that are too large are JSON, but no values.
        prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?} {:?}", ours.err(), theirs.err());
    }
}
