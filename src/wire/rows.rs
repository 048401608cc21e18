//! A window as seven rows of 24 figures, one row for each day by its name.
//!
//! The products write the same rows in several frames, and do not agree on what a 1 means: so that is part of the type
//! of a row, and nobody has to remember it.

use core::marker::PhantomData;

use alloc::string::String;
use alloc::vec::Vec;

use chrono::{Weekday, WeekdaySet};

use super::dialect::ClockReading;
use super::error::Error;
use super::field::Field;
use super::place::Place;
use super::tree::Tree;
use crate::calendar::HourOfWeek;
use crate::window::{BackupWindow, MinuteOffset};

/// The names of the days, Sunday first.
pub(super) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Sunday", Weekday::Sun),
    ("Monday", Weekday::Mon),
    ("Tuesday", Weekday::Tue),
    ("Wednesday", Weekday::Wed),
    ("Thursday", Weekday::Thu),
    ("Friday", Weekday::Fri),
    ("Saturday", Weekday::Sat),
];

/// What the figures of a row mean.
pub(super) trait Polarity {
    /// The figure of an allowed hour, and that of a denied one.
    const FIGURES: [&'static str; 2];
}

/// 1 is an allowed hour, 0 a denied one: REST and Enterprise Manager.
pub(super) enum OneIsAllowed {}

impl Polarity for OneIsAllowed {
    const FIGURES: [&'static str; 2] = ["1", "0"];
}

/// 0 is an allowed hour, 1 a denied one: agents, and the options that the server keeps.
pub(super) enum ZeroIsAllowed {}

impl Polarity for ZeroIsAllowed {
    const FIGURES: [&'static str; 2] = ["0", "1"];
}

/// The rows of a week as they are put together.
pub(super) struct Rows<P> {
    allowed: [bool; HourOfWeek::COUNT as usize],
    days: WeekdaySet,
    polarity: PhantomData<P>,
}

impl<P: Polarity> Rows<P> {
    pub(super) const fn new() -> Self {
        Self { allowed: [false; HourOfWeek::COUNT as usize], days: WeekdaySet::EMPTY, polarity: PhantomData }
    }

    /// Takes up the row of a day: `1,1,0,...`, or a list of 24 figures or booleans.
    pub(super) fn take_up(
        &mut self,
        day: Weekday,
        day_at: &Place<'_>,
        hours: &Place<'_>,
    ) -> Result<(), Error> {
        if !self.days.insert(day) {
            return Err(day_at.error(format_args!("{day} is given twice (expected each day once)")));
        }
        let cells = match hours.tree() {
            Some(Tree::List(_)) => hours.each("a row", EXPECTED, |cell| match cell.field() {
                // Where a 0 is an allowed hour, nobody can tell what `true` is.
                Field::Bool(allowed) if P::FIGURES[0] == "1" => Ok(allowed),
                Field::Integer(0) => Ok(P::FIGURES[0] == "0"),
                Field::Integer(1) => Ok(P::FIGURES[0] == "1"),
                _ => Err(cell.mismatch("a figure", "0 or 1")),
            })?,
            tree => {
                let text = tree.and_then(Tree::as_text).ok_or_else(|| hours.mismatch("a row", EXPECTED))?;
                let figures = text.split(',').map(|figure| match figure.trim() {
                    figure if figure == P::FIGURES[0] => Ok(true),
                    figure if figure == P::FIGURES[1] => Ok(false),
                    figure => Err(hours.error(format_args!("{figure:?} is not a figure (expected 0 or 1)"))),
                });
                figures.collect::<Result<Vec<_>, _>>()?
            }
        };
        if cells.len() != 24 {
            return Err(hours.error(format_args!("{} hours, expected 24", cells.len())));
        }
        let first = day.num_days_from_sunday() as usize * 24;
        self.allowed.iter_mut().skip(first).zip(cells).for_each(|(place, allowed)| *place = allowed);
        Ok(())
    }

    /// The window, once all rows are there.
    pub(super) fn window(self, place: &Place<'_>, clock: ClockReading) -> Result<BackupWindow, Error> {
        if let Some((name, _)) = WEEKDAYS.iter().find(|(_, day)| !self.days.contains(*day)) {
            return Err(
                place.error(format_args!("{name} is missing (expected a row for each of the seven days)"))
            );
        }
        Ok(BackupWindow::from_bools(&self.allowed).with_clock(clock.clock(MinuteOffset::ZERO)))
    }

    /// The rows of an object with a property for each day.
    pub(super) fn of_properties(place: &Place<'_>, clock: ClockReading) -> Result<BackupWindow, Error> {
        place.object("a window", "an object with a row for each day")?;
        let mut rows = Self::new();
        for (name, day) in WEEKDAYS {
            let hours = place.member(name);
            if !hours.is_none() {
                rows.take_up(day, &hours, &hours)?;
            }
        }
        rows.window(place, clock)
    }

    /// The rows of a list of objects, each with the name of the day and its hours.
    pub(super) fn of_list(
        place: &Place<'_>,
        [day, hours]: [&str; 2],
        clock: ClockReading,
    ) -> Result<BackupWindow, Error> {
        let mut rows = Self::new();
        place.each("a list", "a list of seven days", |row| {
            row.object("a row", "an object with a day and its hours")?;
            let name = row.member(day);
            rows.take_up(name.one_of("a day", &WEEKDAYS)?, &name, &row.member(hours))
        })?;
        rows.window(place, clock)
    }

    /// The rows of a window, each with the name of its day.
    pub(super) fn write(window: &BackupWindow) -> impl Iterator<Item = (&'static str, Tree)> {
        let allowed = window.to_bools();
        WEEKDAYS.into_iter().map(move |(name, day)| {
            let first = day.num_days_from_sunday() as usize * 24;
            let mut row = String::with_capacity(47);
            for (hour, allowed) in allowed.iter().skip(first).take(24).enumerate() {
                row.push_str(if hour == 0 { "" } else { "," });
                row.push_str(P::FIGURES[usize::from(!allowed)]);
            }
            (name, Tree::text(&row))
        })
    }
}

const EXPECTED: &str = "24 figures, such as 1,1,0,...";
