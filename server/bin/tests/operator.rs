//! Runs the program as an operator does, beside a running service.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

struct Operator {
    folder: tempfile::TempDir,
    serving: Option<Child>,
}

impl Operator {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let operator = Self { folder, serving: None };
        operator.configure("key.toml", free_port());
        operator
    }

    fn configure(&self, name: &str, port: u16) -> PathBuf {
        let (path, data) = (self.folder.path().join(name), self.data());
        let text = format!(
            "origin = 'http://127.0.0.1:{port}'\nname = 'Ledger'\nlisten = '127.0.0.1:{port}'\ndata = '{}'\n",
            data.display()
        );
        std::fs::write(&path, text).unwrap();
        path
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("key.toml")
    }

    /// Starts the service, and waits until it reports that it runs.
    fn serve(&mut self) {
        let mut serving = program(&["serve"], &self.config()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(serving.stderr.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("the service runs")));
        self.serving = Some(serving);
    }

    fn user(&self, what: &str, rest: &[&str]) -> Output {
        program(&["user", what], &self.config()).args(rest).output().unwrap()
    }
}

impl Drop for Operator {
    fn drop(&mut self) {
        if let Some(serving) = &mut self.serving {
            let _ = serving.kill();
            let _ = serving.wait();
        }
    }
}

fn program(what: &[&str], config: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_key-server"));
    command.args(what).arg("--config").arg(config);
    command
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn users_are_added_changed_and_removed_while_the_service_runs() {
    let mut operator = Operator::new();
    operator.serve();
    let added = operator.user("add", &["mira"]);
    assert!(added.status.success() && said(&added).contains("100  "), "{}", said(&added));
    let password = |output: &Output| {
        let text = said(output);
        let found = text.lines().find_map(|line| line.strip_prefix("Password: ").map(str::to_owned));
        found.unwrap_or_else(|| panic!("{text}"))
    };
    assert_ne!(password(&added), password(&operator.user("password", &["mira"])));
    assert!(said(&operator.user("list", &["mira"])).contains("One-time passwords:"));
    let reached = operator.user("contacts", &["mira", "--email", "mira@example.org"]);
    assert!(said(&reached).contains("E-mail: mira@example.org\nPhone: none"), "{}", said(&reached));
    let reached = operator.user("contacts", &["mira", "--phone", "+358 40 123 4567"]);
    assert!(said(&reached).contains("E-mail: mira@example.org\nPhone: +358401234567"), "{}", said(&reached));
    let refused = operator.user("contacts", &["mira", "--email", "mira at example"]);
    assert!(!refused.status.success() && said(&refused).contains("name@example.org"), "{}", said(&refused));
    assert!(said(&operator.user("sign-out", &["mira"])).contains("signed out of 0 browsers"));
    assert!(operator.user("devices", &["mira"]).status.success());
    for device in ["made-up", "AAAAAAAAAAAAAAAAAAAAAA"] {
        let refused = operator.user("remove-device", &["mira", device]);
        assert!(!refused.status.success() && said(&refused).contains("user devices"), "{}", said(&refused));
    }
    assert!(operator.user("remove", &["mira"]).status.success());
    let gone = operator.user("devices", &["mira"]);
    assert!(!gone.status.success() && said(&gone).contains("there is no user mira"), "{}", said(&gone));
}

#[test]
fn a_second_service_on_the_same_data_says_what_is_in_its_way() {
    let mut operator = Operator::new();
    operator.serve();
    let second = operator.configure("second.toml", free_port());
    for what in [&["serve"][..], &["rotate", "signing"], &["rotate", "sealing"]] {
        let refused = program(what, &second).output().unwrap();
        assert!(!refused.status.success(), "{what:?}");
        assert!(said(&refused).contains("another process uses"), "{}", said(&refused));
        assert!(!said(&refused).contains("the service runs"), "{}", said(&refused));
    }
}

#[cfg(unix)]
#[test]
fn what_others_could_read_or_write_is_refused_with_what_to_do() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;

    let operator = Operator::new();
    assert!(operator.user("add", &["mira"]).status.success());
    for (path, loose, tight, help) in [
        (operator.data().join("service.key"), 0o644, 0o600, "chmod 600"),
        (operator.data(), 0o777, 0o700, "chmod go-w"),
    ] {
        set_permissions(&path, Permissions::from_mode(loose)).unwrap();
        let refused = operator.user("devices", &["mira"]);
        assert!(!refused.status.success() && said(&refused).contains(help), "{}", said(&refused));
        set_permissions(&path, Permissions::from_mode(tight)).unwrap();
        assert!(operator.user("devices", &["mira"]).status.success());
    }
}

#[cfg(unix)]
#[test]
fn a_password_for_messages_that_others_could_read_is_refused_with_what_to_do() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;

    let operator = Operator::new();
    let (config, password) = (operator.config(), operator.folder.path().join("password"));
    let path = password.display();
    let mail = format!(
        "[mail]\nhost = 'localhost'\nuser = 'key'\npassword_file = '{path}'\nfrom = 'key@example.org'\nname = 'Ledger'\n"
    );
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}{mail}")).unwrap();
    let missing = operator.user("add", &["mira"]);
    assert!(!missing.status.success() && said(&missing).contains(&path.to_string()), "{}", said(&missing));
    std::fs::write(&password, "geheim\n").unwrap();
    set_permissions(&password, Permissions::from_mode(0o644)).unwrap();
    let refused = operator.user("add", &["mira"]);
    assert!(!refused.status.success() && said(&refused).contains("chmod 600"), "{}", said(&refused));
    assert!(!operator.data().join("key.db").exists(), "nothing is made before the configuration is right");
    set_permissions(&password, Permissions::from_mode(0o600)).unwrap();
    assert!(operator.user("add", &["mira"]).status.success());
}

#[test]
fn first_commands_at_the_same_time_share_one_set_of_keys_and_tables() {
    for _ in 0..4 {
        let operator = Operator::new();
        let config = operator.config();
        let add = |number| {
            let mut add = program(&["user", "add"], &config);
            add.arg(format!("user{number}")).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let started: Vec<Child> = (0..6).map(add).collect();
        for child in started {
            let done = child.wait_with_output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
        for number in 0..6 {
            assert!(operator.user("devices", &[&format!("user{number}")]).status.success());
        }
    }
}

#[test]
fn files_with_bare_names_lie_where_the_program_runs() {
    let operator = Operator::new();
    let config = operator.config();
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}database = 'key.db'\nkey_file = 'service.key'\n")).unwrap();
    let here = tempfile::tempdir().unwrap();
    let added = program(&["user", "add"], &config).arg("mira").current_dir(here.path()).output().unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    assert!(here.path().join("key.db").exists() && here.path().join("service.key").exists());
}
