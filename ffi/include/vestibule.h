/*
 * Vestibule for C: the rules of an entry console over a signed image.
 *
 * Calls answer with a vst_status, VST_OK when they succeed; outputs are written only then. Texts are UTF-8 by pointer and
 * length, never ended by a NUL. Handles are numbers: copying one is free, every _open or _new has one _free, which sets
 * the handle to 0. A handle that was freed is answered with VST_STALE, one that another thread is changing with VST_BUSY.
 * Instants are milliseconds since the Unix epoch. Nothing here reads a clock, a file or a socket, and no function calls
 * back. Numbers that stand for values are uint32_t with named constants; later versions may have more of them.
 *
 * Firmware without an operating system defines vst_hook_alloc, vst_hook_free and vst_hook_panic; elsewhere they are not used.
 *
 * Made by cbindgen of the sources; do not edit.
 */

#ifndef VESTIBULE_H
#define VESTIBULE_H



#include <stddef.h>
#include <stdint.h>

// The version of this ABI. It rises when something in it changes its meaning or its layout; new functions, constants and
// statuses may come without.
#define VST_ABI_VERSION 1

// The most names that one search answers with.
#define VST_HITS_MAX 64

// Bytes of a key.
#define VST_KEY_SIZE 32

// The most keys that a console trusts at a time.
#define VST_KEYS_MAX 4

// The first of two places for images.
#define VST_SLOT_A 0

// The second of two places for images.
#define VST_SLOT_B 1

// Neither place.
#define VST_SLOT_NONE 2

// Nothing.
#define VST_ENTRY_NONE 0

// A guest checked in to the booking `subject`.
#define VST_ENTRY_CHECK_IN 1

// A guest checked in without one, to visit `subject`: a directory code, a suite's id, or no one.
#define VST_ENTRY_WALK_IN 2

// An entry code was typed at the door `subject`. The code itself is not kept.
#define VST_ENTRY_CODE_ATTEMPT 3

// It is a new outbox.
#define VST_OUTBOX_NEW 0

// It is what it was when the console was last on.
#define VST_OUTBOX_RESTORED 1

// The stored bytes were no outbox, so that it begins anew; someone should look at the storage.
#define VST_OUTBOX_UNREADABLE 2

// Everything is stored.
#define VST_WRITE_NONE 0

// Set `len` bytes from `offset` on to `0xFF`: on flash, erase them.
#define VST_WRITE_ERASE 1

// Write the bytes `data` to `offset`, where nothing was written since it was erased.
#define VST_WRITE_PROGRAM 2

// The fewest bytes that an outbox works with.
#define VST_OUTBOX_MIN 1024

// The most options of one match, and the most permits of one check of a plate.
#define VST_OPTIONS_MAX 128

// One or more stays need a check-in.
#define VST_MATCH_OPTIONS 0

// All stays that match are covered today.
#define VST_MATCH_ALREADY_CHECKED_IN 1

// Nothing matched, and a booking is required.
#define VST_MATCH_NO_BOOKING 2

// Nothing matched, and no booking is required.
#define VST_MATCH_WALK_IN 3

// A guest without a booking asks the resident.
#define VST_CONTACT_RESIDENT 0

// A guest without a booking asks management.
#define VST_CONTACT_MANAGEMENT 1

// A booking has ended.
#define VST_PERMIT_EXPIRED 0

// A booking waits for staff.
#define VST_PERMIT_PENDING_APPROVAL 1

// A booking has not started.
#define VST_PERMIT_UPCOMING 2

// A booking runs.
#define VST_PERMIT_ACTIVE 3

// It is no permit: rejected or cancelled.
#define VST_PERMIT_NONE 4

// Seconds until the start.
#define VST_TIMER_UNTIL 0

// Seconds that remain.
#define VST_TIMER_REMAINING 1

// Seconds since the end.
#define VST_TIMER_SINCE 2

// On the board's tab of today.
#define VST_TAB_TODAY 0

// On the board's tab of what is to come.
#define VST_TAB_UPCOMING 1

// On the board's tab of what is over.
#define VST_TAB_PAST 2

// Bit of a set of actions: approve.
#define VST_ACTION_APPROVE 1

// Bit of a set of actions: reject.
#define VST_ACTION_REJECT 2

// Bit of a set of actions: check in as a courtesy.
#define VST_ACTION_CHECK_IN 4

// Bit of a set of actions: cancel.
#define VST_ACTION_CANCEL 8

// A permit of an equal plate is active.
#define VST_PLATE_PERMITTED 0

// One has just ended.
#define VST_PLATE_GRACE 1

// The car walked in today.
#define VST_PLATE_WALK_IN 2

// None of these.
#define VST_PLATE_NOT_PERMITTED 3

// Text was typed: `text`.
#define VST_INPUT_TEXT 0

// A key of a number pad: `number` is 0 to 9.
#define VST_INPUT_DIGIT 1

// The last character was taken back.
#define VST_INPUT_BACKSPACE 2

// The field is complete.
#define VST_INPUT_SUBMIT 3

// A choice was chosen: `number` is its place, from 0.
#define VST_INPUT_SELECT 4

// One screen back.
#define VST_INPUT_BACK 5

// Another language: `number` is `VST_EN` or `VST_FR`.
#define VST_INPUT_LANGUAGE 6

// Nothing happened but time.
#define VST_INPUT_TICK 7

// There is nothing to do.
#define VST_EFFECT_NONE 0

// Call a resident: `target` is the call target, the directory code, which the host knows the number of.
#define VST_EFFECT_CALL_RESIDENT 1

// Call management: `target` is the contact's id.
#define VST_EFFECT_CALL_MANAGEMENT 2

// Keep a check-in: `entry` goes into the outbox, before the next screen is shown.
#define VST_EFFECT_RECORD_CHECK_IN 3

// Unlock a door: `target` is its id; `entry` goes into the outbox.
#define VST_EFFECT_UNLOCK 4

// Keep that a code was typed that does not open the door `target`: `entry` goes into the outbox.
#define VST_EFFECT_REFUSE_CODE 5

// Nothing is typed.
#define VST_FIELD_KIND_NONE 0

// Any text is typed.
#define VST_FIELD_KIND_TEXT 1

// Digits are typed.
#define VST_FIELD_KIND_DIGITS 2

// Digits are typed and shown as dots.
#define VST_FIELD_KIND_HIDDEN 3

// What the screen is about.
#define VST_PART_TITLE 0

// A line, by its place.
#define VST_PART_LINE 1

// What has to be looked at.
#define VST_PART_NOTICE 2

// What the field is for.
#define VST_PART_FIELD_LABEL 3

// What was typed so far.
#define VST_PART_FIELD_TEXT 4

// What a choice says, by its place.
#define VST_PART_CHOICE 5

// More about a choice, by its place.
#define VST_PART_CHOICE_DETAIL 6

// What submitting does.
#define VST_PART_SUBMIT 7

// Where Back leads.
#define VST_PART_BACK 8

// Nothing has begun.
#define VST_SCREEN_WELCOME 0

// A name is typed, names are listed.
#define VST_SCREEN_NAME_SEARCH 1

// A directory code is typed.
#define VST_SCREEN_DIAL_CODE 2

// A resident was found.
#define VST_SCREEN_RESIDENT 3

// A call was asked for.
#define VST_SCREEN_CALLING 4

// Whom the guest visits.
#define VST_SCREEN_GUEST_PARKING 5

// A suite number is typed, suites are listed.
#define VST_SCREEN_SUITE_SEARCH 6

// An other visitor types a plate.
#define VST_SCREEN_PLATE 7

// The bookings to choose from.
#define VST_SCREEN_BOOKING_CHOICE 8

// Whether a similar plate is the visitor's.
#define VST_SCREEN_SIMILAR_PLATE 9

// A missing detail of the vehicle is typed.
#define VST_SCREEN_VEHICLE_DETAILS 10

// Everything is known: check in?
#define VST_SCREEN_CONFIRM 11

// Checked in.
#define VST_SCREEN_CHECKED_IN 12

// Was checked in before.
#define VST_SCREEN_ALREADY_CHECKED_IN 13

// No booking: whom to ask.
#define VST_SCREEN_NO_BOOKING 14

// An entry code is typed.
#define VST_SCREEN_ENTRY_CODE 15

// The door was unlocked.
#define VST_SCREEN_DOOR_UNLOCKED 16

// Searching or entering codes is closed for a while.
#define VST_SCREEN_LOCKED_OUT 17

// Opens the name search.
#define VST_CHOICE_SEARCH_NAME 0

// Opens dialling.
#define VST_CHOICE_DIAL_CODE 1

// Opens guest parking.
#define VST_CHOICE_GUEST_PARKING 2

// Opens the entry code.
#define VST_CHOICE_ENTRY_CODE 3

// Calls management.
#define VST_CHOICE_CALL_MANAGEMENT 4

// Opens the suite search.
#define VST_CHOICE_SEARCH_SUITE 5

// Opens the plate of an other visitor.
#define VST_CHOICE_OTHER_VISITOR 6

// A resident.
#define VST_CHOICE_RESIDENT 7

// A suite.
#define VST_CHOICE_SUITE 8

// A booking.
#define VST_CHOICE_BOOKING 9

// A vehicle without a booking.
#define VST_CHOICE_OTHER_VEHICLE 10

// Calls the resident.
#define VST_CHOICE_CALL_RESIDENT 11

// Yes.
#define VST_CHOICE_YES 12

// No.
#define VST_CHOICE_NO 13

// Checks in.
#define VST_CHOICE_CHECK_IN 14

// Back to the welcome screen.
#define VST_CHOICE_DONE 15

// The longest text that a function takes, in bytes.
#define VST_TEXT_MAX 65536

// English.
#define VST_EN 0

// French.
#define VST_FR 1

// Bit of a set of vehicle fields: the licence plate.
#define VST_FIELD_PLATE 1

// Bit of a set of vehicle fields: the maker.
#define VST_FIELD_MAKE 2

// Bit of a set of vehicle fields: the model.
#define VST_FIELD_MODEL 4

// Bit of a set of vehicle fields: the colour.
#define VST_FIELD_COLOR 8

// A host or target that is a resident, by handle.
#define VST_OF_RESIDENT 0

// A host or target that is a suite, by handle.
#define VST_OF_SUITE 1

// A host that is no one in particular: contractors, couriers. Its handle is not looked at.
#define VST_OF_NO_ONE 2

// Not refused.
#define VST_REFUSAL_NONE 0

// There is no such booking; it may be gone by now.
#define VST_REFUSAL_UNKNOWN_BOOKING 1

// The booking is pending, rejected or cancelled.
#define VST_REFUSAL_NOT_APPROVED 2

// The booking has ended.
#define VST_REFUSAL_ENDED 3

// The booking's resident does not live in its suite now.
#define VST_REFUSAL_HOLDER_NOT_LIVING_HERE 4

// The booking does not count today.
#define VST_REFUSAL_NOT_TODAY 5

// A check-in covers today; `at` says when it was.
#define VST_REFUSAL_ALREADY_CHECKED_IN 6

// Details of the vehicle are missing; `missing` says which.
#define VST_REFUSAL_MISSING_FIELD 7

// The community lets no one in without a booking.
#define VST_REFUSAL_BOOKING_REQUIRED 8

// A text: UTF-8 by pointer and length, without a NUL at its end. As an argument, a null pointer stands for no text at
// all; as an answer, it is lent by whatever the function names, and never freed by the caller.
typedef struct {
  // The first byte; null for no text.
  const char *data;
  // How many bytes.
  size_t len;
} vst_text;

// The outcome of a call: one of the constants `VST_…` below. 0 is success. Numbers are never given another meaning; later
// versions may have more of them.
typedef uint32_t vst_status;

// An open image. Copy it as you like; it is a number. 0 is no image. Freed by `vst_image_free`.
typedef struct {
  // What the library knows it by.
  uint32_t id;
} vst_image;

// A name that was found. Its texts are lent by the image.
typedef struct {
  // The resident's handle, good for this image.
  uint32_t resident;
  // The shown name.
  vst_text name;
  // The directory code: the call target, for the host that places calls.
  vst_text code;
} vst_hit;

// The answer to a name search.
typedef struct {
  // 1 when the query is too short, or has no letter or digit, so that nothing was searched for (SPEC 3.3).
  uint32_t too_short;
  // 1 when others match, too: beyond the community's limit, or beyond the array.
  uint32_t more;
  // How many hits were written.
  size_t count;
} vst_names;

// A suite that was found. Its texts are lent by the image.
typedef struct {
  // Its handle, good for this image.
  uint32_t suite;
  // Its number.
  vst_text number;
  // Its id; never shown to visitors.
  vst_text id;
} vst_suite;

// Whom a directory code reaches. Its texts are lent by the image.
typedef struct {
  // 1 when the code reaches someone; else the rest says nothing.
  uint32_t found;
  // The resident's handle, good for this image.
  uint32_t resident;
  // The shown name; no text for who is not in the directory (SPEC 3.7).
  vst_text name;
  // The directory code: the call target.
  vst_text code;
} vst_reached;

// Whose images a console takes.
typedef struct {
  // The Ed25519 keys that may have signed it, 32 bytes each, one after the other.
  const uint8_t *keys;
  // How many keys: 1 to 4.
  size_t key_count;
  // Id of the building that it must be of; no text for whichever, which suits a console that is being set up.
  vst_text building;
  // The sequence of the image that the console has: only a higher one is taken. 0 for a console without an image.
  uint64_t newer_than;
} vst_trust;

// A date of the building's calendar; all zero for none.
typedef struct {
  // 1970 to 2199.
  uint16_t year;
  // 1 to 12.
  uint8_t month;
  // 1 to 31.
  uint8_t day;
} vst_date;

// What an image is.
typedef struct {
  // Rises with every image of a building.
  uint64_t sequence;
  // When it was written, in milliseconds since the Unix epoch.
  int64_t written_at_ms;
  // The first day that it was written for.
  vst_date first_day;
  // The last day that it was written for. Clock and directory go on after it, new bookings are missing.
  vst_date last_day;
  // Id of the building; lent by the image.
  vst_text building_id;
  // Name of the building; lent by the image.
  vst_text building_name;
  // IANA name of the building's zone; lent by the image.
  vst_text zone_name;
  // Release of the zone's data, such as `2026f`; lent by the image.
  vst_text zone_version;
} vst_image_info;

// What a clock on the building's wall shows.
typedef struct {
  // The date.
  vst_date date;
  // 0 to 23.
  uint8_t hour;
  // 0 to 59.
  uint8_t minute;
  // 0 to 59.
  uint8_t second;
} vst_wall_time;

// A console's outbox. Copy it as you like; it is a number. 0 is no outbox: where a function takes one, that stands for a
// console that keeps none. Freed by `vst_outbox_free`.
typedef struct {
  // What the library knows it by.
  uint32_t id;
} vst_outbox;

// A vehicle as far as it is known; `{ NULL, 0 }` for what is not.
typedef struct {
  // Licence plate, as written.
  vst_text plate;
  // ISO 3166-2 code of where the plate is from.
  vst_text region;
  // Maker.
  vst_text make;
  // Model.
  vst_text model;
  // Colour.
  vst_text color;
} vst_vehicle;

// Something that happened at a console.
typedef struct {
  // `VST_ENTRY_…`.
  uint32_t kind;
  // Of a walk-in, whom it visits: `VST_OF_…`.
  uint32_t host;
  // Of a code attempt, 1 when it opened the door.
  uint32_t granted;
  // Its place in the order of all that ever happened at the console; given to it when it is added.
  uint64_t number;
  // When it happened, in milliseconds since the Unix epoch.
  int64_t at_ms;
  // Its id, by which the server knows it again however often it is sent.
  vst_text id;
  // What the kind says of it.
  vst_text subject;
  // The vehicle as given then.
  vst_vehicle vehicle;
} vst_entry;

// A write that the host carries out on its storage.
typedef struct {
  // `VST_WRITE_…`.
  uint32_t kind;
  // Its place in the storage.
  size_t offset;
  // How many bytes.
  size_t len;
  // The bytes, lent by the outbox's memory until the next call that changes the outbox.
  const uint8_t *data;
} vst_write;

// A booking that a guest is offered. Its texts are lent by the image.
typedef struct {
  // Its handle, good for this image.
  uint32_t booking;
  // Set of the required fields that it does not tell: bits `VST_FIELD_…`.
  uint32_t missing;
  // Today.
  vst_date from;
  // The last day that a check-in now would cover.
  vst_date through;
  // Its id; never shown to visitors.
  vst_text id;
  // The vehicle as booked, without its plate, which `vst_booking_plate` gives as a guest may see it.
  vst_vehicle vehicle;
} vst_option;

// What a guest is answered (SPEC 5.6, 6.1, 6.2).
typedef struct {
  // `VST_MATCH_…`.
  uint32_t answer;
  // How many options were written.
  size_t count;
  // 1 when a vehicle that is not listed may walk in.
  uint32_t walk_in;
  // 1 when it was found by a similar plate only, so that the visitor is asked to confirm it.
  uint32_t similar;
  // When already checked in: the earliest date on which one must check in again, if any.
  vst_date next_check_in;
  // Without a booking: whom to ask, `VST_CONTACT_…`.
  uint32_t contact;
  // For a walk-in: the set of fields that are asked for, bits `VST_FIELD_…`.
  uint32_t fields;
} vst_match;

// Whether a check-in or a walk-in stands.
typedef struct {
  // `VST_REFUSAL_NONE` when it stands, else why not.
  uint32_t refusal;
  // Set of the fields that are missing, bits `VST_FIELD_…`.
  uint32_t missing;
  // When it was checked in before, in milliseconds since the Unix epoch.
  int64_t at_ms;
  // When it stands: the last day that it covers; none for a walk-in.
  vst_date through;
} vst_admission;

// A booking as parking enforcement sees it (SPEC 8.1 to 8.5).
typedef struct {
  // `VST_PERMIT_…`; with `VST_PERMIT_NONE` the rest says nothing.
  uint32_t status;
  // `VST_TIMER_…`.
  uint32_t timer;
  // The timer's seconds.
  int64_t seconds;
  // 1 when it was checked in.
  uint32_t checked_in;
  // 1 when its guest must check in again.
  uint32_t recheck_due;
  // When it was checked in, in milliseconds since the Unix epoch.
  int64_t checked_in_at_ms;
  // `VST_TAB_…`.
  uint32_t tab;
  // Set of what staff may do: bits `VST_ACTION_…`.
  uint32_t actions;
} vst_permit;

// Whether a car may stand here (SPEC 8.8).
typedef struct {
  // `VST_PLATE_…`.
  uint32_t answer;
  // How many permits are behind the answer; as many as fit were written.
  size_t bookings;
  // How many active ones have a similar plate, a hint for a misread one; as many as fit were written.
  size_t similar;
} vst_plate_check;

// What a console is set up with.
typedef struct {
  // Id of the door that it stands at, of at most 64 bytes.
  vst_text door;
  // Begins the id of every check-in and code attempt of this session, in at most 40 bytes. Each session of each console
  // needs another one: the console's serial number and the number of `vst_outbox_begin_run`.
  vst_text id_prefix;
  // The language that it returns to: `VST_EN` or `VST_FR`.
  uint32_t language;
} vst_setup;

// A console's session. Copy it as you like; it is a number. 0 is no session. Freed by `vst_session_free`.
typedef struct {
  // What the library knows it by.
  uint32_t id;
} vst_session;

// One input.
typedef struct {
  // `VST_INPUT_…`.
  uint32_t kind;
  // What the kind says of it; else not looked at.
  uint32_t number;
  // What the kind says of it; else not looked at.
  vst_text text;
} vst_input;

// What the host must do. Its texts are lent by the session and the image until the next input of the session.
typedef struct {
  // `VST_EFFECT_…`.
  uint32_t kind;
  // What the kind says of it; else no text.
  vst_text target;
  // What the kind says of it, for `vst_outbox_add`; else of the kind `VST_ENTRY_NONE`.
  vst_entry entry;
} vst_effect;

// A screen, without its texts.
typedef struct {
  // `VST_SCREEN_…`.
  uint32_t kind;
  // `VST_EN` or `VST_FR`.
  uint32_t language;
  // How many lines it says.
  size_t lines;
  // How many choices it has.
  size_t choices;
  // 1 when it has a notice: why nothing was found, what was wrong.
  uint32_t has_notice;
  // `VST_FIELD_KIND_…`: whether something is typed, and how it is shown.
  uint32_t field;
  // 1 when `VST_INPUT_SUBMIT` does something.
  uint32_t has_submit;
  // 1 when `VST_INPUT_BACK` leads somewhere.
  uint32_t has_back;
  // 1 when it is locked, for so many `seconds_left`.
  uint32_t locked;
  // Seconds until a locked screen opens.
  uint64_t seconds_left;
} vst_screen;

// The call succeeded; its outputs are written.
#define VST_OK 0

// A pointer that must not be null is null, or a handle is zero.
#define VST_NULL 1

// A pointer is not aligned for what it points to.
#define VST_MISALIGNED 2

// The handle was freed, or never was one.
#define VST_STALE 3

// Another thread is at work with the handle, in a way that excludes this call.
#define VST_BUSY 4

// A call with this handle failed inside before: it can only be freed.
#define VST_POISONED 5

// There is no memory left.
#define VST_NO_MEMORY 6

// So many handles are open that there is no room for another.
#define VST_TOO_MANY 7

// A text is not UTF-8.
#define VST_NOT_UTF8 8

// A text or a buffer is longer than the function takes.
#define VST_TOO_LONG 9

// A number stands for none of the values that it may have.
#define VST_BAD_ENUM 10

// The buffer is too small; the length that it needs is written where the function says so.
#define VST_BUFFER_TOO_SMALL 11

// There is no such suite, booking, resident, door, entry or text.
#define VST_UNKNOWN 12

// The library failed inside. The handle at work is poisoned.
#define VST_PANIC 13

// The image ends too early.
#define VST_IMAGE_TRUNCATED 20

// The bytes do not begin as an image does.
#define VST_IMAGE_UNKNOWN 21

// The image has a format that this library does not read yet.
#define VST_IMAGE_FUTURE 22

// The image's checksum does not fit.
#define VST_IMAGE_CORRUPT 23

// No trusted key signed the image.
#define VST_IMAGE_FORGED 24

// The image is of another building.
#define VST_IMAGE_WRONG_BUILDING 25

// The image is not newer than the one in use.
#define VST_IMAGE_OLDER 26

// The image is signed, and yet not consistent in itself.
#define VST_IMAGE_INCONSISTENT 27

// The memory lent to the outbox is too small.
#define VST_OUTBOX_TOO_SMALL 40

// The outbox is full of entries that the server has yet to acknowledge.
#define VST_OUTBOX_FULL 41

// The last change of the outbox is still to be stored.
#define VST_OUTBOX_NOT_STORED 42

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The ABI version of the library at hand: compare it with `VST_ABI_VERSION` of the header before anything else.
//
// May be called from any thread at any time; never fails.
uint32_t vst_abi_version(void);

// The version of the library, such as `0.1.0`, as UTF-8 that lasts as long as the program.
//
// May be called from any thread at any time; never fails.
vst_text vst_version(void);

// What a status means, in English, as UTF-8 that lasts as long as the program; for developers, not for visitors. Blank
// for a number that is no status.
//
// May be called from any thread at any time; never fails.
vst_text vst_status_text(vst_status status);

// Finds the contact that "Call management" calls at an instant (SPEC 7.3): `*contact` becomes its id, lent until the
// image is freed, or no text when the button is not shown.
//
// `at_ms` is in milliseconds since the Unix epoch. Any thread, at the same time as other questions.
//
// # Safety
// `contact` points to room for a text.
vst_status vst_call_management(vst_image image,
                               int64_t at_ms,
                               vst_text *contact);

// Whether an entry code opens a door at an instant (SPEC 9.5): `*granted` becomes 1 or 0. It never says why not. The
// session slows down guessing; who asks here directly has to do that too.
//
// `at_ms` is in milliseconds since the Unix epoch. `VST_UNKNOWN` for a door that the building does not have. Any thread,
// at the same time as other questions.
//
// # Safety
// `code_len` bytes are readable behind `code`, `door_len` behind `door`, and `granted` points to room for a number.
vst_status vst_enter_code(vst_image image,
                          int64_t at_ms,
                          const char *code,
                          size_t code_len,
                          const char *door,
                          size_t door_len,
                          uint32_t *granted);

// Searches the names that the entry directory shows at an instant (SPEC 3.3 to 3.5). Writes at most `capacity` hits,
// best first; 64 are the most of one search.
//
// `at_ms` is in milliseconds since the Unix epoch. Texts are lent until the image is freed. Any thread, at the same time
// as other questions.
//
// # Safety
// `query_len` bytes are readable behind `query`, `capacity` hits writable behind `hits`, and `out` points to room for the
// answer.
vst_status vst_search_names(vst_image image,
                            int64_t at_ms,
                            const char *query,
                            size_t query_len,
                            vst_hit *hits,
                            size_t capacity,
                            vst_names *out);

// Finds the residential suites whose number begins like the query, in natural order (SPEC 3.6); all of them for an empty
// one. Leaves out the first `skip` ones, writes at most `capacity`, and says in `*written` how many and in `*total` how
// many there are in all.
//
// Texts are lent until the image is freed. Any thread, at the same time as other questions.
//
// # Safety
// `query_len` bytes are readable behind `query`, `capacity` suites writable behind `suites`, and `written` and `total`
// point to room for a number each.
vst_status vst_search_suites(vst_image image,
                             const char *query,
                             size_t query_len,
                             size_t skip,
                             vst_suite *suites,
                             size_t capacity,
                             size_t *written,
                             size_t *total);

// The handle of a suite by its id; `VST_UNKNOWN` when the image has none of that id.
//
// Any thread, at the same time as other questions.
//
// # Safety
// `id_len` bytes are readable behind `id`, and `suite` points to room for a number.
vst_status vst_suite_find(vst_image image, const char *id, size_t id_len, uint32_t *suite);

// Dials a directory code at an instant (SPEC 3.7).
//
// `at_ms` is in milliseconds since the Unix epoch. Texts are lent until the image is freed. Any thread, at the same time
// as other questions.
//
// # Safety
// `code_len` bytes are readable behind `code`, and `out` points to room for the answer.
vst_status vst_dial(vst_image image,
                    int64_t at_ms,
                    const char *code,
                    size_t code_len,
                    vst_reached *out);

// Gives `size` bytes at an address that is a multiple of `align`, a power of two of at most 16; null when there are
// none left. The firmware defines it; it is called only from within calls of this library.
extern uint8_t *vst_hook_alloc(size_t size,
                               size_t align);

// Takes memory back that `vst_hook_alloc` gave. The firmware defines it.
extern void vst_hook_free(uint8_t *memory, size_t size, size_t align);

// The library failed inside, which is a fault of the library: stop or restart. Must not return. The firmware defines
// it.
extern void vst_hook_panic(void);

// Opens an image: checks all of it, once. What follows the image in `data` is not looked at, so that a whole flash slot
// may be passed.
//
// `data` is read in place: it must stay as it is until the image is freed. Any thread; the handle may then be used from
// several threads at a time. `*out` is written only on success.
//
// Answers `VST_IMAGE_…` with the reason when the image is refused; the console keeps the one that it has.
//
// # Safety
// `len` bytes are readable behind `data` until the image is freed; `trust` and its keys and text during the call.
vst_status vst_image_open(const uint8_t *data,
                          size_t len,
                          const vst_trust *trust,
                          vst_image *out);

// Lets go of an image and sets the handle behind `image` to 0, so that doing it twice is harmless. After it, the image's
// bytes may change.
//
// Any thread; `VST_BUSY`, and nothing is freed, while another thread is using the image.
//
// # Safety
// `image` points to a handle.
vst_status vst_image_free(vst_image *image);

// What an image is. Texts are lent until the image is freed.
//
// Any thread, at the same time as other questions.
//
// # Safety
// `out` points to room for the answer.
vst_status vst_image_describe(vst_image image, vst_image_info *out);

// What the clocks of the building show at an instant (milliseconds since the Unix epoch).
//
// Any thread, at the same time as other questions.
//
// # Safety
// `out` points to room for the answer.
vst_status vst_image_wall_time(vst_image image, int64_t at_ms, vst_wall_time *out);

// Which of two places for images to use, and which to write the next image to (SPEC 11.2). `a` and `b` are what the
// places hold, opened with `newer_than` 0, or 0 for one that was refused. The place in use is never the one to write to.
//
// `*active` becomes `VST_SLOT_A`, `VST_SLOT_B` or, when neither holds an image, `VST_SLOT_NONE`; `*spare` one of the
// first two. Any thread.
//
// # Safety
// `active` and `spare` point to room for a number each.
vst_status vst_image_choose(vst_image a,
                            vst_image b,
                            uint32_t *active,
                            uint32_t *spare);

// Opens the outbox of what was stored: `memory` holds as many bytes as ever, `0xFF` where nothing was. `*opened` becomes
// `VST_OUTBOX_NEW` and so on. The first writes are then to be carried out (`vst_outbox_next_write`).
//
// `memory` belongs to the outbox until it is freed. Any thread; one at a time changes an outbox, another gets `VST_BUSY`.
//
// # Safety
// `len` bytes are readable and writable behind `memory`, for nobody else, until the outbox is freed; `out` and `opened`
// point to room for their answers.
vst_status vst_outbox_open(uint8_t *memory,
                           size_t len,
                           vst_outbox *out,
                           uint32_t *opened);

// Lets go of an outbox and sets the handle behind `outbox` to 0, so that doing it twice is harmless. Its memory is the
// caller's again; what is stored stays.
//
// Any thread; `VST_BUSY`, and nothing is freed, while another thread is using the outbox.
//
// # Safety
// `outbox` points to a handle.
vst_status vst_outbox_free(vst_outbox *outbox);

// Counts a start of the console: `*run` becomes its number, which no other start has. For the prefix of ids
// (`vst_setup`), once it is stored.
//
// One thread at a time for each outbox. `VST_OUTBOX_NOT_STORED` while writes are to be carried out.
//
// # Safety
// `run` points to room for a number.
vst_status vst_outbox_begin_run(vst_outbox outbox, uint32_t *run);

// Adds what happened, such as the `entry` of an effect. Carry out the writes, then show the visitor that it stands.
//
// One thread at a time for each outbox. Nothing is added unless it succeeds.
//
// # Safety
// `entry` points to an entry with readable texts.
vst_status vst_outbox_add(vst_outbox outbox,
                          const vst_entry *entry);

// Says which write to carry out next: after each change, until there is none.
//
// One thread at a time for each outbox.
//
// # Safety
// `out` points to room for the answer.
vst_status vst_outbox_next_write(vst_outbox outbox, vst_write *out);

// Says that the write which `vst_outbox_next_write` named is carried out, for good.
//
// One thread at a time for each outbox.
vst_status vst_outbox_written(vst_outbox outbox);

// Finds the first entry that the server has not acknowledged; of the kind `VST_ENTRY_NONE` when there is none. Its texts
// are lent until the next call that changes the outbox.
//
// One thread at a time for each outbox.
//
// # Safety
// `out` points to room for the entry.
vst_status vst_outbox_next(vst_outbox outbox,
                           vst_entry *out);

// Says how many entries the server has not acknowledged.
//
// One thread at a time for each outbox.
//
// # Safety
// `count` points to room for a number.
vst_status vst_outbox_waiting(vst_outbox outbox, size_t *count);

// Notes that the server has the entry of an id, and that images know of it from the sequence `known_from` on. `VST_UNKNOWN`
// when the outbox has no such entry: it was acknowledged and dropped before, which is no fault. The id may be the one that
// `vst_outbox_next` lent.
//
// One thread at a time for each outbox. Carry out the writes, then let the server know.
//
// # Safety
// `id_len` bytes are readable behind `id`.
vst_status vst_outbox_acknowledge(vst_outbox outbox,
                                  const char *id,
                                  size_t id_len,
                                  uint64_t known_from);

// Says that the image of this sequence is in use: entries that the server has and that the image knows of are dropped
// when room is needed.
//
// One thread at a time for each outbox.
vst_status vst_outbox_forget(vst_outbox outbox,
                             uint64_t sequence);

// The handle of a booking by its id; `VST_UNKNOWN` when the image has none of that id.
//
// Any thread, at the same time as other questions.
//
// # Safety
// `id_len` bytes are readable behind `id`, and `booking` points to room for a number.
vst_status vst_booking_find(vst_image image, const char *id, size_t id_len, uint32_t *booking);

// The id of a booking, lent until the image is freed; `VST_UNKNOWN` for a handle that is none of the image's.
//
// Any thread, at the same time as other questions.
//
// # Safety
// `id` points to room for a text.
vst_status vst_booking_id(vst_image image, uint32_t booking, vst_text *id);

// Writes the plate of a booking as a guest may see it (SPEC 5.6): masked, unless the community shows plates whole. Blank
// when it has none. `*len` becomes its length, also with `VST_BUFFER_TOO_SMALL`; a null `buffer` with `capacity` 0 asks
// for it.
//
// Any thread, at the same time as other questions.
//
// # Safety
// `capacity` bytes are writable behind `buffer`, and `len` points to room for a number.
vst_status vst_booking_plate(vst_image image,
                             uint32_t booking,
                             char *buffer,
                             size_t capacity,
                             size_t *len);

// What a guest of a resident or of a suite is offered at an instant (SPEC 5). `kind` is `VST_OF_RESIDENT` or
// `VST_OF_SUITE`, `handle` which one. Writes at most `capacity` options; 128 are the most of one match. `outbox` may be 0.
//
// `at_ms` is in milliseconds since the Unix epoch. Texts are lent until the image is freed. `VST_UNKNOWN` for a handle
// that is none of the image's. Any thread, at the same time as other questions; `VST_BUSY` while the outbox is being
// changed.
//
// # Safety
// `capacity` options are writable behind `options`, and `out` points to room for the answer.
vst_status vst_match_bookings(vst_image image,
                              vst_outbox outbox,
                              int64_t at_ms,
                              uint32_t kind,
                              uint32_t handle,
                              vst_option *options,
                              size_t capacity,
                              vst_match *out);

// What an other visitor with this plate is offered at an instant (SPEC 5.1). `region` may be no text. Else as
// `vst_match_bookings`.
//
// # Safety
// `plate_len` bytes are readable behind `plate` and those of `region`, `capacity` options writable behind `options`, and
// `out` points to room for the answer.
vst_status vst_match_plate(vst_image image,
                           vst_outbox outbox,
                           int64_t at_ms,
                           const char *plate,
                           size_t plate_len,
                           vst_text region,
                           vst_option *options,
                           size_t capacity,
                           vst_match *out);

// Whether a check-in to a booking stands at an instant (SPEC 6.3, 6.5). `given` is what the guest tells of the vehicle,
// or null; `by_staff` is 1 for a courtesy check-in by staff, which needs no details, else 0. `outbox` may be 0.
//
// A booking that the image does not have is refused, which is no error. The host records what stands
// (`vst_outbox_add`). Threads as for `vst_match_bookings`.
//
// # Safety
// `given` points to a vehicle, or is null, and `out` to room for the answer.
vst_status vst_check_in(vst_image image,
                        vst_outbox outbox,
                        int64_t at_ms,
                        uint32_t booking,
                        const vst_vehicle *given,
                        uint32_t by_staff,
                        vst_admission *out);

// Whether a check-in without a booking stands at an instant (SPEC 6.4). `host_kind` is `VST_OF_…`, `host` the handle of
// the resident or the suite. `outbox` may be 0. `VST_UNKNOWN` for a host that is none of the image's.
//
// Threads as for `vst_match_bookings`.
//
// # Safety
// `vehicle` points to a vehicle, or is null, and `out` to room for the answer.
vst_status vst_walk_in(vst_image image,
                       vst_outbox outbox,
                       int64_t at_ms,
                       uint32_t host_kind,
                       uint32_t host,
                       const vst_vehicle *vehicle,
                       vst_admission *out);

// A booking as parking enforcement sees it at an instant (SPEC 8.1 to 8.5). `outbox` may be 0. `VST_UNKNOWN` for a
// booking that is none of the image's.
//
// Threads as for `vst_match_bookings`.
//
// # Safety
// `out` points to room for the answer.
vst_status vst_booking_permit(vst_image image,
                              vst_outbox outbox,
                              int64_t at_ms,
                              uint32_t booking,
                              vst_permit *out);

// Whether a car may stand here at an instant (SPEC 8.8). Writes the handles of the permits behind the answer, by start,
// end and id, and those of similar plates. `region` may be no text; `outbox` may be 0. Every check is a record, which
// the host keeps.
//
// Threads as for `vst_match_bookings`.
//
// # Safety
// `plate_len` bytes are readable behind `plate` and those of `region`; so many numbers as said are writable behind
// `bookings` and `similar`, and `out` points to room for the answer.
vst_status vst_check_plate(vst_image image,
                           vst_outbox outbox,
                           int64_t at_ms,
                           const char *plate,
                           size_t plate_len,
                           vst_text region,
                           uint32_t *bookings,
                           size_t bookings_capacity,
                           uint32_t *similar,
                           size_t similar_capacity,
                           vst_plate_check *out);

// Starts a session at its welcome screen, over an image, at an instant (milliseconds since the Unix epoch). `VST_TOO_LONG`
// when the door's id or the prefix is too long.
//
// Any thread. A session is used by one thread at a time; another gets `VST_BUSY`.
//
// # Safety
// `setup` points to a set-up with readable texts, and `out` to room for a handle.
vst_status vst_session_new(vst_image image,
                           int64_t at_ms,
                           const vst_setup *setup,
                           vst_session *out);

// Lets go of a session and sets the handle behind `session` to 0, so that doing it twice is harmless.
//
// Any thread; `VST_BUSY`, and nothing is freed, while another thread is using the session.
//
// # Safety
// `session` points to a handle.
vst_status vst_session_free(vst_session *session);

// Feeds one input, which came at an instant (milliseconds since the Unix epoch), and says what to do. The effect has to be
// carried out before the next input; what is to be kept goes into the outbox before the next screen is shown.
//
// With another image than at the last input the session returns to its welcome screen, unless it is there: change images
// when `vst_session_may_update` says so. `outbox` may be 0. One thread at a time for each session.
//
// # Safety
// `input` points to an input with a readable text, and `out` to room for the effect.
vst_status vst_session_handle(vst_session session,
                              vst_image image,
                              vst_outbox outbox,
                              int64_t at_ms,
                              const vst_input *input,
                              vst_effect *out);

// Says which screen to draw, for the image of the last input. `outbox` may be 0.
//
// One thread at a time for each session.
//
// # Safety
// `out` points to room for the answer.
vst_status vst_session_screen(vst_session session, vst_image image, vst_outbox outbox, vst_screen *out);

// Writes one text of the screen: `part` is `VST_PART_…`, `index` the place of a line or a choice, else 0. `*len` becomes
// its length, also with `VST_BUFFER_TOO_SMALL`; a null `buffer` with `capacity` 0 asks for it. `VST_UNKNOWN` when the
// screen has no such text. `outbox` may be 0.
//
// One thread at a time for each session.
//
// # Safety
// `capacity` bytes are writable behind `buffer`, and `len` points to room for a number.
vst_status vst_session_text(vst_session session,
                            vst_image image,
                            vst_outbox outbox,
                            uint32_t part,
                            size_t index,
                            char *buffer,
                            size_t capacity,
                            size_t *len);

// Says what a choice of the screen does: `*kind` becomes `VST_CHOICE_…`. `VST_UNKNOWN` when there is no such choice.
//
// One thread at a time for each session.
//
// # Safety
// `kind` points to room for a number.
vst_status vst_session_choice(vst_session session,
                              vst_image image,
                              vst_outbox outbox,
                              size_t index,
                              uint32_t *kind);

// Says when the session wants a `VST_INPUT_TICK` if no other input comes before, in milliseconds since the Unix epoch.
//
// One thread at a time for each session.
//
// # Safety
// `at_ms` points to room for a number.
vst_status vst_session_deadline(vst_session session,
                                int64_t *at_ms);

// Whether another image may be used from now on without anyone at the door noticing: `*may` becomes 1 at the welcome
// screen, else 0.
//
// One thread at a time for each session.
//
// # Safety
// `may` points to room for a number.
vst_status vst_session_may_update(vst_session session,
                                  uint32_t *may);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* VESTIBULE_H */
