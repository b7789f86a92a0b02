//! Where deliveries go, as the configuration says it.

use axum::http::Uri;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::message::Mailbox;
use std::fmt;
use std::time::Duration;

/// A text that is not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden<T>(pub(super) T);

impl<T> fmt::Debug for Hidden<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hidden")
    }
}

/// Where deliveries go; nowhere on channels that are left out.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The mail server.
    pub mail: Option<Mail>,
    /// Where text messages are posted.
    pub sms: Option<Uri>,
    /// Where changes of door access are posted.
    pub access: Option<Uri>,
    /// With what webhooks are signed.
    pub secret: Option<Hidden<Vec<u8>>>,
    /// How long a receiver has.
    pub timeout: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { mail: None, sms: None, access: None, secret: None, timeout: Duration::from_secs(15) }
    }
}

/// A mail server, and who writes.
#[derive(Clone, Debug)]
pub struct Mail {
    pub(super) url: Hidden<String>,
    pub(super) from: Mailbox,
}

/// The options as they were given.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `smtp://…` or `smtps://…`
    pub smtp: Option<String>,
    /// The sender.
    pub mail_from: Option<String>,
    /// Where text messages are posted.
    pub sms_webhook: Option<String>,
    /// Where changes of door access are posted.
    pub access_webhook: Option<String>,
    /// `whsec_…`
    pub webhook_secret: Option<String>,
    /// Seconds.
    pub timeout: Option<u64>,
}

/// Why the settings cannot be used. The values are secret, so that none is quoted.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// No mail server's address.
    #[error(
        "--smtp must begin with smtps:// or smtp://, then user:password@ where the server wants them, then its host"
    )]
    Smtp,
    /// No sender.
    #[error("--smtp needs --mail-from with who writes, as in \"Maple Court <office@example.org>\"")]
    MailFrom,
    /// No webhook's address.
    #[error("--sms-webhook and --access-webhook must begin with https:// or http://")]
    Webhook,
    /// No secret.
    #[error(
        "webhooks need --webhook-secret: whsec_ and 24 to 64 bytes in Base64, as `openssl rand -base64 32` makes them"
    )]
    Secret,
    /// Too short or too long.
    #[error("--delivery-timeout must be 1 to 60 seconds")]
    Timeout,
}

impl Settings {
    /// Reads the options.
    ///
    /// # Errors
    /// [`SettingsError`] with what to change.
    pub fn new(given: Given) -> Result<Self, SettingsError> {
        let mail = given.smtp.map(|url| mail(url, given.mail_from.as_deref())).transpose()?;
        let (sms, access) = (address(given.sms_webhook)?, address(given.access_webhook)?);
        let secret = given.webhook_secret.as_deref().map(secret).transpose()?;
        if secret.is_none() && (sms.is_some() || access.is_some()) {
            return Err(SettingsError::Secret);
        }
        let timeout = match given.timeout {
            None => Self::default().timeout,
            Some(seconds) if (1..=60).contains(&seconds) => Duration::from_secs(seconds),
            Some(_) => return Err(SettingsError::Timeout),
        };
        Ok(Self { mail, sms, access, secret, timeout })
    }
}

fn mail(url: String, from: Option<&str>) -> Result<Mail, SettingsError> {
    if !["smtp://", "smtps://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err(SettingsError::Smtp);
    }
    let from = from.and_then(|from| from.parse().ok()).ok_or(SettingsError::MailFrom)?;
    Ok(Mail { url: Hidden(url), from })
}

fn address(given: Option<String>) -> Result<Option<Uri>, SettingsError> {
    let read = |text: String| text.parse::<Uri>().map_err(|_| SettingsError::Webhook);
    let uri = given.map(read).transpose()?;
    let is_web = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https"));
    if uri.as_ref().is_some_and(|uri| !is_web(uri)) {
        return Err(SettingsError::Webhook);
    }
    Ok(uri)
}

fn secret(given: &str) -> Result<Hidden<Vec<u8>>, SettingsError> {
    let bytes = given.strip_prefix("whsec_").and_then(|text| STANDARD.decode(text).ok());
    let bytes = bytes.filter(|bytes| (24..=64).contains(&bytes.len()));
    bytes.map(Hidden).ok_or(SettingsError::Secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_used_is_refused_without_showing_it() {
        let given = |change: fn(&mut Given)| {
            let mut given = Given::default();
            change(&mut given);
            Settings::new(given)
        };
        assert!(given(|_| {}).unwrap().mail.is_none());
        let smtp = given(|given| given.smtp = Some("example.org".into()));
        assert!(matches!(smtp, Err(SettingsError::Smtp)));
        let from = given(|given| given.smtp = Some("smtps://example.org".into()));
        assert!(matches!(from, Err(SettingsError::MailFrom)));
        let unsigned = given(|given| given.sms_webhook = Some("https://example.org/sms".into()));
        assert!(matches!(unsigned, Err(SettingsError::Secret)));
        let weak = given(|given| given.webhook_secret = Some("whsec_c2VjcmV0".into()));
        assert!(matches!(weak, Err(SettingsError::Secret)));
        let whole = given(|given| {
            given.smtp = Some(format!("smtps://{}", "user:hunter2@example.org"));
            given.mail_from = Some("Maple Court <office@example.org>".into());
            given.webhook_secret = Some("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into());
        });
        let shown = format!("{:?}", whole.unwrap());
        assert!(!shown.contains("hunter2") && !shown.contains("49"), "{shown}");
    }
}
