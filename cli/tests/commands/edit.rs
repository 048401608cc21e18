//! `set`, `enable` and `disable`.

use std::fs;

use crate::call::{Said, call, call_with, files};

const FRIDAY: &str = include_str!("../../../tests/data/vbo-v3-job.json");

/// What is written when all goes well, with nothing to say about it.
fn written(arguments: &[&str], input: &str) -> String {
    let said = call_with(arguments, input);
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{said:?}");
    said.out
}

fn jobs() -> String {
    let job = |id: &str, name: &str| {
        format!(
            "{{\"id\": {id}, \"name\": \"{name}\", \"schedulePolicy\": {{\"type\": \"Daily\", \"dailyType\": \"Everyday\", \"dailyTime\": \"1:00\"}}}}"
        )
    };
    format!("[{},\n {},\n {}]\n", job("\"x-1\"", "nightly"), job("\"x-2\"", "2"), job("70", "nightly"))
}

#[test]
fn one_line_of_the_document_changes() {
    let after = written(&["set", "daily-time", "22:00"], FRIDAY);
    assert_eq!(after, FRIDAY.replace("\"19:00:00\"", "\"22:00:00\""));
    let after = written(&["set", "days", "workdays", "daily-time", "7:30"], FRIDAY);
    assert_eq!(after, FRIDAY.replace("\"19:00:00\"", "\"07:30:00\"").replace("\"Friday\"", "\"Workdays\""));
    let after = written(&["disable", "job"], FRIDAY);
    assert_eq!(after, FRIDAY.replace("\"isEnabled\": true", "\"isEnabled\": false"));
    let after = written(&["disable", "window"], FRIDAY);
    assert_eq!(after, FRIDAY.replace("\"backupWindowEnabled\": true", "\"backupWindowEnabled\": false"));
    let after = written(&["set", "minute-offset", "-90"], FRIDAY);
    assert_eq!(after, FRIDAY.replace("\"minuteOffset\": 0", "\"minuteOffset\": -90"));
}

/// Documents of other products change in place, too.
#[test]
fn jobs_of_every_product_can_be_changed() {
    let console = concat!(
        r#"{"data":{"x":1.50,"schedulePolicy":{"schedulePolicyType":"Daily","dailyType":"Friday","dailyTime":"9:00","scheduleEnabled":true}}}"#,
        "\n"
    );
    assert_eq!(written(&["set", "daily-time", "22:00"], console), console.replace("9:00", "22:00"));
    let vbr = concat!(
        r#"{"name":"a","schedule":{"runAutomatically":true,"daily":{"isEnabled":true,"localTime":"9:00","dailyKind":"Everyday"}}}"#,
        "\n"
    );
    assert_eq!(written(&["set", "daily-time", "22:00"], vbr), vbr.replace("9:00", "22:00"));
    let copy = concat!(
        r#"{"backupJobId":"b","schedulePolicy":{"type":"DailyAtTime","dailyType":"Friday","dailyTime":"9:00"}}"#,
        "\n"
    );
    assert_eq!(written(&["set", "type", "immediate"], copy), copy.replace("DailyAtTime", "Immediate"));
    let server = concat!(r#"{"instanceUid":"i","isEnabled":true,"scheduleType":"continuously"}"#, "\n");
    assert_eq!(written(&["disable", "job"], server), server.replace("true", "false"));
    let powershell = format!("{{\"value\":[{},{}],\"Count\":2}}\n", vbr.trim_end(), copy.trim_end());
    assert_eq!(
        written(&["set", "daily-time", "22:00", "--job", "a"], &powershell),
        powershell.replacen("9:00", "22:00", 1)
    );
    let said = call("set daily-time 22:00", server);
    assert_eq!(
        (said.status, said.out.as_str(), said.err.as_str()),
        (
            1,
            "",
            "job i: error: vspc-server names the type of a schedule alone (expected job, the only thing that can be switched)\n"
        )
    );
}

#[test]
fn a_mistake_that_was_there_before_is_shown_on_its_line() {
    let said =
        call("set days Monday", "{\"schedulePolicy\":{\n \"type\":\"Daily\",\"dailyTime\":\"25:00\"}}");
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert!(
        said.err.ends_with("  --> standard input:2:29\n    2 |  \"type\":\"Daily\",\"dailyTime\":\"25:00\"}}\n      |                             ^^^^^^^\n"),
        "{}",
        said.err
    );
}

#[test]
fn a_window_is_given_as_text() {
    let after = written(&["set", "window", "Mo-Fr 20:00-06:00; Sa,Su 00:00-24:00"], FRIDAY);
    assert_eq!(after.lines().count(), FRIDAY.lines().count());
    let said =
        call("intervals --from 2025-06-02T00:00:00Z --to 2025-06-04T00:00:00Z --window backup", &after);
    assert!(
        said.out.contains(
            r#"[{"from":"2025-06-02T20:00:00Z","to":"2025-06-03T06:00:00Z"},{"from":"2025-06-03T20:00:00Z","to":"2025-06-04T00:00:00Z"}]"#
        ),
        "{said:?}"
    );
}

#[test]
fn what_is_odd_about_a_change_is_noted() {
    let note = |arguments: &[&str]| {
        let said = call_with(arguments, FRIDAY);
        assert_eq!(said.status, 0, "{said:?}");
        said.err
    };
    const JOB: &str = "test_job (3c407448-4d05-432f-a651-144827bed5ce): note: ";
    assert_eq!(note(&["set", "daily-time", "19:00"]), format!("{JOB}nothing to change\n"));
    assert_eq!(
        note(&["set", "every", "2h"]),
        format!("{JOB}what was set has no effect on when the job runs\n")
    );
    assert_eq!(
        note(&["set", "minute-offset", "120", "window", "Mo-Fr 20:00-06:00"]),
        format!("{JOB}the hours of the window are read on UTC+120 min\n")
    );
}

/// Another type of schedule starts nothing that was switched off.
#[test]
fn a_type_that_is_set_leaves_a_schedule_switched_off() {
    let off = concat!(
        r#"{"name":"a","schedule":{"runAutomatically":false,"daily":{"isEnabled":true,"localTime":"9:00","dailyKind":"Everyday"}}}"#,
        "\n"
    );
    let said = call("set type continuously", off);
    let expected = off.replace(r#""isEnabled":true"#, r#""isEnabled":false"#);
    let expected = expected.replace(r#"Everyday"}}"#, r#"Everyday"},"continuously":{"isEnabled":true}}"#);
    assert_eq!((said.status, said.out), (0, expected), "{}", said.err);
    assert!(
        said.err.contains(
            "a: note: the schedule is switched off and stays so (enable schedule switches it on)\n"
        ),
        "{}",
        said.err
    );
    let by_hand = "{\"name\":\"a\",\"schedule\":{\"runAutomatically\":false}}\n";
    let said = call("set type continuously", by_hand);
    let expected = r#"{"name":"a","schedule":{"runAutomatically":true,"continuously":{"isEnabled":true}}}"#;
    assert_eq!((said.status, said.out.trim_end(), said.err.as_str()), (0, expected, ""));
    let console = concat!(
        r#"{"schedulePolicy":{"schedulePolicyType":"ManualOnly","dailyType":"Friday","dailyTime":"9:00","scheduleEnabled":false}}"#,
        "\n"
    );
    let said = call("set type daily", console);
    assert_eq!((said.status, said.out), (0, console.replace("ManualOnly", "Daily")));
    assert!(said.err.contains("the schedule is switched off and stays so"), "{}", said.err);
}

#[test]
fn a_result_that_cannot_be_read_is_not_written() {
    let said = call("set type periodically", FRIDAY);
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert!(said.err.starts_with("test_job (3c407448-4d05-432f-a651-144827bed5ce): error: schedulePolicy.periodicallyEvery: missing (expected Minutes5, "), "{said:?}");
    let said = call("disable schedule", FRIDAY);
    assert_eq!(said.status, 1);
    assert!(said.err.ends_with(": vbo-v2 does not have a schedule that can be switched off\n"), "{said:?}");
    assert_eq!(call("disable schedule --dialect vbo-v8", FRIDAY).status, 0);
    // Setting what is wrong mends it.
    let broken = FRIDAY.replace("19:00:00", "25:00");
    assert_eq!(call("set days Monday", &broken).status, 1);
    assert_eq!(written(&["set", "daily-time", "19:00"], &broken), FRIDAY);
}

#[test]
fn of_several_jobs_one_is_named() {
    let text = jobs();
    let one = |said: Said, place: usize| {
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{said:?}");
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines[place] = lines[place].replace("1:00", "02:00:00");
        assert_eq!(said.lines(), lines);
    };
    one(call("set daily-time 2:00 --job x-1", &text), 0);
    one(call("set daily-time 2:00 --job 0", &text), 0);
    // A name beats a place.
    one(call("set daily-time 2:00 --job 2", &text), 1);
    one(call("set daily-time 2:00 --job 70", &text), 2);

    let refused = |arguments: &str| {
        let said = call(arguments, &text);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{said:?}");
        said.err
    };
    assert_eq!(
        refused("disable job"),
        "backup-window: 3 jobs (expected --job with one of 0: nightly (x-1), 1: 2 (x-2), 2: nightly (70))\n"
    );
    assert_eq!(
        refused("disable job --job nightly"),
        "backup-window: 2 jobs called \"nightly\" (expected --job with one of 0: nightly (x-1), 2: nightly (70))\n"
    );
    assert_eq!(
        refused("disable job --job daily"),
        "backup-window: no job is called \"daily\" (expected one of 0: nightly (x-1), 1: 2 (x-2), 2: nightly (70))\n"
    );
    let said = call("disable job", "[]");
    assert_eq!((said.status, said.err.as_str()), (2, "backup-window: the document has no job\n"));
}

#[test]
fn jobs_may_come_in_a_page_and_in_lines() {
    let page = |list: &str| format!("{{\"limit\": 3, \"results\": {}}}\n", list.trim_end());
    let after = written(&["set", "daily-time", "2:00", "--job", "x-2"], &page(&jobs()));
    assert_eq!(
        after,
        page(&jobs().replacen("1:00", "#", 1).replacen("1:00", "02:00:00", 1).replacen('#', "1:00", 1))
    );

    let lines = "{\"name\":\"a\",\"schedulePolicy\":{\"type\":\"ManualOnly\"}}\r\n\r\n{\"name\":\"b\",\"schedulePolicy\":{\"type\":\"ManualOnly\"}}\r\n";
    let after = written(&["disable", "job", "--job", "b"], lines);
    assert_eq!(
        after,
        "{\"name\":\"a\",\"schedulePolicy\":{\"type\":\"ManualOnly\"}}\r\n\r\n{\"name\":\"b\",\"schedulePolicy\":{\"type\":\"ManualOnly\"},\"isEnabled\":false}\r\n"
    );
}

#[test]
fn a_byte_order_mark_stays() {
    let with_mark = format!("\u{feff}{FRIDAY}");
    assert_eq!(
        written(&["set", "daily-time", "22:00"], &with_mark),
        with_mark.replace("19:00:00", "22:00:00")
    );
}

#[test]
fn a_text_in_utf_16_stays_one() {
    let bytes = |text: &str| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let (_directory, paths) = files(&[&bytes(FRIDAY)]);
    let said = call_with(&["set", "daily-time", "22:00", "--in-place", "--file", &paths[0]], "");
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{said:?}");
    assert_eq!(fs::read(&paths[0]).unwrap(), bytes(&FRIDAY.replace("\"19:00:00\"", "\"22:00:00\"")));
}

/// A page has no-break spaces where it is indented. They stay, and what is added looks like its neighbours.
#[test]
fn no_break_spaces_stay() {
    let indented: String = FRIDAY
        .split_inclusive('\n')
        .map(|line| {
            let text = line.trim_start_matches(' ');
            "\u{a0}".repeat(line.len() - text.len()) + &text.replace(": ", ":\u{a0} ")
        })
        .collect();
    let with_text = indented.replace("\"test_job\"", "\"test\u{a0}job\"");
    assert_ne!(with_text, indented);
    let after = written(&["set", "daily-time", "22:00"], &with_text);
    assert_eq!(after, with_text.replace("\"19:00:00\"", "\"22:00:00\""));
    let after = written(&["set", "window", "24/7", "daily-time", "22:00"], &with_text);
    let cells = with_text.replace("\"19:00:00\"", "\"22:00:00\"");
    let (head, tail) = cells.split_once("\"backupWindow\"").unwrap();
    let (grid, tail) = tail.split_once(']').unwrap();
    assert_eq!(after, format!("{head}\"backupWindow\"{}]{tail}", grid.replace("false", "true")));
    // A property that is added.
    let short =
        "{\n\u{a0}\"schedulePolicy\":\u{a0}{\n\u{a0}\u{a0}\"type\":\u{a0}\"ManualOnly\"\n\u{a0}}\n}\n";
    let after = call_with(&["set", "days", "Friday"], short).out;
    let added = "\u{a0}\"ManualOnly\",\n\u{a0}\u{a0}\"dailyType\":\u{a0}\"Friday\"\n";
    assert_eq!(after, short.replace("\u{a0}\"ManualOnly\"\n", added));
    // Mistakes are shown where they are, and lines that end as on Windows are no trouble.
    let broken = with_text.replace("19:00:00", "25:00").replace('\n', "\r\n");
    let said = call_with(&["set", "days", "Monday"], &broken);
    let line = broken.lines().position(|line| line.contains("25:00")).unwrap();
    let column = broken.lines().nth(line).unwrap().chars().position(|c| c == '2').unwrap();
    assert_eq!((said.status, said.out.as_str()), (1, ""), "{said:?}");
    assert!(said.err.contains(&format!("  --> standard input:{}:{column}\n", line + 1)), "{said:?}");
    let after = written(&["set", "daily-time", "22:00"], &broken);
    assert_eq!(after, broken.replace("25:00", "22:00:00"));
    // In UTF-16 and in a file.
    let bytes: Vec<u8> =
        std::iter::once(0xFEFF).chain(with_text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let (_directory, paths) = files(&[&bytes]);
    let said = call_with(&["set", "daily-time", "22:00", "--in-place", "--file", &paths[0]], "");
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{said:?}");
    let changed = with_text.replace("\"19:00:00\"", "\"22:00:00\"");
    let bytes: Vec<u8> =
        std::iter::once(0xFEFF).chain(changed.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    assert_eq!(fs::read(&paths[0]).unwrap(), bytes);
}

/// What is no JSON beyond its spaces is refused, and a space that looks like another is named.
#[test]
fn a_no_break_space_is_named() {
    let said = call_with(&["set", "daily-time", "22:00"], "{\n\u{a0}\"type\": \"Daily\",}");
    let message = "standard input: not JSON: a no-break space where a space belongs at line 2, column 1";
    assert_eq!((said.status, said.out.as_str()), (2, ""), "{said:?}");
    assert!(said.err.starts_with(&format!("backup-window: {message}\n")), "{said:?}");
}

/// A grid alone could be that of two products, which read it on different clocks.
#[test]
fn a_document_in_several_dialects_is_not_changed_until_one_is_named() {
    let window = format!("{{\"backupWindow\": {:?}, \"minuteOffset\": 0}}\n", [true; 168]);
    let said = call_with(&["set", "window", "off"], &window);
    assert_eq!((said.status, said.out.as_str()), (1, ""), "{said:?}");
    assert!(
        said.err.contains("the dialect is ambiguous (expected one of vbo-v2 or vspc: name it)"),
        "{said:?}"
    );
    for dialect in ["vbo-v2", "vspc"] {
        let said = call_with(&["set", "window", "off", "--dialect", dialect], &window);
        assert_eq!((said.status, said.out), (0, window.replace("true", "false")), "{}", said.err);
    }
}

#[test]
fn wrong_usage_and_text_that_is_no_document_have_status_2() {
    for (arguments, input, why) in [
        (
            vec!["set", "daily-time", "22:00", "days"],
            FRIDAY,
            "backup-window: \"days\" has no value (expected PROPERTY VALUE ...)\n",
        ),
        (
            vec!["set", "speed", "1"],
            FRIDAY,
            "backup-window: \"speed\" cannot be set (expected type, days, daily-time, every, offset, window, periodic-window, minute-offset, periodic-minute-offset, retry)\n",
        ),
        (
            vec!["set", "daily-time", "22"],
            FRIDAY,
            "backup-window: daily-time: \"22\" is not a time of day (expected H:MM or HH:MM:SS, up to 23:59:59)\n",
        ),
        (
            vec!["set", "daily-time", "22:00"],
            " \n",
            "backup-window: standard input: empty (expected a job document)\n",
        ),
        (
            vec!["disable", "job"],
            "{\"a\":1,}",
            "backup-window: standard input: not JSON: key must be a string at line 1, column 8\n  1 | {\"a\":1,}\n    |        ^\n",
        ),
    ] {
        let said = call_with(&arguments, input);
        assert_eq!((said.status, said.out.as_str(), said.err.as_str()), (2, "", why), "{arguments:?}");
    }
    assert_eq!(call("set daily-time 22:00 --in-place", FRIDAY).status, 2);
    assert_eq!(call("enable everything", FRIDAY).status, 2);
    assert_eq!(call("set daily-time 22:00 --file /nowhere/job.json", "").status, 2);
}

#[test]
fn in_place_the_file_is_replaced_and_keeps_its_permissions() {
    let (directory, paths) = files(&[FRIDAY.as_bytes()]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&paths[0], fs::Permissions::from_mode(0o640)).unwrap();
    }
    let said = call(&format!("set daily-time 22:00 --in-place --file {}", paths[0]), "");
    assert_eq!((said.status, said.out.as_str(), said.err.as_str()), (0, "", ""));
    assert_eq!(fs::read_to_string(&paths[0]).unwrap(), FRIDAY.replace("19:00:00", "22:00:00"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&paths[0]).unwrap().permissions().mode() & 0o777, 0o640);
    }
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn in_place_a_file_that_need_not_or_must_not_change_is_not_touched() {
    let (directory, paths) = files(&[FRIDAY.as_bytes()]);
    let modified = || fs::metadata(&paths[0]).unwrap().modified().unwrap();
    let before = modified();
    for (arguments, status) in [("set daily-time 19:00", 0), ("set type periodically", 1), ("set speed 1", 2)]
    {
        let said = call(&format!("{arguments} --in-place --file {}", paths[0]), "");
        assert_eq!((said.status, said.out.as_str()), (status, ""), "{said:?}");
        assert_eq!(fs::read_to_string(&paths[0]).unwrap(), FRIDAY);
        assert_eq!(modified(), before);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }
}

#[cfg(unix)]
#[test]
fn in_place_a_symbolic_link_stays_one() {
    let (directory, paths) = files(&[FRIDAY.as_bytes()]);
    let link = directory.path().join("link.json");
    std::os::unix::fs::symlink("0.json", &link).unwrap();
    let said = call(&format!("set daily-time 22:00 --in-place --file {}", link.display()), "");
    assert_eq!(said.status, 0, "{said:?}");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&paths[0]).unwrap(), FRIDAY.replace("19:00:00", "22:00:00"));
    // Another name of the old file keeps the old text.
    let other = directory.path().join("other.json");
    fs::hard_link(&paths[0], &other).unwrap();
    let said = call(&format!("set daily-time 23:00 --in-place --file {}", paths[0]), "");
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(fs::read_to_string(&paths[0]).unwrap(), FRIDAY.replace("19:00:00", "23:00:00"));
    assert_eq!(fs::read_to_string(&other).unwrap(), FRIDAY.replace("19:00:00", "22:00:00"));
    assert!(call("set --help", "").out.contains("Other hard links"));
    // Not a file to replace
    let said = call("set daily-time 22:00 --in-place --file /dev/null", "");
    assert_eq!(said.status, 2, "{said:?}");
}
