//! How several jobs come in one document: alone, as a list, as a page.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::error::Error;
use super::field::Field;
use super::json;
use super::object::{Kept, Name, Object, Property as _, Unknown, no_object};
use super::vbo::Job;

/// The jobs of one document, in the envelope they came in.
///
/// ```
/// use backup_window::wire::{Dropped, Jobs};
///
/// let page: Jobs = serde_json::from_str(r#"{"offset": 0, "limit": 30, "results": [{"name": "a"}, {"name": "b"}]}"#)?;
/// assert_eq!(page.iter().count(), 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Jobs<U = super::Dropped> {
    /// One job.
    One(Box<Job<U>>),
    /// A list of jobs.
    List(Vec<Job<U>>),
    /// An object around other jobs: a page with `results`, or `data`.
    Within {
        /// The property the jobs are in: `results` or `data`.
        name: &'static str,
        /// The jobs.
        jobs: Box<Jobs<U>>,
        /// The other properties of the object.
        unknown: U,
    },
}

impl Jobs {
    /// Reads jobs from JSON text: what `serde_json::from_str` reads, without that crate and faster.
    ///
    /// ```
    /// use backup_window::wire::Jobs;
    ///
    /// let jobs = Jobs::from_json(r#"[{"name": "a"}, {"name": "b"}]"#)?;
    /// assert_eq!(jobs.iter().count(), 2);
    /// # Ok::<(), backup_window::wire::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Says where the text is not JSON; and it refuses values nested more than 127 deep.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        json::read(text)
    }
}

impl<U> Jobs<U> {
    /// The jobs, in order.
    pub fn iter(&self) -> core::slice::Iter<'_, Job<U>> {
        match self {
            Self::One(job) => core::slice::from_ref(&**job).iter(),
            Self::List(jobs) => jobs.iter(),
            Self::Within { jobs, .. } => jobs.iter(),
        }
    }
}

impl<'a, U> IntoIterator for &'a Jobs<U> {
    type Item = &'a Job<U>;
    type IntoIter = core::slice::Iter<'a, Job<U>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

const ENVELOPES: [&str; 2] = ["results", "data"];

impl<'de, U: Unknown> Deserialize<'de> for Jobs<U> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JobsVisitor(PhantomData))
    }
}

struct JobsVisitor<U>(PhantomData<U>);

impl<'de, U: Unknown> Visitor<'de> for JobsVisitor<U> {
    type Value = Jobs<U>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a job, a list of jobs or a page of jobs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Jobs<U>, A::Error> {
        let mut jobs = Vec::new();
        while let Some(job) = list.next_element()? {
            jobs.push(job);
        }
        Ok(Jobs::List(jobs))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Jobs<U>, A::Error> {
        // Which of the two it is shows only at the property that holds the jobs.
        let mut job = Box::new(Job::<U>::of_shape(Field::Object));
        let mut within = None;
        while let Some(name) = object.next_key::<Name<'de>>()? {
            let name = name.as_str();
            let envelope = ENVELOPES.into_iter().find(|envelope| envelope.eq_ignore_ascii_case(name));
            match (envelope, &mut within) {
                // A job may have a property of that name, too.
                (Some(name), None) if !job.schedule_policy.is_given() => {
                    within = Some((name, object.next_value()?));
                }
                (Some(name), Some((first, jobs))) if *first == name => {
                    object.next_value::<IgnoredAny>()?;
                    *jobs = Jobs::One(Box::new(Job::repeated()));
                }
                _ => job.take_up_property(name, &mut object)?,
            }
        }
        match within {
            None => Ok(Jobs::One(job)),
            Some((name, _)) if job.schedule_policy.is_given() => {
                Err(A::Error::custom(format_args!("both {name} and schedulePolicy (expected one of them)")))
            }
            Some((name, jobs)) => Ok(Jobs::Within { name, jobs: Box::new(jobs), unknown: job.unknown }),
        }
    }

    no_object! { @list |_: Self, shape| Jobs::One(Box::new(Job::of_shape(shape))) }
}

impl<V: Serialize + for<'de> Deserialize<'de>> Serialize for Jobs<Kept<V>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(job) => job.serialize(serializer),
            Self::List(jobs) => jobs.serialize(serializer),
            Self::Within { name, jobs, unknown } => {
                let mut object = serializer.serialize_map(None)?;
                object.serialize_entry(name, jobs)?;
                unknown.write(&mut object)?;
                object.end()
            }
        }
    }
}
