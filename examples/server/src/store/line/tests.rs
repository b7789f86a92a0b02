#![allow(clippy::unwrap_used, reason = "a test")]

use crate::problem::Problem;
use crate::store::{Change, Database};
use std::time::Duration;
use tokio::task::JoinSet;

async fn opened() -> (Database, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Database::open(None, folder.path(), 2).await.unwrap(), folder)
}

async fn write(change: &mut Change, name: &str) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO buildings (building, revision) VALUES ($1, 0)";
    sqlx::query(sql).bind(name).execute(change.connection()).await.map(|_| ())
}

async fn written(database: &Database) -> Vec<String> {
    let sql = "SELECT building FROM buildings ORDER BY building";
    sqlx::query_scalar(sql).fetch_all(database.pool()).await.unwrap()
}

/// What those who share a transaction do.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Kept,
    GivenUp,
    Refused,
}

fn end(number: usize) -> End {
    [End::Kept, End::GivenUp, End::Kept, End::Refused, End::Kept][number % 5]
}

async fn change(database: Database, number: usize) -> Result<(), Problem> {
    let mut change = database.change().await?;
    write(&mut change, &format!("b{number:03}")).await?;
    match end(number) {
        End::Kept => change.commit(None).await,
        End::GivenUp => Ok(()),
        End::Refused => {
            write(&mut change, "b000").await.unwrap_err();
            Ok(())
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_up_or_refused_takes_nothing_of_others_with_it() {
    let (database, _folder) = opened().await;
    let mut first = database.change().await.unwrap();
    write(&mut first, "b000").await.unwrap();
    let mut others: JoinSet<_> = (1..100).map(|number| change(database.clone(), number)).collect();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(written(&database).await, Vec::<String>::new());
    first.commit(None).await.unwrap();
    while let Some(done) = others.join_next().await {
        done.unwrap().unwrap();
    }
    let kept = (0..100).filter(|number| end(*number) == End::Kept);
    assert_eq!(written(&database).await, kept.map(|number| format!("b{number:03}")).collect::<Vec<_>>());
    database.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_those_who_have_gone() {
    let (database, _folder) = opened().await;
    for round in 0..20 {
        let mut first = database.change().await.unwrap();
        write(&mut first, &format!("first{round:02}")).await.unwrap();
        let mut others: JoinSet<_> =
            (0..10).map(|number| change(database.clone(), 5 * (round * 10 + number))).collect();
        tokio::time::sleep(Duration::from_micros(300 * round as u64)).await;
        let kept = tokio::spawn(first.commit(None));
        others.abort_all();
        let kept = tokio::time::timeout(Duration::from_secs(5), kept).await;
        kept.unwrap().unwrap().unwrap();
        while others.join_next().await.is_some() {}
    }
    let firsts = written(&database).await.into_iter().filter(|name| name.starts_with("first"));
    assert_eq!(firsts.count(), 20);
    // What was cut off in the middle is not in the way of what comes.
    change(database.clone(), 1_000).await.unwrap();
    assert!(written(&database).await.contains(&"b1000".to_owned()));
}

/// A transaction that SQLite has taken back by itself is as none: nobody is told that something was kept.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_to_be_kept_of_a_transaction_that_is_gone() {
    let (database, _folder) = opened().await;
    let mut first = database.change().await.unwrap();
    write(&mut first, "first").await.unwrap();
    let second = {
        let database = database.clone();
        tokio::spawn(async move {
            let mut change = database.change().await?;
            write(&mut change, "second").await?;
            sqlx::query("ROLLBACK").execute(change.connection()).await?;
            drop(change);
            Ok::<_, Problem>(())
        })
    };
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(first.commit(None).await.unwrap_err().code(), "unavailable");
    second.await.unwrap().unwrap();
    change(database.clone(), 0).await.unwrap();
    assert_eq!(written(&database).await, ["b000"]);
}
