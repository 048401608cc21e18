//! Backup jobs of Veeam Backup for Microsoft (Office) 365, REST API versions 1 to 8.
//!
//! Here are the documents as they are; `read.rs` makes a plan of one, `write.rs` one of a plan, and `edit.rs` says which
//! properties a change is made of.
//!
//! The versions add properties and change few, so one set of types takes up them all:
//!
//! | | v1 | v2 to v5 | v6 | v7 | v8 |
//! |---|---|---|---|---|---|
//! | window | `backupWindow.backupIntervalsArray` | `backupWindowSettings.backupWindow` | same | same | same |
//! | its flag | none: a window that is there counts | `backupWindowEnabled` | same | same | same |
//! | periodic window | - | - | counts when an hour is denied | `periodicallyWindowEnabled` | same |
//! | booleans | strings | booleans | same | same | same |
//! | `Hours12` | - | - | - | - | yes |
//!
//! Sources: the products' REST references, `/Jobs/{id}` (v1, v3, v5) and the OpenAPI documents of v6, v7 and v8.

mod idle;
mod read;
#[cfg(feature = "schemars")]
mod schema;
mod write;

use super::cells::Cells;
use super::field::Field;
use super::object::wire_object;

pub use super::reading::{ReadOptions, Reading};

#[cfg(feature = "schemars")]
pub(super) use schema::job as job_schema;
pub(super) use write::require;

wire_object! {
    /// A backup job.
    pub struct Job<U> {
        /// The identifier, a UUID.
        id: Field = "id",
        /// The name.
        name: Field = "name",
        /// Whether the job is enabled; missing means it is.
        is_enabled: Field = "isEnabled",
        /// v1 only.
        all_mailboxes: Field = "allMailboxes",
        /// Since v8.
        organization_id: Field = "organizationId",
        /// When the job last ran.
        last_run: Field = "lastRun",
        /// When the server says that the job runs next.
        next_run: Field = "nextRun",
        /// When the job last ended well; since v7.
        last_backup: Field = "lastBackup",
        /// How the job last ended.
        last_status: Field = "lastStatus",
        /// Since v8.
        e_tag: Field = "eTag",
        /// The schedule.
        schedule_policy: SchedulePolicy<U> = "schedulePolicy",
    }
}

wire_object! {
    /// The schedule of a backup job.
    pub struct SchedulePolicy<U> {
        /// Whether the schedule is enabled; missing means it is.
        schedule_enabled: Field = "scheduleEnabled",
        /// Whether the backup window is enabled.
        backup_window_enabled: Field = "backupWindowEnabled",
        /// The backup window.
        backup_window_settings: BackupWindowSettings<U> = "backupWindowSettings",
        /// The backup window of v1.
        backup_window: BackupWindowV1<U> = "backupWindow",
        /// Whether the window for periodic starts is enabled; since v7.
        periodically_window_enabled: Field = "periodicallyWindowEnabled",
        /// The window for periodic starts; since v6.
        periodically_window_settings: BackupWindowSettings<U> = "periodicallyWindowSettings",
        /// Minutes by which an hourly schedule is late; since v6.
        periodically_offset_minutes: Field = "periodicallyOffsetMinutes",
        /// `Daily`, `Periodically` or `ManualOnly`.
        kind: Field = "type",
        /// The interval, such as `Hours4`.
        periodically_every: Field = "periodicallyEvery",
        /// The days, such as `Workdays`.
        daily_type: Field = "dailyType",
        /// The time of day.
        daily_time: Field = "dailyTime",
        /// Whether failed sessions are tried again.
        retry_enabled: Field = "retryEnabled",
        /// How often.
        retry_number: Field = "retryNumber",
        /// After how many minutes.
        retry_wait_interval: Field = "retryWaitInterval",
        /// v1 only.
        termination_enabled: Field = "terminationEnabled",
        /// v1 only.
        termination_interval: Field = "terminationInterval",
    }
}

wire_object! {
    /// A window: a grid and the minutes that say where it begins.
    pub struct BackupWindowSettings<U> {
        /// The grid.
        backup_window: Cells = "backupWindow",
        /// "Current minute offset from the UTC time."
        minute_offset: Field = "minuteOffset",
    }
}

wire_object! {
    /// A window of v1.
    pub struct BackupWindowV1<U> {
        /// The grid.
        backup_intervals_array: Cells = "backupIntervalsArray",
        /// "Current minute offset from the UTC time."
        minute_offset: Field = "minuteOffset",
    }
}
