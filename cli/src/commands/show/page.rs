//! Weeks as a page: the same pictures, and beside them everything as text, for small screens and for reading aloud.

use std::fmt::Write as _;

use backup_window::{BackupWindow, HourOfWeek};
use chrono::{Weekday, WeekdaySet};

use super::picture::{Pictured, panel_in_words};
use super::sheet::{Panel, Sheet};
use crate::commands::runs::origin_in_words;
use crate::output::{in_zone, instant, local_for_people};
use crate::svg::{self, Frame, escaped};
use crate::week::{self, Legend, name_of};

/// Without scripts, fonts or anything else from elsewhere. Colours of tables are borders and text only, so that it prints.
const STYLE: &str = "\
:root{color-scheme:light}
body{font:16px/1.5 sans-serif;color:#222;background:#fff;max-width:52rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid #8a8a8a}
h3{font-size:1rem;margin:1rem 0 .25rem}
h1,h2,td{overflow-wrap:break-word}
figure{margin:0;overflow-x:auto}
svg{display:block;min-width:36rem;max-width:100%;height:auto;-webkit-print-color-adjust:exact;print-color-adjust:exact}
table{border-collapse:collapse;margin:.5rem 0}
caption{text-align:left;white-space:nowrap;font-weight:bold}
th,td{text-align:left;vertical-align:top;padding:.15rem .9rem .15rem 0;border-bottom:1px solid #ccc}
thead th{border-bottom-color:#222}
@media print{body{max-width:none;padding:0}section{break-inside:avoid}}
";

impl Pictured<'_> {
    /// The page as a file of its own.
    pub(super) fn as_html(&self) -> String {
        let (title, subtitle) = (escaped(&self.title()), escaped(self.subtitle));
        let mut page = format!(
            concat!(
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
                "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n",
                "<title>{0}</title>\n<style>\n{2}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n<p>{1}</p>\n"
            ),
            title, subtitle, STYLE
        );
        for (place, sheet) in self.sheets.iter().enumerate() {
            page.push_str("<section>\n");
            if self.has_names() {
                let _ = writeln!(page, "<h2>{}</h2>", escaped(&sheet.name));
            }
            for (which, panel) in sheet.panels.iter().enumerate() {
                let _ = writeln!(page, "<h3>{}</h3>", escaped(&sentence(&panel.title())));
                self.write_figure(&mut page, sheet, panel, &format!("-{place}-{which}"));
            }
            self.write_runs(&mut page, sheet);
            sheet.panels.iter().for_each(|panel| write_days(&mut page, panel));
            page.push_str("</section>\n");
        }
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }

    fn write_figure(&self, page: &mut String, sheet: &Sheet, panel: &Panel, suffix: &str) {
        let (width, height) = (week::SIZE.0, week::SIZE.1 + 8 + Legend::HEIGHT);
        let week = panel.week(sheet.marks(panel, self.zone));
        let mut legend = Legend::default();
        week.explain_in(&mut legend);
        let description = [panel_in_words(panel), self.runs_in_words(sheet)].join("; ");
        let frame = Frame {
            width,
            height,
            title: &format!("The week of {}", sheet.name),
            description: description.trim_end_matches("; "),
            suffix,
            patterns: &week::patterns(suffix),
        };
        let mut svg = frame.begin();
        week.draw(&mut svg, 0, 0, suffix);
        legend.draw(&mut svg, 0, week::SIZE.1 + 8, suffix);
        let _ = write!(page, "<figure>\n{svg}{}</figure>\n", svg::END);
    }

    fn write_runs(&self, page: &mut String, sheet: &Sheet) {
        if let Some(none) = &sheet.none {
            let _ = writeln!(page, "<p>No runs: {}</p>", escaped(&none.detail));
        }
        if sheet.runs.is_empty() {
            return;
        }
        page.push_str(concat!(
            "<table>\n<caption>Next runs</caption>\n<thead><tr><th scope=\"col\">No.</th>",
            "<th scope=\"col\">Local time</th><th scope=\"col\">UTC</th><th scope=\"col\">From</th></tr></thead>\n<tbody>\n"
        ));
        for (mark, run) in sheet.numbered_runs() {
            let local = local_for_people(in_zone(run.at, self.zone));
            let (utc, origin) = (instant(run.at), origin_in_words(&run.origin));
            let _ = writeln!(
                page,
                "<tr><td>{mark}</td><td><time datetime=\"{utc}\">{local}</time></td><td>{utc}</td><td>{origin}</td></tr>"
            );
        }
        page.push_str("</tbody>\n</table>\n");
    }
}

/// The allowed hours of each day, in words.
fn write_days(page: &mut String, panel: &Panel) {
    let Some(what) = panel.what.code() else { return };
    let _ = writeln!(
        page,
        "<table>\n<caption>Allowed hours of the {what} window, on {}</caption>\n<tbody>",
        escaped(&panel.window.clock().to_string())
    );
    for day in WeekdaySet::ALL.iter(Weekday::Sun) {
        let hours = hours_of(&panel.window, day);
        let _ = writeln!(page, "<tr><th scope=\"row\">{}</th><td>{hours}</td></tr>", name_of(day));
    }
    page.push_str("</tbody>\n</table>\n");
}

/// The allowed hours of a day: `00:00–06:00, 20:00–24:00`.
fn hours_of(window: &BackupWindow, day: Weekday) -> String {
    let is_allowed = |hour: u8| HourOfWeek::on(day, hour).is_ok_and(|hour| window.allows(hour));
    let mut stretches: Vec<(u8, u8)> = Vec::new();
    for hour in (0..24).filter(|&hour| is_allowed(hour)) {
        match stretches.last_mut() {
            Some((_, to)) if *to == hour => *to += 1,
            _ => stretches.push((hour, hour + 1)),
        }
    }
    if stretches.is_empty() {
        return "none".to_owned();
    }
    let shown = stretches.iter().map(|(from, to)| format!("{from:02}:00\u{2013}{to:02}:00"));
    shown.collect::<Vec<_>>().join(", ")
}

/// With a capital letter.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + characters.as_str())
}
