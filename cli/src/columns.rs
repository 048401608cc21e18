//! Text for people within 80 columns.
//!
//! A line that is longer is broken at spaces. What must stay whole, such as a time, has a [`TIE`] for each of its spaces;
//! a word that is too long by itself, such as a path, stays as it is.

use anstream::adapter::strip_str;

/// What a terminal shows beside one another where nobody has made it wider.
const COLUMNS: usize = 80;

/// A space at which no line is broken.
const TIE: char = '\u{1F}';

/// The same text, to be kept on one line.
pub(crate) fn tied(text: &str) -> String {
    text.replace(' ', TIE.encode_utf8(&mut [0; 4]))
}

/// A line, broken where it would be too long: `hang` spaces begin each line after the first.
pub(crate) fn filled(line: &str, hang: usize) -> String {
    let mut filled = String::new();
    let (mut column, mut has_words) = (0, false);
    let mut rest = line;
    while !rest.is_empty() {
        let start = rest.find(|c| c != ' ').unwrap_or(rest.len());
        let end = rest[start..].find(' ').map_or(rest.len(), |length| start + length);
        let word = rest[start..end].replace(TIE, " ");
        // Colours take no room.
        let width = strip_str(&word).to_string().chars().count();
        if has_words && column + start + width > COLUMNS {
            filled.push('\n');
            filled.extend(std::iter::repeat_n(' ', hang));
            column = hang;
        } else {
            filled.push_str(&rest[..start]);
            column += start;
        }
        filled.push_str(&word);
        column += width;
        has_words = true;
        rest = &rest[end..];
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::{filled, tied};

    #[test]
    fn a_line_is_broken_at_the_last_space_that_leaves_it_short_enough() {
        let forty = "x".repeat(40);
        assert_eq!(filled(&format!("  {forty} {}", &forty[3..]), 4), format!("  {forty} {}", &forty[3..]));
        assert_eq!(
            filled(&format!("  {forty} {}", &forty[2..]), 4),
            format!("  {forty}\n    {}", &forty[2..])
        );
        let line = format!("{forty}  {} y  z", &forty[2..]);
        assert_eq!(filled(&line, 2), format!("{forty}  {}\n  y  z", &forty[2..]));
    }

    #[test]
    fn what_is_tied_stays_on_a_line_and_what_has_no_space_is_as_long_as_it_is() {
        let forty = "x".repeat(40);
        let time = "Sun 2026-03-29 22:00:00 +02:00 and some more words";
        assert_eq!(filled(&format!("{forty} {}", tied(time)), 2), format!("{forty}\n  {time}"));
        assert_eq!(filled(&format!("  {}", "x".repeat(100)), 2), format!("  {}", "x".repeat(100)));
        assert_eq!(filled("", 2), "");
        assert_eq!(filled("a ", 2), "a ");
    }

    #[test]
    fn colours_and_other_alphabets_count_as_what_is_seen() {
        let line = format!("\u{1b}[31m\u{1b}[1merror\u{1b}[0m {}", "ё".repeat(74));
        assert_eq!(filled(&line, 2), line);
        assert_eq!(
            filled(&format!("{line}ё"), 2),
            format!("\u{1b}[31m\u{1b}[1merror\u{1b}[0m\n  {}", "ё".repeat(75))
        );
    }
}
