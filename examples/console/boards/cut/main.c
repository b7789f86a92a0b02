/*
 * The power is cut at every write of the storage: before it, in the middle of it, and just after it. What a visitor was told
 * stands, what the server has is not sent again, and there is always an image to start with. And the server is away until
 * nothing fits into the outbox any more.
 *
 * console-cut KEY SHIPPED LATER
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "delivered.h"

#define NOW_MS INT64_C(1778781600000)
/* From which image on the server's images know of a check-in: none of those in here does. */
#define NO_IMAGE_YET 1000
#define ENTRIES 128
#define ID_SIZE 64

enum cut { BEFORE, WITHIN, AFTER, CUTS };

static uint8_t slots[2][BOARD_SLOT_SIZE];
static uint8_t outbox[BOARD_OUTBOX_SIZE];
static size_t writes, cut_at; /* so far; the one that is cut, from 1, or 0 for none */
static enum cut how;
static jmp_buf power;

static uint8_t *part_of(enum board_part part) {
    return part == BOARD_OUTBOX ? outbox : slots[part];
}

const uint8_t *board_read(enum board_part part) {
    return part_of(part);
}

/* How many bytes of the next write are carried out. The power goes with the last of them. */
static size_t with_power(size_t len) {
    writes++;
    if (writes != cut_at) return len;
    return how == BEFORE ? 0 : how == WITHIN ? len / 2 : len;
}

static void go_on(void) {
    if (writes == cut_at) longjmp(power, 1);
}

bool board_erase(enum board_part part, size_t offset, size_t len) {
    if (offset % BOARD_BLOCK_SIZE != 0 || len % BOARD_BLOCK_SIZE != 0) return false;
    memset(part_of(part) + offset, 0xFF, with_power(len));
    go_on();
    return true;
}

bool board_program(enum board_part part, size_t offset, const uint8_t *data, size_t len) {
    for (size_t at = 0; at < len; at++) {
        if (part_of(part)[offset + at] != 0xFF) return false;
    }
    memcpy(part_of(part) + offset, data, with_power(len));
    go_on();
    return true;
}

/* What the world outside knows of. */
struct ids {
    char id[ENTRIES][ID_SIZE];
    size_t count;
};
static struct ids told;    /* check-ins that a visitor was told of */
static struct ids server;  /* what the server has */
static struct ids settled; /* what the console was seen to have stored the acknowledgement of */
static uint64_t adopted;   /* the newest image that was in use */

static bool has(const struct ids *ids, vst_text id) {
    for (size_t at = 0; at < ids->count; at++) {
        if (strlen(ids->id[at]) == id.len && memcmp(ids->id[at], id.data, id.len) == 0) return true;
    }
    return false;
}

static void fail(const char *what) {
    printf("console-cut: %s, when write %zu is cut %s\n", what, cut_at, how == BEFORE ? "before" : how == WITHIN ? "within" : "after");
    exit(1);
}

static void note(struct ids *ids, vst_text id) {
    if (has(ids, id)) return;
    if (ids->count == ENTRIES || id.len >= ID_SIZE) fail("there are more entries than expected");
    memcpy(ids->id[ids->count], id.data, id.len);
    ids->id[ids->count++][id.len] = '\0';
}

static void must(vst_status status, const char *what) {
    if (status != VST_OK) fail(what);
}

static struct panel panel;

/* Feeds an input to a console whose outbox may be full; answers with what kind of effect it had. */
static vst_status try_feed(uint32_t kind, uint32_t number, const char *text, uint32_t *had) {
    vst_input input = {.kind = kind, .number = number, .text = {text, text == NULL ? 0 : strlen(text)}};
    vst_effect effect;
    vst_status status = panel_feed(&panel, NOW_MS, &input, &effect);
    if (status != VST_OK) return status;
    if (effect.entry.kind == VST_ENTRY_CHECK_IN || effect.entry.kind == VST_ENTRY_WALK_IN) note(&told, effect.entry.id);
    *had = effect.kind;
    return VST_OK;
}

static uint32_t feed(uint32_t kind, uint32_t number) {
    uint32_t had;
    must(try_feed(kind, number, NULL, &had), "the session stops");
    return had;
}

/* A guest by the code of whom they visit. */
static void guest(const char *code) {
    feed(VST_INPUT_SELECT, 2);
    feed(VST_INPUT_SELECT, 1);
    for (; *code != '\0'; code++) feed(VST_INPUT_DIGIT, (uint32_t)(*code - '0'));
    feed(VST_INPUT_SELECT, 0);
    feed(VST_INPUT_SELECT, 0);
    for (size_t back = 0; back < 5; back++) feed(VST_INPUT_BACK, 0);
}

/* A code that opens the door, or does not. */
static bool type_code(const char *code) {
    feed(VST_INPUT_SELECT, 3);
    for (; *code != '\0'; code++) feed(VST_INPUT_DIGIT, (uint32_t)(*code - '0'));
    bool opens = feed(VST_INPUT_SUBMIT, 0) == VST_EFFECT_UNLOCK;
    feed(VST_INPUT_BACK, 0);
    return opens;
}

/* A guest without a booking, whom the later image lets in. */
static vst_status walk_in(size_t number) {
    char plate[16];
    uint32_t had;
    snprintf(plate, sizeof plate, "AWAY %zu", number);
    feed(VST_INPUT_SELECT, 2);
    feed(VST_INPUT_SELECT, 1);
    for (const char *code = "1006"; *code != '\0'; code++) feed(VST_INPUT_DIGIT, (uint32_t)(*code - '0'));
    feed(VST_INPUT_SELECT, 0);
    must(try_feed(VST_INPUT_TEXT, 0, plate, &had), "a plate cannot be typed");
    feed(VST_INPUT_SUBMIT, 0);
    vst_status status = try_feed(VST_INPUT_SELECT, 0, NULL, &had);
    if (status == VST_OK && had != VST_EFFECT_RECORD_CHECK_IN) fail("a guest is not let in");
    if (status == VST_OK) feed(VST_INPUT_SELECT, 0);
    return status;
}

/* Whether the console waits for the next visitor. */
static bool welcomes(void) {
    vst_screen screen;
    must(vst_session_screen(panel.session, panel.image, panel.outbox, &screen), "there is no screen");
    return screen.kind == VST_SCREEN_WELCOME;
}

/* Sends everything; the acknowledgement of the first one is lost on its way. */
static void drain(bool lose_one) {
    for (;;) {
        vst_entry entry;
        must(vst_outbox_next(panel.outbox, &entry), "the outbox stops");
        if (entry.kind == VST_ENTRY_NONE) return;
        if (has(&settled, entry.id)) fail("what was acknowledged is sent again");
        note(&server, entry.id);
        if (lose_one) return;
        char id[ID_SIZE];
        vst_text kept = {id, entry.id.len};
        memcpy(id, entry.id.data, entry.id.len);
        /* Nothing is decided by what codes were typed, so that every image knows enough of it. */
        uint64_t known_from = entry.kind == VST_ENTRY_CODE_ATTEMPT ? 0 : NO_IMAGE_YET;
        must(panel_acknowledge(&panel, entry.id, known_from), "an acknowledgement is refused");
        note(&settled, kept);
    }
}

static size_t held(void) {
    size_t waiting;
    must(vst_outbox_waiting(panel.outbox, &waiting), "the outbox cannot be counted");
    return waiting;
}

static const uint8_t *later;
static size_t later_len;

/* The same life again and again: what was done already is not done twice by the rules themselves. */
static void live(const struct panel_config *config) {
    bool used;
    must(panel_start(&panel, config, NOW_MS), "the console does not start");
    if (panel.sequence < adopted) fail("an older image is in use");
    guest("1001");
    type_code("7");
    drain(true);
    guest("1003");
    vst_status status = panel_update(&panel, later, later_len);
    if (status != VST_OK && status != VST_IMAGE_OLDER) fail("a good image is refused");
    must(panel_adopt(&panel, NOW_MS, &used), "the new image is not used");
    adopted = panel.sequence;
    /* So much that both banks of the outbox are used. */
    for (size_t count = 0; count < 24; count++) {
        type_code("424242");
        if (count % 4 == 3) drain(false);
    }
}

/* After everything: each check-in that somebody was told of has arrived, once for each booking. */
static void settle(void) {
    if (held() != 0) fail("something still waits");
    for (size_t at = 0; at < told.count; at++) {
        if (!has(&server, (vst_text){told.id[at], strlen(told.id[at])})) fail("a check-in is lost");
    }
    if (told.count > 2) fail("a guest checked in twice");
}

/* The server is away until nothing fits any more. Then no check-in stands, and the door opens all the same; once the server
   is back, it gets everything that stood. */
static void fill(const struct panel_config *config) {
    bool used;
    vst_status status;
    size_t stood = 0;
    must(panel_start(&panel, config, NOW_MS), "the console does not start");
    must(panel_update(&panel, later, later_len), "a good image is refused");
    must(panel_adopt(&panel, NOW_MS, &used), "the new image is not used");
    while ((status = walk_in(stood)) == VST_OK) stood++;
    if (status != VST_OUTBOX_FULL || stood == 0 || stood != held() || stood != told.count) fail("the outbox fills up wrongly");
    if (!welcomes()) fail("a check-in that does not stand is shown");
    if (!type_code("424242") || held() != stood) fail("a full outbox keeps the door closed");
    drain(false);
    if (held() != 0 || server.count != stood) fail("something of a full outbox is lost");
    must(walk_in(stood), "an outbox that was full stays full");
    drain(false);
    if (server.count != told.count) fail("something is lost after a full outbox");
    panel_stop(&panel);
    printf("console-cut: %zu check-ins fit into the outbox, and nothing is lost when it is full\n", stood);
}

static void reset(const uint8_t *shipped, size_t len) {
    memset(slots, 0xFF, sizeof slots);
    memset(outbox, 0xFF, sizeof outbox);
    memcpy(slots[0], shipped, len);
    told.count = server.count = settled.count = 0;
    adopted = 0;
    writes = 0;
}

static uint8_t *read_file(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(BOARD_SLOT_SIZE);
    *len = file == NULL || bytes == NULL ? 0 : fread(bytes, 1, BOARD_SLOT_SIZE, file);
    if (file != NULL) fclose(file);
    if (*len == 0) {
        printf("console-cut: cannot read %s\n", path);
        exit(1);
    }
    return bytes;
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    size_t key_len, shipped_len;
    uint8_t *key = read_file(argv[1], &key_len), *shipped = read_file(argv[2], &shipped_len);
    later = read_file(argv[3], &later_len);
    struct panel_config config = delivered(key);
    size_t last = 0, lives = 0;
    for (cut_at = 0; cut_at <= last; cut_at++) {
        for (how = BEFORE; how < CUTS; how++) {
            reset(shipped, shipped_len);
            if (setjmp(power) == 0) live(&config);
            panel_stop(&panel); /* of the run without power; its storage stays as it is */
            if (cut_at == 0) last = writes;
            size_t cut = cut_at;
            cut_at = 0;
            live(&config);
            cut_at = cut;
            settle();
            panel_stop(&panel);
            lives++;
        }
    }
    cut_at = 0;
    reset(shipped, shipped_len);
    fill(&config);
    printf("console-cut: %zu writes, cut %d ways each: %zu lives passed\n", last, CUTS, lives);
    free(key);
    free(shipped);
    free((void *)(uintptr_t)later);
    return 0;
}
