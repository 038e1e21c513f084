//! HTTP by `ureq`, with TLS by rustls.

use std::time::Duration;

use key_core::platform::{HttpRequest, HttpResponse, Transport, TransportError};
use key_protocol::call::{MEDIA_TYPE, NONCE_HEADER};
use ureq::http::Response;
use ureq::{Agent, Body};

/// The longest answer of a service, in bytes.
const MAX_BODY: u64 = key_protocol::jws::MAX_ANSWER_BYTES as u64;

const CONNECT: Duration = Duration::from_secs(5);

/// The network of a device on which the app does HTTP itself.
#[derive(Debug)]
pub struct HttpTransport {
    agent: Agent,
}

impl Default for HttpTransport {
    fn default() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECT))
            .user_agent("Key");
        Self { agent: config.build().new_agent() }
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let timeout = Some(Duration::from_secs(request.timeout_seconds.into()));
        let response = match &request.body {
            Some(body) => {
                let call = self.agent.post(&request.url).config().timeout_global(timeout).build();
                call.content_type(MEDIA_TYPE).send(body.as_str())
            }
            None => self.agent.get(&request.url).config().timeout_global(timeout).build().call(),
        };
        read(response.map_err(|_| TransportError)?)
    }
}

fn read(mut response: Response<Body>) -> Result<HttpResponse, TransportError> {
    let nonce = response.headers().get(NONCE_HEADER).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(MAX_BODY).read_to_vec().map_err(|_| TransportError)?;
    Ok(HttpResponse { body: String::from_utf8(body).unwrap_or_default(), nonce, status })
}

#[cfg(test)]
mod tests {
    use super::{HttpTransport, MAX_BODY};
    use key_core::platform::{HttpRequest, HttpResponse, Transport as _, TransportError};
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    /// Answers one request with `answer`; returns the request and the response.
    fn ask(answer: &'static str, body: Option<&str>) -> (String, Result<HttpResponse, TransportError>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/device/v1/x", listener.local_addr().unwrap());
        let service = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = Vec::new();
            let mut chunk = [0; 4096];
            while !asked.ends_with(b"BODY") && !asked.ends_with(b"\r\n\r\n") {
                let read = stream.read(&mut chunk).unwrap();
                asked.extend_from_slice(&chunk[..read]);
            }
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8(asked).unwrap().to_lowercase()
        });
        let request = HttpRequest { body: body.map(str::to_owned), timeout_seconds: 5, url };
        let response = HttpTransport::default().send(&request);
        (service.join().unwrap(), response)
    }

    #[test]
    fn a_refusal_is_a_response_with_its_nonce() {
        let answer =
            "HTTP/1.1 409 x\r\nreplay-nonce: abc\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi";
        let (asked, response) = ask(answer, Some("a.b.BODY"));
        assert!(asked.starts_with("post /device/v1/x"), "{asked}");
        assert!(asked.contains("content-type: application/jose\r\n"), "{asked}");
        let expected = HttpResponse { body: "hi".into(), nonce: Some("abc".into()), status: 409 };
        assert_eq!(response, Ok(expected));
    }

    #[test]
    fn a_redirect_is_not_followed() {
        let answer = "HTTP/1.1 302 x\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
        let (asked, response) = ask(answer, None);
        assert!(asked.starts_with("get "), "{asked}");
        assert_eq!(response.unwrap().status, 302);
    }

    #[test]
    fn an_endless_answer_is_none() {
        let length = MAX_BODY + 1;
        let head = format!("HTTP/1.1 200 x\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
        let long: &'static str =
            Box::leak((head + &"x".repeat(usize::try_from(length).unwrap())).into_boxed_str());
        assert_eq!(ask(long, None).1, Err(TransportError));
    }

    #[test]
    fn nobody_there_is_told() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        drop(listener);
        let request = HttpRequest { body: None, timeout_seconds: 5, url };
        assert_eq!(HttpTransport::default().send(&request), Err(TransportError));
    }
}
