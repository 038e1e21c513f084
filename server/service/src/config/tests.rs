//! Tests of what a file may say, and of what it is told when it may not.

use super::{Config, ConfigError};

#[test]
fn the_example_can_be_read_and_is_named_where_a_file_is_not_right() {
    let example = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../example.toml"));
    Config::read(example).unwrap().settings().unwrap();
    let error = Config::read(std::path::Path::new("/nowhere.toml")).unwrap_err();
    assert!(error.to_string().contains("server/example.toml"), "{error}");
}

const GOOD: &str = "origin = 'https://login.example'\nname = 'Ledger'\nlisten = '127.0.0.1:8443'\n\
                    data = '/tmp/key'\n[[places]]\nnetwork = '10.1.0.0/16'\nname = 'Head office'\n";

fn read(text: &str) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.toml");
    std::fs::write(&path, text).unwrap();
    Config::read(&path)
}

#[test]
fn a_file_makes_settings() {
    let settings = read(GOOD).unwrap().settings().unwrap();
    assert_eq!(settings.name.as_str(), "Ledger");
    assert_eq!(settings.place_name("10.1.2.3".parse().unwrap()).unwrap().as_str(), "Head office");
    assert!(settings.database.file().unwrap().ends_with("key.db"));
}

#[test]
fn proxies_are_networks_and_missed_where_there_must_be_one() {
    assert!(read(GOOD).unwrap().lacks_proxies());
    let config = read(&format!("trusted_proxies = ['127.0.0.1', '::1']\n{GOOD}")).unwrap();
    assert!(!config.lacks_proxies());
    assert_eq!(config.settings().unwrap().trusted_proxies.len(), 2);
}

#[test]
fn the_password_of_the_database_is_in_no_error_and_for_nobody_else_to_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.toml");
    let read = |database: &str, mode| {
        std::fs::write(&path, GOOD.replace("[[places]]", &format!("database = '{database}'\n[[places]]")))
            .unwrap();
        #[cfg(unix)]
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        Config::read(&path).map(|_| ()).map_err(|error| error.to_string())
    };
    for wrong in
        ["postgres://key:geheim@db:x/key", "postgres:/key:geheim@db/key", "mysql://key:geheim@db/key"]
    {
        let error = read(wrong, 0o600).unwrap_err();
        assert!(
            error.contains("line 5") && error.contains("postgres://user") && !error.contains("geheim"),
            "{error}"
        );
    }
    let right = "postgres://key:geheim@db/key";
    assert_eq!(read(right, 0o600), Ok(()));
    assert!(read(right, 0o640).unwrap_err().contains("chmod 600"));
    assert_eq!(read("postgres://key@db/key", 0o640), Ok(()));
}

#[test]
fn messages_leave_by_what_is_configured() {
    let settings = read(GOOD).unwrap().settings().unwrap();
    assert_eq!((settings.mail, settings.sms), (None, None));
    let mail = "[mail]\nhost = 'smtp.example.org'\nfrom = 'key@example.org'\nname = 'Ledger'\n";
    let sms = "[sms]\nurl = 'https://sms.example.org/'\ntoken_file = '/etc/key/token'\n";
    let settings = read(&format!("{GOOD}{mail}{sms}")).unwrap().settings().unwrap();
    assert_eq!(settings.mail.unwrap().port, 465);
    assert!(settings.sms.is_some());
    let error = read(&format!("{GOOD}{mail}password = 'geheim'\n")).unwrap_err().to_string();
    let is_told = error.contains("line 11") && error.contains("password_file");
    assert!(is_told && !error.contains("geheim"), "{error}");
}

#[test]
fn the_app_is_found_in_stores_by_https() {
    assert!(!read(GOOD).unwrap().settings().unwrap().stores.is_any());
    let stores = |page: &str| read(&format!("{GOOD}[stores]\nandroid = '{page}'\n"));
    let settings = stores("https://store.example.org/key").unwrap().settings().unwrap();
    assert_eq!(settings.stores.android.unwrap().as_str(), "https://store.example.org/key");
    for page in ["http://store.example.org/key", "javascript:alert(1)", "store.example.org"] {
        let error = stores(page).unwrap_err().to_string();
        assert!(error.contains("line 9") && error.contains("https://"), "{error}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    let said = |text: &str| read(text).and_then(|config| config.settings()).unwrap_err().to_string();
    assert!(said(&GOOD.replace("name = 'Ledger'", "nam = 'Ledger'")).contains("nam"));
    assert!(said(&GOOD.replace("https", "http")).contains("https"));
    assert!(said(&GOOD.replace("127.0.0.1", "0.0.0.0")).contains("[tls]"));
    assert!(said(&GOOD.replace("/16", "/x")).contains("10.1.0.0/x"));
}
