//! A week for a terminal: three characters an hour, 80 columns in all, and readable without colours.

use anstyle::{AnsiColor, Color, Effects, Style};

use super::{Cell, Week, stretches};

const ALLOWED: Style = on(AnsiColor::Black, AnsiColor::Cyan);
const DENIED: Style = Style::new().effects(Effects::DIMMED);
const ADDED: Style = on(AnsiColor::BrightWhite, AnsiColor::Blue).effects(Effects::BOLD);
const REMOVED: Style = on(AnsiColor::Black, AnsiColor::Yellow).effects(Effects::BOLD);
const MARK: Style = on(AnsiColor::BrightWhite, AnsiColor::Black).effects(Effects::BOLD);

const fn on(text: AnsiColor, ground: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(text))).bg_color(Some(Color::Ansi(ground)))
}

impl Cell {
    const fn style(self) -> Style {
        match self {
            Self::Allowed => ALLOWED,
            Self::Denied => DENIED,
            Self::Added => ADDED,
            Self::Removed => REMOVED,
        }
    }
}

impl Week {
    /// The lines of the grid: the hours, then the days.
    pub(crate) fn lines(&self) -> Vec<String> {
        let hours: String = (0..24).map(|hour| format!("{hour:>2} ")).collect();
        let mut lines = vec![format!("      {}", hours.trim_end())];
        for (day, cells, marks) in self.days() {
            let mut line = format!("  {day} ");
            for (kind, from, to) in stretches(cells) {
                let (style, sign) = (kind.style(), kind.sign());
                line.push_str(&format!("{style}"));
                for mark in &marks[from..to] {
                    match mark {
                        None => line.extend([sign; 3]),
                        Some(mark) => {
                            line.push_str(&format!("{sign}{style:#}{MARK}{mark}{MARK:#}{style}{sign}"));
                        }
                    }
                }
                line.push_str(&format!("{style:#}"));
            }
            lines.push(line);
        }
        lines
    }

    /// What the signs mean, on a line.
    pub(crate) fn legend(&self) -> String {
        let kinds = self.kinds().map(|kind| {
            let style = kind.style();
            format!("{style}{}{style:#} {}", kind.sign(), kind.name())
        });
        let marks = self.marks.iter().flatten();
        let marks = (marks.clone().min().into_iter().zip(marks.max())).map(|(first, last)| {
            if first == last {
                format!("{MARK}{first}{MARK:#} the next run")
            } else {
                format!("{MARK}{first}-{last}{MARK:#} the next runs")
            }
        });
        kinds.chain(marks).collect::<Vec<_>>().join("   ")
    }
}
