//! Job documents: what the products write, to and from the domain's types.
//!
//! | documents of | entry |
//! |---|---|
//! | any product, told apart, read and [converted](Tree::convert) | [`Tree`] |
//! | Veeam Backup for Microsoft 365 alone, and faster | [`vbo::Job`], [`Jobs`] |
//! | the same among others | [`Jobs<Foreign>`](Foreign), and [`Tree`] where it is not plain |
//! | Active Directory, as bits | [`logon_hours`] |
//!
//! Reading has two steps. First any JSON is taken up as it is: property names in any case, values of any type, unknown
//! properties kept or dropped as the caller wishes. This step fails on broken syntax only, so one bad job in a list
//! cannot hide the others. Then [`vbo::Job::read`] turns a job into a [`Plan`](crate::Plan) and checks every value that
//! matters; its [`Error`] names path, value and what was expected.
//!
//! ```
//! use backup_window::wire::{Dropped, vbo};
//! use chrono::{TimeZone, Utc};
//!
//! let job: vbo::Job<Dropped> = serde_json::from_str(r#"{
//!     "name": "nightly",
//!     "schedulePolicy": {"type": "Daily", "dailyType": "Workdays", "dailyTime": "22:00"}
//! }"#)?;
//! let plan = job.read()?.plan;
//! let friday_night = Utc.with_ymd_and_hms(2024, 3, 15, 23, 0, 0).unwrap();
//! let run = plan.next_after(&Utc, friday_night).unwrap();
//! assert_eq!(run.at.to_string(), "2024-03-18 22:00:00 UTC");
//!
//! let broken: vbo::Job<Dropped> = serde_json::from_str(r#"{
//!     "schedulePolicy": {"type": "Daily", "dailyType": "Workdays", "dailyTime": "25:00"}
//! }"#)?;
//! assert_eq!(
//!     broken.read().unwrap_err().to_string(),
//!     "schedulePolicy.dailyTime: \"25:00\" is not a time of day (expected H:MM or HH:MM:SS, up to 23:59:59)",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod actions;
mod agent;
mod cells;
mod cloud;
mod convert;
mod copy;
mod detect;
mod dialect;
mod document;
pub mod edit;
mod em;
mod envelope;
mod error;
mod field;
mod foreign;
mod idle;
mod json;
pub mod logon_hours;
mod object;
mod place;
mod policy;
mod reading;
mod rows;
#[cfg(feature = "schemars")]
mod schema;
mod source;
mod state;
mod status;
mod text;
mod tree;
mod tree_writer;
pub mod vbo;
mod vbr;
mod vspc;
mod window_alone;

pub use actions::{ActionBody, ExploreBody};
pub use cells::Cells;
pub use convert::{Conversion, Loss};
pub use detect::{Detection, Evidence, Undetected};
pub use dialect::{ClockReading, Dialect, UnknownDialect};
pub use envelope::Jobs;
pub use error::{Error, Note};
pub use field::Field;
pub use foreign::Foreign;
pub(crate) use idle::IdleWindow;
pub use object::{Dropped, Kept, Unknown};
pub use reading::{ReadOptions, Reading};
#[cfg(feature = "schemars")]
pub use schema::schema;
pub use source::{Excerpt, JobSource, Lines, NotJson, Source};
pub use state::{BacklogBody, SessionBody, StateBody};
pub use status::Status;
pub use text::Text;
pub use tree::Tree;
