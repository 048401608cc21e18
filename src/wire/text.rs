//! A string of a document.
//!
//! Most strings of a job are names, days and times of a few bytes, and a job has a dozen of them: they are kept in
//! place, because reading them costs less than allocating for each.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::ops::Deref;

/// The longest string that needs no allocation, in bytes.
const SHORT: usize = 22;

/// A string of a document, as long as it may be; up to 22 bytes nothing is allocated for it.
///
/// ```
/// use backup_window::wire::Text;
///
/// assert_eq!(&*Text::from("Workdays"), "Workdays");
/// ```
#[derive(Clone)]
pub struct Text(Form);

#[derive(Clone)]
enum Form {
    /// So many bytes of these, and the rest is zero.
    Short(u8, [u8; SHORT]),
    Long(Box<str>),
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        match &self.0 {
            // The bytes are those of a string. Looking at them again is what it costs to have no `unsafe`.
            Form::Short(length, bytes) => bytes
                .get(..usize::from(*length))
                .and_then(|text| str::from_utf8(text).ok())
                .unwrap_or_default(),
            Form::Long(text) => text,
        }
    }
}

impl From<&str> for Text {
    #[inline]
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match bytes.get_mut(..text.len()) {
            Some(place) => {
                place.copy_from_slice(text.as_bytes());
                Self(Form::Short(text.len() as u8, bytes))
            }
            None => Self(Form::Long(text.into())),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        if text.len() <= SHORT { Self::from(&*text) } else { Self(Form::Long(text.into())) }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::{SHORT, Text};
    use crate::wire::Field;

    #[test]
    fn strings_of_every_length_and_of_wide_characters_come_back_as_they_were() {
        for character in ["a", "\u{e9}", "\u{20ac}", "\u{1f4be}", "\0"] {
            for length in 0..40 {
                let text = character.repeat(length);
                let kept = Text::from(&*text);
                assert_eq!(*kept, *text);
                assert_eq!(kept, Text::from(text.clone()));
                assert_eq!(format!("{kept} {kept:?}"), format!("{text} {text:?}"));
            }
        }
        assert_ne!(Text::from("a"), Text::from("a\0"));
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn a_string_is_as_large_as_one_on_the_heap_and_so_is_a_field() {
        assert_eq!(size_of::<Text>(), size_of::<String>());
        assert_eq!(size_of::<Field>(), size_of::<String>());
        assert_eq!(SHORT + 2, size_of::<String>());
    }
}
