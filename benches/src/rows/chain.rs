//! Runs one after the other, each found from the last.

use std::iter::successors;
use std::sync::{Arc, LazyLock};

use backup_window::{CompiledSchedule, Every, Schedule, ZoneTable};
use chrono::{DateTime, Utc};

use super::listing::{Element, Listing};
use crate::contender::{Kind, Row};
use crate::inputs;
use crate::peers::chrono_by_hand;
use crate::peers::crons::{self, Pattern};
use crate::peers::windows::Booleans;

/// The runs are on UTC, the only zone that all peers know.
static SCHEDULE: LazyLock<Schedule> =
    LazyLock::new(|| inputs::every(Every::Minutes5).with_backup_window(inputs::nights_and_weekends()));
static COMPILED: LazyLock<CompiledSchedule> =
    LazyLock::new(|| SCHEDULE.compile(&Arc::new(ZoneTable::new(&Utc))));

const RUNS: usize = 1_024;

pub(super) fn gated_runs() -> Row {
    let pattern = "*/5 * * * *";
    let (croner, cron, saffron) = (crons::croner(pattern), crons::cron(pattern), crons::saffron(pattern));
    let by_hand = |t| chrono_by_hand::periodic_on_utc(5, t);
    let title = "1,024 runs in turn, every 5 min, nights and weekends, UTC";
    Listing::new("11", title, Element::ItemOf(RUNS), move || chain(by_hand))
        .add("compiled", Kind::Compiled, || COMPILED.instants_after(start()))
        .add("compiled, call by call", Kind::Straight, || {
            successors(COMPILED.next_instant_after(start()), |&t| COMPILED.next_instant_after(t))
        })
        .add("straight", Kind::Straight, || {
            SCHEDULE.runs(&Utc, start()..DateTime::<Utc>::MAX_UTC).map(|run| run.at)
        })
        .add("straight, call by call", Kind::Straight, || {
            let next = |t| SCHEDULE.next_instant_after(&Utc, t);
            successors(next(start()), move |&t| next(t))
        })
        .peer("croner + filter", 130.0, move || {
            let croner = croner.clone();
            chain(move |t| croner.next(&Utc, t))
        })
        .peer("cron + filter", 45.0, move || {
            let cron = cron.clone();
            chain(move |t| cron.next(&Utc, t))
        })
        .peer("saffron + filter", 12.0, move || {
            let saffron = saffron.clone();
            chain(move |t| saffron.next_after(t))
        })
        .peer("chrono by hand", 3.0, move || chain(by_hand))
        .row()
}

/// A Monday morning in the middle of a denied stretch.
fn start() -> DateTime<Utc> {
    inputs::at("2025-06-02T18:00:00Z")
}

fn chain(next: impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>>) -> impl Iterator<Item = DateTime<Utc>> {
    let booleans = Booleans::new(&inputs::nights_and_weekends());
    let mut last = start();
    std::iter::from_fn(move || {
        last = booleans.filter(last, &next)?;
        Some(last)
    })
}
