//! Files and folders for the eyes of the service's user alone, where the system knows such a thing.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes the folder where there is none. One that is there is the operator's.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
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

    use crate::store::accounts::{Event, EventKind};
    use crate::testing::World;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    /// A service that has written a message into `data/outbox`.
    async fn busy() -> World {
        let world = World::with(|settings| {
            let data = settings.database.with_file_name("data");
            settings.database = data.join("key.db");
            settings.key_file = data.join("service.key");
            settings.outbox = data.join("outbox");
        })
        .await;
        let account = world.user("mira").await;
        let event = Event { account, kind: EventKind::DeviceAdded, detail: "Phone".to_owned() };
        let mut tx = world.app().store.begin().await.unwrap();
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
        let database = world.app().settings.database.clone();
        fs::set_permissions(&database, fs::Permissions::from_mode(0o644)).unwrap();
        let _world = world.restart().await;
        for file in ["key.db", "key.db-wal", "key.db-shm"] {
            assert_eq!(mode(&database.with_file_name(file)), 0o600, "{file}");
        }
    }
}
