//! The text of a document: where its jobs and their values stand.
//!
//! For whoever needs more than the values: to show the line of a mistake, or to change one value and leave every other
//! byte alone ([`edit`](super::edit)).

mod lines;
mod scan;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::document::{ENVELOPE_OF_LISTS, ENVELOPES, OF_JOBS};
use super::field::Field;

pub use lines::{Excerpt, Lines};
pub use scan::NotJson;

pub(super) use scan::Node;

/// A document as text, with the jobs in it.
///
/// ```
/// use backup_window::wire::Source;
///
/// let page = r#"{"offset": 0, "results": [{"name": "a"}, {"name": "b", "schedulePolicy": {"type": "Daily"}}]}"#;
/// let source = Source::new(page)?;
/// let job = &source.jobs()[1];
/// assert_eq!(job.path(), "results[1]");
/// assert_eq!(job.text(), r#"{"name": "b", "schedulePolicy": {"type": "Daily"}}"#);
/// # Ok::<(), backup_window::wire::NotJson>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Source<'t> {
    root: Node<'t>,
}

/// A job in the text of a document.
#[derive(Debug, Clone)]
pub struct JobSource<'t> {
    node: Node<'t>,
    path: String,
}

impl<'t> Source<'t> {
    /// Looks at a text.
    ///
    /// # Errors
    ///
    /// Fails where it is not JSON.
    pub fn new(text: &'t str) -> Result<Self, NotJson> {
        Ok(Self { root: Node::of(text)? })
    }

    /// The jobs, in order: the document itself, or those of its list or page.
    pub fn jobs(&self) -> Vec<JobSource<'t>> {
        let mut jobs = Vec::new();
        collect_jobs(self.root, String::new(), 0, &mut jobs);
        jobs
    }
}

/// Envelopes within envelopes are looked into this far, which is as far as serde_json reads.
const DEEPEST: u8 = 128;

fn collect_jobs<'t>(node: Node<'t>, path: String, depth: u8, jobs: &mut Vec<JobSource<'t>>) {
    let envelopes = if depth < DEEPEST { envelopes_of(node) } else { Vec::new() };
    if !envelopes.is_empty() {
        for (name, within) in envelopes {
            let path = if path.is_empty() { name } else { format!("{path}.{name}") };
            collect_jobs(within, path, depth + 1, jobs);
        }
    } else if node.is_list() {
        let items = node.items().enumerate();
        jobs.extend(items.map(|(place, node)| JobSource { node, path: format!("{path}[{place}]") }));
    } else {
        jobs.push(JobSource { node, path });
    }
}

impl<'t> JobSource<'t> {
    /// The path from the document to the job, such as `results[1]`; empty where the document is the job.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The job as it is written.
    pub fn text(&self) -> &'t str {
        self.node.raw()
    }

    /// The value of a property of the job itself, such as its name.
    pub fn property(&self, name: &str) -> Field {
        let mut values = self.node.members_named(name);
        match (values.next(), values.next()) {
            (None, _) => Field::Absent,
            (Some(member), None) => member.value.field(),
            (Some(_), Some(_)) => Field::Repeated,
        }
    }

    /// Where the job stands, in bytes from the beginning of the text.
    pub fn span(&self) -> Range<usize> {
        self.node.span()
    }

    /// Where the value at the end of a path stands, in bytes from the beginning of the text; the path is that of an
    /// [`Error`](super::Error).
    ///
    /// Of a list or an object that is its name; of a property that comes twice, the second name; of one that is missing,
    /// what it is missing from.
    pub fn find(&self, path: &str) -> Range<usize> {
        let mut node = self.node;
        let mut name_span: Option<Range<usize>> = None;
        let names = path.split('.').filter(|name| !name.is_empty());
        for part in names {
            let (name, places) = part.split_at(part.find('[').unwrap_or(part.len()));
            let mut members = node.members_named(name);
            match (members.next(), members.next()) {
                (None, _) => return name_span.unwrap_or(first_of(node)),
                (Some(_), Some(second)) => return second.name_span,
                (Some(member), None) => (node, name_span) = (member.value, Some(member.name_span)),
            }
            for place in places.split(['[', ']']).filter_map(|place| place.parse().ok()) {
                let Some(item) = node.items().nth(place) else { return name_span.unwrap_or(first_of(node)) };
                (node, name_span) = (item, None);
            }
        }
        if node.is_object() || node.is_list() { name_span.unwrap_or(first_of(node)) } else { node.span() }
    }
}

/// What an object has its jobs in, if it is no job itself: as `envelope.rs` and `document.rs` read it.
fn envelopes_of(node: Node<'_>) -> Vec<(String, Node<'_>)> {
    let is_one_of = |names: &[&str], given: &str| names.iter().any(|name| name.eq_ignore_ascii_case(given));
    let mut envelopes: Vec<(String, Node<'_>)> = Vec::new();
    if node.members().any(|member| is_one_of(&OF_JOBS, &member.name)) {
        return envelopes;
    }
    for member in node.members() {
        let is_list = || member.value.is_list() || member.value.is_object();
        if (is_one_of(&ENVELOPES, &member.name) || is_one_of(&[ENVELOPE_OF_LISTS], &member.name) && is_list())
            && !envelopes.iter().any(|(name, _)| name.eq_ignore_ascii_case(&member.name))
        {
            envelopes.push((member.name.to_string(), member.value));
        }
    }
    envelopes
}

/// The bracket that an object or a list begins with.
const fn first_of(node: Node<'_>) -> Range<usize> {
    let start = node.span().start;
    start..start + 1
}
