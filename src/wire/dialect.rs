//! The dialects of job documents, by name.

use core::fmt;
use core::str::FromStr;

use crate::window::{MinuteOffset, WindowClock};

/// A dialect: a product and the versions of it that write the same document.
///
/// What a 0 or a 1 means, and on which clock a grid is read, belongs to the dialect and is no choice of a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// Jobs of Veeam Backup for Microsoft Office 365 1.5: booleans as strings, `backupIntervalsArray`, no window flag.
    VboV1,
    /// Versions 2 to 5: `backupWindowEnabled` and `backupWindowSettings`.
    VboV2,
    /// Version 6: adds the periodic window, its offset, and `scheduleEnabled`.
    VboV6,
    /// Version 7: adds `periodicallyWindowEnabled`.
    VboV7,
    /// Version 8: adds `Hours12` and the page envelope.
    VboV8,
    /// Its backup copy jobs: `Immediate`, `Periodically` or `DailyAtTime`, and `backupCopyWindowSettings`.
    VboCopy,
    /// Microsoft 365 jobs as the service-provider console has them: `schedulePolicyType`, and `null` for what is not set.
    Vspc,
    /// Microsoft 365 copy jobs of the console.
    VspcCopy,
    /// Jobs of backup servers as the console has them: the type of schedule alone.
    VspcServer,
    /// Schedules, windows and states of jobs of Backup & Replication, REST API.
    Vbr,
    /// Schedules and windows of Backup Enterprise Manager: seven rows of 24 figures, 1 = allowed.
    Em,
    /// Hour lists of agents and of the server's own options: seven rows of 24 figures, 0 = allowed.
    Agent,
    /// The attribute `logonHours` of Active Directory, as 42 hexadecimal digits or a list of 21 bytes.
    LogonHours,
    /// The same in Base64.
    LogonHoursBase64,
    /// The hours of a window as text: see [`BackupWindow::from_text`](crate::BackupWindow::from_text).
    Text,
}

/// What a document of a dialect is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A job and its schedule.
    Job,
    /// A window alone.
    Window,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 15] = [
        Self::VboV1,
        Self::VboV2,
        Self::VboV6,
        Self::VboV7,
        Self::VboV8,
        Self::VboCopy,
        Self::Vspc,
        Self::VspcCopy,
        Self::VspcServer,
        Self::Vbr,
        Self::Em,
        Self::Agent,
        Self::LogonHours,
        Self::LogonHoursBase64,
        Self::Text,
    ];

    /// The versions of the jobs of Veeam Backup for Microsoft 365, which [`vbo::Job`](crate::wire::vbo::Job) takes up.
    pub const VBO: [Self; 5] = [Self::VboV1, Self::VboV2, Self::VboV6, Self::VboV7, Self::VboV8];

    /// The name, such as `vbo-v8`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::VboV1 => "vbo-v1",
            Self::VboV2 => "vbo-v2",
            Self::VboV6 => "vbo-v6",
            Self::VboV7 => "vbo-v7",
            Self::VboV8 => "vbo-v8",
            Self::VboCopy => "vbo-copy",
            Self::Vspc => "vspc",
            Self::VspcCopy => "vspc-copy",
            Self::VspcServer => "vspc-server",
            Self::Vbr => "vbr",
            Self::Em => "em",
            Self::Agent => "agent",
            Self::LogonHours => "logon-hours",
            Self::LogonHoursBase64 => "logon-hours-base64",
            Self::Text => "text",
        }
    }

    /// Whether this is a version of the jobs of Veeam Backup for Microsoft 365.
    pub const fn is_vbo(self) -> bool {
        matches!(self, Self::VboV1 | Self::VboV2 | Self::VboV6 | Self::VboV7 | Self::VboV8)
    }

    /// The clock on which the dialect's windows are read unless the caller says otherwise; for most, what its
    /// `minuteOffset` means.
    pub const fn clock_reading(self) -> ClockReading {
        match self {
            Self::VboV1
            | Self::VboV2
            | Self::VboV6
            | Self::VboV7
            | Self::VboV8
            | Self::VboCopy
            | Self::LogonHours
            | Self::LogonHoursBase64 => ClockReading::UtcOffset,
            Self::Vspc
            | Self::VspcCopy
            | Self::VspcServer
            | Self::Vbr
            | Self::Em
            | Self::Agent
            | Self::Text => ClockReading::Local,
        }
    }

    /// Whether a window of the dialect comes with minutes by which its hours are early or late.
    pub(super) const fn has_minute_offset(self) -> bool {
        self.is_vbo() || matches!(self, Self::VboCopy | Self::Vspc | Self::VspcCopy)
    }

    pub(super) const fn subject(self) -> Subject {
        match self {
            Self::Em | Self::Agent | Self::LogonHours | Self::LogonHoursBase64 | Self::Text => {
                Subject::Window
            }
            _ => Subject::Job,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no dialect's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownDialect;

impl fmt::Display for UnknownDialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a dialect (expected ")?;
        for (i, dialect) in Dialect::ALL.into_iter().enumerate() {
            write!(f, "{}{dialect}", if i == 0 { "" } else { ", " })?;
        }
        f.write_str(")")
    }
}

impl core::error::Error for UnknownDialect {}

impl FromStr for Dialect {
    type Err = UnknownDialect;

    /// The dialect of a name in any case; `vbo-v3`, `vbo-v4` and `vbo-v5` are other names of `vbo-v2`.
    fn from_str(name: &str) -> Result<Self, UnknownDialect> {
        if ["vbo-v3", "vbo-v4", "vbo-v5"].iter().any(|other| other.eq_ignore_ascii_case(name)) {
            return Ok(Self::VboV2);
        }
        Self::ALL.into_iter().find(|dialect| dialect.name().eq_ignore_ascii_case(name)).ok_or(UnknownDialect)
    }
}

/// The two readings of `minuteOffset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockReading {
    /// Minutes by which the window's clock is ahead of UTC.
    UtcOffset,
    /// Minutes by which every hour of the job's local clock begins late.
    Local,
}

impl ClockReading {
    /// The clock of a window with this offset.
    pub const fn clock(self, offset: MinuteOffset) -> WindowClock {
        match self {
            Self::UtcOffset => WindowClock::UtcOffset(offset),
            Self::Local => WindowClock::Local { shift: offset },
        }
    }
}
