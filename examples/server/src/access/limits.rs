//! How often somebody may try: by the crate `governor`, whose limiters need no memory for those who keep to them.

use crate::problem::Problem;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;

const PER_ACCOUNT: NonZeroU32 = const { NonZeroU32::new(5).expect("five is not zero") };
const PER_ADDRESS: NonZeroU32 = const { NonZeroU32::new(30).expect("thirty is not zero") };

/// The limits of attempts to sign in.
#[derive(Debug)]
pub struct Limits {
    accounts: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            accounts: RateLimiter::keyed(Quota::per_minute(PER_ACCOUNT)),
            addresses: RateLimiter::keyed(Quota::per_minute(PER_ADDRESS)),
            clock: DefaultClock::default(),
        }
    }
}

impl Limits {
    /// Counts an attempt to sign in to an account, or to use a link, from an address.
    ///
    /// # Errors
    /// Too many, with the seconds to wait.
    pub fn sign_in(&self, account: Option<String>, address: Option<IpAddr>) -> Result<(), Problem> {
        let now = self.clock.now();
        let wait = |until: governor::NotUntil<_>| Problem::too_many(until.wait_time_from(now).as_secs() + 1);
        if let Some(address) = address {
            self.addresses.check_key(&address).map_err(wait)?;
        }
        account.map_or(Ok(()), |account| self.accounts.check_key(&account).map_err(wait))
    }

    /// Forgets those who have not tried for a while.
    pub fn tidy(&self) {
        self.accounts.retain_recent();
        self.addresses.retain_recent();
    }
}
