//! The folder that keeps a try-out between runs.

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// An own try-out folder. Locked for as long as this lives, also against other processes.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    /// The system has no folder for data of this user.
    #[error("There is no data folder: say which to use with --data DIR.")]
    Nowhere,
    /// Another try-out has it.
    #[error("Another try-out is using {}: end it first, or choose another folder with --data DIR.", .0.display())]
    Taken(PathBuf),
    /// It cannot be made, read or written.
    #[error("The folder {} cannot be used: {error}. Choose another one with --data DIR.", path.display())]
    Unusable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}

impl Folder {
    /// Opens the folder `chosen`, or else the one in the user's data folder.
    pub(crate) fn open(chosen: Option<&Path>) -> Result<Self, FolderError> {
        let path = chosen.map(Path::to_owned).or_else(usual).ok_or(FolderError::Nowhere)?;
        match lock(&path) {
            Ok(lock) => Ok(Self { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(FolderError::Taken(path)),
            Err(TryLockError::Error(error)) => Err(FolderError::Unusable { path, error }),
        }
    }

    /// Removes what try-outs have made here, and nothing else.
    pub(crate) fn empty(&self) -> Result<(), FolderError> {
        self.remove_own().map_err(|error| self.failed(error))
    }

    /// What the service keeps.
    pub(crate) fn service(&self) -> PathBuf {
        self.path.join("service")
    }

    /// What a phone keeps.
    pub(crate) fn phone(&self, number: u16) -> PathBuf {
        self.path.join(format!("phone-{number}"))
    }

    /// What the try-out itself keeps, `None` where it has kept nothing yet.
    pub(crate) fn read(&self) -> Result<Option<Vec<u8>>, FolderError> {
        match std::fs::read(self.own_file()) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Keeps `content`, for the owner's eyes only.
    pub(crate) fn write(&self, content: &[u8]) -> Result<(), FolderError> {
        self.replace("tryout.json", content).map(|_| ())
    }

    /// Keeps the page that leads a browser to this start, for the owner's eyes only, and says where.
    pub(crate) fn write_page(&self, html: &str) -> Result<PathBuf, FolderError> {
        self.replace("open.html", html.as_bytes())
    }

    /// Removes that page. One that is left over leads to nothing.
    pub(crate) fn close_page(&self) {
        let _ = std::fs::remove_file(self.path.join("open.html"));
    }

    /// The file that [`Folder::read`] reads.
    pub(crate) fn own_file(&self) -> PathBuf {
        self.path.join("tryout.json")
    }

    fn replace(&self, name: &str, content: &[u8]) -> Result<PathBuf, FolderError> {
        let (new, path) = (self.path.join(format!("{name}.new")), self.path.join(name));
        let written = write_private(&new, content).and_then(|()| std::fs::rename(&new, &path));
        written.map_err(|error| self.failed(error))?;
        Ok(path)
    }

    fn failed(&self, error: std::io::Error) -> FolderError {
        FolderError::Unusable { path: self.path.clone(), error }
    }

    fn remove_own(&self) -> std::io::Result<()> {
        for entry in std::fs::read_dir(&self.path)? {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let phone = name.strip_prefix("phone-").is_some_and(|number| number.parse::<u16>().is_ok());
            match name.as_str() {
                "open.html" | "open.html.new" | "tryout.json" | "tryout.json.new" => {
                    std::fs::remove_file(path)?;
                }
                "service" => std::fs::remove_dir_all(path)?,
                _ if phone => std::fs::remove_dir_all(path)?,
                _ => {}
            }
        }
        Ok(())
    }
}

fn lock(path: &Path) -> Result<File, TryLockError> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path).map_err(TryLockError::Error)?;
    let lock = File::create(path.join("lock")).map_err(TryLockError::Error)?;
    lock.try_lock()?;
    Ok(lock)
}

fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// `key-tryout` where the system keeps users' data.
fn usual() -> Option<PathBuf> {
    let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else {
        folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
    };
    data.map(|data| data.join("key-tryout"))
}

#[cfg(test)]
mod tests {
    use super::{Folder, FolderError};

    #[test]
    fn two_try_outs_do_not_share_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        let first = Folder::open(Some(&path)).unwrap();
        assert!(matches!(Folder::open(Some(&path)), Err(FolderError::Taken(_))));
        drop(first);
        assert!(Folder::open(Some(&path)).is_ok());
    }

    #[test]
    fn a_file_in_the_way_is_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = Folder::open(Some(file.path())).unwrap_err();
        assert!(matches!(error, FolderError::Unusable { .. }));
        assert_eq!(error.to_string().lines().count(), 1);
    }

    #[test]
    fn only_what_try_outs_made_is_removed() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(Some(place.path())).unwrap();
        folder.write(b"{}").unwrap();
        folder.write_page("<!doctype html>").unwrap();
        for name in ["service", "phone-1", "phone-22", "phone-book", "mine"] {
            std::fs::create_dir(place.path().join(name)).unwrap();
        }
        std::fs::write(place.path().join("letter.txt"), "x").unwrap();
        folder.empty().unwrap();
        let mut left: Vec<String> = std::fs::read_dir(place.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["letter.txt", "lock", "mine", "phone-book"]);
        assert_eq!(folder.read().unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn passwords_and_the_page_that_opens_the_try_out_are_for_the_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(Some(place.path())).unwrap();
        folder.write(b"secret").unwrap();
        let page = folder.write_page("<!doctype html>").unwrap();
        for file in [folder.own_file(), page.clone()] {
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
        folder.close_page();
        assert!(!page.exists());
        assert_eq!(folder.read().unwrap().unwrap(), b"secret");
    }
}
