//! Webhooks, signed as Standard Webhooks says it (<https://github.com/standard-webhooks/standard-webhooks>): the receiver
//! computes the same HMAC-SHA256 over id, time and body, and knows who sent it, when, and that it is as it was sent.

use super::Failure;
use super::settings::Hidden;
use crate::json;
use crate::problem::Problem;
use crate::store::deliveries::Claimed;
use axum::body::Body;
use axum::http::{Request, Uri, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Serialize;
use sha2::Sha256;
use std::time::Duration;
use vestibule::Instant;

/// An event as it is posted.
#[derive(Serialize)]
struct Event<'e, T> {
    #[serde(rename = "type")]
    kind: &'e str,
    timestamp: String,
    data: &'e T,
}

/// The body of an event: what it is, when it happened, and its data.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn event(kind: &str, at: Instant, data: &impl Serialize) -> Result<String, Problem> {
    json::write(&Event { kind, timestamp: at.to_rfc3339_exact(), data })
}

/// A receiver. Redirects are not followed: what is sent is for whom it was meant.
#[derive(Debug)]
pub(super) struct Webhook {
    client: Client<HttpsConnector<HttpConnector>, Body>,
    address: Uri,
    secret: Hidden<Vec<u8>>,
    timeout: Duration,
}

impl Webhook {
    pub(super) fn new(address: &Uri, secret: &Hidden<Vec<u8>>, timeout: Duration) -> std::io::Result<Self> {
        let connector =
            HttpsConnectorBuilder::new().with_native_roots()?.https_or_http().enable_http1().build();
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { client, address: address.clone(), secret: secret.clone(), timeout })
    }

    /// Posts an event. Only a status of 2xx says that it was taken.
    pub(super) async fn post(&self, claimed: &Claimed, now: Instant) -> Result<(), Failure> {
        let seconds = now.millis().div_euclid(1000);
        let signature = sign(&self.secret.0, &claimed.id, seconds, &claimed.body);
        let request = Request::post(&self.address)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, concat!("vestibule-server/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", &claimed.id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signature.ok_or_else(Failure::unreachable)?)
            .body(Body::from(claimed.body.clone()))
            .map_err(|_| Failure::unreachable())?;
        let answer = tokio::time::timeout(self.timeout, self.client.request(request));
        let status = match answer.await {
            Ok(Ok(response)) => response.status(),
            Ok(Err(_)) => return Err(Failure::unreachable()),
            Err(_) => return Err(Failure::timeout()),
        };
        if status.is_success() {
            Ok(())
        } else {
            Err(Failure::Passing(format!("status {}", status.as_u16())))
        }
    }
}

/// The signature of an event; none only for a secret that cannot be a key, and every secret can.
fn sign(secret: &[u8], id: &str, seconds: i64, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_signs_as_the_scheme_says() {
        // The example of the specification.
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature =
            sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
