//! SEMANTICS.md names rules and the tests that hold them: the names must be those of tests that exist.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The rules: their numbers and what is said of each.
fn rules() -> Vec<(String, String)> {
    let text = fs::read_to_string(Path::new(ROOT).join("SEMANTICS.md")).unwrap();
    let mut rules: Vec<(String, String)> = Vec::new();
    for paragraph in text.split("\n\n") {
        if let Some((number, rest)) = paragraph.strip_prefix("**S").and_then(|rest| rest.split_once("**")) {
            rules.push((format!("S{number}"), rest.to_owned()));
        } else if let (Some((_, rule)), true) = (rules.last_mut(), paragraph.starts_with("Held by:")) {
            // A picture may stand between a rule and its tests.
            rule.push('\n');
            rule.push_str(paragraph);
        }
    }
    rules
}

/// The names between back-quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The source of a module of tests: a test file, or one in the directory of a test.
fn source_of(module: &str) -> Option<PathBuf> {
    let module = module.replace("::", "/");
    let root = Path::new(ROOT);
    let places =
        [format!("tests/{module}.rs"), format!("tests/{module}/main.rs"), format!("{module}.rs"), module];
    places.into_iter().map(|place| root.join(place)).find(|place| place.exists())
}

/// Whether a name is that of a test, of a module of tests or of a part of this repository.
fn exists(name: &str) -> bool {
    if source_of(name).is_some() {
        return true;
    }
    let Some((module, test)) = name.rsplit_once("::") else { return false };
    let source = source_of(module).filter(|source| source.is_file());
    source.is_some_and(|source| fs::read_to_string(source).unwrap().contains(&format!("fn {test}(")))
}

#[test]
fn every_rule_has_a_number_of_its_own() {
    let mut numbers = BTreeSet::new();
    let twice: Vec<String> = rules()
        .into_iter()
        .map(|(number, _)| number)
        .filter(|number| !numbers.insert(number.clone()))
        .collect();
    assert_eq!(twice, [""; 0]);
    assert!(numbers.len() > 90, "only {} rules are found", numbers.len());
}

#[test]
fn every_rule_is_held_by_tests_that_exist() {
    let mut wrong = Vec::new();
    for (number, rule) in rules() {
        let Some((_, held)) = rule.split_once("Held by:") else {
            wrong.push(format!("{number} is held by nothing"));
            continue;
        };
        let missing = quoted(held).filter(|name| !exists(name));
        wrong.extend(missing.map(|name| format!("{number} is held by {name}, which is not there")));
    }
    assert_eq!(wrong, [""; 0]);
}
