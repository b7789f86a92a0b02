//! Many ask for the last space at once, at one server and at two on the same data; exactly one gets it.

use crate::client::{Client, new_key};
use crate::setting::{booking, with_building};
use serde_json::json;
use tokio::task::JoinSet;
use vestibule::chrono::{Days, NaiveDate};

const CLIENTS: usize = 200;

/// How often they race: a few times, or as often as `VESTIBULE_RACES` says.
fn rounds() -> u64 {
    std::env::var("VESTIBULE_RACES").map_or(5, |rounds| rounds.parse().expect("a number"))
}

#[test]
fn the_last_space_goes_to_one() {
    with_building(async |setting| {
        let other = setting.server.beside().await;
        let here = setting.manager.clone();
        let there = Client { base: format!("{}/api/v1", other.address), ..here.clone() };
        for round in 0..rounds() {
            let mut racing = JoinSet::new();
            for client in 0..CLIENTS {
                let at = if client % 2 == 0 { here.clone() } else { there.clone() };
                let day = NaiveDate::from_ymd_opt(2026, 5, 15).unwrap() + Days::new(round);
                let mut body = booking(12, 14, &format!("P{client}"));
                body["start"] = format!("{day}T12:00").into();
                body["end"] = format!("{day}T14:00").into();
                racing.spawn(async move { at.post_as(&new_key(), "/buildings/maple/bookings", &body).await });
            }
            let (mut won, mut lost) = (0, 0);
            while let Some(answer) = racing.join_next().await {
                match answer.unwrap() {
                    answer if answer.status == 201 => won += 1,
                    answer => {
                        assert_eq!(answer.is(422).body["violations"][0]["code"], "capacityFull");
                        lost += 1;
                    }
                }
            }
            assert_eq!((won, lost), (1, CLIENTS - 1), "round {round}");
        }
    });
}

#[test]
fn an_edit_is_not_lost_to_another() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let lena = "/buildings/maple/residents/lena";
        let mut editing = JoinSet::new();
        for editor in 0..20 {
            let manager = manager.clone();
            editing.spawn(async move {
                loop {
                    let read = manager.get(lena).await.is(200);
                    let mut edited = read.body.clone();
                    let mut tags = edited["tags"].as_array().cloned().unwrap_or_default();
                    tags.push(json!(format!("tag{editor}")));
                    edited["tags"] = json!(tags);
                    if manager.put(lena, read.etag(), &edited).await.status == 200 {
                        break;
                    }
                }
            });
        }
        while let Some(done) = editing.join_next().await {
            done.unwrap();
        }
        assert_eq!(manager.get(lena).await.body["tags"].as_array().unwrap().len(), 20);
    });
}
