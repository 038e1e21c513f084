//! A simulated phone, which can also send what no honest phone would.

mod factors;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult, Claimed, Refusal, Resumed, Waiting, call_hash};
use key_protocol::call::{
    self, Call, CallId, Claim, Endpoint, Lane, LeftCall, MEDIA_TYPE, NONCE_HEADER, Requests, Resume,
    RunSecret, Wait,
};
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::{self, Share, commitment};
use key_protocol::crypto::Signer as _;
use key_protocol::digits::SixDigits;
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::jws::{self, Header, Jws, Message};
use key_protocol::key::PublicKey;
use key_protocol::link::PairingToken;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use tower::ServiceExt as _;

use super::text;
use crate::Service;
use crate::keys::public_half;
use crate::signing::{RingSigner, RingVerifier};

/// A phone; its clone is a copy with everything that it has stored.
#[derive(Clone)]
pub(crate) struct Phone {
    pub(crate) service: Service,
    /// The address that it connects from.
    pub(crate) address: IpAddr,
    /// The origin that it sends its calls to.
    pub(crate) origin: Origin,
    /// The service's keys whose answers it accepts, newest last.
    pub(crate) pinned: Vec<PublicKey>,
    pub(crate) device: Option<DeviceId>,
    pub(crate) act: u64,
    /// The run that its waits belong to; 0 before the first.
    pub(crate) run: u64,
    pub(crate) run_secret: RunSecret,
    pub(crate) waits: u64,
    /// The phone's share of the comparison code, and the service's.
    pub(crate) shares: [Share; 2],
    pub(crate) possession: [u8; 32],
    pub(crate) pin: [u8; 32],
    pub(crate) biometric: [u8; 32],
    /// Everything that it has sent.
    pub(crate) sent: Arc<Mutex<Vec<String>>>,
}

pub(crate) fn signer(scalar: [u8; 32]) -> RingSigner {
    RingSigner::new(&scalar, public_half(&scalar).unwrap()).unwrap()
}

/// A call whose answer the phone never received, as the next resume names it.
pub(crate) fn left<B: call::Body>(call: &Call<B>) -> LeftCall {
    LeftCall { id_hash: call.id.hash(), seq: call.seq }
}

impl Phone {
    pub(crate) fn new(service: Service) -> Self {
        let app = service.app();
        let [possession, pin, biometric] = [(); 3].map(|()| app.random());
        let shares = [app.random(), [0; 16]].map(Share::from_bytes);
        let (origin, pinned) = (app.settings.origin.clone(), vec![app.parts.signer.public_key()]);
        let address = Ipv4Addr::LOCALHOST.into();
        let (device, act, run, waits, sent) = (None, 0, 0, 0, Arc::default());
        let run_secret = RunSecret::from_bytes([0; 16]);
        Self {
            service,
            address,
            origin,
            pinned,
            device,
            act,
            run,
            run_secret,
            waits,
            shares,
            possession,
            pin,
            biometric,
            sent,
        }
    }

    pub(crate) fn id(&self) -> DeviceId {
        self.device.unwrap()
    }

    pub(crate) async fn nonce(&self) -> String {
        let request = Request::get(call::NONCE_PATH).body(Body::empty()).unwrap();
        let response = self.service.router().oneshot(request).await.unwrap();
        response.headers()[NONCE_HEADER].to_str().unwrap().to_owned()
    }

    /// Posts `body` and reads the answer, which must be signed by a pinned key, and bound to the call.
    pub(crate) async fn post(&self, endpoint: Endpoint, body: String) -> CallResult<serde_json::Value> {
        self.sent.lock().unwrap().push(body.clone());
        let read = body.len() <= jws::MAX_BYTES;
        let call = if read { call_hash(body.as_bytes()) } else { String::new() };
        let request = Request::post(endpoint.path()).header("content-type", MEDIA_TYPE);
        let request = request.extension(ConnectInfo(SocketAddr::new(self.address, 9)));
        let response = self.service.router().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        assert!(response.headers().contains_key(NONCE_HEADER));
        let jws = Jws::parse_answer(&text(response).await).unwrap();
        let answer = self.pinned.iter().find_map(|key| jws.verify(key, &RingVerifier).ok());
        let answer: Answer<serde_json::Value> = answer.expect("an answer by a key that is pinned");
        assert_eq!(answer.call, call);
        answer.result
    }

    pub(crate) fn header(&self, endpoint: Endpoint, nonce: &str) -> Header {
        let mut header = Header::of::<Call<Wait>>();
        header.nonce = Some(nonce.to_owned());
        header.url = Some(endpoint.url(&self.origin));
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
        let id = self.call_id();
        let number = match B::ENDPOINT.lane() {
            Lane::Act => &mut self.act,
            Lane::Wait => &mut self.waits,
        };
        *number += 1;
        Call { v: VERSION, body, id, seq: *number }
    }

    pub(crate) fn call_id(&self) -> CallId {
        CallId::from_bytes(self.service.app().random())
    }

    /// Sends a call unchanged; sending the same one again is a retry.
    pub(crate) async fn send<B: call::Body>(&self, call: &Call<B>) -> Result<B::Ok, Refusal> {
        let nonce = self.nonce().await;
        self.send_with(&nonce, call).await
    }

    pub(crate) async fn send_with<B: call::Body>(
        &self,
        nonce: &str,
        call: &Call<B>,
    ) -> Result<B::Ok, Refusal> {
        let body = self.write(&self.header(B::ENDPOINT, nonce), call);
        match self.post(B::ENDPOINT, body).await {
            CallResult::Ok(value) => Ok(serde_json::from_value(value).unwrap()),
            CallResult::Refused(refusal) => Err(refusal),
        }
    }

    pub(crate) async fn call<B: call::Body>(&mut self, body: B) -> Result<B::Ok, Refusal> {
        let call = self.numbered(body);
        self.send(&call).await
    }

    pub(crate) fn claiming(&self, token: &PairingToken) -> Claim {
        let [name, platform] = ["Mira's phone", "Android 16"].map(|text| ShownText::parse(text).unwrap());
        let (commitment, knows, token) = (commitment(&self.shares[0]), Capabilities::ours(), token.clone());
        Claim { attestation: None, commitment, knows, name, platform, token }
    }

    pub(crate) async fn claim(&mut self, token: &PairingToken) -> Result<Claimed, Refusal> {
        self.device = None;
        let call = Call { v: VERSION, body: self.claiming(token), id: self.call_id(), seq: 0 };
        let claimed = self.send(&call).await?;
        self.device = Some(claimed.device);
        self.shares[1] = claimed.share.clone();
        Ok(claimed)
    }

    /// The comparison code that the phone shows.
    pub(crate) fn code(&self, token: &PairingToken) -> SixDigits {
        let [device_share, service_share] = &self.shares;
        let service = &self.pinned[0].thumbprint();
        let device = &public_half(&self.possession).unwrap().thumbprint();
        comparison::code(&comparison::Pairing { service, token, device, device_share, service_share })
    }

    /// Begins a run.
    pub(crate) async fn resume(&mut self) -> Result<Resumed, Refusal> {
        self.resume_after(None).await
    }

    pub(crate) fn resuming(&self, left: Option<LeftCall>) -> Resume {
        let pinned = self.pinned.last().unwrap().thumbprint();
        Resume { knows: Capabilities::ours(), left, pinned, run_hash: self.run_secret.hash() }
    }

    pub(crate) async fn resume_after(&mut self, left: Option<LeftCall>) -> Result<Resumed, Refusal> {
        self.run_secret = RunSecret::from_bytes(self.service.app().random());
        let body = self.resuming(left);
        let resumed = self.call(body).await?;
        (self.run, self.waits) = (self.act, 0);
        Ok(resumed)
    }

    pub(crate) fn waiting(&self, have: &str, seconds: u8) -> Wait {
        Wait {
            have: have.to_owned(),
            newest_act: self.act,
            run: self.run,
            run_secret: self.run_secret.clone(),
            seconds,
        }
    }

    /// Waits; it opens a run first if there is none.
    pub(crate) async fn wait(&mut self, have: &str, seconds: u8) -> Result<Waiting, Refusal> {
        if self.run == 0 {
            self.resume().await?;
        }
        let body = self.waiting(have, seconds);
        self.call(body).await
    }

    /// A call for the requests after a given one, in the open run.
    pub(crate) fn paging(&self, after: RequestId) -> Requests {
        Requests { after, newest_act: self.act, run: self.run, run_secret: self.run_secret.clone() }
    }

    /// The only pending request.
    pub(crate) async fn request(&mut self) -> String {
        let waiting = self.wait("", 0).await.unwrap();
        assert_eq!((waiting.requests.len(), waiting.pending), (1, 1));
        waiting.requests[0].clone()
    }

    /// Reads a message of the service.
    pub(crate) fn read<M: Message>(&self, text: &str) -> M {
        let jws = Jws::parse(text).unwrap();
        self.pinned.iter().find_map(|key| jws.verify(key, &RingVerifier).ok()).unwrap()
    }
}
