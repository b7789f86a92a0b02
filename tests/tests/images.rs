//! Console images (SPEC 11): what they answer, what is not in them, what they take and what they refuse.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use std::collections::HashSet;
use std::path::Path;
use vestibule::console::{BookingHandle, EntryHandle, GuestHost, GuestTarget, ResidentHandle, SuiteHandle};
use vestibule::document::{Document, EmergencyContact, Holder, Resident, ResidentVehicle};
use vestibule::image::{Image, ImageError, ImageSpec, Panel, SigningKey, Trust};
use vestibule::outbox::Entries;
use vestibule::parking::vehicle::VehicleRef;
use vestibule::{Building, Instant, ZoneRules};
use vestibule_benches::documents::{self, document, open};
use vestibule_tests::file::{VectorFile, find};
use vestibule_tests::image::{answer, signed, signing_key, trust};

const AT: &str = "2026-05-14T18:00:00Z";

fn at() -> Instant {
    Instant::parse(AT).unwrap()
}

fn building(document: &Document) -> Building {
    let zone = ZoneRules::bundled(&document.building.zone).unwrap();
    Building::open(document.clone(), zone).unwrap()
}

/// The image of a building for two weeks.
fn image(document: &Document) -> Vec<u8> {
    let building = building(document);
    signed(building.console_image(&ImageSpec::starting(&building, at(), 14, 5)).unwrap())
}

/// A document as consoles may know it, for two weeks.
fn reduced(document: &Document) -> Document {
    let building = building(document);
    building.console_document(&ImageSpec::starting(&building, at(), 14, 5)).unwrap()
}

/// A building with something of everything, from the console's own tests.
fn everything() -> Document {
    Document::from_json(include_str!("../../core/src/console/tests/building.json")).unwrap()
}

#[test]
fn every_vector_that_a_console_offers_is_answered_from_an_image() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut asked = 0;
    for path in find(&[folder]).unwrap() {
        let file = VectorFile::read(&path).unwrap();
        for case in &file.cases {
            if let Some(answered) = answer(&file, case) {
                assert_eq!(answered, case.expect, "{}: {}", path.display(), case.name);
                asked += 1;
            }
        }
    }
    assert!(asked >= 800, "only {asked} were asked");
}

/// Marks everything that a console does not show.
fn mark(document: &mut Document, mark: &str) {
    let text = |what: &str| format!("{mark}{what}");
    for resident in &mut document.residents {
        let hidden = !resident.display.on_entry_system;
        if hidden || resident.display.name.is_some() {
            resident.first_name = Some(text("First"));
            resident.last_name = Some(text("Last"));
        }
        if hidden {
            resident.display.name = Some(text("Shown"));
        }
        mark_profile(resident, &text);
    }
    for booking in &mut document.bookings {
        booking.guest_name = Some(text("Guest"));
    }
    for invite in &mut document.guest_invites {
        invite.guest_name = text("Invited");
        invite.contact = Some(text("Contact"));
    }
    for contact in &mut document.intercom_contacts {
        contact.name = text("Office");
        contact.number = Some(text("Number"));
    }
}

fn mark_profile(resident: &mut Resident, text: &dyn Fn(&str) -> String) {
    resident.email = text("@example.org");
    resident.phone = Some(text("Phone"));
    resident.display.call_number = Some(text("Call"));
    resident.notes = Some(text("Notes"));
    resident.pets = Some(text("Pets"));
    resident.external_id = Some(text("External"));
    resident.tags = vec![text("Tag")];
    resident.emergency_contacts =
        vec![EmergencyContact { name: text("Kin"), phone: text("KinPhone"), ..Default::default() }];
    resident.vehicles = vec![ResidentVehicle { plate: Some(text("OwnPlate")), ..Default::default() }];
}

#[test]
fn what_is_hidden_changes_no_byte_of_an_image() {
    let (mut one, mut other) = (everything(), everything());
    mark(&mut one, "Zyxw");
    mark(&mut other, "Quuxé");
    assert_eq!(image(&one), image(&other));
}

#[test]
fn the_image_of_a_consoles_document_is_that_of_the_whole_one() {
    let mut compared = HashSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    for path in find(&[folder]).unwrap() {
        let file = VectorFile::read(&path).unwrap();
        for case in &file.cases {
            let text = file.document_of(case).to_string();
            let (Ok(whole), Some(at)) = (Building::from_json(&text), Instant::parse(&case.now)) else {
                continue;
            };
            if !compared.insert((text, at)) {
                continue;
            }
            for spec in [ImageSpec::of_all_days(at, 1), ImageSpec::starting(&whole, at, 14, 1)] {
                let document = whole.console_document(&spec).unwrap();
                let json = document.to_json().unwrap();
                assert_eq!(
                    Document::from_json(&json).unwrap(),
                    document,
                    "{}: {}",
                    path.display(),
                    case.name
                );
                let image = |building: &Building| building.console_image(&spec).unwrap().to_sign().to_vec();
                let read = Building::open(document, whole.zone().clone()).unwrap();
                assert!(image(&read) == image(&whole), "{}: {}\n{json}", path.display(), case.name);
            }
        }
    }
    assert!(compared.len() >= 500, "only {} were compared", compared.len());
}

#[test]
fn what_is_hidden_changes_nothing_of_a_consoles_document() {
    let (mut one, mut other) = (everything(), everything());
    mark(&mut one, "Zyxw");
    mark(&mut other, "Quuxé");
    assert_eq!(reduced(&one), reduced(&other));
    // Where somebody lives is told by a booking or an invite alone.
    let hosts = |document: &Document| {
        let holders = document.bookings.iter().filter_map(|booking| match &booking.holder {
            Holder::Resident(id) => Some(id.clone()),
            Holder::Manager(_) => None,
        });
        let invited = document.guest_invites.iter().map(|invite| invite.resident.clone());
        holders.chain(invited).collect::<HashSet<_>>()
    };
    let whole = everything();
    let hosts = hosts(&whole);
    let mut moved = whole.clone();
    let suites: Vec<_> = whole.suites.iter().map(|suite| suite.id.clone()).collect();
    for resident in moved.residents.iter_mut().filter(|resident| !hosts.contains(&resident.id)) {
        for (residency, suite) in resident.residencies.iter_mut().zip(suites.iter().rev()) {
            residency.suite.clone_from(suite);
        }
    }
    assert_ne!(moved, whole);
    assert_eq!(reduced(&moved), reduced(&whole));
}

#[test]
fn the_order_of_a_documents_lists_changes_no_byte_of_an_image() {
    let one = everything();
    let mut other = one.clone();
    other.residents.reverse();
    other.suites.reverse();
    other.doors.reverse();
    other.bookings.reverse();
    other.check_ins.reverse();
    other.guest_invites.reverse();
    other.amenities.reverse();
    assert_eq!(image(&one), image(&other));
}

#[test]
fn nothing_hidden_is_in_an_image_in_any_form() {
    let mut document = everything();
    mark(&mut document, "Zyxw");
    nothing_hidden_is_in(&image(&document), &document);
    nothing_hidden_is_in(reduced(&document).to_json().unwrap().as_bytes(), &document);
}

fn nothing_hidden_is_in(bytes: &[u8], document: &Document) {
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(contains(b"Tremblay"), "what is shown is in it");
    let mut hidden: Vec<String> =
        ["First", "Last", "First Zyxw", "Shown", "@example.org", "Phone", "Call", "Notes", "Pets"]
            .iter()
            .chain(&[
                "External", "Tag", "Kin", "KinPhone", "OwnPlate", "Guest", "Invited", "Contact", "Office",
                "Number", "",
            ])
            .map(|what| format!("Zyxw{what}"))
            .collect();
    hidden.extend(document.residents.iter().map(|resident| resident.id.clone()));
    for text in &hidden {
        let forms = [
            text.clone(),
            text.to_lowercase(),
            text.to_uppercase(),
            text.chars().rev().collect(),
            vestibule::directory::fold::folded_letters_and_digits(text),
        ];
        for form in &forms {
            assert!(!contains(form.as_bytes()), "{form}");
            let wide: Vec<u8> = form.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(!contains(&wide), "{form} in UTF-16");
            for hash in hashes(form.as_bytes()) {
                assert!(!contains(&hash), "a hash of {form}");
                assert!(!contains(&hash.iter().rev().copied().collect::<Vec<_>>()), "a hash of {form}");
            }
        }
    }
}

/// Hashes that are short enough to be taken for handles, of a text: CRC-32, FNV-1a, djb2, and the first eight bytes of
/// SHA-512 as an Ed25519 key of it begins.
fn hashes(text: &[u8]) -> Vec<Vec<u8>> {
    let fnv32 =
        text.iter().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    let fnv64 = text.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    });
    let djb2 = text.iter().fold(5381_u32, |hash, byte| hash.wrapping_mul(33).wrapping_add((*byte).into()));
    let crc = !text.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    });
    vec![
        fnv32.to_le_bytes().into(),
        fnv64.to_le_bytes().into(),
        djb2.to_le_bytes().into(),
        crc.to_le_bytes().into(),
    ]
}

/// Every question to an image; the answers do not matter.
fn ask_everything(image: &Image<'_>) {
    let now = image.now(at());
    let panel = Panel::new(image, Entries::none());
    let mut hits = [EntryHandle::default(); 8];
    for query in ["", "m", "marie", "mraie", "tremblay m", "o'b"] {
        let _ = image.search_names(query, &now, &mut hits);
    }
    for entry in 0..8 {
        let _ = image.shown(EntryHandle(entry));
    }
    image.each_suite("1", &mut |suite| {
        let _ = image.suite(suite);
        std::ops::ControlFlow::Continue(())
    });
    let mut options = [BookingHandle::default(); 8];
    let vehicle = VehicleRef { plate: Some("BUS 1800"), ..VehicleRef::default() };
    for number in 0..12 {
        let _ = image.dial(["1001", "1002", "7777"][number as usize % 3], &now);
        for target in [GuestTarget::Resident(ResidentHandle(number)), GuestTarget::Suite(SuiteHandle(number))]
        {
            let _ = panel.match_bookings(target, &now, &mut options);
        }
        let booking = BookingHandle(number);
        let _ = (panel.offer(booking, &now), panel.permit(booking, &now));
        let _ = (panel.check_in(booking, vehicle, &now), panel.staff_check_in(booking, &now));
        let _ = panel.walk_in(GuestHost::Resident(ResidentHandle(number)), vehicle, &now);
    }
    let mut similar = options;
    let _ = panel.match_plate("8US I8OO", None, &now, &mut options);
    let _ = panel.check_plate("BUS 1800", None, &now, &mut options, &mut similar);
    let _ = (image.call_management(&now), image.enter_code("424242", "lobby", &now));
}

#[test]
fn whatever_is_done_to_an_image_is_said_and_nothing_goes_wrong() {
    let whole = image(&everything());
    let keys = [signing_key().unwrap().verifying_key()];
    let open = |bytes: &[u8]| Image::open(bytes, &trust(&keys)).map(|image| image.sequence());
    assert_eq!(open(&whole), Ok(5));
    ask_everything(&Image::open(&whole, &trust(&keys)).unwrap());
    for length in 0..whole.len() {
        assert_eq!(open(&whole[..length]), Err(ImageError::Truncated), "{length} bytes");
    }
    let mut read_all_the_same = 0;
    for at in 0..whole.len() {
        for bit in [1, 0x80] {
            let mut damaged = whole.clone();
            damaged[at] ^= bit;
            let error = open(&damaged).unwrap_err();
            let expected = match at {
                0..8 => [ImageError::NotAnImage; 2],
                8..12 => [ImageError::FutureVersion, ImageError::Forged],
                12..16 => [ImageError::Truncated, ImageError::Corrupt],
                _ if at >= whole.len() - 64 => [ImageError::Forged; 2],
                _ => [ImageError::Corrupt; 2],
            };
            assert!(expected.contains(&error), "byte {at}: {error:?}");
            // As if whoever signs had signed the damage: it is refused, or answers without going wrong.
            if let Some(image) = Image::open_unsigned(&damaged) {
                ask_everything(&image);
                read_all_the_same += 1;
            }
        }
    }
    assert!(read_all_the_same > 100);
}

#[test]
fn only_newer_images_of_the_building_by_a_trusted_key_are_taken() {
    let bytes = image(&everything());
    let (ours, theirs) = (signing_key().unwrap(), SigningKey::from_seed([9; 32]).unwrap());
    let keys = [theirs.verifying_key(), ours.verifying_key()];
    let open = |trust: Trust<'_>| Image::open(&bytes, &trust).map(|image| image.sequence());
    let id = everything().building.id;
    assert_eq!(open(Trust { keys: &keys, building: &id, newer_than: 4 }), Ok(5));
    assert_eq!(open(Trust { keys: &keys, building: &id, newer_than: 5 }), Err(ImageError::Older));
    assert_eq!(
        open(Trust { keys: &keys, building: "elsewhere", newer_than: 0 }),
        Err(ImageError::WrongBuilding)
    );
    assert_eq!(open(trust(&keys[..1])), Err(ImageError::Forged));
    assert_eq!(open(trust(&[])), Err(ImageError::Forged));
    // A flash slot is larger than its image.
    let slot = [bytes.as_slice(), &[0xFF; 100]].concat();
    assert_eq!(Image::open(&slot, &trust(&keys)).map(|image| image.sequence()), Ok(5));
}

/// At most 48 bytes for each shown name beyond the name itself: of the whole image of a building without bookings, its
/// suites included.
#[test]
fn an_image_takes_few_bytes_for_each_name() {
    for residents in [300, 3_000, 10_000] {
        let mut document = document(5, residents, 0);
        document.check_ins.clear();
        let building = open(document.clone());
        let now = documents::now(&building);
        let size = |building: &Building| {
            building.console_image(&ImageSpec::starting(building, now, 14, 1)).unwrap().to_sign().len() + 64
        };
        let lives_here = building.now(now);
        let shown: Vec<_> = document
            .residents
            .iter()
            .filter(|resident| resident.display.on_entry_system)
            .filter(|one| {
                building.resident_by_code(&one.directory_code, &lives_here).is_some_and(|by| by.id == one.id)
            })
            .collect();
        let names: usize = shown.iter().map(|one| vestibule::directory::shown_name(one).len()).sum();
        let each = (size(&building) - names) as f64 / shown.len() as f64;
        println!("{residents} residents: {each:.1} bytes for each name");
        assert!(each <= 48.0, "{residents}: {each}");
    }
}

#[test]
fn residents_of_bookings_are_found_by_their_handles() {
    let building = building(&everything());
    let unsigned = building.console_image(&ImageSpec::of_all_days(at(), 1)).unwrap();
    for booking in &building.document().bookings {
        if let Holder::Resident(id) = &booking.holder {
            assert!(unsigned.residents().contains(id));
        }
    }
}
