//! Zones by name: an IANA name, `UTC`, or a fixed offset.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use backup_window::ZoneTable;
use backup_window::tzdb::{JiffZone, NoZone, ZoneDatabase};
use chrono::{FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeZone};

/// The database that zones come from.
pub(crate) static DATABASE: LazyLock<ZoneDatabase> = LazyLock::new(ZoneDatabase::current);

/// A zone that was named on the command line.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Zone {
    Iana(JiffZone<'static>),
    Fixed(FixedOffset),
}

impl Default for Zone {
    fn default() -> Self {
        Self::Fixed(chrono::Utc.fix())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Iana(_) => write!(f, "{} ({})", self.name(), *DATABASE),
            Self::Fixed(_) => f.write_str(&self.name()),
        }
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        if name.starts_with(['+', '-']) {
            return fixed(name).map(Self::Fixed).ok_or_else(|| {
                format!("{name:?} is not an offset (expected +HH:MM or -HH:MM, below 24 hours)")
            });
        }
        if name.eq_ignore_ascii_case("UTC") || name.eq_ignore_ascii_case("Z") {
            return Ok(Self::default());
        }
        Self::iana(name).map_err(|error| error.to_string())
    }
}

impl Zone {
    /// The name, without the database it comes from.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Iana(zone) => zone.name().unwrap_or("without a name").to_owned(),
            Self::Fixed(offset) if offset.local_minus_utc() == 0 => "UTC".to_owned(),
            Self::Fixed(offset) => offset.to_string(),
        }
    }

    /// Every zone of the database, by name.
    pub(crate) fn all() -> Vec<(String, Self)> {
        let mut names = DATABASE.names();
        names.sort();
        let zone = |name: String| Self::iana(&name).ok().map(|zone| (name, zone));
        names.into_iter().filter_map(zone).collect()
    }

    fn iana(name: &str) -> Result<Self, NoZone> {
        let zone = DATABASE.zone(name)?;
        // Each zone that is named lives as long as the program.
        static NAMED: Mutex<BTreeMap<String, JiffZone<'static>>> = Mutex::new(BTreeMap::new());
        let mut named = NAMED.lock().unwrap_or_else(PoisonError::into_inner);
        let name = zone.iana_name().unwrap_or(name).to_owned();
        let zone = *named.entry(name).or_insert_with(|| JiffZone::new(Box::leak(Box::new(zone))));
        Ok(Self::Iana(zone))
    }
}

/// The table of a zone, made as soon as enough jobs ask for it to be worth its milliseconds.
pub(crate) struct Table<'z> {
    zone: &'z Zone,
    asked: AtomicU32,
    made: OnceLock<ZoneTable>,
}

impl<'z> Table<'z> {
    /// So many jobs ask the zone itself.
    const ASK_THE_ZONE: u32 = 100;

    pub(crate) const fn of(zone: &'z Zone) -> Self {
        Self { zone, asked: AtomicU32::new(0), made: OnceLock::new() }
    }

    /// The table for one more job, if there is one by now.
    pub(crate) fn get(&self) -> Option<&ZoneTable> {
        if self.made.get().is_none() && self.asked.fetch_add(1, Ordering::Relaxed) < Self::ASK_THE_ZONE {
            return None;
        }
        Some(self.made.get_or_init(|| ZoneTable::new(self.zone)))
    }
}

/// `+HH:MM`, `+HHMM` or `+HH`.
fn fixed(text: &str) -> Option<FixedOffset> {
    let number = |text: &str| {
        let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { text.parse::<i32>().ok() } else { None }
    };
    let digits = &text[1..];
    let (hours, minutes) = digits
        .split_once(':')
        .or_else(|| digits.split_at_checked(2).filter(|(_, minutes)| !minutes.is_empty()))
        .unwrap_or((digits, "00"));
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|&minutes| minutes < 60)?);
    let seconds = (hours * 60 + minutes) * 60;
    FixedOffset::east_opt(if text.starts_with('-') { -seconds } else { seconds })
}

/// The offset of a [`Zone`] at some instant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ZoneOffset(Zone, FixedOffset);

impl Offset for ZoneOffset {
    fn fix(&self) -> FixedOffset {
        self.1
    }
}

impl TimeZone for Zone {
    type Offset = ZoneOffset;

    fn from_offset(offset: &ZoneOffset) -> Self {
        offset.0
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<ZoneOffset> {
        match self {
            Self::Iana(zone) => {
                zone.offset_from_local_date(local).map(|offset| ZoneOffset(*self, offset.fix()))
            }
            Self::Fixed(offset) => MappedLocalTime::Single(ZoneOffset(*self, *offset)),
        }
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<ZoneOffset> {
        match self {
            Self::Iana(zone) => {
                zone.offset_from_local_datetime(local).map(|offset| ZoneOffset(*self, offset.fix()))
            }
            Self::Fixed(offset) => MappedLocalTime::Single(ZoneOffset(*self, *offset)),
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> ZoneOffset {
        match self {
            Self::Iana(zone) => ZoneOffset(*self, zone.offset_from_utc_date(utc).fix()),
            Self::Fixed(offset) => ZoneOffset(*self, *offset),
        }
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> ZoneOffset {
        match self {
            Self::Iana(zone) => ZoneOffset(*self, zone.offset_from_utc_datetime(utc).fix()),
            Self::Fixed(offset) => ZoneOffset(*self, *offset),
        }
    }
}
