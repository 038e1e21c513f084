//! Logins at three processes on one PostgreSQL, any of which is killed at any moment. The caller kills the database
//! too. Afterwards the database must contain exactly what was answered.
//!
//! The address of a PostgreSQL server and the path of the program `key-server` are in `KEY_TEST_POSTGRES` and
//! `KEY_SERVER`.

mod processes;
mod user;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use key_service::accounts::NewUser;
use key_service::{Parts, Service, Settings};
use key_store::Database;
use key_store::postgres::Address;
use tokio::runtime::Runtime;

use self::processes::Processes;
use self::user::{Counts, User};
use crate::world::PASSWORD;

/// How many people log in at the same time.
const USERS: usize = 6;

/// The time between two kills.
const KILL_AFTER: Duration = Duration::from_millis(1200);

/// The result of the logins.
#[derive(Debug)]
pub struct Report {
    /// The number of processes that were killed.
    pub kills: u64,
    /// What users did, and how often they had to repeat it.
    pub counts: Counts,
    /// Everything that was lost, invented, or wrongly counted.
    pub faults: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { confirmed, declined, by_list, unknown, again } = self.counts;
        writeln!(f, "{} processes killed", self.kills)?;
        writeln!(f, "{confirmed} logins confirmed, {declined} declined, {by_list} by one-time password")?;
        writeln!(f, "{unknown} decisions whose answer was lost, {again} things done again")?;
        for fault in &self.faults {
            writeln!(f, "FAULT {fault}")?;
        }
        write!(f, "{} faults", self.faults.len())
    }
}

/// Kills this many processes while people log in.
pub fn run(kills: u64) -> Report {
    let server = std::env::var("KEY_TEST_POSTGRES").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (listener, origin) = processes::front();
    let mut settings = Settings::in_folder(
        folder.path(),
        Origin::parse(&origin).unwrap(),
        ShownText::parse("Ledger").unwrap(),
    );
    settings.database = Database::Postgres(Address::parse(&format!("{server}/postgres")).unwrap());
    let runtime = Runtime::new().unwrap();
    let names: Vec<_> = (0..USERS).map(|number| format!("user{number}")).collect();
    let lists = runtime.block_on(add_users(&settings, &names));
    let processes = Processes::start(folder.path(), &format!("{server}/postgres"), &origin, listener);
    let ended = Arc::new(AtomicBool::new(false));
    let mut users = Vec::new();
    for (seed, (name, list)) in (1..).zip(names.iter().zip(lists)) {
        users.push(User::paired(seed, &origin, name, list));
    }
    let busy: Vec<_> = users.into_iter().map(|user| user.spawn(ended.clone())).collect();
    for kill in 0..kills {
        std::thread::sleep(KILL_AFTER);
        processes.kill(usize::try_from(kill).unwrap_or_default() * 7 % 3);
    }
    ended.store(true, Ordering::Relaxed);
    let users: Vec<_> = busy.into_iter().map(|user| user.join().unwrap()).collect();
    drop(processes);
    let mut report = Report { kills, counts: Counts::default(), faults: Vec::new() };
    for user in users {
        report.counts += user.counts;
        let service = runtime.block_on(opened(&settings));
        report.faults.extend(runtime.block_on(user.faults_at(&service)));
        runtime.block_on(service.close_database());
    }
    report
}

async fn opened(settings: &Settings) -> Service {
    loop {
        // The database may be unavailable for a moment.
        if let Ok(parts) = Parts::real(settings).await
            && let Ok(service) = key_service::open(settings.clone(), parts).await
        {
            return service;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn add_users(settings: &Settings, names: &[String]) -> Vec<Vec<String>> {
    let service = opened(settings).await;
    let mut lists = Vec::new();
    for name in names {
        let mut user = NewUser::new(ShownText::parse(name.as_str()).unwrap());
        user.password = Some(PASSWORD.to_owned().into());
        let created = service.accounts().create_user(user).await.unwrap();
        lists.push(created.one_time_passwords.iter().map(|password| password.to_string()).collect());
    }
    service.close_database().await;
    lists
}
