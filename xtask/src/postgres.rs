//! A PostgreSQL server of our own, in a temporary folder, and the tests that run on it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use std::{env, fs, process, thread};

use crate::process::{cargo, command, read, run};
use crate::result::Result;
use crate::{browser, debian, workspace};

/// The tests of store and service and the browser tests of logging in, each on a database of its own.
pub(crate) fn run_tests(name: Option<&str>) -> Result {
    let server = Server::start()?;
    for tested in [
        &["--package=key-store", "--features=testing", "--lib", "--test=suite"][..],
        &["--package=key-service", "--lib"],
    ] {
        let mut tests = cargo([&["test"], tested].concat());
        tests.args(name).env(ADDRESS, server.address());
        run(tests)?;
    }
    if name.is_some() {
        return Ok(());
    }
    let createdb = server.programs.join("createdb").to_string_lossy().into_owned();
    browser::run_tests_with(Some("login"), [(ADDRESS, server.address()), ("KEY_CREATEDB", createdb)])
}

/// The environment variable with the server's address for tests.
const ADDRESS: &str = "KEY_TEST_POSTGRES";

/// Runs logins at three processes, while `count` processes, and at intervals the database, are killed.
pub(crate) fn run_kills(count: &str) -> Result {
    run(cargo(["build", "--quiet", "--release", "--package", "key-server", "--package", "key-tests"]))?;
    let server = Server::start()?;
    let programs = workspace::target().join("release");
    let mut kills = command(&programs.join("key-attacks").to_string_lossy(), ["kills", count]);
    kills.env(ADDRESS, server.address()).env("KEY_SERVER", programs.join("key-server"));
    if let Some(library) = faketime() {
        kills.env("KEY_FAKETIME", library);
    }
    let mut running = kills.spawn().map_err(|error| format!("key-attacks could not be started: {error}"))?;
    loop {
        for _ in 0..KILL_DATABASE_AFTER.as_secs() {
            thread::sleep(Duration::from_secs(1));
            if let Some(status) = running.try_wait().map_err(|error| error.to_string())? {
                return if status.success() {
                    Ok(())
                } else {
                    Err("something was lost or invented".to_owned())
                };
            }
        }
        server.kill()?;
        server.begin()?;
    }
}

/// The time between two kills of the database.
const KILL_DATABASE_AFTER: Duration = Duration::from_secs(20);

/// The library that makes the machines' clocks differ; without it they agree, and everything else is tested.
fn faketime() -> Option<PathBuf> {
    let library = || {
        let folders = fs::read_dir("/usr/lib").ok()?.filter_map(|folder| Some(folder.ok()?.path()));
        folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).find(|library| library.is_file())
    };
    library().or_else(|| {
        debian::install(&["libfaketime"]).inspect_err(|reason| println!("libfaketime {reason}")).ok()?;
        library()
    })
}

/// A server that ends when this is dropped.
pub(crate) struct Server {
    folder: PathBuf,
    port: u16,
    programs: PathBuf,
}

impl Server {
    /// Makes a cluster and starts it. Its data need not survive a crash, so nothing is flushed to disk.
    ///
    /// # Errors
    /// When PostgreSQL is missing and cannot be installed, or does not start.
    pub(crate) fn start() -> Result<Self> {
        let programs = programs()?;
        let folder = env::temp_dir().join(format!("key-postgres-{}", process::id()));
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let server = Self { folder, port: free_port()?, programs };
        if is_root()? {
            read(command("chown", ["postgres".as_ref(), server.folder.as_os_str()]))?;
        }
        let data = server.data();
        read(server.program("initdb", &["--no-sync", "--auth=trust", "--username=postgres", "-D", &data])?)?;
        server.begin()?;
        Ok(server)
    }

    /// The server's address.
    pub(crate) fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    /// Starts the server again, after [`Server::kill`] too.
    pub(crate) fn begin(&self) -> Result {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=300",
            self.port
        );
        let log = self.folder.join("log").to_string_lossy().into_owned();
        read(self.program("pg_ctl", &["-w", "-s", "-D", &self.data(), "-l", &log, "-o", &options, "start"])?)
            .map(|_| ())
    }

    /// Ends the server as a crash does.
    pub(crate) fn kill(&self) -> Result {
        read(self.program("pg_ctl", &["-w", "-s", "-D", &self.data(), "-m", "immediate", "stop"])?)
            .map(|_| ())
    }

    fn data(&self) -> String {
        self.folder.join("data").to_string_lossy().into_owned()
    }

    /// A program of the server, run as the user postgres if this is root: PostgreSQL does not run as root.
    fn program(&self, name: &str, arguments: &[&str]) -> Result<Command> {
        let program = self.programs.join(name).to_string_lossy().into_owned();
        let mut started = if is_root()? {
            command("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "--", &program])
        } else {
            command(&program, [""; 0])
        };
        started.args(arguments).current_dir(&self.folder);
        Ok(started)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(message) = self.kill() {
            eprintln!("{message}");
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of `initdb` and `pg_ctl`, which Debian keeps out of the search path.
fn programs() -> Result<PathBuf> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    debian::install(&["postgresql-15"])?;
    installed().ok_or_else(|| "PostgreSQL is missing, also after installing postgresql-15".to_owned())
}

fn installed() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
    folders.filter(|folder| folder.join("initdb").is_file()).max()
}

fn is_root() -> Result<bool> {
    Ok(read(command("id", ["-u"]))?.trim() == "0")
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| format!("no port is free: {error}"))
}
