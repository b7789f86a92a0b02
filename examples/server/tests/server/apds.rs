//! Guest parking in the shape of the Alliance for Parking Data Standards.

use crate::client::Client;
use crate::setting::{booking, with_building};
use serde_json::{Value, json};

async fn list(client: &Client, what: &str) -> Vec<Value> {
    let answer = client.get(&format!("/buildings/maple/apds/{what}")).await.is(200).body;
    let data = answer["data"].as_array().unwrap().clone();
    assert_eq!(answer["meta"]["pageSize"], data.len());
    assert_eq!(answer["meta"]["referenceInstant"], 1_778_781_600);
    for item in &data {
        assert!(item["id"].is_string() && item["version"].as_i64().unwrap() >= 1, "{item}");
    }
    data
}

#[test]
fn guest_parking_is_told_as_places_rights_sessions_and_observations() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let space = json!({ "id": "p1", "kind": "parking", "name": "P1" });
        manager.post("/buildings/maple/spaces", &space).await.is(201);
        let night = json!([{ "days": ["fri", "sun"], "open": "18:00", "close": "06:00" }]);
        let lot = json!({ "id": "lot", "name": "Lot", "capacity": 3, "hours": night, "enabled": false,
                          "blackouts": [{ "from": "2026-07-01", "to": "2026-07-02" }] });
        manager.post("/buildings/maple/amenities", &lot).await.is(201);
        let mut asked = booking(11, 14, "ABC 123");
        asked["vehicle"]["region"] = "CA-BC".into();
        asked["vehicle"]["make"] = "Kia".into();
        let booked = manager.post("/buildings/maple/bookings", &asked).await.is(201).id();
        let check_in = json!({ "booking": booked });
        let session = manager.post("/buildings/maple/check-ins", &check_in).await.is(201);
        let check = json!({ "plate": "abc123" });
        manager.post("/buildings/maple/enforcement-checks", &check).await.is(201);

        let places = list(manager, "places").await;
        let kinds: Vec<&str> = places.iter().map(|place| place["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["campus", "place", "place", "space"]);
        assert_eq!(places[1]["parentId"]["id"], "maple");
        assert_eq!(places[1]["hierarchyElementReference"]["supply"][0]["supplyQuantity"], 1);
        assert_eq!(places[1]["timeZone"], "America/Vancouver");
        assert_eq!(places[1]["name"], json!([{ "language": "en", "string": "Visitor parking" }]));
        assert_eq!(places[3]["hierarchyElementRecord"]["creationTime"], "2026-05-14T18:00:00Z");

        let rights = list(manager, "right-specifications").await;
        let (visitor, lot) = (&rights[0], &rights[1]);
        assert_eq!((&visitor["id"], &visitor["credentials"]), (&json!("visitor"), &json!(["licensePlate"])));
        let pool = &visitor["rightPools"][0];
        assert_eq!(
            (&pool["distributedAssignedRights"], &pool["availableAssignedRights"]),
            (&json!(1), &json!(0))
        );
        assert_eq!(lot["validity"]["validityStatus"], "suspended");
        let periods = &lot["validity"]["validityTimeSpecification"];
        assert_eq!(
            periods["validPeriods"],
            json!([
                { "recurringDayWeekMonthPeriod": [{ "applicableDay": ["friday", "sunday"] }],
                  "recurringTimePeriodOfDay": [{ "startTimeOfPeriod": "18:00", "endTimeOfPeriod": "23:59" }] },
                { "recurringDayWeekMonthPeriod": [{ "applicableDay": ["saturday", "monday"] }],
                  "recurringTimePeriodOfDay": [{ "startTimeOfPeriod": "00:00", "endTimeOfPeriod": "06:00" }] },
            ])
        );
        assert_eq!(
            periods["exceptionPeriods"],
            json!([{ "startOfPeriod": "2026-07-01T07:00:00Z", "endOfPeriod": "2026-07-03T07:00:00Z" }])
        );

        let assigned = list(manager, "assigned-rights").await;
        assert_eq!((assigned.len(), &assigned[0]["id"]), (1, &json!(booked)));
        assert_eq!(
            assigned[0]["plannedUses"],
            json!([{ "startTime": "2026-05-14T18:00:00Z", "endTime": "2026-05-14T21:00:00Z" }])
        );
        let plate = json!({ "credentialAssignedType": "vehicle", "type": "licensePlate",
                            "identifier": { "id": "ABC 123", "className": "LicensePlate" },
                            "issuer": [{ "language": "en", "string": "CA-BC" }] });
        assert_eq!(assigned[0]["rightHolder"]["credentials"], json!([plate]));

        let sessions = list(manager, "sessions").await;
        assert_eq!(sessions[0]["id"], session.id());
        assert_eq!(sessions[0]["identifiedCredentials"], json!([plate]));
        assert_eq!(sessions[0]["segments"][0]["assignedRight"]["id"], booked);
        assert_eq!(
            sessions[0]["identifiedVehicle"],
            json!({ "country": "CA", "stateProvince": "CA-BC", "make": "Kia" })
        );

        let observations = list(manager, "observations").await;
        assert_eq!(observations[0]["observedCredentialId"], "abc123");
        assert_eq!(observations[0]["description"][0]["string"], "permitted");
        let rest = manager.get("/buildings/maple/apds/observations?offset=1&limit=5").await.is(200).body;
        assert_eq!((&rest["data"], &rest["meta"]["total"]), (&json!([]), &json!(1)));
        assert_eq!(manager.get("/buildings/maple/apds/places?limit=0").await.problem(400), "malformed");
        let all = json!([places, rights, assigned, sessions, observations]).to_string();
        assert!(!all.contains("lena") && !all.contains("null"), "{all}");
    });
}
