//! Someone who uses the API.

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn etag(&self) -> &str {
        self.header("etag")
    }

    /// The same, when the status is as expected.
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    /// The code of a problem, when the status is as expected.
    pub(crate) fn problem(self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.header("content-type"), "application/problem+json");
        self.body["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn id(&self) -> String {
        self.body["id"].as_str().unwrap().to_owned()
    }
}

/// Someone with a cookie, a console's key, or nothing.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) cookie: Option<String>,
    pub(crate) csrf: String,
    pub(crate) bearer: Option<String>,
}

impl Client {
    pub(crate) fn new(server: &str) -> Self {
        let base = format!("{server}/api/v1");
        Self { http: reqwest::Client::new(), base, cookie: None, csrf: String::new(), bearer: None }
    }

    /// The same without what they are known by.
    pub(crate) fn stranger(&self) -> Self {
        Self { cookie: None, csrf: String::new(), bearer: None, ..self.clone() }
    }

    /// Signs in.
    pub(crate) async fn sign_in(&self, building: Option<&str>, email: &str, password: &str) -> Self {
        let mut body = json!({ "email": email, "password": password });
        if let Some(building) = building {
            body["building"] = building.into();
        }
        let answer = self.stranger().post("/session", &body).await.is(200);
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        let csrf = answer.body["csrfToken"].as_str().unwrap().to_owned();
        Self { cookie: Some(cookie), csrf, ..self.stranger() }
    }

    /// Chooses a password by a one-time link, and signs in.
    pub(crate) async fn welcomed(&self, link: &str, password: &str) -> Self {
        let (building, secret) = link.rsplit_once('#').unwrap().1.rsplit_once('.').unwrap();
        let building = Some(building).filter(|building| *building != "*");
        let mut body = json!({ "secret": secret, "password": password });
        if let Some(building) = building {
            body["building"] = building.into();
        }
        let account = self.stranger().post("/password", &body).await.is(200);
        self.sign_in(building, account.body["email"].as_str().unwrap(), password).await
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie).header("x-csrf-token", &self.csrf);
        }
        if let Some(key) = &self.bearer {
            request = request.bearer_auth(key);
        }
        request
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        self.try_send(request).await.unwrap()
    }

    pub(crate) async fn try_send(&self, request: RequestBuilder) -> reqwest::Result<Answer> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        // A stream of events has no end.
        let is_stream = headers.get("content-type").is_some_and(|media| media == "text/event-stream");
        let bytes = if is_stream { Vec::new() } else { response.bytes().await?.to_vec() };
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok(Answer { status, headers, bytes, body })
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// Posts with a new idempotency key.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_as(&new_key(), path, body).await
    }

    pub(crate) async fn post_as(&self, key: &str, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, etag: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).header("if-match", etag).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str, etag: &str) -> Answer {
        self.send(self.request(Method::DELETE, path).header("if-match", etag)).await
    }
}

/// A key that was not used before.
pub(crate) fn new_key() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("key-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}
