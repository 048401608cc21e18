//! An album as one picture: the jobs one below the other, each with its weeks, notes and rows.

use std::fmt::Write as _;

use super::{Album, Sheet};
use crate::svg::{self, Frame, cut, escaped};
use crate::week::{self, Legend};

const MARGIN: usize = 20;
const WIDTH: usize = MARGIN * 2 + week::SIZE.0;
/// Above the first job: title and subtitle.
const TOP: usize = 70;
const NAME: usize = 24;
const TITLE: usize = 22;
const GAP: usize = 14;
const LINE: usize = 18;
/// How many characters of a name fit, of the subtitle, and of a note.
const ROOM: (usize, usize, usize) = (70, 115, 105);

impl Album<'_> {
    /// The picture as a file of its own.
    pub(crate) fn as_svg(&self) -> String {
        let height = TOP
            + self.sheets.iter().map(|sheet| self.height_of(sheet)).sum::<usize>()
            + Legend::HEIGHT
            + MARGIN;
        let description: Vec<String> = self.sheets.iter().map(sheet_in_words).collect();
        let frame = Frame {
            width: WIDTH,
            height,
            title: self.title,
            description: &description.join(" "),
            suffix: "",
            patterns: &week::patterns(""),
        };
        let mut svg = frame.begin();
        let _ = write!(
            svg,
            concat!(
                "<text x=\"{0}\" y=\"30\" font-size=\"18\" font-weight=\"bold\">{1}</text>\n",
                "<text x=\"{0}\" y=\"50\">{2}</text>\n"
            ),
            MARGIN,
            escaped(&cut(self.title, ROOM.0)),
            escaped(&cut(self.subtitle, ROOM.1)),
        );
        let mut y = TOP;
        let mut legend = Legend::default();
        for sheet in self.sheets {
            self.draw(&mut svg, sheet, y, &mut legend);
            y += self.height_of(sheet);
        }
        legend.draw(&mut svg, MARGIN, y, "");
        svg + svg::END
    }

    fn draw(&self, svg: &mut String, sheet: &Sheet, mut y: usize, legend: &mut Legend) {
        if self.has_names() {
            let name = escaped(&cut(&sheet.name, ROOM.0));
            let _ = writeln!(
                svg,
                "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"15\" font-weight=\"bold\">{name}</text>",
                y + 12
            );
            y += NAME;
        }
        y += GAP;
        for panel in &sheet.panels {
            let title = escaped(&cut(&panel.title, ROOM.2));
            let _ = writeln!(svg, "<text x=\"{MARGIN}\" y=\"{y}\" font-size=\"13\">{title}</text>");
            panel.week.draw(svg, MARGIN, y + TITLE - 14, "");
            panel.week.explain_in(legend);
            y += TITLE + week::SIZE.1 + GAP;
        }
        let notes = sheet.notes.iter().map(|note| (&[0][..], vec![cut(note, ROOM.2)]));
        let rows = sheet.list.iter().flat_map(|list| list.rows.iter().map(|row| (list.columns, row.clone())));
        for (columns, texts) in notes.chain(rows) {
            let _ = write!(svg, "<text y=\"{y}\" font-size=\"13\">");
            for (x, text) in columns.iter().zip(&texts) {
                let _ = write!(svg, "<tspan x=\"{}\">{}</tspan> ", MARGIN + x, escaped(text));
            }
            svg.push_str("</text>\n");
            y += LINE;
        }
    }

    fn height_of(&self, sheet: &Sheet) -> usize {
        let lines = sheet.notes.len() + sheet.list.as_ref().map_or(0, |list| list.rows.len());
        let name = if self.has_names() { NAME } else { 0 };
        name + sheet.panels.len() * (TITLE + week::SIZE.1 + GAP) + lines * LINE + 2 * GAP
    }
}

/// A job for those who do not see it.
fn sheet_in_words(sheet: &Sheet) -> String {
    let panels = sheet.panels.iter().map(|panel| panel.words.clone());
    let said: Vec<String> = panels.chain(sheet.rest_in_words()).collect();
    format!("{}: {}.", sheet.name, said.join("; "))
}
