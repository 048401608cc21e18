//! Weeks as one picture: the jobs one below the other, each with its windows and its next runs.

use std::fmt::Write as _;

use super::sheet::{Panel, Sheet};
use crate::commands::runs::origin_in_words;
use crate::output::{in_zone, local_for_people};
use crate::svg::{self, Frame, cut, escaped};
use crate::week::{self, Legend};
use crate::zone::Zone;

const MARGIN: usize = 20;
const WIDTH: usize = MARGIN * 2 + week::SIZE.0;
/// Above the first job: title and subtitle.
const TOP: usize = 70;
const NAME: usize = 24;
const TITLE: usize = 22;
const GAP: usize = 14;
const LINE: usize = 18;
/// How many characters of a name fit.
const ROOM: usize = 70;

/// What is pictured.
pub(super) struct Pictured<'a> {
    /// The jobs that fit.
    pub(super) sheets: &'a [Sheet],
    /// How many jobs there are.
    pub(super) jobs: usize,
    pub(super) subtitle: &'a str,
    pub(super) zone: &'a Zone,
}

impl Pictured<'_> {
    pub(super) fn title(&self) -> String {
        match (self.sheets, self.jobs) {
            ([sheet], 1) => format!("The week of {}", sheet.name),
            (sheets, jobs) if sheets.len() == jobs => format!("The weeks of {jobs} jobs"),
            (sheets, jobs) => format!("The weeks of the first {} of {jobs} jobs", sheets.len()),
        }
    }

    /// The picture as a file of its own.
    pub(super) fn as_svg(&self) -> String {
        let height = TOP
            + self.sheets.iter().map(|sheet| self.height_of(sheet)).sum::<usize>()
            + Legend::HEIGHT
            + MARGIN;
        let description: Vec<String> = self.sheets.iter().map(|sheet| self.sheet_in_words(sheet)).collect();
        let (title, patterns) = (self.title(), week::patterns(""));
        let frame = Frame {
            width: WIDTH,
            height,
            title: &title,
            description: &description.join(" "),
            suffix: "",
            patterns: &patterns,
        };
        let mut svg = frame.begin();
        let _ = write!(
            svg,
            concat!(
                "<text x=\"{0}\" y=\"30\" font-size=\"18\" font-weight=\"bold\">{1}</text>\n",
                "<text x=\"{0}\" y=\"50\">{2}</text>\n"
            ),
            MARGIN,
            escaped(&cut(&title, ROOM)),
            escaped(&cut(self.subtitle, 115)),
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
            let name = escaped(&cut(&sheet.name, ROOM));
            let _ = writeln!(
                svg,
                "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"15\" font-weight=\"bold\">{name}</text>",
                y + 12
            );
            y += NAME;
        }
        y += GAP;
        for panel in &sheet.panels {
            let _ = writeln!(
                svg,
                "<text x=\"{MARGIN}\" y=\"{y}\" font-size=\"13\">{}</text>",
                escaped(&panel.title())
            );
            let week = panel.week(sheet.marks(panel, self.zone));
            week.draw(svg, MARGIN, y + TITLE - 14, "");
            week.explain_in(legend);
            y += TITLE + week::SIZE.1 + GAP;
        }
        for columns in self.lines(sheet) {
            let _ = write!(svg, "<text y=\"{y}\" font-size=\"13\">");
            for (x, text) in [0, 24, 250].into_iter().zip(&columns) {
                let _ = write!(svg, "<tspan x=\"{}\">{}</tspan> ", MARGIN + x, escaped(text));
            }
            svg.push_str("</text>\n");
            y += LINE;
        }
    }

    /// Whether each job has its name above it; of a single one it is in the title.
    pub(super) const fn has_names(&self) -> bool {
        self.sheets.len() > 1
    }

    fn height_of(&self, sheet: &Sheet) -> usize {
        let lines = sheet.runs.len() + usize::from(sheet.none.is_some());
        let name = if self.has_names() { NAME } else { 0 };
        name + sheet.panels.len() * (TITLE + week::SIZE.1 + GAP) + lines * LINE + 2 * GAP
    }

    /// The runs in words, or why there are none, each in columns.
    fn lines(&self, sheet: &Sheet) -> Vec<Vec<String>> {
        let run = |(mark, run): (char, &backup_window::Run)| {
            let local = local_for_people(in_zone(run.at, self.zone));
            vec![mark.to_string(), local, origin_in_words(&run.origin).to_owned()]
        };
        let none = sheet.none.iter().map(|none| vec![format!("no runs: {}", none.detail)]);
        sheet.numbered_runs().map(run).chain(none).collect()
    }

    /// The runs for those who do not see them.
    pub(super) fn runs_in_words(&self, sheet: &Sheet) -> String {
        let runs = self.lines(sheet).into_iter().map(|columns| columns.join(" "));
        runs.collect::<Vec<_>>().join("; ")
    }

    /// A job for those who do not see it.
    fn sheet_in_words(&self, sheet: &Sheet) -> String {
        let panels = sheet.panels.iter().map(panel_in_words);
        let runs = Some(self.runs_in_words(sheet)).filter(|runs| !runs.is_empty());
        let said: Vec<String> = panels.chain(runs).collect();
        format!("{}: {}.", sheet.name, said.join("; "))
    }
}

/// A window for those who do not see it.
pub(super) fn panel_in_words(panel: &Panel) -> String {
    match panel.what.code() {
        Some(_) => format!("{}; allowed: {}", panel.title(), panel.window.text()),
        None => panel.title(),
    }
}
