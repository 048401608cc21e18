//! Windows that are there and not in force: they deny nothing, but one click brings them back.
//!
//! So they go along, switched off, where the other dialect has a flag for such a window, and are named as lost where it
//! has none. A window that denies no hour says nothing, and is left out.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Loss;
use super::facts::{Frame, Parts};
use super::fit::on_clock;
use crate::job::Plan;
use crate::window::BackupWindow;
use crate::wire::dialect::{ClockReading, Dialect};
use crate::wire::error::{Error, Path};
use crate::wire::field::Field;
use crate::wire::place::Place;
use crate::wire::policy::{WindowKind, given_windows, window_in, window_settings};
use crate::wire::tree::Tree;
use crate::wire::{em, vbr};

/// A window that is not in force.
struct Idle {
    /// Where its hours stand, counted from the schedule.
    path: String,
    of: WindowKind,
    /// Its hours; `None` where they cannot be read.
    window: Option<BackupWindow>,
}

impl Frame<'_> {
    /// Takes windows that are not in force along into the schedule that was `written`, where there is one, and names the
    /// rest. `given` is how the document's own windows are read, `clock` how those of the other one will be.
    pub(super) fn carry_windows(
        &self,
        plan: &Plan,
        mut written: Option<&mut Tree>,
        to: Dialect,
        (given, clock): (Option<ClockReading>, ClockReading),
        losses: &mut Vec<Loss>,
    ) -> Result<(), Error> {
        if self.parts == Parts::Window {
            return Ok(());
        }
        for Idle { path, of, window } in self.idle_windows(plan, given)? {
            let mut lose = |reason| losses.push(Loss { path: format!("{}{path}", self.prefix), reason });
            let moved = window.map(|window| on_clock(window, to, clock));
            let is_put = match (&mut written, &moved) {
                (Some(part), Some((window, _))) => put(part, of, window, to, clock)?,
                _ => false,
            };
            match moved {
                Some((_, reason)) if is_put => reason.into_iter().for_each(lose),
                _ => lose(format!("switched off, and {to} is written without it")),
            }
        }
        Ok(())
    }

    fn idle_windows(&self, plan: &Plan, clock: Option<ClockReading>) -> Result<Vec<Idle>, Error> {
        let (in_force, schedule) = (given_windows(plan), Place::root(self.part));
        let clock = clock.unwrap_or(self.dialect.clock_reading());
        let idle = match self.dialect {
            Dialect::Vbr => vbr::read::switched_off(&schedule, clock),
            Dialect::Em => em::switched_off(&schedule, clock),
            _ => {
                let mut idle = Vec::new();
                for (name, of, is_in_force) in [
                    ("backupWindowSettings", WindowKind::Backup, in_force.backup.is_some()),
                    ("backupCopyWindowSettings", WindowKind::Backup, in_force.backup.is_some()),
                    ("periodicallyWindowSettings", WindowKind::Periodic, in_force.periodic.is_some()),
                ] {
                    if !is_in_force && self.knows(name) {
                        let window = window_in(&schedule.member(name), "backupWindow", clock)?;
                        idle.extend(window.map(|window| (name.into(), of, Some(window))));
                    }
                }
                idle
            }
        };
        let says_something = |(_, _, window): &(String, WindowKind, Option<BackupWindow>)| {
            window.is_none_or(|window| !window.is_always())
        };
        let idle = idle.into_iter().filter(says_something);
        Ok(idle.map(|(path, of, window)| Idle { path, of, window }).collect())
    }
}

/// Says a window in a schedule of this dialect, with its flag off; whether there is a place for it.
fn put(
    schedule: &mut Tree,
    of: WindowKind,
    window: &BackupWindow,
    to: Dialect,
    clock: ClockReading,
) -> Result<bool, Error> {
    let path = &Path::ROOT;
    if to == Dialect::Vbr {
        return Ok(put_in_schedule(schedule, of, vbr::write::window(window, clock, path)?));
    }
    let names = match (of, to) {
        (WindowKind::Backup, Dialect::VboCopy) => ["backupCopyWindowEnabled", "backupCopyWindowSettings"],
        (WindowKind::Backup, Dialect::VspcServer | Dialect::VboV1) => return Ok(false),
        (WindowKind::Backup, _) => ["backupWindowEnabled", "backupWindowSettings"],
        (WindowKind::Periodic, Dialect::VboV7 | Dialect::VboV8 | Dialect::Vspc) => {
            ["periodicallyWindowEnabled", "periodicallyWindowSettings"]
        }
        (WindowKind::Periodic, _) => return Ok(false),
    };
    let [flag, name] = names;
    let settings = window_settings(window, clock, path)?;
    let is_free = schedule.property(name).is_none_or(Tree::is_null);
    if is_free {
        schedule.set(flag, Tree::boolean(false));
        schedule.set(name, settings);
    }
    Ok(is_free)
}

/// The same in a schedule of Backup & Replication: the window of starts is that of a periodic trigger, and in force as
/// soon as the trigger is.
fn put_in_schedule(schedule: &mut Tree, of: WindowKind, rows: Tree) -> bool {
    // A job that runs at restore points has one window, which its mode switches off.
    if schedule.property("type").is_some() {
        let is_free = of == WindowKind::Backup && schedule.property("backupWindow").is_none();
        if is_free {
            schedule.set("backupWindow", rows);
        }
        return is_free;
    }
    let name = match of {
        WindowKind::Backup => "backupWindow",
        WindowKind::Periodic => "periodically",
    };
    let off = || Tree::object([("isEnabled", Tree::boolean(false))]);
    let mut section = schedule.property(name).cloned().unwrap_or_else(off);
    let is_off = section.property("isEnabled").map(Tree::field) == Some(Field::Bool(false));
    let is_free = is_off && section.property("backupWindow").is_none();
    if is_free {
        section.set("backupWindow", rows);
        schedule.set(name, section);
    }
    is_free
}
