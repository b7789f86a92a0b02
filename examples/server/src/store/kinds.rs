//! The kinds of records of a building's document, and the list in which a document has each.

use vestibule::document::{
    Amenity, Booking, BuildingInfo, CheckIn, Document, Door, Error, FromJson, GuestInvite, IntercomContact,
    Manager, Resident, Settings, Space, Suite, from_json,
};

/// A kind of record, named as the document names its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the document's")]
pub enum Kind {
    Building,
    Settings,
    Suites,
    Doors,
    Spaces,
    Residents,
    Managers,
    Amenities,
    Bookings,
    CheckIns,
    GuestInvites,
    IntercomContacts,
}

impl Kind {
    const ALL: [Self; 12] = [
        Self::Building,
        Self::Settings,
        Self::Suites,
        Self::Doors,
        Self::Spaces,
        Self::Residents,
        Self::Managers,
        Self::Amenities,
        Self::Bookings,
        Self::CheckIns,
        Self::GuestInvites,
        Self::IntercomContacts,
    ];

    /// The name in the document, in the table and in the audit trail.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Settings => "settings",
            Self::Suites => "suites",
            Self::Doors => "doors",
            Self::Spaces => "spaces",
            Self::Residents => "residents",
            Self::Managers => "managers",
            Self::Amenities => "amenities",
            Self::Bookings => "bookings",
            Self::CheckIns => "checkIns",
            Self::GuestInvites => "guestInvites",
            Self::IntercomContacts => "intercomContacts",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether a change of such a record may open or close doors to residents (SPEC 9.1).
    pub(super) fn opens_doors(self) -> bool {
        matches!(
            self,
            Self::Building | Self::Settings | Self::Suites | Self::Doors | Self::Spaces | Self::Residents
        )
    }

    /// The place in its list of the record with an id, or the one that it would get.
    pub(super) fn position(self, document: &Document, id: &str) -> usize {
        match self {
            Self::Building | Self::Settings => 0,
            Self::Suites => position::<Suite>(document, id),
            Self::Doors => position::<Door>(document, id),
            Self::Spaces => position::<Space>(document, id),
            Self::Residents => position::<Resident>(document, id),
            Self::Managers => position::<Manager>(document, id),
            Self::Amenities => position::<Amenity>(document, id),
            Self::Bookings => position::<Booking>(document, id),
            Self::CheckIns => position::<CheckIn>(document, id),
            Self::GuestInvites => position::<GuestInvite>(document, id),
            Self::IntercomContacts => position::<IntercomContact>(document, id),
        }
    }

    /// Puts a row into a document: adds it, takes the place of the one with its id, or removes that.
    pub(super) fn apply(
        self,
        document: &mut Document,
        id: &str,
        body: Option<&str>,
        is_new: bool,
    ) -> Result<(), Error> {
        match (self, body) {
            (Self::Building, Some(body)) => document.building = from_json(body)?,
            (Self::Settings, Some(body)) => document.settings = from_json(body)?,
            (Self::Building | Self::Settings, None) => {}
            (Self::Suites, body) => put::<Suite>(document, id, body, is_new)?,
            (Self::Doors, body) => put::<Door>(document, id, body, is_new)?,
            (Self::Spaces, body) => put::<Space>(document, id, body, is_new)?,
            (Self::Residents, body) => put::<Resident>(document, id, body, is_new)?,
            (Self::Managers, body) => put::<Manager>(document, id, body, is_new)?,
            (Self::Amenities, body) => put::<Amenity>(document, id, body, is_new)?,
            (Self::Bookings, body) => put::<Booking>(document, id, body, is_new)?,
            (Self::CheckIns, body) => put::<CheckIn>(document, id, body, is_new)?,
            (Self::GuestInvites, body) => put::<GuestInvite>(document, id, body, is_new)?,
            (Self::IntercomContacts, body) => put::<IntercomContact>(document, id, body, is_new)?,
        }
        Ok(())
    }
}

fn put<R: Listed>(document: &mut Document, id: &str, body: Option<&str>, is_new: bool) -> Result<(), Error> {
    let list = R::list_mut(document);
    let known = if is_new { None } else { list.iter().position(|record| record.id() == id) };
    match (known, body) {
        (Some(at), None) => drop(list.remove(at)),
        (None, None) => {}
        (known, Some(body)) => {
            let record = from_json(body)?;
            match known.and_then(|at| list.get_mut(at)) {
                Some(place) => *place = record,
                None => list.push(record),
            }
        }
    }
    Ok(())
}

fn position<R: Listed>(document: &Document, id: &str) -> usize {
    let list = R::list(document);
    list.iter().position(|record| record.id() == id).unwrap_or(list.len())
}

/// A record that is kept as a row.
pub trait Record: serde::Serialize + FromJson + Clone + Send + Sync + 'static {
    /// Its kind.
    const KIND: Kind;

    /// Its id within its kind.
    fn id(&self) -> &str;
}

/// A record of which a document has a list.
pub trait Listed: Record {
    /// The list.
    fn list(document: &Document) -> &[Self];

    /// The list, to be changed.
    fn list_mut(document: &mut Document) -> &mut Vec<Self>;
}

macro_rules! listed {
    ($($record:ty: $kind:ident, $list:ident;)*) => {
        $(
            impl Record for $record {
                const KIND: Kind = Kind::$kind;

                fn id(&self) -> &str {
                    &self.id
                }
            }

            impl Listed for $record {
                fn list(document: &Document) -> &[Self] {
                    &document.$list
                }

                fn list_mut(document: &mut Document) -> &mut Vec<Self> {
                    &mut document.$list
                }
            }
        )*
    };
}

listed! {
    Suite: Suites, suites;
    Door: Doors, doors;
    Space: Spaces, spaces;
    Resident: Residents, residents;
    Manager: Managers, managers;
    Amenity: Amenities, amenities;
    Booking: Bookings, bookings;
    CheckIn: CheckIns, check_ins;
    GuestInvite: GuestInvites, guest_invites;
    IntercomContact: IntercomContacts, intercom_contacts;
}

impl Record for BuildingInfo {
    const KIND: Kind = Kind::Building;

    fn id(&self) -> &str {
        Kind::Building.as_str()
    }
}

impl Record for Settings {
    const KIND: Kind = Kind::Settings;

    fn id(&self) -> &str {
        Kind::Settings.as_str()
    }
}
