//! The next run of a schedule with a window.
//!
//! The windows are backup windows, so asking directly for a run also says when its session ends, which no peer does.

use backup_window::{BackupWindow, Daily, DeniedSlot, Every, Schedule};
use chrono::{DateTime, NaiveTime, TimeZone, Utc, WeekdaySet};
use chrono_tz::{America::Los_Angeles, Europe::Prague};

use super::ask::{Next, Ours};
use crate::contender::{Kind, Row};
use crate::inputs::{self, WINDOW_MINUTES};
use crate::peers::chrono_by_hand;
use crate::peers::crons::{self, Pattern};
use crate::peers::windows::{Booleans, Expression};

/// What the peers need: a zone, a pattern, and the same by hand.
struct Peers<Z> {
    zone: Z,
    pattern: &'static str,
    by_hand: fn(DateTime<Utc>) -> Option<DateTime<Utc>>,
}

const EVERY_5_MIN: &str = "*/5 * * * *";

impl<Z: TimeZone + Copy + 'static> Peers<Z> {
    /// A row whose oracle filters the candidates of the loop by hand.
    fn row(&self, id: &'static str, title: &'static str, schedule: Schedule, window: BackupWindow) -> Next {
        let (booleans, by_hand) = (Booleans::new(&window), self.by_hand);
        Next::new(id, title, inputs::instants(), move |t| booleans.filter(t, by_hand))
            .ours(schedule.with_backup_window(window), self.zone)
    }

    /// Adds `croner`, `cron` and the loop by hand, each with a filter, and their goals.
    fn filtered(&self, row: Next, window: BackupWindow, goals: [Option<f64>; 3]) -> Next {
        let (croner, cron) = (crons::croner(self.pattern), crons::cron(self.pattern));
        let (zone, by_hand) = (self.zone, self.by_hand);
        let [one, two, three] = [(); 3].map(|()| Booleans::new(&window));
        row.peer("croner + filter", goals[0], move |t| one.filter(t, |t| croner.next(&zone, t)))
            .peer("cron + filter", goals[1], move |t| two.filter(t, |t| cron.next(&zone, t)))
            .by_hand("chrono by hand", goals[2], move |t| three.filter(t, by_hand))
    }

    /// Adds `croner` with jumps over the denied stretches.
    fn jumping(&self, row: Next, window: Expression, goal: Option<f64>) -> Next {
        let (zone, croner) = (self.zone, crons::croner(self.pattern));
        row.peer("croner + opening-hours jumps", goal, move |t| window.jump(t, |t| croner.next(&zone, t)))
    }
}

pub(super) fn every_5_min() -> Row {
    let (schedule, window) = (inputs::every(Every::Minutes5), inputs::nights_and_weekends());
    let by_hand = |t| chrono_by_hand::periodic(&Los_Angeles, 5, t);
    let peers = Peers { zone: Los_Angeles, pattern: EVERY_5_MIN, by_hand };
    let row = peers.row("5", "every 5 min, nights and weekends, Los Angeles", schedule, window);
    let row = peers.filtered(row, window, [Some(2_000.0), Some(1_000.0), Some(300.0)]);
    peers.jumping(row, Expression::nights_and_weekends(WINDOW_MINUTES), Some(150.0)).row()
}

pub(super) fn every_8_h() -> Row {
    // The peers drop what is denied.
    let schedule = inputs::every(Every::Hours8).with_denied(DeniedSlot::Skip);
    let window = inputs::nights_and_weekends();
    let by_hand = |t| chrono_by_hand::periodic(&Los_Angeles, 480, t);
    let peers = Peers { zone: Los_Angeles, pattern: "0 */8 * * *", by_hand };
    let row = peers.row("6a", "every 8 h, nights and weekends, Los Angeles", schedule, window);
    peers.filtered(row, window, [Some(130.0), Some(40.0), Some(8.0)]).row()
}

pub(super) fn everyday() -> Row {
    let (schedule, window) = (inputs::everyday(), inputs::nights_and_weekends());
    let by_hand = |t| chrono_by_hand::daily(&Los_Angeles, WeekdaySet::ALL, inputs::at_19(), t);
    let peers = Peers { zone: Los_Angeles, pattern: "0 19 * * *", by_hand };
    let row = peers.row("6b", "daily 19:00, nights and weekends, Los Angeles", schedule, window);
    peers.filtered(row, window, [Some(250.0), Some(50.0), Some(8.0)]).row()
}

pub(super) fn every_8_h_deferred() -> Row {
    let schedule = inputs::every(Every::Hours8).with_backup_window(inputs::nights_and_weekends());
    let straight = move |t| schedule.next_after(&Los_Angeles, t).ok().map(|run| run.at);
    let title = "every 8 h, nights and weekends, denied slots deferred, Los Angeles";
    Next::new("6c", title, inputs::instants(), straight).ours(schedule, Los_Angeles).row()
}

pub(super) fn every_8_h_at_openings() -> Row {
    let schedule = inputs::every(Every::Hours8)
        .with_denied(DeniedSlot::AtOpening)
        .with_backup_window(inputs::nights_and_weekends());
    let straight = move |t| schedule.next_after(&Los_Angeles, t).ok().map(|run| run.at);
    let title = "every 8 h, nights and weekends, a run at each opening, Los Angeles";
    Next::new("6d", title, inputs::instants(), straight).ours(schedule, Los_Angeles).row()
}

pub(super) fn everyday_deferred() -> Row {
    // Every slot is denied, so that every run is at an opening.
    let schedule =
        inputs::everyday().with_denied(DeniedSlot::Defer).with_backup_window(inputs::office_hours());
    let straight = move |t| schedule.next_after(&Los_Angeles, t).ok().map(|run| run.at);
    let title = "daily 19:00, 09-17 only, denied slots deferred, Los Angeles";
    Next::new("6e", title, inputs::instants(), straight).ours(schedule, Los_Angeles).row()
}

pub(super) fn one_hour_a_week() -> Row {
    let (schedule, window) = (inputs::every(Every::Minutes5), inputs::one_hour_a_week());
    let by_hand = |t| chrono_by_hand::periodic_on_utc(5, t);
    // The peers are much quicker here than in a zone.
    let peers = Peers { zone: Utc, pattern: EVERY_5_MIN, by_hand };
    let row = peers.row("7", "every 5 min, one hour a week, UTC", schedule, window);
    let row = peers.filtered(row, window, [Some(30_000.0), None, Some(800.0)]);
    let mut row = peers.jumping(row, Expression::one_hour_a_week(WINDOW_MINUTES), None).row();
    // The worst window may take half as long again as an everyday one.
    let everyday = every_5_min().contenders.swap_remove(0);
    row.contenders.push(everyday.called("compiled, row 5", Kind::Peer { goal: Some(1.0 / 1.5) }));
    row
}

pub(super) fn never() -> Row {
    let (schedule, window) = (inputs::friday(), inputs::office_hours());
    let (cron, booleans) = (crons::cron("0 19 * * FRI"), Booleans::new(&window));
    // A loop by hand would search to the end of chrono's dates, `croner` to the year 5000, `cron` to 2100.
    let row = Next::new("8", "Friday 19:00, 09-17 only, Los Angeles: never", inputs::instants(), |_| None)
        .ours(schedule.with_backup_window(window), Los_Angeles)
        .peer("cron + filter", None, move |t| booleans.filter(t, |t| cron.next(&Los_Angeles, t)))
        .only(1)
        .row();
    beside_everyday(row)
}

pub(super) fn summer_only() -> Row {
    // Noon in Prague is 10:00 UTC in summer; on 31 October the next one is 150 days away.
    let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("a time of day");
    let schedule = Schedule::new(Daily::new(WeekdaySet::ALL, noon).expect("has days"));
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 10, 11).with_clock(inputs::clock(0));
    let (croner, cron) = (crons::croner("0 12 * * *"), crons::cron("0 12 * * *"));
    let by_hand = move |t| chrono_by_hand::daily(&Prague, WeekdaySet::ALL, noon, t);
    let [oracle, one, two, three] = [(); 4].map(|()| Booleans::new(&window));
    let title = "daily 12:00, 10-11 UTC only, Prague: in summer, asked on 31 October";
    let row = Next::new("8s", title, inputs::last_of_october(), move |t| oracle.filter(t, by_hand))
        .ours(schedule.with_backup_window(window), Prague)
        .peer("croner + filter", None, move |t| one.filter(t, |t| croner.next(&Prague, t)))
        .peer("cron + filter", None, move |t| two.filter(t, |t| cron.next(&Prague, t)))
        .by_hand("chrono by hand", None, move |t| three.filter(t, by_hand))
        .only(64)
        .row();
    beside_everyday(row)
}

/// Adds what an everyday schedule takes by the same ways: what is far away, or never comes, takes about as long, and at
/// most twice as long when compiled.
fn beside_everyday(mut row: Row) -> Row {
    let names = [
        ("compiled, row 6b", Some(0.5)),
        ("straight, row 6b", None),
        ("straight, whole run, row 6b", None),
        ("compiled, whole run, row 6b", None),
    ];
    let ours = everyday().contenders.into_iter().filter(|one| !matches!(one.kind, Kind::Peer { .. }));
    row.contenders
        .extend(names.into_iter().zip(ours).map(|((name, goal), one)| one.called(name, Kind::Peer { goal })));
    row
}
