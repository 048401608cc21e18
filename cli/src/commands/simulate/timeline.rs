//! A simulation as a picture: a row for each job, sessions from left to right.
//!
//! ```text
//!   job      |  grey: denied hours    ____    blue: busy, as high as its share of the time
//!            |........._____...........----__
//! ```
//!
//! Failed sessions are hatched and terminations have a mark, so that the picture can be read without colours, too.

use std::fmt::Write as _;
use std::ops::Range;

use backup_window::BackupWindow;
use backup_window::job::Outcome;
use backup_window::simulate::{Event, What};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};

use crate::output::{in_zone, instant};
use crate::svg::{self, BLUE, Frame, VERMILION, cut, escaped};
use crate::zone::Zone;

/// How many columns the range has.
const COLUMNS: usize = 960;

/// More jobs than these make no picture.
const MOST_ROWS: usize = 200;

/// How many characters of a label fit beside its row.
const ROOM: usize = 32;

const LEFT: usize = 250;
const TOP: usize = 84;
const ROW: usize = 20;
const BAR: usize = 14;
const WIDTH: usize = LEFT + COLUMNS + 30;

/// What a job did in each column, in milliseconds.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    start: DateTime<Utc>,
    length: i64,
    busy: Vec<u64>,
    failed: Vec<u64>,
    terminated: Vec<bool>,
    /// The session that is running.
    since: Option<DateTime<Utc>>,
}

impl Row {
    pub(crate) fn new(range: &Range<DateTime<Utc>>) -> Self {
        Self {
            start: range.start,
            length: (range.end - range.start).num_milliseconds().max(1),
            busy: vec![0; COLUMNS],
            failed: vec![0; COLUMNS],
            terminated: vec![false; COLUMNS],
            since: None,
        }
    }

    /// Takes up what happened to the job.
    pub(crate) fn see(&mut self, event: &Event) {
        match event.what {
            What::Start { .. } => self.since = Some(event.at),
            What::End { since, outcome } => {
                self.since = None;
                self.session(since, event.at, outcome);
            }
            What::NoRetry(_) | What::Dropped { .. } => {}
        }
    }

    /// The range is over; a session that is running goes on.
    pub(crate) fn finish(&mut self) {
        if let Some(since) = self.since.take() {
            let end = self.start + TimeDelta::milliseconds(self.length);
            self.session(since, end, Outcome::Success);
        }
    }

    fn session(&mut self, from: DateTime<Utc>, to: DateTime<Utc>, outcome: Outcome) {
        let place = |t: DateTime<Utc>| (t - self.start).num_milliseconds().clamp(0, self.length);
        let (from, to) = (place(from), place(to));
        let columns = COLUMNS as i64;
        let edge = |column: i64| column * self.length / columns;
        let first = (from * columns / self.length).min(columns - 1);
        for column in first..columns {
            let part = to.min(edge(column + 1)) - from.max(edge(column));
            if part <= 0 && column > first {
                break;
            }
            // However short a session is, it shows.
            let part = part.max(1).unsigned_abs();
            let place = column as usize;
            self.busy[place] += part;
            if outcome != Outcome::Success {
                self.failed[place] += part;
            }
        }
        if outcome == Outcome::Terminated {
            self.terminated[((to - 1).max(0) * columns / self.length) as usize] = true;
        }
    }

    /// How high the bar is in a column: all of it, and the part of it that failed, from the top.
    fn heights(&self, column: usize) -> (usize, usize) {
        let columns = COLUMNS as i64;
        let width = (column as i64 + 1) * self.length / columns - column as i64 * self.length / columns;
        let height = |part: u64| -> usize {
            let height = part as usize * BAR / width.max(1).unsigned_abs() as usize;
            if part == 0 { 0 } else { height.clamp(3, BAR) }
        };
        let busy = height(self.busy[column]);
        (busy, height(self.failed[column]).min(busy))
    }
}

/// A picture that is being drawn.
pub(crate) struct Timeline<'a> {
    pub(crate) range: &'a Range<DateTime<Utc>>,
    pub(crate) zone: &'a Zone,
    /// What was simulated, in words.
    pub(crate) subtitle: &'a str,
}

impl Timeline<'_> {
    /// Draws the rows with their labels and windows.
    pub(crate) fn draw(&self, rows: &[(String, Option<BackupWindow>, Row)]) -> String {
        let shown = rows.len().min(MOST_ROWS);
        let bottom = TOP + shown * ROW;
        let height = bottom + 74;
        let title = match rows.len() {
            1 => "1 job, simulated".to_owned(),
            all if all == shown => format!("{all} jobs, simulated"),
            all => format!("the first {shown} of {all} jobs, simulated"),
        };
        let description = self.description();
        let frame = Frame {
            width: WIDTH,
            height,
            title: &title,
            description: &description,
            suffix: "",
            patterns: &svg::stripes("failed", VERMILION, "#fff", 1.5, 4),
        };
        let mut svg = frame.begin();
        let _ = write!(
            svg,
            concat!(
                "<text x=\"16\" y=\"26\" font-size=\"16\" font-weight=\"bold\">{0}</text>\n",
                "<text x=\"16\" y=\"46\">{1}</text>\n",
            ),
            escaped(&title),
            escaped(&description),
        );
        for (place, (label, window, row)) in rows.iter().take(shown).enumerate() {
            self.draw_row(&mut svg, TOP + place * ROW, label, window.as_ref(), row);
        }
        self.draw_axis(&mut svg, bottom);
        draw_legend(&mut svg, bottom + 44);
        svg + svg::END
    }

    fn description(&self) -> String {
        let (from, to) = (instant(self.range.start), instant(self.range.end));
        format!("{from} up to {to}, zone {}, {}", self.zone, self.subtitle)
    }

    fn draw_row(&self, svg: &mut String, top: usize, label: &str, window: Option<&BackupWindow>, row: &Row) {
        let text = top + 14;
        let _ = write!(svg, "<g><title>{}</title>", escaped(label));
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{text}\" text-anchor=\"end\">{}</text>",
            LEFT - 10,
            escaped(&cut(label, ROOM))
        );
        if let Some(window) = window.filter(|window| !window.is_always()) {
            self.draw_denied(svg, top, window);
        }
        let base = top + 2 + BAR;
        let bars = |height: &dyn Fn(usize) -> (usize, usize)| {
            let mut path = String::new();
            let mut column = 0;
            while column < COLUMNS {
                let (from, to) = height(column);
                let width = (column..COLUMNS).take_while(|&other| height(other) == (from, to)).count();
                if to > from {
                    let _ = write!(path, "M{} {}h{width}v{}h-{width}z", LEFT + column, base - to, to - from);
                }
                column += width;
            }
            path
        };
        let well = bars(&|column| {
            let (busy, failed) = row.heights(column);
            (0, busy - failed)
        });
        let failed = bars(&|column| {
            let (busy, failed) = row.heights(column);
            (busy - failed, busy)
        });
        for (path, fill) in [(well, BLUE), (failed, "url(#failed)")] {
            if !path.is_empty() {
                let _ = write!(svg, "<path fill=\"{fill}\" d=\"{path}\"/>");
            }
        }
        let mut marks = String::new();
        for column in (0..COLUMNS).filter(|&column| row.terminated[column]) {
            let _ = write!(marks, "M{} {}l-3 -5h6z", LEFT + column, top + 6);
        }
        if !marks.is_empty() {
            let _ = write!(svg, "<path fill=\"#000\" d=\"{marks}\"/>");
        }
        let _ = writeln!(svg, "<path stroke=\"#ddd\" d=\"M{LEFT} {0}.5h{COLUMNS}\"/></g>", base);
    }

    /// The denied hours, the darker the more of a column they are.
    fn draw_denied(&self, svg: &mut String, top: usize, window: &BackupWindow) {
        const SHADES: i64 = 4;
        let edge = |column: usize| {
            let length = self.range.end - self.range.start;
            self.range.start
                + TimeDelta::milliseconds(length.num_milliseconds() * column as i64 / COLUMNS as i64)
        };
        let shade = |column: usize| {
            let (from, to) = (edge(column), edge(column + 1));
            let length = (to - from).num_milliseconds().max(1);
            let denied = length - window.allowed_time(self.zone, from..to).num_milliseconds();
            (denied * SHADES + length / 2) / length
        };
        let shades: Vec<i64> = (0..COLUMNS).map(shade).collect();
        let mut column = 0;
        while column < COLUMNS {
            let width = shades[column..].iter().take_while(|&&other| other == shades[column]).count();
            if shades[column] > 0 {
                let grey = 255 - shades[column] * 9;
                let _ = write!(
                    svg,
                    "<path fill=\"rgb({grey},{grey},{grey})\" d=\"M{} {}h{width}v{BAR}h-{width}z\"/>",
                    LEFT + column,
                    top + 2
                );
            }
            column += width;
        }
    }

    fn draw_axis(&self, svg: &mut String, bottom: usize) {
        let mut last_label = 0;
        let marks = self.marks();
        let mut lines = String::new();
        let mut labels = String::new();
        for (at, label) in &marks {
            let offset = (*at - self.range.start).num_milliseconds() * COLUMNS as i64;
            let x = LEFT + (offset / (self.range.end - self.range.start).num_milliseconds().max(1)) as usize;
            let _ = write!(lines, "M{x}.5 {}V{}", TOP - 6, bottom + 4);
            // Each label has room, or is left out.
            let room = label.len() * 7 + 12;
            if x >= last_label + room || last_label == 0 {
                let _ = write!(
                    labels,
                    "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{label}</text>",
                    TOP - 12
                );
                let _ = write!(
                    labels,
                    "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{label}</text>",
                    bottom + 20
                );
                last_label = x;
            }
        }
        let _ = writeln!(svg, "<path stroke=\"#999\" stroke-opacity=\"0.5\" d=\"{lines}\"/>{labels}");
    }

    /// Where the axis has marks, on the clock of the zone.
    fn marks(&self) -> Vec<(DateTime<Utc>, String)> {
        let length = self.range.end - self.range.start;
        let first = in_zone(self.range.start, self.zone).date_naive();
        let mut marks = Vec::new();
        let mut mark = |date: NaiveDate, hour: u32, label: String| {
            let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
            let Some(at) = self.zone.from_local_datetime(&date.and_time(time)).earliest() else { return };
            let at = at.with_timezone(&Utc);
            if self.range.contains(&at) {
                marks.push((at, label));
            }
        };
        if length <= TimeDelta::days(3) {
            let step = if length <= TimeDelta::hours(12) { 1 } else { 3 };
            for date in first.iter_days().take(5) {
                for hour in (0..24).step_by(step) {
                    let label =
                        if hour == 0 { date.format("%a %d").to_string() } else { format!("{hour:02}:00") };
                    mark(date, hour, label);
                }
            }
        } else if length <= TimeDelta::days(28) {
            first.iter_days().take(30).for_each(|date| mark(date, 0, date.format("%a %d").to_string()));
        } else if length <= TimeDelta::days(190) {
            let monday = first - Days::new(first.weekday().days_since(Weekday::Mon).into());
            monday.iter_weeks().take(30).for_each(|date| mark(date, 0, date.format("%d %b").to_string()));
        } else {
            let years = length.num_days() / 366 + 1;
            // Some twenty marks at most.
            let step = match years {
                1 => 1,
                2..=5 => 3,
                _ => 12 * (years as u32).div_ceil(20),
            };
            let mut date = first
                .with_day(1)
                .and_then(|date| date.with_month0(date.month0() / step.min(12) * step.min(12)));
            while let Some(from) = date
                && from <= in_zone(self.range.end, self.zone).date_naive()
            {
                let label = if step < 12 { "%b %Y" } else { "%Y" };
                mark(from, 0, from.format(label).to_string());
                date = from.checked_add_months(Months::new(step));
            }
        }
        marks
    }
}

fn draw_legend(svg: &mut String, y: usize) {
    let bar = y - 10;
    let _ = writeln!(
        svg,
        concat!(
            "<rect x=\"{0}\" y=\"{6}\" width=\"14\" height=\"12\" fill=\"{11}\"/><text x=\"{1}\" y=\"{7}\">busy, as high as its share of the time</text>",
            "<rect x=\"{2}\" y=\"{6}\" width=\"14\" height=\"12\" fill=\"url(#failed)\"/><text x=\"{3}\" y=\"{7}\">failed</text>",
            "<path fill=\"#000\" d=\"M{4} {8}l-4 -7h8z\"/><text x=\"{5}\" y=\"{7}\">terminated: the window closed</text>",
            "<rect x=\"{9}\" y=\"{6}\" width=\"14\" height=\"12\" fill=\"#dbdbdb\"/><text x=\"{10}\" y=\"{7}\">denied hours</text>",
        ),
        LEFT,
        LEFT + 20,
        LEFT + 260,
        LEFT + 280,
        LEFT + 347,
        LEFT + 360,
        bar,
        y,
        y,
        LEFT + 560,
        LEFT + 580,
        BLUE,
    );
}
