//! Logins that wait for Key, without a browser.

use key_domain::ids::{BrowserMark, ConfirmationId, ThrottleId};
use key_domain::rules::confirmations::NewConfirmation;
use key_domain::rules::logins::{self, NewLogin};
use key_domain::store::confirmations::{Confirmation, ConfirmationOutcome};
use key_domain::store::logins::Login;
use key_domain::store::sessions::Stage;
use key_protocol::id::RequestId;
use key_protocol::request::{Place, Subject};
use key_protocol::shown::ShownText;

use super::{MINUTE, World};

impl World {
    /// Starts a login of the user that waits for Key, and returns its confirmation.
    pub(crate) async fn login(&self, name: &str, digits: bool) -> ConfirmationId {
        let (app, session) = (self.app(), self.session(name, Stage::Password).await);
        let (account, now) = (self.user(name).await, app.now());
        let known = (!digits).then(|| BrowserMark::from_bytes(app.random()));
        let browser = ShownText::parse("Chrome on Windows").unwrap();
        let place = Place { address: "127.0.0.1".parse().unwrap(), name: None };
        let confirmation = Confirmation {
            id: ConfirmationId::from_bytes(app.random()),
            account,
            subject: Some(Subject::Login { browser, known: known.is_some(), place }),
            digits,
            mistyped: false,
            created_at: now,
            expires_at: now + 2 * MINUTE,
            outcome: ConfirmationOutcome::Pending,
            ended_at: None,
            decided_by: None,
        };
        let id = confirmation.id;
        let throttle = ThrottleId::from_bytes(app.random());
        let login = Login { confirmation: id, known, throttle, taken_at: None };
        let devices = app.store.devices_of(account).await.unwrap();
        let requests = devices.iter().map(|device| (device.id, RequestId::from_bytes(app.random())));
        let confirmation = NewConfirmation { confirmation, requests: requests.collect() };
        let mut tx = app.store.begin(&[]).await.unwrap();
        logins::start(tx.as_mut(), NewLogin { login, confirmation, session }, now).await.unwrap().unwrap();
        app.commit(tx, account).await.unwrap();
        id
    }

    pub(crate) async fn outcome(&self, id: ConfirmationId) -> ConfirmationOutcome {
        self.app().store.confirmation(id).await.unwrap().unwrap().outcome
    }
}
