//! Questions that many ask at the same time, answered by one statement: whose session it is, and which revision a building
//! has. Every request asks both, and asking the database costs far more than what it has to do for an answer.
//!
//! Who asks is answered by a statement that begins after that, never by one that is under way: what was committed before
//! somebody asked is in the answer, as if each had asked alone.

use super::accounts::{self, Account};
use super::{PATIENCE, places, values};
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

    /// Asks the database some of them.
    fn ask(
        connection: &mut AnyConnection,
        questions: &[Self],
    ) -> impl Future<Output = Result<HashMap<Self, Self::Answer>, Problem>> + Send;
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
        let different: Vec<Q> = questions.keys().cloned().collect();
        let answers = answer(&pool, &mut connection, &different).await;
        if answers.is_err() {
            connection = None;
        }
        for (question, senders) in questions {
            let reply = answers.as_ref().map(|answers| answers.get(&question));
            for sender in senders {
                // Whoever asked may have gone.
                let _ = sender.send(reply.map(Option::<&_>::cloned).map_err(Problem::clone));
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
) -> Result<HashMap<Q, Q::Answer>, Problem> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(pool.acquire().await?),
    };
    Q::ask(connection, questions).await
}

/// Some questions and the last one again, up to a power of two: so that there are a few statements, which stay prepared.
fn filled_up<Q>(questions: &[Q]) -> impl Iterator<Item = &Q> {
    let count = questions.len().next_power_of_two();
    questions.iter().chain(questions.last().into_iter().cycle()).take(count)
}

/// Which revision a building has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Revision(pub(super) String);

impl Question for Revision {
    type Answer = i64;

    fn texts(&self) -> impl Iterator<Item = &str> {
        [self.0.as_str()].into_iter()
    }

    async fn ask(connection: &mut AnyConnection, questions: &[Self]) -> Result<HashMap<Self, i64>, Problem> {
        let names: Vec<&str> = questions.iter().map(|Self(building)| building.as_str()).collect();
        let found = revisions(connection, &names).await?.into_iter();
        Ok(found.map(|(building, revision)| (Self(building), revision)).collect())
    }
}

/// The revisions of some buildings, of those that are there.
pub(super) async fn revisions(
    connection: &mut AnyConnection,
    names: &[&str],
) -> Result<Vec<(String, i64)>, Problem> {
    let names: Vec<&str> = filled_up(names).copied().collect();
    let sql =
        format!("SELECT building, revision FROM buildings WHERE building IN ({})", places(1, names.len()));
    let query = names.iter().fold(sqlx::query(sqlx::AssertSqlSafe(sql)), |query, name| query.bind(*name));
    let rows = query.fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get("building")?, row.try_get("revision")?))).collect()
}

/// Who is signed in, by the building of the account and the digest of the secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Session(pub(super) String, pub(super) String);

/// An account and until when it is signed in.
#[derive(Clone, Debug)]
pub(super) struct SignedIn {
    pub(super) account: Account,
    pub(super) until: Instant,
}

impl Question for Session {
    type Answer = SignedIn;

    fn texts(&self) -> impl Iterator<Item = &str> {
        [self.0.as_str(), self.1.as_str()].into_iter()
    }

    async fn ask(
        connection: &mut AnyConnection,
        questions: &[Self],
    ) -> Result<HashMap<Self, SignedIn>, Problem> {
        let asked: Vec<&Self> = filled_up(questions).collect();
        let sql = format!(
            "SELECT s.building, s.secret, s.expires_at, a.id, a.email, a.role, a.resident, a.password, a.closed_at \
             FROM ({}) AS asked \
             JOIN sessions s ON s.building = asked.column1 AND s.secret = asked.column2 \
             JOIN accounts a ON a.building = s.building AND a.id = s.account WHERE a.closed_at IS NULL",
            values(1, asked.len(), 2)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql));
        let query =
            asked.iter().fold(query, |query, Self(building, secret)| query.bind(building).bind(secret));
        let mut found = HashMap::new();
        for row in query.fetch_all(connection).await? {
            let until = Instant::from_millis(row.try_get("expires_at")?);
            let question = Self(row.try_get("building")?, row.try_get("secret")?);
            found.insert(question, SignedIn { account: accounts::account(&row)?, until });
        }
        Ok(found)
    }
}
