//! The next run where no clock changes on the way: most questions there are.
//!
//! Nothing is prepared, so a question costs what the zone takes to say its offset, twice, and little else: the run is
//! computed in chrono's own fields, on the clock that the zone shows at the instant asked about. Whatever a change of
//! the clock could touch is left to the engine, by saying nothing.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};

use super::periodically::Periodically;
use super::policy::{Fold, Gap};
use super::schedule::Schedule;
use super::steady::{Way, Week};
use super::trigger::Trigger;
use crate::calendar::{Probed, days_after};

const DAY: u32 = 86_400;

/// The dates on which changes of the clock are far enough apart for two or three looks to see them all, and from which
/// on every date on the way exists. A date is a number: to compare it takes no year out of it.
const DATES: core::ops::Range<NaiveDate> =
    match (NaiveDate::from_ymd_opt(1_971, 1, 1), NaiveDate::from_ymd_opt(262_000, 1, 1)) {
        (Some(first), Some(end)) => first..end,
        _ => NaiveDate::MAX..NaiveDate::MAX,
    };

impl Periodically {
    /// The first slot strictly after `t`, where all slots are runs; `None` where this way cannot tell.
    #[inline]
    pub(super) fn next_without_change<Z: TimeZone>(
        self,
        zone: &Z,
        t: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let utc = t.naive_utc();
        let (date, second) = (utc.date(), utc.time().num_seconds_from_midnight() as i32);
        if !DATES.contains(&date) {
            return None;
        }
        let offset = Probed(zone).offset_of(&utc);
        let ahead = self.slot_from(second + 1, offset) as u32;
        // A day later at most.
        let run = if ahead < DAY { at(date, ahead)? } else { at(date.succ_opt()?, ahead - DAY)? };
        (Probed(zone).offset_of(&run) == offset).then(|| run.and_utc())
    }
}

impl Schedule {
    /// The first run strictly after `t` of a daily schedule without windows; `None` where this way cannot tell.
    #[inline]
    pub(super) fn next_day_without_change<Z: TimeZone>(
        &self,
        zone: &Z,
        t: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let Trigger::Daily(daily) = self.trigger() else { return None };
        let (zone, question) = (Probed(zone), self.question(t, 0)?);
        let offset = zone.offset_of(&question.from);
        let ahead = daily.slot_from(question.week(offset), question.second + 1)?;
        question.run_without_change(&zone, offset, ahead)
    }

    /// The same where the clock changes once on the way, and so early that the slot that comes next is past its reach;
    /// `None` where this way cannot tell.
    ///
    /// ```text
    ///   civil   slot before                     slot          the same slot under both offsets
    ///   UTC     over under both | t | change | under the offset before, under the one after
    /// ```
    #[inline(never)]
    pub(super) fn next_day_over_a_change<Z: TimeZone>(
        &self,
        zone: &Z,
        t: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let Trigger::Daily(daily) = self.trigger() else { return None };
        let (zone, question) = (Probed(zone), self.question(t, 0)?);
        let slot_under = |offset: i32| {
            let ahead = daily.slot_from(question.week(offset), question.second + 1)?;
            Some((ahead, question.at(ahead)?))
        };
        let before = zone.offset_of(&question.from);
        let (ahead_before, slot_before) = slot_under(before)?;
        let after = zone.offset_of(&slot_before);
        let (ahead, slot) = slot_under(after)?;
        // The slot before it is over, wherever a change puts it.
        let is_one_slot = ahead_before + before == ahead + after;
        (is_one_slot
            && zone.offset_of(&slot) == after
            && question.has_offsets_up_to(&zone, [before, after], ahead.max(ahead_before)))
        .then(|| slot.and_utc())
    }

    /// The same of any schedule, with windows or without.
    #[inline]
    pub(super) fn next_without_change<Z: TimeZone>(
        &self,
        zone: &Z,
        t: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let way = self.way()?;
        // To the last slot before the question as well.
        let (zone, question) = (Probed(zone), self.question(t, u8::from(way == Way::Deferred))?);
        let offset = zone.offset_of(&question.from);
        let ahead = self.next_in(way, question.week(offset), question.second)?.at();
        question.run_without_change(&zone, offset, ahead)
    }

    /// A question to which changes of the clock matter `more` days before it, and one more where they repeat or move
    /// slots; `None` where this way cannot tell.
    #[inline]
    fn question(&self, t: DateTime<Utc>, more: u8) -> Option<Question> {
        if self.fold() == Fold::Second || self.trigger().fraction() != 0 {
            return None;
        }
        Question::about(t, u8::from(self.is_touched_by_past_changes()) + more)
    }

    /// Whether a change of the clock on the day before a slot can repeat it or move it there.
    #[inline]
    pub(super) fn is_touched_by_past_changes(&self) -> bool {
        self.fold() == Fold::First || self.gap() == Gap::ShiftForward
    }
}

/// An instant asked about. What lies ahead is counted in seconds from the midnight on UTC before it, and is some days away
/// at most.
struct Question {
    date: NaiveDate,
    second: i32,
    /// From here on changes of the clock matter to the answer: 0 to 2 days before.
    from: NaiveDateTime,
    back: i32,
}

impl Question {
    #[inline]
    fn about(t: DateTime<Utc>, back: u8) -> Option<Self> {
        let utc = t.naive_utc();
        let (date, second) = (utc.date(), utc.time().num_seconds_from_midnight() as i32);
        DATES.contains(&date).then(|| Self {
            date,
            second,
            from: day_before(utc, back),
            back: i32::from(back) * DAY as i32,
        })
    }

    /// The week on UTC that it is asked in.
    #[inline]
    fn week(&self, offset: i32) -> Week {
        Week { weekday: self.date.weekday(), offset }
    }

    #[inline]
    fn at(&self, ahead: i32) -> Option<NaiveDateTime> {
        let ahead = ahead as u32;
        let days = ahead / DAY;
        at(days_after(self.date, days)?, ahead - days * DAY)
    }

    /// The run there, if the offset is the same all the way.
    #[inline]
    fn run_without_change<Z: TimeZone>(
        &self,
        zone: &Probed<'_, Z>,
        offset: i32,
        ahead: i32,
    ) -> Option<DateTime<Utc>> {
        let run = self.at(ahead)?;
        (zone.offset_of(&run) == offset && self.has_offsets_up_to(zone, [offset; 2], ahead))
            .then(|| run.and_utc())
    }

    /// [`has_offsets_between`](Probed::has_offsets_between) for all that matters.
    #[inline]
    fn has_offsets_up_to<Z: TimeZone>(&self, zone: &Probed<'_, Z>, offsets: [i32; 2], ahead: i32) -> bool {
        zone.has_offsets_between(offsets, self.from, ahead - self.second + self.back)
    }
}

#[inline]
fn at(date: NaiveDate, second: u32) -> Option<NaiveDateTime> {
    Some(date.and_time(NaiveTime::from_num_seconds_from_midnight_opt(second, 0)?))
}

/// The same time so many days before, 0 to 2.
#[inline]
fn day_before(utc: NaiveDateTime, days: u8) -> NaiveDateTime {
    let before = |date: NaiveDate| date.pred_opt().unwrap_or(date);
    let date = utc.date();
    match days {
        0 => utc,
        1 => before(date).and_time(utc.time()),
        _ => before(before(date)).and_time(utc.time()),
    }
}
