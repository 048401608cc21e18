//! One row of the comparison: a question, and who answers it.

use std::cell::OnceCell;
use std::fmt::{self, Debug};
use std::hint::black_box;
use std::rc::Rc;

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// This library, by its fastest way.
    Compiled,
    /// This library, by another way: mostly asked directly.
    Straight,
    /// Someone else. Where a goal is set, the peer should take at least so many times as long as [`Kind::Compiled`].
    Peer {
        /// The factor.
        goal: Option<f64>,
    },
}

/// A row of the comparison.
pub struct Row {
    /// A short name, such as `5`.
    pub id: &'static str,
    /// What is asked.
    pub title: &'static str,
    /// Who answers; the first is this library, by its fastest way.
    pub contenders: Vec<Contender>,
}

/// One who answers the question of a row.
pub struct Contender {
    /// The name of the crate or of the way.
    pub name: &'static str,
    /// Whose it is.
    pub kind: Kind,
    /// How many elements a pass may have.
    pub elements: usize,
    pass: Box<dyn Fn(usize)>,
    check: Box<Check>,
}

/// Compares the first so many answers with the oracle's.
type Check = dyn Fn(usize) -> Result<Differences, String>;

/// Answers that differ from the oracle's for a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// How many.
    pub count: usize,
    /// The reason and the first of them.
    pub first: Option<String>,
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answers differ, such as {}", self.count, self.first.as_deref().unwrap_or("none"))
    }
}

impl Contender {
    /// Answers the first `elements` questions, once each.
    #[inline(never)]
    pub fn pass(&self, elements: usize) {
        (self.pass)(elements);
    }

    /// Compares every answer with the oracle's.
    ///
    /// # Errors
    ///
    /// Names the first answer that differs without a reason.
    pub fn check(&self) -> Result<Differences, String> {
        (self.check)(self.elements)
    }

    /// The same as another row knows it.
    pub fn called(self, name: &'static str, kind: Kind) -> Self {
        Self { name, kind, ..self }
    }

    /// A contender with a pass and a check of its own.
    pub fn new(
        name: &'static str,
        kind: Kind,
        elements: usize,
        pass: impl Fn(usize) + 'static,
        check: impl Fn(usize) -> Result<Differences, String> + 'static,
    ) -> Self {
        Self { name, kind, elements, pass: Box::new(pass), check: Box::new(check) }
    }
}

impl Row {
    /// Compares every answer of every contender, and prints the differences that have a reason.
    ///
    /// # Panics
    ///
    /// Panics at an answer that differs without a reason.
    pub fn check(&self) {
        for contender in &self.contenders {
            match contender.check() {
                Ok(differences) if differences.count == 0 => {}
                Ok(differences) => println!("note: row {}, {}: {differences}", self.id, contender.name),
                Err(error) => panic!("row {}, {}: {error}", self.id, contender.name),
            }
        }
    }
}

/// A row in the making whose contenders answer one question at a time.
pub struct Asking<Q, A> {
    questions: Rc<[Q]>,
    expected: Rc<Expected<Q, A>>,
    row: Row,
}

struct Expected<Q, A> {
    questions: Rc<[Q]>,
    oracle: Box<dyn Fn(Q) -> A>,
    answers: OnceCell<Vec<A>>,
}

impl<Q: Copy + Debug + 'static, A: PartialEq + Debug + 'static> Asking<Q, A> {
    /// A row of these questions; the oracle is asked when the first answer is compared.
    pub fn new(
        id: &'static str,
        title: &'static str,
        questions: Vec<Q>,
        oracle: impl Fn(Q) -> A + 'static,
    ) -> Self {
        let questions: Rc<[Q]> = questions.into();
        let answers = OnceCell::new();
        let expected = Expected { questions: questions.clone(), oracle: Box::new(oracle), answers };
        let row = Row { id, title, contenders: Vec::new() };
        Self { questions, expected: Rc::new(expected), row }
    }

    /// This library, by its fastest way.
    ///
    /// Every element pays for an ordinary call: that of the library or crate, or one of its own where the compiler
    /// would otherwise put the whole answer into the loop, as with what is written [by hand](Self::by_hand).
    pub fn compiled(self, name: &'static str, ask: impl Fn(Q) -> A + 'static) -> Self {
        self.contender(name, Kind::Compiled, ask)
    }

    /// This library, asked directly.
    pub fn straight(self, name: &'static str, ask: impl Fn(Q) -> A + 'static) -> Self {
        self.contender(name, Kind::Straight, move |question| call(&ask, question))
    }

    /// A peer that takes `goal` times as long.
    pub fn peer(
        self,
        name: &'static str,
        goal: impl Into<Option<f64>>,
        ask: impl Fn(Q) -> A + 'static,
    ) -> Self {
        self.contender(name, Kind::Peer { goal: goal.into() }, ask)
    }

    /// A peer without a crate, that takes `goal` times as long.
    pub fn by_hand(
        self,
        name: &'static str,
        goal: impl Into<Option<f64>>,
        ask: impl Fn(Q) -> A + 'static,
    ) -> Self {
        self.peer(name, goal, move |question| call(&ask, question))
    }

    /// Only so many questions for everyone but the fastest way, where the others are slow.
    pub fn only(mut self, elements: usize) -> Self {
        let others = self.row.contenders.iter_mut().filter(|one| one.kind != Kind::Compiled);
        others.for_each(|other| other.elements = elements);
        self
    }

    /// The finished row.
    pub fn row(self) -> Row {
        self.row
    }

    fn contender(mut self, name: &'static str, kind: Kind, ask: impl Fn(Q) -> A + 'static) -> Self {
        let ask = Rc::new(ask);
        let pass = {
            let (questions, ask) = (self.questions.clone(), ask.clone());
            move |elements| {
                for &question in &questions[..elements] {
                    black_box(&ask(question));
                }
            }
        };
        let check = {
            let (questions, expected) = (self.questions.clone(), self.expected.clone());
            move |elements: usize| expected.compare(&questions[..elements], &*ask)
        };
        self.row.contenders.push(Contender::new(name, kind, self.questions.len(), pass, check));
        self
    }
}

/// An ordinary call.
#[inline(never)]
pub(crate) fn call<Q, A>(ask: &impl Fn(Q) -> A, question: Q) -> A {
    ask(question)
}

impl<Q: Copy + Debug, A: PartialEq + Debug> Expected<Q, A> {
    fn compare(&self, questions: &[Q], ask: &impl Fn(Q) -> A) -> Result<Differences, String> {
        let expected =
            self.answers.get_or_init(|| self.questions.iter().map(|&q| (self.oracle)(q)).collect());
        for (question, expected) in questions.iter().zip(expected) {
            let said = ask(*question);
            if said != *expected {
                return Err(format!("asked {question:?}, said {said:?}, expected {expected:?}"));
            }
        }
        Ok(Differences::default())
    }
}
