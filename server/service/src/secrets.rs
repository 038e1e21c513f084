//! Values that the service derives from its secret: nobody can forge them with the database alone.

use key_protocol::base64url;
use key_protocol::comparison::Share;
use key_protocol::digits::SixDigits;
use key_protocol::link::PairingToken;
use ring::hmac;
use zeroize::Zeroizing;

use crate::agreements::Agreements;
use crate::one_time;
use key_domain::ids::{
    AccountId, BrowserId, ConfirmationId, PairingId, SessionId, SessionSecret, ThrottleId,
};
use key_domain::sealing::Sealer;
use key_domain::store::sessions::Stage;

/// Keys for each use; none reveals another.
pub struct Secrets {
    /// The keys that offline codes are agreed with.
    pub agreements: Agreements,
    /// Seals content that the database alone must not reveal.
    pub sealer: Sealer,
    browser: hmac::Key,
    browser_id: hmac::Key,
    cookie: [hmac::Tag; 2],
    digits: hmac::Key,
    list: hmac::Key,
    form: hmac::Key,
    nonce: hmac::Key,
    nobody: hmac::Key,
    one_time: hmac::Key,
    pairing: hmac::Key,
    session: hmac::Key,
    session_id: hmac::Key,
    share: hmac::Key,
    throttle: hmac::Key,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(..)")
    }
}

impl Secrets {
    /// Derives all keys from `secret` by HMAC-SHA256 over the names of their uses.
    #[must_use]
    pub fn derive(secret: &[u8; 32], agreements: Agreements, sealer: Sealer) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let tag = |name: &str| hmac::sign(&root, name.as_bytes());
        let key = |name: &str| hmac::Key::new(hmac::HMAC_SHA256, tag(name).as_ref());
        Self {
            agreements,
            sealer,
            browser: key("browser"),
            browser_id: key("browser id"),
            cookie: [tag("cookie 1"), tag("cookie 2")],
            digits: key("digits"),
            form: key("form"),
            list: key("new list"),
            nonce: key("nonce"),
            nobody: key("nobody"),
            one_time: key("one-time password"),
            pairing: key("pairing"),
            session: key("session"),
            session_id: key("session id"),
            share: key("share"),
            throttle: key("throttle"),
        }
    }

    /// The value of a browser's cookie after a completed sign-in from the session with this `secret`. It is computed,
    /// so that a lost answer can be repeated.
    pub(crate) fn browser_after(&self, secret: &SessionSecret) -> [u8; 32] {
        whole(&hmac::sign(&self.browser, secret.as_bytes()))
    }

    /// The identity in the database for a browser's cookie. Write access to the database is not enough to make a
    /// matching one.
    pub(crate) fn browser_id(&self, secret: &[u8; 32]) -> BrowserId {
        BrowserId::from_bytes(whole(&hmac::sign(&self.browser_id, secret)))
    }

    /// The identity in the database for a session's cookie. Write access to the database is not enough to make a
    /// matching one.
    pub(crate) fn session_id(&self, secret: &SessionSecret) -> SessionId {
        SessionId::from_bytes(whole(&hmac::sign(&self.session_id, secret.as_bytes())))
    }

    /// The 64 bytes that cookies are signed with.
    pub(crate) fn cookie(&self) -> Vec<u8> {
        self.cookie.iter().flat_map(|tag| tag.as_ref().iter().copied()).collect()
    }

    /// The digits on a page that waits for a confirmation. They are computed, so the database does not contain them.
    pub(crate) fn digits(&self, confirmation: &ConfirmationId) -> SixDigits {
        let tag = hmac::sign(&self.digits, confirmation.as_bytes());
        let number = tag.as_ref()[..8].iter().fold(0u64, |number, &byte| number << 8 | u64::from(byte));
        SixDigits::from_number(number)
    }

    /// The token in every form of a session.
    pub(crate) fn form_token(&self, session: &SessionId) -> String {
        base64url::encode(hmac::sign(&self.form, session.as_bytes()).as_ref())
    }

    /// Whether a form belongs to the session.
    pub(crate) fn is_form_token(&self, session: &SessionId, token: &str) -> bool {
        base64url::decode(token).is_some_and(|tag| hmac::verify(&self.form, session.as_bytes(), &tag).is_ok())
    }

    /// The salt for hashing a password if there is no such user. Each name has its own, as users have, because the
    /// duration of hashing depends slightly on the salt.
    pub(crate) fn nobody_salt(&self, username: &str) -> [u8; 16] {
        first(&hmac::sign(&self.nobody, username.as_bytes()))
    }

    /// The proof at the end of a nonce.
    pub(crate) fn nonce_tag(&self, nonce: &[u8]) -> [u8; 16] {
        first(&hmac::sign(&self.nonce, nonce))
    }

    /// The hash of a one-time password in the database.
    pub(crate) fn one_time_hash(&self, account: &AccountId, number: u32, password: &str) -> [u8; 32] {
        let input = [&account.as_bytes()[..], &number.to_be_bytes(), password.as_bytes()].concat();
        whole(&hmac::sign(&self.one_time, &input))
    }

    /// The hashes in the database of the passwords of a list, from number 1.
    pub(crate) fn list_hashes(&self, account: &AccountId, list: &[Zeroizing<String>]) -> Vec<[u8; 32]> {
        let hash = |(number, password): (u32, &Zeroizing<String>)| {
            self.one_time_hash(account, number, &one_time::normal(password))
        };
        (1..).zip(list).map(hash).collect()
    }

    /// The seed of the list that a session makes. Only the browser with the session's cookie can have it shown.
    pub(crate) fn list_seed(&self, secret: &SessionSecret) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(whole(&hmac::sign(&self.list, secret.as_bytes())))
    }

    /// The service's share of a pairing's comparison code. Nobody can know it before claiming the link.
    pub(crate) fn pairing_share(&self, pairing: &PairingId) -> Share {
        let mut share = [0; 16];
        share.copy_from_slice(&hmac::sign(&self.share, pairing.as_bytes()).as_ref()[..16]);
        Share::from_bytes(share)
    }

    /// The token of a pairing link. It is computed, so that a page can be shown again and the database does not contain
    /// it.
    pub(crate) fn pairing_token(&self, pairing: &PairingId) -> PairingToken {
        let mut token = [0; 16];
        token.copy_from_slice(&hmac::sign(&self.pairing, pairing.as_bytes()).as_ref()[..16]);
        PairingToken::from_bytes(token)
    }

    /// The value of the cookie of a session that replaces one of `stage` by a `GET`. It is computed from the previous
    /// cookie, so that a request that repeats that one leads to the same session.
    pub(crate) fn session_after(&self, stage: Stage, secret: &SessionSecret) -> SessionSecret {
        let input = Zeroizing::new([stage.name().as_bytes(), b"\0", secret.as_bytes()].concat());
        SessionSecret::from_bytes(whole(&hmac::sign(&self.session, &input)))
    }

    /// The identity of a throttle.
    pub(crate) fn throttle_id(&self, kind: &str, what: &[u8]) -> ThrottleId {
        let tag = hmac::sign(&self.throttle, &[kind.as_bytes(), b"\0", what].concat());
        ThrottleId::from_bytes(whole(&tag))
    }
}

fn whole(tag: &hmac::Tag) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(tag.as_ref());
    bytes
}

fn first(tag: &hmac::Tag) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&tag.as_ref()[..16]);
    bytes
}
