//! Ids and secrets that nobody can foresee, and what is kept of a secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

/// A new id. Ids sort by when they were made.
#[must_use]
pub fn ordered_id() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

/// A new secret of 256 bits, for a cookie, a link or a console.
///
/// # Errors
/// When the system has no randomness.
pub fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// 64 bits that nobody can foresee, for directory codes and entry codes.
///
/// # Errors
/// When the system has no randomness.
pub fn entropy() -> Result<u64, getrandom::Error> {
    getrandom::u64()
}

/// What is kept of a secret: as it has 256 bits, a plain digest does.
#[must_use]
pub fn digest(secret: &str) -> String {
    digest_of(Sha256::digest(secret).as_slice())
}

/// A digest as text.
#[must_use]
pub fn digest_of(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The token against forged requests that belongs to a session: who can read it has the cookie or was given it.
#[must_use]
pub fn csrf_token(session_secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::new().chain_update("csrf ").chain_update(session_secret).finalize())
}

/// Compares without telling by its time how far two texts agree.
#[must_use]
pub fn equal(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

impl From<getrandom::Error> for crate::problem::Problem {
    fn from(_: getrandom::Error) -> Self {
        Self::internal("the system has no randomness")
    }
}
