use std::fs;

use key_domain::rules::limits::Limit;
use key_protocol::answer::Refusal;
use key_protocol::call::Resume;
use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::Factor;
use key_protocol::key::PublicKey;
use key_protocol::origin::Origin;
use key_protocol::successor::Successor;

use super::{KeyError, Keys, Rotation};
use crate::parts::SystemEntropy;
use crate::start::StartError;
use crate::testing::{ORIGIN, Phone, World};

#[test]
fn keys_are_made_once_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/service.key");
    let load = || Keys::load_or_create(&path, &SystemEntropy::default());
    let first = load().unwrap().signer.public_key();
    assert_eq!(load().unwrap().signer.public_key(), first);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn whoever_starts_first_at_the_same_time_all_have_the_same_keys() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/service.key");
        let load = || Keys::load_or_create(&path, &SystemEntropy::default()).unwrap().signer.public_key();
        let keys: Vec<_> = std::thread::scope(|scope| {
            let started: Vec<_> = (0..8).map(|_| scope.spawn(load)).collect();
            started.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == load()), "all have what is in the file");
    }
}

#[tokio::test]
async fn a_key_file_that_is_gone_is_not_made_anew_beside_its_database() {
    let world = World::new().await;
    world.user("mira").await;
    let settings = world.app().settings.clone();
    fs::remove_file(&settings.key_file).unwrap();
    let error = crate::Parts::real(&settings).await.unwrap_err();
    assert!(
        matches!(error, StartError::Keys(KeyError::Missing(..)))
            && error.to_string().contains("from a backup")
    );
    assert!(!settings.key_file.exists());
}

#[test]
fn a_damaged_file_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("service.key");
    Keys::load_or_create(&path, &SystemEntropy::default()).unwrap();
    let good = fs::read_to_string(&path).unwrap();
    let at = good.find("secret").unwrap() + 25;
    let letter = if &good[at..=at] == "A" { "B" } else { "A" };
    for bad in [String::new(), good[..80].to_owned(), format!("{}{letter}{}", &good[..at], &good[at + 1..])] {
        fs::write(&path, &bad).unwrap();
        let result = Keys::load_or_create(&path, &SystemEntropy::default());
        assert!(matches!(result, Err(KeyError::Damaged(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), bad);
    }
}

/// The service's current keys and address, signed with a key that the phone has pinned.
async fn successor(phone: &mut Phone) -> Option<Successor> {
    let by_wait = phone.wait("", 0).await.unwrap().successor;
    let by_resume = phone.resume().await.unwrap().successor;
    assert_eq!(by_wait.is_some(), by_resume.is_some());
    by_resume.map(|text| phone.read(&text))
}

fn signing(world: &World) -> PublicKey {
    world.app().parts.signer.public_key()
}

/// Makes the phone confirm a login; request and receipt are signed with a key that it has pinned.
async fn confirms(world: &World, phone: &mut Phone) {
    world.login("mira", false).await;
    let request = phone.request().await;
    let receipt = phone.confirm(&request, None).await.unwrap().receipt;
    let _: key_protocol::receipt::Receipt = phone.read(&receipt);
}

#[tokio::test]
async fn a_paired_phone_is_led_over_to_a_new_key_by_the_old_one() {
    let world = World::new().await;
    let (mut phone, mut late) = (world.paired("mira").await, world.paired("otto").await);
    assert_eq!(successor(&mut phone).await, None);
    let old = signing(&world);
    let world = world.rotate(Rotation::AddSigning).await;
    let new = signing(&world);
    assert_ne!(old, new);
    (phone.service, late.service) = (world.service.clone(), world.service.clone());
    confirms(&world, &mut phone).await;
    let told = successor(&mut phone).await.unwrap();
    assert_eq!((told.signing, told.origin.as_str()), (new, ORIGIN));
    assert_eq!(told.agreement, world.app().parts.secrets.agreements.public_key());
    phone.pinned = vec![old, new];
    assert_eq!(phone.resume().await.unwrap().successor, None);
    phone.pinned = vec![new];
    assert_eq!(successor(&mut phone).await, None);
    confirms(&world, &mut phone).await;
    phone.change(Some(phone.enrolment(Factor::Pin))).await.unwrap();
    let newcomer = world.paired("mira").await;
    assert_eq!(newcomer.pinned, [new]);
    let world = world.rotate(Rotation::DropSigning).await;
    (phone.service, late.service) = (world.service.clone(), world.service.clone());
    phone.resume().await.unwrap();
    confirms(&world, &mut phone).await;
    late.pinned = vec![new];
    let stale = Resume { pinned: old.thumbprint(), ..late.resuming(None) };
    assert_eq!(late.call(stale).await.unwrap_err(), Refusal::Malformed);
}

#[tokio::test]
async fn a_phone_that_calls_at_a_former_address_is_led_over() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let [new, strange] =
        ["https://key.example", "https://other.example"].map(|text| Origin::parse(text).unwrap());
    let world = world.restart_with(|settings| {
        let former = std::mem::replace(&mut settings.origin, new.clone());
        settings.former_origins.push(former);
    });
    let world = world.await;
    phone.service = world.service.clone();
    assert!(phone.check().await.is_ok());
    assert_eq!(successor(&mut phone).await.unwrap().origin, new);
    phone.origin = strange;
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Malformed);
    phone.origin = new;
    phone.act -= 1;
    assert!(phone.check().await.is_ok());
    assert_eq!(successor(&mut phone).await, None);
}

#[tokio::test]
async fn what_is_sealed_opens_for_as_long_as_its_key_is_there() {
    let world = World::new().await;
    let (mut phone, mut left) = (world.paired("mira").await, world.paired("mira").await);
    let world = world.rotate(Rotation::AddSealing).await;
    (phone.service, left.service) = (world.service.clone(), world.service.clone());
    assert!(phone.check().await.is_ok() && left.check().await.is_ok());
    phone.change(None).await.unwrap();
    let world = world.rotate(Rotation::DropSealing).await;
    (phone.service, left.service) = (world.service.clone(), world.service.clone());
    assert!(phone.check().await.is_ok());
    assert_eq!(left.check().await.unwrap_err(), Refusal::Unavailable);
}

#[tokio::test]
async fn a_phone_whose_keys_do_not_open_is_not_counted() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let key_file = world.app().settings.key_file.clone();
    let world = world.rotate(Rotation::AddSealing).await;
    let whole = fs::read(&key_file).unwrap();
    let world = world.rotate(Rotation::DropSealing).await;
    phone.service = world.service.clone();
    for _ in 0..6 {
        assert_eq!(phone.check().await.unwrap_err(), Refusal::Unavailable);
    }
    fs::write(&key_file, whole).unwrap();
    let world = world.restart().await;
    phone.service = world.service.clone();
    assert!(phone.check().await.is_ok());
}

#[tokio::test]
async fn a_phone_is_told_to_wait_by_the_key_that_it_has_pinned() {
    let world =
        World::with(|settings| settings.call_limits.address = Limit { burst: 3, per_second: 1 }).await;
    let mut phone = world.paired("mira").await;
    let world = world.rotate(Rotation::AddSigning).await;
    phone.service = world.service.clone();
    for _ in 0..3 {
        let _ = world.phone().post(key_protocol::call::Endpoint::Check, "garbage".to_owned()).await;
    }
    assert_eq!(phone.check().await.unwrap_err(), Refusal::TooManyCalls { retry_after: 1 });
}
