//! The folder into which a property-management system drops its exports (SPEC 2.7): a folder for each building, by its id.
//!
//! A file that is whole is imported as an upload would be, all of it or nothing, and moved to `done/` or `failed/` with a
//! report beside it. It is moved after the change is kept: a server that is killed in between imports it again, which
//! changes nothing any more, and so does another server that watches the same folder.

use crate::App;
use crate::api::imports::{self, Columns};
use crate::json;
use crate::problem::Problem;
use crate::store::{Reply, Work, audit};
use serde_json::json;
use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use vestibule::people::csv::MAX_BYTES;

/// Who changes a building when a file does.
const ACTOR: &str = "imports";

/// A folder that is looked at now and then.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The folder.
    pub folder: PathBuf,
    /// How often.
    pub every: Duration,
}

/// A file and what it was like when it was last seen.
type Seen = HashMap<PathBuf, (u64, SystemTime)>;

/// Imports what is dropped for as long as it is polled.
pub(crate) async fn watch(app: App, watched: Watched) {
    let mut seen = Seen::new();
    let mut every = tokio::time::interval(watched.every);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        let look = tokio::task::block_in_place(|| whole_files(&watched.folder, &mut seen));
        match look {
            Ok(files) => {
                for (building, file) in files {
                    // It stays where it is when the database does not answer.
                    let _ = take(&app, &building, &file).await;
                }
            }
            Err(error) => tracing::error!(kind = %error.kind(), "the folder of imports cannot be read"),
        }
    }
}

/// The files that have not changed since they were last seen, with their buildings, oldest first. Whoever writes slowly is
/// waited for.
fn whole_files(folder: &Path, seen: &mut Seen) -> io::Result<Vec<(String, PathBuf)>> {
    let (mut whole, mut now) = (Vec::new(), Seen::new());
    for building in fs::read_dir(folder)? {
        let building = building?;
        // A link could lead anywhere.
        if !building.file_type()?.is_dir() {
            continue;
        }
        let Ok(name) = building.file_name().into_string() else { continue };
        for file in fs::read_dir(building.path())? {
            let file = file?;
            let (path, about) = (file.path(), file.metadata()?);
            if !about.is_file() || !is_csv(&path) {
                continue;
            }
            let like = state(&about)?;
            if seen.get(&path) == Some(&like) {
                whole.push((like.1, name.clone(), path.clone()));
            }
            now.insert(path, like);
        }
    }
    *seen = now;
    whole.sort_unstable();
    Ok(whole.into_iter().map(|(_, building, path)| (building, path)).collect())
}

fn is_csv(path: &Path) -> bool {
    let is_hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
    !is_hidden && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

fn state(about: &Metadata) -> io::Result<(u64, SystemTime)> {
    Ok((about.len(), about.modified()?))
}

/// Imports a file, and moves it with its report.
async fn take(app: &App, building: &str, file: &Path) -> Result<(), Problem> {
    let (outcome, report) = match import(app, building, file).await {
        Ok(Some(plan)) => ("done", plan),
        // Somebody else has taken it.
        Ok(None) => return Ok(()),
        Err(problem) if problem.is_passing() => return Err(problem),
        Err(problem) => ("failed", json::write(&problem)?),
    };
    tracing::info!(outcome, "import");
    let moved = tokio::task::block_in_place(|| put_away(file, outcome, &report));
    if let Err(error) = moved {
        tracing::error!(kind = %error.kind(), "a file of the folder of imports cannot be put away");
    }
    Ok(())
}

/// What importing a file has changed, in JSON; none when it is not there any more.
async fn import(app: &App, building: &str, file: &Path) -> Result<Option<String>, Problem> {
    let mut work = Work::begin(&app.buildings, building, ACTOR, app.clock.now()).await?;
    let Some(csv) = tokio::task::block_in_place(|| read(file))? else { return Ok(None) };
    let plan = imports::carry_out(&mut work, &csv, Columns::Yardi)?;
    let counts = json::write(&json!({ "changed": plan.changed, "rows": plan.rows }))?;
    let record = file.file_name().unwrap_or_default().to_string_lossy();
    let note = audit::Note {
        action: "imported",
        kind: "imports",
        record: &record,
        before: None,
        after: Some(&counts),
    };
    work.note(&note).await?;
    work.commit(Reply::empty(), None).await?;
    Ok(Some(plan.shown))
}

fn read(file: &Path) -> Result<Option<Vec<u8>>, Problem> {
    let unreadable = |error: io::Error| {
        tracing::error!(kind = %error.kind(), "a file of the folder of imports cannot be read");
        Problem::unavailable()
    };
    let largest = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    match fs::metadata(file) {
        Ok(about) if about.len() > largest => Err(Problem::too_large()),
        Ok(_) => fs::read(file).map(Some).map_err(unreadable),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(error)),
    }
}

/// Moves a file to a folder beside it, with a report, under a name that no file there has.
fn put_away(file: &Path, folder: &str, report: &str) -> io::Result<()> {
    let (Some(parent), Some(name)) = (file.parent(), file.file_stem()) else { return Ok(()) };
    let folder = parent.join(folder);
    fs::create_dir_all(&folder)?;
    let name = name.to_string_lossy();
    let place = |number: u32, end: &str| match number {
        0 => folder.join(format!("{name}.{end}")),
        number => folder.join(format!("{name}-{number}.{end}")),
    };
    let free =
        (0..).find(|number| !place(*number, "csv").exists() && !place(*number, "report.json").exists());
    let number = free.unwrap_or(0);
    fs::write(place(number, "report.json"), report)?;
    match fs::rename(file, place(number, "csv")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::remove_file(place(number, "report.json"))
        }
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_still_written_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let building = folder.path().join("maple");
        fs::create_dir_all(building.join("done")).unwrap();
        let path = building.join("slow.csv");
        let mut seen = Seen::new();
        let mut look = || whole_files(folder.path(), &mut seen).unwrap();
        fs::write(&path, "Unit").unwrap();
        assert!(look().is_empty());
        fs::write(&path, "Unit Code").unwrap();
        fs::write(building.join("done/old.csv"), "Unit Code").unwrap();
        assert!(look().is_empty());
        assert_eq!(look(), [("maple".to_owned(), path.clone())]);
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", &path).unwrap();
        assert!(look().is_empty() && look().is_empty());
    }
}
