#include "transcript.h"

#include <string.h>

/* The longest text of a screen. */
#define LONGEST ((size_t)512)

void print_text(vst_text text) {
    board_print(text.data, text.len);
}

void print_string(const char *text) {
    board_print(text, strlen(text));
}

static void print_padded(uint64_t number, size_t width) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0 || sizeof digits - at < width);
    board_print(digits + at, sizeof digits - at);
}

void print_number(uint64_t number) {
    print_padded(number, 1);
}

void print_status(vst_status status) {
    if (status == PANEL_STORAGE_FAILED) print_string("the storage failed: start the console again");
    if (status == PANEL_OTHER_ABI) print_string("the library is of another ABI than its header");
    print_text(vst_status_text(status));
}

static void print_time(const struct panel *panel, int64_t at_ms, bool seconds) {
    vst_wall_time time;
    if (vst_image_wall_time(panel->image, at_ms, &time) != VST_OK) return;
    print_padded(time.date.year, 4);
    print_string("-");
    print_padded(time.date.month, 2);
    print_string("-");
    print_padded(time.date.day, 2);
    print_string(" ");
    print_padded(time.hour, 2);
    print_string(":");
    print_padded(time.minute, 2);
    if (seconds) {
        print_string(":");
        print_padded(time.second, 2);
    }
}

/* Prints a part of the screen after `before`, and `after` it; nothing when the screen has no such part. */
static bool print_part(const struct panel *panel, const char *before, uint32_t part, size_t index, const char *after) {
    char text[LONGEST];
    size_t len = 0;
    if (vst_session_text(panel->session, panel->image, panel->outbox, part, index, text, sizeof text, &len) != VST_OK) {
        return false;
    }
    print_string(before);
    board_print(text, len);
    print_string(after);
    return true;
}

static const char *screen_name(uint32_t kind) {
    static const char *const names[] = {
        "Welcome",        "NameSearch",       "DialCode",      "Resident",      "Calling",      "GuestParking",
        "SuiteSearch",    "Plate",            "BookingChoice", "SimilarPlate",  "VehicleDetails", "Confirm",
        "CheckedIn",      "AlreadyCheckedIn", "NoBooking",     "EntryCode",     "DoorUnlocked", "LockedOut",
    };
    return kind < sizeof names / sizeof *names ? names[kind] : "?";
}

void print_screen(const struct panel *panel, int64_t now_ms) {
    vst_screen screen;
    vst_status status = vst_session_screen(panel->session, panel->image, panel->outbox, &screen);
    if (status != VST_OK) {
        print_string("! no screen: ");
        print_status(status);
        print_string("\n");
        return;
    }
    print_part(panel, "== ", VST_PART_TITLE, 0, "  [");
    print_string(screen_name(screen.kind));
    print_string(", ");
    print_time(panel, now_ms, false);
    print_string("]\n");
    for (size_t line = 0; line < screen.lines; line++) print_part(panel, "   ", VST_PART_LINE, line, "\n");
    if (screen.field != VST_FIELD_KIND_NONE) {
        print_part(panel, "   ", VST_PART_FIELD_LABEL, 0, ": ");
        print_part(panel, "", VST_PART_FIELD_TEXT, 0, "_\n");
    }
    if (screen.has_notice) print_part(panel, "   ! ", VST_PART_NOTICE, 0, "\n");
    for (size_t choice = 0; choice < screen.choices; choice++) {
        print_string("   ");
        print_number(choice + 1);
        print_part(panel, ". ", VST_PART_CHOICE, choice, "");
        print_part(panel, "  (", VST_PART_CHOICE_DETAIL, choice, ")");
        print_string("\n");
    }
    if (screen.has_submit) print_part(panel, "   [submit: ", VST_PART_SUBMIT, 0, screen.has_back ? "]" : "]\n");
    if (screen.has_back) print_part(panel, screen.has_submit ? " [back: " : "   [back: ", VST_PART_BACK, 0, "]\n");
}

static void print_field(const char *name, vst_text text) {
    if (text.data == NULL) return;
    print_string(name);
    print_text(text);
}

void print_entry(const struct panel *panel, const vst_entry *entry) {
    static const char *const hosts[] = {"resident ", "suite ", "no one"};
    switch (entry->kind) {
    case VST_ENTRY_CHECK_IN: print_string("check-in "); break;
    case VST_ENTRY_WALK_IN: print_string("walk-in "); break;
    default: print_string("code attempt "); break;
    }
    print_text(entry->id);
    print_string(" at ");
    print_time(panel, entry->at_ms, true);
    switch (entry->kind) {
    case VST_ENTRY_CHECK_IN:
        print_field(", booking ", entry->subject);
        break;
    case VST_ENTRY_WALK_IN:
        print_string(", visits ");
        if (entry->host < sizeof hosts / sizeof *hosts) print_string(hosts[entry->host]);
        if (entry->host != VST_OF_NO_ONE) print_text(entry->subject);
        break;
    default:
        print_field(", door ", entry->subject);
        print_string(entry->granted ? ", granted" : ", refused");
        break;
    }
    print_field(", plate ", entry->vehicle.plate);
    print_field(", region ", entry->vehicle.region);
    print_field(", make ", entry->vehicle.make);
    print_field(", model ", entry->vehicle.model);
    print_field(", color ", entry->vehicle.color);
}

void print_effect(const struct panel *panel, const vst_effect *effect) {
    switch (effect->kind) {
    case VST_EFFECT_CALL_RESIDENT: print_field("* call resident ", effect->target); break;
    case VST_EFFECT_CALL_MANAGEMENT: print_field("* call management contact ", effect->target); break;
    case VST_EFFECT_UNLOCK: print_field("* unlock door ", effect->target); break;
    case VST_EFFECT_REFUSE_CODE: print_field("* refuse a code at door ", effect->target); break;
    default: break;
    }
    if (effect->target.data != NULL) print_string("\n");
    if (effect->entry.kind == VST_ENTRY_NONE) return;
    print_string("* keep ");
    print_entry(panel, &effect->entry);
    print_string("\n");
}

const char *refusal_of(vst_status status) {
    switch (status) {
    case VST_IMAGE_TRUNCATED: return "cut short";
    case VST_IMAGE_UNKNOWN: return "not an image";
    case VST_IMAGE_FUTURE: return "newer format";
    case VST_IMAGE_CORRUPT: return "damaged";
    case VST_IMAGE_FORGED: return "forged";
    case VST_IMAGE_WRONG_BUILDING: return "another building";
    case VST_IMAGE_OLDER: return "not newer";
    case VST_IMAGE_INCONSISTENT: return "inconsistent";
    case VST_TOO_LONG: return "too large";
    case PANEL_STORAGE_FAILED: return "the storage failed";
    default: return "it cannot be opened now";
    }
}
