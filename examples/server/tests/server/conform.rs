//! Whoever reads the OpenAPI document knows the server: schemathesis makes requests from it, right and wrong ones, and
//! compares each answer with what the document says.

use crate::client::Client;
use crate::engine::Engine;
use crate::setting::{Setting, booking, console, onboarded};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The same requests with every run.
const SEED: &str = "7";

/// What schemathesis is told: who asks, of which building, and what it cannot know. The rules of a building refuse many
/// requests that the document allows (`positive_data_acceptance`); a missing `If-Match` is a 428 and an old one a 412,
/// which RFC 6585 and RFC 9110 have for that. A stream has no end, who signs out asks nothing more,
/// and any text may be a file of CSV.
fn told(client: &Client) -> String {
    let session = client.cookie.as_ref().and_then(|cookie| cookie.split_once('=')).unwrap_or_default().1;
    let (key, token) = (client.bearer.as_deref().unwrap_or_default(), &client.csrf);
    format!(
        r#"
        [auth.openapi.session]
        api_key = "{session}"
        [auth.openapi.console]
        bearer = "{key}"
        [parameters]
        "path.building" = "maple"
        "query.wait" = 0
        "header.X-CSRF-Token" = "{token}"
        [checks]
        positive_data_acceptance.enabled = false
        missing_required_header.expected-statuses = [400, 401, 403, 406, 415, 422, 428]
        negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429]
        [[operations]]
        include-name = "GET /api/v1/buildings/{{building}}/live"
        enabled = false
        [[operations]]
        include-name = "DELETE /api/v1/session"
        enabled = false
        [[operations]]
        include-path-regex = "/imports"
        checks.negative_data_rejection.enabled = false
        "#
    )
}

/// Where schemathesis is, beside the Python that has it; none when there is none.
fn program() -> Option<PathBuf> {
    let python = PathBuf::from(std::env::var_os("VESTIBULE_TOOLS_PYTHON")?);
    Some(python.with_file_name("schemathesis"))
}

fn run(program: &Path, client: &Client, paths: [&str; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("schemathesis.toml");
    std::fs::write(&config, told(client)).unwrap();
    let mut command = Command::new(program);
    command.current_dir(folder.path()).args(["--no-color", "--config-file"]).arg(&config);
    command.arg("run").arg(format!("{}/openapi.json", client.base)).args(paths);
    command.args(["--phases", "examples,coverage,fuzzing", "--max-examples", "4", "--seed", SEED]);
    command.args(["--no-shrink", "--continue-on-failure", "--request-timeout", "30"]);
    let output = tokio::task::block_in_place(|| command.output()).unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(!said.contains("Authentication failed"), "{said}");
    println!("{}", said.split("SUMMARY").nth(1).unwrap_or(&said));
}

#[test]
fn every_answer_is_one_that_the_document_says() {
    let Some(program) = program() else {
        println!("without VESTIBULE_TOOLS_PYTHON there is no schemathesis; this test shows nothing here");
        return;
    };
    // PostgreSQL takes less than SQLite does: texts without NUL, for one.
    let engine = Engine::all().pop().unwrap();
    println!("on {engine:?}");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let setting = Setting::new(engine).await;
        let manager = &setting.manager;
        let (console, _) = console(manager, "maple").await;
        let lena = onboarded(manager, "maple", "lena").await;
        lena.post("/buildings/maple/bookings", &booking(12, 13, "ABC 123")).await.is(201);
        let space = json!({ "id": "p1", "kind": "parking", "name": "P1" });
        manager.post("/buildings/maple/spaces", &space).await.is(201);
        run(&program, &console, ["--include-path-regex", "/console/"]);
        run(&program, &setting.owner, ["--exclude-path-regex", "/console/"]);
    });
}
