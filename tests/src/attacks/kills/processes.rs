//! Three processes of the service, and a front that leads each connection to a running one.

use std::io::{self, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

const PROCESSES: usize = 3;

/// How much the clocks of the machines are off.
const CLOCKS: [&str; PROCESSES] = ["+0", "+2s", "-2s"];

pub(super) struct Processes {
    all: Arc<[Process; PROCESSES]>,
    ended: Arc<AtomicBool>,
}

struct Process {
    clock: &'static str,
    config: PathBuf,
    running: Mutex<Child>,
}

/// The front, which browsers and phones connect to.
pub(super) fn front() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    (listener, origin)
}

impl Processes {
    /// Starts the processes with one key file, and leads connections to them.
    pub(super) fn start(folder: &Path, database: &str, origin: &str, front: TcpListener) -> Self {
        let addresses = [0; PROCESSES].map(|_| self::front().0).map(|free| free.local_addr().unwrap());
        let mut clocks = CLOCKS.into_iter();
        let all = addresses.map(|address| {
            let config = folder.join(format!("{}.toml", address.port()));
            let text = format!(
                "origin = '{origin}'\nname = 'Ledger'\nlisten = '{address}'\ndata = '{}'\ndatabase = '{database}'\n",
                folder.display()
            );
            std::fs::write(&config, text).unwrap();
            let clock = clocks.next().unwrap();
            let running = Mutex::new(started(&config, clock));
            Process { clock, config, running }
        });
        let (all, ended) = (Arc::new(all), Arc::new(AtomicBool::new(false)));
        thread::spawn(move || lead(&front, &addresses));
        let (kept, until) = (all.clone(), ended.clone());
        thread::spawn(move || {
            while !until.load(Ordering::Relaxed) {
                kept.iter().for_each(Process::keep);
                thread::sleep(Duration::from_millis(200));
            }
        });
        Self { all, ended }
    }

    /// Kills a process, and starts it again.
    pub(super) fn kill(&self, which: usize) {
        let process = &self.all[which];
        let mut running = process.running.lock().unwrap();
        running.kill().unwrap();
        running.wait().unwrap();
        *running = started(&process.config, process.clock);
    }
}

impl Process {
    /// Restarts processes that have ended by themselves, as a supervisor does, because the database was unavailable.
    fn keep(&self) {
        let mut running = self.running.lock().unwrap();
        if running.try_wait().unwrap().is_some() {
            *running = started(&self.config, self.clock);
        }
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        for process in self.all.iter() {
            let mut running = process.running.lock().unwrap();
            let _ = running.kill();
            let _ = running.wait();
        }
    }
}

/// Starts a process. Its clock is off if `KEY_FAKETIME` names the library for that.
fn started(config: &Path, clock: &str) -> Child {
    let mut service = Command::new(std::env::var("KEY_SERVER").unwrap());
    service.args(["serve", "--config"]).arg(config).stdin(Stdio::null()).stderr(Stdio::null());
    if let Ok(library) = std::env::var("KEY_FAKETIME") {
        service.env("LD_PRELOAD", library).env("FAKETIME", clock).env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }
    service.spawn().unwrap()
}

/// Leads each connection to the next process that accepts it.
fn lead(front: &TcpListener, addresses: &[SocketAddr]) {
    let turn = Arc::new(AtomicUsize::new(0));
    for client in front.incoming().flatten() {
        let (addresses, turn) = (addresses.to_vec(), turn.clone());
        thread::spawn(move || {
            let first = turn.fetch_add(1, Ordering::Relaxed);
            let mut order = (0..addresses.len()).map(|number| addresses[(first + number) % addresses.len()]);
            if let Some(service) = order.find_map(|address| TcpStream::connect(address).ok()) {
                let _ = both_ways(client, service);
            }
        });
    }
}

fn both_ways(mut client: TcpStream, mut service: TcpStream) -> io::Result<()> {
    let (mut to, mut from) = (service.try_clone()?, client.try_clone()?);
    for stream in [&to, &from] {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    }
    let there = thread::spawn(move || {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let copied = io::copy(&mut service, &mut client).and_then(|_| client.flush());
    let _ = client.shutdown(Shutdown::Both);
    let _ = there.join();
    copied
}
