//! Sending what is queued to those outside: by SMTP, and through signed webhooks.
//!
//! Mail goes by the crate `lettre`, webhooks by `hyper-util` and `hyper-rustls`, which are in the tree already. Each
//! channel has a loop of its own, so that none waits for another's receiver. A receiver may get the same delivery twice,
//! when a server was killed between sending it and writing that down: it has the same id then.

mod mail;
pub mod settings;
pub mod text;
pub mod webhook;

use crate::App;
use crate::clock::Clock;
use crate::problem::Problem;
use crate::secrets;
use crate::store::deliveries::{self, Channel, Channels, Claimed, Outcome};
use crate::store::{Buildings, Reply, Work, access};
use futures_util::future::join_all;
pub use mail::Letter;
use mail::Mailer;
use settings::Settings;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use vestibule::Instant;
use webhook::Webhook;

/// How often is looked for what another server has queued, or what is to be tried again.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How often a delivery is tried. With the delays below that is for about a day.
const ATTEMPTS: i64 = 10;

/// The longest delay after the first attempt; it is four times as long after each further one, up to the longest.
const FIRST_DELAY: i64 = 10;
const LONGEST_DELAY: i64 = 6 * 60 * 60;

/// Who changes a building's queue when nobody does.
const ACTOR: &str = "calendar";

/// Why an attempt failed: a word or a status, never what was sent or answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It may do better later.
    Passing(String),
    /// It will not: the receiver does not take this.
    Lasting(String),
}

impl Failure {
    fn timeout() -> Self {
        Self::Passing("timeout".into())
    }

    fn unreachable() -> Self {
        Self::Passing("unreachable".into())
    }
}

/// The ways out that the server was told of.
#[derive(Debug)]
pub struct Deliveries {
    mail: Option<Mailer>,
    sms: Option<Webhook>,
    access: Option<Webhook>,
    ending: AtomicBool,
}

impl Deliveries {
    /// The ways out of these settings.
    ///
    /// # Errors
    /// When the system has no certificates to trust, or the address of the mail server is none.
    pub fn new(settings: &Settings) -> std::io::Result<Self> {
        let webhook = |address: &Option<_>| match (address, &settings.secret) {
            (Some(address), Some(secret)) => Webhook::new(address, secret, settings.timeout).map(Some),
            _ => Ok(None),
        };
        let mail = settings.mail.as_ref().map(|mail| Mailer::new(mail, settings.timeout)).transpose();
        Ok(Self {
            mail: mail.map_err(std::io::Error::other)?,
            sms: webhook(&settings.sms)?,
            access: webhook(&settings.access)?,
            ending: AtomicBool::new(false),
        })
    }

    /// The channels that there are.
    #[must_use]
    pub fn channels(&self) -> Channels {
        Channels { mail: self.mail.is_some(), sms: self.sms.is_some(), access: self.access.is_some() }
    }

    /// Begins nothing new any more.
    pub fn end(&self, buildings: &Buildings) {
        self.ending.store(true, Ordering::Relaxed);
        buildings.wake_deliveries();
    }

    /// Sends what is due, on every channel, until [`end`](Self::end); what has begun is finished.
    pub async fn run(self: Arc<Self>, app: App) {
        let channels = self.channels();
        let run = async |is_there: bool, channel: Channel| {
            if is_there {
                self.run_on(channel, &app.buildings, &app.clock).await;
            }
        };
        tokio::join!(
            run(channels.mail, Channel::Mail),
            run(channels.sms, Channel::Sms),
            run(channels.access, Channel::Access)
        );
    }

    async fn run_on(&self, channel: Channel, buildings: &Buildings, clock: &Clock) {
        let mut queued = buildings.queued();
        while !self.ending.load(Ordering::Relaxed) {
            if channel == Channel::Access {
                // What cannot be read now is in the log, and looked at in the next round.
                let _ = look_at_calendar(buildings, clock.now()).await;
            }
            let any = self.round(channel, buildings, clock).await;
            if !any.unwrap_or(false) {
                let _ = tokio::time::timeout(LOOK_EVERY, queued.changed()).await;
            }
        }
    }

    /// Tries what is due on a channel; answers whether there was anything.
    async fn round(&self, channel: Channel, buildings: &Buildings, clock: &Clock) -> Result<bool, Problem> {
        let pool = buildings.database().pool();
        let claimed = deliveries::claim(pool, channel, clock.now()).await?;
        let attempts = claimed.iter().map(async |claimed| {
            let attempt = self.attempt(channel, claimed, clock.now()).await;
            let outcome = outcome(claimed, attempt, clock.now())?;
            let state = outcome.state().as_str();
            tracing::info!(channel = channel.as_str(), attempt = claimed.attempt, state, "delivery");
            deliveries::end(pool, claimed, &outcome, clock.now()).await
        });
        join_all(attempts).await.into_iter().collect::<Result<(), Problem>>()?;
        Ok(!claimed.is_empty())
    }

    async fn attempt(&self, channel: Channel, claimed: &Claimed, now: Instant) -> Result<(), Failure> {
        if claimed.expires_at.is_some_and(|at| at <= now) {
            return Err(Failure::Lasting("expired".into()));
        }
        match channel {
            Channel::Mail => way(&self.mail)?.send(claimed).await,
            Channel::Sms => way(&self.sms)?.post(claimed, now).await,
            Channel::Access => way(&self.access)?.post(claimed, now).await,
        }
    }
}

/// The way out of a channel. Only channels with one are looked at, so that its absence is no fault of what is sent.
fn way<W>(way: &Option<W>) -> Result<&W, Failure> {
    way.as_ref().ok_or_else(Failure::unreachable)
}

/// What follows from an attempt.
fn outcome(claimed: &Claimed, attempt: Result<(), Failure>, now: Instant) -> Result<Outcome, Problem> {
    Ok(match attempt {
        Ok(()) => Outcome::Sent,
        Err(Failure::Lasting(reason)) => Outcome::Failed(reason),
        Err(Failure::Passing(reason)) if claimed.attempt >= ATTEMPTS => Outcome::Failed(reason),
        Err(Failure::Passing(reason)) => {
            Outcome::Again(now.plus_seconds(delay(claimed.attempt, secrets::entropy()?)), reason)
        }
    })
}

/// Seconds until the next attempt: at least half of the delay, so that a receiver has time, and at random, so that what
/// failed together does not come again together.
fn delay(attempt: i64, entropy: u64) -> i64 {
    let exponent = u32::try_from(attempt - 1).unwrap_or(0).min(15);
    let longest = FIRST_DELAY.saturating_mul(4_i64.pow(exponent)).min(LONGEST_DELAY);
    let half = longest / 2;
    longest - i64::try_from(entropy % 1_000_000).unwrap_or(0) * half / 1_000_000
}

/// Queues news of doors that open or close because somebody's day of moving in or out has come.
async fn look_at_calendar(buildings: &Buildings, now: Instant) -> Result<(), Problem> {
    for building in access::due(buildings.database().pool(), now).await? {
        let mut work = Work::begin(buildings, &building, ACTOR, now).await?;
        work.announce_access().await?;
        work.commit(Reply::empty(), None).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_up_to_the_longest_and_are_spread_over_their_second_half() {
        let spread = |attempt| (delay(attempt, 999_999), delay(attempt, 0));
        assert_eq!(spread(1), (6, 10));
        assert_eq!(spread(2), (21, 40));
        assert_eq!(spread(3), (81, 160));
        assert_eq!(spread(9), (10_801, 21_600));
        assert_eq!(spread(1000).1, LONGEST_DELAY);
        let longest: i64 = (1..ATTEMPTS).map(|attempt| delay(attempt, 0)).sum();
        assert!((18..36).contains(&(longest / 3600)), "{longest}");
    }
}
