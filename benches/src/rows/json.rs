//! Reading documents.

use std::hint::black_box;

use backup_window::BackupWindow;
use backup_window::wire::{Cells, vbo};
use serde::Deserialize;

use crate::contender::{Contender, Differences, Kind, Row};
use crate::inputs::compact;

/// The printed job of the product's documentation.
const JOB: &str = include_str!("../../../tests/data/vbo-v3-job.json");

/// A job as one declares it without this library: the properties that matter.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read to be measured")]
struct Job {
    id: String,
    name: String,
    is_enabled: bool,
    last_run: Option<String>,
    next_run: Option<String>,
    last_status: Option<String>,
    schedule_policy: Policy,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read to be measured")]
struct Policy {
    backup_window_enabled: Option<bool>,
    backup_window_settings: Option<Settings>,
    r#type: String,
    daily_type: Option<String>,
    daily_time: Option<String>,
    periodically_every: Option<String>,
    retry_enabled: bool,
    retry_number: Option<u32>,
    retry_wait_interval: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    backup_window: Vec<bool>,
    #[expect(dead_code, reason = "read to be measured")]
    minute_offset: i32,
}

pub(super) fn cells() -> Row {
    let text = array(&compact(JOB));
    let (ours, theirs) = (text.clone(), text);
    let contenders = vec![
        reader("ours: wire::Cells", Kind::Compiled, ours, cells_of, |cells| match cells {
            Cells::Grid(window) => Some(packed(&window.to_bools())),
            _ => None,
        }),
        reader(
            "Vec<bool>, then packed",
            Kind::Peer { goal: Some(1.0 / 0.88) },
            theirs,
            booleans_of,
            |words| Some(*words),
        ),
    ];
    Row { id: "12a", title: "reading 168 booleans with serde_json", contenders }
}

pub(super) fn job() -> Row {
    let text = compact(JOB);
    let (ours, theirs) = (text.clone(), text);
    let contenders = vec![
        reader("ours: wire::vbo::Job", Kind::Compiled, ours, job_of, window_of),
        reader(
            "derived, Vec<bool>, then packed",
            Kind::Peer { goal: Some(1.0 / 0.93) },
            theirs,
            derived_of,
            |(_, words)| Some(*words),
        ),
    ];
    Row { id: "12b", title: "reading a whole job with serde_json", contenders }
}

pub(super) fn cells_from_text() -> Row {
    let text = array(&compact(JOB));
    let allowed = |cells: &Cells| cells.read().ok().map(|window| packed(&window.to_bools()));
    let contenders = vec![
        reader("ours: Cells::from_json", Kind::Compiled, text.clone(), cells_from_json, allowed),
        reader("ours, with serde_json", Kind::Peer { goal: Some(2.2) }, text.clone(), cells_of, allowed),
        reader("Vec<bool>, then packed", Kind::Peer { goal: None }, text, booleans_of, |words| Some(*words)),
    ];
    Row { id: "12c", title: "reading 168 booleans from text", contenders }
}

pub(super) fn job_from_text() -> Row {
    let text = compact(JOB);
    let contenders = vec![
        reader("ours: vbo::Job::from_json", Kind::Compiled, text.clone(), job_from_json, window_of),
        reader("ours, with serde_json", Kind::Peer { goal: None }, text.clone(), job_of, window_of),
        reader(
            "derived, Vec<bool>, then packed",
            Kind::Peer { goal: None },
            text.clone(),
            derived_of,
            |(_, words)| Some(*words),
        ),
    ];
    Row { id: "12d", title: "reading a whole job from text", contenders }
}

fn window_of(job: &vbo::Job) -> Option<[u64; 3]> {
    let window: BackupWindow = job.read().ok()?.plan.schedule().ok()?.windows().backup?;
    Some(packed(&window.to_bools()))
}

fn cells_from_json(text: &str) -> Cells {
    Cells::from_json(text).expect("a list")
}

fn job_from_json(text: &str) -> vbo::Job {
    vbo::Job::from_json(text).expect("a job")
}

fn cells_of(text: &str) -> Cells {
    serde_json::from_str(text).expect("a list")
}

fn booleans_of(text: &str) -> [u64; 3] {
    packed(&serde_json::from_str::<Vec<bool>>(text).expect("a list of booleans"))
}

fn job_of(text: &str) -> vbo::Job {
    serde_json::from_str(text).expect("a job")
}

fn derived_of(text: &str) -> (Job, [u64; 3]) {
    let job: Job = serde_json::from_str(text).expect("a job");
    let words =
        job.schedule_policy.backup_window_settings.as_ref().map_or([0; 3], |s| packed(&s.backup_window));
    (job, words)
}

/// A contender that reads `text`, whose window must be that of the document.
fn reader<T: 'static>(
    name: &'static str,
    kind: Kind,
    text: String,
    read: fn(&str) -> T,
    window: fn(&T) -> Option<[u64; 3]>,
) -> Contender {
    let copy = text.clone();
    let check = move |_| {
        let job: Job = serde_json::from_str(JOB).map_err(|error| error.to_string())?;
        let expected = job.schedule_policy.backup_window_settings.map(|s| packed(&s.backup_window));
        if window(&read(&copy)) == expected { Ok(Differences::default()) } else { Err("other hours".into()) }
    };
    Contender::new(
        name,
        kind,
        16,
        move |times| {
            for _ in 0..times {
                black_box(read(black_box(&text)));
            }
        },
        check,
    )
}

fn packed(allowed: &[bool]) -> [u64; 3] {
    let mut words = [0; 3];
    for (hour, &allowed) in allowed.iter().enumerate() {
        words[hour / 64] |= u64::from(allowed) << (hour % 64);
    }
    words
}

/// The booleans alone.
fn array(document: &str) -> String {
    let list = document.split_once("\"backupWindow\":[").expect("a window").1;
    format!("[{}]", list.split_once(']').expect("an end").0)
}
