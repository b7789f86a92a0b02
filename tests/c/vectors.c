/*
 * Conformance vectors through C: commands on standard input, one a line, each answered with a line of JSON. The runner of
 * the vectors writes the commands and compares the answers; every call here goes through the typed functions.
 */
#include "answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANY 64

static vst_image image;
static const vst_outbox no_outbox = {0};
static int64_t now;
static unsigned char *bytes;

/* A status that no case may lead to. */
static void must(vst_status status) {
    if (status != VST_OK) {
        vst_text text = vst_status_text(status);
        fprintf(stderr, "status %u: %.*s\n", (unsigned)status, (int)text.len, text.data);
        exit(1);
    }
}

static void open_image(const char *path, vst_text key) {
    FILE *file = fopen(path, "rb");
    vst_trust trust = {(const uint8_t *)key.data, 1, {NULL, 0}, 0};
    long size;
    must(vst_image_free(&image));
    free(bytes);
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    rewind(file);
    bytes = (unsigned char *)malloc((size_t)size);
    if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        exit(2);
    }
    fclose(file);
    must(vst_image_open(bytes, (size_t)size, &trust, &image));
}

static void search_names(void) {
    vst_text query = next_text();
    vst_hit hits[MANY];
    vst_names names;
    size_t at;
    must(vst_search_names(image, now, query.data, query.len, hits, MANY, &names));
    if (names.too_short) {
        fputs("{\"status\":\"tooShort\"}", stdout);
        return;
    }
    fputs("{\"status\":\"ok\",\"hits\":[", stdout);
    for (at = 0; at < names.count; at++) {
        fputs(at ? ",{" : "{", stdout);
        put_key("name", 1);
        put_text(hits[at].name);
        put_key("code", 0);
        put_text(hits[at].code);
        putchar('}');
    }
    fputs("],\"more\":", stdout);
    put_bool(names.more);
    putchar('}');
}

static void search_suites(void) {
    vst_text query = next_text();
    vst_suite suites[MANY];
    size_t skip = 0;
    size_t written;
    size_t total;
    size_t at;
    fputs("{\"hits\":[", stdout);
    do {
        must(vst_search_suites(image, query.data, query.len, skip, suites, MANY, &written, &total));
        for (at = 0; at < written; at++) {
            fputs(skip + at ? "," : "", stdout);
            put_text(suites[at].number);
        }
        skip += written;
    } while (skip < total);
    fputs("]}", stdout);
}

static void dial_code(void) {
    vst_text code = next_text();
    vst_reached reached;
    must(vst_dial(image, now, code.data, code.len, &reached));
    if (!reached.found) {
        fputs("{\"found\":false}", stdout);
        return;
    }
    fputs("{\"found\":true,\"name\":", stdout);
    put_text(reached.name);
    putchar('}');
}

static void put_option(const vst_option *option, uint32_t similar) {
    static const char *const keys[] = {"region", "make", "model", "color"};
    char plate[1024];
    size_t length;
    int first = 1;
    int at;
    vst_text texts[4];
    texts[0] = option->vehicle.region;
    texts[1] = option->vehicle.make;
    texts[2] = option->vehicle.model;
    texts[3] = option->vehicle.color;
    put_key("booking", 1);
    put_text(option->id);
    put_key("from", 0);
    put_date(option->from);
    put_key("through", 0);
    put_date(option->through);
    fputs(",\"vehicle\":{", stdout);
    must(vst_booking_plate(image, option->booking, plate, sizeof plate, &length));
    if (length > 0) {
        vst_text text;
        text.data = plate;
        text.len = length;
        put_key("plate", 1);
        put_text(text);
        first = 0;
    }
    for (at = 0; at < 4; at++) {
        if (texts[at].data != NULL) {
            put_key(keys[at], first);
            put_text(texts[at]);
            first = 0;
        }
    }
    putchar('}');
    put_key("missing", 0);
    put_fields(option->missing);
    put_key("similar", 0);
    put_bool(similar);
}

static void put_match(const vst_match *match, const vst_option *options) {
    size_t at;
    switch (match->answer) {
    case VST_MATCH_OPTIONS:
        fputs("{\"answer\":\"options\",\"options\":[", stdout);
        for (at = 0; at < match->count; at++) {
            fputs(at ? ",{" : "{", stdout);
            put_option(&options[at], match->similar);
            putchar('}');
        }
        fputs("],\"walkIn\":", stdout);
        put_bool(match->walk_in);
        break;
    case VST_MATCH_ALREADY_CHECKED_IN:
        fputs("{\"answer\":\"alreadyCheckedIn\",\"nextCheckIn\":", stdout);
        put_date(match->next_check_in);
        put_key("walkIn", 0);
        put_bool(match->walk_in);
        break;
    case VST_MATCH_NO_BOOKING:
        printf("{\"answer\":\"noBooking\",\"contact\":\"%s\"",
               match->contact == VST_CONTACT_MANAGEMENT ? "management" : "resident");
        break;
    default:
        fputs("{\"answer\":\"walkIn\",\"fields\":", stdout);
        put_fields(match->fields);
    }
    putchar('}');
}

static void match_of(uint32_t kind, uint32_t handle) {
    vst_option options[MANY];
    vst_match match;
    must(vst_match_bookings(image, no_outbox, now, kind, handle, options, MANY, &match));
    put_match(&match, options);
}

static void match_suite(void) {
    vst_text id = next_text();
    uint32_t suite;
    if (vst_suite_find(image, id.data, id.len, &suite) == VST_UNKNOWN) {
        put_unknown("target.suite");
    } else {
        match_of(VST_OF_SUITE, suite);
    }
}

static void match_plate(void) {
    vst_text plate = next_text();
    vst_text region = next_text();
    vst_option options[MANY];
    vst_match match;
    must(vst_match_plate(image, no_outbox, now, plate.data, plate.len, region, options, MANY, &match));
    put_match(&match, options);
}

static vst_vehicle next_vehicle(void) {
    vst_vehicle vehicle;
    vehicle.plate = next_text();
    vehicle.region = next_text();
    vehicle.make = next_text();
    vehicle.model = next_text();
    vehicle.color = next_text();
    return vehicle;
}

static void put_refusal(const vst_admission *admission) {
    static const char *const names[] = {"",          "unknownBooking",   "notApproved",  "ended",          "holderNotLivingHere",
                                        "notToday", "alreadyCheckedIn", "missingField", "bookingRequired"};
    printf("{\"refused\":\"%s\"", names[admission->refusal]);
    if (admission->refusal == VST_REFUSAL_ALREADY_CHECKED_IN) {
        put_key("at", 0);
        put_instant(admission->at_ms);
    }
    if (admission->refusal == VST_REFUSAL_MISSING_FIELD) {
        put_key("missing", 0);
        put_fields(admission->missing);
    }
    putchar('}');
}

static void check_in(void) {
    vst_text id = next_text();
    uint32_t by_staff = next_number();
    vst_vehicle vehicle = next_vehicle();
    vst_admission admission;
    uint32_t booking;
    if (vst_booking_find(image, id.data, id.len, &booking) == VST_UNKNOWN) {
        booking = UINT32_MAX;
    }
    must(vst_check_in(image, no_outbox, now, booking, &vehicle, by_staff, &admission));
    if (admission.refusal != VST_REFUSAL_NONE) {
        put_refusal(&admission);
        return;
    }
    fputs("{\"checkedIn\":{\"booking\":", stdout);
    put_text(id);
    put_key("at", 0);
    put_instant(now);
    put_key("through", 0);
    put_date(admission.through);
    fputs("}}", stdout);
}

static void walk_in(void) {
    const char *kind = next_word();
    uint32_t host_kind = VST_OF_NO_ONE;
    uint32_t host = 0;
    vst_vehicle vehicle;
    vst_admission admission;
    if (strcmp(kind, "resident") == 0) {
        host_kind = VST_OF_RESIDENT;
        host = next_number();
    } else if (strcmp(kind, "suite") == 0) {
        vst_text id = next_text();
        host_kind = VST_OF_SUITE;
        if (vst_suite_find(image, id.data, id.len, &host) == VST_UNKNOWN) {
            put_unknown("host.suite");
            return;
        }
    }
    vehicle = next_vehicle();
    must(vst_walk_in(image, no_outbox, now, host_kind, host, &vehicle, &admission));
    if (admission.refusal != VST_REFUSAL_NONE) {
        put_refusal(&admission);
        return;
    }
    fputs("{\"checkedIn\":{\"at\":", stdout);
    put_instant(now);
    fputs("}}", stdout);
}

static void put_permit(const vst_permit *permit) {
    static const char *const statuses[] = {"expired", "pendingApproval", "upcoming", "active"};
    static const char *const timers[] = {"until", "remaining", "since"};
    static const char *const tabs[] = {"today", "upcoming", "past"};
    static const char *const actions[] = {"approve", "reject", "checkIn", "cancel"};
    int at;
    int first = 1;
    if (permit->status == VST_PERMIT_NONE) {
        fputs("{\"status\":null}", stdout);
        return;
    }
    printf("{\"status\":\"%s\",\"timer\":{\"kind\":\"%s\",\"seconds\":%lld},\"checkIn\":{\"state\":\"%s\"",
           statuses[permit->status], timers[permit->timer], (long long)permit->seconds,
           permit->checked_in ? "checkedIn" : "notCheckedIn");
    if (permit->checked_in) {
        put_key("at", 0);
        put_instant(permit->checked_in_at_ms);
    }
    fputs("},\"recheckDue\":", stdout);
    put_bool(permit->recheck_due);
    printf(",\"tab\":\"%s\",\"actions\":[", tabs[permit->tab]);
    for (at = 0; at < 4; at++) {
        if (permit->actions >> at & 1) {
            printf("%s\"%s\"", first ? "" : ",", actions[at]);
            first = 0;
        }
    }
    fputs("]}", stdout);
}

static void permit(void) {
    vst_text id = next_text();
    vst_permit answer;
    uint32_t booking;
    if (vst_booking_find(image, id.data, id.len, &booking) == VST_UNKNOWN) {
        put_unknown("booking");
        return;
    }
    must(vst_booking_permit(image, no_outbox, now, booking, &answer));
    put_permit(&answer);
}

static void call_management(void) {
    vst_text contact;
    must(vst_call_management(image, now, &contact));
    if (contact.data == NULL) {
        fputs("{\"visible\":false}", stdout);
        return;
    }
    fputs("{\"visible\":true,\"contact\":", stdout);
    put_text(contact);
    putchar('}');
}

static void enter_code(void) {
    vst_text code = next_text();
    vst_text door = next_text();
    uint32_t granted;
    vst_status status = vst_enter_code(image, now, code.data, code.len, door.data, door.len, &granted);
    if (status == VST_UNKNOWN) {
        put_unknown("door");
        return;
    }
    must(status);
    fputs("{\"granted\":", stdout);
    put_bool(granted);
    putchar('}');
}

static void put_bookings(const char *key, const uint32_t *bookings, size_t count) {
    size_t at;
    printf(",\"%s\":[", key);
    for (at = 0; at < count; at++) {
        vst_text id;
        must(vst_booking_id(image, bookings[at], &id));
        fputs(at ? "," : "", stdout);
        put_text(id);
    }
    putchar(']');
}

static void check_plate(void) {
    static const char *const answers[] = {"permitted", "grace", "walkIn", "notPermitted"};
    vst_text plate = next_text();
    vst_text region = next_text();
    uint32_t bookings[MANY];
    uint32_t similar[MANY];
    vst_plate_check check;
    must(vst_check_plate(image, no_outbox, now, plate.data, plate.len, region, bookings, MANY, similar, MANY, &check));
    printf("{\"answer\":\"%s\"", answers[check.answer]);
    put_bookings("bookings", bookings, check.bookings);
    if (check.similar > 0) {
        put_bookings("similar", similar, check.similar);
    }
    putchar('}');
}

static void answer(const char *command) {
    if (strcmp(command, "searchNames") == 0) {
        search_names();
    } else if (strcmp(command, "searchSuites") == 0) {
        search_suites();
    } else if (strcmp(command, "dialCode") == 0) {
        dial_code();
    } else if (strcmp(command, "matchResident") == 0) {
        match_of(VST_OF_RESIDENT, next_number());
    } else if (strcmp(command, "matchSuite") == 0) {
        match_suite();
    } else if (strcmp(command, "matchPlate") == 0) {
        match_plate();
    } else if (strcmp(command, "checkIn") == 0) {
        check_in();
    } else if (strcmp(command, "walkIn") == 0) {
        walk_in();
    } else if (strcmp(command, "permit") == 0) {
        permit();
    } else if (strcmp(command, "callManagement") == 0) {
        call_management();
    } else if (strcmp(command, "enterCode") == 0) {
        enter_code();
    } else if (strcmp(command, "checkPlate") == 0) {
        check_plate();
    } else {
        fprintf(stderr, "no such command: %s\n", command);
        exit(2);
    }
    putchar('\n');
}

int main(void) {
    static char line[1 << 21];
    if (vst_abi_version() != VST_ABI_VERSION) {
        return 2;
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *command;
        begin_command(line);
        command = next_word();
        if (strcmp(command, "image") == 0) {
            vst_text key = next_text();
            now = (int64_t)strtoll(next_word(), NULL, 10);
            open_image(next_word(), key);
        } else {
            answer(command);
        }
    }
    must(vst_image_free(&image));
    free(bytes);
    return 0;
}
