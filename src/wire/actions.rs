//! Actions on a job: the bodies of `POST /Jobs/{jobId}/Action`, to and from the domain's [`Action`].
//!
//! A body is an object with one property, the action. Its value is `null`, and an object for `explore`.
//! Source: the product's REST reference, (POST) /Jobs/{jobId}/Action, v3.

use alloc::format;
use alloc::string::String;

use chrono::{DateTime, NaiveDateTime, Timelike, Utc};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::error::{Error, Path};
use super::field::Field;
use super::object::{Dropped, Kept, Object, Unknown, wire_object};
use crate::job::{Action, Explore, ExploreKind};

wire_object! {
    /// The body of a request for an action: one of these properties.
    ///
    /// ```
    /// use backup_window::job::Action;
    /// use backup_window::wire::{ActionBody, Dropped};
    ///
    /// let body: ActionBody<Dropped> = serde_json::from_str(r#"{"start": null}"#)?;
    /// assert_eq!(body.read()?, Action::Start);
    /// // Directly, too.
    /// assert_eq!(serde_json::from_str::<Action>(r#"{"stop": null}"#)?, Action::Stop);
    /// assert_eq!(serde_json::to_string(&Action::Enable)?, r#"{"enable":null}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct ActionBody<U> {
        /// `null`.
        enable: Field = "enable",
        /// `null`.
        start: Field = "start",
        /// `null`.
        stop: Field = "stop",
        /// `null`.
        disable: Field = "disable",
        /// What to look at.
        explore: ExploreBody<U> = "explore",
    }
}

wire_object! {
    /// What a restore session is to show.
    pub struct ExploreBody<U> {
        /// An instant in RFC 3339, or `yyyy-MM-dd HH:mm:ss.SSS` or `yyyy.MM.dd hh:mm:ss` on UTC.
        datetime: Field = "datetime",
        /// `vex`, `vesp`, `veod` or `vet`.
        kind: Field = "type",
        /// Whether to show what was deleted.
        show_deleted: Field = "showDeleted",
        /// Whether to show all versions.
        show_all_versions: Field = "showAllVersions",
    }
}

const ACTIONS: &str = "enable, start, stop, disable or explore";

const KINDS: [(&str, ExploreKind); 4] = [
    ("vex", ExploreKind::Exchange),
    ("vesp", ExploreKind::SharePoint),
    ("veod", ExploreKind::OneDrive),
    ("vet", ExploreKind::Teams),
];

impl<U: Unknown> ActionBody<U> {
    /// The action.
    ///
    /// # Errors
    ///
    /// Fails without an action, with more than one, and for a value that cannot be read.
    pub fn read(&self) -> Result<Action, Error> {
        let path = Path::ROOT;
        if !matches!(self.shape, Field::Object) {
            return Err(self.shape.mismatch(&path, "an action", r#"an object such as {"start": null}"#));
        }
        let plain = [
            ("enable", &self.enable, Action::Enable),
            ("start", &self.start, Action::Start),
            ("stop", &self.stop, Action::Stop),
            ("disable", &self.disable, Action::Disable),
        ];
        let mut given = plain.into_iter().filter(|(_, value, _)| value.is_given());
        let first = given.next();
        let second = given.next().map(|(name, ..)| name);
        let explores = self.explore.shape.is_given().then_some("explore");
        match (first, second.or(explores)) {
            (None, None) => Err(path.error(format_args!("no action (expected {ACTIONS})"))),
            (Some((one, ..)), Some(other)) => {
                Err(path.error(format_args!("both {one} and {other} (expected one of {ACTIONS})")))
            }
            (Some((_, Field::Null, action)), None) => Ok(action),
            (Some((name, value, _)), None) => Err(value.mismatch(&path.member(name), "null", "null")),
            (None, Some(_)) => self.explore.read_at(&path.member("explore")).map(Action::Explore),
        }
    }

    /// The body that asks for an action.
    ///
    /// # Errors
    ///
    /// Fails for a time that cannot be written: with more than seven decimals.
    pub fn of_action(action: &Action) -> Result<Self, Error> {
        let mut body = Self::of_shape(Field::Object);
        match action {
            Action::Enable => body.enable = Field::Null,
            Action::Disable => body.disable = Field::Null,
            Action::Start => body.start = Field::Null,
            Action::Stop => body.stop = Field::Null,
            Action::Explore(explore) => {
                body.explore = ExploreBody::of_explore(explore, &Path::ROOT.member("explore"))?;
            }
        }
        Ok(body)
    }
}

impl<U: Unknown> ExploreBody<U> {
    fn read_at(&self, path: &Path<'_>) -> Result<Explore, Error> {
        if !matches!(self.shape, Field::Object) {
            let expected = "an object with datetime and type";
            return Err(self.shape.mismatch(path, "what to explore", expected));
        }
        let at = path.member("type");
        let kind = match &self.kind {
            kind if kind.is_none() => None,
            kind => match kind.as_text() {
                Some(text) => Some(kind_of(text)),
                None => return Err(kind.mismatch(&at, "a type of session", "vex, vesp, veod or vet")),
            },
        };
        Ok(Explore {
            datetime: time_of(&self.datetime, &path.member("datetime"))?,
            kind,
            show_deleted: self.show_deleted.boolean(&path.member("showDeleted"))?,
            show_all_versions: self.show_all_versions.boolean(&path.member("showAllVersions"))?,
        })
    }

    fn of_explore(explore: &Explore, path: &Path<'_>) -> Result<Self, Error> {
        let flag = |value: Option<bool>| value.map_or(Field::Absent, Field::Bool);
        let mut body = Self::of_shape(Field::Object);
        if let Some(at) = explore.datetime {
            if at.nanosecond() % 100 != 0 {
                return Err(path
                    .member("datetime")
                    .error(format_args!("{at} cannot be written (expected at most seven decimals)")));
            }
            body.datetime = Field::Text(written(at).as_str().into());
        }
        if let Some(kind) = &explore.kind {
            body.kind = Field::Text(name_of(kind).into());
        }
        body.show_deleted = flag(explore.show_deleted);
        body.show_all_versions = flag(explore.show_all_versions);
        Ok(body)
    }
}

fn kind_of(text: &str) -> ExploreKind {
    let known = KINDS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    known.map_or_else(|| ExploreKind::Other(text.into()), |(_, kind)| kind)
}

fn name_of(kind: &ExploreKind) -> &str {
    match kind {
        ExploreKind::Other(name) => name,
        known => KINDS.iter().find(|(_, kind)| kind == known).map_or("", |(name, _)| name),
    }
}

/// A time in one of the documented forms.
fn time_of(field: &Field, path: &Path<'_>) -> Result<Option<DateTime<Utc>>, Error> {
    const FORMS: [&str; 2] = ["%Y-%m-%d %H:%M:%S%.f", "%Y.%m.%d %H:%M:%S"];
    let civil = |text: &str| FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    match field.as_text().and_then(civil) {
        Some(civil) => Ok(Some(civil.and_utc())),
        None => field.instant(path),
    }
}

/// RFC 3339, with seven decimals where there are any, as the product writes it.
fn written(at: DateTime<Utc>) -> String {
    let whole = at.format("%Y-%m-%dT%H:%M:%S");
    match at.nanosecond() {
        0 => format!("{whole}Z"),
        nanosecond => format!("{whole}.{:07}Z", nanosecond / 100),
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ActionBody::<Dropped>::deserialize(deserializer)?.read().map_err(D::Error::custom)
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ActionBody::<Kept<()>>::of_action(self).map_err(S::Error::custom)?.serialize(serializer)
    }
}
