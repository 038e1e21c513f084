//! Files and folders for the service's user alone, where the system supports this. Files that others could read or
//! change are refused, not repaired: nobody knows what others have done with them.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use atomic_write_file::AtomicWriteFile;

/// Creates the folder if it is missing. An existing folder must be writable for its owner only.
///
/// # Errors
/// When the folder cannot be created, or is not such a folder.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)?;
    if mode(path)? & 0o022 != 0 {
        return Err(io::Error::other(format!("others can write to it: chmod go-w {}", path.display())));
    }
    if !is_own(path)? {
        return Err(not_own());
    }
    Ok(())
}

fn not_own() -> io::Error {
    io::Error::other("it belongs to another user: chown it to the one who runs this")
}

/// Whether a file or folder belongs to the user of this process, as far as the system tells.
fn is_own(path: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    if let Ok(process) = std::fs::metadata("/proc/self") {
        return Ok(owner(path)? == std::os::unix::fs::MetadataExt::uid(&process));
    }
    let _ = path;
    Ok(true)
}

/// Whether a file or folder belongs to root.
fn is_roots(path: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    return Ok(owner(path)? == 0);
    #[cfg(not(unix))]
    return std::fs::metadata(path).map(|_| false);
}

#[cfg(unix)]
fn owner(path: &Path) -> io::Result<u32> {
    Ok(std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(path)?))
}

/// Checks that a file is this user's, and that nobody except this user and root can replace it.
pub fn check_owners(path: &Path) -> io::Result<()> {
    let folder = folder_of(path);
    if !is_own(path)? {
        return Err(not_own());
    }
    if mode(folder)? & 0o022 != 0 || !(is_roots(folder)? || is_own(folder)?) {
        let name = folder.display();
        return Err(io::Error::other(format!(
            "others can put another in its place: chmod go-w {name}, or chown it"
        )));
    }
    Ok(())
}

/// Whether only its owner can read a file.
pub fn is_private(path: &Path) -> io::Result<bool> {
    Ok(mode(path)? & 0o077 == 0)
}

/// The permissions in the bits of POSIX; on other systems only the owner has any.
fn mode(path: &Path) -> io::Result<u32> {
    let permissions = std::fs::metadata(path)?.permissions();
    #[cfg(unix)]
    return Ok(std::os::unix::fs::PermissionsExt::mode(&permissions));
    #[cfg(not(unix))]
    return Ok(if permissions.readonly() { 0o500 } else { 0o700 });
}

/// Writes a file atomically: it is complete and on disk when this returns. No link is followed.
///
/// # Errors
/// When the file cannot be written; the previous content is unchanged.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = AtomicWriteFile::options();
    #[cfg(unix)]
    {
        use atomic_write_file::unix::OpenOptionsExt as _;
        options.preserve_mode(false).preserve_owner(false);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.commit()
}

/// Locks a file for as long as the returned file lives; `None` if another process holds it.
///
/// # Errors
/// When the file cannot be created or locked.
pub fn lock(path: &Path) -> io::Result<Option<File>> {
    let file = open(path, &mut OpenOptions::new())?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The folder that contains a file; for a bare name the working directory.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// How long another process may take to create something.
const MADE_WITHIN: Duration = Duration::from_secs(20);

/// Waits until no other process is creating something in a folder, and keeps others waiting for as long as the returned
/// file lives. The locked file is private: nobody else can hold it.
pub fn alone_in(folder: &Path) -> io::Result<File> {
    let path = folder.join("making.lock");
    for _ in 0..MADE_WITHIN.as_millis() / 50 {
        if let Some(file) = lock(&path)? {
            return Ok(file);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(io::Error::other(format!("another process has held {} for too long; end it", path.display())))
}

/// Opens a file for writing; an existing file is made private too.
pub fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let file = options.write(true).create(true).open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
