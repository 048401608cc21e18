//! The hours of windows as text, read by `opening-hours`: an outside reader of the whole syntax.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use backup_window::{BackupWindow, HourOfWeek};
use chrono::{NaiveDate, TimeDelta};
use opening_hours::OpeningHours;

/// The grid of a text as `opening-hours` reads it, hour by hour of one week.
fn outside(text: &str) -> [bool; 168] {
    let hours: OpeningHours = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let sunday = NaiveDate::from_ymd_opt(2025, 6, 1).unwrap().and_hms_opt(0, 30, 0).unwrap();
    core::array::from_fn(|hour| hours.is_open(sunday + TimeDelta::hours(hour as i64)))
}

/// Pseudo-random numbers: the same windows in every run (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }

    /// Days that are alike, then a few spans: near what people set up, and not too near.
    fn window(&mut self) -> BackupWindow {
        let kinds: [u64; 4] = [self.below(1 << 24), (1 << self.below(25)) - 1, 0, (1 << 24) - 1];
        let days: [u64; 7] = core::array::from_fn(|_| kinds[self.below(4) as usize]);
        let is_allowed = |hour: &HourOfWeek| days[usize::from(hour.index() / 24)] >> hour.hour() & 1 != 0;
        let mut window = BackupWindow::from_hours(HourOfWeek::all().filter(is_allowed));
        for _ in 0..self.below(4) {
            let mut hour = || HourOfWeek::new(self.below(168) as u8).unwrap();
            let (from, to) = (hour(), hour());
            window = if self.below(2) == 0 { window.allow(from, to) } else { window.deny(from, to) };
        }
        window
    }
}

#[test]
fn what_is_written_is_read_alike_outside() {
    let mut random = Random(168);
    for _ in 0..2_000 {
        let window = random.window();
        let text = window.text().to_string();
        assert_eq!(outside(&text), window.to_bools(), "{text}");
    }
}

#[test]
fn what_is_read_is_read_alike_outside() {
    let mut random = Random(7);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..4_000 {
        let text = rules(&mut random);
        match BackupWindow::from_text(&text) {
            Ok(window) => {
                assert_eq!(outside(&text), window.to_bools(), "{text}");
                read += 1;
            }
            Err(error) => {
                assert!(error.message().contains("readers differ"), "{text}: {error}");
                refused += 1;
            }
        }
    }
    assert!(read > 400 && refused > 400, "{read} read, {refused} refused");
}

/// A text of up to four rules, most of which run past midnight.
fn rules(random: &mut Random) -> String {
    const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    let mut rules = Vec::new();
    for _ in 0..=random.below(4) {
        let mut day = || DAYS[random.below(7) as usize];
        let days = [day().to_owned(), format!("{}-{}", day(), day()), format!("{},{}", day(), day())];
        let days = &days[random.below(3) as usize];
        let (from, to) = (random.below(24), random.below(24));
        let to = if to == from { to + 1 } else { to };
        let off = if random.below(4) == 0 { " off" } else { "" };
        rules.push(match random.below(6) {
            0 => format!("{days} off"),
            1 => format!("{days} 00:00-24:00"),
            _ => format!("{days} {from:02}:00-{to:02}:00{off}"),
        });
    }
    rules.join("; ")
}
