//! The hours of windows as text: what is read, what is written, what is refused.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use backup_window::{BackupWindow, HourOfWeek, MinuteOffset, WEEKENDS, WORKDAYS, WindowClock};
use chrono::Weekday::{self, Fri, Mon, Sat, Sun, Thu, Tue, Wed};
use chrono::WeekdaySet;
use proptest::prelude::*;

const NEVER: BackupWindow = BackupWindow::NEVER;
const ALWAYS: BackupWindow = BackupWindow::ALWAYS;

fn read(text: &str) -> BackupWindow {
    BackupWindow::from_text(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn at(day: Weekday, hour: u8) -> HourOfWeek {
    HourOfWeek::on(day, hour).unwrap()
}

fn days<const N: usize>(days: [Weekday; N]) -> WeekdaySet {
    WeekdaySet::from_array(days)
}

/// The text is read as these hours, and these hours are written as the text.
#[track_caller]
fn check(text: &str, window: BackupWindow) {
    assert_eq!(read(text), window, "{text}");
    assert_eq!(window.text().to_string(), text);
}

/// The text is read as these hours, which are written in another way.
#[track_caller]
fn check_read(text: &str, window: BackupWindow) {
    assert_eq!(read(text), window, "{text}");
    assert_ne!(window.text().to_string(), text, "belongs to the rows of `check`");
}

#[track_caller]
fn check_refused(text: &str, why: &str) {
    assert_eq!(
        BackupWindow::from_text(text).map_err(|error| error.to_string()),
        Err(why.to_owned()),
        "{text}"
    );
}

#[test]
fn a_window_that_is_always_or_never_open_has_a_word() {
    check("24/7", ALWAYS);
    check("off", NEVER);
    check_read("Mo-Su 00:00-24:00", ALWAYS);
    check_read("Mo-Su", ALWAYS);
    check_read("00:00-24:00", ALWAYS);
    check_read("Mo-Su off", NEVER);
    check_read(" 24/7 ", ALWAYS);
}

#[test]
fn days_with_the_same_hours_share_a_rule() {
    check("Mo-Fr 09:00-17:00", NEVER.allow_daily(WORKDAYS, 9, 17));
    check("Sa,Su 09:00-17:00", NEVER.allow_daily(WEEKENDS, 9, 17));
    check("Mo,We,Fr-Su 01:00-02:00", NEVER.allow_daily(days([Mon, Wed, Fri, Sat, Sun]), 1, 2));
    check(
        "Mo-Su 08:00-12:00,13:00-17:00",
        NEVER.allow_daily(WeekdaySet::ALL, 8, 12).allow_daily(WeekdaySet::ALL, 13, 17),
    );
    check(
        "Mo 08:00-09:00; Tu 08:00-10:00",
        NEVER.allow(at(Mon, 8), at(Mon, 9)).allow(at(Tue, 8), at(Tue, 10)),
    );
}

#[test]
fn days_may_be_listed_and_ranges_may_pass_sunday() {
    let weekend = NEVER.allow_daily(days([Fri, Sat, Sun, Mon]), 9, 10);
    check("Mo,Fr-Su 09:00-10:00", weekend);
    check_read("Fr-Mo 09:00-10:00", weekend);
    check_read("Fr,Sa,Su,Mo 09:00-10:00", weekend);
    check_read("Fr-Sa,Su-Mo 9:00-10:00", weekend);
    check_read("fr , SA,su - mO  09:00 - 10:00", weekend);
    check_read("Mo 09:00-10:00;Fr-Su 09:00-10:00", weekend);
}

#[test]
fn hours_that_run_past_midnight_belong_to_the_day_they_begin_on() {
    check("Mo-Su 20:00-06:00", NEVER.allow_daily(WeekdaySet::ALL, 20, 6));
    check("Fr 22:00-04:00", NEVER.allow(at(Fri, 22), at(Sat, 4)));
    check("Sa 22:00-04:00", NEVER.allow(at(Sat, 22), at(Sun, 4)));
    check("Su 22:00-04:00", NEVER.allow(at(Sun, 22), at(Mon, 4)));
    check("Fr 22:00-24:00", NEVER.allow(at(Fri, 22), at(Sat, 0)));
    check_read("Fr 22:00-00:00", NEVER.allow(at(Fri, 22), at(Sat, 0)));
    check("Mo-Fr 20:00-06:00", NEVER.allow_daily(WORKDAYS, 20, 6));
    check(
        "Mo-Fr 20:00-06:00; Sa,Su 00:00-24:00",
        NEVER.allow_daily(WORKDAYS, 20, 6).allow_daily(WEEKENDS, 0, 24),
    );
    // from Friday evening to Monday morning
    check("Mo 00:00-06:00; Fr 20:00-24:00; Sa,Su 00:00-24:00", NEVER.allow(at(Fri, 20), at(Mon, 6)));
}

#[test]
fn where_the_denied_hours_are_easier_to_name_they_are() {
    check("24/7; Mo-Fr 09:00-17:00 off", ALWAYS.deny_daily(WORKDAYS, 9, 17));
    check(
        "24/7; Mo 03:00-10:00 off; Th 14:00-21:00 off",
        ALWAYS.deny(at(Mon, 3), at(Mon, 10)).deny(at(Thu, 14), at(Thu, 21)),
    );
    check("24/7; Mo-Fr 22:00-02:00 off", ALWAYS.deny_daily(WORKDAYS, 22, 2));
    check_read(
        "24/7; We off; Th 10:00-11:00 off",
        ALWAYS.deny_daily(days([Wed]), 0, 24).deny(at(Thu, 10), at(Thu, 11)),
    );
    // One rule is better than two.
    check_read("24/7; We off", ALWAYS.deny_daily(days([Wed]), 0, 24));
    check("Mo,Tu,Th-Su 00:00-24:00", ALWAYS.deny_daily(days([Wed]), 0, 24));
    check("Mo-Sa 00:00-24:00", ALWAYS.deny_daily(days([Sun]), 0, 24));
}

#[test]
fn a_night_that_is_an_hour_shorter_than_another_is_told_apart() {
    // `Mo,Th 22:00-06:00; Fr 00:00-05:00,09:00-17:00` is shorter, but names an hour more.
    let nights = NEVER.allow(at(Mon, 22), at(Tue, 6)).allow(at(Thu, 22), at(Fri, 5));
    check(
        "Mo 22:00-06:00; Th 22:00-24:00; Fr 00:00-05:00,09:00-17:00",
        nights.allow(at(Fri, 9), at(Fri, 17)),
    );
}

#[test]
fn a_night_is_told_in_the_way_that_is_shorter() {
    let nights = |of: WeekdaySet, from, to| NEVER.allow_daily(of, from, to);
    // Days that are told with the night before them, and with hours of it that they name themselves.
    check(
        "Th-Sa 00:00-06:00,22:00-06:00",
        nights(days([Thu, Fri, Sat]), 22, 6).allow(at(Thu, 0), at(Thu, 6)),
    );
    check(
        "Mo-We 00:00-03:00,05:00-03:00; Su 04:00-03:00",
        nights(days([Mon, Tue, Wed]), 5, 3).allow(at(Sun, 4), at(Mon, 3)),
    );
    // A night that runs into a day of other hours, which names them, too.
    check(
        "Mo,We 19:00-13:00; Th 00:00-19:00",
        nights(days([Mon, Wed]), 19, 13).allow(at(Thu, 13), at(Thu, 19)),
    );
    // The last night runs into hours that no day names.
    check(
        "Mo 00:00-24:00; Tu-Sa 23:00-02:00",
        nights(days([Tue, Wed, Thu, Fri, Sat]), 23, 2).allow(at(Mon, 0), at(Tue, 0)),
    );
    // The same of what is denied.
    check(
        "24/7; Mo,We off; Fr,Su 19:00-08:00 off",
        ALWAYS.deny_daily(days([Fri, Sun]), 19, 8).deny_daily(days([Mon, Wed]), 0, 24),
    );
    check(
        "24/7; We off; Sa 19:00-09:00 off",
        ALWAYS.deny_daily(days([Wed]), 0, 24).deny(at(Sat, 19), at(Sun, 9)),
    );
}

#[test]
fn where_both_ways_are_as_long_the_allowed_hours_are_named() {
    // `24/7; Tu 00:00-01:00,07:00-24:00 off` has as many rules and characters.
    let tuesday = ALWAYS.deny_daily(days([Tue]), 0, 24).allow(at(Tue, 1), at(Tue, 7));
    check("Mo,We-Su 00:00-24:00; Tu 01:00-07:00", tuesday);
}

#[test]
fn a_day_may_name_hours_that_the_night_before_it_names_as_well() {
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 8).allow_daily(WeekdaySet::ALL, 22, 0);
    check_read("Mo-Su 00:00-08:00,22:00-06:00", window);
    check_read("Mo-Su 22:00-06:00,00:00-08:00", window);
}

#[test]
fn a_later_rule_replaces_the_hours_of_its_days_and_off_takes_some_away() {
    check_read("Mo-Su 10:00-20:00; Tu 10:00-14:00", read("Mo,We-Su 10:00-20:00; Tu 10:00-14:00"));
    check_read("Tu 10:00-14:00; Mo-Su 10:00-20:00", read("Mo-Su 10:00-20:00"));
    check_read("Mo-Su 10:00-20:00; We off", read("Mo,Tu,Th-Su 10:00-20:00"));
    check_read("Mo-Su 10:00-20:00; 12:00-13:00 off", read("Mo-Su 10:00-12:00,13:00-20:00"));
    check_read("Mo 00:00-24:00; Mo off; Mo 04:00-05:00", read("Mo 04:00-05:00"));
    check_read("off; Mo 04:00-05:00", read("Mo 04:00-05:00"));
    // The hours overlap, and count once.
    check_read("Mo 04:00-08:00,06:00-09:00", read("Mo 04:00-09:00"));
    check_read(
        "Mo-Fr 20:00-06:00; Sa 00:00-08:00",
        NEVER.allow_daily(WORKDAYS, 20, 6).allow(at(Sat, 0), at(Sat, 8)),
    );
}

#[test]
fn rules_that_readers_take_differently_are_refused() {
    let refused = |from, into| {
        format!(
            "hours that run past midnight from {from} into {into} meet another rule for one of them, and readers \
             differ on what counts (expected: end them at 24:00, and name those after midnight with {into})"
        )
    };
    check_refused("Fr 20:00-06:00; Sa off", &format!("column 17: {}", refused("Fr", "Sa")));
    check_refused("Mo-Fr 20:00-06:00; Sa 12:00-24:00", &format!("column 20: {}", refused("Fr", "Sa")));
    check_refused("Sa 12:00-24:00; Fr 20:00-06:00", &format!("column 17: {}", refused("Fr", "Sa")));
    check_refused("20:00-06:00; We off", &format!("column 14: {}", refused("Tu", "We")));
    check_refused("Mo 20:00-06:00; Mo 08:00-09:00", &format!("column 17: {}", refused("Mo", "Tu")));
    // Each of these says the same to everyone.
    check(
        "Fr 20:00-24:00; Sa 12:00-24:00",
        NEVER.allow(at(Fri, 20), at(Sat, 0)).allow(at(Sat, 12), at(Sun, 0)),
    );
    check_read(
        "Fr 20:00-06:00; Sa 00:00-06:00,12:00-24:00",
        read("Fr 20:00-24:00; Sa 00:00-06:00,12:00-24:00"),
    );
    check_read("Fr 20:00-06:00; Sa 10:00-12:00 off", read("Fr 20:00-06:00"));
}

#[test]
fn what_is_outside_the_subset_is_refused_with_place_and_reason() {
    const DAYS: &str = "(expected Mo, Tu, We, Th, Fr, Sa or Su)";
    let rows = [
        ("", "column 1: empty (expected days such as Mo-Fr, hours such as 20:00-06:00, 24/7 or off)"),
        ("  ", "column 3: empty (expected days such as Mo-Fr, hours such as 20:00-06:00, 24/7 or off)"),
        ("Mo-Fr 20:30-06:00", "column 7: \"20:30\" is no whole hour (expected 20:00 or 21:00)"),
        ("Mo-Fr 20:00-06:30", "column 13: \"06:30\" is no whole hour (expected 06:00 or 07:00)"),
        ("20:00-23:59", "column 7: \"23:59\" is no whole hour (expected 23:00 or 24:00)"),
        ("20:00-30:00", "column 7: \"30:00\" is past the end of the day (expected 06:00)"),
        ("20:00-24:30", "column 7: \"24:30\" is no hour (expected 00:00 to 24:00)"),
        ("20:00-49:00", "column 7: \"49:00\" is no hour (expected 00:00 to 24:00)"),
        ("20:00-21:60", "column 7: \"21:60\" is no hour (expected 00:00 to 24:00)"),
        ("24:00-06:00", "column 1: 24:00 is the end of a day (expected 00:00, with the day that begins)"),
        (
            "08:00-08:00",
            "column 1: 08:00-08:00 may be a day or nothing (expected 00:00-24:00 for a whole day)",
        ),
        ("Mo-Fr 8-18", "column 7: \"8\" is not understood (expected an hour such as 06:00 or 20:00)"),
        (
            "Mo 008:00-10:00",
            "column 4: \"008:00\" is not understood (expected an hour such as 06:00 or 20:00)",
        ),
        ("Mo 08:00", "column 9: the text ends here (expected - and the hour of the end)"),
        ("Mo 08:00-", "column 10: the text ends here (expected an hour such as 06:00 or 20:00)"),
        (
            "Mo 08:00+",
            "column 9: \"+\": an open end is outside the subset (expected - and the hour of the end)",
        ),
        ("Mo 08:00-10:00+", "column 15: \"+\": an open end is outside the subset (expected ; or the end)"),
        (
            "Mo 08:00\u{2013}10:00",
            "column 9: \"\u{2013}10:00\": a dash, not the hyphen - (expected - and the hour of the end)",
        ),
        (
            "Mo[1] 08:00-10:00",
            "column 3: \"[1]\": some weeks only: a window is the same every week (expected ; or the end)",
        ),
        (
            "Mo 08:00-10:00 || off",
            "column 16: \"||\": a fallback is outside the subset (expected ; or the end)",
        ),
        (
            "Mo off \"closed\"",
            "column 8: \"\\\"closed\\\"\": a comment is outside the subset (expected ; or the end)",
        ),
        (
            "Mo 08:00-10:00, Tu 08:00-12:00",
            "column 17: \"Tu\" is not understood (expected hours, as a comma joins those of one rule; between rules a ;)",
        ),
        ("Mo 08:00-10:00 Tu", "column 16: \"Tu\" is not understood (expected ; or the end)"),
        (
            "Mo 08:00-10:00;",
            "column 16: the text ends here (expected days such as Mo-Fr, hours such as 20:00-06:00, 24/7 or off)",
        ),
        ("24/7 off", "column 6: \"off\" is not understood (expected ; or the end)"),
        ("true", &format!("column 1: \"true\" is not understood {DAYS}")),
        ("Monday 08:00-10:00", &format!("column 1: \"Monday\" is not understood {DAYS}")),
        ("Mo-Fri", &format!("column 4: \"Fri\" is not understood {DAYS}")),
        ("Mo-", &format!("column 4: the text ends here {DAYS}")),
        ("Mo,;", &format!("column 4: \";\" is not understood {DAYS}")),
        ("PH off", &format!("column 1: \"PH\" means holidays, and a window is the same every week {DAYS}")),
        (
            "Mo 08:00-10:00; Dec 24 off",
            &format!("column 17: \"Dec\" is a part of the year, and a window is the same every week {DAYS}"),
        ),
        (
            "sunset-sunrise",
            &format!("column 1: \"sunset\" depends on the sun, and a window has whole hours {DAYS}"),
        ),
        (
            "closed",
            &format!("column 1: \"closed\" is no state of a window: hours are allowed, or off {DAYS}"),
        ),
    ];
    for (text, why) in rows {
        check_refused(text, why);
    }
}

#[test]
fn an_error_says_where_in_bytes_and_in_characters() {
    let error = BackupWindow::from_text("\u{a0}Mo 08:00-10:00; é").unwrap_err();
    assert_eq!((error.offset(), error.column()), (18, 18));
    let error = BackupWindow::from_text("\u{a0}Mo 08:00-10:00;é é").unwrap_err();
    assert_eq!((error.offset(), error.column()), (17, 17));
    assert_eq!(error.message(), "\"é\" is not understood (expected Mo, Tu, We, Th, Fr, Sa or Su)");
}

#[test]
fn the_clock_is_no_part_of_the_text() {
    let offset = MinuteOffset::new(90).unwrap();
    for clock in [WindowClock::UTC, WindowClock::LOCAL, WindowClock::UtcOffset(offset)] {
        let window = NEVER.allow_daily(WORKDAYS, 9, 17).with_clock(clock);
        assert_eq!(window.text().to_string(), "Mo-Fr 09:00-17:00");
        assert_eq!(read("Mo-Fr 09:00-17:00").with_clock(clock), window);
    }
    assert_eq!(read("Mo-Fr 09:00-17:00").clock(), WindowClock::UTC);
}

/// Grids of many kinds: any bits, days that are alike, and a few long spans.
fn grids() -> impl Strategy<Value = BackupWindow> {
    let of_days = |days: [u32; 7]| {
        let is_allowed = |hour: &HourOfWeek| days[usize::from(hour.index() / 24)] >> hour.hour() & 1 != 0;
        BackupWindow::from_hours(HourOfWeek::all().filter(is_allowed))
    };
    let any_bits = any::<[u32; 7]>().prop_map(of_days);
    let alike = (any::<[u32; 3]>(), any::<[u8; 7]>()).prop_map(move |(kinds, days)| {
        of_days(days.map(|day| [kinds[0], kinds[1], 0, u32::MAX][usize::from(day % 4)]))
    });
    let spans = prop::collection::vec((0..168u8, 0..168u8, any::<bool>()), 0..5).prop_map(|spans| {
        spans.into_iter().fold(NEVER, |window, (from, to, allowed)| {
            let (from, to) = (HourOfWeek::new(from).unwrap(), HourOfWeek::new(to).unwrap());
            if allowed { window.allow(from, to) } else { window.deny(from, to) }
        })
    });
    let nightly =
        prop::collection::vec((any::<u8>(), 0..24u8, 0..24u8, any::<bool>()), 0..4).prop_map(|rules| {
            rules.into_iter().fold(NEVER, |window, (days, from, to, allowed)| {
                let days = WeekdaySet::ALL
                    .iter(Mon)
                    .filter(|day| days >> day.num_days_from_monday() & 1 != 0)
                    .collect();
                if allowed { window.allow_daily(days, from, to) } else { window.deny_daily(days, from, to) }
            })
        });
    // The nights of a week, some of them as long as others, and days between them.
    let part = |kinds: [u32; 3]| prop::sample::select(kinds.to_vec());
    let day = (part([0, 0x1f, 0x3f]), part([0, 0x1_fe00, 0xff_ffff]), part([0, 0xc0_0000, 0xe0_0000]));
    let nights = prop::array::uniform7(day.prop_map(|(morning, day, evening)| morning | day | evening))
        .prop_map(of_days);
    prop_oneof![any_bits, alike, spans, nightly, nights]
}

proptest! {
    #[test]
    fn a_text_that_was_written_is_read_as_the_same_hours(window in grids()) {
        let text = window.text().to_string();
        let read = BackupWindow::from_text(&text);
        prop_assert_eq!(read.as_ref().map(BackupWindow::to_bools), Ok(window.to_bools()), "{}", text);
        prop_assert_eq!(read.unwrap().text().to_string(), text);
    }

    /// Against the plain way: one rule a day, and no span past midnight.
    #[test]
    fn a_text_is_never_longer_than_day_by_day(window in grids()) {
        let plain: Vec<String> = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"].into_iter().zip(0..).filter_map(|(day, d)| {
            let is_allowed = |hour: u8| hour < 24 && window.allows(HourOfWeek::new(d * 24 + hour).unwrap());
            let begins = (0..24).filter(|&hour| is_allowed(hour) && (hour == 0 || !is_allowed(hour - 1)));
            let spans = begins.map(|from| {
                let to = (from..).find(|&hour| !is_allowed(hour)).unwrap();
                format!("{from:02}:00-{to:02}:00")
            });
            let spans: Vec<_> = spans.collect();
            (!spans.is_empty()).then(|| format!("{day} {}", spans.join(",")))
        }).collect();
        let plain = if plain.is_empty() { "off".to_owned() } else { plain.join("; ") };
        prop_assert_eq!(read(&plain).to_bools(), window.to_bools());
        prop_assert!(window.text().to_string().len() <= plain.len(), "{} is longer than {}", window.text(), plain);
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_place_in_it(
        text in prop_oneof![
            "\\PC*",
            "((Mo|Tu|Fr|Sa|Su|PH|off|24/7|[0-2][0-9]:00|[-,;+é ]|-|,|; ){1,3} ?){0,12}",
        ],
    ) {
        if let Err(error) = BackupWindow::from_text(&text) {
            prop_assert!(text.is_char_boundary(error.offset()));
            prop_assert_eq!(text[..error.offset()].chars().count() + 1, error.column());
        }
    }
}
