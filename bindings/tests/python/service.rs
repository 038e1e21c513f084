//! A service of the test's own, on a free port of this machine.

use std::net::SocketAddr;

use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use key_service::accounts::NewUser;
use key_service::{Parts, Settings};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use zeroize::Zeroizing;

pub(crate) const USERNAMES: [&str; 2] = ["mira.laine", "otto.berg"];
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// It runs until it is dropped.
pub(crate) struct RunningService {
    pub(crate) address: String,
    /// The first of each user's list.
    pub(crate) one_time_passwords: [String; 2],
    _folder: tempfile::TempDir,
    _runtime: Runtime,
}

impl RunningService {
    pub(crate) fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let origin = Origin::parse(&address).unwrap();
        let settings = Settings::in_folder(folder.path(), origin, ShownText::parse("Ledger").unwrap());
        let parts = runtime.block_on(Parts::real(&settings)).unwrap();
        let service = runtime.block_on(key_service::open(settings, parts)).unwrap();
        let one_time_passwords = USERNAMES.map(|username| {
            let password = Some(Zeroizing::new(PASSWORD.to_owned()));
            let user = NewUser { password, ..NewUser::new(ShownText::parse(username).unwrap()) };
            let user = runtime.block_on(service.accounts().create_user(user)).unwrap();
            user.one_time_passwords[0].to_string()
        });
        let app = service.router().into_make_service_with_connect_info::<SocketAddr>();
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self { address, one_time_passwords, _folder: folder, _runtime: runtime }
    }
}
