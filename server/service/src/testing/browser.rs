//! A browser without scripts: it keeps cookies and fills in forms.

use std::collections::HashMap;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE, USER_AGENT,
};
use axum::http::{Request, Response, StatusCode};
use tower::ServiceExt as _;
use url::form_urlencoded;

use super::{ORIGIN as OURS, PASSWORD, World, text};
use crate::Service;

#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) service: Service,
    pub(crate) cookies: HashMap<String, String>,
    pub(crate) origin: Option<String>,
    /// The last page.
    pub(crate) html: String,
    pub(crate) status: StatusCode,
    /// The path of the last page.
    pub(crate) path: String,
}

impl Browser {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            service: world.service.clone(),
            cookies: HashMap::new(),
            origin: Some(OURS.to_owned()),
            html: String::new(),
            status: StatusCode::OK,
            path: String::new(),
        }
    }

    /// Opens a page, and follows redirects.
    pub(crate) async fn open(&mut self, path: &str) -> &str {
        let request = Request::get(path).body(Body::empty()).unwrap();
        self.go(path, request).await
    }

    /// Sends a form with the token of the last page, and follows redirects.
    pub(crate) async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> &str {
        let form = self.form(path, fields);
        self.go(path, form).await
    }

    pub(crate) fn form(&self, path: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let body = self.filled_in(fields);
        let mut request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(origin) = &self.origin {
            request = request.header(ORIGIN, origin);
        }
        request.body(Body::from(body)).unwrap()
    }

    fn filled_in(&self, fields: &[(&str, &str)]) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for hidden in ["token", "number", "device"] {
            if let Some(value) = self.hidden(hidden)
                && !fields.iter().any(|(name, _)| *name == hidden)
            {
                form.append_pair(hidden, &value);
            }
        }
        form.extend_pairs(fields).finish()
    }

    async fn go(&mut self, path: &str, request: Request<Body>) -> &str {
        let mut response = self.fetch(request).await;
        path.split('?').next().unwrap().clone_into(&mut self.path);
        for _ in 0..5 {
            let to = response.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned());
            let Some(to) = to else { break };
            self.path = to;
            let request = Request::get(&self.path).body(Body::empty()).unwrap();
            response = self.fetch(request).await;
        }
        self.status = response.status();
        self.html = text(response).await;
        &self.html
    }

    /// Sends one request with the cookies, without following redirects.
    pub(crate) async fn fetch(&mut self, mut request: Request<Body>) -> Response<Body> {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let headers = request.headers_mut();
        headers.insert(HOST, "127.0.0.1:8080".parse().unwrap());
        headers.insert(USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".parse().unwrap());
        headers.insert(ACCEPT_LANGUAGE, "en".parse().unwrap());
        if !cookies.is_empty() {
            headers.insert(COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.service.router().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }

    /// A hidden field of the page.
    pub(crate) fn hidden(&self, name: &str) -> Option<String> {
        let (_, rest) = self.html.split_once(&format!("name=\"{name}\" value=\""))?;
        Some(rest.split('"').next()?.to_owned())
    }

    /// Enters username and password.
    pub(crate) async fn password(&mut self, username: &str, password: &str) -> &str {
        self.open("/login").await;
        self.send("/login", &[("username", username), ("password", password)]).await
    }

    /// Begins a login and enters the password.
    pub(crate) async fn begin(&mut self, world: &World, username: &str) -> &str {
        world.user(username).await;
        self.password(username, PASSWORD).await
    }

    /// Sets up Key as far as the pairing page, and returns the link.
    pub(crate) async fn take_key(&mut self, world: &World, username: &str) -> String {
        self.begin(world, username).await;
        self.open("/login/set-up").await;
        let typed = world.one_time(username, self.number());
        self.send("/login/set-up", &[("password", &typed)]).await;
        assert_eq!(self.path, "/pair");
        self.link()
    }

    /// The pairing link of the page.
    pub(crate) fn link(&self) -> String {
        let (_, rest) = self.html.split_once("id=\"pairing-link\" href=\"").expect("a page with a link");
        rest.split('"').next().unwrap().replace("&#38;", "&")
    }

    /// The number of the one-time password that is asked for.
    pub(crate) fn number(&self) -> usize {
        self.hidden("number").unwrap().parse().unwrap()
    }

    /// The six digits of the page.
    pub(crate) fn digits(&self) -> key_protocol::digits::SixDigits {
        let (_, rest) = self.html.split_once("class=\"visually-hidden\">").unwrap();
        let digits: String = rest.chars().take_while(|c| *c != '<').filter(char::is_ascii_digit).collect();
        key_protocol::digits::SixDigits::parse(&digits).unwrap()
    }
}
