//! What a column can hold, and how each field of a profile looks in a cell.

use super::list;
use super::names::Names;
use super::text_or_none;
use crate::calendar::{format_date, parse_date};
use crate::directory::fold::folded_letters_and_digits;
use crate::document::{
    Designation, EmergencyContact, Language, Onboarding, PreferredCommunication, Residency, Resident,
    ResidentVehicle,
};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What a column holds. Up to [`Self::GuestInvitesRestricted`] it is one whole field of SPEC 2.1, the columns of the
/// library's own export; after it, a part of one, as other systems have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// The resident's id. An import never changes it.
    Id,
    /// The id in the property-management system.
    ExternalId,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// E-mail address.
    Email,
    /// Phone number.
    Phone,
    /// `app`, `email` or `sms`.
    PreferredCommunication,
    /// `en` or `fr`.
    Language,
    /// A list of `suite | first date | last date`.
    Residencies,
    /// Four digits.
    DirectoryCode,
    /// Staff's notes.
    Notes,
    /// Staff's notes about pets.
    Pets,
    /// `draft`, `invited` or `active`.
    Onboarding,
    /// `yes` or `no`.
    OnEntrySystem,
    /// Shown at the door instead of the name.
    DisplayName,
    /// Called instead of the phone number.
    CallNumber,
    /// A list.
    Tags,
    /// `renter`, `owner` or `nonResidentOwner`.
    Designation,
    /// A list of `name | phone | relation`.
    EmergencyContacts,
    /// A list of names.
    Spaces,
    /// A list of names.
    Doors,
    /// A list of `plate | region | make | model | year | color | car tag`.
    Vehicles,
    /// `yes` or `no`.
    GuestInvitesRestricted,
    /// `Last, First`; one name without a comma is a last name. A name column of its own counts before it.
    FullName,
    /// The number of the one suite that the row is about.
    Unit,
    /// First date there.
    MoveIn,
    /// Last date there.
    MoveOut,
    /// What the row is about, by the words of [`ColumnMapping::statuses`](super::ColumnMapping::statuses).
    Status,
    /// Plate of one vehicle.
    Plate,
    /// Where the plate is from; a province or state alone is one of the building's country.
    PlateRegion,
    /// Its maker.
    Make,
    /// Its model.
    Model,
    /// Its model year.
    Year,
    /// Its colour.
    Color,
    /// Its car tag.
    CarTag,
}

/// A cell that cannot be read; what it should be.
pub(super) type Expected = &'static str;

type Words<T> = &'static [(&'static str, T)];

/// The first word for a value is the one that is written.
const YES_NO: Words<bool> = &[
    ("yes", true),
    ("no", false),
    ("true", true),
    ("false", false),
    ("y", true),
    ("n", false),
    ("1", true),
    ("0", false),
    ("oui", true),
    ("non", false),
];
const COMMUNICATIONS: Words<PreferredCommunication> = &[
    ("app", PreferredCommunication::App),
    ("email", PreferredCommunication::Email),
    ("sms", PreferredCommunication::Sms),
];
const LANGUAGES: Words<Language> = &[
    ("en", Language::En),
    ("fr", Language::Fr),
    ("English", Language::En),
    ("French", Language::Fr),
    ("anglais", Language::En),
    ("français", Language::Fr),
    ("en-CA", Language::En),
    ("fr-CA", Language::Fr),
];
const ONBOARDINGS: Words<Onboarding> =
    &[("draft", Onboarding::Draft), ("invited", Onboarding::Invited), ("active", Onboarding::Active)];
const DESIGNATIONS: Words<Option<Designation>> = &[
    ("", None),
    ("renter", Some(Designation::Renter)),
    ("owner", Some(Designation::Owner)),
    ("nonResidentOwner", Some(Designation::NonResidentOwner)),
    ("tenant", Some(Designation::Renter)),
];

impl Field {
    /// The columns of the library's own export, in the order of SPEC 2.1.
    pub const OWN: [Self; 23] = [
        Self::Id,
        Self::ExternalId,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Phone,
        Self::PreferredCommunication,
        Self::Language,
        Self::Residencies,
        Self::DirectoryCode,
        Self::Notes,
        Self::Pets,
        Self::Onboarding,
        Self::OnEntrySystem,
        Self::DisplayName,
        Self::CallNumber,
        Self::Tags,
        Self::Designation,
        Self::EmergencyContacts,
        Self::Spaces,
        Self::Doors,
        Self::Vehicles,
        Self::GuestInvitesRestricted,
    ];

    /// The field's name, which is the header of its column in the library's own export.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::ExternalId => "externalId",
            Self::FirstName => "firstName",
            Self::LastName => "lastName",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::PreferredCommunication => "preferredCommunication",
            Self::Language => "language",
            Self::Residencies => "residencies",
            Self::DirectoryCode => "directoryCode",
            Self::Notes => "notes",
            Self::Pets => "pets",
            Self::Onboarding => "onboarding",
            Self::OnEntrySystem => "onEntrySystem",
            Self::DisplayName => "displayName",
            Self::CallNumber => "callNumber",
            Self::Tags => "tags",
            Self::Designation => "designation",
            Self::EmergencyContacts => "emergencyContacts",
            Self::Spaces => "spaces",
            Self::Doors => "doors",
            Self::Vehicles => "vehicles",
            Self::GuestInvitesRestricted => "guestInvitesRestricted",
            Self::FullName => "fullName",
            Self::Unit => "unit",
            Self::MoveIn => "moveIn",
            Self::MoveOut => "moveOut",
            Self::Status => "status",
            Self::Plate => "plate",
            Self::PlateRegion => "plateRegion",
            Self::Make => "make",
            Self::Model => "model",
            Self::Year => "year",
            Self::Color => "color",
            Self::CarTag => "carTag",
        }
    }

    /// The field as the export writes it; empty for a part of a field.
    pub(super) fn cell(self, resident: &Resident, names: &Names<'_>) -> String {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let yes_no = |value| word_for(YES_NO, value);
        match self {
            Self::Id => resident.id.clone(),
            Self::ExternalId => optional(&resident.external_id),
            Self::FirstName => optional(&resident.first_name),
            Self::LastName => optional(&resident.last_name),
            Self::Email => resident.email.clone(),
            Self::Phone => optional(&resident.phone),
            Self::PreferredCommunication => word_for(COMMUNICATIONS, resident.preferred_communication),
            Self::Language => word_for(LANGUAGES, resident.language),
            Self::Residencies => write_residencies(&resident.residencies, names),
            Self::DirectoryCode => resident.directory_code.clone(),
            Self::Notes => optional(&resident.notes),
            Self::Pets => optional(&resident.pets),
            Self::Onboarding => word_for(ONBOARDINGS, resident.onboarding),
            Self::OnEntrySystem => yes_no(resident.display.on_entry_system),
            Self::DisplayName => optional(&resident.display.name),
            Self::CallNumber => optional(&resident.display.call_number),
            Self::Tags => list::write(resident.tags.iter().map(|tag| [tag.as_str()])),
            Self::Designation => word_for(DESIGNATIONS, resident.designation),
            Self::EmergencyContacts => write_contacts(&resident.emergency_contacts),
            Self::Spaces => list::write(resident.spaces.iter().map(|id| [names.spaces.name(id)])),
            Self::Doors => list::write(resident.doors.iter().map(|id| [names.doors.name(id)])),
            Self::Vehicles => write_vehicles(&resident.vehicles),
            Self::GuestInvitesRestricted => yes_no(resident.guest_invites_restricted),
            _ => String::new(),
        }
    }

    /// Sets the whole field from a cell of the export; an empty one is what a new resident has. Parts of a field and the id
    /// are left to the import.
    pub(super) fn set(self, resident: &mut Resident, cell: &str, names: &Names<'_>) -> Result<(), Expected> {
        match self {
            Self::ExternalId => resident.external_id = text_or_none(cell),
            Self::FirstName => resident.first_name = text_or_none(cell),
            Self::LastName => resident.last_name = text_or_none(cell),
            Self::Email => resident.email = cell.into(),
            Self::Phone => resident.phone = text_or_none(cell),
            Self::PreferredCommunication => {
                let words = "one of app, email, sms";
                resident.preferred_communication = read_word(COMMUNICATIONS, cell, words)?;
            }
            Self::Language => resident.language = read_word(LANGUAGES, cell, "one of en, fr")?,
            Self::Residencies => resident.residencies = read_residencies(cell, names)?,
            Self::DirectoryCode => resident.directory_code = cell.into(),
            Self::Notes => resident.notes = text_or_none(cell),
            Self::Pets => resident.pets = text_or_none(cell),
            Self::Onboarding => {
                resident.onboarding = read_word(ONBOARDINGS, cell, "one of draft, invited, active")?;
            }
            Self::OnEntrySystem => resident.display.on_entry_system = read_word(YES_NO, cell, "yes or no")?,
            Self::DisplayName => resident.display.name = text_or_none(cell),
            Self::CallNumber => resident.display.call_number = text_or_none(cell),
            Self::Tags => resident.tags = read_names(cell, |tag| tag.into())?,
            Self::Designation => {
                let words = "one of renter, owner, nonResidentOwner";
                resident.designation = read_word(DESIGNATIONS, cell, words)?;
            }
            Self::EmergencyContacts => resident.emergency_contacts = read_contacts(cell)?,
            Self::Spaces => resident.spaces = read_names(cell, |name| names.spaces.id_or_text(name))?,
            Self::Doors => resident.doors = read_names(cell, |name| names.doors.id_or_text(name))?,
            Self::Vehicles => resident.vehicles = read_vehicles(cell)?,
            Self::GuestInvitesRestricted => {
                let restricted = if cell.trim().is_empty() { "no" } else { cell };
                resident.guest_invites_restricted = read_word(YES_NO, restricted, "yes or no")?;
            }
            _ => {}
        }
        Ok(())
    }
}

fn word_for<T: PartialEq>(words: Words<T>, value: T) -> String {
    words.iter().find(|(_, known)| *known == value).map(|(word, _)| (*word).into()).unwrap_or_default()
}

/// The value of a word, whatever its case, accents and hyphens; the first one's for an empty cell.
fn read_word<T: Copy>(words: Words<T>, cell: &str, expected: Expected) -> Result<T, Expected> {
    let written = folded_letters_and_digits(cell);
    let mut words = words.iter();
    let known = if cell.trim().is_empty() {
        words.next()
    } else {
        words.find(|(word, _)| !written.is_empty() && folded_letters_and_digits(word) == written)
    };
    known.map(|(_, value)| *value).ok_or(expected)
}

fn read_names(cell: &str, read: impl Fn(&str) -> String) -> Result<Vec<String>, Expected> {
    let items = list::read(cell).into_iter();
    items.map(|item| parts(item, "a list separated by ;").map(|[name]| read(&name))).collect()
}

fn write_residencies(residencies: &[Residency], names: &Names<'_>) -> String {
    let date = |date: Option<_>| date.map(format_date).unwrap_or_default();
    let dates: Vec<_> = residencies.iter().map(|stay| (date(stay.move_in), date(stay.move_out))).collect();
    let suites = residencies.iter().map(|stay| names.suites.name(&stay.suite));
    list::write(suites.zip(&dates).map(|(suite, (first, last))| [suite, first, last]))
}

fn read_residencies(cell: &str, names: &Names<'_>) -> Result<Vec<Residency>, Expected> {
    const EXPECTED: Expected = "suite | first date | last date, with dates as YYYY-MM-DD, separated by ;";
    let date = |text: String| match text.as_str() {
        "" => Ok(None),
        text => parse_date(text).map(Some).ok_or(EXPECTED),
    };
    let read = |item| {
        let [suite, move_in, move_out] = parts(item, EXPECTED)?;
        Ok(Residency {
            suite: names.suites.id_or_text(&suite),
            move_in: date(move_in)?,
            move_out: date(move_out)?,
        })
    };
    list::read(cell).into_iter().map(read).collect()
}

fn write_contacts(contacts: &[EmergencyContact]) -> String {
    let parts = |contact: &'_ EmergencyContact| {
        [contact.name.clone(), contact.phone.clone(), contact.relation.clone().unwrap_or_default()]
    };
    let items: Vec<_> = contacts.iter().map(parts).collect();
    list::write(items.iter().map(|item| item.iter().map(String::as_str)))
}

fn read_contacts(cell: &str) -> Result<Vec<EmergencyContact>, Expected> {
    let read = |item| {
        let [name, phone, relation] = parts(item, "name | phone | relation, separated by ;")?;
        Ok(EmergencyContact { name, phone, relation: text_or_none(&relation) })
    };
    list::read(cell).into_iter().map(read).collect()
}

fn write_vehicles(vehicles: &[ResidentVehicle]) -> String {
    let parts = |vehicle: &ResidentVehicle| {
        let ResidentVehicle { plate, region, make, model, year, color, car_tag } = vehicle.clone();
        let year = year.map(|year| year.to_string());
        [plate, region, make, model, year, color, car_tag].map(Option::unwrap_or_default)
    };
    let items: Vec<_> = vehicles.iter().map(parts).collect();
    list::write(items.iter().map(|item| item.iter().map(String::as_str)))
}

fn read_vehicles(cell: &str) -> Result<Vec<ResidentVehicle>, Expected> {
    const EXPECTED: Expected = "plate | region | make | model | year | color | car tag, separated by ;";
    let read = |item| {
        let [plate, region, make, model, year, color, car_tag] =
            parts(item, EXPECTED)?.map(|part| text_or_none(&part));
        let year = year.map(|year| read_year(&year)).transpose()?;
        Ok(ResidentVehicle { plate, region, make, model, year, color, car_tag })
    };
    list::read(cell).into_iter().map(read).collect()
}

/// Reads a model year.
pub(super) fn read_year(text: &str) -> Result<u32, Expected> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or("a model year in digits")
}

/// The parts of an item; those left out at its end are empty.
fn parts<const N: usize>(mut item: Vec<String>, expected: Expected) -> Result<[String; N], Expected> {
    if item.len() > N {
        return Err(expected);
    }
    item.resize(N, String::new());
    item.try_into().map_err(|_| expected)
}
