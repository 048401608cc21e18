//! Starts per hour of the week as a picture: a bar for each hour, Sunday first; what is suggested below what is scheduled.

use std::fmt::Write as _;

use crate::svg::{BLUE, END, Frame, VERMILION, stripes};

const LEFT: usize = 72;
const BAR: usize = 6;
const WIDTH: usize = LEFT + 168 * BAR + 24;
const TOP: usize = 70;
const PANEL: usize = 160;
const BELOW: usize = 64;

const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A histogram, and what it is of.
pub(super) struct Panel<'a> {
    pub(super) title: String,
    pub(super) hours: &'a [u32; 168],
}

/// Draws histograms below each other, on the same scale.
pub(super) fn draw(title: &str, description: &str, panels: &[Panel<'_>]) -> String {
    let most = panels.iter().flat_map(|panel| panel.hours.iter().copied()).max().unwrap_or(0);
    let scale = Scale::up_to(most);
    let height = TOP + panels.len() * (PANEL + BELOW);
    let patterns = stripes("suggested", VERMILION, "#fff", 1.5, 5);
    let frame = Frame { width: WIDTH, height, title, description, suffix: "", patterns: &patterns };
    let mut svg = frame.begin();
    let (title, description) = (crate::svg::escaped(title), crate::svg::escaped(description));
    let _ = write!(
        svg,
        "<text x=\"16\" y=\"26\" font-size=\"16\" font-weight=\"bold\">{title}</text>\n\
         <text x=\"16\" y=\"46\">{description}</text>\n"
    );
    for (place, panel) in panels.iter().enumerate() {
        let fill = if place == 0 { BLUE } else { "url(#suggested)" };
        draw_panel(&mut svg, TOP + place * (PANEL + BELOW), panel, &scale, fill);
    }
    svg + END
}

fn draw_panel(svg: &mut String, top: usize, panel: &Panel<'_>, scale: &Scale, fill: &str) {
    let bottom = top + 18 + PANEL;
    let right = LEFT + 168 * BAR;
    let _ = write!(svg, "<g><text x=\"{LEFT}\" y=\"{}\" font-weight=\"bold\">", top + 10);
    let _ = writeln!(svg, "{}</text>", crate::svg::escaped(&panel.title));
    for tick in scale.ticks() {
        let y = bottom - scale.height(tick);
        let _ = write!(
            svg,
            "<path stroke=\"#ddd\" d=\"M{LEFT} {y}.5H{right}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{tick}</text>",
            LEFT - 8,
            y + 4
        );
    }
    for (day, name) in DAYS.iter().enumerate() {
        let x = LEFT + day * 24 * BAR;
        let _ = write!(
            svg,
            "<path stroke=\"#999\" d=\"M{x}.5 {}V{}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{name}</text>",
            top + 18,
            bottom + 6,
            x + 12 * BAR,
            bottom + 32
        );
        for hour in [6, 12, 18] {
            let x = x + hour * BAR;
            let _ = write!(
                svg,
                "<path stroke=\"#999\" d=\"M{x}.5 {bottom}v4\"/>\
                 <text x=\"{x}\" y=\"{}\" font-size=\"9\" text-anchor=\"middle\">{hour:02}</text>",
                bottom + 14
            );
        }
    }
    let mut bars = String::new();
    for (hour, &starts) in panel.hours.iter().enumerate().filter(|(_, starts)| **starts > 0) {
        // However few there are, they show.
        let height = scale.height(starts).max(1);
        let _ = write!(bars, "M{} {bottom}v-{height}h{}v{height}z", LEFT + hour * BAR + 1, BAR - 1);
    }
    let _ = writeln!(
        svg,
        "<path fill=\"{fill}\" d=\"{bars}\"/><path stroke=\"#222\" d=\"M{LEFT} {bottom}.5H{right}\"/></g>"
    );
}

/// From numbers of starts to pixels.
struct Scale {
    step: u32,
    steps: u32,
}

impl Scale {
    /// Four steps or five, each a round number.
    fn up_to(most: u32) -> Self {
        let most = most.max(1);
        let rounds = (0..9).flat_map(|power| [1, 2, 5].map(|digit| digit * 10u32.pow(power)));
        let step = rounds.into_iter().find(|step| most.div_ceil(*step) <= 5).unwrap_or(1_000_000_000);
        Self { step, steps: most.div_ceil(step) }
    }

    fn ticks(&self) -> impl Iterator<Item = u32> + use<> {
        let step = self.step;
        (0..=self.steps).map(move |tick| tick * step)
    }

    fn height(&self, starts: u32) -> usize {
        let top = u64::from(self.step) * u64::from(self.steps);
        (u64::from(starts) * PANEL as u64 / top.max(1)) as usize
    }
}
