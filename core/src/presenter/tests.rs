use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use key_protocol::base64url;
use key_protocol::crypto::Signature;
use key_protocol::jws::{self, Header};
use key_protocol::language::Language;
use key_protocol::link::LinkError;
use key_protocol::request::Request;

use super::Presenter;
use crate::account::AccountId;
use crate::fixture;
use crate::platform::fake::{FakeClock, MemoryFiles};
use crate::platform::{FileError, FileStore, HttpRequest, HttpResponse, Platform, Transport, TransportError};
use crate::screen::{
    Action, Camera, Ended, Fresh, Home, LinkProblem, NameProblem, OfflineView, Purpose, Screen, View, Work,
};
use crate::vault::Theme;

/// Longer than anything here takes: what has not come by then will not come.
const LONG: Duration = Duration::from_secs(30);

/// A disk whose next write hangs until the test lets it go on.
struct SlowDisk {
    files: MemoryFiles,
    go_on: Mutex<Receiver<()>>,
    hangs: Sender<String>,
    is_slow: AtomicBool,
}

impl FileStore for SlowDisk {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        self.files.read(name)
    }

    fn replace(&self, name: &str, content: &[u8]) -> Result<(), FileError> {
        if self.is_slow.swap(false, Ordering::SeqCst) {
            self.hangs.send(name.to_owned()).unwrap();
            self.go_on.lock().unwrap().recv_timeout(LONG).unwrap();
        }
        self.files.replace(name, content)
    }
}

struct Bench {
    disk: Arc<SlowDisk>,
    go_on: Sender<()>,
    hangs: Receiver<String>,
    presenter: Arc<Presenter>,
}

impl Bench {
    fn new() -> Self {
        let ((hangs, has_hung), (go_on, may_go_on)) = (channel(), channel());
        let (files, is_slow) = (MemoryFiles::default(), AtomicBool::new(false));
        files.restore(fixture::files());
        let disk = Arc::new(SlowDisk { files, go_on: Mutex::new(may_go_on), hangs, is_slow });
        let presenter = Presenter::open(fixture::platform(disk.clone())).unwrap();
        Self { disk, go_on, hangs: has_hung, presenter }
    }

    /// What another thread that draws gets to see, and soon.
    fn drawn(&self) -> View {
        let (drawn, view) = channel();
        let presenter = self.presenter.clone();
        // Not joined: were it to wait for the disk, it would wait for this test.
        std::thread::spawn(move || {
            let key = presenter.authenticator();
            let (accounts, history) = (key.accounts(), key.history());
            assert!(!history.is_empty() && key.failures().len() <= accounts.len());
            assert!(key.requests().is_empty());
            let _ = key.is_reachable(&account());
            presenter.follow(Language::English);
            let _ = drawn.send(presenter.view());
        });
        view.recv_timeout(LONG).expect("who draws waits for the disk")
    }

    fn home(&self) -> (usize, usize) {
        let Screen::Home(home) = self.presenter.view().screen else { panic!("not at home") };
        (home.accounts.len(), home.failures.len())
    }
}

fn account() -> AccountId {
    AccountId::from_bytes([1; 16])
}

/// Does `work` on a disk that hangs, and draws meanwhile. The name of the file that was being written.
fn draw_while(bench: &Bench, work: impl FnOnce(&Presenter) + Send) -> String {
    let (before, presenter) = (bench.presenter.view(), bench.presenter.clone());
    bench.disk.is_slow.store(true, Ordering::SeqCst);
    std::thread::scope(|scope| {
        let working = scope.spawn(move || work(&presenter));
        let file = bench.hangs.recv_timeout(LONG).unwrap();
        assert_eq!(bench.drawn(), before, "what is not on disk is not shown");
        bench.go_on.send(()).unwrap();
        working.join().unwrap();
        file
    })
}

#[test]
fn a_screen_is_drawn_while_anything_is_saved() {
    let bench = Bench::new();
    let act = |action: Action| {
        move |presenter: &Presenter| {
            presenter.act(action);
        }
    };
    assert_eq!(bench.home(), (1, 1));
    let file = draw_while(&bench, act(Action::Language(Some(Language::Danish))));
    assert_eq!((file.as_str(), bench.presenter.view().language), ("vault.previous", Language::Danish));
    draw_while(&bench, act(Action::KnownFailures(account())));
    assert_eq!(bench.home(), (1, 0));
    // A call is written down before it is sent, which here reaches nobody.
    let file = draw_while(&bench, |presenter| drop(presenter.authenticator().refresh(&account(), 0)));
    assert_eq!(file, "calls.previous");
    draw_while(&bench, act(Action::Forget(account())));
    assert_eq!(bench.home(), (0, 0));
}

/// While one is saved, the other waits for its turn, and begins with what the first has left.
#[test]
fn two_who_save_at_the_same_time_do_not_undo_one_another() {
    let bench = Bench::new();
    bench.disk.is_slow.store(true, Ordering::SeqCst);
    std::thread::scope(|scope| {
        let key = bench.presenter.authenticator();
        scope.spawn(|| key.set_language(Some(Language::Finnish)).unwrap());
        bench.hangs.recv_timeout(LONG).unwrap();
        scope.spawn(|| key.dismiss_failures(&account()).unwrap());
        bench.go_on.send(()).unwrap();
    });
    let again = Presenter::open(fixture::platform(bench.disk.clone())).unwrap();
    for presenter in [&bench.presenter, &again] {
        assert_eq!(presenter.view().language_setting, Some(Language::Finnish));
        assert_eq!(presenter.authenticator().failures(), []);
    }
}

#[test]
fn a_disk_that_is_full_changes_no_screen() {
    let bench = Bench::new();
    let before = bench.presenter.view();
    bench.disk.files.set_full(true);
    for action in [
        Action::Language(Some(Language::Danish)),
        Action::KnownFailures(account()),
        Action::Forget(account()),
    ] {
        bench.presenter.act(action);
        assert_eq!(bench.presenter.view(), before);
    }
}

/// A service that is far away: its answer comes when the test lets it.
struct FarAway {
    asked: Mutex<Sender<()>>,
    go_on: Mutex<Receiver<()>>,
}

impl Transport for FarAway {
    fn send(&self, _: &HttpRequest) -> Result<HttpResponse, TransportError> {
        self.asked.lock().unwrap().send(()).unwrap();
        self.go_on.lock().unwrap().recv_timeout(LONG).unwrap();
        Err(TransportError)
    }
}

/// What a tap does is shown before the service has answered, however long that takes.
#[test]
fn pk11_a_tap_is_answered_on_the_screen_before_the_service_is_reached() {
    let ((asked, has_asked), (go_on, may_go_on)) = (channel(), channel());
    let files = Arc::new(MemoryFiles::default());
    files.restore(fixture::files());
    let transport = Arc::new(FarAway { asked: Mutex::new(asked), go_on: Mutex::new(may_go_on) });
    let presenter = Presenter::open(Platform { transport, ..fixture::platform(files) }).unwrap();
    let link = format!("https://login.example/k#{}", base64url::encode(&[&[1][..], &[2; 48]].concat()));
    std::thread::scope(|scope| {
        let tapped = scope.spawn(|| presenter.act(Action::LinkGiven(link)));
        has_asked.recv_timeout(LONG).unwrap();
        assert_eq!(presenter.view().screen, Screen::Working { what: Work::Claiming });
        // As often as Key tries again.
        for _ in 0..10 {
            let _ = go_on.send(());
        }
        assert!(tapped.join().unwrap());
    });
    assert!(matches!(presenter.view().screen, Screen::Ended { retry: true, .. }));
}

#[test]
fn names_and_colours_are_set_and_taken_back() {
    let bench = Bench::new();
    let act = |action| bench.presenter.act(action);
    let screen = || bench.presenter.view().screen;
    act(Action::OpenAccount(account()));
    act(Action::EditAccountName);
    act(Action::NameGiven("  Work  ".to_owned()));
    let Screen::Account(page) = screen() else { panic!("{:?}", screen()) };
    assert_eq!(page.account.label.as_deref(), Some("Work"));
    act(Action::EditAccountName);
    act(Action::NameGiven("\u{202e}".to_owned()));
    let problem =
        |problem| matches!(screen(), Screen::EditName { problem: Some(told), .. } if told == problem);
    assert!(problem(NameProblem::NotShown));
    bench.disk.files.set_full(true);
    act(Action::NameGiven("Home".to_owned()));
    assert!(problem(NameProblem::NotSaved));
    bench.disk.files.set_full(false);
    act(Action::NameGiven(String::new()));
    let Screen::Account(page) = screen() else { panic!("{:?}", screen()) };
    assert_eq!(page.account.label, None);
    act(Action::Back);
    act(Action::OpenSettings);
    act(Action::EditPhoneName);
    act(Action::NameGiven("Mira’s phone".to_owned()));
    act(Action::Theme(Some(Theme::Dark)));
    let again = Presenter::open(fixture::platform(bench.disk.clone())).unwrap();
    assert_eq!(again.view().theme, Some(Theme::Dark));
    assert_eq!(again.authenticator().phone_name().as_str(), "Mira’s phone");
    act(Action::Theme(None));
    assert_eq!(bench.presenter.view().theme, None);
}

#[test]
fn the_page_of_an_account_closes_with_the_account() {
    let bench = Bench::new();
    bench.presenter.act(Action::OpenAccount(account()));
    bench.presenter.act(Action::Forget(account()));
    assert_eq!(bench.home(), (0, 0));
}

/// What is no pairing link says what it is, and no service is asked.
#[test]
fn only_a_pairing_link_begins_to_pair() {
    let request: Result<_, ()> =
        jws::sign_bytes(&Header::of::<Request>(), b"{}", |_| Ok(Signature::from_bytes([7; 64])));
    let texts = [
        ("otpauth://totp/Ledger:mira?secret=GEZDGNBVGY3TQOJQ".to_owned(), LinkProblem::OneTimeCodes),
        (request.unwrap(), LinkProblem::Request),
        ("https://login.example/".to_owned(), LinkProblem::Link(LinkError::NotALink)),
    ];
    for (text, problem) in texts {
        let problem = Some(problem);
        let shown = |before: &[Action], action: Action| {
            let presenter = Bench::new().presenter;
            for action in before {
                presenter.act(action.clone());
            }
            assert!(!presenter.act(action), "nobody has waited for a service");
            presenter.view().screen
        };
        let (given, seen) = (Action::LinkGiven(text.clone()), Action::CodeSeen(text));
        let (add, scan) = (Action::AddAccount, Action::CodeVisible);
        assert_eq!(shown(&[], given.clone()), Screen::PasteLink { problem });
        assert_eq!(shown(&[add.clone(), Action::EnterLink], given.clone()), Screen::PasteLink { problem });
        assert_eq!(
            shown(&[add.clone(), scan.clone()], seen.clone()),
            Screen::Scan { camera: Camera::On, problem }
        );
        let refused = [add, scan, Action::CameraRefused];
        assert_eq!(shown(&refused, seen), Screen::Scan { camera: Camera::Refused, problem });
    }
}

#[test]
fn a_pairing_link_does() {
    let presenter = Bench::new().presenter;
    let link = format!("https://login.example/k#{}", base64url::encode(&[&[1][..], &[2; 48]].concat()));
    assert!(presenter.act(Action::LinkGiven(link)));
    let Screen::Ended { reason: Ended::Error(error), retry: true, .. } = presenter.view().screen else {
        panic!("{:?}", presenter.view().screen)
    };
    assert_eq!(error, crate::error::Error::Offline);
}

/// A link is tapped outside Key, whatever Key shows: that goes on afterwards where it was.
#[test]
fn pk07_a_link_that_opens_key_pairs_over_whatever_is_shown() {
    let link =
        |byte| format!("https://login.example/k#{}", base64url::encode(&[&[1][..], &[byte; 48]].concat()));
    let presenter = Bench::new().presenter;
    let act = |action: Action| presenter.act(action);
    let screen = || presenter.view().screen;
    let asks = Screen::OpenLink { host: "login.example".to_owned() };
    act(Action::OpenSettings);
    act(Action::ChangePin);
    act(Action::Digit(7));
    let typing = screen();
    for byte in [2, 3, 4] {
        assert!(!act(Action::LinkOpened(link(byte))), "no service is called before the user agrees");
        assert_eq!(screen(), asks);
    }
    for other in [Action::ConfirmPairing, Action::Confirm, Action::Digit(1), Action::CodeVisible] {
        act(other);
        assert_eq!(screen(), asks, "a tap that was meant for what was there before");
    }
    assert!(act(Action::AcceptLink));
    assert!(matches!(screen(), Screen::Ended { retry: true, .. }), "{:?}", screen());
    act(Action::LinkOpened(link(5)));
    assert_eq!(screen(), asks);
    act(Action::Back);
    assert_eq!(screen(), typing, "each link has taken the place of the one before");
    act(Action::LinkOpened("https://login.example/".to_owned()));
    let problem = Some(LinkProblem::Link(LinkError::NotALink));
    assert_eq!(screen(), Screen::PasteLink { problem });
    act(Action::LinkOpened(link(4)));
    act(Action::Back);
    assert_eq!(screen(), typing);
}

/// The account whose code is shown has a service that cannot be reached: no network is needed.
#[test]
fn fk04_an_offline_code_is_shown_after_the_pin_and_hidden_after_two_minutes() {
    let files = Arc::new(MemoryFiles::default());
    files.restore(fixture::files());
    let clock = Arc::new(FakeClock::at(30_000));
    let platform = Platform { clock: clock.clone(), ..fixture::platform(files) };
    platform.keys.put_secret(&account().salt(), &[5; 32]).unwrap();
    platform.keys.create_agreement(&account().agreement_key()).unwrap();
    let presenter = Presenter::open(platform).unwrap();
    let screen = || presenter.view().screen;
    let type_pin = || [2, 7, 1, 8, 2, 8].map(|digit| presenter.act(Action::Digit(digit)));
    assert!(matches!(screen(), Screen::Home(Home { offline: true, .. })));
    presenter.act(Action::OpenOffline);
    assert!(matches!(screen(), Screen::Identify { purpose: Purpose::OfflineCode, biometrics: false, .. }));
    type_pin();
    let Screen::OfflineCode(shown) = screen() else { panic!("{:?}", screen()) };
    let first = shown.code.unwrap();
    assert_eq!((first.digits().len(), first.left), (8, 30));
    assert_eq!(presenter.view().fresh(), Fresh::EachSecond);
    clock.advance(30_000);
    let Screen::OfflineCode(shown) = screen() else { panic!("{:?}", screen()) };
    assert_ne!(shown.code.unwrap().digits(), first.digits());
    clock.advance(90_000);
    assert!(matches!(screen(), Screen::OfflineCode(OfflineView { code: None, .. })));
    presenter.act(Action::Retry);
    type_pin();
    assert!(matches!(screen(), Screen::OfflineCode(OfflineView { code: Some(_), .. })));
    presenter.act(Action::Back);
    assert!(matches!(screen(), Screen::Home(_)));
    presenter.act(Action::OpenOffline);
    type_pin();
    presenter.authenticator().forget(&account()).unwrap();
    presenter.act(Action::Theme(Some(Theme::Dark)));
    assert!(matches!(screen(), Screen::Home(_)), "an account that is gone has no codes");
}
