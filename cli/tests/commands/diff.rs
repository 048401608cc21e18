//! `diff`: which hours changed, or which stretches of a range; status 0 for the same, 1 for different.

use crate::call::{Said, call, files, grid, policy};
use serde_json::{Value, json};

fn diff(a: &str, b: &str, more: &str) -> Said {
    let (_directory, paths) = files(&[a.as_bytes(), b.as_bytes()]);
    call(&format!("diff {} {} {more}", paths[0], paths[1]), "")
}

/// The lines for people after the heading.
fn text(a: &str, b: &str, more: &str) -> (i32, Vec<String>) {
    let said = diff(a, b, &format!("--format text {more}"));
    let below = said.lines().into_iter().skip(1).skip_while(|line| line.starts_with("  zone "));
    (said.status, below.map(str::to_owned).collect())
}

/// A job by hand with a window.
fn job(id: &str, minutes: i32, is_allowed: impl Fn(u32, u32) -> bool) -> String {
    let hours = grid(is_allowed);
    let policy = policy(&format!(
        r#""type":"ManualOnly","backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{hours},"minuteOffset":{minutes}}}"#
    ));
    policy.replacen('{', &format!(r#"{{"id":"{id}","#), 1)
}

#[test]
fn hours_that_changed_are_shown_with_a_sign_each_way() {
    let (status, lines) =
        text("Mo-Fr 20:00-06:00\n", "Mo-Th 21:00-06:00; Sa 00:00-24:00\n", "--dialect text");
    assert_eq!(status, 1);
    assert_eq!(
        lines,
        [
            "job",
            "  backup window: 18 of 168 hours newly allowed, 8 no longer, read on local time",
            "       0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
            "  Sun ........................................................................",
            "  Mon ............................................................---#########",
            "  Tue ##################..........................................---#########",
            "  Wed ##################..........................................---#########",
            "  Thu ##################..........................................---#########",
            "  Fri ##################..........................................------------",
            "  Sat ##################++++++++++++++++++++++++++++++++++++++++++++++++++++++",
            "      # allowed   . denied   + newly allowed   - no longer allowed",
            "  + Sa 06:00-24:00",
            "  - Mo-Th 20:00-21:00; Fr 20:00-24:00",
        ]
    );
}

#[test]
fn the_same_times_on_clocks_whole_hours_apart_are_the_same() {
    let nights = |hour, _| hour < 8;
    // Two hours ahead of UTC hour 2 is hour 0 of UTC.
    let ahead = |hour, _| (2..10).contains(&hour);
    let (status, lines) = text(&job("a", 0, nights), &job("b", 120, ahead), "");
    assert_eq!(status, 0);
    assert_eq!(
        lines,
        [
            "job a -> job b",
            "  backup window: was read on UTC, now on UTC+120 min",
            "  backup window: the same 56 of 168 hours",
        ]
    );
    // The grid is that of the first document.
    let said = diff(&job("a", 120, nights), &job("a", 0, nights), "");
    let line: Value = serde_json::from_str(&said.out).unwrap();
    let window = &line["windows"][0];
    assert_eq!((said.status, &window["clock"]), (1, &json!("UTC+120 min")));
    let days = |from: u64, to: u64| -> Vec<u64> {
        (0..7).flat_map(|day| (from..to).map(move |hour| day * 24 + hour)).collect()
    };
    assert_eq!(window["newly_allowed_hours"], json!(days(8, 10)));
    assert_eq!(window["no_longer_allowed_hours"], json!(days(0, 2)));
}

#[test]
fn clocks_without_common_hours_are_refused_and_compared_in_a_range() {
    // 04:00 to 08:00 in UTC and on a clock 5:30 ahead: 22:30 to 02:30 in UTC.
    let hours = |hour, _| (4..8).contains(&hour);
    let (a, b) = (job("a", 0, hours), job("a", 330, hours));
    let said = diff(&a, &b, "");
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(said.err.contains("clocks UTC and UTC+330 min have no hours in common"), "{}", said.err);
    assert!(said.err.contains("--from, --to"), "{}", said.err);
    let day = "--from 2026-03-02T00:00:00Z --to 2026-03-03T00:00:00Z";
    let (status, lines) = text(&a, &b, day);
    assert_eq!(status, 1);
    assert_eq!(
        lines,
        [
            "job a",
            "  backup window: was read on UTC, now on UTC+330 min",
            "  from 2026-03-02T00:00:00Z up to 2026-03-03T00:00:00Z:",
            "  newly allowed: 4h, in 2 stretches",
            "  + Mon 2026-03-02 00:00:00 +00:00 to Mon 2026-03-02 02:30:00 +00:00",
            "  + Mon 2026-03-02 22:30:00 +00:00 to Tue 2026-03-03 00:00:00 +00:00",
            "  no longer allowed: 4h, in one stretch",
            "  - Mon 2026-03-02 04:00:00 +00:00 to Mon 2026-03-02 08:00:00 +00:00",
        ]
    );
    let said = diff(&a, &b, day);
    let line: Value = serde_json::from_str(&said.out).unwrap();
    let window = &line["windows"][0];
    assert_eq!(
        window["no_longer_allowed"],
        json!([{"from": "2026-03-02T04:00:00Z", "to": "2026-03-02T08:00:00Z"}])
    );
    assert_eq!(window["newly_allowed"].as_array().unwrap().len(), 2);
}

#[test]
fn local_time_and_utc_agree_until_the_clocks_change() {
    // 22:00 to 06:00 in winter Prague is 21:00 to 05:00 in UTC.
    let utc = job("a", 0, |hour, _| !(5..21).contains(&hour));
    let local = "Mo-Su 22:00-06:00\n";
    let (_directory, paths) = files(&[local.as_bytes(), utc.as_bytes()]);
    let ask = |from: &str, to: &str| {
        call(&format!("diff {} {} --zone Europe/Prague --from {from} --to {to}", paths[0], paths[1]), "")
            .status
    };
    assert_eq!(ask("2026-02-01T00:00:00Z", "2026-03-28T00:00:00Z"), 0);
    assert_eq!(ask("2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z"), 1);
}

#[test]
fn a_window_that_is_not_in_force_denies_nothing() {
    let none = policy(r#""type":"ManualOnly""#);
    let nights = job("a", 330, |hour, _| hour < 8);
    // Always open goes with every clock.
    let said = diff(&none, &nights, "");
    let line: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.status, &line["windows"][0]["a"]), (1, &Value::Null));
    assert_eq!(line["windows"][0]["clock"], "UTC+330 min");
    assert_eq!(line["windows"][0]["no_longer_allowed_hours"].as_array().unwrap().len(), 7 * 16);
    let (status, lines) = text(&none, &job("a", 0, |_, _| true), "");
    assert_eq!((status, lines[1].as_str()), (0, "  no backup window was in force: every hour allowed"));
    assert_eq!(lines[2], "  backup window: the same 168 of 168 hours");
    let (status, lines) = text(&none, &none, "");
    assert_eq!((status, lines[1].as_str()), (0, "  no window is in force, then or now"));
}

#[test]
fn a_window_that_is_no_longer_in_force_allows_every_hour() {
    let none = policy(r#""type":"ManualOnly""#);
    let (status, lines) = text(&job("a", 0, |hour, _| hour < 8), &none, "");
    assert_eq!((status, lines[1].as_str()), (1, "  no backup window is in force: every hour allowed"));
    assert_eq!(lines[2], "  backup window: 112 of 168 hours newly allowed, 0 no longer, read on UTC");
    assert_eq!(lines.last().unwrap(), "  + Mo-Su 08:00-24:00");
    // It is on its own clock that the hours are newly allowed.
    let said = diff(&job("a", 330, |hour, _| hour < 8), &none, "");
    let line: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.status, &line["windows"][0]["clock"]), (1, &json!("UTC+330 min")));
    assert_eq!(line["windows"][0]["newly_allowed_hours"].as_array().unwrap().len(), 7 * 16);
}

#[test]
fn a_job_in_one_document_only_is_a_difference() {
    let list = |ids: &[&str]| {
        let jobs: Vec<String> = ids.iter().map(|id| job(id, 0, |hour, _| hour < 8)).collect();
        format!("[{}]", jobs.join(","))
    };
    let (status, lines) = text(&list(&["a", "b"]), &list(&["a"]), "");
    assert_eq!(status, 1);
    assert_eq!(
        lines,
        ["job a", "  backup window: the same 56 of 168 hours", "job b", "  only in the first document"]
    );
    let (status, lines) = text(&list(&["a"]), &list(&["a", "b"]), "");
    assert_eq!((status, lines.last().unwrap().as_str()), (1, "  only in the second document"));
    let (status, lines) = text("[]", &list(&["a"]), "");
    assert_eq!((status, lines), (1, ["job a", "  only in the second document"].map(str::to_owned).to_vec()));
    assert_eq!(diff("[]", "[]", "").status, 0);
}

/// The pictures of a difference: SVG and HTML.
fn pictures(a: &str, b: &str, more: &str) -> (i32, [String; 2]) {
    let (directory, _) = files(&[]);
    let path = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    let (svg, html) = (path("week.svg"), path("week.html"));
    let said = diff(a, b, &format!("--svg {svg} --html {html} {more}"));
    assert_eq!(said.err, "");
    (said.status, [svg, html].map(|file| std::fs::read_to_string(file).unwrap()))
}

#[test]
fn a_picture_has_a_sign_and_a_word_for_what_changed() {
    let a = "Mo-Fr 20:00-06:00\n";
    let b = "Mo-Th 21:00-06:00; Sa 00:00-24:00\n";
    let (status, pictures) = pictures(a, b, "--dialect text");
    assert_eq!(status, 1);
    for picture in pictures {
        assert!(picture.contains("What changed in job"), "{picture}");
        assert!(picture.contains(r#"role="img" aria-labelledby="title"#), "{picture}");
        // In the description, and below the week.
        for words in [
            "backup window, newly allowed: Sa 06:00-24:00",
            "backup window, no longer allowed: Mo-Th 20:00-21:00; Fr 20:00-24:00",
        ] {
            let capital = words.replacen('b', "B", 1);
            assert!(picture.contains(&format!("; {words}")), "{picture}");
            assert!(picture.contains(&format!(">{words}<")) || picture.contains(&format!(">{capital}<")));
        }
        assert!(
            picture.contains("ackup window: 18 of 168 hours newly allowed, 8 no longer, read on local time")
        );
        // A sign in each hour that changed, and in the legend.
        assert_eq!(
            (picture.matches(">+</text>").count(), picture.matches(">\u{2212}</text>").count()),
            (19, 9)
        );
        for word in [">allowed<", ">denied<", ">newly allowed<", ">no longer allowed<"] {
            assert!(picture.contains(word), "{word}");
        }
        assert!(picture.contains("<title>Saturday: allowed 0 to 6, newly allowed 6 to 24</title>"));
    }
}

#[test]
fn a_picture_has_the_jobs_that_changed_and_counts_them() {
    let list = |jobs: &[String]| format!("[{}]", jobs.join(","));
    let nights = |id: &str| job(id, 0, |hour, _| hour < 8);
    let days = |id: &str| job(id, 0, |hour, _| hour > 8);
    let (_, [svg, html]) =
        pictures(&list(&[nights("a"), nights("b"), nights("c")]), &list(&[nights("a"), days("b")]), "");
    for picture in [&svg, &html] {
        assert!(picture.contains("What changed in 2 of 3 jobs"), "{picture}");
        assert!(picture.contains(">job b<") && picture.contains(">job c<") && !picture.contains(">job a<"));
        assert!(picture.to_lowercase().contains(">only in the first document<"), "{picture}");
    }
    let (status, [svg, html]) = pictures(&nights("a"), &nights("a"), "");
    assert_eq!(status, 0);
    for picture in [&svg, &html] {
        assert!(picture.contains("Nothing changed"), "{picture}");
    }
    let many = |hours: fn(&str) -> String| {
        list(&(0..120).map(|place| hours(&format!("j{place}"))).collect::<Vec<_>>())
    };
    let (_, [svg, _]) = pictures(&many(nights), &many(days), "");
    assert!(svg.contains("What changed in the first 100 of 120 jobs"));
}

#[test]
fn a_picture_of_clocks_without_common_hours_lists_stretches() {
    let hours = |hour, _| (4..8).contains(&hour);
    let range = "--from 2026-03-01T00:00:00Z --to 2026-04-01T00:00:00Z";
    let (status, pictures) = pictures(&job("a", 0, hours), &job("a", 330, hours), range);
    assert_eq!(status, 1);
    for picture in pictures {
        for words in [
            "backup window: was read on UTC, now on UTC+330 min",
            "backup window, from 2026-03-01T00:00:00Z up to 2026-04-01T00:00:00Z:",
            "no longer allowed: 124h, in 31 stretches",
            "Sun 2026-03-01 04:00:00 +00:00",
            "and 21 more",
        ] {
            let capital = words[..1].to_uppercase() + &words[1..];
            assert!(picture.contains(words) || picture.contains(&capital), "{words}: {picture}");
        }
    }
}

#[test]
fn several_jobs_are_compared_by_their_identifiers() {
    let nights = |hour, _| hour < 8;
    let days = |hour, _| hour > 8;
    let list = |jobs: &[String]| format!("[{}]", jobs.join(","));
    let a = list(&[job("a", 0, nights), job("b", 0, nights), job("c", 0, nights)]);
    let b = list(&[job("d", 0, nights), job("b", 0, days), job("a", 0, nights)]);
    let said = diff(&a, &b, "");
    let lines: Vec<Value> = said.lines().iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary: Vec<_> =
        lines.iter().map(|line| (&line["a"]["id"], &line["b"]["id"], &line["same"])).collect();
    let (yes, no, null) = (json!(true), json!(false), Value::Null);
    let [a, b, c, d] = ["a", "b", "c", "d"].map(Value::from);
    assert_eq!(summary, [(&a, &a, &yes), (&b, &b, &no), (&c, &null, &no), (&null, &d, &no)]);
    assert_eq!(said.status, 1);
}

#[test]
fn many_stretches_are_counted_for_people_and_listed_for_programs() {
    let hours = |hour, _| (4..8).contains(&hour);
    let (a, b) = (job("a", 0, hours), job("a", 330, hours));
    let month = "--from 2026-03-01T00:00:00Z --to 2026-04-01T00:00:00Z";
    let (_, lines) = text(&a, &b, month);
    assert!(lines.contains(&"    and 21 more, which --format ndjson lists".to_owned()), "{lines:?}");
    let line: Value = serde_json::from_str(&diff(&a, &b, month).out).unwrap();
    assert_eq!(line["windows"][0]["no_longer_allowed"].as_array().unwrap().len(), 31);
}

#[test]
fn what_cannot_be_compared_is_an_error_and_no_difference() {
    let good = job("a", 0, |_, _| true);
    let broken = policy(r#""type":"ManualOnly","backupWindowSettings":{"backupWindow":[true]}"#);
    let said = diff(&good, &broken, "");
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(said.err.contains("1.json: "), "{}", said.err);
    assert!(
        said.err.contains("schedulePolicy.backupWindowSettings.backupWindow: 1 hours, expected 168"),
        "{}",
        said.err
    );
    for (more, reason) in [
        ("--from 2026-03-01T00:00:00Z", "--to <INSTANT>"),
        ("--from 2026-03-02T00:00:00Z --to 2026-03-01T00:00:00Z", "(expected a range)"),
        ("third.json", "unexpected argument 'third.json'"),
    ] {
        let said = diff(&good, &good, more);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{more}");
        assert!(said.err.contains(reason), "{more}: {}", said.err);
    }
}
