/*
 * A console as an embedder writes it: two slots for images, an outbox, one session. There is no rule of the building in
 * it; all of these are the library's.
 */
#ifndef CONSOLE_PANEL_H
#define CONSOLE_PANEL_H

#include "board.h"
#include "vestibule.h"

/* What a console is delivered with. */
struct panel_config {
    const uint8_t *key;   /* the Ed25519 key that signs its images, 32 bytes */
    vst_text building;    /* id of its building */
    vst_text door;        /* id of the door that it stands at */
    vst_text serial;      /* its serial number, which begins the id of all that it records */
};

struct panel {
    struct panel_config config;
    vst_image image;    /* in use */
    uint64_t sequence;  /* of it */
    uint32_t slot;      /* that holds it */
    vst_image next;     /* stored, for the next welcome screen; 0 for none */
    vst_outbox outbox;
    vst_session session;
    uint8_t memory[BOARD_OUTBOX_SIZE]; /* the outbox's */
    uint32_t opened;    /* VST_OUTBOX_NEW and so on */
    uint32_t run;       /* how often the console was switched on */
};

/* Starts from what is stored: chooses the newer of two valid images, opens the outbox, and begins a session. */
vst_status panel_start(struct panel *panel, const struct panel_config *config, int64_t now_ms);

/* Feeds an input and keeps what came of it before the next screen is shown. `*kept` tells whether the effect's entry was
   stored: when it was not, the session is back at its welcome screen, because nobody may be told that it stands. */
vst_status panel_feed(struct panel *panel, int64_t now_ms, const vst_input *input, vst_effect *effect, vst_status *kept);

/* Stores an image that has come, and checks it. It is used once nobody is at the door: see `panel_adopt`. On any other
   status than VST_OK the console goes on with the image that it has. */
vst_status panel_update(struct panel *panel, const uint8_t *image, size_t len);

/* Changes to the image that was stored, if there is one and the session is at its welcome screen. */
vst_status panel_adopt(struct panel *panel, int64_t now_ms, bool *adopted);

/* Notes that the server has an entry, and that the next image knows of it. */
vst_status panel_acknowledge(struct panel *panel, vst_text id);

#endif
