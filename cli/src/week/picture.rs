//! A week as a part of a picture: cells with hours above and days beside them.
//!
//! ```text
//!              0    1    2    3
//!     Sunday  |blue     |//////    blue: allowed     hatched: denied
//!     Monday  |blue  (1)|//////    (1): the next run
//! ```

use std::fmt::Write as _;

use super::{Cell, Week, name_of, stretches};
use crate::svg::{BLUISH_GREEN, INK, ORANGE, SKY_BLUE, escaped, stripes};

/// How a sign is written: dark on a light rim, so that it can be read on every colour.
const SIGN: &str =
    "text-anchor=\"middle\" font-weight=\"bold\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"";

const LEFT: usize = 84;
const TOP: usize = 18;
const CELL: usize = 27;
const ROW: usize = 24;

/// Width and height of a week.
pub(crate) const SIZE: (usize, usize) = (LEFT + 24 * CELL + 8, TOP + 7 * ROW + 1);

/// What the cells need to be painted; `suffix` sets the ids apart from those of other pictures.
pub(crate) fn patterns(suffix: &str) -> String {
    let denied = stripes(&format!("denied{suffix}"), "#fff", "#8a8a8a", 1.2, 6);
    denied + &stripes(&format!("removed{suffix}"), ORANGE, "#fff", 2.0, 6)
}

impl Cell {
    fn paint(self, suffix: &str) -> String {
        match self {
            Self::Allowed => SKY_BLUE.to_owned(),
            Self::Denied => format!("url(#denied{suffix})"),
            Self::Added => BLUISH_GREEN.to_owned(),
            // Hatched as what is denied is, or it would look in grey as what is allowed.
            Self::Removed => format!("url(#removed{suffix})"),
        }
    }

    /// What stands in each of these cells, so that they can be told apart without colours.
    const fn glyph(self) -> Option<&'static str> {
        match self {
            Self::Allowed | Self::Denied => None,
            Self::Added => Some("+"),
            Self::Removed => Some("\u{2212}"),
        }
    }
}

impl Week {
    /// Draws the week with its upper left corner there.
    pub(crate) fn draw(&self, svg: &mut String, x: usize, y: usize, suffix: &str) {
        let (left, top) = (x + LEFT, y + TOP);
        let _ = write!(svg, "<g text-anchor=\"middle\" font-size=\"11\">");
        for hour in 0..24 {
            let _ = write!(svg, "<text x=\"{}\" y=\"{}\">{hour}</text>", middle(left, hour), top - 6);
        }
        svg.push_str("</g>\n");
        for (row, (day, cells, marks)) in self.days().enumerate() {
            let (name, y) = (name_of(day), top + row * ROW);
            let _ = write!(svg, "<g><title>{name}: {}</title>", escaped(&in_words(cells)));
            let _ = write!(
                svg,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" font-size=\"13\">{name}</text>",
                left - 10,
                y + 17
            );
            for (kind, from, to) in stretches(cells) {
                let _ = write!(
                    svg,
                    "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{ROW}\" fill=\"{}\"/>",
                    left + from * CELL,
                    (to - from) * CELL,
                    kind.paint(suffix)
                );
            }
            for (hour, (cell, mark)) in cells.iter().zip(marks).enumerate() {
                let x = middle(left, hour);
                match (mark, cell.glyph()) {
                    (Some(mark), _) => {
                        let _ = write!(svg, "{}", Badge { x, y: y + ROW / 2, mark: *mark });
                    }
                    (None, Some(glyph)) => {
                        let _ = write!(
                            svg,
                            "<text x=\"{x}\" y=\"{}\" font-size=\"17\" {SIGN}>{glyph}</text>",
                            y + 18
                        );
                    }
                    (None, None) => {}
                }
            }
            svg.push_str("</g>\n");
        }
        draw_lines(svg, left, top);
    }

    /// The kinds of cells and marks that a legend has to explain.
    pub(crate) fn explain_in(&self, legend: &mut Legend) {
        for kind in self.kinds().filter(|kind| !legend.kinds.contains(kind)).collect::<Vec<_>>() {
            legend.kinds.push(kind);
        }
        legend.has_marks |= self.marks.iter().any(Option::is_some);
    }
}

/// Lines between the hours, stronger at 6, 12 and 18, and around all.
fn draw_lines(svg: &mut String, left: usize, top: usize) {
    let (width, height) = (24 * CELL, 7 * ROW);
    let (mut thin, mut strong) = (String::new(), String::new());
    for hour in 1..24 {
        let lines = if hour % 6 == 0 { &mut strong } else { &mut thin };
        let _ = write!(lines, "M{}.5 {top}v{height}", left + hour * CELL);
    }
    for day in 1..7 {
        let _ = write!(thin, "M{left} {}.5h{width}", top + day * ROW);
    }
    let _ = writeln!(
        svg,
        concat!(
            "<path stroke=\"#fff\" d=\"{}\"/><path stroke=\"{4}\" stroke-opacity=\"0.55\" d=\"{}\"/>",
            "<path stroke=\"{4}\" fill=\"none\" d=\"M{2}.5 {3}.5h{5}v{6}h-{5}z\"/>"
        ),
        thin, strong, left, top, INK, width, height
    );
}

fn middle(left: usize, hour: usize) -> usize {
    left + hour * CELL + CELL / 2 + 1
}

/// A day for those who do not see it: `allowed 0 to 6, denied 6 to 9, allowed 9 to 24`.
fn in_words(cells: &[Cell]) -> String {
    let stretches = stretches(cells).map(|(kind, from, to)| format!("{} {from} to {to}", kind.name()));
    stretches.collect::<Vec<_>>().join(", ")
}

/// A mark: a light sign on a dark disc.
struct Badge {
    x: usize,
    y: usize,
    mark: char,
}

impl std::fmt::Display for Badge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { x, y, mark } = self;
        write!(
            f,
            concat!(
                "<circle cx=\"{0}\" cy=\"{1}\" r=\"9\" fill=\"{4}\" stroke=\"#fff\"/>",
                "<text x=\"{0}\" y=\"{2}\" text-anchor=\"middle\" font-weight=\"bold\" fill=\"#fff\">{3}</text>"
            ),
            x,
            y,
            y + 4,
            escaped(&mark.to_string()),
            INK
        )
    }
}

/// What the colours and marks of some weeks mean.
#[derive(Debug, Default)]
pub(crate) struct Legend {
    kinds: Vec<Cell>,
    has_marks: bool,
}

impl Legend {
    /// How high it is.
    pub(crate) const HEIGHT: usize = 22;

    /// Draws it with its upper left corner there.
    pub(crate) fn draw(&self, svg: &mut String, x: usize, y: usize, suffix: &str) {
        let mut x = x + LEFT;
        let mut explain = |swatch: &dyn Fn(usize) -> String, words: &str| {
            let _ = write!(
                svg,
                "{}<text x=\"{}\" y=\"{}\" font-size=\"13\">{words}</text>",
                swatch(x),
                x + 28,
                y + 14
            );
            x += 48 + words.len() * 7;
        };
        for kind in &self.kinds {
            let swatch = |x| {
                let (ground, sign_at) = (kind.paint(suffix), (x + 10, y + 15));
                let sign = kind.glyph().map_or_else(String::new, |glyph| {
                    format!(
                        "<text x=\"{}\" y=\"{}\" font-size=\"16\" {SIGN}>{glyph}</text>",
                        sign_at.0, sign_at.1
                    )
                });
                format!(
                    "<rect x=\"{x}.5\" y=\"{y}.5\" width=\"20\" height=\"17\" fill=\"{ground}\" stroke=\"{INK}\"/>{sign}"
                )
            };
            explain(&swatch, kind.name());
        }
        if self.has_marks {
            explain(
                &|x| Badge { x: x + 10, y: y + 9, mark: '1' }.to_string(),
                "the next run, and those after it",
            );
        }
        svg.push('\n');
    }
}
