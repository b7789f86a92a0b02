//! What an outbox keeps, as bytes: texts with their length, numbers little-endian.

use crate::calendar::Instant;
use crate::parking::vehicle::VehicleRef;

/// Something that happened at a console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'o> {
    /// Its place in the order of all that ever happened at this console.
    pub number: u64,
    /// Its id, by which the server knows it again however often it is sent (SPEC 6.7).
    pub id: &'o str,
    /// When it happened.
    pub at: Instant,
    /// What it was.
    pub what: What<'o>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What<'o> {
    /// A guest checked in to a booking (SPEC 6.3).
    CheckIn {
        /// Id of the booking.
        booking: &'o str,
        /// The vehicle as given then.
        vehicle: VehicleRef<'o>,
    },
    /// A guest checked in without one (SPEC 6.4).
    WalkIn {
        /// Whom the guest visits.
        host: HostRef<'o>,
        /// The vehicle as given then.
        vehicle: VehicleRef<'o>,
    },
    /// An entry code was typed (SPEC 9.5). The code itself is not kept.
    CodeAttempt {
        /// Id of the door.
        door: &'o str,
        /// Whether it opened.
        granted: bool,
    },
}

/// Whom a walk-in visits, in words that outlast an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostRef<'o> {
    /// The resident whom a directory code reached then.
    Resident {
        /// The code.
        code: &'o str,
    },
    /// A suite.
    Suite {
        /// Its id.
        id: &'o str,
    },
    /// No one in particular.
    Visitor,
}

/// The longest text that fits.
pub(super) const LONGEST_TEXT: usize = 1023;

const CHECK_IN: u8 = 1;
const WALK_IN: u8 = 2;
const CODE_ATTEMPT: u8 = 3;
const RESIDENT: u8 = 0;
const SUITE: u8 = 1;
const VISITOR: u8 = 2;
const NO_TEXT: u16 = u16::MAX;

/// Writes into memory of a fixed size.
pub(super) struct Pen<'b> {
    bytes: &'b mut [u8],
    used: usize,
}

impl<'b> Pen<'b> {
    pub(super) fn new(bytes: &'b mut [u8]) -> Self {
        Self { bytes, used: 0 }
    }

    /// How many bytes were written.
    pub(super) fn used(&self) -> usize {
        self.used
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.used.checked_add(bytes.len())?;
        self.bytes.get_mut(self.used..end)?.copy_from_slice(bytes);
        self.used = end;
        Some(())
    }

    fn text(&mut self, text: Option<&str>) -> Option<()> {
        let Some(text) = text else { return self.put(&NO_TEXT.to_le_bytes()) };
        self.put(&u16::try_from(text.len()).ok()?.to_le_bytes())?;
        self.put(text.as_bytes())
    }

    fn vehicle(&mut self, vehicle: VehicleRef<'_>) -> Option<()> {
        let VehicleRef { plate, region, make, model, color } = vehicle;
        [plate, region, make, model, color].into_iter().try_for_each(|text| self.text(text))
    }

    /// Writes an entry; none when it does not fit.
    pub(super) fn entry(&mut self, entry: &Entry<'_>) -> Option<()> {
        self.put(&entry.number.to_le_bytes())?;
        self.put(&entry.at.millis().to_le_bytes())?;
        self.text(Some(entry.id))?;
        match entry.what {
            What::CheckIn { booking, vehicle } => {
                self.put(&[CHECK_IN])?;
                self.text(Some(booking))?;
                self.vehicle(vehicle)
            }
            What::WalkIn { host, vehicle } => {
                self.put(&[WALK_IN])?;
                let (kind, text) = match host {
                    HostRef::Resident { code } => (RESIDENT, Some(code)),
                    HostRef::Suite { id } => (SUITE, Some(id)),
                    HostRef::Visitor => (VISITOR, None),
                };
                self.put(&[kind])?;
                self.text(text)?;
                self.vehicle(vehicle)
            }
            What::CodeAttempt { door, granted } => {
                self.put(&[CODE_ATTEMPT, granted.into()])?;
                self.text(Some(door))
            }
        }
    }
}

/// Reads what a [`Pen`] wrote.
#[derive(Clone, Copy)]
pub(super) struct Eye<'o>(pub(super) &'o [u8]);

impl<'o> Eye<'o> {
    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.0.split_first_chunk()?;
        self.0 = tail;
        Some(*head)
    }

    /// A text or none; the outer none when there is neither.
    fn text(&mut self) -> Option<Option<&'o str>> {
        let length = u16::from_le_bytes(self.take()?);
        if length == NO_TEXT {
            return Some(None);
        }
        let (text, rest) = self.0.split_at_checked(length.into())?;
        self.0 = rest;
        core::str::from_utf8(text).ok().map(Some)
    }

    fn vehicle(&mut self) -> Option<VehicleRef<'o>> {
        Some(VehicleRef {
            plate: self.text()?,
            region: self.text()?,
            make: self.text()?,
            model: self.text()?,
            color: self.text()?,
        })
    }

    /// Reads an entry.
    pub(super) fn entry(&mut self) -> Option<Entry<'o>> {
        let number = u64::from_le_bytes(self.take()?);
        let at = Instant::from_millis(i64::from_le_bytes(self.take()?));
        let id = self.text()??;
        let [kind] = self.take()?;
        let what = match kind {
            CHECK_IN => What::CheckIn { booking: self.text()??, vehicle: self.vehicle()? },
            WALK_IN => {
                let [kind] = self.take()?;
                let text = self.text()?;
                let host = match (kind, text) {
                    (RESIDENT, Some(code)) => HostRef::Resident { code },
                    (SUITE, Some(id)) => HostRef::Suite { id },
                    (VISITOR, None) => HostRef::Visitor,
                    _ => return None,
                };
                What::WalkIn { host, vehicle: self.vehicle()? }
            }
            CODE_ATTEMPT => {
                let [granted] = self.take()?;
                What::CodeAttempt { granted: granted == 1, door: self.text()?? }
            }
            _ => return None,
        };
        Some(Entry { number, id, at, what })
    }
}

impl Entry<'_> {
    /// Whether every text of it is short enough to be kept.
    pub(super) fn is_short(&self) -> bool {
        let vehicle = |vehicle: VehicleRef<'_>| {
            let texts = [vehicle.plate, vehicle.region, vehicle.make, vehicle.model, vehicle.color];
            texts.into_iter().flatten().all(|text| text.len() <= LONGEST_TEXT)
        };
        let what = match self.what {
            What::CheckIn { booking, vehicle: given } => booking.len() <= LONGEST_TEXT && vehicle(given),
            What::WalkIn { host, vehicle: given } => {
                let (HostRef::Resident { code: text } | HostRef::Suite { id: text }) = host else {
                    return self.id.len() <= LONGEST_TEXT && vehicle(given);
                };
                text.len() <= LONGEST_TEXT && vehicle(given)
            }
            What::CodeAttempt { door, .. } => door.len() <= LONGEST_TEXT,
        };
        self.id.len() <= LONGEST_TEXT && what
    }
}
