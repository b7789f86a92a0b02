//! Forgetting what is due, wherever it is kept, and telling a person what is held about them.

use crate::client::new_key;
use crate::setting::{PASSWORD, Setting, booking, onboarded, with_building};
use serde_json::{Value, json};

const LENA: &str = "/buildings/maple/residents/lena";

/// What tells who somebody is, in what this test sends.
const TELLING: [&str; 6] = ["ZQX", "Gwendolyn", "lena@example.org", "604 555 0123", "quiet hours", "Magenta"];

/// Everything that the database keeps as text.
async fn kept(setting: &Setting) -> String {
    let mut all = String::new();
    for (table, columns) in [
        ("records", "COALESCE(body, '')"),
        ("audit", "COALESCE(before_it, '') || COALESCE(after_it, '')"),
        ("events", "COALESCE(body, '')"),
        ("replies", "COALESCE(body, '')"),
        ("accounts", "email"),
    ] {
        let sql = format!("SELECT {columns} FROM {table} WHERE building = 'maple'");
        let pool = setting.server.app.buildings.database().pool();
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(pool).await.unwrap();
        all.push_str(&rows.join("\n"));
    }
    all
}

#[test]
fn what_is_due_is_erased_wherever_it_is_kept() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let settings = manager.get("/buildings/maple/settings").await;
        let mut short = settings.body.clone();
        short["retention"] = json!({ "plateDays": 1, "visitDays": 2, "inviteDays": 1, "residentDays": 3 });
        short["codeQuarantineDays"] = 0.into();
        manager.put("/buildings/maple/settings", settings.etag(), &short).await.is(200);

        let mut asked = booking(12, 14, "ZQX 777");
        asked["guestName"] = "Gwendolyn".into();
        asked["vehicle"]["color"] = "Magenta".into();
        let key = new_key();
        let booked = manager.post_as(&key, "/buildings/maple/bookings", &asked).await.is(201).id();
        let mut later = booking(12, 14, "LATER 1");
        (later["start"], later["end"]) = ("2026-05-30T12:00".into(), "2026-05-30T14:00".into());
        manager.post("/buildings/maple/bookings", &later).await.is(201);
        let courtesy = json!({ "booking": booked, "vehicle": { "plate": "ZQX 777", "color": "Magenta" } });
        setting.server.pass(3600);
        manager.post("/buildings/maple/check-ins", &courtesy).await.is(201);
        manager.post("/buildings/maple/enforcement-checks", &json!({ "plate": "ZQX 778" })).await.is(201);
        let invite = json!({ "resident": "lena", "guestName": "Gwendolyn", "contact": "604 555 0123",
                             "startsAt": "2026-05-14T12:00", "endsAt": "2026-05-14T23:00" });
        manager.post("/buildings/maple/guest-invites", &invite).await.is(201);
        onboarded(manager, "maple", "lena").await;
        // What a record tells no more, the trail still does.
        let read = manager.get(LENA).await;
        let mut noted = read.body.clone();
        noted["notes"] = "quiet hours".into();
        let read = manager.put(LENA, read.etag(), &noted).await.is(200);
        let mut leaving = read.body.clone();
        leaving.as_object_mut().unwrap().remove("notes");
        leaving["residencies"][0]["moveOut"] = "2026-05-15".into();
        manager.put(LENA, read.etag(), &leaving).await.is(200);
        let before = kept(&setting).await;
        assert!(TELLING.iter().all(|telling| before.contains(telling)), "{before}");
        assert_eq!(manager.get("/buildings/maple/due-for-erasure").await.is(200).body["items"], json!([]));
        let nothing = manager.post("/buildings/maple/erasures", &json!({})).await.is(201);
        assert_eq!(nothing.body, json!({ "erased": {} }));
        assert_eq!(kept(&setting).await.matches("ZQX").count(), before.matches("ZQX").count());

        setting.server.pass(2 * 24 * 3600);
        let manager = &manager.sign_in(Some("maple"), "manager@maple.example.org", PASSWORD).await;
        let due = manager.get("/buildings/maple/due-for-erasure").await.is(200).body;
        let kinds: Vec<_> =
            due["items"].as_array().unwrap().iter().map(|due| due["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["bookingPlate", "checkInPlate", "invite"]);
        manager.post("/buildings/maple/erasures", &json!({})).await.is(201);
        let between = kept(&setting).await;
        assert!(!between.contains("ZQX") && between.contains("Gwendolyn"), "{between}");
        assert!(!between.contains("604 555 0123"));

        setting.server.pass(4 * 24 * 3600);
        let manager = &manager.sign_in(Some("maple"), "manager@maple.example.org", PASSWORD).await;
        let run = manager.post("/buildings/maple/erasures", &json!({})).await.is(201);
        assert_eq!(run.body["erased"], json!({ "bookingVisit": 1, "checkInVisit": 1, "resident": 1 }));
        let after = kept(&setting).await;
        for telling in TELLING {
            assert!(!after.contains(telling), "{telling} is still in {after}");
        }
        // What is live stays, and that something happened stays.
        assert!(after.contains("LATER 1"));
        let trail = manager.get(&format!("/buildings/maple/audit?kind=bookings&record={booked}")).await;
        let entries = trail.body["items"].as_array().unwrap().clone();
        assert_eq!(
            entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect::<Vec<_>>(),
            ["erased", "erased", "created"]
        );
        assert_eq!(entries[2]["after"]["start"], "2026-05-14T12:00");
        let again = manager.post_as(&key, "/buildings/maple/bookings", &asked).await;
        assert_eq!(again.problem(409), "secretGiven");
        assert_eq!(manager.get("/buildings/maple/due-for-erasure").await.body["items"], json!([]));
        let lena = json!({ "building": "maple", "email": "lena@example.org", "password": PASSWORD });
        assert_eq!(manager.stranger().post("/session", &lena).await.problem(401), "wrongPassword");
    });
}

#[test]
fn a_person_is_told_all_that_is_held_about_them() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let lena = onboarded(manager, "maple", "lena").await;
        let booked = lena.post("/buildings/maple/bookings", &booking(12, 14, "ABC 123")).await.is(201).id();
        manager.post("/buildings/maple/check-ins", &json!({ "booking": booked })).await.is(201);
        let invite = json!({ "guestName": "Gwen", "startsAt": "2026-05-14T12:00" });
        lena.post("/buildings/maple/guest-invites", &invite).await.is(201);
        let visitor = json!({ "amenity": "visitor", "holder": { "manager": "m" }, "suite": "office",
            "start": "2026-05-14T15:00", "end": "2026-05-14T16:00", "vehicle": { "plate": "BUS 1" } });
        manager.post("/buildings/maple/bookings", &visitor).await.is(201);

        let export = manager.get(&format!("{LENA}/personal-export")).await.is(200).body;
        assert_eq!(
            (&export["resident"]["id"], &export["bookings"][0]["id"]),
            (&json!("lena"), &json!(booked))
        );
        for (list, count) in [("bookings", 1), ("checkIns", 1), ("guestInvites", 1), ("accounts", 1)] {
            assert_eq!(export[list].as_array().unwrap().len(), count, "{list}");
        }
        assert_eq!(export["accounts"][0]["email"], "lena@example.org");
        let told: Vec<(&Value, &Value)> = export["audit"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| (&entry["kind"], &entry["action"]))
            .collect();
        for entry in [("residents", "created"), ("bookings", "created"), ("accounts", "passwordChosen")] {
            assert!(told.contains(&(&json!(entry.0), &json!(entry.1))), "{told:?}");
        }
        let all = export.to_string();
        assert!(!all.contains("BUS 1") && !all.contains("argon2"));
        let nobody = manager.get("/buildings/maple/residents/nobody/personal-export").await;
        assert_eq!(nobody.problem(404), "unknown");
    });
}
