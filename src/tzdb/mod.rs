//! Zones of the current IANA database, through jiff.
//!
//! The tables compiled into chrono-tz are as old as its release. Here are zones from the database of the system or,
//! where that is older or missing, from the one bundled with jiff, as [`chrono::TimeZone`]s that every evaluation
//! takes. [`JiffZone`] is the zone, [`ZoneDatabase`] where it comes from. Nothing else of the crate knows of jiff.
//!
//! ```
//! use backup_window::tzdb::{JiffZone, ZoneDatabase};
//! use chrono::{TimeZone, Utc};
//!
//! let database = ZoneDatabase::current();
//! let vancouver = database.zone("America/Vancouver")?;
//! // British Columbia keeps summer time all year from 2026 on.
//! let december = Utc.with_ymd_and_hms(2026, 12, 1, 19, 0, 0).unwrap();
//! let local = december.with_timezone(&JiffZone::new(&vancouver));
//! assert_eq!(local.to_string(), "2026-12-01 12:00:00 -07:00");
//! # Ok::<(), backup_window::tzdb::NoZone>(())
//! ```

mod database;
mod jiff_zone;

pub use database::{DatabaseSource, NoZone, ZoneDatabase};
pub use jiff_zone::{JiffOffset, JiffZone};
