//! Replacing a file as a whole: whoever reads it sees the old text or the new one, and nothing in between.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes `text` in place of `before` to a file beside it, which then takes its name.
///
/// The permissions stay, and where the system allows it the owner. Of a symbolic link the file it leads to is replaced.
///
/// # Errors
///
/// Fails where the file is no regular one, where it no longer says `before`, and where the directory cannot be written.
/// The file is then as it was.
pub(crate) fn replace(path: &Path, before: &[u8], text: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let metadata = fs::metadata(&target)?;
    if !metadata.is_file() {
        return Err(io::Error::other("no regular file, so it cannot be replaced"));
    }
    let (mut file, temporary) = Temporary::beside(&target)?;
    file.write_all(text)?;
    keep_owner(&file, &metadata);
    file.set_permissions(metadata.permissions())?;
    file.sync_all()?;
    if fs::read(&target)? != before {
        return Err(io::Error::other("changed by someone else meanwhile"));
    }
    temporary.rename(&target)
}

/// A file that is removed unless it takes the name of another.
struct Temporary(PathBuf);

impl Temporary {
    /// Makes one in the same directory, so that it is on the same file system.
    fn beside(target: &Path) -> io::Result<(File, Self)> {
        let directory = target.parent().unwrap_or(Path::new("."));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // Until the permissions are those of the file, nobody else may read it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut attempt = 0;
        loop {
            let mut name = OsString::from(".");
            name.push(target.file_name().unwrap_or_default());
            name.push(format!(".{}-{attempt}", std::process::id()));
            let path = directory.join(name);
            match options.open(&path) {
                Ok(file) => return Ok((file, Self(path))),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => attempt += 1,
                Err(error) => return Err(error),
            }
        }
    }

    fn rename(self, target: &Path) -> io::Result<()> {
        fs::rename(&self.0, target)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Once renamed, there is nothing to remove.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(unix)]
fn keep_owner(file: &File, metadata: &fs::Metadata) {
    use std::os::unix::fs::MetadataExt;
    // Only the superuser may give a file away; the file of another is then one's own.
    let _ = std::os::unix::fs::fchown(file, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}
