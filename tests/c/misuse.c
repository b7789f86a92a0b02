/*
 * The C library used wrongly: every call answers with a status. `misuse IMAGE KEY-IN-HEX` with an image of some building.
 */
#include "vestibule.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int passed;
static int failed;
static const vst_outbox no_outbox = {0};
static const vst_text no_text = {NULL, 0};

#define CHECK(what, expected) check(#what, (what), (expected))

static void check(const char *what, vst_status status, vst_status expected) {
    if (status == expected) {
        passed++;
    } else {
        failed++;
        printf("%s: status %u, expected %u\n", what, (unsigned)status, (unsigned)expected);
    }
}

static unsigned char *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = (unsigned char *)malloc(1 << 20);
    if (file == NULL || bytes == NULL) {
        exit(2);
    }
    *size = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

static void nothing_and_nonsense(vst_image image) {
    vst_names names;
    vst_hit hits[2];
    vst_image zero = {0};
    vst_image invented = {0x00050003};
    vst_match match;
    vst_option options[2];
    vst_admission admission;
    vst_permit permit;
    uint32_t number = 77;
    size_t length;
    char buffer[4];
    unsigned char odd[sizeof(vst_names) + 8];
    CHECK(vst_search_names(zero, 0, "ma", 2, hits, 2, &names), VST_NULL);
    CHECK(vst_search_names(invented, 0, "ma", 2, hits, 2, &names), VST_STALE);
    CHECK(vst_search_names(image, 0, NULL, 2, hits, 2, &names), VST_NULL);
    CHECK(vst_search_names(image, 0, "ma", 2, NULL, 2, &names), VST_NULL);
    CHECK(vst_search_names(image, 0, "ma", 2, hits, 2, NULL), VST_NULL);
    CHECK(vst_search_names(image, 0, "ma", 2, hits, 2, (vst_names *)(void *)(odd + 1)), VST_MISALIGNED);
    CHECK(vst_search_names(image, 0, "\xff\xfe", 2, hits, 2, &names), VST_NOT_UTF8);
    CHECK(vst_search_names(image, 0, "ma", SIZE_MAX, hits, 2, &names), VST_TOO_LONG);
    CHECK(vst_search_names(image, 0, "ma", 70000, hits, 2, &names), VST_TOO_LONG);
    CHECK(vst_search_names(image, INT64_MIN, "ma", 2, hits, 2, &names), VST_OK);
    CHECK(vst_search_names(image, INT64_MAX, "", 0, NULL, 0, &names), VST_OK);
    CHECK(vst_match_bookings(image, no_outbox, 0, 9, 0, options, 2, &match), VST_BAD_ENUM);
    CHECK(vst_match_bookings(image, no_outbox, 0, VST_OF_RESIDENT, 999999, options, 2, &match), VST_UNKNOWN);
    CHECK(vst_match_bookings(image, no_outbox, 0, VST_OF_SUITE, UINT32_MAX, options, 2, &match), VST_UNKNOWN);
    CHECK(vst_check_in(image, no_outbox, 0, UINT32_MAX, NULL, 0, &admission), VST_OK);
    check("refused as unknown", admission.refusal, VST_REFUSAL_UNKNOWN_BOOKING);
    CHECK(vst_check_in(image, no_outbox, 0, 0, NULL, 2, &admission), VST_BAD_ENUM);
    CHECK(vst_walk_in(image, no_outbox, 0, 3, 0, NULL, &admission), VST_BAD_ENUM);
    CHECK(vst_booking_permit(image, no_outbox, 0, UINT32_MAX, &permit), VST_UNKNOWN);
    CHECK(vst_suite_find(image, "nowhere", 7, &number), VST_UNKNOWN);
    check("an output of a call that fails stays as it was", number, 77);
    CHECK(vst_enter_code(image, 0, "1", 1, "nowhere", 7, &number), VST_UNKNOWN);
    CHECK(vst_booking_plate(image, UINT32_MAX, buffer, sizeof buffer, &length), VST_UNKNOWN);
    check("no text for a number that is no status", vst_status_text(12345).len == 0 ? 0 : 1, 0);
}

static void sessions(vst_image image) {
    vst_setup setup = {{"lobby", 5}, {"c-1", 3}, VST_EN};
    vst_session session;
    vst_session copy;
    vst_input input = {VST_INPUT_TEXT, 0, {"\xc3", 1}};
    vst_effect effect;
    vst_screen screen;
    size_t length = 0;
    char buffer[2];
    char long_id[100];
    memset(long_id, 'x', sizeof long_id);
    CHECK(vst_session_new(image, 0, NULL, &session), VST_NULL);
    setup.language = 5;
    CHECK(vst_session_new(image, 0, &setup, &session), VST_BAD_ENUM);
    setup.language = VST_FR;
    setup.door.data = long_id;
    setup.door.len = sizeof long_id;
    CHECK(vst_session_new(image, 0, &setup, &session), VST_TOO_LONG);
    setup.door.data = "lobby";
    setup.door.len = 5;
    CHECK(vst_session_new(image, 0, &setup, &session), VST_OK);
    CHECK(vst_session_handle(session, image, no_outbox, 0, &input, &effect), VST_NOT_UTF8);
    input.kind = 99;
    CHECK(vst_session_handle(session, image, no_outbox, 0, &input, &effect), VST_BAD_ENUM);
    input.kind = VST_INPUT_DIGIT;
    input.number = 10;
    CHECK(vst_session_handle(session, image, no_outbox, 0, &input, &effect), VST_BAD_ENUM);
    input.kind = VST_INPUT_SELECT;
    input.number = UINT32_MAX;
    CHECK(vst_session_handle(session, image, no_outbox, 0, &input, &effect), VST_OK);
    CHECK(vst_session_screen(session, image, no_outbox, &screen), VST_OK);
    CHECK(vst_session_text(session, image, no_outbox, VST_PART_TITLE, 0, buffer, sizeof buffer, &length),
          VST_BUFFER_TOO_SMALL);
    check("the length that is needed is said", length > sizeof buffer ? 0 : 1, 0);
    CHECK(vst_session_text(session, image, no_outbox, VST_PART_LINE, 99, buffer, 2, &length), VST_UNKNOWN);
    CHECK(vst_session_text(session, image, no_outbox, 99, 0, buffer, 2, &length), VST_BAD_ENUM);
    copy = session;
    CHECK(vst_session_free(&session), VST_OK);
    CHECK(vst_session_free(&session), VST_OK);
    CHECK(vst_session_free(&copy), VST_STALE);
    CHECK(vst_session_screen(copy, image, no_outbox, &screen), VST_STALE);
}

static void outboxes(void) {
    static unsigned char memory[2048];
    vst_outbox outbox;
    vst_entry entry;
    uint32_t opened;
    uint32_t run;
    memset(memory, 0xff, sizeof memory);
    memset(&entry, 0, sizeof entry);
    CHECK(vst_outbox_open(memory, 100, &outbox, &opened), VST_OUTBOX_TOO_SMALL);
    CHECK(vst_outbox_open(NULL, sizeof memory, &outbox, &opened), VST_NULL);
    CHECK(vst_outbox_open(memory, sizeof memory, &outbox, &opened), VST_OK);
    CHECK(vst_outbox_begin_run(outbox, &run), VST_OUTBOX_NOT_STORED);
    for (;;) {
        vst_write write;
        CHECK(vst_outbox_next_write(outbox, &write), VST_OK);
        if (write.kind == VST_WRITE_NONE) {
            break;
        }
        CHECK(vst_outbox_written(outbox), VST_OK);
    }
    CHECK(vst_outbox_add(outbox, &entry), VST_BAD_ENUM);
    entry.kind = VST_ENTRY_CHECK_IN;
    CHECK(vst_outbox_add(outbox, &entry), VST_NULL);
    entry.id.data = "c-1-1";
    entry.id.len = 5;
    entry.subject = entry.id;
    CHECK(vst_outbox_add(outbox, &entry), VST_OK);
    CHECK(vst_outbox_add(outbox, &entry), VST_OUTBOX_NOT_STORED);
    CHECK(vst_outbox_acknowledge(outbox, "c-1-1", 5, 0), VST_OUTBOX_NOT_STORED);
    CHECK(vst_outbox_written(outbox), VST_OK);
    CHECK(vst_outbox_acknowledge(outbox, "other", 5, 0), VST_UNKNOWN);
    CHECK(vst_outbox_free(&outbox), VST_OK);
    CHECK(vst_outbox_free(&outbox), VST_OK);
}

static void images(const unsigned char *bytes, size_t size, const uint8_t *key) {
    vst_trust trust = {NULL, 1, {NULL, 0}, 0};
    vst_image image;
    vst_image many[2000];
    unsigned char *copy = (unsigned char *)malloc(size);
    size_t at;
    size_t opened = 0;
    vst_status status = VST_OK;
    trust.keys = key;
    CHECK(vst_image_open(bytes, size, NULL, &image), VST_NULL);
    CHECK(vst_image_open(bytes, SIZE_MAX, &trust, &image), VST_TOO_LONG);
    CHECK(vst_image_open(NULL, size, &trust, &image), VST_NULL);
    trust.key_count = 5;
    CHECK(vst_image_open(bytes, size, &trust, &image), VST_TOO_LONG);
    trust.key_count = 0;
    CHECK(vst_image_open(bytes, size, &trust, &image), VST_NULL);
    trust.key_count = 1;
    trust.newer_than = UINT64_MAX;
    CHECK(vst_image_open(bytes, size, &trust, &image), VST_IMAGE_OLDER);
    trust.newer_than = 0;
    trust.building.data = "elsewhere";
    trust.building.len = 9;
    CHECK(vst_image_open(bytes, size, &trust, &image), VST_IMAGE_WRONG_BUILDING);
    trust.building = no_text;
    for (at = 0; at < size; at += 7) {
        check("a cut image", vst_image_open(bytes, at, &trust, &image), VST_IMAGE_TRUNCATED);
    }
    for (at = 0; at < size; at += 13) {
        memcpy(copy, bytes, size);
        copy[at] ^= 0x40;
        status = vst_image_open(copy, size, &trust, &image);
        check("a damaged image", status >= VST_IMAGE_TRUNCATED && status <= VST_IMAGE_FORGED ? 0 : 1, 0);
    }
    status = VST_OK;
    while (status == VST_OK && opened < 2000) {
        status = vst_image_open(bytes, size, &trust, &many[opened]);
        opened += status == VST_OK;
    }
    check("too many images", status, VST_TOO_MANY);
    while (opened > 0) {
        opened--;
        check("free", vst_image_free(&many[opened]), VST_OK);
    }
    free(copy);
}

static vst_image shared_image;
static vst_session shared_session;
static int wrong;

static void *visit(void *unused) {
    int round;
    (void)unused;
    for (round = 0; round < 2000; round++) {
        vst_input input = {VST_INPUT_TEXT, 0, {"m", 1}};
        vst_effect effect;
        vst_screen screen;
        vst_status status;
        input.kind = round % 5 == 4 ? VST_INPUT_BACK : VST_INPUT_TEXT;
        status = vst_session_handle(shared_session, shared_image, no_outbox, round, &input, &effect);
        wrong += status != VST_OK && status != VST_BUSY;
        status = vst_session_screen(shared_session, shared_image, no_outbox, &screen);
        wrong += status != VST_OK && status != VST_BUSY;
    }
    return NULL;
}

static void threads(vst_image image) {
    vst_setup setup = {{"lobby", 5}, {"c-2", 3}, VST_EN};
    pthread_t other;
    shared_image = image;
    CHECK(vst_session_new(image, 0, &setup, &shared_session), VST_OK);
    if (pthread_create(&other, NULL, visit, NULL) != 0) {
        exit(2);
    }
    visit(NULL);
    pthread_join(other, NULL);
    check("two threads see success or that the other is at work", wrong ? 1 : 0, 0);
    CHECK(vst_session_free(&shared_session), VST_OK);
}

int main(int count, char **arguments) {
    uint8_t key[VST_KEY_SIZE];
    vst_trust trust = {NULL, 1, {NULL, 0}, 0};
    vst_image image;
    vst_image copy;
    vst_image_info info;
    unsigned char *bytes;
    size_t size;
    int at;
    if (count != 3 || strlen(arguments[2]) != 2 * VST_KEY_SIZE) {
        return 2;
    }
    for (at = 0; at < VST_KEY_SIZE; at++) {
        unsigned byte;
        sscanf(arguments[2] + 2 * at, "%2x", &byte);
        key[at] = (uint8_t)byte;
    }
    bytes = read_file(arguments[1], &size);
    trust.keys = key;
    CHECK(vst_image_open(bytes, size, &trust, &image), VST_OK);
    nothing_and_nonsense(image);
    sessions(image);
    outboxes();
    images(bytes, size, key);
    threads(image);
    copy = image;
    CHECK(vst_image_free(NULL), VST_NULL);
    CHECK(vst_image_free(&image), VST_OK);
    CHECK(vst_image_free(&image), VST_OK);
    CHECK(vst_image_free(&copy), VST_STALE);
    CHECK(vst_image_describe(copy, &info), VST_STALE);
    free(bytes);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
