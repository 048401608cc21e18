//! Jobs as the service-provider console has them.
//!
//! - `job`: backup jobs of Microsoft 365. They look like those of the product and differ in what matters: the type is in
//!   `schedulePolicyType`, what is not set is `null`, a schedule without its flag is disabled, times are `hh:mm`, and
//!   `minuteOffset` is read on the local clock.
//! - `server`: jobs of backup servers, of which the console tells the type of schedule and no more.
//!
//! Copy jobs are read with those of the product. Sources: the models of the console 3.5 to 3.7.

pub(super) mod job;
pub(super) mod server;
