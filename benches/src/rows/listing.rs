//! Rows whose contenders list something, one item from the last.

use std::cell::OnceCell;
use std::fmt::Debug;
use std::hint::black_box;
use std::rc::Rc;

use crate::contender::{Contender, Differences, Kind, Row};

/// What an element is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Element {
    /// The whole list.
    List,
    /// One of so many items.
    ItemOf(usize),
}

/// A row in the making.
pub(super) struct Listing<T> {
    element: Element,
    expected: Rc<OnceCell<Vec<T>>>,
    oracle: Rc<dyn Fn() -> Vec<T>>,
    row: Row,
}

impl<T: PartialEq + Debug + 'static> Listing<T> {
    pub(super) fn new<I: Iterator<Item = T>>(
        id: &'static str,
        title: &'static str,
        element: Element,
        oracle: impl Fn() -> I + 'static,
    ) -> Self {
        let oracle = Rc::new(move || oracle().take(element.items()).collect());
        let row = Row { id, title, contenders: Vec::new() };
        Self { element, expected: Rc::default(), oracle, row }
    }

    pub(super) fn add<I: Iterator<Item = T>>(
        mut self,
        name: &'static str,
        kind: Kind,
        list: impl Fn() -> I + 'static,
    ) -> Self {
        let (list, element) = (Rc::new(list), self.element);
        let check = {
            let (list, expected, oracle) = (list.clone(), self.expected.clone(), self.oracle.clone());
            move |_| compare(list().take(element.items()), expected.get_or_init(|| oracle()))
        };
        let pass = move |elements| {
            let look = |item| {
                black_box(&item);
            };
            match element {
                Element::List => list().for_each(look),
                Element::ItemOf(_) => list().take(elements).for_each(look),
            }
        };
        let elements = if let Element::ItemOf(items) = element { items } else { 1 };
        self.row.contenders.push(Contender::new(name, kind, elements, pass, check));
        self
    }

    pub(super) fn peer<I: Iterator<Item = T>>(
        self,
        name: &'static str,
        goal: f64,
        list: impl Fn() -> I + 'static,
    ) -> Self {
        self.add(name, Kind::Peer { goal: Some(goal) }, list)
    }

    pub(super) fn row(self) -> Row {
        self.row
    }
}

impl Element {
    /// How many items are listed in all.
    const fn items(self) -> usize {
        match self {
            Self::List => usize::MAX,
            Self::ItemOf(items) => items,
        }
    }
}

fn compare<T: PartialEq + Debug>(
    items: impl Iterator<Item = T>,
    expected: &[T],
) -> Result<Differences, String> {
    let mut count = 0;
    for (place, item) in items.enumerate() {
        if expected.get(place) != Some(&item) {
            return Err(format!("[{place}] is {item:?}, expected {:?}", expected.get(place)));
        }
        count += 1;
    }
    if count == expected.len() { Ok(Differences::default()) } else { Err(format!("only {count} items")) }
}
