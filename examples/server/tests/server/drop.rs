//! The folder of property-management exports: what is whole is taken, once, and put away with a report.

use crate::setting::{Setting, with_building};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const HEAD: &str = "Unit Code,Tenant Code,First Name,Last Name,Email,Phone,Move In,Status";

fn folder(setting: &Setting) -> PathBuf {
    let folder = setting.server.app.config.imports.as_ref().unwrap().folder.join("maple");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Drops a file as its writers should: whole.
fn put(folder: &Path, name: &str, rows: &[&str]) {
    let part = folder.join(format!("{name}.part"));
    fs::write(&part, format!("{HEAD}\n{}\n", rows.join("\n"))).unwrap();
    fs::rename(part, folder.join(name)).unwrap();
}

/// A report, once it is there and its file beside it.
async fn report(folder: &Path, name: &str) -> Value {
    let (file, report) = (folder.join(format!("{name}.csv")), folder.join(format!("{name}.report.json")));
    while !file.exists() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    serde_json::from_slice(&fs::read(report).unwrap()).unwrap()
}

#[test]
fn a_dropped_export_is_imported_once_and_put_away() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let folder = folder(&setting);
        let rows = [
            "1208,t1,Ada,Young,ada@example.org,604 555 0111,01/02/2025,Current",
            "1210,t2,=1+2,Ng,ng@example.org,604 555 0112,01/02/2025,Current",
        ];
        put(&folder, "night.csv", &rows);
        let done = report(&folder.join("done"), "night").await;
        assert_eq!(done["changes"].as_array().unwrap().len(), 2);
        assert_eq!(done["changes"][0]["kind"], "added");
        assert!(!folder.join("night.csv").exists());
        let found = manager.get("/buildings/maple/residents?q=ada").await.is(200).body;
        assert_eq!(found["items"][0]["externalId"], "t1");
        let export =
            String::from_utf8(manager.get("/buildings/maple/residents.csv").await.is(200).bytes).unwrap();
        assert!(export.contains("'=1+2") && !export.contains(",=1+2"), "{export}");
        let trail = manager.get("/buildings/maple/audit").await.is(200).body;
        let note =
            trail["items"].as_array().unwrap().iter().find(|entry| entry["kind"] == "imports").unwrap();
        assert_eq!(
            (&note["record"], &note["after"]),
            (&json!("night.csv"), &json!({ "changed": 2, "rows": 2 }))
        );
        assert_eq!(note["actor"], "imports");

        // The same again, under the same name: nothing changes, and nothing is written over.
        put(&folder, "night.csv", &rows);
        let again = report(&folder.join("done"), "night-1").await;
        assert!(again["changes"].as_array().unwrap().iter().all(|change| change["kind"] == "unchanged"));
    });
}

#[test]
fn what_cannot_be_imported_is_put_away_with_every_reason() {
    with_building(async |setting| {
        let folder = folder(&setting);
        let rows = [
            "1208,t1,Ada,Young,ada@example.org,604 555 0111,01/02/2025,Current",
            "9999,t2,Bo,Ng,bo@example.org,604 555 0112,01/02/2025,Current",
            "1210,t3,Cy,Ng,no address,604 555 0113,01/02/2025,Current",
        ];
        put(&folder, "bad.csv", &rows);
        fs::write(folder.join("notes.txt"), "not an export").unwrap();
        fs::write(folder.join(".hidden.csv"), "half of one").unwrap();
        let failed = report(&folder.join("failed"), "bad").await;
        assert_eq!(failed["code"], "badRows");
        let lines: Vec<u64> =
            failed["badRows"].as_array().unwrap().iter().map(|row| row["line"].as_u64().unwrap()).collect();
        assert_eq!(lines, [3, 4]);
        let found = setting.manager.get("/buildings/maple/residents?q=ada").await.is(200).body;
        assert_eq!(found["items"], json!([]));
        fs::write(folder.join("bytes.CSV"), [0xff, 0xfe, 0, 1]).unwrap();
        while folder.join("bytes.CSV").exists() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(folder.join("failed/bytes.csv").exists());
        assert!(folder.join("notes.txt").exists() && folder.join(".hidden.csv").exists());

        // A folder of no building.
        let nowhere = folder.parent().unwrap().join("nowhere");
        fs::create_dir_all(&nowhere).unwrap();
        put(&nowhere, "lost.csv", &rows);
        assert_eq!(report(&nowhere.join("failed"), "lost").await["code"], "unknown");
    });
}
