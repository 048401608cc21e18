//! Zones of the current database: where it is, of which release, and that its zones are chrono's.

#![cfg(feature = "jiff")]
#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::fs;
use std::path::{Path, PathBuf};

use backup_window::tzdb::{DatabaseSource, JiffZone, ZoneDatabase};
use chrono::{DateTime, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};

fn bundled(name: &str) -> jiff::tz::TimeZone {
    ZoneDatabase::bundled().zone(name).unwrap()
}

fn civil(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// A directory for one test.
fn directory(name: &str) -> PathBuf {
    let directory = std::env::temp_dir().join(format!("backup-window-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

/// A zone that is an hour ahead of UTC for ever, compiled.
fn hour_ahead() -> Vec<u8> {
    let header = |version: u8| {
        let counts = [0u32, 0, 0, 0, 1, 4].map(u32::to_be_bytes).concat();
        [b"TZif".as_slice(), &[version], &[0; 15], &counts].concat()
    };
    let body = [3600i32.to_be_bytes().as_slice(), &[0, 0], b"ONE\0"].concat();
    [header(b'2'), body.clone(), header(b'2'), body, b"\nONE-1\n".to_vec()].concat()
}

#[test]
fn the_bundled_database_knows_its_release_and_its_zones() {
    let database = ZoneDatabase::bundled();
    let release = database.release().unwrap();
    assert!(release >= "2025b" && release.len() == 5, "{release}");
    assert_eq!(database.source(), &DatabaseSource::Bundled);
    assert_eq!(database.to_string(), format!("IANA {release}, bundled"));
    assert!(database.names().len() > 400 && database.names().contains(&"Europe/Prague".to_owned()));
    assert_eq!(database.zone("europe/PRAGUE").unwrap().iana_name(), Some("Europe/Prague"));
}

#[test]
fn a_name_that_no_zone_has_is_refused_with_one_that_is_near() {
    let database = ZoneDatabase::bundled();
    let said = |name: &str| database.zone(name).unwrap_err().to_string();
    assert_eq!(
        said("Europe/New_York"),
        r#"no zone is named "Europe/New_York"; did you mean America/New_York?"#
    );
    assert_eq!(said("new york"), r#"no zone is named "new york"; did you mean America/New_York?"#);
    // Misspelled by two letters in eight at most; names with figures are offsets, which are not guessed.
    assert_eq!(said("Europe/Pargue"), r#"no zone is named "Europe/Pargue"; did you mean Europe/Prague?"#);
    assert_eq!(said("prage"), r#"no zone is named "prage"; did you mean Europe/Prague?"#);
    for far in ["pargue", "Mars/Base", "GMT+25", "", "é"] {
        assert_eq!(
            said(far),
            format!("no zone is named {far:?} (expected an IANA name such as Europe/Prague)")
        );
    }
    assert_eq!(
        said("Nowhere"),
        r#"no zone is named "Nowhere" (expected an IANA name such as Europe/Prague)"#
    );
}

#[test]
fn a_directory_says_its_release_in_one_of_two_files() {
    let directory = directory("release");
    assert!(ZoneDatabase::from_directory(&directory).is_none(), "no zones");
    assert!(ZoneDatabase::from_directory(Path::new("/no/such/directory")).is_none());
    fs::create_dir(directory.join("Test")).unwrap();
    fs::write(directory.join("Test/Ahead"), hour_ahead()).unwrap();
    let of = || ZoneDatabase::from_directory(&directory).unwrap();

    assert_eq!(of().release(), None);
    assert_eq!(of().to_string(), format!("IANA of unknown release, {}", directory.display()));
    fs::write(directory.join("+VERSION"), "2024a\n").unwrap();
    assert_eq!(of().release(), Some("2024a"));
    fs::write(directory.join("tzdata.zi"), "# version 2026a\nR A 1916 o - Jun 14 23s 1 S\n").unwrap();
    assert_eq!(of().to_string(), format!("IANA 2026a, {}", directory.display()));
    assert_eq!(of().source(), &DatabaseSource::Directory(directory.clone()));
    fs::write(directory.join("tzdata.zi"), "something else\n").unwrap();
    assert_eq!(of().release(), Some("2024a"));
    fs::write(directory.join("+VERSION"), "\n").unwrap();
    assert_eq!(of().release(), None);

    let zone = of().zone("Test/Ahead").unwrap();
    let noon: DateTime<Utc> = "2025-06-02T12:00:00Z".parse().unwrap();
    assert_eq!(noon.with_timezone(&JiffZone::new(&zone)).to_string(), "2025-06-02 13:00:00 +01:00");
    fs::remove_dir_all(directory).unwrap();
}

#[test]
fn the_current_database_is_never_older_than_the_bundled_one() {
    let (current, bundled) = (ZoneDatabase::current(), ZoneDatabase::bundled());
    assert!(current.release() >= bundled.release());
    assert!(current.zone("America/Vancouver").is_ok());
}

#[test]
fn a_zone_of_jiff_is_one_of_chrono() {
    let zone = bundled("America/New_York");
    let zone = JiffZone::new(&zone);
    assert_eq!(zone.name(), Some("America/New_York"));
    let at = |text: &str| zone.from_local_datetime(&civil(text)).map(|t| t.to_string());
    assert_eq!(at("2025-06-02T12:00:00"), MappedLocalTime::Single("2025-06-02 12:00:00 -04:00".into()));
    assert_eq!(at("2025-03-09T02:30:00"), MappedLocalTime::None);
    assert_eq!(at("2025-03-09T01:59:59"), MappedLocalTime::Single("2025-03-09 01:59:59 -05:00".into()));
    assert_eq!(at("2025-03-09T03:00:00"), MappedLocalTime::Single("2025-03-09 03:00:00 -04:00".into()));
    assert_eq!(
        at("2025-11-02T01:30:00"),
        MappedLocalTime::Ambiguous("2025-11-02 01:30:00 -04:00".into(), "2025-11-02 01:30:00 -05:00".into())
    );
    let date = NaiveDate::from_ymd_opt(2025, 6, 2).unwrap();
    let offset =
        |offset: MappedLocalTime<backup_window::tzdb::JiffOffset<'_>>| offset.single().unwrap().to_string();
    assert_eq!(offset(zone.offset_from_local_date(&date)), "-04:00");
    assert_eq!(zone.offset_from_utc_date(&date).fix().local_minus_utc(), -4 * 3600);
    let offset = zone.offset_from_utc_date(&date);
    assert_eq!(JiffZone::from_offset(&offset).name(), Some("America/New_York"));
}

#[test]
fn beyond_the_year_9999_the_rules_go_on_as_they_repeat() {
    let zone = bundled("America/New_York");
    let zone = JiffZone::new(&zone);
    let offset = |year: i32, month: u32| {
        let noon = NaiveDate::from_ymd_opt(year, month, 2).unwrap().and_hms_opt(12, 0, 0).unwrap();
        zone.offset_from_utc_datetime(&noon).fix().local_minus_utc() / 3600
    };
    for year in [9_998, 9_999, 10_000, 10_001, 12_345, 262_142] {
        assert_eq!((offset(year, 1), offset(year, 7)), (-5, -4), "{year}");
    }
    let last = |text: &str| zone.offset_from_utc_datetime(&civil(text)).fix().local_minus_utc();
    // The second Sunday of March in 2800 and in 12800 is the 12th.
    assert_eq!((last("2800-03-12T06:59:59"), last("2800-03-12T07:00:00")), (-18_000, -14_400));
    assert_eq!((last("+12800-03-12T06:59:59"), last("+12800-03-12T07:00:00")), (-18_000, -14_400));
    let first = zone.offset_from_utc_datetime(&NaiveDateTime::MIN).fix().local_minus_utc();
    assert_eq!(first, -17_762, "local mean time");
}
