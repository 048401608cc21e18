//! `show`: the week of a job as text, JSON and pictures.

use crate::call::{answers, answers_for_people, call, files, grid, policy};
use serde_json::{Value, json};

/// The Wednesday before the clocks of Prague are set ahead.
const AT: &str = "--zone +01:00 --at 2026-03-25T12:00:00Z";

/// Every 12 hours at the hour; nights on UTC+120 min, and days in a window for starts.
fn job() -> String {
    let nights = grid(|hour, _| !(8..19).contains(&hour));
    let days = grid(|hour, index| (6..20).contains(&hour) && index >= 24);
    let policy = policy(&format!(
        r#""type":"Periodically","periodicallyEvery":"Hours2","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{nights},"minuteOffset":120}},"periodicallyWindowEnabled":true,"periodicallyWindowSettings":{{"backupWindow":{days}}}"#
    ));
    policy.replacen('{', r#"{"id":"a","name":"A & <b>","#, 1)
}

fn text(arguments: &str, input: &str) -> Vec<String> {
    answers_for_people(&format!("show {arguments}"), input)
}

fn json(arguments: &str, input: &str) -> Value {
    serde_json::from_str(&answers(&format!("show --format ndjson {arguments}"), input)[0]).unwrap()
}

#[test]
fn both_windows_of_a_job_are_shown_each_on_its_clock_with_the_next_runs() {
    let lines = text(&format!("{AT} --count 3"), &job());
    assert_eq!(
        lines,
        [
            "A & <b> (a)",
            "  backup window: 91 of 168 hours, read on UTC+120 min",
            "       0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
            "  Sun ########################.................................###############",
            "  Mon ########################.................................###############",
            "  Tue ########################.................................###############",
            "  Wed ########################.................................#1#####2#######",
            "  Thu ########################.................................#3#############",
            "  Fri ########################.................................###############",
            "  Sat ########################.................................###############",
            "      # allowed   . denied   1-3 the next runs",
            "  periodic window: 84 of 168 hours, read on UTC",
            "       0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
            "  Sun ........................................................................",
            "  Mon ..................##########################################............",
            "  Tue ..................##########################################............",
            "  Wed ..................##################################1#####2#............",
            "  Thu ..................##################################3#######............",
            "  Fri ..................##########################################............",
            "  Sat ..................##########################################............",
            "      # allowed   . denied   1-3 the next runs",
            "  1  2026-03-25T17:00:00Z  Wed 2026-03-25 18:00:00 +01:00  scheduled",
            "  2  2026-03-25T19:00:00Z  Wed 2026-03-25 20:00:00 +01:00  scheduled",
            "  3  2026-03-26T17:00:00Z  Thu 2026-03-26 18:00:00 +01:00  scheduled",
        ]
    );
    for line in &lines[1..] {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn the_same_as_json() {
    let line = json(&format!("{AT} --count 2"), &job());
    let night = "111111110000000000011111";
    let day = "000000111111111111110000";
    let run = |at: &str, local: &str, closes: &str| json!({"at": at, "local": local, "origin": "scheduled", "closes": closes});
    assert_eq!(
        line,
        json!({
            "id": "a", "name": "A & <b>",
            "windows": [
                {
                    "window": "backup", "clock": "UTC+120 min", "allowed_hours": 91, "hours": "Mo-Su 19:00-08:00",
                    "days": [night, night, night, night, night, night, night], "hours_of_runs": [91, 93],
                },
                {
                    "window": "periodic", "clock": "UTC", "allowed_hours": 84, "hours": "Mo-Sa 06:00-20:00",
                    "days": ["0".repeat(24), day, day, day, day, day, day], "hours_of_runs": [89, 91],
                },
            ],
            "runs": [
                run("2026-03-25T17:00:00Z", "2026-03-25T18:00:00+01:00", "2026-03-26T06:00:00Z"),
                run("2026-03-25T19:00:00Z", "2026-03-25T20:00:00+01:00", "2026-03-26T06:00:00Z"),
            ],
            "none": null,
        })
    );
}

#[test]
fn a_run_is_marked_in_the_hour_that_the_clock_of_the_window_shows() {
    // Prague, 2026-03-29: ___ 01:59 +01:00 | 02:00-02:59 never happens | 03:00 +02:00 ___
    let hours = grid(|_, index| index != 100);
    let daily = policy(&format!(
        r#""type":"Daily","dailyType":"Everyday","dailyTime":"02:30","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{hours}}}"#
    ));
    let ask = "--zone Europe/Prague --at 2026-03-28T00:00:00Z --count 3";
    let hours = |more: &str| json(&format!("{ask} {more}"), &daily)["windows"][0]["hours_of_runs"].clone();
    assert_eq!(hours("--clock local"), json!([6 * 24 + 2, 3, 24 + 2]));
    assert_eq!(hours("--clock utc-offset"), json!([6 * 24 + 1, 1, 24]));
}

#[test]
fn what_denies_no_hour_is_said() {
    let lines = text(
        &format!("{AT} --count 1"),
        &policy(r#""type":"Daily","dailyType":"Everyday","dailyTime":"22:00""#),
    );
    assert_eq!(lines[1], "  no window is in force; the hours are those of local time");
    assert_eq!(
        lines[6],
        "  Wed ##################################################################".to_owned() + "#1####"
    );
    assert_eq!(lines[10], "      # allowed   1 the next run");
    assert_eq!(lines[11], "  1  2026-03-25T21:00:00Z  Wed 2026-03-25 22:00:00 +01:00  scheduled");
    assert_eq!(json(AT, &policy(r#""type":"ManualOnly""#))["windows"], json!([]));
}

#[test]
fn a_job_without_runs_says_why_and_a_window_alone_says_nothing_of_runs() {
    let manual = policy(r#""type":"ManualOnly""#);
    assert_eq!(text(AT, &manual).last().unwrap(), "  no runs: the job is started by hand only");
    assert_eq!(json(AT, &manual)["none"]["reason"], "manual_only");
    assert_eq!(json(&format!("{AT} --count 0"), &manual)["none"], Value::Null);
    let alone = "Mo-Fr 20:00-06:00\n";
    assert_eq!(text(&format!("{AT} --dialect text"), alone).last().unwrap(), "      # allowed   . denied");
    let line = json(&format!("{AT} --dialect text"), alone);
    assert_eq!((&line["windows"][0]["clock"], &line["none"]), (&json!("local time"), &Value::Null));
    // Active Directory counts from Sunday in UTC.
    let logon_hours = json(AT, "000000000000FFFFFF000000000000000000000000");
    assert_eq!(logon_hours["windows"][0]["hours"], "Tu 00:00-24:00");
}

/// The pictures of some jobs: SVG and HTML.
fn pictures(input: &str) -> (String, String) {
    let (directory, _) = files(&[]);
    let path = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    let (svg, html) = (path("week.svg"), path("week.html"));
    answers(&format!("show {AT} --svg {svg} --html {html}"), input);
    (std::fs::read_to_string(svg).unwrap(), std::fs::read_to_string(html).unwrap())
}

#[test]
fn a_picture_has_a_title_a_description_and_every_hour() {
    let (svg, html) = pictures(&job());
    for picture in [&svg, &html] {
        assert!(picture.contains(r#"role="img" aria-labelledby="title"#), "{picture}");
        assert!(
            picture.contains("viewBox=\"0 0 ") && picture.contains("style=\"max-width:100%;height:auto\"")
        );
        assert!(!picture.contains("min-width"), "nothing is cut off on a small screen");
        assert!(picture.contains("The week of A &amp; &lt;b&gt; (a)</title>"), "{picture}");
        assert!(
            picture
                .contains("backup window: 91 of 168 hours, read on UTC+120 min; allowed: Mo-Su 19:00-08:00")
        );
        assert!(picture.contains("<title>Monday: allowed 0 to 8, denied 8 to 19, allowed 19 to 24</title>"));
        assert!(picture.contains("Wed 2026-03-25 18:00:00 +01:00"));
        assert!(!picture.contains("<b>"));
        // 7 days of 2 windows: allowed, denied, allowed; and Sunday denied, the others denied, allowed, denied.
        let (sky_blue, hatched) =
            (picture.matches("#56B4E9").count(), picture.matches("url(#denied").count());
        let legends = picture.matches(">allowed</text>").count();
        assert_eq!((sky_blue - legends, hatched - legends), (14 + 6, 7 + 1 + 12));
    }
    assert!(
        html.contains(
            "<tr><th scope=\"row\">Monday</th><td>00:00\u{2013}08:00, 19:00\u{2013}24:00</td></tr>"
        )
    );
    assert!(html.contains("<html lang=\"en\">"));
}

#[test]
fn ids_of_a_page_are_there_once_and_all_that_is_referred_to_is_there() {
    let input = format!("{}\n{}\n", job(), job());
    for picture in <[String; 2]>::from(pictures(&input)) {
        let quoted = |before: &str| -> Vec<String> {
            let parts = picture.split(before).skip(1);
            parts.map(|rest| rest[..rest.find(['"', ')']).unwrap()].to_owned()).collect()
        };
        let ids = quoted(" id=\"");
        let mut different = ids.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), ids.len());
        let referred: Vec<String> =
            quoted("aria-labelledby=\"").join(" ").split(' ').map(str::to_owned).collect();
        for id in quoted("url(#").into_iter().chain(referred) {
            assert!(ids.contains(&id), "{id}");
        }
    }
}

#[test]
fn a_picture_of_many_jobs_says_how_many_it_leaves_out_and_answers_all() {
    let input = format!("{}\n", job()).repeat(120);
    let (svg, html) = pictures(&input);
    for picture in [svg, html] {
        assert!(picture.contains("The weeks of the first 100 of 120 jobs"));
    }
    let (directory, _) = files(&[]);
    let svg = directory.path().join("week.svg");
    assert_eq!(answers(&format!("show {AT} --svg {}", svg.display()), input).len(), 120);
}

#[test]
fn a_job_that_cannot_be_read_is_answered_with_its_error_and_left_out_of_the_picture() {
    let (directory, _) = files(&[]);
    let svg = directory.path().join("week.svg");
    let broken = policy(r#""type":"Daily","dailyTime":"25:00""#);
    let said = call(&format!("show {AT} --svg {}", svg.display()), format!("{broken}\n{}\n", job()));
    assert_eq!((said.status, said.lines().len()), (1, 2));
    assert!(std::fs::read_to_string(svg).unwrap().contains("The week of A &amp; &lt;b&gt; (a)"));
}

#[test]
fn wrong_usage_says_what_was_expected() {
    let said = call("show --count 10", job());
    assert_eq!(said.status, 2);
    assert!(said.err.contains("10 is not in 0..=9"), "{}", said.err);
    let said = call("show --svg /no/such/directory/week.svg", job());
    assert_eq!(said.status, 2);
    assert!(said.err.contains("/no/such/directory/week.svg: "), "{}", said.err);
}
