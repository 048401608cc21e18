//! What is written is what the schemas of a vendor say, where they are at hand.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::path::Path;

use backup_window_schemas::vendor;

/// The variable that names a directory of OpenAPI documents.
const DIRECTORY: &str = "BACKUP_WINDOW_VENDOR_SCHEMAS";

#[test]
fn what_is_written_is_what_the_schemas_of_the_vendor_say() {
    match std::env::var_os(DIRECTORY) {
        Some(directory) => {
            let said = vendor::check(Path::new(&directory)).unwrap_or_else(|error| panic!("{error}"));
            said.iter().for_each(|said| println!("{said}"));
        }
        None => println!("skipped: {DIRECTORY} names no directory of OpenAPI documents"),
    }
}

/// The schemas of this test, in a directory of their own.
fn checked(name: &str, schemas: &str) -> Result<Vec<String>, String> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("schemas.json"), schemas).unwrap();
    vendor::check(&directory)
}

#[test]
fn a_property_that_the_vendor_does_not_have_is_a_mistake() {
    let schedule = |more: &str| {
        format!(
            r##"{{"components": {{"schemas": {{
                "Base": {{"properties": {{"runAutomatically": {{"type": "boolean"}}, "daily": {{}}, "monthly": {{}},
                    "periodically": {{}}, "continuously": {{}}, "afterThisJob": {{}}{more}}}}},
                "BackupScheduleModel": {{"allOf": [
                    {{"$ref": "#/components/schemas/Base"}},
                    {{"type": "object", "properties": {{"backupWindow": {{"$ref": "#/components/schemas/Window"}}}}}}
                ]}}}}}}}}"##
        )
    };
    let said = checked("all", &schedule(r#", "retry": {}"#)).unwrap();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("all/schemas.json");
    let file = file.display();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with(&format!("{file}: ")), "{said:?}");
    let end =
        "documents of vbr are what BackupScheduleModel says (not in the file, so anything goes: Window)";
    assert!(said[0].ends_with(end), "{said:?}");

    let error = checked("without", &schedule("")).unwrap_err();
    assert!(error.contains("retry"), "{error}");
}

#[test]
fn a_directory_that_shows_nothing_is_no_proof() {
    assert!(checked("nothing", r#"{"components": {"schemas": {"Other": {}}}}"#).is_err());
    assert!(vendor::check(Path::new("no/such/directory")).is_err());
}
