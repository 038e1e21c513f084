//! Floods, and their effect on the logins of an honest user, in a browser that they have signed in with before.
//!
//! Attackers use other loopback addresses than the user (127.0.0.2 is a proxy, which they use as if from a thousand
//! addresses), the service has its default limits, and both share the machine's cores.

mod floods;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use key_core::error::Error;
use key_service::{CallLimits, Network};
use tokio::runtime::{Builder, Runtime};

use self::floods::{Flood, OTHER, Target};
use crate::browser::Browser;
use crate::clock::Running;
use crate::phone::{PIN, Phone};
use crate::world::World;

/// The effect of a flood on the user.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The name of the flood.
    pub name: &'static str,
    /// The number of the user's logins, from the password to the page after signing in.
    pub logins: usize,
    /// The number of logins that were refused.
    pub refused: usize,
    /// The median time of the others.
    pub median: Duration,
    /// The longest time of the others.
    pub slowest: Duration,
    /// The number of answers that the attackers got.
    pub answered: u64,
}

/// Runs each flood for this many logins of the user.
pub fn run(logins: usize, mut tell: impl FnMut(Row)) {
    for (name, flood) in Flood::ALL {
        let world = World::start_with(|settings| {
            settings.call_limits = CallLimits::default();
            settings.trusted_proxies = vec![Network::parse("127.0.0.2").unwrap()];
        });
        let running = Running::new(world.clock.clone());
        let (phone, mut browser) = world.paired(1);
        let target = Target::new(world.origin.as_str(), world.add_user(OTHER));
        let attackers = Attackers::new(&target, flood);
        std::thread::sleep(Duration::from_secs(3));
        let (mut times, mut refused) = (Vec::new(), 0);
        for _ in 0..logins {
            match log_in(&world, &phone, &mut browser) {
                Ok(time) => times.push(time),
                Err(why) => {
                    eprintln!("{name}: {why}");
                    refused += 1;
                }
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        times.sort_unstable();
        let (median, slowest) = (times[times.len() / 2], times[times.len() - 1]);
        let answered = target.answered.load(Ordering::Relaxed);
        tell(Row { name, logins, refused, median, slowest, answered });
        drop((attackers, running));
    }
}

/// Logs in, from the password to the page after signing in.
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn log_in(world: &World, phone: &Phone, browser: &mut Browser) -> Result<Duration, String> {
    let start = Instant::now();
    let page = world.log_in(browser);
    if !page.path.starts_with("/login/confirm") {
        return Err(format!("{} {}: {}", page.status, page.path, page.text()));
    }
    phone.refresh();
    let own = phone.key().requests().into_iter().find(|(_, request)| !request.digits);
    let (_, request) = own.ok_or("the request did not come")?;
    let shown = phone.key().show(request.id, key_protocol::language::Language::English);
    let confirmed = shown.and_then(|shown| phone.confirm(&shown, PIN, None));
    confirmed.map_err(|error: Error| format!("the phone: {error:?}"))?;
    let page = browser.open("/login/confirm");
    if page.path != "/home" {
        return Err(format!("{} {}: {}", page.status, page.path, page.text()));
    }
    Ok(start.elapsed())
}

struct Attackers(Option<Runtime>);

impl Attackers {
    fn new(target: &Arc<Target>, flood: Flood) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.spawn(flood.run(target.clone()));
        Self(Some(runtime))
    }
}

impl Drop for Attackers {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
