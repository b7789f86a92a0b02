//! Residents, the plain resources, and lists in CSV.

use crate::client::Answer;
use crate::setting::{onboarded, resident, with_building};
use reqwest::Method;
use serde_json::{Value, json};

const LENA: &str = "/buildings/maple/residents/lena";

#[test]
fn a_resident_is_created_edited_and_moved() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let draft =
            json!({ "firstName": "Max", "email": "max@example.org", "residencies": [{ "suite": "b" }] });
        let made = manager.post("/buildings/maple/residents", &draft).await.is(201);
        let code = made.body["directoryCode"].as_str().unwrap();
        assert!(code.len() == 4 && !made.id().is_empty());

        let lena = manager.get(LENA).await.is(200);
        let mut edited = lena.body.clone();
        edited["tags"] = json!(["quiet"]);
        let saved = manager.put(LENA, lena.etag(), &edited).await.is(200);
        assert_eq!(manager.get("/buildings/maple/tags").await.body, json!(["quiet"]));
        assert_eq!(manager.get("/buildings/maple/residents?q=quiet").await.body["items"][0]["id"], "lena");

        // Someone else has read it before.
        edited["tags"] = json!([]);
        assert_eq!(manager.put(LENA, lena.etag(), &edited).await.problem(412), "changed");
        assert_eq!(
            manager.send(manager.request(Method::PUT, LENA).json(&edited)).await.problem(428),
            "required"
        );
        let unchanged =
            manager.send(manager.request(Method::GET, LENA).header("if-none-match", saved.etag())).await;
        assert_eq!((unchanged.status, unchanged.bytes.len()), (304, 0));

        let to = json!({ "suite": "b", "moveIn": "2026-06-01", "moveOut": "2026-06-02" });
        let request = manager.request(Method::POST, &format!("{LENA}/move")).header("if-match", saved.etag());
        let moved = manager.send(request.json(&to)).await.is(200);
        assert_eq!(
            moved.body["residencies"],
            json!([{ "suite": "a", "moveOut": "2026-06-02" }, { "suite": "b", "moveIn": "2026-06-01" }])
        );
        let request = manager.request(Method::POST, &format!("{LENA}/code")).header("if-match", moved.etag());
        let coded = manager.send(request).await.is(200);
        assert_ne!(coded.body["directoryCode"], moved.body["directoryCode"]);
    });
}

#[test]
fn everything_that_is_wrong_with_a_profile_is_said_at_once() {
    with_building(async |setting| {
        let draft =
            json!({ "email": "nobody", "residencies": [{ "suite": "nowhere" }], "designation": "owner" });
        let refused = setting.manager.post("/buildings/maple/residents", &draft).await.is(422);
        let codes: Vec<_> = refused.body["violations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (&one["path"], &one["code"]))
            .collect();
        assert!(codes.contains(&(&json!("email"), &json!("malformed"))), "{codes:?}");
        assert!(codes.contains(&(&json!("residencies[0].suite"), &json!("unknown"))), "{codes:?}");
        assert!(codes.contains(&(&json!("designation"), &json!("notAllowed"))), "{codes:?}");
        assert!(!refused.body.to_string().contains("nobody"));
    });
}

#[test]
fn residents_choose_how_the_console_shows_them_and_nobody_else() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let mut max = resident("max", "b");
        max["notes"] = "owes a key".into();
        manager.post("/buildings/maple/residents", &max).await.is(201);
        let lena = onboarded(manager, "maple", "lena").await;
        let max = onboarded(manager, "maple", "max").await;
        let own = "/buildings/maple/residents/max";
        let display = json!({ "onEntrySystem": true, "name": "Studio M", "callNumber": "+14165550123" });

        let read = max.get(own).await.is(200);
        let saved = max.put(&format!("{own}/display"), read.etag(), &display).await.is(200);
        assert_eq!((&saved.body["display"]["name"], saved.body.get("notes")), (&json!("Studio M"), None));
        let whole = manager.get(own).await.is(200);
        assert_eq!((&whole.body["display"], &whole.body["notes"]), (&display, &json!("owes a key")));

        // Someone else's is not theirs to know of, what is no number is refused, and no edit is lost.
        assert_eq!(lena.put(&format!("{own}/display"), whole.etag(), &display).await.problem(404), "unknown");
        let wrong = json!({ "callNumber": "12" });
        let refused = max.put(&format!("{own}/display"), saved.etag(), &wrong).await.is(422);
        assert_eq!(refused.body["violations"][0]["path"], "display.callNumber");
        assert_eq!(max.put(&format!("{own}/display"), read.etag(), &display).await.problem(412), "changed");
    });
}

#[test]
fn the_document_stays_whole() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let suite = manager.get("/buildings/maple/suites/a").await;
        let refused = manager.delete("/buildings/maple/suites/a", suite.etag()).await;
        assert_eq!(refused.body["path"], "residents[0].residencies[0].suite");
        assert_eq!(refused.problem(409), "referenced");
        let bad = json!({ "id": "c", "number": "3", "doors": ["nowhere"] });
        let refused = manager.post("/buildings/maple/suites", &bad).await;
        assert_eq!(refused.body["path"], "doors[0]");
        assert_eq!(refused.problem(422), "unknown");
        let vacant = json!({ "id": "c", "number": "3" });
        let made = manager.post("/buildings/maple/suites", &vacant).await.is(201);
        manager.delete("/buildings/maple/suites/c", made.etag()).await.is(204);
        assert_eq!(manager.get("/buildings/maple/suites/c").await.problem(404), "unknown");
        // An id is not used again: the audit trail and consoles speak of it.
        assert_eq!(manager.post("/buildings/maple/suites", &vacant).await.problem(409), "duplicate");

        let settings = manager.get("/buildings/maple/settings").await;
        let mut other = settings.body.clone();
        other["graceMinutes"] = 20.into();
        manager.put("/buildings/maple/settings", settings.etag(), &other).await.is(200);
        let info = manager.get("/buildings/maple").await;
        let mut nowhere = info.body.clone();
        nowhere["zone"] = "Mars/Olympus".into();
        let refused = manager.put("/buildings/maple", info.etag(), &nowhere).await;
        assert_eq!(refused.body["path"], "zone");
        assert_eq!(refused.problem(400), "malformed");
        let document = manager.get("/buildings/maple/document").await.is(200);
        let text = String::from_utf8(document.bytes).unwrap();
        vestibule::Building::from_json(&text).unwrap();
        assert!(text.contains("\"graceMinutes\":20"));
    });
}

#[test]
fn lists_come_a_page_at_a_time() {
    with_building(async |setting| {
        let manager = &setting.manager;
        for number in 1..=5 {
            manager.post("/buildings/maple/residents", &resident(&format!("r{number}"), "b")).await.is(201);
        }
        for list in ["residents", "suites"] {
            let all = manager.get(&format!("/buildings/maple/{list}")).await.is(200).body;
            let (mut found, mut after) = (Vec::new(), String::new());
            loop {
                let page = manager.get(&format!("/buildings/maple/{list}?limit=2{after}")).await.is(200).body;
                found.extend(page["items"].as_array().unwrap().clone());
                let Some(next) = page.get("next").and_then(Value::as_str) else { break };
                after = format!("&after={next}");
            }
            assert_eq!(&found, all["items"].as_array().unwrap());
        }
        assert_eq!(manager.get("/buildings/maple/suites?limit=0").await.problem(400), "malformed");
        assert_eq!(manager.get("/buildings/maple/suites?size=1").await.problem(400), "malformed");
        assert_eq!(manager.get("/buildings/maple/residents?after=nobody").await.problem(410), "gone");
    });
}

#[test]
fn the_resident_list_goes_out_and_comes_in() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let csv = manager.get("/buildings/maple/residents.csv").await.is(200);
        let text = String::from_utf8(csv.bytes).unwrap();
        let send = async |path: &str, text: &str| -> Answer {
            let request = manager.request(Method::POST, &format!("/buildings/maple/imports{path}"));
            manager.send(request.header("content-type", "text/csv").body(text.to_owned())).await
        };
        let same = send("", &text).await.is(200);
        assert_eq!(same.body["changes"][0]["kind"], "unchanged");

        let other = "firstName,email,residencies\nAda,ada@example.org,1210\n=2+5,lena@example.org,1208\n";
        let preview = send("/preview", other).await.is(200);
        assert_eq!(
            (&preview.body["changes"][0]["kind"], &preview.body["changes"][1]["kind"]),
            (&json!("added"), &json!("changed"))
        );
        assert_eq!(
            manager.get("/buildings/maple/residents").await.body["items"].as_array().unwrap().len(),
            1
        );
        send("", other).await.is(200);
        assert_eq!(
            manager.get("/buildings/maple/residents?q=ada").await.body["items"][0]["email"],
            "ada@example.org"
        );
        let csv = String::from_utf8(manager.get("/buildings/maple/residents.csv").await.bytes).unwrap();
        assert!(csv.contains("'=2+5") && !csv.contains(",=2+5"));

        let bad =
            send("", "firstName,email,residencies\nBob,bob@example.org,1210\nEve,eve,9999\n").await.is(422);
        assert_eq!(
            (bad.body["code"].as_str(), bad.body["badRows"][0]["line"].as_u64()),
            (Some("badRows"), Some(3))
        );
        assert_eq!(
            (&bad.body["badRows"][0]["column"], &bad.body["badRows"][0]["code"]),
            (&json!("email"), &json!("malformed"))
        );
        assert_eq!(manager.get("/buildings/maple/residents?q=bob").await.body["items"], json!([]));
    });
}

#[test]
fn no_cell_of_an_export_is_a_formula() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let formulas = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"];
        for (number, formula) in formulas.iter().enumerate() {
            let mut one = resident(&format!("f{number}"), "b");
            for field in ["firstName", "lastName", "notes", "pets"] {
                one[field] = (*formula).into();
            }
            one["tags"] = json!([formula]);
            one["vehicles"] = json!([{ "make": formula, "color": formula }]);
            one["emergencyContacts"] = json!([{ "name": formula, "phone": "604 555 0199" }]);
            let made = manager.post("/buildings/maple/residents", &one).await;
            assert!([201, 422].contains(&made.status), "{}", made.body);
        }
        let export = manager.get("/buildings/maple/residents.csv").await.is(200);
        assert_eq!(export.header("content-disposition"), "attachment; filename=\"residents.csv\"");
        let text = String::from_utf8(export.bytes).unwrap();
        let mut cells = 0;
        for row in csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records() {
            for cell in &row.unwrap() {
                let begins = cell.trim_start_matches([' ', '"']).chars().next();
                assert!(!begins.is_some_and(|first| "=+-@\t\r\n＝＋－＠".contains(first)), "{cell:?}");
                cells += usize::from(cell.starts_with('\''));
            }
        }
        assert!(cells >= 16, "{cells} neutralised");
        // What comes in again is what it was.
        let request = manager.request(Method::POST, "/buildings/maple/imports/preview");
        let plan = manager.send(request.header("content-type", "text/csv").body(text)).await.is(200).body;
        assert_eq!(plan["badRows"], json!([]));
        for change in plan["changes"].as_array().unwrap() {
            assert_eq!(change["kind"], "unchanged", "{change}");
        }
    });
}
