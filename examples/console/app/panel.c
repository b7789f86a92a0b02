#include "panel.h"

#include <string.h>

/* Bytes that are written to an image's slot at a time. */
#define PAGE ((size_t)256)
#define SERIAL_MAX ((size_t)16)
/* A serial number, how often the console was switched on, and when: the library takes 40. */
#define PREFIX_MAX ((size_t)40)
/* With so many entries waiting, typed codes are not kept any more: the room is for check-ins. */
#define ATTEMPTS_UNTIL ((size_t)12)

/* Passes a status on unless it is VST_OK. */
#define TRY(call)                                                                                                         \
    do {                                                                                                                  \
        vst_status tried = (call);                                                                                        \
        if (tried != VST_OK) return tried;                                                                                \
    } while (0)

static vst_trust trust_of(const struct panel *panel, uint64_t newer_than) {
    vst_trust trust = {.keys = panel->config.key, .key_count = 1, .building = panel->config.building};
    trust.newer_than = newer_than;
    return trust;
}

/* Opens what a slot holds; 0 when it is no image that this console takes. */
static vst_status open_slot(const struct panel *panel, enum board_part slot, vst_image *image) {
    vst_trust trust = trust_of(panel, 0);
    vst_status status = vst_image_open(board_read(slot), BOARD_SLOT_SIZE, &trust, image);
    /* Anything else, such as a lack of memory, says nothing of the image. */
    bool refused = status >= VST_IMAGE_TRUNCATED && status <= VST_IMAGE_INCONSISTENT;
    return refused ? VST_OK : status;
}

/* Carries out what the outbox wants stored. */
static vst_status store(struct panel *panel) {
    for (;;) {
        vst_write write;
        bool done = false;
        TRY(vst_outbox_next_write(panel->outbox, &write));
        switch (write.kind) {
        case VST_WRITE_NONE: return VST_OK;
        case VST_WRITE_ERASE: done = board_erase(BOARD_OUTBOX, write.offset, write.len); break;
        case VST_WRITE_PROGRAM: done = board_program(BOARD_OUTBOX, write.offset, write.data, write.len); break;
        default: break;
        }
        if (!done) return PANEL_STORAGE_FAILED;
        TRY(vst_outbox_written(panel->outbox));
    }
}

static vst_status use(struct panel *panel, vst_image image, uint32_t slot) {
    vst_image_info info;
    TRY(vst_image_describe(image, &info));
    panel->image = image;
    panel->slot = slot;
    panel->sequence = info.sequence;
    return vst_outbox_forget(panel->outbox, info.sequence);
}

static vst_status choose_image(struct panel *panel) {
    vst_image images[2] = {{0}, {0}};
    uint32_t active, spare;
    vst_status status = open_slot(panel, BOARD_SLOT_A, &images[0]);
    if (status == VST_OK) status = open_slot(panel, BOARD_SLOT_B, &images[1]);
    if (status == VST_OK) status = vst_image_choose(images[0], images[1], &active, &spare);
    if (status == VST_OK) status = active == VST_SLOT_NONE ? VST_IMAGE_UNKNOWN : use(panel, images[active], active);
    for (size_t at = 0; at < 2; at++) {
        if (images[at].id != panel->image.id) vst_image_free(&images[at]);
    }
    return status;
}

/* Writes a number with digits and letters; answers with its length. */
static size_t write_number(char *out, uint64_t number, unsigned base) {
    char reversed[20];
    size_t len = 0;
    do {
        reversed[len++] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % base];
        number /= base;
    } while (number != 0);
    for (size_t at = 0; at < len; at++) out[at] = reversed[len - 1 - at];
    return len;
}

/* Begins a session whose ids nobody else has. The count of starts tells two apart, also when the clock was set back; the
   instant does, should the outbox with the count have been lost. */
static vst_status start_session(struct panel *panel, int64_t now_ms) {
    char prefix[PREFIX_MAX];
    size_t len = panel->config.serial.len;
    if (len == 0 || len > SERIAL_MAX) return VST_TOO_LONG;
    memcpy(prefix, panel->config.serial.data, len);
    prefix[len++] = '-';
    len += write_number(prefix + len, panel->run, 10);
    prefix[len++] = '-';
    len += write_number(prefix + len, (uint64_t)(now_ms > 0 ? now_ms : 0), 36);
    vst_setup setup = {.door = panel->config.door, .id_prefix = {prefix, len}, .language = VST_EN};
    return vst_session_new(panel->image, now_ms, &setup, &panel->session);
}

static vst_status start(struct panel *panel, int64_t now_ms) {
    if (vst_abi_version() != VST_ABI_VERSION) return PANEL_OTHER_ABI;
    memcpy(panel->memory, board_read(BOARD_OUTBOX), sizeof panel->memory);
    TRY(vst_outbox_open(panel->memory, sizeof panel->memory, &panel->outbox, &panel->opened));
    TRY(store(panel));
    /* First the image: the outbox may drop what it knows of, and nothing else. */
    TRY(choose_image(panel));
    TRY(vst_outbox_begin_run(panel->outbox, &panel->run));
    TRY(store(panel));
    return start_session(panel, now_ms);
}

vst_status panel_start(struct panel *panel, const struct panel_config *config, int64_t now_ms) {
    memset(panel, 0, sizeof *panel);
    panel->config = *config;
    vst_status status = start(panel, now_ms);
    if (status != VST_OK) panel_stop(panel);
    return status;
}

void panel_stop(struct panel *panel) {
    vst_session_free(&panel->session);
    vst_outbox_free(&panel->outbox);
    vst_image_free(&panel->next);
    vst_image_free(&panel->image);
}

/* Keeps what an effect tells. */
static vst_status keep(struct panel *panel, const vst_entry *entry) {
    bool attempt = entry->kind == VST_ENTRY_CODE_ATTEMPT;
    size_t waiting = 0;
    if (attempt) TRY(vst_outbox_waiting(panel->outbox, &waiting));
    if (waiting >= ATTEMPTS_UNTIL) return VST_OK;
    vst_status status = vst_outbox_add(panel->outbox, entry);
    /* Nobody stands before a closed door with a right code because the server has been away for long. */
    if (attempt && status == VST_OUTBOX_FULL) return VST_OK;
    return status == VST_OK ? store(panel) : status;
}

vst_status panel_feed(struct panel *panel, int64_t now_ms, const vst_input *input, vst_effect *effect) {
    TRY(vst_session_handle(panel->session, panel->image, panel->outbox, now_ms, input, effect));
    if (effect->entry.kind == VST_ENTRY_NONE) return VST_OK;
    vst_status kept = keep(panel, &effect->entry);
    if (kept == VST_OK) return VST_OK;
    memset(effect, 0, sizeof *effect); /* of the kind VST_EFFECT_NONE */
    /* The session goes on, with its locks and counts; it only must not show that the check-in stands. */
    vst_input back = {.kind = VST_INPUT_BACK};
    vst_effect none;
    TRY(vst_session_handle(panel->session, panel->image, panel->outbox, now_ms, &back, &none));
    return kept;
}

/* Whether an image would be taken in the place of all that the console has. */
static vst_status check_image(const struct panel *panel, const uint8_t *image, size_t len, uint64_t *sequence) {
    bool pending = panel->next.id != 0 && panel->next_sequence > panel->sequence;
    vst_trust trust = trust_of(panel, pending ? panel->next_sequence : panel->sequence);
    vst_image opened;
    vst_image_info info;
    TRY(vst_image_open(image, len, &trust, &opened));
    vst_status status = vst_image_describe(opened, &info);
    if (status == VST_OK) *sequence = info.sequence;
    TRY(vst_image_free(&opened));
    return status;
}

/* Writes an image to the slot that is not in use. A slot that was not written whole fails its checksum and its signature;
   the block with its beginning comes last, so that this is seen at once. */
static bool write_slot(enum board_part slot, const uint8_t *image, size_t len) {
    size_t blocks = (len + BOARD_BLOCK_SIZE - 1) / BOARD_BLOCK_SIZE;
    for (size_t left = blocks; left != 0; left--) {
        size_t from = (left - 1) * BOARD_BLOCK_SIZE;
        if (!board_erase(slot, from, BOARD_BLOCK_SIZE)) return false;
        for (size_t at = from; at < len && at < from + BOARD_BLOCK_SIZE; at += PAGE) {
            if (!board_program(slot, at, image + at, len - at < PAGE ? len - at : PAGE)) return false;
        }
    }
    return true;
}

vst_status panel_update(struct panel *panel, const uint8_t *image, size_t len) {
    uint64_t sequence = 0;
    if (len > BOARD_SLOT_SIZE) return VST_TOO_LONG;
    TRY(check_image(panel, image, len, &sequence));
    enum board_part spare = panel->slot == VST_SLOT_A ? BOARD_SLOT_B : BOARD_SLOT_A;
    if (panel->next.id != 0) TRY(vst_image_free(&panel->next));
    if (!write_slot(spare, image, len)) return PANEL_STORAGE_FAILED;
    vst_trust trust = trust_of(panel, panel->sequence);
    TRY(vst_image_open(board_read(spare), len, &trust, &panel->next));
    panel->next_sequence = sequence;
    return VST_OK;
}

vst_status panel_adopt(struct panel *panel, int64_t now_ms, bool *adopted) {
    *adopted = false;
    uint32_t may = 0;
    if (panel->next.id == 0) return VST_OK;
    TRY(vst_session_may_update(panel->session, &may));
    if (!may) return VST_OK;
    vst_image old = panel->image;
    TRY(use(panel, panel->next, panel->slot == VST_SLOT_A ? VST_SLOT_B : VST_SLOT_A));
    panel->next.id = 0;
    *adopted = true;
    /* The session learns of it by the next input. */
    vst_input tick = {.kind = VST_INPUT_TICK};
    vst_effect none;
    TRY(vst_session_handle(panel->session, panel->image, panel->outbox, now_ms, &tick, &none));
    return vst_image_free(&old);
}

vst_status panel_acknowledge(struct panel *panel, vst_text id, uint64_t known_from) {
    vst_status status = vst_outbox_acknowledge(panel->outbox, id.data, id.len, known_from);
    /* It was acknowledged before, and dropped. */
    if (status == VST_UNKNOWN) return VST_OK;
    return status == VST_OK ? store(panel) : status;
}
