//! Findings in the Static Analysis Results Interchange Format (SARIF 2.1.0, OASIS), which code hosts and editors show.

use std::path::Path;

use backup_window::lint::{Code, Finding};
use backup_window::wire::Excerpt;
use serde::Serialize;
use serde_json::{Value, json};

use super::super::Place;
use super::super::stream::{Answered, Frame};
use super::super::subjects::Subject;
use crate::Failure;

/// A report is one document, with a result for each finding.
pub(super) fn frame() -> Frame {
    let rule = |code: Code| {
        json!({
            "id": code.name(),
            "shortDescription": {"text": code.summary()},
            "help": {"text": format!("See docs/lints.md, {code}.")},
            "defaultConfiguration": {"level": code.severity().name()},
        })
    };
    let driver = json!({
        "name": "backup-window",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": Code::ALL.map(rule),
    });
    let heading = format!(
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":\
         {{\"driver\":{driver}}},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n"
    );
    Frame::document(heading, SEPARATOR, |_| "\n]}]}\n".to_owned())
}

const SEPARATOR: &str = ",\n";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    rule_id: &'static str,
    /// The place among the rules.
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<Value>,
    logical_locations: [LogicalLocation<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    fully_qualified_name: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct Properties<'a> {
    id: &'a Value,
    name: &'a Value,
    fix: &'a str,
}

/// Writes the result of a finding.
pub(super) fn write(
    finding: &Finding,
    subject: &Subject<'_>,
    place: &Place<'_, '_>,
    out: &mut Answered,
) -> std::result::Result<(), Failure> {
    let excerpt = place.of(subject, &finding.path);
    let result = Result {
        rule_id: finding.code.name(),
        rule_index: Code::ALL.iter().position(|code| *code == finding.code),
        level: finding.severity.name(),
        message: Message { text: format!("{}. Fix: {}.", finding.message, finding.fix) },
        locations: [Location {
            physical_location: place.source.path().map(|file| physical_location(file, excerpt.as_ref())),
            logical_locations: [LogicalLocation { fully_qualified_name: &finding.path, kind: "property" }],
        }],
        properties: Properties { id: &subject.id, name: &subject.name, fix: &finding.fix },
    };
    out.write_element(&result, SEPARATOR)
}

fn physical_location(file: &Path, excerpt: Option<&Excerpt<'_>>) -> Value {
    let mut location = json!({"artifactLocation": {"uri": uri(file)}});
    if let Some(excerpt) = excerpt {
        location["region"] = json!({"startLine": excerpt.line(), "startColumn": excerpt.column()});
    }
    location
}

/// A path as a reference that RFC 3986 allows, byte for byte.
fn uri(path: &Path) -> String {
    let bytes = bytes(path);
    // What begins with two slashes names a host.
    let mut uri = if bytes.starts_with(b"//") { "/.".to_owned() } else { String::new() };
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri += &format!("%{byte:02X}");
        }
    }
    uri
}

/// The bytes of a path, with slashes between its parts. A name need not be UTF-8.
#[cfg(unix)]
fn bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(not(unix))]
fn bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/").into_bytes()
}
