//! Opening images.
#![allow(non_camel_case_types, reason = "C's names")]

use crate::guard;
use crate::status::{Failure, Outcome, VST_NULL, VST_TOO_LONG, vst_status};
use crate::text::{bytes, check, put, read, vst_text};
use crate::types::{IMAGES, instant, vst_date, vst_image};
use chrono::Timelike;
use vestibule::chrono;
use vestibule::image::slots::{Slot, choose};
use vestibule::image::{Image, Trust, VerifyingKey};

/// Whose images a console takes.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_trust {
    /// The Ed25519 keys that may have signed it, 32 bytes each, one after the other.
    pub keys: *const u8,
    /// How many keys: 1 to 4.
    pub key_count: usize,
    /// Id of the building that it must be of; no text for whichever, which suits a console that is being set up.
    pub building: vst_text,
    /// The sequence of the image that the console has: only a higher one is taken. 0 for a console without an image.
    pub newer_than: u64,
}

/// What an image is.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_image_info {
    /// Rises with every image of a building.
    pub sequence: u64,
    /// When it was written, in milliseconds since the Unix epoch.
    pub written_at_ms: i64,
    /// The first day that it was written for.
    pub first_day: vst_date,
    /// The last day that it was written for. Clock and directory go on after it, new bookings are missing.
    pub last_day: vst_date,
    /// Id of the building; lent by the image.
    pub building_id: vst_text,
    /// Name of the building; lent by the image.
    pub building_name: vst_text,
    /// IANA name of the building's zone; lent by the image.
    pub zone_name: vst_text,
    /// Release of the zone's data, such as `2026f`; lent by the image.
    pub zone_version: vst_text,
}

/// What a clock on the building's wall shows.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_wall_time {
    /// The date.
    pub date: vst_date,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

/// Bytes of a key.
pub const VST_KEY_SIZE: usize = 32;
/// The most keys that a console trusts at a time.
pub const VST_KEYS_MAX: usize = 4;
/// The first of two places for images.
pub const VST_SLOT_A: u32 = 0;
/// The second of two places for images.
pub const VST_SLOT_B: u32 = 1;
/// Neither place.
pub const VST_SLOT_NONE: u32 = 2;

/// Opens an image: checks all of it, once. What follows the image in `data` is not looked at, so that a whole flash slot
/// may be passed.
///
/// `data` is read in place: it must stay as it is until the image is freed. Any thread; the handle may then be used from
/// several threads at a time. `*out` is written only on success.
///
/// Answers `VST_IMAGE_…` with the reason when the image is refused; the console keeps the one that it has.
///
/// # Safety
/// `len` bytes are readable behind `data` until the image is freed; `trust` and its keys and text during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_image_open(
    data: *const u8,
    len: usize,
    trust: *const vst_trust,
    out: *mut vst_image,
) -> vst_status {
    guard(|| {
        check(out)?;
        // SAFETY: as the caller promises, here and below.
        let (data, trust) = unsafe { (bytes(data, len)?, read(trust)?) };
        let (keys, building) = unsafe { (keys(trust)?, trust.building.read()?) };
        let trust = Trust {
            keys: keys.0.get(..keys.1).unwrap_or_default(),
            building: building.unwrap_or_default(),
            newer_than: trust.newer_than,
        };
        let image = Image::open(data, &trust)?;
        let id = IMAGES.insert(image)?;
        unsafe { put(out, vst_image { id }) }
    })
}

/// Lets go of an image and sets the handle behind `image` to 0, so that doing it twice is harmless. After it, the image's
/// bytes may change.
///
/// Any thread; `VST_BUSY`, and nothing is freed, while another thread is using the image.
///
/// # Safety
/// `image` points to a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_image_free(image: *mut vst_image) -> vst_status {
    guard(|| {
        // SAFETY: as the caller promises, here and below.
        let id = unsafe { read(image) }?.id;
        if id != 0 {
            IMAGES.remove(id)?;
        }
        unsafe { put(image, vst_image { id: 0 }) }
    })
}

/// What an image is. Texts are lent until the image is freed.
///
/// Any thread, at the same time as other questions.
///
/// # Safety
/// `out` points to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_image_describe(image: vst_image, out: *mut vst_image_info) -> vst_status {
    guard(|| {
        check(out)?;
        let info = IMAGES.read(image.id, |image| {
            let (first_day, last_day) = image.days();
            Ok(vst_image_info {
                sequence: image.sequence(),
                written_at_ms: image.written_at().millis(),
                first_day: first_day.into(),
                last_day: last_day.into(),
                building_id: vst_text::lend(image.building_id()),
                building_name: vst_text::lend(image.building_name()),
                zone_name: vst_text::lend(image.zone_name()),
                zone_version: vst_text::lend(image.zone_version()),
            })
        })?;
        // SAFETY: as the caller promises.
        unsafe { put(out, info) }
    })
}

/// What the clocks of the building show at an instant (milliseconds since the Unix epoch).
///
/// Any thread, at the same time as other questions.
///
/// # Safety
/// `out` points to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_image_wall_time(
    image: vst_image,
    at_ms: i64,
    out: *mut vst_wall_time,
) -> vst_status {
    guard(|| {
        check(out)?;
        let wall = IMAGES.read(image.id, |image| Ok(image.clock().local(instant(at_ms))))?;
        let small = |number: u32| u8::try_from(number).unwrap_or(0);
        let time = vst_wall_time {
            date: wall.date().into(),
            hour: small(wall.hour()),
            minute: small(wall.minute()),
            second: small(wall.second()),
        };
        // SAFETY: as the caller promises.
        unsafe { put(out, time) }
    })
}

/// Which of two places for images to use, and which to write the next image to (SPEC 11.2). `a` and `b` are what the
/// places hold, opened with `newer_than` 0, or 0 for one that was refused. The place in use is never the one to write to.
///
/// `*active` becomes `VST_SLOT_A`, `VST_SLOT_B` or, when neither holds an image, `VST_SLOT_NONE`; `*spare` one of the
/// first two. Any thread.
///
/// # Safety
/// `active` and `spare` point to room for a number each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_image_choose(
    a: vst_image,
    b: vst_image,
    active: *mut u32,
    spare: *mut u32,
) -> vst_status {
    guard(|| {
        check(active)?;
        check(spare)?;
        let (a, b) = (copy_of(a)?, copy_of(b)?);
        let slots = choose(a.as_ref(), b.as_ref());
        let number = |slot: Slot| if slot == Slot::A { VST_SLOT_A } else { VST_SLOT_B };
        // SAFETY: as the caller promises.
        unsafe {
            put(active, slots.active.map_or(VST_SLOT_NONE, number))?;
            put(spare, number(slots.spare))
        }
    })
}

/// A view of the image that a handle stands for; none for 0.
fn copy_of(image: vst_image) -> Outcome<Option<Image<'static>>> {
    match image.id {
        0 => Ok(None),
        id => IMAGES.read(id, |image| Ok(Some(*image))),
    }
}

/// The keys of a trust, and how many.
///
/// # Safety
/// As for [`vst_image_open`].
unsafe fn keys(trust: &vst_trust) -> Outcome<([VerifyingKey; VST_KEYS_MAX], usize)> {
    if trust.key_count == 0 {
        return Err(Failure::of(VST_NULL));
    }
    if trust.key_count > VST_KEYS_MAX {
        return Err(Failure::of(VST_TOO_LONG));
    }
    // SAFETY: as the caller promises.
    let (all, _) = unsafe { bytes(trust.keys, trust.key_count * VST_KEY_SIZE) }?.as_chunks::<VST_KEY_SIZE>();
    let mut keys = [VerifyingKey([0; VST_KEY_SIZE]); VST_KEYS_MAX];
    keys.iter_mut().zip(all).for_each(|(place, key)| *place = VerifyingKey(*key));
    Ok((keys, all.len()))
}
