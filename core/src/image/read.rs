//! Opening an image: whether it may be trusted, and where everything lies.

use super::format::{
    Booking, BookingsOf, CHECKED_FROM, Contact, FIRST_SECTION, Grant, HEADER, Header, Invite, MAGIC, NONE,
    Number, Record, SECTIONS, SIGNATURE, Section, Settings, Stay, Table, Time, VERSION, Visit, WalkIn,
    Window, date_of, spans, text_at, wall_of,
};
use super::signature::VerifyingKey;
use crate::calendar::{Clock, Instant, Now, SpanBytes};
use crate::checksum::checksum;
use crate::directory::names::Names;
use crate::packed::{Column, Packed};
use chrono::NaiveDateTime;

/// Whose images a console takes.
#[derive(Clone, Copy, Debug)]
pub struct Trust<'t> {
    /// The keys that may have signed it; more than one while keys are changed.
    pub keys: &'t [VerifyingKey],
    /// The building that it must be of, by id; blank for whichever, which suits a console that is being set up.
    pub building: &'t str,
    /// The sequence of the image that the console has; only a higher one is taken. 0 for a console without an image.
    pub newer_than: u64,
}

/// Why an image was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// It ends too early.
    #[error("the image is cut short: transfer it again")]
    Truncated,
    /// It does not begin as an image does.
    #[error("these bytes are no console image")]
    NotAnImage,
    /// A later version of the library wrote it.
    #[error("the image has a newer format than this console reads: update the console's firmware")]
    FutureVersion,
    /// Its checksum does not fit.
    #[error("the image was damaged: transfer it again")]
    Corrupt,
    /// No trusted key signed it.
    #[error("the image was not signed by a trusted key: check which key the console trusts")]
    Forged,
    /// It is for another building.
    #[error("the image is of another building")]
    WrongBuilding,
    /// It is not newer than the one before.
    #[error("the image is not newer than the one in use")]
    Older,
    /// It is signed, and yet not consistent in itself.
    #[error("the image is inconsistent: whoever wrote it is at fault")]
    Inconsistent,
}

/// An image that was opened: where everything lies in its bytes. It is small and Copy, and reads the bytes in place.
#[derive(Clone, Copy, Debug)]
pub struct Image<'a> {
    pub(super) sequence: u64,
    pub(super) written_at: Instant,
    pub(super) days: (u32, u32),
    pub(super) pool: &'a str,
    pub(super) settings: Settings,
    pub(super) spans: &'a [SpanBytes],
    pub(super) times: Table<'a, Time, { Time::SIZE }>,
    pub(super) time_sets: Numbers<'a>,
    pub(super) names: Names<'a>,
    pub(super) resident_texts: Packed<'a>,
    pub(super) resident_times: Packed<'a>,
    pub(super) entry_residents: Packed<'a>,
    pub(super) suites: Packed<'a>,
    pub(super) doors: Packed<'a>,
    pub(super) bookings: Table<'a, Booking, { Booking::SIZE }>,
    pub(super) stays: Table<'a, Stay, { Stay::SIZE }>,
    pub(super) stay_bookings: Numbers<'a>,
    pub(super) visits: Table<'a, Visit, { Visit::SIZE }>,
    pub(super) resident_bookings: Table<'a, BookingsOf, { BookingsOf::SIZE }>,
    pub(super) suite_bookings: Table<'a, BookingsOf, { BookingsOf::SIZE }>,
    pub(super) booking_lists: Numbers<'a>,
    pub(super) walk_ins: Table<'a, WalkIn, { WalkIn::SIZE }>,
    pub(super) contacts: Table<'a, Contact, { Contact::SIZE }>,
    pub(super) windows: Table<'a, Window, { Window::SIZE }>,
    pub(super) closed_days: Numbers<'a>,
    pub(super) invites: Table<'a, Invite, { Invite::SIZE }>,
    pub(super) grants: Table<'a, Grant, { Grant::SIZE }>,
}

/// A table of nothing but numbers.
pub(super) type Numbers<'a> = Table<'a, Number, { Number::SIZE }>;

impl<'a> Image<'a> {
    /// Opens an image: checks all of it, once.
    ///
    /// # Errors
    /// [`ImageError`], the first that applies in the order of its variants.
    pub fn open(bytes: &'a [u8], trust: &Trust<'_>) -> Result<Self, ImageError> {
        let (header, signed, signature) = take_apart(bytes)?;
        if !trust.keys.iter().any(|key| key.verifies(signed, signature)) {
            return Err(ImageError::Forged);
        }
        let image = Self::lay_out(&header, signed).ok_or(ImageError::Inconsistent)?;
        if !trust.building.is_empty() && trust.building != image.building_id() {
            return Err(ImageError::WrongBuilding);
        }
        if header.sequence <= trust.newer_than {
            return Err(ImageError::Older);
        }
        if image.is_consistent() { Ok(image) } else { Err(ImageError::Inconsistent) }
    }

    /// Opens bytes that nobody signed, as far as they hold together: so that whatever reads an image can be tested with
    /// bytes that no signature lets through.
    #[doc(hidden)]
    #[must_use]
    pub fn open_unsigned(bytes: &'a [u8]) -> Option<Self> {
        let (head, _) = bytes.get(MAGIC.len()..HEADER)?.split_first_chunk()?;
        let signed = bytes.get(..bytes.len().checked_sub(SIGNATURE)?)?;
        Self::lay_out(&Header::of(head), signed).filter(Image::is_consistent)
    }

    /// The sequence number; it rises with every image of a building.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// When it was written.
    #[must_use]
    pub fn written_at(&self) -> Instant {
        self.written_at
    }

    /// The first and the last day that it was written for.
    #[must_use]
    pub fn days(&self) -> (chrono::NaiveDate, chrono::NaiveDate) {
        (date_of(self.days.0), date_of(self.days.1))
    }

    /// Id of the building.
    #[must_use]
    pub fn building_id(&self) -> &'a str {
        self.text(self.settings.building_id)
    }

    /// Name of the building.
    #[must_use]
    pub fn building_name(&self) -> &'a str {
        self.text(self.settings.building_name)
    }

    /// IANA name of the building's zone.
    #[must_use]
    pub fn zone_name(&self) -> &'a str {
        self.text(self.settings.zone_name)
    }

    /// The release of the zone's data (SPEC 1.4).
    #[must_use]
    pub fn zone_version(&self) -> &'a str {
        self.text(self.settings.zone_version)
    }

    /// The building's clock.
    #[must_use]
    pub fn clock(&self) -> Clock<'a> {
        Clock::new(self.spans)
    }

    /// An instant as this building's clocks show it.
    #[must_use]
    #[inline(never)]
    pub fn now(&self, instant: Instant) -> Now<'a> {
        Now::new(self.clock(), instant)
    }

    /// The text at a place; blank when there is none, which an image that was opened does not have.
    pub(super) fn text(&self, at: u32) -> &'a str {
        text_at(self.pool, at).map_or("", |(text, _)| text)
    }

    /// The texts that follow one another from a place on.
    pub(super) fn texts(&self, at: u32) -> impl Iterator<Item = &'a str> + 'a {
        let (pool, mut next) = (self.pool, at);
        core::iter::from_fn(move || {
            let (text, after) = text_at(pool, next)?;
            next = after;
            Some(text)
        })
    }

    /// Whether now is in a set of times.
    #[inline(never)]
    pub(super) fn includes_now(&self, set: u32, now: &Now<'_>) -> bool {
        let (Some(start), Some(end)) = (self.time_sets.get(set), self.time_sets.get(set.saturating_add(1)))
        else {
            return false;
        };
        self.times.run(start.value..end.value).iter().any(|Time { from, to }| {
            // Most have always been and never end.
            (from == 0 || now.has_started(wall_of(from))) && (to == NONE || !now.has_started(wall_of(to)))
        })
    }

    /// Where everything lies; none when some part is not where it should be.
    #[inline(never)]
    fn lay_out(header: &Header, signed: &'a [u8]) -> Option<Self> {
        let starts = Packed::new(signed.get(HEADER..FIRST_SECTION)?, Number::SIZE)?;
        let start = |number: usize| starts.get(number).map_or(signed.len(), |start| start as usize);
        let mut parts: [&'a [u8]; SECTIONS] = [&[]; SECTIONS];
        for (number, part) in parts.iter_mut().enumerate() {
            *part = signed.get(start(number)..start(number + 1))?;
        }
        let part = |section: Section| parts.get(section as usize).copied();
        let settings = Table::<Settings, { Settings::SIZE }>::read(part(Section::Settings)?)?.get(0)?;
        Some(Self {
            sequence: header.sequence,
            written_at: Instant::from_millis(header.written_at),
            days: (header.first_day, header.last_day),
            pool: core::str::from_utf8(part(Section::Text)?).ok()?,
            settings,
            spans: spans(part(Section::Spans)?)?,
            times: Table::read(part(Section::Times)?)?,
            time_sets: Table::read(part(Section::TimeSets)?)?,
            names: Names::read(part(Section::Names)?)?,
            resident_texts: Packed::read(part(Section::ResidentTexts)?)?,
            resident_times: Packed::read(part(Section::ResidentTimes)?)?,
            entry_residents: Packed::read(part(Section::EntryResidents)?)?,
            suites: Packed::read(part(Section::Suites)?)?,
            doors: Packed::read(part(Section::Doors)?)?,
            bookings: Table::read(part(Section::Bookings)?)?,
            stays: Table::read(part(Section::Stays)?)?,
            stay_bookings: Table::read(part(Section::StayBookings)?)?,
            visits: Table::read(part(Section::Visits)?)?,
            resident_bookings: Table::read(part(Section::ResidentBookings)?)?,
            suite_bookings: Table::read(part(Section::SuiteBookings)?)?,
            booking_lists: Table::read(part(Section::BookingLists)?)?,
            walk_ins: Table::read(part(Section::WalkIns)?)?,
            contacts: Table::read(part(Section::Contacts)?)?,
            windows: Table::read(part(Section::Windows)?)?,
            closed_days: Table::read(part(Section::ClosedDays)?)?,
            invites: Table::read(part(Section::Invites)?)?,
            grants: Table::read(part(Section::Grants)?)?,
        })
    }
}

/// The header, what was signed, and the signature, of bytes that are whole, of a known format, and undamaged. What
/// follows the image is not looked at, for a slot is often larger.
#[inline(never)]
fn take_apart(bytes: &[u8]) -> Result<(Header, &[u8], &[u8; SIGNATURE]), ImageError> {
    let magic = bytes.get(..MAGIC.len()).ok_or(ImageError::Truncated)?;
    if magic != MAGIC {
        return Err(ImageError::NotAnImage);
    }
    let head = bytes.get(MAGIC.len()..).and_then(|rest| rest.split_first_chunk());
    let header = Header::of(head.ok_or(ImageError::Truncated)?.0);
    if header.version > VERSION {
        return Err(ImageError::FutureVersion);
    }
    let length = usize::try_from(header.length).map_err(|_| ImageError::Truncated)?;
    let whole = bytes.get(..length).ok_or(ImageError::Truncated)?;
    let (signed, signature) = whole.split_last_chunk().ok_or(ImageError::Corrupt)?;
    let checked = signed.get(CHECKED_FROM..).ok_or(ImageError::Corrupt)?;
    if checksum(checked) != header.checksum {
        return Err(ImageError::Corrupt);
    }
    Ok((header, signed, signature))
}

/// The wall time that a number stands for, where [`NONE`] stands for none.
pub(super) fn wall_or_none(number: u32) -> Option<NaiveDateTime> {
    (number != NONE).then(|| wall_of(number))
}
