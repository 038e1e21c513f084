//! The folder that stores a try-out between runs.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use key_store::private;

/// A try-out's own folder. Locked for as long as this lives, also against other processes.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

/// The reason why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    /// The system has no folder for data of this user.
    #[error("There is no data folder: say which to use with --data DIR.")]
    Nowhere,
    /// Another try-out uses the folder.
    #[error("Another try-out is using {}: end it first, or choose another folder with --data DIR.", .0.display())]
    Taken(PathBuf),
    /// The folder cannot be created, read or written.
    #[error("The folder {} cannot be used: {error}. Choose another one with --data DIR.", path.display())]
    Unusable {
        /// The folder.
        path: PathBuf,
        /// The system's error.
        error: std::io::Error,
    },
}

impl Folder {
    /// Opens the folder `chosen`, otherwise the one in the user's data folder.
    pub(crate) fn open(chosen: Option<&Path>) -> Result<Self, FolderError> {
        let path = chosen.map(Path::to_owned).or_else(usual).ok_or(FolderError::Nowhere)?;
        let locked = private::make_folder(&path).and_then(|()| private::lock(&path.join("lock")));
        match locked {
            Ok(Some(lock)) => Ok(Self { path, _lock: lock }),
            Ok(None) => Err(FolderError::Taken(path)),
            Err(error) => Err(FolderError::Unusable { path, error }),
        }
    }

    /// Removes the files that try-outs have made here, and nothing else.
    pub(crate) fn empty(&self) -> Result<(), FolderError> {
        self.remove_own().map_err(|error| self.failed(error))
    }

    /// The folder of the service.
    pub(crate) fn service(&self) -> PathBuf {
        self.path.join("service")
    }

    /// The folder of a phone.
    pub(crate) fn phone(&self, number: u16) -> PathBuf {
        self.path.join(format!("phone-{number}"))
    }

    /// The stored data of the try-out itself, `None` if there are none yet.
    pub(crate) fn read(&self) -> Result<Option<Vec<u8>>, FolderError> {
        match std::fs::read(self.own_file()) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Stores `content`, readable for its owner only.
    pub(crate) fn write(&self, content: &[u8]) -> Result<(), FolderError> {
        self.replace("tryout.json", content).map(|_| ())
    }

    /// Stores the page that redirects a browser to this start, readable for its owner only, and returns its path.
    pub(crate) fn write_page(&self, html: &str) -> Result<PathBuf, FolderError> {
        self.replace("open.html", html.as_bytes())
    }

    /// Removes that page. A page that is left over redirects to nothing.
    pub(crate) fn close_page(&self) {
        let _ = std::fs::remove_file(self.path.join("open.html"));
    }

    /// The file that [`Folder::read`] reads.
    pub(crate) fn own_file(&self) -> PathBuf {
        self.path.join("tryout.json")
    }

    fn replace(&self, name: &str, content: &[u8]) -> Result<PathBuf, FolderError> {
        let path = self.path.join(name);
        private::replace(&path, content).map_err(|error| self.failed(error))?;
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

/// `key-tryout` in the system's folder for users' data.
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
    fn a_folder_that_others_can_write_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("data");
        std::fs::create_dir(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o777)).unwrap();
        let precious = place.path().join("precious");
        std::fs::write(&precious, "kept").unwrap();
        std::os::unix::fs::symlink(&precious, path.join("lock")).unwrap();
        let error = Folder::open(Some(&path)).unwrap_err();
        assert!(error.to_string().contains("others can write to it"), "{error}");
        assert_eq!(std::fs::read_to_string(&precious).unwrap(), "kept");
    }

    #[cfg(unix)]
    #[test]
    fn what_lies_in_the_place_of_a_draft_is_not_written_to() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(Some(place.path())).unwrap();
        let theirs = place.path().join("theirs");
        std::fs::write(&theirs, "").unwrap();
        std::fs::hard_link(&theirs, place.path().join("tryout.json.new")).unwrap();
        folder.write(b"secret").unwrap();
        assert_eq!(std::fs::read(&theirs).unwrap(), b"");
        assert_eq!(folder.read().unwrap().unwrap(), b"secret");
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
