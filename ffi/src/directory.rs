//! Names, suites and codes (SPEC 3).
#![allow(non_camel_case_types, reason = "C's names")]

use crate::guard;
use crate::status::{Failure, VST_UNKNOWN, vst_status};
use crate::text::{Out, check, put, text, vst_text};
use crate::types::{IMAGES, instant, vst_image};
use core::ffi::c_char;
use core::ops::ControlFlow;
use vestibule::console::{EntryHandle, NamesFound, ResidentHandle, SuiteHandle};

/// The most names that one search answers with.
pub const VST_HITS_MAX: usize = 64;
const _: () = assert!(VST_HITS_MAX == vestibule::image::MOST_HITS);

/// A name that was found. Its texts are lent by the image.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_hit {
    /// The resident's handle, good for this image.
    pub resident: u32,
    /// The shown name.
    pub name: vst_text,
    /// The directory code: the call target, for the host that places calls.
    pub code: vst_text,
}

/// The answer to a name search.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct vst_names {
    /// 1 when the query is too short, or has no letter or digit, so that nothing was searched for (SPEC 3.3).
    pub too_short: u32,
    /// 1 when others match, too: beyond the community's limit, or beyond the array.
    pub more: u32,
    /// How many hits were written.
    pub count: usize,
}

/// A suite that was found. Its texts are lent by the image.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_suite {
    /// Its handle, good for this image.
    pub suite: u32,
    /// Its number.
    pub number: vst_text,
    /// Its id; never shown to visitors.
    pub id: vst_text,
}

/// Whom a directory code reaches. Its texts are lent by the image.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_reached {
    /// 1 when the code reaches someone; else the rest says nothing.
    pub found: u32,
    /// The resident's handle, good for this image.
    pub resident: u32,
    /// The shown name; no text for who is not in the directory (SPEC 3.7).
    pub name: vst_text,
    /// The directory code: the call target.
    pub code: vst_text,
}

/// Searches the names that the entry directory shows at an instant (SPEC 3.3 to 3.5). Writes at most `capacity` hits,
/// best first; 64 are the most of one search.
///
/// `at_ms` is in milliseconds since the Unix epoch. Texts are lent until the image is freed. Any thread, at the same time
/// as other questions.
///
/// # Safety
/// `query_len` bytes are readable behind `query`, `capacity` hits writable behind `hits`, and `out` points to room for the
/// answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_search_names(
    image: vst_image,
    at_ms: i64,
    query: *const c_char,
    query_len: usize,
    hits: *mut vst_hit,
    capacity: usize,
    out: *mut vst_names,
) -> vst_status {
    guard(|| {
        check(out)?;
        // SAFETY: as the caller promises, here and below.
        let (query, hits) = unsafe { (text(query, query_len)?, Out::new(hits, capacity)?) };
        let names = IMAGES.read(image.id, |image| {
            let mut entries = [EntryHandle::default(); VST_HITS_MAX];
            let entries = entries.get_mut(..hits.room().min(VST_HITS_MAX)).unwrap_or_default();
            let found = image.search_names(query, &image.now(instant(at_ms)), entries);
            let NamesFound::Found { count, more } = found else {
                return Ok(vst_names { too_short: 1, more: 0, count: 0 });
            };
            for (at, entry) in entries.iter().take(count).enumerate() {
                let shown = image.shown(*entry).ok_or(Failure::of(VST_UNKNOWN))?;
                let (name, code) = (vst_text::lend(shown.name), vst_text::lend(shown.code));
                hits.put(at, vst_hit { resident: shown.resident.0, name, code });
            }
            Ok(vst_names { too_short: 0, more: more.into(), count })
        })?;
        unsafe { put(out, names) }
    })
}

/// Finds the residential suites whose number begins like the query, in natural order (SPEC 3.6); all of them for an empty
/// one. Leaves out the first `skip` ones, writes at most `capacity`, and says in `*written` how many and in `*total` how
/// many there are in all.
///
/// Texts are lent until the image is freed. Any thread, at the same time as other questions.
///
/// # Safety
/// `query_len` bytes are readable behind `query`, `capacity` suites writable behind `suites`, and `written` and `total`
/// point to room for a number each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_search_suites(
    image: vst_image,
    query: *const c_char,
    query_len: usize,
    skip: usize,
    suites: *mut vst_suite,
    capacity: usize,
    written: *mut usize,
    total: *mut usize,
) -> vst_status {
    guard(|| {
        check(written)?;
        check(total)?;
        // SAFETY: as the caller promises, here and below.
        let (query, suites) = unsafe { (text(query, query_len)?, Out::new(suites, capacity)?) };
        let found = IMAGES.read(image.id, |image| {
            let mut found = 0_usize;
            image.each_suite(query, &mut |suite| {
                if let Some(at) = found.checked_sub(skip)
                    && let Some(shown) = image.suite(suite)
                {
                    let (number, id) = (vst_text::lend(shown.number), vst_text::lend(shown.id));
                    suites.put(at, vst_suite { suite: suite.0, number, id });
                }
                found += 1;
                ControlFlow::Continue(())
            });
            Ok(found)
        })?;
        unsafe {
            put(written, found.saturating_sub(skip).min(suites.room()))?;
            put(total, found)
        }
    })
}

/// The handle of a suite by its id; `VST_UNKNOWN` when the image has none of that id.
///
/// Any thread, at the same time as other questions.
///
/// # Safety
/// `id_len` bytes are readable behind `id`, and `suite` points to room for a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_suite_find(
    image: vst_image,
    id: *const c_char,
    id_len: usize,
    suite: *mut u32,
) -> vst_status {
    guard(|| {
        check(suite)?;
        // SAFETY: as the caller promises, here and below.
        let id = unsafe { text(id, id_len) }?;
        let found = IMAGES.read(image.id, |image| image.suite_by_id(id).ok_or(Failure::of(VST_UNKNOWN)))?;
        let SuiteHandle(handle) = found;
        unsafe { put(suite, handle) }
    })
}

/// Dials a directory code at an instant (SPEC 3.7).
///
/// `at_ms` is in milliseconds since the Unix epoch. Texts are lent until the image is freed. Any thread, at the same time
/// as other questions.
///
/// # Safety
/// `code_len` bytes are readable behind `code`, and `out` points to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_dial(
    image: vst_image,
    at_ms: i64,
    code: *const c_char,
    code_len: usize,
    out: *mut vst_reached,
) -> vst_status {
    guard(|| {
        check(out)?;
        // SAFETY: as the caller promises, here and below.
        let code = unsafe { text(code, code_len) }?;
        IMAGES.read(image.id, |image| {
            let nobody = vst_reached { found: 0, resident: 0, name: vst_text::NONE, code: vst_text::NONE };
            let reached = image.dial(code, &image.now(instant(at_ms))).map_or(nobody, |reached| {
                let ResidentHandle(resident) = reached.resident;
                let (name, code) = (vst_text::lend_some(reached.name), vst_text::lend(reached.code));
                vst_reached { found: 1, resident, name, code }
            });
            unsafe { put(out, reached) }
        })
    })
}
