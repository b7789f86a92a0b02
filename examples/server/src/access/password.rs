//! Passwords: argon2id, by the crate of the RustCrypto project, which is kept up and has no C code.

use crate::problem::Problem;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Hashing takes 19 MiB and all of a core: no more than this many at once.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// The hash that an unknown address is compared with, so that an answer does not tell by its time who has an account.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody has this password"));

const SHORTEST: usize = 10;
const LONGEST: usize = 256;

/// Hashes a new password.
///
/// # Errors
/// `malformed` at `password` when it is too short or too long.
pub async fn new(password: String) -> Result<String, Problem> {
    let length = password.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        let detail = "expected 10 to 256 characters";
        return Err(Problem::bad_request("malformed", "password", detail));
    }
    aside(move || hash(&password)).await?.ok_or_else(|| Problem::internal("a password cannot be hashed"))
}

/// Whether a password is the one of a hash. Without a hash it takes as long, and is not.
///
/// # Errors
/// When the server is shutting down.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, Problem> {
    aside(move || {
        let Some(compared) = hash.as_ref().or(NOBODY.as_ref()) else { return false };
        let Ok(parsed) = PasswordHash::new(compared) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
    })
    .await
}

fn hash(password: &str) -> Option<String> {
    let hash = Argon2::default().hash_password(password.as_bytes()).ok()?;
    Some(hash.to_string())
}

/// Runs something slow beside the requests.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let _one = AT_ONCE.acquire().await.map_err(|_| Problem::unavailable())?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Problem::internal("hashing a password failed"))
}
