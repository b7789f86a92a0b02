//! How answers look in JSON. It is said of the core's own answers: what is only written needs no record, and no copy.
//!
//! Every field and every variant is named, so that a new one in the core does not compile until it is told.

use crate::console::{choice_kind, screen_kind};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use vestibule::access::{Denial, Entry, invite::InviteAnswer};
use vestibule::calendar::{format_wall, with_date};
use vestibule::chrono::{NaiveDate, NaiveDateTime};
use vestibule::console::{Choice, Field, Screen};
use vestibule::directory::Dialled;
use vestibule::document::{Booking, IntercomContact, Suite};
use vestibule::parking::board::Row;
use vestibule::parking::check_in::{CheckInAnswer, Recorded, Refusal, WalkInAnswer};
use vestibule::parking::enforcement::PlateCheck;
use vestibule::parking::matching::{BookingOption, Match};
use vestibule::parking::permit::{Action, Permit, Timer};
use vestibule::parking::quota::QuotaExceeded;
use vestibule::parking::request::{RequestAnswer, Violation};
use vestibule::parking::vehicle::FieldSet;
use vestibule::{Instant, people::validate};

/// An answer of the core as it is in JSON: fields in camelCase; what is not there left out; of several forms, which one it
/// is as `kind`, of reasons as `code`; an instant as milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a, T: ?Sized>(
    /// The answer.
    pub &'a T,
);

/// A word, one of a few that the core has.
#[derive(Clone, Copy, Debug)]
pub struct Word(
    /// The word.
    pub &'static str,
);

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_unit_variant("", 0, self.0)
    }
}

/// What is told.
pub trait Tell {
    /// Writes it.
    ///
    /// # Errors
    /// Those of the writer.
    fn tell<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

impl<T: Tell + ?Sized> Serialize for Told<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.tell(to)
    }
}

impl<T: Tell> Tell for [T] {
    fn tell<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(Told))
    }
}

macro_rules! told {
    ($($core:ty: |$answer:ident, $to:ident| $told:expr;)*) => {
        $(impl Tell for $core {
            fn tell<S: Serializer>(&self, $to: S) -> Result<S::Ok, S::Error> {
                let $answer = self;
                $told
            }
        })*
    };
}

/// Writes an object. A value that follows `if any` is an `Option`, and left out when there is none.
macro_rules! object {
    ($to:ident { $($key:literal $(if $when:ident)? => $value:expr),* $(,)? }) => {{
        // JSON does not care how many fields there are, unless there are none.
        let mut fields = $to.serialize_struct("", 1)?;
        $(object!(@put fields, $key, $value, $(if $when)?);)*
        fields.end()
    }};
    (@put $fields:ident, $key:literal, $value:expr,) => {
        $fields.serialize_field($key, &$value)?;
    };
    (@put $fields:ident, $key:literal, $value:expr, if any) => {
        if let Some(value) = $value {
            $fields.serialize_field($key, &value)?;
        }
    };
}

pub(crate) use object;

// Values.
told! {
    Instant: |at, to| to.serialize_i64(at.millis());
    NaiveDate: |date, to| with_date(*date, |text| to.serialize_str(text));
    NaiveDateTime: |wall, to| to.serialize_str(&format_wall(*wall));
    FieldSet: |fields, to| to.collect_seq(fields.iter().map(|field| Word(field.as_str())));
    Action: |action, to| Word(action.as_str()).serialize(to);
    &Booking: |booking, to| to.serialize_str(&booking.id);
}

// The directory and people.
told! {
    &Suite: |suite, to| {
        // What a visitor may see of a suite; its use and its doors stay inside.
        let Suite { id, number, used_for: _, doors: _ } = suite;
        object!(to { "id" => id, "number" => number })
    };
    Option<Dialled>: |answer, to| match answer {
        None => object!(to { "found" => false }),
        Some(Dialled { name }) => object!(to { "found" => true, "name" if any => name }),
    };
    validate::Violation: |violation, to| {
        let validate::Violation { path, code } = violation;
        object!(to { "path" => path, "code" => Word(code.as_str()) })
    };
    &IntercomContact: |contact, to| {
        // Its number is not shown at a door.
        let IntercomContact { id, name, enabled: _, number: _, hours: _, closed_on: _ } = contact;
        object!(to { "id" => id, "name" => name })
    };
}

// Guest parking.
told! {
    RequestAnswer: |answer, to| match answer {
        RequestAnswer::Approved => object!(to { "kind" => Word("approved") }),
        RequestAnswer::Pending => object!(to { "kind" => Word("pending") }),
        RequestAnswer::Violations(violations) => {
            object!(to { "kind" => Word("violations"), "violations" => Told(violations.as_slice()) })
        }
    };
    Violation: |violation, to| {
        let mut fields = to.serialize_struct("", 1)?;
        fields.serialize_field("code", &Word(violation.as_str()))?;
        match violation {
            Violation::AmenityDisabled
            | Violation::HolderNotLivingHere
            | Violation::StartInPast
            | Violation::OutsideHours => {}
            Violation::TooShort { min_minutes } => fields.serialize_field("minMinutes", min_minutes)?,
            Violation::TooLong { max_minutes } => fields.serialize_field("maxMinutes", max_minutes)?,
            Violation::TooFarAhead { max_advance_days } => {
                fields.serialize_field("maxAdvanceDays", max_advance_days)?;
            }
            Violation::Blackout { from, to } => {
                fields.serialize_field("from", &Told(from))?;
                fields.serialize_field("to", &Told(to))?;
            }
            Violation::MissingField { field } => fields.serialize_field("field", &Word(field.as_str()))?,
            Violation::VehicleAlreadyBooked { booking } => fields.serialize_field("booking", booking)?,
            Violation::CapacityFull { at } => fields.serialize_field("at", &Told(at))?,
            Violation::QuotaExceeded(QuotaExceeded { used, limit, frees }) => {
                fields.serialize_field("used", used)?;
                fields.serialize_field("limit", limit)?;
                if let Some(frees) = frees {
                    fields.serialize_field("frees", &Told(frees))?;
                }
            }
            Violation::TooManyConsecutiveDays { days, limit } => {
                fields.serialize_field("days", days)?;
                fields.serialize_field("limit", limit)?;
            }
        }
        fields.end()
    };
    Match: |answer, to| match answer {
        Match::Options { options, walk_in } => object!(to {
            "kind" => Word("options"), "options" => Told(options.as_slice()), "walkIn" => walk_in
        }),
        Match::AlreadyCheckedIn { next_check_in, walk_in } => object!(to {
            "kind" => Word("alreadyCheckedIn"), "nextCheckIn" if any => next_check_in.as_ref().map(Told), "walkIn" => walk_in
        }),
        Match::NoBooking { contact } => {
            object!(to { "kind" => Word("noBooking"), "contact" => Word(contact.as_str()) })
        }
        Match::WalkIn { fields } => object!(to { "kind" => Word("walkIn"), "fields" => Told(fields) }),
    };
    BookingOption: |option, to| {
        let BookingOption { booking, from, through, vehicle, missing, similar } = option;
        object!(to {
            "booking" => booking, "from" => Told(from), "through" => Told(through), "vehicle" => vehicle,
            "missing" => Told(missing), "similar" => similar
        })
    };
    CheckInAnswer: |answer, to| match answer {
        CheckInAnswer::CheckedIn { booking, at, through } => object!(to {
            "kind" => Word("checkedIn"), "booking" => booking, "at" => Told(at), "through" => Told(through)
        }),
        CheckInAnswer::Refused(refusal) => {
            object!(to { "kind" => Word("refused"), "refusal" => Told(refusal) })
        }
    };
    WalkInAnswer: |answer, to| match answer {
        WalkInAnswer::CheckedIn { at } => object!(to { "kind" => Word("checkedIn"), "at" => Told(at) }),
        WalkInAnswer::Refused(refusal) => {
            object!(to { "kind" => Word("refused"), "refusal" => Told(refusal) })
        }
    };
    Refusal: |refusal, to| {
        let code = Word(refusal.as_str());
        match refusal {
            Refusal::UnknownBooking
            | Refusal::NotApproved
            | Refusal::Ended
            | Refusal::HolderNotLivingHere
            | Refusal::NotToday
            | Refusal::BookingRequired => object!(to { "code" => code }),
            Refusal::AlreadyCheckedIn { at } => object!(to { "code" => code, "at" => Told(at) }),
            Refusal::MissingField { missing } => object!(to { "code" => code, "missing" => Told(missing) }),
        }
    };
    Recorded: |recorded, to| match recorded {
        Recorded::Added { conflict, replaced } => {
            object!(to { "kind" => Word("added"), "conflict" => conflict, "replaced" if any => replaced })
        }
        Recorded::Known => object!(to { "kind" => Word("known") }),
        Recorded::Left { first } => object!(to { "kind" => Word("left"), "first" => first }),
    };
}

// Permits.
told! {
    Permit: |permit, to| {
        let Permit { status, timer, checked_in, recheck_due, tab, actions } = permit;
        object!(to {
            "status" => Word(status.as_str()), "timer" => Told(timer), "checkedIn" if any => checked_in.as_ref().map(Told),
            "recheckDue" => recheck_due, "tab" => Word(tab.as_str()), "actions" => Told(*actions)
        })
    };
    Timer: |timer, to| object!(to { "kind" => Word(timer.kind()), "seconds" => timer.seconds() });
    Row<'_>: |row, to| match row {
        Row::Booking(booking) => object!(to { "kind" => Word("booking"), "id" => booking.id }),
        Row::WalkIn(check_in) => object!(to { "kind" => Word("walkIn"), "id" => check_in.id }),
    };
    PlateCheck<'_>: |check, to| {
        let PlateCheck { answer, bookings, similar } = check;
        object!(to {
            "answer" => Word(answer.as_str()), "bookings" => Told(bookings.as_slice()),
            "similar" => Told(similar.as_slice())
        })
    };
}

// Doors.
told! {
    InviteAnswer: |answer, to| match answer {
        InviteAnswer::Allowed => object!(to { "kind" => Word("allowed") }),
        InviteAnswer::Denied(denial) => {
            object!(to { "kind" => Word("denied"), "denial" => Word(denial.as_str()) })
        }
    };
    Entry: |entry, to| match entry {
        Entry::Granted => object!(to { "kind" => Word("granted") }),
        Entry::Denied(denial) => object!(to { "kind" => Word("denied"), "denial" => Told(denial) }),
    };
    Denial: |denial, to| {
        let code = Word(denial.as_str());
        match denial {
            Denial::BeforeMoveIn { opens_at } | Denial::Upcoming { opens_at } => {
                object!(to { "code" => code, "opensAt" => Told(opens_at) })
            }
            Denial::MovedOut | Denial::Revoked | Denial::Stopped | Denial::Expired | Denial::NoGrant => {
                object!(to { "code" => code })
            }
        }
    };
}

// The console.
told! {
    Screen: |screen, to| {
        let Screen { kind, language, title, lines, notice, field, choices, submit, back, seconds_left } = screen;
        object!(to {
            "kind" => Word(screen_kind(*kind)), "language" => Word(language.as_str()), "title" => title,
            "lines" => lines, "notice" if any => notice, "field" if any => field.as_ref().map(Told),
            "choices" => Told(choices.as_slice()), "submit" if any => submit, "back" if any => back, "secondsLeft" if any => seconds_left
        })
    };
    Field: |field, to| {
        let Field { label, text, digits_only } = field;
        object!(to { "label" => label, "text" => text, "digitsOnly" => digits_only })
    };
    Choice: |choice, to| {
        let Choice { kind, label, detail } = choice;
        object!(to { "kind" => Word(choice_kind(*kind)), "label" => label, "detail" if any => detail })
    };
}
