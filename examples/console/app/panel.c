#include "panel.h"

#include <string.h>

/* Bytes that are written to an image's slot at a time. */
#define PAGE ((size_t)256)
#define PREFIX_SIZE ((size_t)40)

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
static vst_image open_slot(const struct panel *panel, enum board_part slot) {
    vst_trust trust = trust_of(panel, 0);
    vst_image image = {0};
    if (vst_image_open(board_read(slot), BOARD_SLOT_SIZE, &trust, &image) != VST_OK) image.id = 0;
    return image;
}

static vst_status use(struct panel *panel, vst_image image, uint32_t slot) {
    vst_image_info info;
    TRY(vst_image_describe(image, &info));
    panel->image = image;
    panel->slot = slot;
    panel->sequence = info.sequence;
    return vst_outbox_forget(panel->outbox, info.sequence);
}

/* Carries out what the outbox wants stored. */
static vst_status store(struct panel *panel) {
    for (;;) {
        vst_write write;
        TRY(vst_outbox_next_write(panel->outbox, &write));
        if (write.kind == VST_WRITE_NONE) return VST_OK;
        bool done = write.kind == VST_WRITE_ERASE ? board_erase(BOARD_OUTBOX, write.offset, write.len)
                                                  : board_program(BOARD_OUTBOX, write.offset, write.data, write.len);
        if (!done) return VST_OUTBOX_NOT_STORED;
        TRY(vst_outbox_written(panel->outbox));
    }
}

static vst_status choose_image(struct panel *panel) {
    vst_image images[2] = {open_slot(panel, BOARD_SLOT_A), open_slot(panel, BOARD_SLOT_B)};
    uint32_t active, spare;
    TRY(vst_image_choose(images[0], images[1], &active, &spare));
    if (active == VST_SLOT_NONE) return VST_IMAGE_UNKNOWN;
    if (images[spare].id != 0) TRY(vst_image_free(&images[spare]));
    return use(panel, images[active], active);
}

/* Begins a session whose ids nobody else has: the serial number, then how often the console was switched on. */
static vst_status start_session(struct panel *panel, int64_t now_ms) {
    char prefix[PREFIX_SIZE];
    size_t len = panel->config.serial.len;
    if (len + 12 > sizeof prefix) return VST_TOO_LONG;
    memcpy(prefix, panel->config.serial.data, len);
    prefix[len++] = '-';
    char digits[10];
    size_t count = 0;
    for (uint32_t rest = panel->run; rest != 0 || count == 0; rest /= 10) digits[count++] = (char)('0' + rest % 10);
    while (count != 0) prefix[len++] = digits[--count];
    vst_setup setup = {.door = panel->config.door, .id_prefix = {prefix, len}, .language = VST_EN};
    return vst_session_new(panel->image, now_ms, &setup, &panel->session);
}

vst_status panel_start(struct panel *panel, const struct panel_config *config, int64_t now_ms) {
    memset(panel, 0, sizeof *panel);
    panel->config = *config;
    memcpy(panel->memory, board_read(BOARD_OUTBOX), sizeof panel->memory);
    TRY(vst_outbox_open(panel->memory, sizeof panel->memory, &panel->outbox, &panel->opened));
    TRY(store(panel));
    TRY(vst_outbox_begin_run(panel->outbox, &panel->run));
    TRY(store(panel));
    TRY(choose_image(panel));
    return start_session(panel, now_ms);
}

/* Begins another session in the place of one that told a visitor nothing yet. Its ids differ by the run. */
static vst_status start_over(struct panel *panel, int64_t now_ms) {
    TRY(vst_session_free(&panel->session));
    TRY(vst_outbox_begin_run(panel->outbox, &panel->run));
    TRY(store(panel));
    return start_session(panel, now_ms);
}

vst_status panel_feed(struct panel *panel, int64_t now_ms, const vst_input *input, vst_effect *effect, vst_status *kept) {
    *kept = VST_OK;
    TRY(vst_session_handle(panel->session, panel->image, panel->outbox, now_ms, input, effect));
    if (effect->entry.kind == VST_ENTRY_NONE) return VST_OK;
    *kept = vst_outbox_add(panel->outbox, &effect->entry);
    if (*kept == VST_OK) *kept = store(panel);
    return *kept == VST_OK ? VST_OK : start_over(panel, now_ms);
}

/* Writes an image to the slot that is not in use. The block with its beginning comes last, so that a slot that was not
   written to its end is no image, whatever was there before. */
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
    if (len > BOARD_SLOT_SIZE) return VST_TOO_LONG;
    enum board_part spare = panel->slot == VST_SLOT_A ? BOARD_SLOT_B : BOARD_SLOT_A;
    if (panel->next.id != 0) TRY(vst_image_free(&panel->next));
    if (!write_slot(spare, image, len)) return VST_IMAGE_CORRUPT;
    vst_trust trust = trust_of(panel, panel->sequence);
    return vst_image_open(board_read(spare), len, &trust, &panel->next);
}

vst_status panel_adopt(struct panel *panel, int64_t now_ms, bool *adopted) {
    *adopted = false;
    uint32_t may = 0;
    if (panel->next.id == 0) return VST_OK;
    TRY(vst_session_may_update(panel->session, &may));
    if (!may) return VST_OK;
    TRY(vst_image_free(&panel->image));
    TRY(use(panel, panel->next, panel->slot == VST_SLOT_A ? VST_SLOT_B : VST_SLOT_A));
    TRY(store(panel));
    panel->next.id = 0;
    /* The session learns of it by the next input. */
    vst_input tick = {.kind = VST_INPUT_TICK};
    vst_effect none;
    *adopted = true;
    return vst_session_handle(panel->session, panel->image, panel->outbox, now_ms, &tick, &none);
}

vst_status panel_acknowledge(struct panel *panel, vst_text id) {
    vst_status status = vst_outbox_acknowledge(panel->outbox, id.data, id.len, panel->sequence + 1);
    return status == VST_OK ? store(panel) : status;
}
