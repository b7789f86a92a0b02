/*
 * A console as an embedder writes it: two slots for images, an outbox, one session. There is no rule of the building in
 * it; all of these are the library's.
 *
 * Everything answers with a vst_status, or with one of the two statuses below.
 */
#ifndef CONSOLE_PANEL_H
#define CONSOLE_PANEL_H

#include "board.h"
#include "vestibule.h"

/* The storage failed. Start the console again, and send nothing before: what is stored then is what counts. */
#define PANEL_STORAGE_FAILED ((vst_status)1000)
/* The library is of another ABI than the header. */
#define PANEL_OTHER_ABI ((vst_status)1001)

/* What a console is delivered with; its key and texts outlast the panel. */
struct panel_config {
    const uint8_t *key;   /* the Ed25519 key that signs its images, 32 bytes */
    vst_text building;    /* id of its building */
    vst_text door;        /* id of the door that it stands at */
    vst_text serial;      /* its serial number, of 1 to 16 bytes, which begins the id of all that it records */
};

/* A console that was started stays where it is: the outbox works in its memory. */
struct panel {
    struct panel_config config;
    vst_image image;    /* in use */
    uint64_t sequence;  /* of it */
    uint32_t slot;      /* that holds it */
    vst_image next;     /* stored, for the next welcome screen; 0 for none */
    uint64_t next_sequence;
    vst_outbox outbox;
    vst_session session;
    uint8_t memory[BOARD_OUTBOX_SIZE]; /* the outbox's */
    uint32_t opened;    /* VST_OUTBOX_NEW and so on */
    uint32_t run;       /* how often the console was switched on with this outbox */
};

/* Starts from what is stored: chooses the newer of two valid images, opens the outbox, and begins a session. When it
   fails nothing is open, and it may be tried again; VST_IMAGE_UNKNOWN says that neither slot holds an image. */
vst_status panel_start(struct panel *panel, const struct panel_config *config, int64_t now_ms);
/* Lets go of everything. What is stored stays. */
void panel_stop(struct panel *panel);

/* Feeds an input, and keeps what comes of it before the next screen is shown. `*effect` is to be carried out.
   VST_OUTBOX_FULL: a check-in could not be kept, so that it does not stand; the visitor is back at the welcome screen, has to
   be told, and there is no effect. */
vst_status panel_feed(struct panel *panel, int64_t now_ms, const vst_input *input, vst_effect *effect);

/* Checks an image that has come, and stores it. `image` is where it was received: memory, or flash that reads like it.
   The image is used once nobody is at the door: see `panel_adopt`. On any other status than VST_OK the console goes on with
   what it has. */
vst_status panel_update(struct panel *panel, const uint8_t *image, size_t len);

/* Changes to the image that was stored, if there is one and the session is at its welcome screen. Texts of the last effect
   end with it. */
vst_status panel_adopt(struct panel *panel, int64_t now_ms, bool *adopted);

/* Notes that the server has an entry, and from which image on its images know of it, as the server says: only it knows
   which images were on their way. Once more does nothing. */
vst_status panel_acknowledge(struct panel *panel, vst_text id, uint64_t known_from);

#endif
