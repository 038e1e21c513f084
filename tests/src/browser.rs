//! A user at the pages of the service, in a browser without scripts.

use std::collections::BTreeMap;

use ureq::http::Response;
use ureq::typestate::WithBody;
use ureq::{Agent, Body, Error, RequestBuilder};

use crate::page::{Form, Page};

/// A browser with its own cookies.
#[derive(Clone, Debug)]
pub struct Browser {
    agent: Agent,
    /// The cookies it holds, by name.
    pub cookies: BTreeMap<String, String>,
    origin: String,
    user_agent: &'static str,
}

impl Browser {
    /// A browser without cookies.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        let user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        Self { agent: config.into(), cookies: BTreeMap::new(), origin: origin.to_owned(), user_agent }
    }

    /// Opens a path and follows redirects.
    pub fn open(&mut self, path: &str) -> Page {
        self.try_open(path).unwrap()
    }

    /// Opens a path of a service that may be unavailable.
    ///
    /// # Errors
    /// If no complete answer arrives.
    pub fn try_open(&mut self, path: &str) -> Result<Page, Error> {
        let request = self.agent.get(format!("{}{path}", self.origin));
        let request = request.header("cookie", self.cookie_header()).header("user-agent", self.user_agent);
        let response = request.header("accept-language", "en").call()?;
        self.follow(path, response)
    }

    /// The origin of the service.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether the service shows the page after signing in.
    pub fn is_signed_in(&mut self) -> bool {
        self.open("/home").path == "/home"
    }

    /// Whether the waiting page leads to the page after signing in, as a browser would find out by events or refresh.
    pub fn moves_on(&mut self) -> bool {
        self.open("/login/confirm").path == "/home"
    }

    /// Fills in a form of `page` and sends it.
    pub fn submit(&mut self, page: &Page, action: &str, filled: &[(&str, &str)]) -> Page {
        let form = page.form(action);
        for (name, _) in filled {
            assert!(
                form.open.iter().any(|open| open == name),
                "{action} has no field {name}: {:?}",
                form.open
            );
        }
        self.post(&form, filled, Some(&self.origin.clone()))
    }

    /// Sends a form with `from` as its origin, or without an origin.
    pub fn post(&mut self, form: &Form, filled: &[(&str, &str)], from: Option<&str>) -> Page {
        self.try_post(form, filled, from).unwrap()
    }

    /// Sends a form to a service that may be unavailable.
    ///
    /// # Errors
    /// If no complete answer arrives.
    pub fn try_post(
        &mut self,
        form: &Form,
        filled: &[(&str, &str)],
        from: Option<&str>,
    ) -> Result<Page, Error> {
        let mut request = self.post_of(form);
        if let Some(from) = from {
            request = request.header("origin", from);
        }
        let fields = form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let fields: Vec<(&str, &str)> = fields.chain(filled.iter().copied()).collect();
        let response = request.header("accept-language", "en").send_form(fields)?;
        self.follow(&form.action, response)
    }

    /// The request that sends a form from this browser, without an origin.
    #[must_use]
    pub fn post_of(&self, form: &Form) -> RequestBuilder<WithBody> {
        let request = self.agent.post(format!("{}{}", self.origin, form.action));
        request.header("cookie", self.cookie_header()).header("user-agent", self.user_agent)
    }

    fn follow(&mut self, path: &str, mut response: Response<Body>) -> Result<Page, Error> {
        for cookie in response.headers().get_all("set-cookie") {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            let gone = value.is_empty() || rest.to_ascii_lowercase().contains("max-age=0");
            if gone {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned())
            };
        }
        let status = response.status().as_u16();
        if let (300..400, Some(location)) = (status, response.headers().get("location")) {
            let location = location.to_str().unwrap().to_owned();
            return self.try_open(location.strip_prefix(&self.origin).unwrap_or(&location));
        }
        let html = response.body_mut().read_to_string()?;
        Ok(Page { path: path.to_owned(), status, html })
    }

    fn cookie_header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }
}
