use super::*;
use crate::calendar::{Instant, Now, ZoneRules, parse_date};
use crate::document::{
    Designation, Display, EmergencyContact, Language, Onboarding, PreferredCommunication, Residency,
    Resident, ResidentVehicle,
};
use crate::people::code::generate;
use crate::people::validate::{Violation, ViolationCode};
use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use proptest::prelude::*;

const DOCUMENT: &str = r#"{
  "format": "vestibule/1",
  "building": { "id": "b", "name": "B", "zone": "America/Toronto", "kind": "condo", "region": "CA" },
  "settings": { "reservedCodes": ["0000"] },
  "suites": [{ "id": "s1", "number": "1208" }, { "id": "s2", "number": "TH-4" }],
  "doors": [{ "id": "d1", "name": "Gym" }, { "id": "d2", "name": "Roof; pool" }],
  "spaces": [{ "id": "p1", "kind": "parking", "name": "P2-31" }, { "id": "p2", "kind": "storage", "name": "p1" }],
  "residents": [
    { "id": "re-1", "externalId": "t1", "firstName": "Noémie", "lastName": "Larivière-Roy", "email": "noemie@example.org",
      "phone": "+15145550123", "language": "fr", "residencies": [{ "suite": "s1", "moveIn": "2024-05-01" }],
      "directoryCode": "0042", "notes": "=1+1, \"hello\"\nworld", "tags": ["Council", "dog; big"], "designation": "owner",
      "emergencyContacts": [{ "name": "A|B", "phone": "+15145550124" }], "spaces": ["p1", "p2"], "doors": ["d2"],
      "vehicles": [{ "plate": "K47 QDP", "region": "CA-QC", "make": "Mazda", "year": 2021, "carTag": "A-19" }] },
    { "id": "re-2", "lastName": "O'Shea", "email": "O.Shea@example.org", "residencies": [{ "suite": "s2" }],
      "directoryCode": "3072", "display": { "onEntrySystem": false }, "onboarding": "active" }
  ]
}"#;

fn document() -> Document {
    Document::from_json(DOCUMENT).unwrap()
}

fn plan_of(document: &Document, csv: &[u8], mapping: &ColumnMapping) -> ImportPlan {
    let zone = ZoneRules::bundled("America/Toronto").unwrap();
    plan(document, csv, mapping, 7, &Now::new(zone.clock(), Instant::parse("2026-05-20T12:00:00Z").unwrap()))
}

fn plan_own(csv: &str) -> ImportPlan {
    plan_of(&document(), csv.as_bytes(), &ColumnMapping::own())
}

fn plan_yardi(csv: &str) -> ImportPlan {
    plan_of(&document(), csv.as_bytes(), &ColumnMapping::yardi())
}

#[track_caller]
fn changes(plan: &ImportPlan) -> Vec<(usize, ChangeKind, String)> {
    assert_eq!(plan.bad_rows, []);
    let fields = |change: &Change| {
        let fields = change.fields.iter();
        let fields: Vec<_> = fields
            .map(|field| format!("{}: {} > {}", field.field.name(), field.before, field.after))
            .collect();
        fields.join(", ")
    };
    plan.changes.iter().map(|change| (change.line, change.kind, fields(change))).collect()
}

fn bad(plan: &ImportPlan) -> Vec<(usize, &str, Reason)> {
    plan.bad_rows.iter().map(|bad| (bad.line, bad.column.as_str(), bad.reason.clone())).collect()
}

fn violation(path: &str, code: ViolationCode) -> Reason {
    Reason::Violation(Violation { path: path.into(), code })
}

#[test]
fn every_field_is_exported() {
    let expected = concat!(
        "id,externalId,firstName,lastName,email,phone,preferredCommunication,language,residencies,directoryCode,notes,pets,",
        "onboarding,onEntrySystem,displayName,callNumber,tags,designation,emergencyContacts,spaces,doors,vehicles,",
        "guestInvitesRestricted\r\n",
        "re-1,t1,Noémie,Larivière-Roy,noemie@example.org,'+15145550123,app,fr,1208 | 2024-05-01 | ,0042,",
        "\"'=1+1, \"\"hello\"\"\nworld\",,draft,yes,,,Council; dog\\; big,owner,A\\|B | +15145550124 | ,P2-31; p2,",
        "Roof\\; pool,K47 QDP | CA-QC | Mazda |  | 2021 |  | A-19,no\r\n",
        "re-2,,,O'Shea,O.Shea@example.org,,app,en,TH-4 |  | ,3072,,,active,no,,,,,,,,,no\r\n",
    );
    assert_eq!(export(&document()), expected);
}

#[test]
fn importing_the_export_changes_nothing() {
    let csv = export(&document());
    let kinds: Vec<_> = changes(&plan_own(&csv)).into_iter().map(|(line, kind, _)| (line, kind)).collect();
    assert_eq!(kinds, [(2, ChangeKind::Unchanged), (4, ChangeKind::Unchanged)]);
    let mut empty = document();
    empty.residents.clear();
    plan_of(&empty, csv.as_bytes(), &ColumnMapping::own()).apply(&mut empty).unwrap();
    assert_eq!(empty, document());
}

#[test]
fn some_columns_are_enough_and_headers_are_read_kindly() {
    let plan = plan_own(
        "\u{feff} EMAIL ,Phone\r\nnoemie@example.org,(514) 555-0123\r\no.shea@EXAMPLE.org,514.555.0199\r\n",
    );
    assert_eq!(
        changes(&plan),
        [
            (2, ChangeKind::Unchanged, String::new()),
            (
                3,
                ChangeKind::Changed,
                "email: O.Shea@example.org > o.shea@EXAMPLE.org, phone:  > +15145550199".into()
            ),
        ]
    );
    let plan = plan_own("externalId,lastName,directoryCode,tags\r\nt1,Roy,,\r\n");
    assert_eq!(
        changes(&plan),
        [(2, ChangeKind::Changed, "lastName: Larivière-Roy > Roy, tags: Council; dog\\; big > ".into())]
    );
}

#[test]
fn residents_are_found_by_id_then_external_id_then_email() {
    let ids =
        |csv: &str| plan_own(csv).changes.into_iter().map(|change| change.resident.id).collect::<Vec<_>>();
    assert_eq!(ids("id,externalId,email\nre-2,t1,noemie@example.org\n"), ["re-2"]);
    assert_eq!(ids("id,externalId,email\nre-9,t1,new@example.org\n"), ["re-1"]);
    assert_eq!(ids("externalId,email\nt9,o.shea@example.org\n"), ["re-2"], "takes over the external id");
    // A couple with one address: the other has an external id of their own.
    assert_eq!(ids("externalId,email\nt2,noemie@example.org\nt1,noemie@example.org\n"), ["re-t2", "re-1"]);
}

#[test]
fn rows_about_the_same_resident_are_bad() {
    let columns = "id,externalId,firstName,email,residencies";
    let repeated = |csv: &str| {
        let plan = plan_own(&format!("{columns}\n{csv}"));
        bad(&plan)
            .into_iter()
            .map(|(line, column, reason)| format!("{line} {column} {reason}"))
            .collect::<Vec<_>>()
    };
    let same =
        |line: usize, column: &str| format!("{} {column} line {line} is about the same resident", line + 1);
    assert_eq!(repeated("re-1,,A,a@b.c,1208\n,t1,B,b@b.c,1208\n"), [same(2, "externalId")]);
    assert_eq!(repeated("x,,A,a@b.c,1208\nx,,B,b@b.c,1208\n"), [same(2, "id")]);
    assert_eq!(repeated(",t7,A,a@b.c,1208\n,t7,B,b@b.c,1208\n"), [same(2, "externalId")]);
    assert_eq!(repeated(",,A,a@b.c,1208\n,,B,A@b.c,1208\n"), [same(2, "email")]);
    assert_eq!(repeated(",,A,noemie@example.org,1208\n,,B,noemie@example.org,1208\n"), [same(2, "email")]);
    let mut couple = document();
    couple.residents[1].email = couple.residents[0].email.clone();
    let plan = plan_of(&couple, b"email\nnoemie@example.org\n", &ColumnMapping::own());
    assert_eq!(bad(&plan), [(2, "email", Reason::SeveralResidents)]);
}

#[test]
fn newcomers_get_ids_and_free_codes() {
    let csv = "externalId,firstName,email,residencies,directoryCode\n\
        t8,Ana,ana@b.c,1208,\n,Bo,bo@b.c,th4|2026-06-01,\nt9,Cy,cy@b.c,1208,0001\n";
    let plan = plan_own(csv);
    assert_eq!(plan, plan_own(csv), "the same entropy gives the same answer");
    let mut document = document();
    plan.apply(&mut document).unwrap();
    let [.., ana, bo, cy] = &document.residents[..] else { panic!("three are added") };
    assert_eq!((ana.id.as_str(), cy.id.as_str(), cy.directory_code.as_str()), ("re-t8", "re-t9", "0001"));
    assert!(bo.id.len() == 19 && bo.id.starts_with("re-"), "made from entropy");
    assert_eq!(
        bo.residencies,
        [Residency { suite: "s2".into(), move_in: parse_date("2026-06-01"), move_out: None }]
    );
    let mut codes: Vec<_> =
        document.residents.iter().map(|resident| resident.directory_code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 5);
    crate::document::check(&document).unwrap();
}

#[test]
fn when_codes_run_out_every_row_without_one_says_so() {
    let mut document = document();
    document.settings.reserved_codes =
        (0..10_000).map(|code| format!("{code:04}")).filter(|code| code != "5000").collect();
    let csv = b"externalId,firstName,email,residencies\nt8,A,a@b.c,1208\nt9,B,b@b.c,1208\nt10,C,c@b.c,1208\n";
    let plan = plan_of(&document, csv, &ColumnMapping::own());
    let exhausted = |line| (line, "directoryCode", Reason::CodesExhausted);
    assert_eq!(bad(&plan), [exhausted(3), exhausted(4)]);
    assert_eq!(plan.changes[0].resident.directory_code, "5000");
    assert!(generate(document.settings.reserved_codes.iter().map(String::as_str), ["5000"], 0).is_err());
}

#[test]
fn every_bad_row_is_reported_and_nothing_is_imported() {
    let csv = "externalId,lastName,email,phone,language,residencies,spaces,vehicles\r\n\
        t1,Secretive,noemie@example.org,12,de,1208,P2-31,\r\n\
        t5,\"Secre\r\ntive\",s@example.org,,fr,99 | 2026-05-02 | 2026-05-01,,\r\n\
        t6,Secretive,nowhere,,,1208 | secret,P2-31,N1|||||A-19\r\n\
        t7,Secretive\r\n\
        t8,Secretive,s8@example.org,5145550101 x3,,TH-4,P2-31,N1||||||a-19\r\n\
        t9,Secretive,s9@example.org,,,,,\r\n\
        t2,Fine,fine@example.org,,,1208,,\r\n";
    let plan = plan_own(csv);
    assert_eq!(
        bad(&plan),
        [
            (2, "language", Reason::Malformed("one of en, fr")),
            (3, "residencies", violation("residencies[0].suite", ViolationCode::Unknown)),
            (3, "residencies", violation("residencies[0].moveOut", ViolationCode::Order)),
            (
                5,
                "residencies",
                Reason::Malformed("suite | first date | last date, with dates as YYYY-MM-DD, separated by ;")
            ),
            (6, "", Reason::CellCount { expected: 8, found: 2 }),
            (7, "phone", violation("phone", ViolationCode::Malformed)),
            (7, "spaces", violation("spaces[0]", ViolationCode::Duplicate)),
            (7, "vehicles", violation("vehicles[0].carTag", ViolationCode::Duplicate)),
            (8, "residencies", violation("residencies", ViolationCode::Required)),
        ]
    );
    for bad in &plan.bad_rows {
        let text = bad.to_string();
        assert!(
            text.starts_with("line ") && !text.to_lowercase().contains("secre") && !text.contains("12 "),
            "{text}"
        );
    }
    let mut unchanged = document();
    assert_eq!(plan.clone().apply(&mut unchanged), Err(plan.bad_rows));
    assert_eq!(unchanged, document());
}

#[test]
fn files_that_are_no_resident_list_are_refused() {
    let reasons = |csv: &[u8]| {
        let plan = plan_of(&document(), csv, &ColumnMapping::own());
        assert_eq!(plan.changes, []);
        plan.bad_rows.into_iter().map(|bad| (bad.line, bad.column, bad.reason)).collect::<Vec<_>>()
    };
    assert_eq!(reasons(b""), [(1, "".into(), Reason::NoHeader)]);
    assert_eq!(reasons(b"\r\n\r\nlastName\r\nx"), [(3, "".into(), Reason::NoKeyColumn)]);
    assert_eq!(
        reasons(b"email,Secretive,e-mail\n"),
        [(1, "#2".into(), Reason::UnknownColumn), (1, "email".into(), Reason::RepeatedColumn)]
    );
    assert_eq!(
        reasons(b"email,lastName\n\xe9@b.c,x\nx,\"y\n"),
        [(2, "email".into(), Reason::NotUtf8), (3, "".into(), Reason::UnclosedQuote)]
    );
    assert_eq!(reasons(&vec![b','; 100_000]), [(1, "".into(), Reason::TooManyColumns)]);
    assert_eq!(reasons(&vec![b'a'; MAX_BYTES + 1]), [(1, "".into(), Reason::TooLarge)]);
    let rows = format!("email{}", "\nx@y,".repeat(MAX_ROWS + 1));
    let bad = reasons(rows.as_bytes());
    assert_eq!((bad.len(), &bad[MAX_ROWS].2), (MAX_ROWS + 1, &Reason::TooManyRows));
    let utf16: Vec<u8> = "email,id\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(!reasons(&utf16).is_empty());
}

#[test]
fn huge_cells_and_lists_are_read_in_time() {
    let huge = format!(
        "email,residencies,notes,phone\na@b,{},{},{}\n",
        "1208;".repeat(500_000),
        "'=".repeat(2_000_000),
        "+".repeat(1_000_000)
    );
    let plan = plan_own(&huge);
    assert_eq!(plan.changes[0].resident.residencies.len(), 500_000);
    let mut rows = String::from("externalId,firstName,email,residencies,spaces,vehicles\n");
    for row in 0..15_000 {
        rows.push_str(&format!(
            "x{row},A,a@b.c,1208;th4 | 2026-05-01 | 2027-0{}-01,P2-31,||||||tag\n",
            row % 9 + 1
        ));
    }
    assert!(plan_own(&rows).bad_rows.len() >= 15_000);
}

const YARDI: &str = "Property Code,Unit Code,Tenant Code,First Name,Last Name,Email,Phone,Move In,Move Out,Status,Language,\
    Vehicle Plate,Vehicle Province,Vehicle Make\r\n";

#[test]
fn a_yardi_export_updates_by_tenant_code() {
    let plan = plan_yardi(&format!(
        "{YARDI}mc,1208,t1,Noémie,Larivière-Roy,noemie@example.org,(514) 555-0123,05/01/2024,,Current,French,k47-qdp,QC,\r\n\
         mc,th4,t7, Wen ,Larson,wen@example.com,,6/15/2026,,Future,English,,,\r\n\
         mc,1208,t8,,Suharto,s@example.com,,,,Applicant,,,,\r\n"
    ));
    assert_eq!(plan.skipped, [4]);
    let [(2, ChangeKind::Unchanged, _), (3, ChangeKind::Added, _)] = &changes(&plan)[..] else {
        panic!("{plan:?}")
    };
    let wen = &plan.changes[1].resident;
    assert_eq!((wen.first_name.as_deref(), wen.id.as_str()), (Some("Wen"), "re-t7"));
    assert_eq!(
        wen.residencies,
        [Residency { suite: "s2".into(), move_in: parse_date("2026-06-15"), move_out: None }]
    );
}

#[test]
fn a_yardi_export_moves_people_out_and_over() {
    let plan = plan_yardi(&format!(
        "{YARDI}mc,1208,t1,,,,,,05/19/2026,Past,,,,\r\nmc,1208,,,O'Shea,o.shea@example.org,,06/01/2026,,Current,,ABC 1,QC,Kia\r\n"
    ));
    assert_eq!(
        changes(&plan),
        [
            (
                2,
                ChangeKind::MovedOut,
                "residencies: 1208 | 2024-05-01 |  > 1208 | 2024-05-01 | 2026-05-19".into()
            ),
            (
                3,
                ChangeKind::Changed,
                "email: O.Shea@example.org > o.shea@example.org, \
                 residencies: TH-4 |  |  > TH-4 |  | 2026-06-01; 1208 | 2026-06-01 | , \
                 vehicles:  > ABC 1 | CA-QC | Kia |  |  |  | "
                    .into()
            ),
        ]
    );
    let plan = plan_yardi(&format!(
        "{YARDI}mc,1208,t1,,,,,,,Past,,,,\r\nmc,77,t5,,X,x@b.c,,13/01/2026,,Sublet,,,,\r\nmc,77,t6,,X,y@b.c,,,,,,,,\r\n"
    ));
    assert_eq!(
        bad(&plan),
        [
            (2, "Move Out", Reason::Missing),
            (3, "Move In", Reason::Malformed("a date as MM/DD/YYYY")),
            (3, "Status", Reason::Malformed("a status that the mapping lists")),
            (4, "Unit Code", violation("residencies[0].suite", ViolationCode::Unknown)),
        ]
    );
}

#[test]
fn other_exports_are_a_matter_of_data() {
    let mapping: ColumnMapping = serde_json::from_str(
        r#"{ "columns": [["Locataire", "fullName"], ["Courriel", "email"], ["App.", "unit"], ["Arrivée", "moveIn"]],
            "dates": "dayMonthYear", "statuses": [], "blanks": "keep", "ignoreOtherColumns": true }"#,
    )
    .unwrap();
    let csv = "App.,LOCATAIRE,courriel,arrivee,Loyer\n1208,\"D'Arcy, Zoë\",zoe@b.c,31/05/2026,1\n1208,Suharto,s@b.c,,2\n";
    let plan = plan_of(&document(), csv.as_bytes(), &mapping);
    let names: Vec<_> = plan
        .changes
        .iter()
        .map(|change| (change.resident.first_name.as_deref(), change.resident.last_name.as_deref()))
        .collect();
    assert_eq!(names, [(Some("Zoë"), Some("D'Arcy")), (None, Some("Suharto"))]);
    assert_eq!(plan.changes[0].resident.residencies[0].move_in, parse_date("2026-05-31"));
    assert_eq!(plan.bad_rows, []);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[=+@'\",;|\\\\ \n\ta-cé-]{0,5}", ".{0,4}"]
}

/// A text that may be missing, but is not there and empty: a cell cannot tell the two.
fn optional() -> impl Strategy<Value = Option<String>> {
    prop_oneof![Just(None), text().prop_map(|text| Some(text).filter(|text| !text.is_empty()))]
}

fn any_phone() -> impl Strategy<Value = String> {
    "\\+[1-9][0-9]{7,14}"
}

fn any_vehicle() -> impl Strategy<Value = ResidentVehicle> {
    (prop::collection::vec(optional(), 5), any::<Option<u32>>()).prop_map(|(texts, year)| {
        let text = |at: usize| texts[at].clone();
        ResidentVehicle {
            plate: text(0),
            region: text(1),
            make: text(2),
            model: text(3),
            year,
            color: text(4),
            car_tag: None,
        }
    })
}

/// Any profile that is valid in the document, whatever its texts.
fn any_resident() -> impl Strategy<Value = Resident> {
    let residency =
        (prop::sample::select(vec!["s1", "s2"]), 0..2u32, 0..2u32).prop_map(|(suite, from, to)| Residency {
            suite: suite.into(),
            move_in: parse_date("2026-01-31").filter(|_| from > 0),
            move_out: parse_date("2026-02-28").filter(|_| to > 0),
        });
    let contact = ("[a-z;|]{1,5}", any_phone(), optional())
        .prop_map(|(name, phone, relation)| EmergencyContact { name, phone, relation });
    let doors = prop::collection::vec(prop::sample::select(vec!["d1", "d2"]), 0..3);
    let choices = (0..3usize, 0..2usize, 0..3usize, 0..4usize, any::<bool>(), any::<bool>());
    (
        (
            prop::collection::vec(optional(), 4),
            "[A-Z][=;|'é ]{0,3}[a-z]",
            any_phone(),
            prop::option::of(any_phone()),
        ),
        prop::collection::vec(residency, 1..3),
        prop::collection::vec(contact, 0..3),
        doors,
        prop::collection::vec(any_vehicle(), 0..3),
        prop::collection::btree_set("[a-z][a-z;|\\\\]{0,3}", 0..3),
        choices,
    )
        .prop_map(
            |(
                (texts, last_name, phone, call_number),
                residencies,
                emergency_contacts,
                doors,
                vehicles,
                tags,
                choices,
            )| {
                let (communication, language, onboarding, designation, shown, restricted) = choices;
                Resident {
                    first_name: texts[0].clone(),
                    last_name: Some(last_name),
                    email: "same@example.org".into(),
                    phone: Some(phone),
                    preferred_communication: [
                        PreferredCommunication::App,
                        PreferredCommunication::Email,
                        PreferredCommunication::Sms,
                    ][communication],
                    language: [Language::En, Language::Fr][language],
                    residencies,
                    notes: texts[1].clone(),
                    pets: texts[2].clone(),
                    onboarding: [Onboarding::Draft, Onboarding::Invited, Onboarding::Active][onboarding],
                    display: Display { on_entry_system: shown, name: texts[3].clone(), call_number },
                    tags: tags.into_iter().collect(),
                    designation: [
                        None,
                        Some(Designation::Renter),
                        Some(Designation::Owner),
                        Some(Designation::NonResidentOwner),
                    ][designation],
                    emergency_contacts,
                    doors: doors.into_iter().map(String::from).collect(),
                    vehicles,
                    guest_invites_restricted: restricted,
                    ..Resident::default()
                }
            },
        )
}

proptest! {
    #[test]
    fn a_round_trip_through_csv_is_equal(residents in prop::collection::vec(any_resident(), 0..5)) {
        let mut document = document();
        document.residents = residents;
        for (index, resident) in document.residents.iter_mut().enumerate() {
            resident.id = format!("re-{index}");
            resident.directory_code = format!("10{index:02}");
        }
        let csv = export(&document);
        let again = plan_of(&document, csv.as_bytes(), &ColumnMapping::own());
        prop_assert_eq!(&again.bad_rows, &[]);
        prop_assert!(again.changes.iter().all(|change| change.kind == ChangeKind::Unchanged));
        let mut empty = Document { residents: Vec::new(), ..document.clone() };
        plan_of(&empty, csv.as_bytes(), &ColumnMapping::own()).apply(&mut empty).unwrap();
        prop_assert_eq!(empty, document);
    }

    #[test]
    fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200), rows in "([a-d1'\"=;|,]{0,12}\r?\n){0,6}") {
        let own = [&export(&Document::default()).into_bytes()[..], rows.as_bytes(), &bytes].concat();
        for (csv, mapping) in [
            (&own[..], ColumnMapping::own()),
            (&bytes[..], ColumnMapping::own()),
            (format!("{YARDI}{rows}").as_bytes(), ColumnMapping::yardi()),
        ] {
            let plan = plan_of(&document(), csv, &mapping);
            let mut document = document();
            if plan.apply(&mut document).is_ok() {
                prop_assert_eq!(crate::document::check(&document), Ok(()));
            }
        }
    }
}
