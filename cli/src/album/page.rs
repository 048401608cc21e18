//! An album as a page: the same pictures, and beside them everything as text, for small screens and for reading aloud.

use std::fmt::Write as _;

use super::{Album, Panel, Sheet, Table};
use crate::svg::{self, Frame, escaped};
use crate::week::{self, Legend};

/// Without scripts, fonts or anything else from elsewhere. Colours of tables are borders and text only, so that it prints.
const STYLE: &str = "\
:root{color-scheme:light}
body{font:16px/1.5 sans-serif;color:#222;background:#fff;max-width:52rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid #8a8a8a}
h3{font-size:1rem;margin:1rem 0 .25rem}
h1,h2,td{overflow-wrap:break-word}
figure{margin:0}
svg{display:block;-webkit-print-color-adjust:exact;print-color-adjust:exact}
table{border-collapse:collapse;margin:.5rem 0}
caption{text-align:left;white-space:nowrap;font-weight:bold}
th,td{text-align:left;vertical-align:top;padding:.15rem .9rem .15rem 0;border-bottom:1px solid #ccc}
thead th{border-bottom-color:#222}
@media print{body{max-width:none;padding:0}section{break-inside:avoid}}
";

impl Album<'_> {
    /// The page as a file of its own.
    pub(crate) fn as_html(&self) -> String {
        let (title, subtitle) = (escaped(self.title), escaped(self.subtitle));
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
                let _ = writeln!(page, "<h3>{}</h3>", escaped(&sentence(&panel.title)));
                write_figure(&mut page, sheet, panel, &format!("-{place}-{which}"));
            }
            for note in &sheet.notes {
                let _ = writeln!(page, "<p>{}</p>", escaped(&sentence(note)));
            }
            sheet.list.iter().chain(&sheet.tables).for_each(|table| write_table(&mut page, table));
            page.push_str("</section>\n");
        }
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }
}

fn write_figure(page: &mut String, sheet: &Sheet, panel: &Panel, suffix: &str) {
    let (width, height) = (week::SIZE.0, week::SIZE.1 + 8 + Legend::HEIGHT);
    let mut legend = Legend::default();
    panel.week.explain_in(&mut legend);
    let said: Vec<String> = std::iter::once(panel.words.clone()).chain(sheet.rest_in_words()).collect();
    let frame = Frame {
        width,
        height,
        title: &format!("The week of {}", sheet.name),
        description: &said.join("; "),
        suffix,
        patterns: &week::patterns(suffix),
    };
    let mut svg = frame.begin();
    panel.week.draw(&mut svg, 0, 0, suffix);
    legend.draw(&mut svg, 0, week::SIZE.1 + 8, suffix);
    let _ = write!(page, "<figure>\n{svg}{}</figure>\n", svg::END);
}

fn write_table(page: &mut String, table: &Table) {
    if table.rows.is_empty() {
        return;
    }
    let _ = writeln!(page, "<table>\n<caption>{}</caption>", escaped(&table.caption));
    if !table.head.is_empty() {
        let cells = table.head.iter().map(|cell| format!("<th scope=\"col\">{cell}</th>"));
        let _ = writeln!(page, "<thead><tr>{}</tr></thead>", cells.collect::<String>());
    }
    page.push_str("<tbody>\n");
    for row in &table.rows {
        page.push_str("<tr>");
        for (place, cell) in row.iter().enumerate() {
            let cell = escaped(cell);
            let _ = if table.head.is_empty() && place == 0 {
                write!(page, "<th scope=\"row\">{cell}</th>")
            } else {
                write!(page, "<td>{cell}</td>")
            };
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
}

/// With a capital letter.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + characters.as_str())
}
