//! Staff of a simulation, who change the building through the API while consoles are at work with what they know.

use super::console::PLATES;
use super::server::{Answer, RESIDENTS, Server, resident_id, suite_of};
use fastrand::Rng;
use serde_json::{Value, json};
use vestibule::chrono::{DateTime, Timelike as _};

/// Staff, with the bookings that they know of.
#[derive(Default)]
pub(super) struct Staff {
    bookings: Vec<String>,
    requests: u32,
}

/// What the clock on the wall shows some hours after an instant. It is summer in Vancouver.
fn wall(now: i64, hours: i64) -> String {
    let local = DateTime::from_timestamp_millis(now + (hours - 7) * 3_600_000).unwrap().naive_utc();
    format!("{}T{:02}:{:02}", local.date(), local.hour(), local.minute())
}

impl Staff {
    /// Does something; whether it was done.
    pub(super) async fn act(&mut self, server: &Server<'_>, now: i64, rng: &mut Rng) -> bool {
        let answer = match rng.u8(..20) {
            0 => toggle_settings(server, rng).await,
            1 => edit_resident(server, now, rng).await,
            2..=5 => self.decide(server, "cancel", rng).await,
            6 | 7 => self.decide(server, "approve", rng).await,
            8 | 9 => self.check_in(server, rng).await,
            _ => self.book(server, now, rng).await,
        };
        answer.is_some_and(|answer| answer.status.is_success())
    }

    async fn create(&mut self, server: &Server<'_>, list: &str, record: &Value) -> Option<Answer> {
        self.requests += 1;
        let key = format!("staff-{}", self.requests);
        server.staff("POST", list, ("idempotency-key", &key), record).await
    }

    async fn book(&mut self, server: &Server<'_>, now: i64, rng: &mut Rng) -> Option<Answer> {
        let resident = rng.usize(..RESIDENTS);
        let from = rng.i64(1..40);
        let (start, end) = (wall(now, from), wall(now, from + rng.i64(2..60)));
        let amenity = if rng.u8(..4) == 0 { "night" } else { "day" };
        let booking = if rng.u8(..6) == 0 {
            let plate = PLATES[rng.usize(2..PLATES.len())];
            json!({ "amenity": amenity, "holder": { "manager": "m" }, "suite": "office", "start": start,
                    "end": end, "vehicle": { "plate": plate } })
        } else {
            let plate = format!("R{resident} {}", rng.u8(..3));
            json!({ "amenity": amenity, "holder": { "resident": resident_id(resident) },
                    "suite": suite_of(resident), "start": start, "end": end,
                    "vehicle": { "plate": plate, "color": "red" } })
        };
        let answer = self.create(server, "/bookings", &booking).await?;
        if answer.status == 201 {
            self.bookings.push(answer.json()["id"].as_str().unwrap().to_owned());
        }
        Some(answer)
    }

    fn any_booking(&self, rng: &mut Rng) -> Option<String> {
        self.bookings.get(rng.usize(..self.bookings.len().max(1))).cloned()
    }

    async fn decide(&self, server: &Server<'_>, action: &str, rng: &mut Rng) -> Option<Answer> {
        let booking = self.any_booking(rng)?;
        server.staff("POST", &format!("/bookings/{booking}/{action}"), ("accept", "*/*"), &json!({})).await
    }

    /// Checks in a booking as a courtesy (SPEC 6.5).
    async fn check_in(&mut self, server: &Server<'_>, rng: &mut Rng) -> Option<Answer> {
        let booking = self.any_booking(rng)?;
        self.create(server, "/check-ins", &json!({ "booking": booking })).await
    }
}

async fn edit(server: &Server<'_>, path: &str, change: impl FnOnce(&mut Value)) -> Option<Answer> {
    let read = server.staff("GET", path, ("accept", "*/*"), &Value::Null).await?;
    let mut record = read.json();
    change(&mut record);
    server.staff("PUT", path, ("if-match", &read.etag), &record).await
}

/// The community decides otherwise on who may come without a booking, and on which bookings count.
async fn toggle_settings(server: &Server<'_>, rng: &mut Rng) -> Option<Answer> {
    edit(server, "/settings", |settings| {
        settings["requireBookingForCheckIn"] = rng.bool().into();
        settings["matchWindow"] = if rng.bool() { "occupyingToday" } else { "startingToday" }.into();
    })
    .await
}

/// A resident hides from the directory, moves out, or comes back.
async fn edit_resident(server: &Server<'_>, now: i64, rng: &mut Rng) -> Option<Answer> {
    let number = rng.usize(..RESIDENTS);
    edit(server, &format!("/residents/{}", resident_id(number)), |resident| {
        if rng.bool() {
            resident["display"] = json!({ "onEntrySystem": rng.bool() });
        } else {
            let leaves = wall(now, 24);
            let residency = json!({ "suite": suite_of(number), "moveOut": leaves.split('T').next() });
            resident["residencies"] =
                json!([if rng.bool() { residency } else { json!({ "suite": suite_of(number) }) }]);
        }
    })
    .await
}
