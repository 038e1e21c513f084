//! Rotation of the keys in the key file: `key-server rotate`, while the service is stopped.
//!
//! A rotation of sealing keys seals all rows anew, in steps of a hundred, and then removes the old key. If it is
//! interrupted, both keys remain, and the next run completes it. A new signing key is announced to phones by the old
//! one (`App::successor` in `service.rs`), which stays until it is retired.

use std::path::Path;

use key_domain::entropy::Entropy;
use key_domain::sealing::{Context, Sealed, Sealer};
use key_domain::store::Store;
use key_domain::store::error::StoreError;
use key_protocol::id::{DeviceId, RequestId};

use crate::keys::{self, KeyError, Keys, Rotation};

/// The reason why a rotation failed. Nothing is lost: run it again.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// An error of the key file.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// An error of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Seals all rows with a new key and removes the old keys. Returns the number of rows that were sealed anew.
///
/// # Errors
/// [`RotationError`]
pub async fn rotate_sealing(
    key_file: &Path,
    store: &dyn Store,
    entropy: &dyn Entropy,
) -> Result<u64, RotationError> {
    keys::rotate(key_file, Rotation::AddSealing, entropy)?;
    let keys = Keys::load_or_create(key_file, entropy)?;
    let sealed = reseal(store, &keys.secrets.sealer, entropy).await?;
    keys::rotate(key_file, Rotation::DropSealing, entropy)?;
    Ok(sealed)
}

/// Creates a new secret and removes everything that depends on the old one.
///
/// # Errors
/// [`RotationError`]
pub async fn rotate_secret(
    key_file: &Path,
    store: &dyn Store,
    entropy: &dyn Entropy,
) -> Result<(), RotationError> {
    keys::rotate(key_file, Rotation::NewSecret, entropy)?;
    Ok(store.forget_derived().await?)
}

async fn reseal(store: &dyn Store, sealer: &Sealer, entropy: &dyn Entropy) -> Result<u64, StoreError> {
    let anew = |place: Context<'_>, sealed: &Sealed| {
        let content = sealer.open(place, sealed).ok_or(StoreError::Damaged("sealed"))?;
        sealer.seal(place, &content, entropy).ok_or(StoreError::Damaged("sealed"))
    };
    let (mut count, mut after) = (0, [0; 16]);
    loop {
        let mut tx = store.begin(&[]).await?;
        let rows = tx.factors_after(DeviceId::from_bytes(after)).await?;
        let Some((last, _)) = rows.last() else { break };
        after = *last.as_bytes();
        for (id, sealed) in rows.iter().filter(|(_, sealed)| !sealer.is_newest(sealed)) {
            tx.update_factors(*id, &anew(Context::Factors(id.as_bytes()), sealed)?).await?;
            count += 1;
        }
        tx.commit().await?;
    }
    after = [0; 16];
    loop {
        let mut tx = store.begin(&[]).await?;
        let rows = tx.calls_after(RequestId::from_bytes(after)).await?;
        let Some((last, _)) = rows.last() else { break };
        after = *last.as_bytes();
        for (id, sealed) in rows.iter().filter(|(_, sealed)| !sealer.is_newest(sealed)) {
            tx.update_call(*id, &anew(Context::Call(id.as_bytes()), sealed)?).await?;
            count += 1;
        }
        tx.commit().await?;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use crate::keys::{Rotation, rotate};
    use crate::parts::SystemEntropy;
    use crate::testing::World;

    #[tokio::test]
    async fn after_a_rotation_everything_opens_with_the_new_key_alone() {
        let world = World::new().await;
        let mut phone = world.paired("mira").await;
        world.login("mira", false).await;
        let request = phone.request().await;
        phone.confirm(&request, None).await.unwrap();
        let key_file = world.app().settings.key_file.clone();
        let before = std::fs::read_to_string(&key_file).unwrap();
        // An interrupted rotation: the next run completes it.
        rotate(&key_file, Rotation::AddSealing, &SystemEntropy::default()).unwrap();
        let world = world.restart().await;
        let store = world.app().store.clone();
        let sealed = super::rotate_sealing(&key_file, store.as_ref(), &SystemEntropy::default()).await;
        assert_eq!(sealed.unwrap(), 2);
        let after = std::fs::read_to_string(&key_file).unwrap();
        assert!(after.matches('"').count() == before.matches('"').count() && after != before);
        let world = world.restart().await;
        phone.service = world.service.clone();
        assert!(phone.check().await.is_ok());
        phone.mistype();
        assert!(phone.check().await.is_err());
    }

    #[tokio::test]
    async fn after_the_secret_has_changed_what_hung_on_it_is_worth_nothing() {
        let world = World::new().await;
        let mut phone = world.paired("mira").await;
        let mut browser = world.browser();
        browser.begin(&world, "mira").await;
        browser.open("/login/otp").await;
        browser.send("/login/otp", &[("password", &world.one_time("mira", 1))]).await;
        assert_eq!(browser.path, "/home");
        let cookies = browser.cookies.clone();
        world.service.rotate_secret().await.unwrap();
        let world = world.restart().await;
        phone.service = world.service.clone();
        let mut browser = world.browser();
        browser.cookies = cookies;
        browser.open("/home").await;
        assert_eq!(browser.path, "/login");
        let accounts = world.service.accounts();
        assert_eq!(accounts.next_one_time_number("mira").await.unwrap(), None);
        assert!(phone.check().await.is_ok(), "phones stay paired");
        let list = accounts.new_password_list("mira").await.unwrap();
        browser.password("mira", crate::testing::PASSWORD).await;
        assert_eq!(browser.path, "/login/confirm");
        assert!(browser.html.contains("digits"), "{}", browser.html);
        browser.open("/login/otp").await;
        browser.send("/login/otp", &[("password", &list[0])]).await;
        assert_eq!(browser.path, "/home");
    }
}
