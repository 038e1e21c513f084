//! The phone's use of factors: it enrols, decides with, checks and changes them.

use key_protocol::answer::{Confirmed, Decided, Done, Refusal};
use key_protocol::call::{Change, Check, Decide, Enrol};
use key_protocol::crypto::{Signer as _, sha256};
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::enrolment::{Enrolment, Factor, FactorChange, FactorCheck};
use key_protocol::jws::{self, Header, Message};
use key_protocol::key::PublicKey;
use key_protocol::language::Language;
use key_protocol::offline::{Agreed, OfflineSecret, Purpose, Scope};
use key_protocol::request::Request as Asked;
use key_protocol::statement::{Statement, StatementView, WORDING};
use key_protocol::{VERSION, base64url, json};

use super::{Phone, signer};
use crate::keys::public_half;

impl Phone {
    /// The public keys of a factor: for signatures and for offline codes.
    pub(crate) fn keys(&self, factor: Factor) -> [PublicKey; 2] {
        let scalar = self.factor(factor);
        [scalar, sha256(&scalar)].map(|scalar| public_half(&scalar).unwrap())
    }

    pub(crate) fn pin_key(&self) -> PublicKey {
        self.keys(Factor::Pin)[0]
    }

    /// The phone's own key for offline codes.
    pub(crate) fn agreement(&self) -> PublicKey {
        public_half(&sha256(&self.possession)).unwrap()
    }

    pub(crate) fn enrolment(&self, factor: Factor) -> String {
        let (key, service) = (signer(self.factor(factor)), self.pinned.last().unwrap().thumbprint());
        let agreement = Some(self.keys(factor)[1]);
        let enrolment = Enrolment { v: VERSION, agreement, device: self.id(), factor, service };
        let header = Header::of::<Enrolment>().jwk(key.public_key());
        jws::sign(&header, &enrolment, |bytes| key.sign(bytes)).unwrap()
    }

    pub(crate) fn enrolling(&self) -> Enrol {
        let (pin, biometric) = (self.enrolment(Factor::Pin), Some(self.enrolment(Factor::Biometric)));
        Enrol { agreement: Some(self.agreement()), biometric, pin, share: self.shares[0].clone() }
    }

    pub(crate) async fn enrol(&mut self) -> Result<Done, Refusal> {
        let body = self.enrolling();
        self.call(body).await
    }

    fn factor(&self, factor: Factor) -> [u8; 32] {
        match factor {
            Factor::Pin => self.pin,
            Factor::Biometric => self.biometric,
        }
    }

    pub(crate) fn decision(
        &self,
        request: &str,
        answer: DecisionAnswer,
        digits: Option<SixDigits>,
    ) -> Decision {
        let asked: Asked = self.read(request);
        let view = StatementView { language: Language::Finnish, utc_offset: 120, wording: WORDING };
        Decision {
            v: VERSION,
            answer,
            at: asked.issued + 2 * 60 * 60,
            device: self.id(),
            digits,
            request: asked.id,
            request_hash: request_hash(request),
            statement: Statement::render(&asked, view).unwrap().text(),
            view,
        }
    }

    /// The proof of a factor over a content.
    pub(crate) fn prove<M: Message>(&self, factor: Factor, content: &str) -> String {
        let key = signer(self.factor(factor));
        jws::prove::<M, _>(factor, content, |bytes| key.sign(bytes)).unwrap()
    }

    /// A decision with the proof of a factor.
    pub(crate) fn decide(&self, factor: Factor, decision: &Decision) -> Decide {
        let decision = base64url::encode(&json::write(decision));
        let proof = Some(self.prove::<Decision>(factor, &decision));
        Decide { decision, proof }
    }

    pub(crate) fn confirmation(&self, request: &str, digits: Option<SixDigits>) -> Decide {
        self.decide(Factor::Pin, &self.decision(request, DecisionAnswer::Confirm, digits))
    }

    pub(crate) async fn confirm(
        &mut self,
        request: &str,
        digits: Option<SixDigits>,
    ) -> Result<Decided, Refusal> {
        let body = self.confirmation(request, digits);
        self.call(body).await
    }

    pub(crate) async fn decline(
        &mut self,
        request: &str,
        answer: DecisionAnswer,
    ) -> Result<Decided, Refusal> {
        let decision = self.decision(request, answer, None);
        self.call(Decide { decision: base64url::encode(&json::write(&decision)), proof: None }).await
    }

    /// The offline code of a factor for a step, with the keys that the service has now.
    pub(crate) fn offline_code(&self, factor: Factor, step: i64) -> String {
        let service = self.service.app();
        let agree = |scalar: [u8; 32]| {
            let other = service.parts.secrets.agreements.public_key().to_sec1();
            let other = p256::PublicKey::from_sec1_bytes(&other).unwrap();
            let own = p256::SecretKey::from_slice(&sha256(&scalar)).unwrap();
            let shared = p256::ecdh::diffie_hellman(own.to_nonzero_scalar(), other.as_affine());
            <[u8; 32]>::from(*shared.raw_secret_bytes())
        };
        let agreed =
            Agreed { factor: &agree(self.factor(factor)), possession: Some(&agree(self.possession)) };
        let (id, service) = (self.id(), self.pinned.last().unwrap().thumbprint());
        let scope = Scope { service: &service, device: &id, factor, purpose: Purpose::Login };
        OfflineSecret::derive(&agreed, &scope).code(u64::try_from(step).unwrap())
    }

    /// A check of a factor, for the next call.
    pub(crate) fn checking(&self, factor: Factor) -> Check {
        let check = Check::content(&FactorCheck { v: VERSION, device: self.id(), seq: self.act + 1 });
        let proof = self.prove::<FactorCheck>(factor, &check);
        Check { check, proof }
    }

    /// Checks the PIN without deciding anything.
    pub(crate) async fn check(&mut self) -> Result<Confirmed, Refusal> {
        let body = self.checking(Factor::Pin);
        self.call(body).await
    }

    /// A change of a factor, for the next call.
    pub(crate) fn changing(&self, factor: Factor, add: Option<String>) -> Change {
        let (v, device, seq) = (VERSION, self.id(), self.act + 1);
        let change = Change::content(&FactorChange { v, add, device, seq });
        let proof = self.prove::<FactorChange>(factor, &change);
        Change { change, proof }
    }

    /// Changes a factor with the PIN.
    pub(crate) async fn change(&mut self, add: Option<String>) -> Result<Confirmed, Refusal> {
        let body = self.changing(Factor::Pin, add);
        self.call(body).await
    }

    /// The same phone, with a wrong PIN.
    pub(crate) fn mistype(&mut self) {
        self.pin[31] ^= 1;
    }

    /// Makes a call with a wrong PIN.
    pub(crate) async fn slip(&mut self) -> Refusal {
        self.mistype();
        let refusal = self.check().await.unwrap_err();
        self.mistype();
        refusal
    }
}
