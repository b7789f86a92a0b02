//! Signing images and checking signatures: Ed25519 (RFC 8032), by the crate `ed25519-compact`, which is small, needs no
//! operating system and no allocator, and is kept up.

use ed25519_compact::{KeyPair, Noise, PublicKey, Seed, Signature};

/// What images are signed with. It stays on the host.
#[derive(Clone)]
pub struct SigningKey(KeyPair);

/// What a console checks signatures with: 32 bytes, as RFC 8032 has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyingKey(pub [u8; 32]);

impl SigningKey {
    /// The key of a seed, 32 bytes that nobody can foresee. None for a seed of zeros, which is no secret.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Option<Self> {
        KeyPair::try_from_seed(Seed::new(seed)).ok().map(Self)
    }

    /// What consoles are given.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(*self.0.pk)
    }

    /// The signature over some bytes. The same bytes have the same one, so that images can be compared.
    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; Signature::BYTES] {
        *self.0.sk.sign(bytes, None::<Noise>)
    }
}

impl core::fmt::Debug for SigningKey {
    /// Shows which key it is, and nothing of the secret.
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        to.debug_tuple("SigningKey").field(&self.verifying_key()).finish()
    }
}

impl VerifyingKey {
    /// Whether a signature over some bytes was made with the signing key of this one.
    #[inline(never)]
    pub(super) fn verifies(&self, bytes: &[u8], signature: &[u8; Signature::BYTES]) -> bool {
        PublicKey::new(self.0).verify(bytes, &Signature::new(*signature)).is_ok()
    }
}
