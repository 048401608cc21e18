//! Windows: grids with few and with many edges, on every clock.

use arbitrary::{Arbitrary, Result, Unstructured};
use backup_window::{BackupWindow, HourOfWeek, MinuteOffset, WindowClock};

/// A window, as drawn from the fuzzer's input.
#[derive(Debug, Clone)]
pub struct Window(pub BackupWindow);

impl<'a> Arbitrary<'a> for Window {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let window = match u.int_in_range(0..=7)? {
            0 => BackupWindow::from_bools(&u.arbitrary()?),
            1 => BackupWindow::NEVER.allow(hour(u)?, hour(u)?),
            2 => BackupWindow::ALWAYS.deny(hour(u)?, hour(u)?),
            // a single hour, allowed or denied
            3 => BackupWindow::from_hours([hour(u)?]),
            4 => {
                let only = hour(u)?;
                BackupWindow::from_hours(HourOfWeek::all().filter(|&hour| hour != only))
            }
            5 => BackupWindow::NEVER.allow_daily(chrono::WeekdaySet::ALL, u.arbitrary()?, u.arbitrary()?),
            6 => BackupWindow::NEVER
                .allow(hour(u)?, hour(u)?)
                .deny(hour(u)?, hour(u)?)
                .allow(hour(u)?, hour(u)?),
            _ if u.ratio(1, 4)? => *u.choose(&[BackupWindow::ALWAYS, BackupWindow::NEVER])?,
            _ => BackupWindow::NEVER.allow(hour(u)?, hour(u)?).allow(hour(u)?, hour(u)?),
        };
        Ok(Self(window.with_clock(clock(u)?)))
    }
}

fn hour(u: &mut Unstructured<'_>) -> Result<HourOfWeek> {
    Ok(HourOfWeek::new(u.int_in_range(0..=167)?).expect("below 168"))
}

fn clock(u: &mut Unstructured<'_>) -> Result<WindowClock> {
    let minutes = match u.int_in_range(0..=2)? {
        0 => 0,
        1 => u.int_in_range(-95..=95)? * 15,
        _ => u.int_in_range(-1_439..=1_439)?,
    };
    let minutes = MinuteOffset::new(minutes).expect("less than a day");
    Ok(if u.arbitrary()? { WindowClock::UtcOffset(minutes) } else { WindowClock::Local { shift: minutes } })
}
