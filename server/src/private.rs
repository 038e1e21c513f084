//! Files and folders for the eyes of the service's user alone, where the system knows such a thing. What others could
//! read or change is refused, not mended: nobody knows what they have done with it.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

/// Makes the folder where there is none. One that is there must be for its owner alone to write to.
///
/// # Errors
/// When it cannot be made, or is not such a folder.
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

/// Whether a file or folder belongs to the user whose process this is, as far as the system tells.
fn is_own(path: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    if let Ok(process) = std::fs::metadata("/proc/self") {
        return Ok(owner(path)? == std::os::unix::fs::MetadataExt::uid(&process));
    }
    let _ = path;
    Ok(true)
}

/// Whether it belongs to root.
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

/// Whether a file is this user's, and nobody but this user and root can put another in its place.
pub(crate) fn check_owners(path: &Path) -> io::Result<()> {
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

/// Whether nobody but its owner can read a file.
pub(crate) fn is_private(path: &Path) -> io::Result<bool> {
    Ok(mode(path)? & 0o077 == 0)
}

/// Who may do what, in the bits of POSIX; elsewhere nobody but the owner may do anything.
fn mode(path: &Path) -> io::Result<u32> {
    let permissions = std::fs::metadata(path)?.permissions();
    #[cfg(unix)]
    return Ok(std::os::unix::fs::PermissionsExt::mode(&permissions));
    #[cfg(not(unix))]
    return Ok(if permissions.readonly() { 0o500 } else { 0o700 });
}

/// Makes a file to be renamed when it is whole. What is left of an earlier one goes, and no link is followed.
///
/// # Errors
/// When it cannot be made.
pub fn draft(path: &Path) -> io::Result<File> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => open(path, OpenOptions::new().create_new(true)),
    }
}

/// Locks a file for as long as what is given back lives; `None` if another process holds it.
///
/// # Errors
/// When it cannot be made or locked.
pub fn lock(path: &Path) -> io::Result<Option<File>> {
    let file = open(path, &mut OpenOptions::new())?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The folder that a file is in; of a bare name the one where the process is.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// How long somebody may take to make something.
const MADE_WITHIN: Duration = Duration::from_secs(20);

/// Waits until no other process is making something in a folder, for as long as what is given back lives. The file that is
/// locked is private: nobody else can hold it.
pub(crate) fn alone_in(folder: &Path) -> io::Result<File> {
    let path = folder.join("making.lock");
    for _ in 0..MADE_WITHIN.as_millis() / 50 {
        if let Some(file) = lock(&path)? {
            return Ok(file);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(io::Error::other(format!("another process has held {} for too long; end it", path.display())))
}

/// Opens a file to write to it; one that is there is made private too.
pub(crate) fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let file = options.write(true).create(true).open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

/// Makes what was renamed in a folder last.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;
    use std::sync::Arc;

    use crate::keys::Keys;
    use crate::parts::{Parts, SystemEntropy};
    use crate::service::{Use, lock};
    use crate::store::Database;
    use crate::store::accounts::{Event, EventKind};
    use crate::testing::World;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    /// A service that has written a message into `data/outbox`.
    async fn busy() -> World {
        let world = World::with(|settings| {
            let data = settings.key_file.with_file_name("data");
            settings.database = Database::Sqlite(data.join("key.db"));
            settings.key_file = data.join("service.key");
            settings.outbox = data.join("outbox");
        })
        .await;
        let account = world.user("mira").await;
        let event = Event { account, kind: EventKind::DeviceAdded, detail: "Phone".to_owned() };
        let mut tx = world.app().store.begin(&[]).await.unwrap();
        tx.insert_event(&event, world.app().now()).await.unwrap();
        tx.commit().await.unwrap();
        crate::messages::deliver(world.app()).await;
        world
    }

    #[tokio::test]
    async fn what_the_service_keeps_is_for_its_user_alone() {
        let world = busy().await;
        let data = world.folder.path().join("data");
        assert_eq!((mode(&data), mode(&data.join("outbox"))), (0o700, 0o700));
        for file in ["key.db", "key.db-wal", "key.db-shm", "outbox/000001.txt", "service.key"] {
            assert_eq!(mode(&data.join(file)), 0o600, "{file}");
        }
    }

    #[tokio::test]
    async fn a_database_that_others_could_read_is_closed_to_them() {
        let world = busy().await;
        let database = world.file().unwrap().to_owned();
        fs::set_permissions(&database, fs::Permissions::from_mode(0o644)).unwrap();
        let _world = world.restart().await;
        for file in ["key.db", "key.db-wal", "key.db-shm"] {
            assert_eq!(mode(&database.with_file_name(file)), 0o600, "{file}");
        }
    }

    #[tokio::test]
    async fn a_key_file_that_others_can_read_is_refused() {
        let world = World::new().await;
        let key_file = world.app().settings.key_file.clone();
        for loose in [0o644, 0o640, 0o604] {
            fs::set_permissions(&key_file, fs::Permissions::from_mode(loose)).unwrap();
            let error = Keys::load_or_create(&key_file, &SystemEntropy::default()).unwrap_err();
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_folder_that_others_can_write_to_is_refused() {
        let world = World::new().await;
        let mut settings = world.app().settings.clone();
        settings.database = Database::Sqlite(world.folder.path().join("key.db"));
        world.service.close_database().await;
        let parts = || Parts::with(&settings, world.clock.clone(), Arc::new(SystemEntropy::default()));
        parts().await.unwrap().store.close().await;
        fs::set_permissions(world.folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        let error = parts().await.unwrap_err();
        assert!(error.to_string().contains("chmod go-w"), "{error}");
        let error = lock(&settings.database, Use::Serve).await.unwrap_err();
        assert!(error.to_string().starts_with(&format!("the folder {} ", world.folder.path().display())));
    }

    #[test]
    fn a_file_of_another_user_is_refused_and_so_is_one_that_others_can_replace() {
        let folder = tempfile::tempdir().unwrap();
        let mine = folder.path().join("service.key");
        fs::write(&mine, "").unwrap();
        super::check_owners(&mine).unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o770)).unwrap();
        assert!(super::check_owners(&mine).unwrap_err().to_string().contains("chmod go-w"));
        // Where this is root, it can give the file away; anybody else finds one that is root's.
        let is_given = std::os::unix::fs::chown(&mine, Some(1), None).is_ok();
        let theirs = if is_given { mine.as_path() } else { Path::new("/etc/passwd") };
        assert!(super::check_owners(theirs).unwrap_err().to_string().contains("another user"));
    }

    #[test]
    fn who_may_only_read_a_folder_keeps_nobody_from_making_something_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let theirs = fs::File::open(folder.path()).unwrap();
        theirs.lock().unwrap();
        super::alone_in(folder.path()).unwrap();
        assert_eq!(mode(&folder.path().join("making.lock")), 0o600);
    }

    #[test]
    fn a_draft_follows_no_link() {
        let folder = tempfile::tempdir().unwrap();
        let (victim, link) = (folder.path().join("victim"), folder.path().join("service.new"));
        fs::write(&victim, "theirs").unwrap();
        std::os::unix::fs::symlink(&victim, &link).unwrap();
        super::draft(&link).unwrap();
        assert_eq!(fs::read_to_string(&victim).unwrap(), "theirs");
        assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[tokio::test]
    async fn a_second_process_on_the_same_database_is_told_so() {
        let world = World::new().await;
        let database = &world.app().settings.database;
        let held = lock(database, Use::Serve).await.unwrap();
        let error = lock(database, Use::Keys).await.unwrap_err();
        assert!(error.to_string().contains("another process uses"), "{error}");
        drop(held);
        lock(database, Use::Keys).await.unwrap();
    }
}
