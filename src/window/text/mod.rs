//! The hours of a window as text: `Mo-Fr 20:00-06:00; Sa,Su 00:00-24:00`.
//!
//! The text is a small subset of OpenStreetMap's [opening_hours], so that other programs read it, too. Here are its
//! two ends; `rule.rs` says what a rule does to a week, `read.rs` and `scan.rs` read, `write.rs` writes. The clock is
//! no part of the text: it stands beside it, as `minuteOffset` stands beside the grid of a document.
//!
//! [opening_hours]: https://wiki.openstreetmap.org/wiki/Key:opening_hours

mod error;
mod read;
mod rule;
mod scan;
mod write;

use core::fmt;

use super::backup_window::BackupWindow;

pub use error::WindowTextError;

impl BackupWindow {
    /// The window whose hours a text names, on the clock of UTC: for another, add
    /// [`with_clock`](Self::with_clock).
    ///
    /// The text is `24/7`, `off`, or rules that are separated by semicolons. A rule names days, hours, or both:
    ///
    /// | part | such as | without it |
    /// |---|---|---|
    /// | days | `Mo`, `Mo-Fr`, `Sa,Su`, `Fr-Mo` | every day |
    /// | hours | `20:00-06:00`, `00:00-08:00,18:00-24:00` | the whole day |
    /// | `off` | `Sa off`, `Mo-Fr 09:00-17:00 off` | the hours are allowed |
    ///
    /// Hours that end no later than they begin run past midnight, and belong to the day they begin on. A rule
    /// replaces what earlier rules allow on its days; with `off` it denies its hours and leaves the others. What no
    /// rule allows is denied. Days and `off` may be in any case.
    ///
    /// ```
    /// use backup_window::BackupWindow;
    ///
    /// let window = BackupWindow::from_text("mo-fr 20:00-6:00; sa-su 00:00-24:00")?;
    /// assert_eq!(window.allowed_hours(), 5 * 10 - 6 + 2 * 24);
    /// assert_eq!(window.text().to_string(), "Mo-Fr 20:00-06:00; Sa,Su 00:00-24:00");
    ///
    /// let error = BackupWindow::from_text("Mo-Fr 20:30-06:00").unwrap_err();
    /// assert_eq!(error.to_string(), "column 7: \"20:30\" is no whole hour (expected 20:00 or 21:00)");
    /// # Ok::<(), backup_window::WindowTextError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Refuses everything else, and says where and why: minutes, holidays, dates, the sun, open ends, `||`. Also
    /// rules that two readers of `opening_hours` may take differently: after `Fr 20:00-06:00; Sa off` one of them
    /// allows the first hours of Saturday, the other denies them.
    pub fn from_text(text: &str) -> Result<Self, WindowTextError> {
        read::window(text)
    }

    /// The hours of the grid as text, which [`from_text`](Self::from_text) reads. It says nothing of the clock.
    ///
    /// Equal grids have equal texts, and short ones: days with the same hours share a rule, and where it is shorter
    /// to name the denied hours, the text begins with `24/7` and takes them away.
    ///
    /// ```
    /// use backup_window::{BackupWindow, WORKDAYS};
    ///
    /// let working_hours_denied = BackupWindow::ALWAYS.deny_daily(WORKDAYS, 9, 17);
    /// assert_eq!(working_hours_denied.text().to_string(), "24/7; Mo-Fr 09:00-17:00 off");
    /// ```
    pub fn text(&self) -> WindowText<'_> {
        WindowText(self)
    }
}

/// Writes the hours of a window as text; made by [`BackupWindow::text`].
#[derive(Debug, Clone, Copy)]
pub struct WindowText<'a>(&'a BackupWindow);

impl fmt::Display for WindowText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write::rules_of(self.0).fmt(f)
    }
}
