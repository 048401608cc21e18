//! What a document says beside its plan, and what of that has no place in the other dialect: properties that only some
//! versions have, and properties of the schedule that are not known.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Loss;
use super::facts::{Frame, Parts};
use crate::wire::dialect::{Dialect, Subject};
use crate::wire::field::Field;
use crate::wire::place::Place;
use crate::wire::policy::window_in;
use crate::wire::tree::Tree;

/// The windows of a policy: the property, and the one in it that holds the grid.
const GRIDS: [(&str, &str); 4] = [
    ("backupWindow", "backupIntervalsArray"),
    ("backupWindowSettings", "backupWindow"),
    ("backupCopyWindowSettings", "backupWindow"),
    ("periodicallyWindowSettings", "backupWindow"),
];

/// What only version 1 has, and no plan says.
const OF_V1: [&str; 2] = ["terminationEnabled", "terminationInterval"];

impl Frame<'_> {
    /// What is in the document, has no effect, and has no place in another product.
    pub(super) fn lost_beside(&self, to: Dialect, losses: &mut Vec<Loss>) {
        let is_same_product = self.dialect == to || self.dialect.is_vbo() && to.is_vbo();
        if is_same_product || self.parts == Parts::Window {
            return;
        }
        let mut lose = |name: &str, reason: String| {
            losses.push(Loss { path: format!("{}{name}", self.prefix), reason });
        };
        for path in self.unknown_properties() {
            let is_of_v1 =
                self.dialect.is_vbo() && OF_V1.iter().any(|known| known.eq_ignore_ascii_case(&path));
            lose(
                &path,
                if is_of_v1 {
                    format!("{to} does not have it")
                } else {
                    format!("not known, and so without a place in {to}")
                },
            );
        }
        if to.subject() == Subject::Job && self.parts == Parts::Job {
            for (name, _) in self.document.properties().iter().filter(|(name, _)| self.clashes(name, to)) {
                let reason = format!("not known, and {to} means something of its own by that name");
                losses.push(Loss { path: name.to_string(), reason });
            }
        }
        if to.subject() == Subject::Window && self.parts == Parts::Job {
            let is_of_schedule = |name: &str| {
                let names = self.names_of_schedule().iter().chain(self.flags());
                names.into_iter().any(|known| known.eq_ignore_ascii_case(name))
            };
            for (name, _) in self.document.properties().iter().filter(|(name, _)| !is_of_schedule(name)) {
                losses.push(Loss { path: name.to_string(), reason: format!("{to} is a window alone") });
            }
        }
    }

    /// Whether this is a property of the dialect's schedules.
    pub(super) fn knows(&self, name: &str) -> bool {
        known_properties(self.dialect).contains(&name)
    }

    /// The paths of properties of the schedule that are not known, in it and in its sections.
    fn unknown_properties(&self) -> Vec<String> {
        let known = known_properties(self.dialect);
        if known.is_empty() || self.is_state() {
            return Vec::new();
        }
        let is_one_of =
            |names: &[&str], name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let (standard, prefix) = match self.part.property("Standart") {
            Some(standard) if self.dialect == Dialect::Em => (standard, "Standart."),
            _ => (self.part, ""),
        };
        let mut paths = Vec::new();
        for (name, value) in standard.properties() {
            if is_one_of(known, name) {
                let inner = properties_of_section(self.dialect, name);
                let unknown =
                    value.properties().iter().filter(|(inner_name, _)| !is_one_of(inner, inner_name));
                if !inner.is_empty() {
                    paths.extend(unknown.map(|(inner, _)| format!("{prefix}{name}.{inner}")));
                }
            } else {
                paths.push(format!("{prefix}{name}"));
            }
        }
        paths
    }

    /// What another version of Microsoft 365 jobs does not have, and so is not in the document that was `written`.
    pub(super) fn lost_between_versions(&self, written: &Tree, to: Dialect, losses: &mut Vec<Loss>) {
        let mut lose = |path: String| {
            // What has a part in the plan has been named with more to say.
            if !losses.iter().any(|loss| loss.path.eq_ignore_ascii_case(&path)) {
                losses.push(Loss { path, reason: format!("{to} does not have it") });
            }
        };
        let is_left_out = |written: &Tree, name: &str, value: &Tree| {
            !value.field().is_none() && written.property(name).is_none()
        };
        let policy = match self.parts {
            Parts::Job => written.property("schedulePolicy").unwrap_or(written),
            Parts::Schedule => written,
            Parts::Window => return,
        };
        for (name, value) in self.part.properties() {
            if is_left_out(policy, name, value) && self.says_something(name, value, policy) {
                lose(format!("{}{name}", self.prefix));
            }
        }
        if self.parts == Parts::Job {
            let left_out =
                self.document.properties().iter().filter(|(name, value)| is_left_out(written, name, value));
            left_out.for_each(|(name, _)| lose(name.to_string()));
        }
    }

    /// Whether something is lost with a property of a policy that is not in the one that was `written`.
    fn says_something(&self, name: &str, value: &Tree, written: &Tree) -> bool {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if let Some((_, grid)) = GRIDS.iter().find(|(window, _)| is(window)) {
            // The backup window may be there by its other name.
            let has_moved = !is("periodicallyWindowSettings")
                && GRIDS
                    .iter()
                    .any(|(other, _)| other.starts_with("backup") && written.property(other).is_some());
            let place = Place::root(self.part);
            let window = window_in(&place.member(name), grid, self.dialect.clock_reading());
            return !has_moved
                && !matches!(window, Ok(window) if window.is_none_or(|window| window.is_always()));
        }
        match value.field() {
            // A flag goes with its window, and a schedule is enabled where nothing says so.
            Field::Bool(_) | Field::Text(_)
                if is("backupWindowEnabled") || is("periodicallyWindowEnabled") =>
            {
                false
            }
            field if is("scheduleEnabled") => field.boolean(Place::root(value).path()) != Ok(Some(true)),
            Field::Integer(0) => !is("periodicallyOffsetMinutes"),
            _ => true,
        }
    }
}

/// The properties of a section of a schedule that are known; empty where it is not looked into.
fn properties_of_section(dialect: Dialect, section: &str) -> &'static [&'static str] {
    const WINDOW: &[&str] = &["backupWindow", "minuteOffset"];
    let sections: &[(&str, &[&str])] = match dialect {
        Dialect::Vbr => &[
            ("daily", &["isEnabled", "localTime", "dailyKind", "days"]),
            (
                "monthly",
                &[
                    "isEnabled",
                    "localTime",
                    "dayOfWeek",
                    "dayNumberInMonth",
                    "dayOfMonth",
                    "months",
                    "isLastDayOfMonth",
                ],
            ),
            (
                "periodically",
                &["isEnabled", "periodicallyKind", "frequency", "backupWindow", "startTimeWithinAnHour"],
            ),
            ("continuously", &["isEnabled", "backupWindow"]),
            ("afterThisJob", &["isEnabled", "jobName"]),
            ("retry", &["isEnabled", "retryCount", "awaitMinutes"]),
            ("backupWindow", &["isEnabled", "backupWindow", "WindowSetting", "days"]),
            ("customWindow", &["isEnabled", "backupWindow", "WindowSetting"]),
            ("periodic", &["mode", "interval", "backupWindow", "startTimeWithinAnHour"]),
        ],
        Dialect::Em => &[
            ("OptionsDaily", &["Enabled", "Kind", "Days", "Time", "TimeOffsetUtc"]),
            (
                "OptionsMonthly",
                &[
                    "Enabled",
                    "Time",
                    "TimeOffsetUtc",
                    "DayNumberInMonth",
                    "DayOfWeek",
                    "DayOfMonth",
                    "IsLastDayOfMonth",
                    "Months",
                ],
            ),
            (
                "OptionsPeriodically",
                &["Enabled", "Kind", "FullPeriod", "HourlyOffset", "Schedule", "TimePeriods"],
            ),
            ("OptionsContinuous", &["Enabled", "Schedule", "TimePeriods"]),
            ("OptionsDaisyChaining", &["Enabled", "PreviousJobUid"]),
            ("OptionsBackupWindow", &["Enabled", "Schedule", "TimePeriods"]),
            ("RetryOptions", &["RetrySpecified1", "RetryTimes", "RetryTimeout"]),
        ],
        _ => &[
            ("backupWindow", &["backupIntervalsArray", "minuteOffset"]),
            ("backupWindowSettings", WINDOW),
            ("backupCopyWindowSettings", WINDOW),
            ("periodicallyWindowSettings", WINDOW),
        ],
    };
    sections.iter().find(|(name, _)| name.eq_ignore_ascii_case(section)).map_or(&[], |(_, inner)| inner)
}

/// The properties of a schedule that are known; empty where the dialect's documents are not looked into.
const fn known_properties(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Vbr => &[
            "runAutomatically",
            "isEnabled",
            "daily",
            "monthly",
            "periodically",
            "continuously",
            "afterThisJob",
            "retry",
            "backupWindow",
            "type",
            "scheduleMode",
            "customWindow",
            "periodic",
        ],
        Dialect::Em => &[
            "OptionsDaily",
            "OptionsMonthly",
            "OptionsPeriodically",
            "OptionsContinuous",
            "OptionsDaisyChaining",
            "OptionsBackupWindow",
            "RetryOptions",
            "ImmediateCopyMode",
        ],
        Dialect::Vspc => &[
            "schedulePolicyType",
            "periodicallyEvery",
            "dailyType",
            "scheduleEnabled",
            "backupWindowEnabled",
            "backupWindowSettings",
            "periodicallyWindowSettings",
            "periodicallyWindowEnabled",
            "periodicallyOffsetMinutes",
            "dailyTime",
            "retryEnabled",
            "retryNumber",
            "retryWaitInterval",
        ],
        Dialect::VspcCopy => &[
            "schedulePolicyType",
            "periodicallyEvery",
            "dailyType",
            "dailyTime",
            "backupWindowEnabled",
            "backupWindowSettings",
        ],
        Dialect::VboCopy => &[
            "type",
            "periodicallyEvery",
            "dailyType",
            "dailyTime",
            "backupCopyWindowEnabled",
            "backupCopyWindowSettings",
        ],
        Dialect::VboV1 | Dialect::VboV2 | Dialect::VboV6 | Dialect::VboV7 | Dialect::VboV8 => &[
            "scheduleEnabled",
            "backupWindowEnabled",
            "backupWindowSettings",
            "backupWindow",
            "periodicallyWindowEnabled",
            "periodicallyWindowSettings",
            "periodicallyOffsetMinutes",
            "type",
            "periodicallyEvery",
            "dailyType",
            "dailyTime",
            "retryEnabled",
            "retryNumber",
            "retryWaitInterval",
        ],
        _ => &[],
    }
}
