//! Work spread over the cores, its results in the order of the work.
//!
//! Every worker does all of it: it fetches a piece, works on it, waits for its turn and hands over the result. So
//! nothing has to be put in order again, and there are never more pieces at a time than workers:
//!
//! ```text
//!   worker 0   fetch 0  work.......  hand over 0   fetch 3 ...
//!   worker 1            fetch 1  work....  (waits) hand over 1   fetch 4 ...
//!   worker 2                     fetch 2  work..........  hand over 2 ...
//! ```

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::Failure;

/// More workers than these would wait for the one that reads.
const MOST_WORKERS: usize = 8;

/// Fetches pieces, works on them on all cores, and hands over the results in the order in which they were fetched.
///
/// `fetch` fills a piece and says whether there was one. A worker has one piece and one result, which it uses again and
/// again; a result that gets too large can be handed over in parts, by what `work` is given for that. One or two pieces
/// are worth no thread.
///
/// # Errors
///
/// The first failure in that order; nothing is handed over after it.
pub(crate) fn in_turn<P: Default, R: Default>(
    fetch: impl FnMut(&mut P) -> Result<bool, Failure> + Send,
    work: impl Fn(&P, &mut R, &mut dyn FnMut(&mut R) -> Result<(), Failure>) -> Result<(), Failure> + Sync,
    hand_over: impl FnMut(&P, &mut R) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    let line = Line {
        fetching: Mutex::new(Fetching { fetch, fetched: 0, is_over: false }),
        handing_over: Mutex::new(HandingOver { hand_over, taken: 0, outcome: None }),
        taken: Condvar::new(),
        work,
    };
    let mut desk = Desk::default();
    if line.step(&mut desk) && line.step(&mut desk) {
        thread::scope(|scope| {
            // One more than cores: it has work to do while another waits for its turn.
            let cores = thread::available_parallelism().map_or(1, usize::from);
            for _ in 0..cores.min(MOST_WORKERS) {
                let worker = thread::Builder::new().spawn_scoped(scope, || {
                    let mut desk = Desk::default();
                    while line.step(&mut desk) {}
                });
                // Where no more threads are to be had, those that there are do the work.
                if worker.is_err() {
                    break;
                }
            }
            while line.step(&mut desk) {}
        });
    }
    let handed_over = line.handing_over.into_inner().unwrap_or_else(PoisonError::into_inner);
    handed_over.outcome.unwrap_or(Ok(()))
}

/// What a worker has before it.
#[derive(Default)]
struct Desk<P, R> {
    piece: P,
    result: R,
}

struct Line<F, W, H> {
    fetching: Mutex<Fetching<F>>,
    work: W,
    handing_over: Mutex<HandingOver<H>>,
    /// Told whenever a result was taken, and when the line comes to a stop.
    taken: Condvar,
}

struct Fetching<F> {
    fetch: F,
    /// How many pieces were fetched; a failure counts as one.
    fetched: u64,
    is_over: bool,
}

struct HandingOver<H> {
    hand_over: H,
    /// How many results were taken: whose turn it is.
    taken: u64,
    /// How it ended, once nothing more is taken.
    outcome: Option<Result<(), Failure>>,
}

impl<F, W, H> Line<F, W, H> {
    /// Takes one piece from beginning to end; whether there may be more.
    fn step<P, R>(&self, desk: &mut Desk<P, R>) -> bool
    where
        F: FnMut(&mut P) -> Result<bool, Failure>,
        W: Fn(&P, &mut R, &mut dyn FnMut(&mut R) -> Result<(), Failure>) -> Result<(), Failure>,
        H: FnMut(&P, &mut R) -> Result<(), Failure>,
    {
        let _stop = StopIfPanicking(self);
        let (number, fetched) = {
            let mut fetching = lock(&self.fetching);
            if fetching.is_over {
                return false;
            }
            let fetched = (fetching.fetch)(&mut desk.piece);
            fetching.is_over = !matches!(fetched, Ok(true));
            if matches!(fetched, Ok(false)) {
                return false;
            }
            fetching.fetched += 1;
            (fetching.fetched - 1, fetched)
        };
        let Desk { piece, result } = desk;
        let worked = fetched.and_then(|_| {
            (self.work)(piece, result, &mut |part| match self.turn_of(number) {
                Some(mut handing_over) => (handing_over.hand_over)(piece, part),
                // It has come to a stop: any failure does, this one is not the first.
                None => Err(Failure::new()),
            })
        });
        let Some(mut handing_over) = self.turn_of(number) else { return false };
        if let Err(failure) = worked.and_then(|()| (handing_over.hand_over)(piece, result)) {
            handing_over.outcome = Some(Err(failure));
        }
        handing_over.taken += 1;
        self.taken.notify_all();
        handing_over.outcome.is_none()
    }

    /// Waits for the turn of a piece; `None` where nothing more is taken.
    fn turn_of(&self, number: u64) -> Option<MutexGuard<'_, HandingOver<H>>> {
        let is_waiting = |line: &mut HandingOver<H>| line.taken != number && line.outcome.is_none();
        let handing_over = self.taken.wait_while(lock(&self.handing_over), is_waiting);
        Some(handing_over.unwrap_or_else(PoisonError::into_inner)).filter(|line| line.outcome.is_none())
    }
}

/// A worker that panics would let the others wait for ever.
struct StopIfPanicking<'a, F, W, H>(&'a Line<F, W, H>);

impl<F, W, H> Drop for StopIfPanicking<'_, F, W, H> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(&self.0.handing_over).outcome.get_or_insert(Ok(()));
            self.0.taken.notify_all();
        }
    }
}

/// A lock whose holder panicked is as good as any: the panic goes on by itself.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::{Failure, MOST_WORKERS, in_turn};

    /// Doubles the numbers below `count`, some of them slowly, and hands over as many as `hand_over` takes.
    fn doubles(
        count: usize,
        flaw: impl Fn(usize) -> Result<(), Failure> + Sync,
        hand_over: impl Fn(usize) -> Result<(), Failure> + Sync,
    ) -> (Vec<usize>, usize, Result<(), Failure>) {
        let (under_way, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let (mut next, mut taken, mut parts) = (0, Vec::new(), 0);
        let outcome = in_turn(
            |piece: &mut usize| {
                if next == count {
                    return Ok(false);
                }
                most.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                (*piece, next) = (next, next + 1);
                Ok(true)
            },
            |&piece, result: &mut Vec<usize>, hand_over| {
                std::thread::sleep(Duration::from_micros([0, 300, 50, 0, 900, 0, 10][piece % 7]));
                if piece % 5 == 0 {
                    result.push(usize::MAX);
                    hand_over(result)?;
                    std::thread::yield_now();
                }
                result.push(2 * piece);
                flaw(piece)
            },
            |&piece, result| {
                for number in result.drain(..) {
                    if number == usize::MAX {
                        parts += 1;
                        continue;
                    }
                    assert_eq!(number, 2 * piece);
                    under_way.fetch_sub(1, Ordering::SeqCst);
                    hand_over(number)?;
                    taken.push(number);
                }
                Ok(())
            },
        );
        assert!(outcome.is_err() || parts == count.div_ceil(5));
        (taken, most.into_inner(), outcome)
    }

    #[test]
    fn results_come_in_order_and_only_so_many_are_under_way() {
        for count in [0, 1, 2, 3, 500] {
            let (taken, most, outcome) = doubles(count, |_| Ok(()), |_| Ok(()));
            assert_eq!(taken, (0..count).map(|piece| 2 * piece).collect::<Vec<_>>());
            assert!(most <= MOST_WORKERS + 1, "{most} pieces at a time");
            assert_eq!(outcome, Ok(()));
        }
    }

    #[test]
    fn nothing_comes_after_the_first_failure_and_all_that_was_before_it() {
        let no = || Err("no".to_owned());
        for last in [0, 1, 2, 77] {
            let by_work = doubles(500, |piece| if piece < last { Ok(()) } else { no() }, |_| Ok(()));
            let by_taker = doubles(500, |_| Ok(()), |double| if double < 2 * last { Ok(()) } else { no() });
            for (taken, _, outcome) in [by_work, by_taker] {
                assert_eq!((taken.len(), outcome), (last, no()));
            }
            let (mut next, mut taken) = (0, 0);
            let outcome = in_turn(
                |_: &mut ()| {
                    next += 1;
                    if next <= last { Ok(true) } else { no().map(|()| true) }
                },
                |(), (): &mut (), _| Ok(()),
                |(), ()| {
                    taken += 1;
                    Ok(())
                },
            );
            assert_eq!((taken, outcome), (last, no()));
        }
    }

    #[test]
    fn a_panic_ends_the_line_and_comes_through() {
        for panics_at in [0, 1, 2, 60] {
            let panicking = |piece| if piece == panics_at { panic!("at {piece}") } else { Ok(()) };
            let result = catch_unwind(AssertUnwindSafe(|| doubles(500, panicking, |_| Ok(()))));
            assert!(result.is_err());
            let panicking = |double| if double == 2 * panics_at { panic!("at {double}") } else { Ok(()) };
            let result = catch_unwind(AssertUnwindSafe(|| doubles(500, |_| Ok(()), panicking)));
            assert!(result.is_err());
        }
    }
}
