//! Checks the documents that this library writes against the schemas of a vendor, by hand:
//!
//! ```sh
//! cargo run -p backup-window-schemas -- DIRECTORY
//! ```
//!
//! In the directory are OpenAPI documents (3.0), as a whole or in excerpts. A property that the vendor's schema does not
//! name counts as a mistake.

use std::path::Path;
use std::process::ExitCode;

use backup_window_schemas::vendor;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let checked = match &arguments[..] {
        [directory] => vendor::check(Path::new(directory)),
        _ => Err("expected a directory of OpenAPI documents".to_owned()),
    };
    match checked {
        Ok(said) => {
            said.iter().for_each(|said| println!("{said}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
