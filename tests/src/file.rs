//! Vector files: one document, many cases.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// One file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VectorFile {
    /// The building document.
    pub document: Value,
    /// What is asked of it.
    pub cases: Vec<Case>,
}

/// One question and its answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows.
    pub name: String,
    /// The section of the SPEC that it shows.
    pub spec: String,
    /// RFC 3339 instant of the question.
    pub now: String,
    /// Changes to the document for this case.
    #[serde(default)]
    pub with: Map<String, Value>,
    /// The call.
    pub call: Map<String, Value>,
    /// The answer.
    pub expect: Value,
}

impl VectorFile {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read or is no vector file.
    pub fn read(path: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(path)?;
        serde_json::from_str(&text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// The document of a case: `building` and `settings` are merged key by key, everything else is replaced.
    pub fn document_of(&self, case: &Case) -> Value {
        let mut document = self.document.clone();
        let Some(fields) = document.as_object_mut() else { return document };
        for (key, change) in &case.with {
            match (key.as_str(), change) {
                ("building" | "settings", Value::Object(change)) => {
                    let merged = fields.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
                    match merged.as_object_mut() {
                        Some(merged) => merged.extend(change.clone()),
                        None => *merged = Value::Object(change.clone()),
                    }
                }
                _ => {
                    fields.insert(key.clone(), change.clone());
                }
            }
        }
        document
    }
}

/// The `.json` files among and below some paths, in order; `README.md` and the like are passed over.
///
/// # Errors
/// When a path does not exist or cannot be listed.
pub fn find(paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut entries =
                fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
            entries.retain(|entry| entry.is_dir() || entry.extension().is_some_and(|end| end == "json"));
            entries.sort();
            files.extend(find(&entries)?);
        } else if path.exists() {
            files.push(path.clone());
        } else {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("no such file or folder: {}", path.display()),
            ));
        }
    }
    Ok(files)
}
