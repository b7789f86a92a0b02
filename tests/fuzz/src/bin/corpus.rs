//! Writes the corpus that the fuzzer begins with: `corpus FOLDER`. It is small buildings' images with a visit behind each,
//! and outboxes as consoles leave them.

use std::error::Error;
use std::fs;
use std::path::Path;
use vestibule::document::Document;
use vestibule::image::ImageSpec;
use vestibule::outbox::{Entry, Outbox, What};
use vestibule::parking::vehicle::VehicleRef;
use vestibule::{Building, Instant, ZoneRules};

const AT: &str = "2026-05-14T18:00:00Z";
const EVERYTHING: &str = include_str!("../../../../core/src/console/tests/building.json");

/// Visits: a name search and a call, a check-in by name, by plate, by suite, and an entry code.
const VISITS: [&[u8]; 5] = [
    b"\x00\x05mraie\x09\x00\x09\x00\x0d\x00",
    b"\x09\x02\x09\x00\x00\x05marie\x09\x00\x09\x00\x09\x00\x09\x00\x07\x00\x09\x00\xff\x00",
    b"\x09\x02\x09\x03\x00\x088US I8OO\x07\x00\x09\x00\x09\x00\x09\x00",
    b"\x09\x02\x09\x02\x00\x03101\x09\x00\x09\x00\x00\x05Honda\x07\x00\x09\x00\x0e\x01",
    b"\x09\x03\x04\x04\x04\x02\x04\x04\x04\x02\x04\x04\x04\x02\x07\x00\xdf\x00",
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("takes a FOLDER")?;
    let folder = Path::new(&folder);
    for target in ["image", "outbox"] {
        let target = folder.join(target);
        if target.is_dir() {
            fs::remove_dir_all(&target)?;
        }
        fs::create_dir_all(&target)?;
    }
    images(&folder.join("image"))?;
    outboxes(&folder.join("outbox"))?;
    Ok(())
}

fn images(folder: &Path) -> Result<(), Box<dyn Error>> {
    let at = Instant::parse(AT).ok_or("an instant")?;
    let everything = Document::from_json(EVERYTHING)?;
    let mut open = everything.clone();
    open.settings.require_booking_for_check_in = false;
    let mut empty = everything.clone();
    empty.bookings.clear();
    empty.check_ins.clear();
    empty.guest_invites.clear();
    empty.residents.clear();
    let mut few = everything.clone();
    few.residents.truncate(2);
    few.bookings.truncate(2);
    few.check_ins.clear();
    few.guest_invites.clear();
    let documents = [(&everything, 14), (&open, 2), (&everything, 0), (&few, 1), (&empty, 1)];
    for (number, ((document, days), visit)) in documents.into_iter().zip(VISITS).enumerate() {
        let zone = ZoneRules::bundled(&document.building.zone)?;
        let building = Building::open(document.clone(), zone)?;
        let spec = ImageSpec::starting(&building, at, days, 1);
        let image = building.console_image(&spec)?.with_signature([0; 64]);
        fs::write(folder.join(number.to_string()), [&image, visit].concat())?;
    }
    Ok(())
}

fn outboxes(folder: &Path) -> Result<(), Box<dyn Error>> {
    // Adding, sending, forgetting, a cut, a restart; then much adding, so that banks are swapped.
    let doings: Vec<u8> = [0, 9, 17, 25, 3, 5, 6, 7].into_iter().flat_map(|doing| [doing, 8]).collect();
    let many: Vec<u8> = (0..40_u8).flat_map(|number| [number % 3 + number % 4 * 8, 40]).collect();
    let sent: Vec<u8> = (0..30_u8).flat_map(|number| [if number % 2 == 0 { 0 } else { 3 }, number]).collect();
    for (number, (entries, doings)) in
        [(0, &doings), (3, &doings), (3, &many), (6, &sent)].into_iter().enumerate()
    {
        let mut memory = vec![0xFF; Outbox::SMALLEST];
        let (mut outbox, _) = Outbox::open(&mut memory)?;
        let store = |outbox: &mut Outbox<'_>| {
            while outbox.next_write().is_some() {
                outbox.written();
            }
        };
        store(&mut outbox);
        for entry in 0..entries {
            let id = format!("panel-1-{entry}");
            let vehicle = VehicleRef { plate: Some("BUS 1800"), ..VehicleRef::default() };
            let what = What::CheckIn { booking: "b-visitor", vehicle };
            outbox.add(&Entry { number: 0, id: &id, at: Instant::from_millis(entry), what })?;
            store(&mut outbox);
        }
        let length = u8::try_from(doings.len())?;
        fs::write(
            folder.join(number.to_string()),
            [&[if number == 1 { 11 } else { 3 }, 0, length], doings.as_slice(), &memory].concat(),
        )?;
    }
    Ok(())
}
