//! What the pictures have in common: the frame that gives them a title and a description, colours, and text in XML.
//!
//! Colours are those of Okabe and Ito, which colour-blind people can tell apart. A picture does not live by them alone:
//! what they say a pattern, a mark or a word says, too, so that it can be printed and read aloud. What is drawn is the
//! business of each command.

use std::fmt::Write as _;

pub(crate) const BLUE: &str = "#0072B2";
pub(crate) const SKY_BLUE: &str = "#56B4E9";
pub(crate) const BLUISH_GREEN: &str = "#009E73";
pub(crate) const ORANGE: &str = "#E69F00";
pub(crate) const VERMILION: &str = "#D55E00";
/// Text, and lines that carry meaning.
pub(crate) const INK: &str = "#222";

/// The frame of a picture.
pub(crate) struct Frame<'a> {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// What it shows, in some words.
    pub(crate) title: &'a str,
    /// What can be read off it, for those who do not see it.
    pub(crate) description: &'a str,
    /// What sets its ids apart from those of other pictures on the same page.
    pub(crate) suffix: &'a str,
    /// Patterns, as SVG.
    pub(crate) patterns: &'a str,
}

impl Frame<'_> {
    /// The beginning of the picture, on white; what is drawn comes next, and then [`END`].
    pub(crate) fn begin(&self) -> String {
        let Self { width, height, suffix, .. } = self;
        let (title, description) = (escaped(self.title), escaped(self.description));
        let mut svg = String::new();
        let _ = write!(
            svg,
            concat!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" ",
                // Never wider than its place, also on a small screen.
                "style=\"max-width:100%;height:auto\" role=\"img\" aria-labelledby=\"title{2} desc{2}\" font-family=\"sans-serif\" font-size=\"12\" ",
                "fill=\"{3}\">\n<title id=\"title{2}\">{4}</title>\n<desc id=\"desc{2}\">{5}</desc>\n",
            ),
            width, height, suffix, INK, title, description
        );
        if !self.patterns.is_empty() {
            let _ = writeln!(svg, "<defs>{}</defs>", self.patterns);
        }
        svg.push_str("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        svg
    }
}

/// The end of a picture.
pub(crate) const END: &str = "</svg>\n";

/// Stripes at an angle: of one colour on another, so many pixels wide and apart.
pub(crate) fn stripes(id: &str, ground: &str, stripe: &str, width: f32, apart: usize) -> String {
    format!(
        concat!(
            "<pattern id=\"{0}\" width=\"{4}\" height=\"{4}\" patternUnits=\"userSpaceOnUse\" ",
            "patternTransform=\"rotate(45)\"><rect width=\"{4}\" height=\"{4}\" fill=\"{1}\"/>",
            "<rect width=\"{3}\" height=\"{4}\" fill=\"{2}\"/></pattern>"
        ),
        id, ground, stripe, width, apart
    )
}

/// Text as it stands in XML and HTML, also between quotation marks.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Not to be had in XML.
            c if c.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Text cut to so many characters, with an ellipsis where something is missing.
pub(crate) fn cut(text: &str, room: usize) -> String {
    match text.char_indices().nth(room) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
