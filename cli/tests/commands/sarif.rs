//! What SARIF 2.1.0 asks of a report, as far as ours goes: required properties, types, values and no unknown property.
//!
//! Stated again from the standard (OASIS, 27 March 2020), section by section.

use serde_json::Value;

/// What is wrong with a report, if anything is.
pub(crate) fn check(report: &Value) -> Result<(), String> {
    // 3.13 sarifLog
    object(report, "", &["version", "runs"], &["$schema"])?;
    is(report["version"] == "2.1.0", "version")?;
    is(report["$schema"].as_str().is_some_and(|uri| uri.starts_with("https://")), "$schema")?;
    for run in list(&report["runs"], "runs")? {
        // 3.14 run
        object(run, "run", &["tool"], &["results", "columnKind"])?;
        is(
            ["utf16CodeUnits", "unicodeCodePoints"].iter().any(|kind| run["columnKind"] == **kind),
            "columnKind",
        )?;
        // 3.18 tool, 3.19 toolComponent
        object(&run["tool"], "tool", &["driver"], &[])?;
        let driver = &run["tool"]["driver"];
        object(driver, "driver", &["name"], &["semanticVersion", "rules"])?;
        is(driver["name"].is_string(), "driver.name")?;
        let rules = list(&driver["rules"], "rules")?;
        for (place, rule) in rules.iter().enumerate() {
            // 3.49 reportingDescriptor
            object(rule, "rule", &["id"], &["shortDescription", "help", "defaultConfiguration"])?;
            is(rules.iter().position(|other| other["id"] == rule["id"]) == Some(place), "rule.id is unique")?;
            for text in ["shortDescription", "help"] {
                object(&rule[text], text, &["text"], &[])?;
                is(rule[text]["text"].is_string(), text)?;
            }
            level(&rule["defaultConfiguration"]["level"])?;
        }
        for found in list(&run["results"], "results")? {
            result(found, rules)?;
        }
    }
    Ok(())
}

/// 3.27 result
fn result(found: &Value, rules: &[Value]) -> Result<(), String> {
    object(found, "result", &["message"], &["ruleId", "ruleIndex", "level", "locations", "properties"])?;
    object(&found["message"], "message", &["text"], &[])?;
    is(found["message"]["text"].is_string(), "message.text")?;
    level(&found["level"])?;
    let place = found["ruleIndex"].as_u64().ok_or("ruleIndex")?;
    let rule = usize::try_from(place).ok().and_then(|place| rules.get(place)).ok_or("ruleIndex")?;
    is(rule["id"] == found["ruleId"], "ruleId is that of ruleIndex")?;
    for location in list(&found["locations"], "locations")? {
        // 3.28 location
        object(location, "location", &[], &["physicalLocation", "logicalLocations"])?;
        for logical in list(&location["logicalLocations"], "logicalLocations")? {
            // 3.33 logicalLocation
            object(logical, "logicalLocation", &[], &["fullyQualifiedName", "kind"])?;
            is(logical["fullyQualifiedName"].is_string() && logical["kind"].is_string(), "logicalLocation")?;
        }
        let Some(physical) = location.get("physicalLocation") else { continue };
        // 3.29 physicalLocation, 3.4 artifactLocation, 3.30 region
        object(physical, "physicalLocation", &["artifactLocation"], &["region"])?;
        object(&physical["artifactLocation"], "artifactLocation", &["uri"], &[])?;
        let uri = physical["artifactLocation"]["uri"].as_str().ok_or("uri")?;
        is(
            uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte)),
            "uri of RFC 3986",
        )?;
        if let Some(region) = physical.get("region") {
            object(region, "region", &["startLine"], &["startColumn"])?;
            for number in ["startLine", "startColumn"] {
                is(region[number].as_u64().is_some_and(|number| number >= 1), number)?;
            }
        }
    }
    Ok(())
}

fn level(level: &Value) -> Result<(), String> {
    is(["none", "note", "warning", "error"].iter().any(|name| level == *name), "level")
}

/// That a value is an object with these properties, and with no others but those.
fn object(value: &Value, what: &str, required: &[&str], others: &[&str]) -> Result<(), String> {
    let object = value.as_object().ok_or_else(|| format!("{what} is no object: {value}"))?;
    let missing = required.iter().find(|name| !object.contains_key(**name));
    let unknown = object.keys().find(|name| ![required, others].concat().contains(&name.as_str()));
    match (missing, unknown) {
        (None, None) => Ok(()),
        other => Err(format!("{what}: missing and unknown {other:?}: {value}")),
    }
}

fn list<'a>(value: &'a Value, what: &str) -> Result<&'a [Value], String> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| format!("{what} is no list: {value}"))
}

fn is(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}
