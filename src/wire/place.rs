//! A place in a document: the path to it and what stands there.

use alloc::format;
use alloc::vec::Vec;

use chrono::{DateTime, NaiveTime, Utc};

use super::error::{Error, Note, Path};
use super::field::Field;
use super::tree::Tree;

/// A place in a document, be there something or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    path: Path<'a>,
    value: Value<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Value<'a> {
    Missing,
    Repeated,
    There(&'a Tree),
}

impl<'a> Place<'a> {
    /// The document itself.
    pub(super) const fn root(tree: &'a Tree) -> Self {
        Self { path: Path::ROOT, value: Value::There(tree) }
    }

    /// The property of this name, in any case; what is in something that comes more than once does so, too.
    pub(super) fn member(&'a self, name: &'a str) -> Self {
        let mut values = self.tree().into_iter().flat_map(|tree| tree.properties_named(name));
        let value = match (values.next(), values.next()) {
            (None, _) if matches!(self.value, Value::Repeated) => Value::Repeated,
            (None, _) => Value::Missing,
            (Some(value), None) => Value::There(value),
            (Some(_), Some(_)) => Value::Repeated,
        };
        Self { path: self.path.member(name), value }
    }

    /// The first of these properties that is there; the first of all, if none is.
    pub(super) fn member_of(&'a self, names: &[&'a str]) -> Self {
        let place = |name: &&'a str| self.member(name);
        names
            .iter()
            .map(place)
            .find(Self::is_given)
            .unwrap_or_else(|| self.member(names.first().copied().unwrap_or("")))
    }

    /// What `each` makes of the values of a list.
    pub(super) fn each<T>(
        &self,
        is_not: &str,
        expected: &str,
        mut each: impl FnMut(&Place<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let Some(Tree::List(items)) = self.tree() else { return Err(self.mismatch(is_not, expected)) };
        let items = items.iter().enumerate().map(|(index, item)| {
            let name = format!("[{index}]");
            each(&Place { path: self.path.member(&name), value: Value::There(item) })
        });
        items.collect()
    }

    pub(super) const fn path(&self) -> &Path<'a> {
        &self.path
    }

    pub(super) const fn tree(&self) -> Option<&'a Tree> {
        if let Value::There(tree) = self.value { Some(tree) } else { None }
    }

    /// Whether nothing or `null` stands here.
    pub(super) fn is_none(&self) -> bool {
        self.field().is_none()
    }

    /// Whether something stands here, be it `null`.
    pub(super) const fn is_given(&self) -> bool {
        !matches!(self.value, Value::Missing)
    }

    /// What stands here, without the contents of a list or an object.
    pub(super) fn field(&self) -> Field {
        match self.value {
            Value::Missing => Field::Absent,
            Value::Repeated => Field::Repeated,
            Value::There(tree) => tree.field(),
        }
    }

    /// The string, if it is one.
    pub(super) fn as_text(&self) -> Option<&'a str> {
        self.tree()?.as_text()
    }

    pub(super) fn boolean(&self) -> Result<Option<bool>, Error> {
        self.field().boolean(&self.path)
    }

    pub(super) fn integer(&self) -> Result<Option<i64>, Error> {
        self.field().integer(&self.path)
    }

    pub(super) fn time_of_day(&self) -> Result<NaiveTime, Error> {
        self.field().time_of_day(&self.path)
    }

    pub(super) fn instant(&self) -> Result<Option<DateTime<Utc>>, Error> {
        self.field().instant(&self.path)
    }

    pub(super) fn one_of<T: Copy>(&self, is_not: &str, names: &[(&str, T)]) -> Result<T, Error> {
        self.field().one_of(&self.path, is_not, names)
    }

    /// Makes sure that an object stands here.
    pub(super) fn object(&self, is_not: &str, expected: &str) -> Result<(), Error> {
        if let Some(Tree::Object(_)) = self.tree() { Ok(()) } else { Err(self.mismatch(is_not, expected)) }
    }

    pub(super) fn mismatch(&self, is_not: &str, expected: &str) -> Error {
        self.field().mismatch(&self.path, is_not, expected)
    }

    pub(super) fn error(&self, message: impl core::fmt::Display) -> Error {
        self.path.error(message)
    }

    pub(super) fn note(&self, message: impl core::fmt::Display) -> Note {
        self.path.note(message)
    }
}
