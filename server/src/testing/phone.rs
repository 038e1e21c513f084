//! A phone in software, which can also say what no honest phone would.

use axum::body::Body;
use axum::http::Request;
use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult, Claimed, Decided, Enrolled, Refusal, Waiting, call_hash};
use key_protocol::call::{
    self, Call, Claim, Decide, Endpoint, Enrol, FactorCheckCall, Lane, MEDIA_TYPE, Mark, NONCE_HEADER, Wait,
};
use key_protocol::crypto::Signer as _;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::enrolment::{Enrolment, Factor, FactorCheck};
use key_protocol::id::DeviceId;
use key_protocol::jws::{self, Header, Jws, Message};
use key_protocol::language::Language;
use key_protocol::link::PairingToken;
use key_protocol::request::Request as Asked;
use key_protocol::shown::ShownText;
use key_protocol::statement::{Statement, View};
use tower::ServiceExt as _;

use super::text;
use crate::Service;
use crate::keys::public_half;
use crate::signing::{RingSigner, RingVerifier};

pub(crate) struct Phone {
    pub(crate) service: Service,
    pub(crate) device: Option<DeviceId>,
    pub(crate) act: u64,
    pub(crate) waits: u64,
    pub(crate) possession: [u8; 32],
    pub(crate) pin: [u8; 32],
    pub(crate) biometric: [u8; 32],
}

pub(crate) fn signer(scalar: [u8; 32]) -> RingSigner {
    RingSigner::new(&scalar, public_half(&scalar).unwrap()).unwrap()
}

impl Phone {
    pub(crate) fn new(service: Service) -> Self {
        let [possession, pin, biometric] = [(); 3].map(|()| service.app().random());
        Self { service, device: None, act: 0, waits: 0, possession, pin, biometric }
    }

    /// The same phone once more: a copy of everything it holds.
    pub(crate) fn copy(&self) -> Self {
        let Self { device, act, waits, possession, pin, biometric, .. } = *self;
        Self { service: self.service.clone(), device, act, waits, possession, pin, biometric }
    }

    pub(crate) fn id(&self) -> DeviceId {
        self.device.unwrap()
    }

    pub(crate) async fn nonce(&self) -> String {
        let request = Request::get(call::NONCE_PATH).body(Body::empty()).unwrap();
        let response = self.service.router().oneshot(request).await.unwrap();
        response.headers()[NONCE_HEADER].to_str().unwrap().to_owned()
    }

    /// Posts `body` and reads the answer, which has to be signed by the service and bound to the call.
    pub(crate) async fn post(&self, path: &str, body: String) -> CallResult<serde_json::Value> {
        let read = body.len() <= jws::MAX_BYTES;
        let call = if read { call_hash(body.as_bytes()) } else { String::new() };
        let request = Request::post(path).header("content-type", MEDIA_TYPE).body(Body::from(body)).unwrap();
        let response = self.service.router().oneshot(request).await.unwrap();
        assert!(response.headers().contains_key(NONCE_HEADER));
        let key = self.service.app().parts.signer.public_key();
        let answer: Answer<serde_json::Value> =
            Jws::parse(&text(response).await).unwrap().verify(&key, &RingVerifier).unwrap();
        assert_eq!(answer.call, call);
        answer.result
    }

    pub(crate) fn header(&self, endpoint: Endpoint, nonce: &str) -> Header {
        let mut header = Header::of::<Call<Wait>>();
        header.nonce = Some(nonce.to_owned());
        header.url = Some(endpoint.url(&self.service.app().settings.origin));
        match self.device {
            Some(device) => header.kid(device),
            None => header.jwk(signer(self.possession).public_key()),
        }
    }

    pub(crate) fn write<M: Message>(&self, header: &Header, message: &M) -> String {
        let key = signer(self.possession);
        jws::sign(header, message, |bytes| key.sign(bytes)).unwrap()
    }

    pub(crate) fn numbered<B: call::Body>(&mut self, body: B) -> Call<B> {
        let number = match B::ENDPOINT.lane() {
            Lane::Act => &mut self.act,
            Lane::Wait => &mut self.waits,
        };
        *number += 1;
        let mark = Mark::from_bytes(self.service.app().random());
        Call { v: VERSION, body, mark, seq: *number }
    }

    /// Sends a call as it is; a retry sends the same one again.
    pub(crate) async fn send<B: call::Body>(&self, call: &Call<B>) -> Result<B::Ok, Refusal> {
        let nonce = self.nonce().await;
        let body = self.write(&self.header(B::ENDPOINT, &nonce), call);
        match self.post(B::ENDPOINT.path(), body).await {
            CallResult::Ok(value) => Ok(serde_json::from_value(value).unwrap()),
            CallResult::Refused(refusal) => Err(refusal),
        }
    }

    pub(crate) async fn call<B: call::Body>(&mut self, body: B) -> Result<B::Ok, Refusal> {
        let call = self.numbered(body);
        self.send(&call).await
    }

    pub(crate) async fn claim(&mut self, token: &PairingToken) -> Result<Claimed, Refusal> {
        let [name, platform] = ["Mira's phone", "Android 16"].map(|text| ShownText::parse(text).unwrap());
        let body = Claim { name, platform, token: token.clone() };
        let mark = Mark::from_bytes([7; 8]);
        self.device = None;
        let claimed = self.send(&Call { v: VERSION, body, mark, seq: 0 }).await?;
        self.device = Some(claimed.device);
        Ok(claimed)
    }

    pub(crate) fn enrolment(&self, factor: Factor) -> String {
        let (key, service) =
            (signer(self.factor(factor)), self.service.app().parts.signer.public_key().thumbprint());
        let agreement = Some(public_half(&self.possession).unwrap());
        let enrolment = Enrolment { v: VERSION, agreement, device: self.id(), factor, service };
        let header = Header::of::<Enrolment>().jwk(key.public_key());
        jws::sign(&header, &enrolment, |bytes| key.sign(bytes)).unwrap()
    }

    pub(crate) async fn enrol(&mut self) -> Result<Enrolled, Refusal> {
        let (pin, biometric) = (self.enrolment(Factor::Pin), Some(self.enrolment(Factor::Biometric)));
        self.call(Enrol { pin, biometric }).await
    }

    fn factor(&self, factor: Factor) -> [u8; 32] {
        match factor {
            Factor::Pin => self.pin,
            Factor::Biometric => self.biometric,
        }
    }

    pub(crate) async fn wait(&mut self, have: &str, seconds: u8) -> Result<Waiting, Refusal> {
        self.call(Wait { have: have.to_owned(), seconds }).await
    }

    /// The one request that waits.
    pub(crate) async fn request(&mut self) -> String {
        let waiting = self.wait("", 0).await.unwrap();
        assert_eq!(waiting.requests.len(), 1);
        waiting.requests[0].clone()
    }

    pub(crate) fn decision(
        &self,
        request: &str,
        answer: DecisionAnswer,
        digits: Option<SixDigits>,
    ) -> Decision {
        let key = self.service.app().parts.signer.public_key();
        let asked: Asked = Jws::parse(request).unwrap().verify(&key, &RingVerifier).unwrap();
        let view = View { language: Language::Finnish, utc_offset: 120 };
        Decision {
            v: VERSION,
            answer,
            at: asked.issued + 2 * 60 * 60,
            device: self.id(),
            digits,
            request: asked.id,
            request_hash: request_hash(request),
            statement: Statement::render(&asked, view).text(),
            view,
        }
    }

    pub(crate) fn by_factor<M: Message>(&self, factor: Factor, message: &M) -> String {
        let key = signer(self.factor(factor));
        jws::sign(&Header::of::<M>().kid(factor.kid()), message, |bytes| key.sign(bytes)).unwrap()
    }

    pub(crate) fn confirmation(&self, request: &str, digits: Option<SixDigits>) -> Decide {
        let decision = self.decision(request, DecisionAnswer::Confirm, digits);
        Decide::Confirm(self.by_factor(Factor::Pin, &decision))
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
        self.call(Decide::Decline(Box::new(decision))).await
    }

    /// Checks the PIN without deciding anything.
    pub(crate) async fn check(&mut self) -> Result<(), Refusal> {
        let (v, device, seq) = (VERSION, self.id(), self.act + 1);
        let proof = self.by_factor(Factor::Pin, &FactorCheck { v, device, seq });
        self.call(FactorCheckCall { proof }).await.map(|_| ())
    }

    /// The same phone with another PIN typed in.
    pub(crate) fn mistype(&mut self) {
        self.pin[31] ^= 1;
    }
}
