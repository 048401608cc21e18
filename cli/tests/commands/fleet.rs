//! `fleet`: starts per hour of the week, collisions, and suggestions.

use std::collections::BTreeMap;

use crate::call::{call, files, grid, job};
use serde_json::{Value, json};

/// A week without a change of the clock, from Monday 00:00 in Prague.
const WEEK: &str = "--zone Europe/Prague --from 2025-06-01T22:00:00Z";

fn daily(id: impl std::fmt::Display, time: &str, more: &str) -> String {
    format!(
        "{{\"id\":\"{id}\",\"schedulePolicy\":{{\"type\":\"Daily\",\"dailyType\":\"Everyday\",\"dailyTime\":\"{time}\"{more}}}}}\n"
    )
}

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The hours of the week with starts, from Sunday 00:00, and how many.
fn hours(line: &Value) -> BTreeMap<usize, u64> {
    let hours = line["hours"].as_array().unwrap();
    assert_eq!(hours.len(), 168);
    hours
        .iter()
        .map(|starts| starts.as_u64().unwrap())
        .enumerate()
        .filter(|(_, starts)| *starts > 0)
        .collect()
}

#[test]
fn starts_are_counted_per_hour_of_the_week_on_the_clock_of_the_zone() {
    let jobs = [
        r#"{"id":"a","schedulePolicy":{"type":"Daily","dailyType":"Workdays","dailyTime":"22:10"}}"#,
        r#"{"id":"b","schedulePolicy":{"type":"Daily","dailyType":"Friday","dailyTime":"22:40"}}"#,
        r#"{"id":"c","schedulePolicy":{"type":"Periodically","periodicallyEvery":"Hours12","periodicallyOffsetMinutes":5}}"#,
        r#"{"id":"d","isEnabled":false,"schedulePolicy":{"type":"Daily","dailyType":"Friday","dailyTime":"22:40"}}"#,
        r#"{"id":"e","schedulePolicy":{"type":"ManualOnly"}}"#,
    ];
    let said = call(&format!("fleet {WEEK}"), jobs.join("\n"));
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let [line] = &lines(&said.out)[..] else { panic!("{}", said.out) };
    let mut expected: BTreeMap<usize, u64> = BTreeMap::new();
    (0..7).for_each(|day| expected.extend([(day * 24, 1), (day * 24 + 12, 1)]));
    expected.extend((1..=5).map(|day| (day * 24 + 22, if day == 5 { 2 } else { 1 })));
    assert_eq!(hours(line), expected);
    assert_eq!((&line["jobs"], &line["starts"]), (&json!(5), &json!(20)));
    assert_eq!(line["without"], json!({"job_disabled": 1, "manual_only": 1}));
    assert_eq!(line["peak_hour"], json!({"hour": "Fri 22:00", "starts": 2}));
    assert_eq!(line["peak_minute"]["starts"], 1);
    assert_eq!(line["peak_minute"]["local"], "2025-06-02T00:05:00+02:00");
}

#[test]
fn a_week_with_a_clock_change_has_an_hour_less() {
    let hourly = r#"{"schedulePolicy":{"type":"Periodically","periodicallyEvery":"Hours1"}}"#;
    let week = |from: &str| {
        let said = call(&format!("fleet --zone Europe/Prague --from {from}"), hourly);
        hours(&lines(&said.out)[0])
    };
    // From Monday 00:00 on; on Sunday there is no hour from 02:00 on, and the week ends an hour later.
    let spring = week("2026-03-22T23:00:00Z");
    assert_eq!((spring.get(&2), spring[&24], spring.len()), (None, 2, 167));
    // There are two of them, and the week ends an hour sooner.
    let autumn = week("2026-10-18T22:00:00Z");
    assert_eq!((autumn[&2], autumn.get(&23), autumn.len()), (2, None, 167));
}

#[test]
fn the_week_is_drawn_for_people() {
    let jobs = [daily("a", "22:10", ""), daily("b", "22:10", ""), daily("c", "03:00", "")].concat();
    let said = call(&format!("fleet {WEEK} --format text"), jobs);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let mut lines = said.lines();
    assert_eq!(lines.remove(0), "starts from 2025-06-01T22:00:00Z up to 2025-06-08T22:00:00Z,");
    assert!(lines[0].starts_with("  zone Europe/Prague (IANA "), "{}", lines[0]);
    assert_eq!(lines[1], "3 jobs, 21 starts");
    assert_eq!(lines[2], "as scheduled");
    assert_eq!(lines[3], "     00    03    06    09    12    15    18    21    starts");
    assert_eq!(lines[4], "Sun  · · · ▄▄· · · · · · · · · · · · · · · · · · ██·      3");
    assert_eq!(lines.len(), 12);
    assert_eq!(lines[11], "most in an hour: 2 (Sun 22:00), in a minute: 2 (Mon 2025-06-02 22:10:00 +02:00)");
    assert!(lines.iter().skip(1).all(|line| line.chars().count() <= 80));
}

#[test]
fn collisions_are_starts_of_one_repository_or_proxy_in_the_same_minute() {
    let microsoft =
        |id: &str, time: &str, ids: &str| daily(id, time, "").replacen('{', &format!("{{{ids},"), 1);
    let jobs = [
        microsoft("a", "22:10", r#""repositoryId":"r1","proxyId":"p1""#),
        microsoft("b", "22:10", r#""repositoryId":"r1","proxyId":"p2""#),
        microsoft("c", "22:11", r#""repositoryId":"r1","proxyId":"p2""#),
        microsoft("d", "22:10", r#""repositoryId":"r2","proxyId":"p1""#),
        r#"{"name":"e","storage":{"backupRepositoryId":"r2","backupProxies":{"proxyIds":["p1","p3"]}},"schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"dailyKind":"Everyday","localTime":"22:10"}}}"#.to_owned() + "\n",
        daily("f", "22:10", ""),
    ]
    .concat();
    let groups = |by: &str| -> Vec<(String, u64, u64, u64)> {
        let said = call(&format!("fleet {WEEK} --by {by}"), &jobs);
        assert_eq!(said.status, 0, "{}", said.err);
        let number = |line: &Value, name: &str| line[name].as_u64().unwrap();
        lines(&said.out)
            .iter()
            .filter(|line| line["kind"] == "group")
            .inspect(|line| assert_eq!(line["by"], by))
            .map(|line| {
                let counts = ["jobs", "collisions", "minutes"].map(|name| number(line, name));
                (line["id"].as_str().unwrap().to_owned(), counts[0], counts[1], counts[2])
            })
            .collect()
    };
    let of = |id: &str, jobs, collisions, minutes| (id.to_owned(), jobs, collisions, minutes);
    assert_eq!(groups("repository"), [of("r1", 3, 14, 7), of("r2", 2, 14, 7)]);
    assert_eq!(groups("proxy"), [of("p1", 3, 21, 7), of("p2", 2, 0, 0), of("p3", 1, 0, 0)]);
    assert_eq!(groups("storage.backupRepositoryId"), [of("r2", 1, 0, 0)]);
    assert_eq!(groups("nothing"), []);
    let said = call(&format!("fleet {WEEK} --by repository --format text"), &jobs);
    let shown =
        "  r1: 3 jobs, 14 of 21 starts collide, at most 2 at once\n    (Mon 2025-06-02 22:10:00 +02:00)\n";
    assert!(said.out.contains(shown), "{}", said.out);
}

/// Jobs that start at once: daily ones with and without a window, and periodic ones.
fn crowd() -> Vec<String> {
    let nights = grid(|hour, _| !(6..20).contains(&hour));
    let window = format!(
        r#","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{nights},"minuteOffset":120}}"#
    );
    (0..60)
        .map(|number| match number % 3 {
            0 => daily(number, "22:00:00", &window),
            1 => daily(number, "22:00:00", ""),
            _ => format!(
                "{{\"id\":\"{number}\",\"schedulePolicy\":{{\"type\":\"Periodically\",\"periodicallyEvery\":\"Hours8\",\"periodicallyOffsetMinutes\":0{window}}}}}\n"
            ),
        })
        .collect()
}

fn suggested(jobs: &[String], more: &str) -> Vec<Value> {
    let (_directory, paths) = files(&[jobs.concat().as_bytes()]);
    let said = call(&format!("fleet {WEEK} --suggest-offsets {more} {}", paths[0]), "");
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{more}");
    lines(&said.out)
}

#[test]
fn what_is_suggested_is_what_the_changed_jobs_do() {
    let jobs = crowd();
    for more in ["", "--seed 7", "--shift 20m", "--duration 3h", "--by id"] {
        let said = suggested(&jobs, more);
        let mut changed = jobs.clone();
        let mut moved = 0;
        for line in said.iter().filter(|line| line["kind"] == "suggestion") {
            let job = &mut changed[line["id"].as_str().unwrap().parse::<usize>().unwrap()];
            let (from, to) = (line["from"].as_str().unwrap(), line["to"].as_str().unwrap());
            let [name, from, to] = match line["property"].as_str().unwrap() {
                "daily-time" => ["dailyTime\":".to_owned(), format!("\"{from}\""), format!("\"{to}\"")],
                _ => ["periodicallyOffsetMinutes\":".to_owned(), from.to_owned(), to.to_owned()],
            };
            let after = job.replacen(&(name.clone() + &from), &(name + &to), 1);
            assert_ne!(after, *job, "{line}");
            *job = after;
            moved += 1;
        }
        let last = said.last().unwrap();
        assert_eq!((&last["kind"], &last["moved"]), (&json!("suggested"), &json!(moved)));
        assert!(moved > 30, "{moved}");

        // Everything that is promised of the fleet after it shows where its jobs are counted anew.
        let again =
            call(&format!("fleet {WEEK} {}", if more == "--by id" { more } else { "" }), changed.concat());
        let again = &lines(&again.out)[0];
        for name in ["hours", "peak_hour", "peak_minute", "collisions"] {
            assert_eq!(again[name], last[name], "{name} {more}");
        }
        let before = &said[0];
        assert_eq!((&before["jobs"], &before["starts"]), (&again["jobs"], &again["starts"]));
        for peak in ["peak_hour", "peak_minute"] {
            let starts = |line: &Value| line[peak]["starts"].as_u64().unwrap();
            assert!(starts(last) < starts(before), "{peak} {more}");
        }
    }
}

#[test]
fn a_suggestion_stays_within_its_opening_and_its_limits() {
    let jobs = crowd();
    let minutes = |time: &str| -> i64 {
        let mut parts = time.split(':').map(|part| part.parse::<i64>().unwrap());
        (parts.next().unwrap() * 60 + parts.next().unwrap() + 12 * 60) % (24 * 60)
    };
    // Noon is 0 here: 20:00 is at 480, 22:00 at 600, 06:00 at 1080.
    let nights = |line: &Value| line["id"].as_str().unwrap().parse::<u32>().unwrap() % 3 == 0;
    for (more, with_window, without) in [
        ("", 480..1080, 540..661),
        ("--shift 20m", 580..621, 580..621),
        ("--duration 3h", 480..900, 540..661),
    ] {
        let mut seen = 0;
        for line in suggested(&jobs, more).iter().filter(|line| line["property"] == "daily-time") {
            let to = minutes(line["to"].as_str().unwrap());
            let range = if nights(line) { &with_window } else { &without };
            assert!(range.contains(&to), "{more} {line}");
            seen += 1;
        }
        assert!(seen > 20, "{more} {seen}");
    }
}

#[test]
fn suggestions_depend_on_the_seed_and_on_nothing_else() {
    let jobs = crowd();
    assert_eq!(suggested(&jobs, "--seed 3"), suggested(&jobs, "--seed 3"));
    assert_ne!(suggested(&jobs, "--seed 3"), suggested(&jobs, "--seed 4"));
    // A job alone has nobody to make room for.
    assert_eq!(suggested(&jobs[..1], "").len(), 2);
    // An interval of minutes and a start at once with no room have nothing to change.
    let minutes =
        r#"{"schedulePolicy":{"type":"Periodically","periodicallyEvery":"Minutes30"}}"#.to_owned() + "\n";
    assert_eq!(suggested(&[minutes.clone(), minutes], "").len(), 2);
}

#[test]
fn what_cannot_be_counted_is_said() {
    let said = call(&format!("fleet {WEEK} --suggest-offsets"), job("a"));
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(said.err.contains("expected files, not standard input"), "{}", said.err);
    for range in ["--to 2025-06-01T22:00:00Z", "--to 2025-06-08T22:00:01Z", "--to 2024-01-01T00:00:00Z"] {
        let said = call(&format!("fleet {WEEK} {range}"), job("a"));
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{range}");
        assert!(
            said.err.contains("expected after 2025-06-01T22:00:00Z, up to 2025-06-08T22:00:00Z"),
            "{}",
            said.err
        );
    }
    assert_eq!(call(&format!("fleet {WEEK} --seed 1"), job("a")).status, 2, "a seed of nothing");

    let jobs = format!("{}\n{}", job("a"), daily("b", "25:00", ""));
    let said = call(&format!("fleet {WEEK}"), jobs);
    assert_eq!(said.status, 1);
    let said = lines(&said.out);
    assert!(said[0]["error"]["message"].as_str().unwrap().starts_with("\"25:00\" is not a time of day"));
    assert_eq!((&said[1]["jobs"], &said[1]["starts"]), (&json!(1), &json!(7)));
}

#[test]
fn the_picture_has_a_bar_for_each_hour_with_starts() {
    let (directory, paths) = files(&[crowd().concat().as_bytes()]);
    let picture = directory.path().join("week.svg");
    let call_with_picture = |more: &str| {
        let said = call(&format!("fleet {WEEK} --svg {} {more} {}", picture.display(), paths[0]), "");
        assert_eq!(said.status, 0, "{}", said.err);
        (lines(&said.out), std::fs::read_to_string(&picture).unwrap())
    };
    let (said, svg) = call_with_picture("");
    assert_eq!(svg.matches("v-").count(), hours(&said[0]).len());
    assert!(svg.contains("<title id=\"title\">60 jobs, ") && svg.contains("<desc"), "{svg}");
    let (said, svg) = call_with_picture("--suggest-offsets");
    assert_eq!(svg.matches("v-").count(), hours(&said[0]).len() + hours(said.last().unwrap()).len());
    assert!(svg.contains("As scheduled") && svg.contains("As suggested"));
}

#[test]
fn without_jobs_nothing_starts() {
    let said = call(&format!("fleet {WEEK} --format text"), "[]");
    assert_eq!(said.status, 0);
    assert_eq!(said.lines().last(), Some(&"nothing starts"));
}
