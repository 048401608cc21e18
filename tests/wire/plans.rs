//! Plans written straight in each product's words, and what a product has no words for.

use backup_window::wire::{ClockReading, Dialect, Tree};
use backup_window::{
    BackupWindow, Daily, Every, MinuteOffset, MonthDay, Monthly, Months, Periodically, Plan, Retry, Schedule,
    Starts, Trigger, WORKDAYS, WindowClock, Windows,
};
use chrono::{Month, NaiveTime, Weekday, WeekdaySet};

fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

fn scheduled(trigger: impl Into<Trigger>) -> Plan {
    Plan::new(Starts::Scheduled(Schedule::new(trigger)))
}

fn daily(days: WeekdaySet, at: &str) -> Plan {
    scheduled(Daily::new(days, time(at)).unwrap())
}

fn every(every: Every, offset: i64) -> Plan {
    scheduled(Periodically::new(every, offset).unwrap())
}

fn monthly(day: MonthDay) -> Plan {
    scheduled(Monthly::new(day, Months::from_iter([Month::May]), time("22:00:00")).unwrap())
}

fn mondays_and_fridays() -> WeekdaySet {
    WeekdaySet::from_array([Weekday::Mon, Weekday::Fri])
}

fn open(window: BackupWindow) -> Windows {
    Windows { backup: Some(window), periodic: None }
}

#[track_caller]
fn check(plan: &Plan, dialect: Dialect, expected: &str) {
    let clock = dialect.clock_reading();
    let written = Tree::of_plan(plan, dialect, clock).map(|tree| serde_json::to_string(&tree).unwrap());
    let written = written.unwrap_or_else(|error| format!("error: {error}"));
    assert_eq!(written, expected, "{dialect}");
}

#[test]
fn what_starts_a_job_is_written_in_the_words_of_the_product() {
    use Dialect::{VboCopy, Vbr, Vspc, VspcCopy, VspcServer};
    let retried = Plan { retry: Some(Retry::new(5, 15).unwrap()), ..Plan::new(Starts::ManualOnly) };
    let after = |name: &str| Plan::new(Starts::AfterJob(name.into()));
    let other = |kind: &str| Plan::new(Starts::Unsupported(kind.into()));
    let rows: [(Plan, Dialect, &str); 22] = [
        (
            every(Every::Hours4, 15),
            Vspc,
            r#"{"schedulePolicyType":"Periodically","periodicallyEvery":"Hours4","periodicallyOffsetMinutes":15,"scheduleEnabled":true,"backupWindowEnabled":false,"periodicallyWindowEnabled":false,"retryEnabled":false}"#,
        ),
        (
            every(Every::Minutes5, 0),
            Vspc,
            r#"{"schedulePolicyType":"Periodically","periodicallyEvery":"Minutes5","scheduleEnabled":true,"backupWindowEnabled":false,"periodicallyWindowEnabled":false,"retryEnabled":false}"#,
        ),
        (
            retried,
            Vspc,
            r#"{"schedulePolicyType":"ManualOnly","scheduleEnabled":true,"backupWindowEnabled":false,"periodicallyWindowEnabled":false,"retryEnabled":true,"retryNumber":5,"retryWaitInterval":15}"#,
        ),
        (
            other("Payday"),
            Vspc,
            r#"{"schedulePolicyType":"Payday","scheduleEnabled":true,"backupWindowEnabled":false,"periodicallyWindowEnabled":false,"retryEnabled":false}"#,
        ),
        (
            Plan::new(Starts::OnNewRestorePoint),
            VspcCopy,
            r#"{"schedulePolicyType":"Immediate","backupWindowEnabled":false}"#,
        ),
        (
            Plan::new(Starts::OnNewRestorePoint),
            VboCopy,
            r#"{"type":"Immediate","backupCopyWindowEnabled":false}"#,
        ),
        (other("Payday"), VboCopy, r#"{"type":"Payday","backupCopyWindowEnabled":false}"#),
        (
            daily(WORKDAYS, "22:00:00"),
            VspcCopy,
            r#"{"schedulePolicyType":"DailyAtTime","dailyType":"Workdays","dailyTime":"22:00","backupWindowEnabled":false}"#,
        ),
        (
            every(Every::Hours12, 0),
            VboCopy,
            r#"{"type":"Periodically","periodicallyEvery":"Hours12","backupCopyWindowEnabled":false}"#,
        ),
        (Plan::new(Starts::NotScheduled), VspcServer, r#""NotScheduled""#),
        (Plan::new(Starts::ManualOnly), VspcServer, r#""NotScheduled""#),
        (Plan::new(Starts::Continuously), VspcServer, r#""Continuously""#),
        (after("a"), VspcServer, r#""Chained""#),
        (other("BackupWindow"), VspcServer, r#""BackupWindow""#),
        (daily(WORKDAYS, "22:00:00"), VspcServer, r#""Daily""#),
        (every(Every::Hours3, 0), VspcServer, r#""Periodically""#),
        (monthly(MonthDay::Last), VspcServer, r#""Monthly""#),
        (Plan::new(Starts::NotScheduled), Vbr, r#"{"runAutomatically":true}"#),
        (Plan::new(Starts::ManualOnly), Vbr, r#"{"runAutomatically":false}"#),
        (
            after("the one before"),
            Vbr,
            r#"{"runAutomatically":true,"afterThisJob":{"isEnabled":true,"jobName":"the one before"}}"#,
        ),
        (Plan::new(Starts::OnNewRestorePoint), Vbr, r#"{"type":"Immediate","scheduleMode":"Continuous"}"#),
        (
            every(Every::Minutes20, 0),
            Vbr,
            r#"{"runAutomatically":true,"periodically":{"isEnabled":true,"periodicallyKind":"Minutes","frequency":20,"startTimeWithinAnHour":0}}"#,
        ),
    ];
    for (plan, dialect, expected) in rows {
        check(&plan, dialect, expected);
    }
}

#[test]
fn a_day_of_the_month_is_written_by_its_number_in_words() {
    let rows = [
        (
            MonthDay::First(Weekday::Mon),
            r#""dayNumberInMonth":"First","dayOfWeek":"Monday","isLastDayOfMonth":false"#,
        ),
        (
            MonthDay::Second(Weekday::Tue),
            r#""dayNumberInMonth":"Second","dayOfWeek":"Tuesday","isLastDayOfMonth":false"#,
        ),
        (
            MonthDay::Third(Weekday::Sat),
            r#""dayNumberInMonth":"Third","dayOfWeek":"Saturday","isLastDayOfMonth":false"#,
        ),
        (
            MonthDay::Fourth(Weekday::Sun),
            r#""dayNumberInMonth":"Fourth","dayOfWeek":"Sunday","isLastDayOfMonth":false"#,
        ),
        (
            MonthDay::LastWeekday(Weekday::Fri),
            r#""dayNumberInMonth":"Last","dayOfWeek":"Friday","isLastDayOfMonth":false"#,
        ),
        (MonthDay::On(31), r#""dayNumberInMonth":"OnDay","dayOfMonth":31,"isLastDayOfMonth":false"#),
        (MonthDay::Last, r#""dayNumberInMonth":"OnDay","isLastDayOfMonth":true"#),
    ];
    for (day, expected) in rows {
        check(
            &monthly(day),
            Dialect::Vbr,
            &format!(
                r#"{{"runAutomatically":true,"monthly":{{"isEnabled":true,"localTime":"22:00",{expected},"months":["May"]}}}}"#
            ),
        );
    }
}

#[test]
fn what_a_product_has_no_words_for_is_refused_where_it_would_stand() {
    use Dialect::{Em, Text, VboCopy, Vbr, Vspc, VspcCopy, VspcServer};
    let restore_points = || Plan::new(Starts::OnNewRestorePoint);
    let on_local = |minutes| {
        let shift = MinuteOffset::new(minutes).unwrap();
        BackupWindow::NEVER.allow_daily(WORKDAYS, 20, 24).with_clock(WindowClock::Local { shift })
    };
    let late = Plan { windows: open(on_local(30)), ..Plan::new(Starts::NotScheduled) };
    let rows: [(Plan, Dialect, &str); 19] = [
        (restore_points(), Vspc, "schedulePolicyType: vspc has no name for what starts the job"),
        (monthly(MonthDay::Last), Vspc, "schedulePolicyType: vspc has no name for what starts the job"),
        (
            daily(mondays_and_fridays(), "22:00:00"),
            Vspc,
            "dailyType: vspc has no name for the days [Mon, Fri]",
        ),
        (every(Every::Hours3, 0), Vspc, "periodicallyEvery: vspc does not have an interval of 3 hours"),
        (restore_points(), VspcServer, "scheduleType: vspc-server has no name for what starts the job"),
        (Plan::new(Starts::ManualOnly), VboCopy, "type: vbo-copy has no name for what starts the job"),
        (
            Plan::new(Starts::ManualOnly),
            VspcCopy,
            "schedulePolicyType: vspc-copy has no name for what starts the job",
        ),
        (monthly(MonthDay::Last), VboCopy, "type: vbo-copy has no name for what starts the job"),
        (every(Every::Hours4, 15), VboCopy, "type: vbo-copy has no name for what starts the job"),
        (
            daily(mondays_and_fridays(), "22:00:00"),
            VboCopy,
            "dailyType: vbo-copy has no name for the days [Mon, Fri]",
        ),
        (
            every(Every::Minutes20, 0),
            VspcCopy,
            "periodicallyEvery: vspc-copy does not have an interval of 20 minutes",
        ),
        (Plan::new(Starts::AfterJob("".into())), Vbr, "vbr has no name for what starts the job"),
        (Plan::new(Starts::Unsupported("Payday".into())), Vbr, "vbr has no name for what starts the job"),
        (
            daily(WORKDAYS, "22:00:00.5"),
            Vbr,
            "daily.localTime: 22:00:00.500 cannot be written (expected a whole second)",
        ),
        (
            late,
            Vbr,
            "backupWindow: a window on local time, hours starting +30 min cannot be written (expected hours that begin on the hour)",
        ),
        (monthly(MonthDay::Last), Dialect::VboV8, "type: vbo-v8 has no monthly schedules"),
        (Plan::new(Starts::ManualOnly), Em, "em is a window alone"),
        (Plan::new(Starts::ManualOnly), Text, "text is a window alone"),
        (Plan::new(Starts::ManualOnly), Dialect::Agent, "agent is a window alone"),
    ];
    for (plan, dialect, error) in rows {
        check(&plan, dialect, &format!("error: {error}"));
    }
    // A window that is always or never open begins on no hour at all.
    for constant in [BackupWindow::ALWAYS, BackupWindow::NEVER] {
        let shift = MinuteOffset::new(30).unwrap();
        let plan = Plan {
            windows: open(constant.with_clock(WindowClock::Local { shift })),
            ..Plan::new(Starts::NotScheduled)
        };
        let tree = Tree::of_plan(&plan, Vbr, ClockReading::Local).unwrap();
        let read =
            tree.read_with(backup_window::wire::ReadOptions { dialect: Some(Vbr), clock: None }).unwrap();
        assert_eq!(
            read.plan.windows().backup.map(|window| window.allowed_hours()),
            Some(constant.allowed_hours())
        );
    }
}
