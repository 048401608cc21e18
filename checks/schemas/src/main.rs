//! Checks the documents that this library writes against the schemas of a vendor, by hand:
//!
//! ```sh
//! cargo run -p backup-window-schemas -- vbo-v8 openapi.json RESTJob
//! ```
//!
//! The file is an OpenAPI document (3.0), the name one of its schemas. A property that the vendor's schema does not name
//! counts as a mistake.

use std::process::ExitCode;

use backup_window::wire::Dialect;
use backup_window_schemas::{Schema, UNKNOWN, written};
use serde_json::Value;

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<String, String> {
    let [dialect, file, name] = arguments else {
        return Err("expected a dialect, an OpenAPI document and the name of a schema".to_owned());
    };
    let dialect: Dialect = dialect.parse().map_err(|error| format!("{dialect}: {error}"))?;
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let mut document: Value = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
    make_strict(&mut document);
    let missing = allow_missing(&mut document);
    let schema = Schema::new(document, &format!("#/components/schemas/{name}"))?;
    let mut documents = written(dialect);
    documents.retain(|document| document["schedulePolicy"]["type"] != UNKNOWN);
    for document in &documents {
        schema.check(document).map_err(|error| format!("{error}\n{document}"))?;
    }
    let said = format!("{} documents of {dialect} are what {name} of {file} says", documents.len());
    Ok(if missing.is_empty() {
        said
    } else {
        format!("{said} (not in the file, so anything goes: {})", missing.join(", "))
    })
}

/// Makes of OpenAPI 3.0 what JSON Schema understands, and refuses properties without a name.
fn make_strict(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        if object.get("nullable") == Some(&Value::Bool(true)) {
            if let Some(kind) = object.get_mut("type") {
                *kind = serde_json::json!([kind.take(), "null"]);
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
    const SCHEMAS: &str = "#/components/schemas/";
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
