//! A search for usernames by timing: the same refused login with a user's name and with a made-up one, alternately, in
//! each situation in which a login is refused. The times are those that a stranger could measure on the same machine as
//! the service, through a proxy that gives each try another address.

use std::time::{Duration, Instant};

use key_service::Network;

use super::statistics::Compared;
use crate::browser::Browser;
use crate::page::Form;
use crate::world::World;

/// The number of names, half of which are users: those with an even number.
const NAMES: usize = 200;

/// How many times each name is tried before the clock is advanced.
const FREE: usize = 4;

/// The time in which all of these tries are forgiven, in milliseconds.
const FORGIVEN: i64 = 3 * 3600 * 1000;

/// The factor by which situations with hashing have fewer tries, because it takes long.
const HASHED: usize = 5;

/// The number of tries after which a name is throttled.
const THROTTLED: usize = 12;

/// The result of one situation.
#[derive(Debug)]
pub struct Row {
    /// The situation.
    pub name: &'static str,
    /// The status of the answers.
    pub status: u16,
    /// How many logins were tried with each kind of name.
    pub tries: usize,
    /// The times with a user's name, compared with a made-up one.
    pub compared: Compared,
}

/// Measures each situation with `tries` tries for each kind of name, and passes each row to `row` when it is complete.
pub fn run(tries: usize, mut row: impl FnMut(Row)) {
    let world = World::start_with(|settings| {
        settings.trusted_proxies = vec![Network::parse("127.0.0.1").unwrap()];
    });
    for number in (0..NAMES).step_by(2) {
        let _ = world.add_user(&name(number));
    }
    let (_phone, known) = world.paired(1);
    let stranger = Stranger::new(world.browser());
    let crossed = Stranger::new(crossed(&known));
    let elsewhere = Stranger::new(known_elsewhere(&world, known));
    let strangers = [
        (["wrong password", "throttled"], &stranger),
        (["wrong password, a session's cookie as a browser's", "throttled, the same cookies"], &crossed),
        (
            ["wrong password, a browser that is known to somebody else", "throttled, the same cookies"],
            &elsewhere,
        ),
    ];
    let mut scene = Scene { world: &world, sent: 0 };
    for ([name, _], stranger) in strangers {
        row(scene.measure(stranger, name, FREE, tries / HASHED));
    }
    for number in 0..NAMES {
        for _ in 0..THROTTLED {
            scene.once(&stranger, number);
        }
    }
    for ([_, name], stranger) in strangers {
        row(scene.measure(stranger, name, usize::MAX, tries));
    }
}

fn name(number: usize) -> String {
    format!("user-{number:04}")
}

/// A browser that also sends the value of the session's cookie as the browser's cookie.
fn crossed(known: &Browser) -> Browser {
    let mut browser = known.clone();
    let session = browser.cookies.iter().find(|(name, _)| !name.contains("browser"));
    let (name, value) = session.map(|(name, value)| (name.clone(), value.clone())).unwrap();
    browser.cookies.insert(format!("{name}-browser"), value);
    browser
}

/// A browser that has signed in as the user of the world and has signed out again.
fn known_elsewhere(world: &World, mut known: Browser) -> Browser {
    let page = known.open("/home");
    known.submit(&page, "/logout", &[]);
    let page = world.log_in(&mut known);
    assert!(page.path == "/login/confirm" && page.six_digits().is_none(), "{}", page.text());
    known.cookies.retain(|name, _| name.contains("browser"));
    known
}

/// A browser on the login page.
struct Stranger {
    browser: Browser,
    form: Form,
}

impl Stranger {
    fn new(mut browser: Browser) -> Self {
        let page = browser.open("/login");
        Self { form: page.form("/login"), browser }
    }
}

struct Scene<'a> {
    world: &'a World,
    sent: u32,
}

impl Scene<'_> {
    fn measure(&mut self, stranger: &Stranger, situation: &'static str, free: usize, tries: usize) -> Row {
        let (mut times, mut status) = ([Vec::new(), Vec::new()], None);
        for round in 0..tries {
            if free != usize::MAX && round % (free * NAMES / 2) == 0 {
                self.world.clock.advance_milliseconds(FORGIVEN);
            }
            let pair = round * 2 % NAMES;
            // The order alternates from round to round, and each time that a name is tried.
            let first = (round + round / (NAMES / 2)) % 2;
            for turn in [first, 1 - first] {
                let (time, answered) = self.once(stranger, pair + turn);
                times[turn].push(time);
                let same = *status.get_or_insert(answered) == answered;
                assert!(same, "{situation}: {answered} after {status:?}");
            }
        }
        Row { name: situation, status: status.unwrap_or_default(), tries, compared: Compared::of(times) }
    }

    /// Makes a login with a wrong password, from an address that was never used before.
    fn once(&mut self, stranger: &Stranger, number: usize) -> (Duration, u16) {
        self.sent += 1;
        let [_, high, middle, low] = self.sent.to_be_bytes();
        let request = stranger.browser.post_of(&stranger.form);
        let request = request.header("origin", self.world.origin.as_str());
        let request = request.header("x-forwarded-for", format!("10.{high}.{middle}.{low}"));
        let name = name(number);
        let mut fields = stranger.form.hidden.clone();
        fields.extend([("username".to_owned(), name), ("password".to_owned(), "wrong".to_owned())]);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        #[expect(clippy::disallowed_methods, reason = "what is measured")]
        let start = Instant::now();
        let mut response = request.send_form(fields).unwrap();
        response.body_mut().read_to_vec().unwrap();
        (start.elapsed(), response.status().as_u16())
    }
}
