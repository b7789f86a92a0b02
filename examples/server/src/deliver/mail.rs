//! Mail by SMTP.

use super::Failure;
use super::settings::Mail;
use crate::store::deliveries::Claimed;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::{Deserialize, Serialize};
use std::time::{Duration, SystemTime};

/// A letter, as it is kept until it was sent.
#[derive(Debug, Serialize, Deserialize)]
pub struct Letter {
    /// An address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// The way to a mail server.
#[derive(Debug)]
pub(super) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    pub(super) fn new(mail: &Mail, timeout: Duration) -> Result<Self, smtp::Error> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&mail.url.0)?;
        Ok(Self { transport: transport.timeout(Some(timeout)).build(), from: mail.from.clone() })
    }

    /// Sends a letter. Its id makes the `Message-ID`, so that a second copy is known as one.
    pub(super) async fn send(&self, claimed: &Claimed) -> Result<(), Failure> {
        let letter: Letter = serde_json::from_str(&claimed.body).map_err(|_| malformed())?;
        let message = self.message(claimed, letter).ok_or_else(malformed)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(failure(&error)),
        }
    }

    fn message(&self, claimed: &Claimed, letter: Letter) -> Option<Message> {
        let to: Address = letter.to.trim().parse().ok()?;
        let millis = u64::try_from(claimed.created_at.millis()).ok()?;
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .date(SystemTime::UNIX_EPOCH + Duration::from_millis(millis))
            .message_id(Some(format!("<{}@{}>", claimed.id, self.from.email.domain())))
            .raw_header(HeaderValue::new(automatic, "auto-generated".into()))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text)
            .ok()
    }
}

fn malformed() -> Failure {
    Failure::Lasting("malformed".into())
}

fn failure(error: &smtp::Error) -> Failure {
    match error.status() {
        Some(code) if error.is_permanent() => Failure::Lasting(format!("status {code}")),
        Some(code) => Failure::Passing(format!("status {code}")),
        None if error.is_timeout() => Failure::timeout(),
        None => Failure::unreachable(),
    }
}
