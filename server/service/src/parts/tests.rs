//! The files of a service are for its user alone.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use key_domain::store::accounts::{Notification, NotificationKind};
use key_store::Database;

use crate::keys::Keys;
use crate::lock::Use;
use crate::lock::lock;
use crate::parts::{Parts, SystemEntropy};
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
    let event = Notification { account, kind: NotificationKind::DeviceAdded, detail: "Phone".to_owned() };
    let mut tx = world.app().store.begin(&[]).await.unwrap();
    tx.insert_notification(&event, world.app().now()).await.unwrap();
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
