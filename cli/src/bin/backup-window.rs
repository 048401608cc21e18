//! The command: all of it is in the library, where tests and fuzz targets can call it, too.

use std::process::ExitCode;

fn main() -> ExitCode {
    backup_window_cli::call()
}
