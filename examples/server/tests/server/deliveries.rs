//! What is sent to those outside: once the change is kept, again until it was taken, and by one server of several.

use crate::client::Client;
use crate::engine::Engine;
use crate::process::Process;
use crate::receiver::{MailServer, PATIENCE, Post, Reaction, Receiver, SECRET};
use crate::setting::{NOW, PASSWORD, Server, Setting, building, on_each, resident};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use vestibule::Instant;
use vestibule_server::clock::Clock;
use vestibule_server::deliver::settings::{Given, Settings};

const DELIVERIES: &str = "/buildings/maple/deliveries";
const RESIDENTS: &str = "/buildings/maple/residents";

fn hooks(receiver: &Receiver) -> Settings {
    Settings::new(Given {
        sms_webhook: Some(receiver.url.clone()),
        access_webhook: Some(receiver.url.clone()),
        webhook_secret: Some(SECRET.into()),
        timeout: Some(1),
        ..Given::default()
    })
    .unwrap()
}

/// A building with a resident who prefers text messages, on a server that sends them.
pub(crate) async fn texting(engine: Engine) -> (Setting, Receiver) {
    let receiver = Receiver::start().await;
    let setting = Setting::of(Server::delivering(engine, hooks(&receiver)).await).await;
    setting.manager.post(RESIDENTS, &texted("max")).await.is(201);
    (setting, receiver)
}

fn texted(id: &str) -> Value {
    let mut texted = resident(id, "b");
    texted["phone"] = "604 555 0123".into();
    texted["preferredCommunication"] = "sms".into();
    texted["language"] = "fr".into();
    texted
}

/// The deliveries of a state, once there are so many.
pub(crate) async fn until(client: &Client, state: &str, count: usize) -> Vec<Value> {
    let found = async || {
        let found = client.get(&format!("{DELIVERIES}?state={state}")).await.is(200);
        let found = found.body["items"].as_array().unwrap().clone();
        (found.len() == count).then_some(found)
    };
    once(found).await
}

/// The newest delivery, once an attempt has failed for a reason. A reason is kept until the next attempt has ended.
pub(crate) async fn tried(client: &Client, attempt: u64, reason: &str) -> Value {
    let found = async || {
        let found = client.get(DELIVERIES).await.is(200).body["items"][0].clone();
        (found["attempts"] == attempt && found["reason"] == reason).then_some(found)
    };
    once(found).await
}

/// What is looked for, once it is there.
async fn once<T>(look: impl AsyncFn() -> Option<T>) -> T {
    let found = async {
        loop {
            match look().await {
                Some(found) => return found,
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    };
    tokio::time::timeout(PATIENCE, found).await.expect("it comes")
}

/// The manager, signed in again: sessions end after 12 hours.
async fn back(setting: &Setting) -> Client {
    setting.server.stranger().sign_in(Some("maple"), "manager@maple.example.org", PASSWORD).await
}

pub(crate) async fn invite(manager: &Client, id: &str) -> String {
    let invited = manager.post(&format!("{RESIDENTS}/{id}/onboarding"), &json!({})).await.is(201);
    invited.body["link"].as_str().unwrap().to_owned()
}

#[test]
fn an_invitation_is_posted_signed_until_it_is_taken() {
    on_each(async |engine| {
        let (setting, mut receiver) = texting(engine).await;
        let manager = &setting.manager;
        let at = format!("{RESIDENTS}/max/onboarding");
        assert_eq!(manager.get(&at).await.is(200).body, json!({ "onboarding": "draft" }));
        receiver.reacts(&[Reaction::Answer(503), Reaction::Silence]);
        let link = invite(manager, "max").await;
        let first = receiver.next().await;
        assert_eq!(first.body["type"], "sms.send");
        assert_eq!(first.body["timestamp"], "2026-05-14T18:00:00Z");
        assert_eq!(first.body["data"]["to"], "+16045550123");
        let text = first.body["data"]["text"].as_str().unwrap();
        assert!(text.contains("choisissez") && text.ends_with(&link), "{text}");

        let waiting = tried(manager, 1, "status 503").await;
        assert_eq!(waiting["state"], "waiting");
        let onboarding = manager.get(&at).await.body;
        assert_eq!((&onboarding["onboarding"], &onboarding["invitation"]), (&json!("invited"), &waiting));
        setting.server.pass(10);
        let second = receiver.next().await;
        assert_eq!((&second.id, &second.body), (&first.id, &first.body));
        assert_eq!(second.seconds, first.seconds + 10);
        tried(manager, 2, "timeout").await;
        setting.server.pass(40);
        assert_eq!(receiver.next().await.id, first.id);
        let sent = until(manager, "sent", 1).await;
        assert_eq!((&sent[0]["id"], &sent[0]["attempts"]), (&json!(first.id), &json!(3)));
        assert_eq!(sent[0]["endedAt"], "2026-05-14T18:00:50Z");
        assert!(!receiver.has_more());
        // Nothing of it is kept but that it was sent.
        let export = manager.get(&format!("{RESIDENTS}/max/personal-export")).await.is(200).body;
        assert_eq!(export["deliveries"], json!(sent));
    });
}

#[test]
fn what_nobody_takes_becomes_a_dead_letter_that_can_be_tried_again() {
    on_each(async |engine| {
        let (setting, mut receiver) = texting(engine).await;
        let manager = &setting.manager;
        let status = |attempt: u64| 500 + u16::try_from(attempt).unwrap();
        receiver
            .reacts(&std::array::from_fn::<_, 10, _>(|attempt| Reaction::Answer(status(attempt as u64 + 1))));
        invite(manager, "max").await;
        let mut seen = Vec::new();
        let mut manager = manager.clone();
        // The longest delay after each attempt.
        for (attempt, delay) in (1..).zip([10, 40, 160, 640, 2560, 10_240, 21_600, 21_600, 21_600]) {
            seen.push(receiver.next().await.id);
            tried(&manager, attempt, &format!("status {}", status(attempt))).await;
            setting.server.pass(delay);
            if attempt == 8 {
                manager = back(&setting).await;
            }
        }
        seen.push(receiver.next().await.id);
        let manager = &manager;
        let dead = until(manager, "failed", 1).await;
        seen.dedup();
        assert_eq!((seen.len(), &dead[0]["reason"]), (1, &json!("status 510")));
        let retry = format!("{DELIVERIES}/{}/retry", seen[0]);
        let again = manager.post(&retry, &json!({})).await.is(200).body;
        assert_eq!((&again["state"], &again["attempts"]), (&json!("waiting"), &json!(0)));
        assert_eq!(receiver.next().await.id, seen[0]);
        until(manager, "sent", 1).await;
        assert_eq!(manager.post(&retry, &json!({})).await.problem(409), "notFailed");
        let nothing = format!("{DELIVERIES}/nothing/retry");
        assert_eq!(manager.post(&nothing, &json!({})).await.problem(404), "unknown");
        let trail = manager.get("/buildings/maple/audit").await.is(200).body;
        assert_eq!(trail["items"][0]["action"], "retried");

        // A link that is over is not sent any more; a new one takes the place of what is waiting.
        receiver.reacts(&[Reaction::Answer(500)]);
        manager.post(RESIDENTS, &texted("zoe")).await.is(201);
        let account = manager.post(&format!("{RESIDENTS}/zoe/onboarding"), &json!({})).await.is(201).body;
        let account = account["account"]["id"].as_str().unwrap();
        receiver.next().await;
        tried(manager, 1, "status 500").await;
        let link =
            manager.post(&format!("/buildings/maple/accounts/{account}/link"), &json!({})).await.is(201);
        let text = receiver.next().await.body["data"]["text"].as_str().unwrap().to_owned();
        assert!(text.ends_with(link.body["link"].as_str().unwrap()));
        until(manager, "replaced", 1).await;
        until(manager, "sent", 2).await;
    });
}

#[test]
fn the_access_control_system_is_told_whose_doors_have_changed() {
    on_each(async |engine| {
        let (setting, mut receiver) = texting(engine).await;
        let manager = &setting.manager;
        let mut told = async |count: usize| {
            let mut news = BTreeMap::new();
            for _ in 0..count {
                let Post { body, .. } = receiver.next().await;
                assert_eq!(body["type"], "access.changed");
                let data = &body["data"];
                news.insert(
                    data["resident"].as_str().unwrap().to_owned(),
                    (data["sequence"].clone(), data["doors"].clone()),
                );
            }
            assert!(!receiver.has_more());
            news
        };
        let settings = manager.get("/buildings/maple/settings").await;
        let mut salto = settings.body.clone();
        salto["saltoIntegration"] = true.into();
        manager.put("/buildings/maple/settings", settings.etag(), &salto).await.is(200);
        let lobby = (json!(1), json!(["lobby"]));
        assert_eq!(
            told(2).await,
            [("lena".to_owned(), lobby.clone()), ("max".to_owned(), lobby.clone())].into()
        );

        // News that has gone out, but is not yet written down as sent, would be replaced by the next.
        until(manager, "sent", 2).await;

        // A door that is picked on a profile, then a day of moving in and one of moving out that nobody writes about.
        manager.post("/buildings/maple/doors", &json!({ "id": "roof", "name": "Roof" })).await.is(201);
        let lena = manager.get(&format!("{RESIDENTS}/lena")).await;
        let mut picked = lena.body.clone();
        picked["doors"] = json!(["roof"]);
        picked["residencies"][0]["moveOut"] = "2026-05-15".into();
        manager.put(&format!("{RESIDENTS}/lena"), lena.etag(), &picked).await.is(200);
        assert_eq!(told(1).await["lena"], (json!(2), json!(["lobby", "roof"])));
        until(manager, "sent", 3).await;
        let mut later = resident("zoe", "b");
        later["residencies"][0]["moveIn"] = "2026-05-15".into();
        manager.post(RESIDENTS, &later).await.is(201);
        manager.post("/buildings/maple/bookings", &crate::setting::booking(12, 13, "ABC 123")).await.is(201);
        // 06:00 of the next day in Vancouver.
        setting.server.pass(19 * 60 * 60);
        assert_eq!(told(1).await["zoe"], lobby);
        // 00:00 of the day after.
        setting.server.pass(18 * 60 * 60);
        assert_eq!(told(1).await["lena"], (json!(3), json!([])));
        until(&back(&setting).await, "sent", 5).await;
    });
}

#[test]
fn residents_are_invited_by_mail_in_their_language() {
    on_each(async |engine| {
        let Some(mut mail) = MailServer::start() else {
            println!("not tested: VESTIBULE_TOOLS_PYTHON names no Python with a mail server");
            return;
        };
        let given = Given {
            smtp: Some(format!("smtp://{}:{}", std::net::Ipv4Addr::LOCALHOST, mail.port)),
            mail_from: Some("Maple Court <office@example.org>".into()),
            ..Given::default()
        };
        let setting = Setting::of(Server::delivering(engine, Settings::new(given).unwrap()).await).await;
        let manager = &setting.manager;
        let link = invite(manager, "lena").await;
        let letter = mail.next();
        let sent = until(manager, "sent", 1).await;
        assert_eq!(letter["recipients"], json!(["lena@example.org"]));
        assert_eq!(letter["from"], "Maple Court <office@example.org>");
        assert_eq!(letter["subject"], "Your access to Maple Court");
        assert_eq!(letter["message-id"], format!("<{}@example.org>", sent[0]["id"].as_str().unwrap()));
        assert_eq!(letter["auto-submitted"], "auto-generated");
        let text = letter["text"].as_str().unwrap();
        assert!(text.contains("Hello lena,") && text.contains(&link), "{text}");
        let lena = setting.server.stranger().welcomed(&link, PASSWORD).await;
        lena.get("/session").await.is(200);

        // Whoever prefers text messages is written to where there is no way for those.
        manager.post(RESIDENTS, &texted("zoé")).await.is(400);
        let mut zoe = texted("zoe");
        zoe["firstName"] = "Zoé".into();
        zoe["lastName"] = "Bélanger".into();
        manager.post(RESIDENTS, &zoe).await.is(201);
        let link = invite(manager, "zoe").await;
        let letter = mail.next();
        assert_eq!(letter["subject"], "Votre accès à Maple Court");
        let text = letter["text"].as_str().unwrap();
        assert!(text.contains("Bonjour Zoé Bélanger,") && text.contains(&link), "{text}");
        until(manager, "sent", 2).await;

        // A mailbox that is full is tried again, one that does not exist is not.
        manager.post(RESIDENTS, &resident("full", "a")).await.is(201);
        invite(manager, "full").await;
        tried(manager, 1, "status 452").await;
        manager.post(RESIDENTS, &resident("nobody", "a")).await.is(201);
        invite(manager, "nobody").await;
        assert_eq!(until(manager, "failed", 1).await[0]["reason"], "status 550");
    });
}

#[test]
fn two_servers_send_each_delivery_once() {
    on_each(async |engine| {
        let (setting, mut receiver) = texting(engine).await;
        let beside = setting.server.beside().await;
        let manager = &setting.manager;
        let there = Client { base: format!("{}/api/v1", beside.address), ..manager.clone() };
        const COUNT: usize = 40;
        for index in 0..COUNT {
            let id = format!("max{index}");
            let client = if index % 2 == 0 { manager } else { &there };
            manager.post(RESIDENTS, &texted(&id)).await.is(201);
            invite(client, &id).await;
        }
        let mut ids = Vec::new();
        for _ in 0..COUNT {
            ids.push(receiver.next().await.id);
        }
        until(manager, "sent", COUNT).await;
        assert!(!receiver.has_more());
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), COUNT);
        beside.stop().await;
        setting.server.stop().await;
    });
}

#[test]
fn what_was_queued_is_sent_after_a_kill() {
    on_each(async |engine| {
        let folder = tempfile::tempdir().unwrap();
        let database = engine.new_database();
        let mut receiver = Receiver::start().await;
        // Nothing that is sent before the kill is answered.
        receiver.reacts(&[Reaction::Silence]);
        let url = receiver.url.clone();
        let start = || {
            let options = ["--sms-webhook", &url, "--webhook-secret", SECRET];
            Process::start_with(folder.path(), database.as_deref(), &options)
        };
        let process = start();
        let owner = Client::new(&process.address).welcomed(process.link.as_ref().unwrap(), PASSWORD).await;
        let manager = building(&owner, "maple").await;
        manager.post(RESIDENTS, &texted("max")).await.is(201);
        let invited = manager.post(&format!("{RESIDENTS}/max/onboarding"), &json!({})).await.is(201);
        let first = receiver.next().await;
        process.kill();
        assert!(
            first.body["data"]["text"].as_str().unwrap().ends_with(invited.body["link"].as_str().unwrap())
        );
        // It is tried again once the time that the killed server had for it is over.
        let server = Server::on(database, Arc::new(folder), hooks(&receiver)).await;
        let manager = Client { base: format!("{}/api/v1", server.address), ..manager };
        server.pass((Clock::System.now().millis() - Instant::parse(NOW).unwrap().millis()) / 1000);
        let waiting = until(&manager, "waiting", 1).await;
        assert_eq!((&waiting[0]["id"], &waiting[0]["attempts"]), (&json!(first.id), &json!(1)));
        server.pass(300);
        assert_eq!(receiver.next().await.id, first.id);
        assert_eq!(until(&manager, "sent", 1).await[0]["attempts"], 2);
        server.stop().await;
    });
}
