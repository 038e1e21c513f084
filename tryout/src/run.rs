//! One run: opens everything, prints the addresses, serves until it is told to end.

use std::io::Write as _;
use std::time::Duration;

use key_browser::{self as phone, BrowserPhone};
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use key_service::keys::KeyError;
use key_service::settings::{Admission, TryoutPhone};
use key_service::{
    ConnectionLimits, Parts, Service, Settings, SystemEntropy, Tryout, Use, lock, told_to_end,
};
use tokio::runtime::Builder;

use crate::announce;
use crate::browser;
use crate::folder::{Folder, FolderError};
use crate::options::Options;
use crate::ports::{self, BoundPort, PortError};
use crate::users::{self, User, UsersError};

/// How long the database may take to close.
const CLOSING: Duration = Duration::from_secs(2);

/// The number of threads: two are enough for one person.
const THREADS: usize = 2;

/// The reason why a try-out does not run. Each is one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error("The keys of the service cannot be used: {0}. --fresh begins anew.")]
    Keys(#[from] KeyError),
    #[error("Phone {0} does not start: {1}")]
    Phone(u16, #[source] phone::StartError),
    #[error(transparent)]
    Port(#[from] PortError),
    #[error("The service does not start: {0}. --fresh begins anew.")]
    Service(#[from] key_service::StartError),
    #[error("The service has stopped: {0}.")]
    Stopped(#[source] std::io::Error),
    #[error("The system gives no threads: {0}.")]
    Threads(#[source] std::io::Error),
    #[error(transparent)]
    Users(#[from] UsersError),
}

/// The limits on connections: all together fit into the 1,024 files that most systems allow a process.
const OF_SERVICE: ConnectionLimits = ConnectionLimits { all: 400, per_address: 250 };
const OF_PHONES: usize = 512;

/// Runs until Ctrl-C or a request to end.
pub(crate) fn run(options: &Options) -> Result<(), RunError> {
    ports::check(options.port, options.phone_port, options.phones)?;
    let runtime = Builder::new_multi_thread().worker_threads(THREADS).enable_all().build();
    let runtime = runtime.map_err(RunError::Threads)?;
    let result = runtime.block_on(serve(options));
    // Long waits of phones may still be open; they lose nothing.
    runtime.shutdown_background();
    result
}

async fn serve(options: &Options) -> Result<(), RunError> {
    let folder = Folder::open(options.data.as_deref())?;
    if options.fresh {
        folder.empty()?;
    }
    let port = ports::one(options.port, "--port").await?;
    let ports = ports::row(options.phone_port, options.phones).await?;
    let phones = open_phones(options, &folder, &port.origin, ports)?;
    let tryout = Tryout {
        admission: Admission::draw(&SystemEntropy::default()),
        phones: phones.iter().map(Phone::shown).collect(),
        users: Vec::new(),
    };
    // Held until the end: nobody changes the keys of a database that a try-out shares.
    let _serving = match &options.database {
        Some(database) => Some(lock(database, Use::Serve).await?),
        None => None,
    };
    let (service, users) = open_service(options, &folder, &port.origin, &tryout).await?;
    tell(options, &folder, &tryout.admission.address(&port.origin), &tryout.phones, &users);
    let ended = tokio::select! {
        stopped = serve_service(port, &service) => stopped,
        stopped = serve_phones(phones) => stopped,
        () = told_to_end() => Ok(()),
    };
    service.close();
    folder.close_page();
    // A database that is not closed in time is repaired when it is next opened.
    let _ = tokio::time::timeout(CLOSING, service.close_database()).await;
    ended
}

/// The service with its users. Its start page shows users that do not exist before they are made, so the service is
/// opened first to make them.
async fn open_service(
    options: &Options,
    folder: &Folder,
    origin: &Origin,
    tryout: &Tryout,
) -> Result<(Service, Vec<User>), RunError> {
    let mut settings = Settings::in_folder(&folder.service(), origin.clone(), options.name.clone());
    settings.connections = OF_SERVICE;
    if let Some(database) = &options.database {
        settings.database = database.clone();
    }
    let first = key_service::open(settings.clone(), Parts::real(&settings).await?).await?;
    let users = users::ensure(folder, &first.accounts(), options.database.is_some()).await?;
    first.close_database().await;
    let shown = users.iter().map(User::shown).collect();
    settings.tryout = Some(Tryout { users: shown, ..tryout.clone() });
    let parts = Parts::real(&settings).await?;
    Ok((key_service::open(settings, parts).await?, users))
}

/// A phone and its port.
struct Phone {
    port: BoundPort,
    phone: BrowserPhone,
}

impl Phone {
    /// The phone as the start page shows it.
    fn shown(&self) -> TryoutPhone {
        TryoutPhone { origin: self.port.origin.clone(), address: self.phone.address(&self.port.origin) }
    }
}

fn open_phones(
    options: &Options,
    folder: &Folder,
    service: &Origin,
    ports: Vec<BoundPort>,
) -> Result<Vec<Phone>, RunError> {
    let open = |(number, port): (u16, BoundPort)| {
        let settings = phone::Settings {
            distance: Duration::from_millis(options.distance),
            folder: folder.phone(number),
            framed_by: vec![service.clone()],
            name: ShownText::clean(&format!("Phone {number}")).unwrap_or_else(|| options.name.clone()),
        };
        let phone = BrowserPhone::open(settings).map_err(|error| RunError::Phone(number, error))?;
        Ok(Phone { port, phone })
    };
    (1..).zip(ports).map(open).collect()
}

fn tell(options: &Options, folder: &Folder, opening: &str, phones: &[TryoutPhone], users: &[User]) {
    let text = announce::text(options.name.as_str(), opening, phones, users);
    // If stdout is closed, nobody reads the text.
    let _ = std::io::stdout().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush());
    if !options.no_open {
        browser::open(folder, opening);
    }
}

async fn serve_service(port: BoundPort, service: &Service) -> Result<(), RunError> {
    let listener = port.listener.into_std().map_err(RunError::Stopped)?;
    service.serve(listener, None, std::future::pending()).await.map_err(RunError::Stopped)
}

/// Serves all phones, until one of them stops.
async fn serve_phones(phones: Vec<Phone>) -> Result<(), RunError> {
    let mut tasks = tokio::task::JoinSet::new();
    let each = (OF_PHONES / phones.len().max(1)).min(64);
    for Phone { port, phone } in phones {
        let listener = port.listener.into_std().map_err(RunError::Stopped)?;
        let port = listener.local_addr().map_err(RunError::Stopped)?.port();
        tasks.spawn(key_service::serve_beside(
            phone.router(port).map_err(|error| RunError::Phone(port, error))?,
            listener,
            ConnectionLimits { all: each, per_address: each },
        ));
    }
    match tasks.join_next().await {
        Some(Ok(stopped)) => stopped.map_err(RunError::Stopped),
        Some(Err(broken)) => Err(RunError::Stopped(std::io::Error::other(broken))),
        None => std::future::pending().await,
    }
}
