//! From a text to the hours of a window.

use chrono::{Weekday, WeekdaySet};

use super::error::WindowTextError;
use super::rule::{Hours, Rule, Verdict, Week, hours_between};
use super::scan::Scanner;
use super::write::day_name;
use crate::window::backup_window::BackupWindow;

type Result<T> = core::result::Result<T, WindowTextError>;

/// The window of a text, on the clock of UTC.
pub(super) fn window(text: &str) -> Result<BackupWindow> {
    let mut next = Scanner::new(text);
    let mut week = Week::default();
    loop {
        let begin = next.next_offset();
        week.apply(rule(&mut next)?).map_err(|day| {
            let (into, from) = (day_name(day), day_name(day.pred()));
            next.error(
                begin,
                format_args!(
                    "hours that run past midnight from {from} into {into} meet another rule for one of them, and \
                     readers differ on what counts (expected: end them at 24:00, and name those after midnight \
                     with {into})"
                ),
            )
        })?;
        match next.peek() {
            None => return Ok(week.window()),
            Some(';') => next.take(";"),
            Some(_) => return Err(unexpected(next, "; or the end")),
        };
    }
}

fn rule(next: &mut Scanner<'_>) -> Result<Rule> {
    if next.take("24/7") {
        return Ok(Rule::ALWAYS);
    }
    if next.take_word("off") {
        return Ok(Rule::NEVER);
    }
    let days = if next.peek().is_some_and(char::is_alphabetic) { Some(days(next)?) } else { None };
    let hours = if next.peek().is_some_and(|c| c.is_ascii_digit()) { Some(hours(next)?) } else { None };
    if days.is_none() && hours.is_none() {
        return Err(unexpected(*next, "days such as Mo-Fr, hours such as 20:00-06:00, 24/7 or off"));
    }
    let verdict = match (next.take_word("off"), hours) {
        (true, None) => Verdict::Off,
        (true, Some(hours)) => Verdict::Denied(hours),
        (false, hours) => Verdict::Allowed(hours.unwrap_or(Hours::WHOLE_DAY)),
    };
    Ok(Rule { days: days.unwrap_or(WeekdaySet::ALL), verdict })
}

/// `Mo-Fr,Su`.
fn days(next: &mut Scanner<'_>) -> Result<WeekdaySet> {
    let mut days = WeekdaySet::EMPTY;
    loop {
        let first = day(next)?;
        let last = if next.take("-") { day(next)? } else { first };
        let mut day = first;
        days.insert(day);
        while day != last {
            day = day.succ();
            days.insert(day);
        }
        if !next.take(",") {
            return Ok(days);
        }
    }
}

fn day(next: &mut Scanner<'_>) -> Result<Weekday> {
    let (at, before) = (next.next_offset(), *next);
    let word = next.word();
    WeekdaySet::ALL.iter(Weekday::Mon).find(|day| day_name(*day).eq_ignore_ascii_case(word)).ok_or_else(
        || match outside(word) {
            Some(why) => next.error(at, format_args!("{word:?} {why} (expected {DAYS})")),
            None => unexpected(before, DAYS),
        },
    )
}

const DAYS: &str = "Mo, Tu, We, Th, Fr, Sa or Su";

/// What is known of words that a window has no use for.
fn outside(word: &str) -> Option<&'static str> {
    const WORDS: [(&[&str], &str); 4] = [
        (&["PH", "SH"], "means holidays, and a window is the same every week"),
        (
            &[
                "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "week",
                "easter",
            ],
            "is a part of the year, and a window is the same every week",
        ),
        (&["dawn", "sunrise", "sunset", "dusk"], "depends on the sun, and a window has whole hours"),
        (&["closed", "open", "unknown"], "is no state of a window: hours are allowed, or off"),
    ];
    let is_one = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    WORDS.iter().find(|(words, _)| is_one(words)).map(|(_, why)| *why)
}

/// `00:00-08:00,20:00-24:00`.
fn hours(next: &mut Scanner<'_>) -> Result<Hours> {
    let mut hours = Hours::default();
    loop {
        let at = next.next_offset();
        let from = time(next)?;
        if !next.take("-") {
            return Err(unexpected(*next, "- and the hour of the end"));
        }
        let to = time(next)?;
        if from == 24 {
            return Err(
                next.error(at, "24:00 is the end of a day (expected 00:00, with the day that begins)")
            );
        }
        if from == to {
            return Err(next.error(
                at,
                format_args!(
                    "{from:02}:00-{to:02}:00 may be a day or nothing (expected 00:00-24:00 for a whole day)"
                ),
            ));
        }
        if from < to {
            hours.that_day |= hours_between(from, to);
        } else {
            hours.that_day |= hours_between(from, 24);
            hours.next_day |= hours_between(0, to);
        }
        if !next.take(",") {
            return Ok(hours);
        }
        if next.peek().is_some_and(char::is_alphabetic) {
            return Err(unexpected(*next, "hours, as a comma joins those of one rule; between rules a ;"));
        }
    }
}

/// A whole hour, 0 to 24.
fn time(next: &mut Scanner<'_>) -> Result<u32> {
    let (at, before) = (next.next_offset(), *next);
    let text = next.time();
    let (hour, minute) = text
        .split_once(':')
        .and_then(|(hour, minute)| Some((digits(hour, 1)?, digits(minute, 2)?)))
        .ok_or_else(|| unexpected(before, "an hour such as 06:00 or 20:00"))?;
    match (hour, minute) {
        (0..=24, 0) => Ok(hour),
        (0..24, 1..60) => Err(next.error(
            at,
            format_args!("{text:?} is no whole hour (expected {hour:02}:00 or {:02}:00)", hour + 1),
        )),
        (25..=48, 0) => Err(next
            .error(at, format_args!("{text:?} is past the end of the day (expected {:02}:00)", hour - 24))),
        _ => Err(next.error(at, format_args!("{text:?} is no hour (expected 00:00 to 24:00)"))),
    }
}

fn digits(text: &str, least: usize) -> Option<u32> {
    let fits = (least..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// The error of what comes next.
fn unexpected(mut next: Scanner<'_>, expected: &str) -> WindowTextError {
    let piece = next.piece();
    let why = match piece.chars().next() {
        None if next.is_blank() => "empty",
        None => "the text ends here",
        Some('+') => "an open end is outside the subset",
        Some('[') => "some weeks only: a window is the same every week",
        Some('|') => "a fallback is outside the subset",
        Some('"') => "a comment is outside the subset",
        Some('\u{2010}'..='\u{2015}') => "a dash, not the hyphen -",
        Some(_) => "",
    };
    let at = next.next_offset();
    match (piece, why) {
        ("", why) => next.error(at, format_args!("{why} (expected {expected})")),
        (piece, "") => next.error(at, format_args!("{piece:?} is not understood (expected {expected})")),
        (piece, why) => next.error(at, format_args!("{piece:?}: {why} (expected {expected})")),
    }
}
