//! The schemas of a vendor: OpenAPI documents (3.0), of which some schemas are known by name.

use std::path::Path;

use backup_window::wire::Dialect;
use serde_json::{Map, Value, json};

use crate::{Schema, UNKNOWN, copies, jobs, schedules};

/// A schema and the documents that have to be what it says.
struct Held {
    name: &'static str,
    dialect: Dialect,
    documents: Vec<Value>,
}

/// Holds documents against the schemas of every OpenAPI document in a directory, and says of each what came of it.
///
/// # Errors
///
/// Names the first document that is not what its schema says, and files that cannot be read. A directory without a
/// schema that is known is an error, too: nothing was checked.
pub fn check(directory: &Path) -> Result<Vec<String>, String> {
    let shown = directory.display();
    let entries = std::fs::read_dir(directory).map_err(|error| format!("{shown}: {error}"))?;
    let files = entries.collect::<Result<Vec<_>, _>>().map_err(|error| format!("{shown}: {error}"))?;
    let mut files: Vec<_> = files.into_iter().map(|file| file.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut said = Vec::new();
    for file in files {
        let shown = file.display();
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{shown}: {error}"))?;
        let document: Value = serde_json::from_str(&text).map_err(|error| format!("{shown}: {error}"))?;
        let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else {
            continue;
        };
        for held in held_by(&document, schemas) {
            said.push(format!("{shown}: {}", check_one(schemas, &held)?));
        }
    }
    if said.is_empty() {
        Err(format!("{shown}: no OpenAPI document with a schema that is known"))
    } else {
        Ok(said)
    }
}

/// The schemas of a document that are known.
fn held_by(document: &Value, schemas: &Map<String, Value>) -> Vec<Held> {
    let version = match document.pointer("/info/version").and_then(Value::as_str) {
        Some("v6") => Some(Dialect::VboV6),
        Some("v7") => Some(Dialect::VboV7),
        Some("v8") => Some(Dialect::VboV8),
        _ => None,
    };
    let mut all = Vec::new();
    if let Some(dialect) = version {
        // A type that is not known is written as it was read, and is no type of theirs.
        let mut documents = jobs(dialect);
        documents.retain(|document| document["schedulePolicy"]["type"] != UNKNOWN);
        all.push(Held { name: "RESTJob", dialect, documents });
        let mut documents = copies();
        // Copy jobs are one dialect, whose newest interval the older versions do not have.
        let has_all = dialect == Dialect::VboV8;
        documents.retain(|document| has_all || document["schedulePolicy"]["periodicallyEvery"] != "Hours12");
        all.push(Held { name: "RESTCopyJob", dialect: Dialect::VboCopy, documents });
        let page = |jobs: Vec<Value>| json!({"offset": 0, "limit": 30, "results": jobs});
        let mut documents = jobs(dialect);
        documents.retain(|document| document["schedulePolicy"]["type"] != UNKNOWN);
        all.push(Held { name: "PageOfRESTJob", dialect, documents: vec![page(documents)] });
    }
    let (at_restore_points, others): (Vec<_>, Vec<_>) =
        schedules().into_iter().partition(|schedule| schedule["type"] == "Immediate");
    let dialect = Dialect::Vbr;
    all.push(Held { name: "BackupScheduleModel", dialect, documents: others });
    all.push(Held { name: "ImmediateBackupCopyScheduleModel", dialect, documents: at_restore_points });
    all.retain(|held| schemas.contains_key(held.name));
    all
}

fn check_one(schemas: &Map<String, Value>, held: &Held) -> Result<String, String> {
    let Held { name, dialect, documents } = held;
    let mut flat: Map<String, Value> =
        schemas.iter().map(|(name, schema)| (name.clone(), flattened(schema, schemas))).collect();
    flat.values_mut().for_each(make_strict);
    let mut document = json!({"components": {"schemas": flat}});
    let missing = allow_missing(&mut document);
    let schema = Schema::new(document, &format!("#/components/schemas/{name}"))?;
    for document in documents {
        schema.check(document).map_err(|error| format!("{name}: {error}\n{document}"))?;
    }
    let said = format!("{} documents of {dialect} are what {name} says", documents.len());
    Ok(if missing.is_empty() {
        said
    } else {
        format!("{said} (not in the file, so anything goes: {})", missing.join(", "))
    })
}

/// A schema with what it is put together from (`allOf`) in it, so that its properties are all in one place. The choice
/// of a base among those that extend it goes round in a circle and is left out.
fn flattened(schema: &Value, all: &Map<String, Value>) -> Value {
    let Some(Value::Array(parts)) = schema.get("allOf") else { return schema.clone() };
    let mut flat = schema.clone();
    let mut properties = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    for part in parts {
        let named = part.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix(SCHEMAS));
        let part = flattened(named.and_then(|name| all.get(name)).unwrap_or(part), all);
        let inner = part.get("properties").and_then(Value::as_object);
        properties.extend(inner.into_iter().flatten().map(|(name, schema)| (name.clone(), schema.clone())));
        required.extend(part.get("required").and_then(Value::as_array).into_iter().flatten().cloned());
    }
    if let Some(object) = flat.as_object_mut() {
        object.remove("allOf");
        object.insert("type".into(), json!("object"));
        object.insert("properties".into(), properties.into());
        object.insert("required".into(), required.into());
    }
    flat
}

const SCHEMAS: &str = "#/components/schemas/";

/// Makes of OpenAPI 3.0 what JSON Schema understands, and refuses properties without a name.
fn make_strict(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        if object.get("nullable") == Some(&Value::Bool(true)) {
            if let Some(kind) = object.get_mut("type") {
                *kind = json!([kind.take(), "null"]);
            }
            if let Some(Value::Array(values)) = object.get_mut("enum") {
                values.push(Value::Null);
            }
        }
        if object.get("properties").is_some_and(Value::is_object)
            && !object.contains_key("additionalProperties")
        {
            object.insert("additionalProperties".into(), Value::Bool(false));
        }
    }
    match schema {
        Value::Object(object) => object.values_mut().for_each(make_strict),
        Value::Array(values) => values.iter_mut().for_each(make_strict),
        _ => {}
    }
}

/// Lets schemas that are named and not there allow everything, and says which; an excerpt of a document will do, then.
fn allow_missing(document: &mut Value) -> Vec<String> {
    let mut named = Vec::new();
    names_in(document, &mut named);
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return Vec::new();
    };
    let names = named.iter().filter_map(|name| name.strip_prefix(SCHEMAS));
    let mut missing: Vec<String> =
        names.filter(|name| !schemas.contains_key(*name)).map(str::to_owned).collect();
    missing.sort();
    missing.dedup();
    for name in &missing {
        schemas.insert(name.clone(), Value::Bool(true));
    }
    missing
}

fn names_in(value: &Value, named: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            named.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
            object.values().for_each(|value| names_in(value, named));
        }
        Value::Array(values) => values.iter().for_each(|value| names_in(value, named)),
        _ => {}
    }
}
