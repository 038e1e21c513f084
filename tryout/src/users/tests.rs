use super::{User, UsersError, ensure};
use crate::folder::Folder;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use key_service::{Parts, Service, Settings};

struct Bench {
    place: tempfile::TempDir,
}

impl Bench {
    async fn users(&self) -> Result<Vec<User>, UsersError> {
        let folder = Folder::open(Some(self.place.path())).unwrap();
        let service = service(&folder).await;
        let users = ensure(&folder, &service.accounts(), false).await;
        service.close_database().await;
        users
    }
}

async fn service(folder: &Folder) -> Service {
    let origin = Origin::parse("http://127.0.0.1:8080").unwrap();
    let settings = Settings::in_folder(&folder.service(), origin, ShownText::parse("Ledger").unwrap());
    let parts = Parts::real(&settings).await.unwrap();
    key_service::open(settings, parts).await.unwrap()
}

/// Name, password and one-time passwords.
type Told = (String, String, Vec<(u32, String)>);

fn told(users: &[User]) -> Vec<Told> {
    let one = |user: &User| (user.name.clone(), user.password.clone(), user.one_time_passwords());
    users.iter().map(one).collect()
}

#[tokio::test]
async fn a_second_run_prints_the_same() {
    let bench = Bench { place: tempfile::tempdir().unwrap() };
    let first = told(&bench.users().await.unwrap());
    assert_eq!(first.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>(), ["mira.laine", "otto.berg"]);
    assert_ne!(first[0].1, first[1].1);
    assert!(first.iter().all(|(_, _, list)| list.iter().map(|(number, _)| *number).eq(1..=3)));
    assert_eq!(told(&bench.users().await.unwrap()), first);
}

/// Its user has made a new list, and goes on with that one.
#[tokio::test]
async fn a_list_that_its_user_has_replaced_stays() {
    let bench = Bench { place: tempfile::tempdir().unwrap() };
    let first = told(&bench.users().await.unwrap());
    let list = {
        let folder = Folder::open(Some(bench.place.path())).unwrap();
        let service = service(&folder).await;
        let list = service.accounts().new_password_list("mira.laine").await.unwrap();
        service.close_database().await;
        list
    };
    let second = told(&bench.users().await.unwrap());
    assert_eq!((&second[0].1, second[0].2.len(), &second[1]), (&first[0].1, 0, &first[1]));
    let folder = Folder::open(Some(bench.place.path())).unwrap();
    let service = service(&folder).await;
    assert!(service.accounts().is_on_list("mira.laine", 1, &list[0]).await.unwrap());
    service.close_database().await;
}

#[tokio::test]
async fn a_forgotten_user_gets_everything_anew() {
    let bench = Bench { place: tempfile::tempdir().unwrap() };
    let first = told(&bench.users().await.unwrap());
    std::fs::remove_file(bench.place.path().join("tryout.json")).unwrap();
    let second = told(&bench.users().await.unwrap());
    assert_ne!((&first[0].1, &first[0].2), (&second[0].1, &second[0].2));
}

#[tokio::test]
async fn a_new_service_takes_the_users_as_they_were() {
    let bench = Bench { place: tempfile::tempdir().unwrap() };
    let first = told(&bench.users().await.unwrap());
    std::fs::remove_dir_all(bench.place.path().join("service")).unwrap();
    let second = told(&bench.users().await.unwrap());
    assert_eq!(first[1].1, second[1].1);
    assert_ne!(first[1].2, second[1].2);
}

#[tokio::test]
async fn what_is_damaged_is_not_replaced() {
    let bench = Bench { place: tempfile::tempdir().unwrap() };
    let file = bench.place.path().join("tryout.json");
    std::fs::write(&file, "[{").unwrap();
    assert!(matches!(bench.users().await, Err(UsersError::Damaged(_))));
    assert_eq!(std::fs::read_to_string(file).unwrap(), "[{");
}
