//! The image of a building for its consoles (SPEC 11): written when what it shows has changed, and kept until then.
//!
//! What an image was written from is kept in the database, its bytes are not: the same building and the same day give the
//! same bytes. So a change that no console may see (a note, a phone number) is found to give the image that is there.

use crate::App;
use crate::problem::Problem;
use crate::secrets;
use crate::store::Work;
use axum::body::Bytes;
use lru::LruCache;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::Row;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use vestibule::calendar::{add_days, format_date};
use vestibule::chrono::NaiveDate;
use vestibule::document::Document;
use vestibule::image::{ImageSpec, SigningKey, UnsignedImage, VerifyingKey, WriteError};
use vestibule::{Building, Instant};

/// For how many days after today an image is written.
const DAYS_AHEAD: i64 = 7;

/// The file of the signing key in the data folder.
pub(crate) const KEY_FILE: &str = "image.key";

/// A signed image.
#[derive(Debug)]
pub struct Image {
    /// Rises with every image of the building.
    pub sequence: i64,
    /// The signed bytes.
    pub bytes: Bytes,
    revision: i64,
    first_day: NaiveDate,
}

/// The newest images, and what they are signed with.
#[derive(Debug)]
pub struct Images {
    key: SigningKey,
    newest: Mutex<LruCache<String, Arc<Image>>>,
}

impl Images {
    /// With the key of the data folder, made when there is none.
    ///
    /// # Errors
    /// When the folder cannot be read or written, or the file is no key.
    pub fn open(folder: &Path, kept: NonZeroUsize) -> std::io::Result<Self> {
        let path = folder.join(KEY_FILE);
        if !path.exists() {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed).map_err(std::io::Error::other)?;
            write_secret(&path, &seed)?;
        }
        let seed: Option<[u8; 32]> = std::fs::read(&path)?.try_into().ok();
        let key = seed.and_then(SigningKey::from_seed).ok_or_else(|| {
            let detail = format!("{} is not a key of 32 bytes: restore it from a backup", path.display());
            std::io::Error::new(std::io::ErrorKind::InvalidData, detail)
        })?;
        Ok(Self { key, newest: Mutex::new(LruCache::new(kept)) })
    }

    /// What consoles check images with.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    fn kept(&self, building: &str) -> Option<Arc<Image>> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).get(building).cloned()
    }

    fn keep(&self, building: &str, image: &Arc<Image>) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest.put(building.to_owned(), Arc::clone(image));
    }
}

/// Writes a file that only its owner reads, whole or not at all.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let beside = path.with_extension("new");
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}

/// What an image was written from.
struct Written {
    sequence: i64,
    written_at: Instant,
    first_day: NaiveDate,
}

impl Written {
    fn spec(&self) -> ImageSpec {
        ImageSpec {
            sequence: u64::try_from(self.sequence).unwrap_or(0),
            written_at: self.written_at,
            first_day: self.first_day,
            last_day: add_days(self.first_day, DAYS_AHEAD),
        }
    }

    fn write(&self, building: &Building) -> Result<(UnsignedImage, String), Problem> {
        let image = tokio::task::block_in_place(|| building.console_image(&self.spec()));
        let image = image.map_err(unwritten)?;
        let digest = secrets::digest_of(Sha256::digest(image.to_sign()).as_slice());
        Ok((image, digest))
    }
}

/// The sequence of the first image that tells what a building is after a change under way. Such an image need not be
/// written yet.
///
/// # Errors
/// When the database does not answer.
pub async fn known_from(work: &mut Work<'_>) -> Result<i64, Problem> {
    let sql = "SELECT sequence, revision FROM images WHERE building = $1";
    let building = work.building_id().to_owned();
    let row = sqlx::query(sql).bind(building).fetch_optional(work.connection()).await?;
    let Some(row) = row else { return Ok(1) };
    let (sequence, revision): (i64, i64) = (row.try_get("sequence")?, row.try_get("revision")?);
    let tells_all = !work.has_changes() && revision == work.known().revision;
    Ok(if tells_all { sequence } else { sequence + 1 })
}

fn unwritten(error: WriteError) -> Problem {
    Problem::internal(&format!("an image cannot be written: {error}"))
}

/// The document that consoles of a building may know, for those that open no image: with the sequence and the last day of
/// its image, which tells the same.
///
/// # Errors
/// Not found, or the database does not answer.
pub async fn document(app: &App, building: &str) -> Result<ConsoleDocument, Problem> {
    let image = current(app, building).await?;
    let known = app.buildings.get(building).await?;
    let written =
        Written { sequence: image.sequence, written_at: app.clock.now(), first_day: image.first_day };
    let spec = written.spec();
    let document = tokio::task::block_in_place(|| known.building.console_document(&spec));
    Ok(ConsoleDocument {
        sequence: image.sequence,
        last_day: format_date(spec.last_day),
        document: document.map_err(unwritten)?,
    })
}

/// What consoles may know of a building.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsoleDocument {
    /// That of the image.
    pub sequence: i64,
    /// Until when it tells what is booked.
    pub last_day: String,
    /// The document.
    pub document: Document,
}

/// The image of a building as it is today.
///
/// # Errors
/// Not found, or the database does not answer.
pub async fn current(app: &App, building: &str) -> Result<Arc<Image>, Problem> {
    let known = app.buildings.get(building).await?;
    let today = known.building.now(app.clock.now()).today();
    let is_current = |image: &Arc<Image>| image.revision == known.revision && image.first_day == today;
    if let Some(image) = app.images.kept(building).filter(is_current) {
        return Ok(image);
    }
    let mut work = Work::begin(&app.buildings, building, "images", app.clock.now()).await?;
    let today = work.building().now(work.now()).today();
    let revision = work.known().revision;
    // Many consoles ask at once, and one of them comes first.
    let is_current = |image: &Arc<Image>| image.revision == revision && image.first_day == today;
    if let Some(image) = app.images.kept(building).filter(is_current) {
        return Ok(image);
    }
    let sql = "SELECT sequence, written_at, first_day, digest FROM images WHERE building = $1";
    let row = sqlx::query(sql).bind(building).fetch_optional(work.connection()).await?;
    let mut sequence = 0;
    let mut image = None;
    if let Some(row) = row {
        sequence = row.try_get("sequence")?;
        let first_day: String = row.try_get("first_day")?;
        if first_day == format_date(today) {
            let written_at = Instant::from_millis(row.try_get("written_at")?);
            let written = Written { sequence, written_at, first_day: today };
            let (unsigned, digest) = written.write(work.building())?;
            let before: String = row.try_get("digest")?;
            image = (digest == before).then_some((written, unsigned, digest));
        }
    }
    let (written, unsigned, digest) = match image {
        Some(same) => same,
        None => {
            let written = Written { sequence: sequence + 1, written_at: work.now(), first_day: today };
            let (unsigned, digest) = written.write(work.building())?;
            (written, unsigned, digest)
        }
    };
    let sql = "INSERT INTO images (building, sequence, revision, written_at, first_day, digest) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (building) DO UPDATE SET sequence = excluded.sequence, \
               revision = excluded.revision, written_at = excluded.written_at, first_day = excluded.first_day, \
               digest = excluded.digest";
    sqlx::query(sql)
        .bind(building)
        .bind(written.sequence)
        .bind(revision)
        .bind(written.written_at.millis())
        .bind(format_date(today))
        .bind(digest)
        .execute(work.connection())
        .await?;
    work.commit(crate::store::Reply::empty(), None).await?;
    let bytes = Bytes::from(unsigned.sign(&app.images.key));
    let image = Arc::new(Image { sequence: written.sequence, bytes, revision, first_day: today });
    app.images.keep(building, &image);
    Ok(image)
}
