//! The same for consoles that open a document: no more of a building than an image of it has.

use super::access::Invited;
use super::parking::Booked;
use super::{ImageSpec, WriteError, Writer};
use crate::Building;
use crate::calendar::add_days;
use crate::directory::shown_name;
use crate::document::{
    Amenity, Approval, Booking, BuildingInfo, By, CheckIn, CheckInSubject, CreatedBy, Credential, Display,
    Document, Door, GuestInvite, Holder, Host, IntercomContact, Manager, Residency, Resident, Settings,
    Suite, Vehicle,
};
use crate::parking::plate::Plate;
use crate::people::residency::times_lived_in;
use crate::table::{HashMap, HashSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use chrono::NaiveDateTime;
use core::ops::Range;

impl Building {
    /// This building as its consoles may know it, as a document for those that open no image: a kiosk in a browser.
    ///
    /// It answers a console's questions on the days of `spec` as the whole document does: its image is the whole one's,
    /// byte for byte. It has the shown names, and of hidden residents the codes alone; no legal name behind an override,
    /// phone, e-mail, note, guest's name or name of staff. A resident's id is the directory code, with a number behind it
    /// where several have the same: in a check-in it says whom the code reached then. All residents seem to live in one
    /// suite, but for those who hold a booking or have invited a guest with an entry code.
    ///
    /// # Errors
    /// [`WriteError::Days`] when the days are in the wrong order.
    pub fn console_document(&self, spec: &ImageSpec) -> Result<Document, WriteError> {
        if spec.last_day < spec.first_day {
            return Err(WriteError::Days);
        }
        let writer = Writer::new(self, spec);
        let kept = Kept::new(&writer);
        Ok(Document {
            format: self.document().format,
            building: BuildingInfo { region: None, ..self.document().building.clone() },
            settings: settings(&self.document().settings),
            suites: kept.suites(),
            doors: kept.doors(),
            spaces: Vec::new(),
            residents: kept.residents(),
            managers: kept.managers(),
            amenities: kept.amenities(),
            bookings: kept.bookings(),
            check_ins: kept.check_ins(),
            guest_invites: kept.invites(),
            intercom_contacts: contacts(self.document()),
        })
    }
}

/// What is kept of a document, and what its records are called.
struct Kept<'w, 'b> {
    writer: &'w Writer<'b>,
    bookings: Vec<&'b Booking>,
    walk_ins: Vec<&'b CheckIn>,
    invites: Vec<Invited<'b>>,
    residents: Vec<&'b Resident>,
    /// The residents' new ids.
    ids: HashMap<&'b str, String>,
    /// The managers' new ids.
    managers: HashMap<&'b str, String>,
    /// Residents whose suites decide something.
    hosts: HashSet<&'b str>,
}

impl<'w, 'b> Kept<'w, 'b> {
    fn new(writer: &'w Writer<'b>) -> Self {
        let booked = writer.choose_bookings();
        let walk_ins = writer.choose_walk_ins();
        let invites = writer.choose_invites();
        let bookings = whole_stays(writer, &booked);
        let mut residents: Vec<_> =
            writer.choose_residents(&booked, &walk_ins).into_iter().map(|(resident, _)| resident).collect();
        residents.sort_by_key(|resident| (resident.directory_code.as_str(), resident.id.as_str()));
        let holders = booked.holders();
        let hosts = holders.chain(invites.iter().map(|invited| invited.invite.resident.as_str())).collect();
        let mut managers = HashMap::new();
        for booking in &bookings {
            if let Holder::Manager(id) = &booking.holder
                && !managers.contains_key(id.as_str())
            {
                managers.insert(id.as_str(), managers.len().to_string());
            }
        }
        Self { writer, bookings, walk_ins, invites, ids: new_ids(&residents), residents, managers, hosts }
    }

    fn id(&self, resident: &str) -> String {
        self.ids.get(resident).cloned().unwrap_or_default()
    }

    fn residents(&self) -> Vec<Resident> {
        self.residents.iter().map(|resident| self.resident(resident)).collect()
    }

    fn resident(&self, resident: &Resident) -> Resident {
        let residencies = self.residencies(resident);
        let shown = resident.display.on_entry_system && !residencies.is_empty();
        let name = shown.then(|| shown_name(resident));
        let invited = self.invites.iter().filter(|invited| invited.invite.resident == resident.id);
        let mut doors: Vec<String> =
            invited.flat_map(|invited| invited.invite.doors.iter().cloned()).collect();
        doors.retain(|door| self.writer.is_assigned(resident, door));
        doors.sort_unstable();
        doors.dedup();
        Resident {
            id: self.id(&resident.id),
            residencies,
            directory_code: resident.directory_code.clone(),
            display: Display { on_entry_system: shown, name, call_number: None },
            doors,
            ..Resident::default()
        }
    }

    /// When a resident lives here, and of a host also where.
    fn residencies(&self, resident: &Resident) -> Vec<Residency> {
        let opens_at = self.writer.document.settings.move_in_opens_at;
        let mut kept = Vec::new();
        let mut keep = |suite: &str, times: Vec<Range<NaiveDateTime>>| {
            kept.extend(times.iter().filter_map(|time| self.residency(suite, time)));
        };
        if self.hosts.contains(resident.id.as_str()) {
            for residency in &resident.residencies {
                keep(&residency.suite, times_lived_in([residency], opens_at));
            }
        } else if let Some(suite) = self.writer.document.suites.iter().map(|suite| suite.id.as_str()).min() {
            keep(suite, times_lived_in(&resident.residencies, opens_at));
        }
        kept
    }

    /// A time of living here as it looks from within the days; none when it is outside of them.
    fn residency(&self, suite: &str, time: &Range<NaiveDateTime>) -> Option<Residency> {
        let clamped = self.writer.clamp(core::slice::from_ref(time));
        let (from, to) = clamped.first()?;
        Some(Residency {
            suite: suite.into(),
            move_in: (*from > 0).then(|| time.start.date()),
            move_out: (*to < u32::MAX).then(|| add_days(time.end.date(), -1)),
        })
    }

    fn suites(&self) -> Vec<Suite> {
        let inviting: HashSet<&str> =
            self.invites.iter().map(|invited| invited.invite.resident.as_str()).collect();
        let inviting = self.residents.iter().filter(|resident| inviting.contains(resident.id.as_str()));
        let open: HashSet<&str> =
            inviting.flat_map(|resident| &resident.residencies).map(|stay| stay.suite.as_str()).collect();
        let doors = |suite: &Suite| match open.contains(suite.id.as_str()) {
            true => suite.doors.clone(),
            false => Vec::new(),
        };
        let suites = self.writer.document.suites.iter();
        suites.map(|suite| Suite { doors: doors(suite), ..suite.clone() }).collect()
    }

    fn doors(&self) -> Vec<Door> {
        let doors = self.writer.document.doors.iter();
        doors.map(|door| Door { name: String::new(), ..door.clone() }).collect()
    }

    fn managers(&self) -> Vec<Manager> {
        let mut ids: Vec<&String> = self.managers.values().collect();
        ids.sort_unstable();
        ids.into_iter().map(|id| Manager { id: id.clone(), ..Manager::default() }).collect()
    }

    /// What a booking must tell; what limits booking is none of a console's business.
    fn amenities(&self) -> Vec<Amenity> {
        let booked: HashSet<&str> = self.bookings.iter().map(|booking| booking.amenity.as_str()).collect();
        let amenities = self.writer.document.amenities.iter();
        let kept = amenities.filter(|amenity| booked.contains(amenity.id.as_str()));
        kept.map(|amenity| Amenity {
            id: amenity.id.clone(),
            enabled: amenity.enabled,
            required_fields: amenity.required_fields.clone(),
            ..Amenity::default()
        })
        .collect()
    }

    fn bookings(&self) -> Vec<Booking> {
        self.bookings.iter().map(|booking| self.booking(booking)).collect()
    }

    fn booking(&self, booking: &Booking) -> Booking {
        let approved = booking.approval == Approval::Approved;
        // What tells cars without a plate apart.
        let space = booking.space.clone().filter(|_| approved && Plate::of(&booking.vehicle).is_none());
        Booking {
            holder: match &booking.holder {
                Holder::Resident(id) => Holder::Resident(self.id(id)),
                Holder::Manager(id) => {
                    Holder::Manager(self.managers.get(id.as_str()).cloned().unwrap_or_default())
                }
            },
            vehicle: if approved { booking.vehicle.clone() } else { Vehicle::default() },
            space,
            guest_name: None,
            created_at: None,
            ..booking.clone()
        }
    }

    /// The check-ins of the bookings, and the walk-ins that a plate can be compared with.
    fn check_ins(&self) -> Vec<CheckIn> {
        let booked: HashSet<&str> = self.bookings.iter().map(|booking| booking.id.as_str()).collect();
        let of_bookings = self.writer.document.check_ins.iter().filter(|check_in| match &check_in.subject {
            CheckInSubject::Booking(id) => booked.contains(id.as_str()),
            CheckInSubject::WalkIn(_) => false,
        });
        of_bookings.chain(self.walk_ins.iter().copied()).map(|check_in| self.check_in(check_in)).collect()
    }

    fn check_in(&self, check_in: &CheckIn) -> CheckIn {
        let plate = Plate::of(&check_in.vehicle).is_some();
        let told = |text: &Option<String>| text.clone().filter(|_| plate);
        let Vehicle { plate, region, .. } = &check_in.vehicle;
        CheckIn {
            by: By::Guest,
            subject: match &check_in.subject {
                CheckInSubject::WalkIn(Host::Resident(id)) => {
                    CheckInSubject::WalkIn(Host::Resident(self.id(id)))
                }
                other => other.clone(),
            },
            vehicle: Vehicle { plate: told(plate), region: told(region), ..Vehicle::default() },
            ..check_in.clone()
        }
    }

    fn invites(&self) -> Vec<GuestInvite> {
        let invites = self.invites.iter().zip(0_u32..);
        invites
            .map(|(invited, number)| GuestInvite {
                id: number.to_string(),
                resident: self.id(&invited.invite.resident),
                guest_name: String::new(),
                contact: None,
                credential: Credential::EntryCode(invited.code.into()),
                created_by: CreatedBy::Resident,
                ..invited.invite.clone()
            })
            .collect()
    }
}

/// The chosen bookings with all others of their stays: how long a stay is decides when a guest must check in again.
fn whole_stays<'b>(writer: &Writer<'b>, booked: &Booked<'b>) -> Vec<&'b Booking> {
    let ledger = writer.building.ledger();
    let stay_of = |position: usize| ledger.slot(position).map(|slot| slot.stay());
    let stays: HashSet<usize> = booked.positions().filter_map(stay_of).collect();
    let bookings = writer.document.bookings.iter().enumerate();
    let kept = bookings.filter(|(position, _)| stay_of(*position).is_some_and(|stay| stays.contains(&stay)));
    let mut kept: Vec<&Booking> = kept.map(|(_, booking)| booking).collect();
    kept.sort_by_key(|booking| (booking.start, booking.end, booking.id.as_str()));
    kept
}

/// The directory codes as ids; of residents with the same code, the later ones have a number behind it. Their order stays.
fn new_ids<'b>(residents: &[&'b Resident]) -> HashMap<&'b str, String> {
    let mut taken = HashSet::new();
    let mut ids = HashMap::new();
    for (resident, number) in residents.iter().zip(0_u32..) {
        let code = &resident.directory_code;
        let mut id = code.clone();
        while !taken.insert(id.clone()) {
            // The number is this long for the order's sake.
            id = format!("{id}-{number:010}");
        }
        ids.insert(resident.id.as_str(), id);
    }
    ids
}

/// What was chosen, as far as a console goes by it.
fn settings(settings: &Settings) -> Settings {
    let ours = Settings::default();
    Settings {
        guest_invites_enabled: ours.guest_invites_enabled,
        reserved_codes: ours.reserved_codes,
        code_quarantine_days: ours.code_quarantine_days,
        retention: ours.retention,
        ..settings.clone()
    }
}

fn contacts(document: &Document) -> Vec<IntercomContact> {
    let contacts = document.intercom_contacts.iter().filter(|contact| contact.enabled);
    contacts.map(|contact| IntercomContact { name: String::new(), number: None, ..contact.clone() }).collect()
}
