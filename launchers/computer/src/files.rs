//! Files in a folder that only its owner may read.

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use key_core::platform::{FileError, FileStore};

use crate::error::StorageError;

/// The most characters that a file's name may have.
const MAX_NAME: usize = 100;

/// The files of one phone. The folder has mode 0700, its files 0600.
#[derive(Debug)]
pub struct FolderFiles {
    folder: PathBuf,
    /// The lock, held for as long as this lives.
    _lock: File,
}

impl FolderFiles {
    /// Opens the folder, and creates it if it is missing.
    ///
    /// # Errors
    /// [`StorageError::Folder`], [`StorageError::InUse`]
    pub fn open(folder: &Path) -> Result<Self, StorageError> {
        let failed = |error| StorageError::Folder { folder: folder.to_owned(), error };
        make_private(folder).map_err(failed)?;
        is_writable(folder).map_err(failed)?;
        let lock = File::create(folder.join(".lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(StorageError::InUse(folder.to_owned())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    fn path(&self, name: &str) -> Result<PathBuf, FileError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        let fits = !name.is_empty() && name.len() <= MAX_NAME && !name.starts_with('.');
        if fits && name.chars().all(plain) { Ok(self.folder.join(name)) } else { Err(FileError) }
    }
}

impl FileStore for FolderFiles {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        match std::fs::read(self.path(name)?) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(_) => Err(FileError),
        }
    }

    fn replace(&self, name: &str, content: &[u8]) -> Result<(), FileError> {
        replace(&self.path(name)?, content).map_err(|_| FileError)
    }
}

/// Writes the file atomically; it is on disk before this returns.
pub(crate) fn replace(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut options = atomic_write_file::OpenOptions::new();
    #[cfg(unix)]
    {
        use atomic_write_file::unix::OpenOptionsExt as _;
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600).preserve_mode(false);
    }
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.commit()
}

/// Checks now that the folder is writable, so that a failure does not come in the middle of a pairing.
fn is_writable(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(".writable");
    replace(&probe, b"").and_then(|()| std::fs::remove_file(probe))
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    #[cfg(unix)]
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::FolderFiles;
    use crate::StorageError;
    use key_core::platform::{FileError, FileStore as _};

    #[test]
    fn a_file_comes_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let files = FolderFiles::open(&folder.path().join("a/b")).unwrap();
        assert_eq!(files.read("vault"), Ok(None));
        files.replace("vault", b"one").unwrap();
        files.replace("vault", b"two").unwrap();
        assert_eq!(files.read("vault"), Ok(Some(b"two".to_vec())));
    }

    #[test]
    fn a_folder_is_open_once() {
        let folder = tempfile::tempdir().unwrap();
        let files = FolderFiles::open(folder.path()).unwrap();
        assert!(matches!(FolderFiles::open(folder.path()), Err(StorageError::InUse(_))));
        drop(files);
        FolderFiles::open(folder.path()).unwrap();
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let files = FolderFiles::open(folder.path()).unwrap();
        for name in ["", "..", "../x", "a/b", ".hidden", "a b", "a\0", &"x".repeat(101)] {
            assert_eq!(files.replace(name, b""), Err(FileError), "{name:?}");
            assert_eq!(files.read(name), Err(FileError), "{name:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("phone");
        let files = FolderFiles::open(&folder).unwrap();
        files.replace("vault", b"x").unwrap();
        let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("vault"))), (0o700, 0o600));
    }

    #[test]
    fn a_folder_that_cannot_be_made_says_so() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = FolderFiles::open(&file.path().join("phone")).unwrap_err();
        assert!(matches!(&error, StorageError::Folder { .. }));
        assert!(error.to_string().starts_with("The folder "), "{error}");
    }
}
