//! Questions that many ask at the same time, answered by one statement: whose session it is, and which revision a building
//! has. Every request asks one of them, and asking the database costs far more than what it has to do for an answer.
//!
//! Who asks is answered by a statement that begins after that, never by one that is under way: what was committed before
//! somebody asked is in the answer, as if each had asked alone.

use super::accounts;
use super::{PATIENCE, places};
use crate::access::role::Role;
use crate::problem::Problem;
use sqlx::{Any, AnyConnection, AnyPool, Row, pool::PoolConnection};
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;
use vestibule::Instant;

/// How many different questions one statement answers.
const AT_ONCE: usize = 64;

/// A kind of question.
pub(super) trait Question: Clone + Debug + Eq + Hash + Send + Sync + 'static {
    /// What is answered, where there is an answer.
    type Answer: Clone + Debug + Send + Sync + 'static;

    /// What it is about. PostgreSQL takes no text with U+0000, and with it nothing that is asked in the same statement.
    fn texts(&self) -> impl Iterator<Item = &str>;

    /// Asks the database some of them, and answers in their order.
    fn ask(
        connection: &mut AnyConnection,
        questions: &[Self],
    ) -> impl Future<Output = Result<Vec<Option<Self::Answer>>, Problem>> + Send;
}

type Reply<Q> = Result<Option<<Q as Question>::Answer>, Problem>;

/// Those who ask a kind of question.
#[derive(Debug)]
pub(super) struct Together<Q: Question> {
    pool: AnyPool,
    waiting: Arc<Mutex<Waiting<Q>>>,
}

#[derive(Debug)]
struct Waiting<Q: Question> {
    asked: Vec<(Q, oneshot::Sender<Reply<Q>>)>,
    // Whether somebody sees to it that they are answered.
    is_seen_to: bool,
}

impl<Q: Question> Together<Q> {
    pub(super) fn new(pool: AnyPool) -> Self {
        Self { pool, waiting: Arc::new(Mutex::new(Waiting { asked: Vec::new(), is_seen_to: false })) }
    }

    /// The answer as it is now; none when there is none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn ask(&self, question: Q) -> Reply<Q> {
        if question.texts().any(|text| text.contains('\0')) {
            return Ok(None);
        }
        let (sender, answer) = oneshot::channel();
        {
            let mut waiting = locked(&self.waiting);
            waiting.asked.push((question, sender));
            if !std::mem::replace(&mut waiting.is_seen_to, true) {
                tokio::spawn(see_to(self.pool.clone(), Arc::clone(&self.waiting)));
            }
        }
        let answer = tokio::time::timeout(PATIENCE, answer).await;
        answer.map_err(|_| Problem::unavailable())?.map_err(|_| Problem::unavailable())?
    }
}

fn locked<Q: Question>(waiting: &Mutex<Waiting<Q>>) -> MutexGuard<'_, Waiting<Q>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers everybody, and those who come meanwhile, until nobody waits.
async fn see_to<Q: Question>(pool: AnyPool, waiting: Arc<Mutex<Waiting<Q>>>) {
    let mut connection = None;
    let mut unfinished = Unfinished(Some(&waiting));
    loop {
        let asked = {
            let mut waiting = locked(&waiting);
            if waiting.asked.is_empty() {
                waiting.is_seen_to = false;
                unfinished.0 = None;
                return;
            }
            let count = waiting.asked.len().min(AT_ONCE);
            waiting.asked.drain(..count).collect::<Vec<_>>()
        };
        let mut questions: HashMap<Q, Vec<oneshot::Sender<Reply<Q>>>> = HashMap::new();
        for (question, sender) in asked {
            questions.entry(question).or_default().push(sender);
        }
        let (different, senders): (Vec<Q>, Vec<_>) = questions.into_iter().unzip();
        let answers = answer(&pool, &mut connection, &different).await;
        if answers.is_err() {
            connection = None;
        }
        let answers = match answers {
            Ok(answers) => answers.into_iter().map(Ok).collect(),
            Err(problem) => vec![Err(problem); senders.len()],
        };
        for (senders, reply) in senders.into_iter().zip(answers) {
            for sender in senders {
                // Whoever asked may have gone.
                let _ = sender.send(reply.clone());
            }
        }
    }
}

/// Whoever sees to others may be ended in the middle of it: those who wait are told, and the next who asks begins anew.
struct Unfinished<'w, Q: Question>(Option<&'w Mutex<Waiting<Q>>>);

impl<Q: Question> Drop for Unfinished<'_, Q> {
    fn drop(&mut self) {
        if let Some(waiting) = self.0 {
            let mut waiting = locked(waiting);
            waiting.is_seen_to = false;
            waiting.asked.clear();
        }
    }
}

async fn answer<Q: Question>(
    pool: &AnyPool,
    connection: &mut Option<PoolConnection<Any>>,
    questions: &[Q],
) -> Result<Vec<Option<Q::Answer>>, Problem> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(pool.acquire().await?),
    };
    Q::ask(connection, questions).await
}

/// For how many questions a statement is, so that there are a few statements, which stay prepared.
fn room_for(count: usize) -> usize {
    count.next_power_of_two()
}

/// Which revision a building has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Revision(pub(super) String);

impl Question for Revision {
    type Answer = i64;

    fn texts(&self) -> impl Iterator<Item = &str> {
        [self.0.as_str()].into_iter()
    }

    async fn ask(connection: &mut AnyConnection, questions: &[Self]) -> Result<Vec<Option<i64>>, Problem> {
        let names: Vec<&str> = questions.iter().map(|Self(building)| building.as_str()).collect();
        let found: HashMap<String, i64> = revisions(connection, &names).await?.into_iter().collect();
        Ok(names.into_iter().map(|name| found.get(name).copied()).collect())
    }
}

/// The revisions of some buildings, of those that are there.
pub(super) async fn revisions(
    connection: &mut AnyConnection,
    names: &[&str],
) -> Result<Vec<(String, i64)>, Problem> {
    let room = room_for(names.len());
    let query = sqlx::query(sqlx::AssertSqlSafe(of_revisions(room)));
    // No building is called nothing.
    let names = names.iter().copied().chain(std::iter::repeat("")).take(room);
    let rows = names.fold(query, |query, name| query.bind(name)).fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get("building")?, row.try_get("revision")?))).collect()
}

/// The statement for the revisions of so many buildings.
pub(super) fn of_revisions(count: usize) -> String {
    format!("SELECT building, revision FROM buildings WHERE building IN ({})", places(1, count))
}

/// Who is signed in, and which revision a building has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Session {
    /// The building of the account.
    pub(super) home: String,
    /// The digest of the secret.
    pub(super) secret: String,
    /// The building that is asked about; empty where none is.
    pub(super) building: String,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Id of the account.
    pub account: String,
    /// What they may do.
    pub role: Role,
    /// The resident whose account it is.
    pub resident: Option<String>,
    /// The revision that the building has that was asked about.
    pub revision: Option<i64>,
    pub(super) until: Instant,
}

impl Question for Session {
    type Answer = SignedIn;

    fn texts(&self) -> impl Iterator<Item = &str> {
        [self.home.as_str(), self.secret.as_str(), self.building.as_str()].into_iter()
    }

    async fn ask(
        connection: &mut AnyConnection,
        questions: &[Self],
    ) -> Result<Vec<Option<SignedIn>>, Problem> {
        let room = room_for(questions.len());
        let query = sqlx::query(sqlx::AssertSqlSafe(of_sessions(room)));
        let texts = questions.iter().flat_map(Self::texts);
        // There is no session without a secret.
        let texts = texts.chain(std::iter::repeat("")).take(room * 3);
        let rows = texts.fold(query, |query, text| query.bind(text)).fetch_all(connection).await?;
        let mut found = vec![None; questions.len()];
        for row in rows {
            let number: i64 = row.try_get("number")?;
            if let Some(place) = usize::try_from(number).ok().and_then(|number| found.get_mut(number)) {
                *place = Some(SignedIn {
                    account: row.try_get("id")?,
                    role: accounts::role(&row)?,
                    resident: row.try_get("resident")?,
                    revision: row.try_get("revision")?,
                    until: Instant::from_millis(row.try_get("expires_at")?),
                });
            }
        }
        Ok(found)
    }
}

/// The statement for so many sessions. Each answer has the number of its question, and nothing that was asked.
pub(super) fn of_sessions(count: usize) -> String {
    let asked: Vec<String> =
        (0..count).map(|number| format!("({number}, {})", places(1 + number * 3, 3))).collect();
    format!(
        "SELECT asked.column1 AS number, s.expires_at, a.id, a.role, a.resident, b.revision \
         FROM (VALUES {}) AS asked \
         JOIN sessions s ON s.building = asked.column2 AND s.secret = asked.column3 \
         JOIN accounts a ON a.building = s.building AND a.id = s.account \
         LEFT JOIN buildings b ON b.building = asked.column4 WHERE a.closed_at IS NULL",
        asked.join(", ")
    )
}
