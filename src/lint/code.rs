//! The codes of findings.

use core::fmt;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Backups may be missed or cut short.
    Warning,
    /// The job does not run, or never gets done.
    Error,
}

impl Severity {
    /// A stable name: `note`, `warning` or `error`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a finding is about. Names are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The document cannot be read.
    Unreadable,
    /// A window in force allows no hour.
    NeverOpens,
    /// The trigger never meets its windows, or the windows never each other.
    NeverMeets,
    /// The schedule runs under some of the zone's offsets and not under others.
    MeetsPartOfYear,
    /// On some days the time of day is denied.
    DeniedTime,
    /// A clock change skips the time of day.
    TimeInGap,
    /// A window is there and its flag is off.
    WindowIgnored,
    /// An offset stands beside an interval of minutes.
    OffsetWithoutEffect,
    /// The retries take longer than the window is ever open.
    RetriesBeyondWindow,
    /// The window is open for less time than the job takes.
    WindowTooShort,
    /// The edges of a window on UTC come at other local times in summer.
    EdgesShift,
    /// A `minuteOffset` of an hour or more.
    OffsetOfHours,
    /// A single hour is allowed between denied ones, or denied between allowed ones.
    SingleHour,
    /// The interval is longer than the windows are ever open.
    IntervalBeyondWindow,
    /// The server printed a next run at which the schedule has none.
    NextRunContradicted,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 15] = [
        Self::Unreadable,
        Self::NeverOpens,
        Self::NeverMeets,
        Self::MeetsPartOfYear,
        Self::DeniedTime,
        Self::TimeInGap,
        Self::WindowIgnored,
        Self::OffsetWithoutEffect,
        Self::RetriesBeyondWindow,
        Self::WindowTooShort,
        Self::EdgesShift,
        Self::OffsetOfHours,
        Self::SingleHour,
        Self::IntervalBeyondWindow,
        Self::NextRunContradicted,
    ];

    /// The stable name, such as `time-in-gap`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NeverOpens => "never-opens",
            Self::NeverMeets => "never-meets",
            Self::MeetsPartOfYear => "meets-part-of-year",
            Self::DeniedTime => "denied-time",
            Self::TimeInGap => "time-in-gap",
            Self::WindowIgnored => "window-ignored",
            Self::OffsetWithoutEffect => "offset-without-effect",
            Self::RetriesBeyondWindow => "retries-beyond-window",
            Self::WindowTooShort => "window-too-short",
            Self::EdgesShift => "edges-shift",
            Self::OffsetOfHours => "offset-of-hours",
            Self::SingleHour => "single-hour",
            Self::IntervalBeyondWindow => "interval-beyond-window",
            Self::NextRunContradicted => "next-run-contradicted",
        }
    }

    /// How bad it is where nothing makes it better or worse.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Unreadable | Self::NeverOpens | Self::NeverMeets => Severity::Error,
            Self::EdgesShift | Self::OffsetOfHours | Self::SingleHour => Severity::Note,
            Self::MeetsPartOfYear
            | Self::DeniedTime
            | Self::TimeInGap
            | Self::WindowIgnored
            | Self::OffsetWithoutEffect
            | Self::RetriesBeyondWindow
            | Self::WindowTooShort
            | Self::IntervalBeyondWindow
            | Self::NextRunContradicted => Severity::Warning,
        }
    }

    /// What findings of this code have in common, in a sentence without a full stop.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Unreadable => "the document cannot be read",
            Self::NeverOpens => "a window in force allows no hour",
            Self::NeverMeets => "the schedule never meets its windows",
            Self::MeetsPartOfYear => "the schedule runs only in a part of the year",
            Self::DeniedTime => "the time of day is denied on some days",
            Self::TimeInGap => "a clock change skips the time of day",
            Self::WindowIgnored => "a window is there but its flag is off",
            Self::OffsetWithoutEffect => "an offset stands beside an interval of minutes",
            Self::RetriesBeyondWindow => "the retries take longer than the window is ever open",
            Self::WindowTooShort => "the window is open for less time than the job takes",
            Self::EdgesShift => "the edges of the window come at other local times in summer",
            Self::OffsetOfHours => "a minuteOffset is an hour or more",
            Self::SingleHour => "a single hour differs from its neighbours",
            Self::IntervalBeyondWindow => "the interval is longer than the windows are ever open",
            Self::NextRunContradicted => "the server printed a next run at which the schedule has none",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
