/*
 * What a console needs of the machine that it runs on: a place to keep things that reads like memory, a line to the
 * server, somewhere to print, and a way to start again. Each board under boards/ defines all of it.
 */
#ifndef CONSOLE_BOARD_H
#define CONSOLE_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that are erased together. */
#define BOARD_BLOCK_SIZE ((size_t)2048)
/* Bytes that a slot holds: the largest image that the console takes. */
#define BOARD_SLOT_SIZE ((size_t)512 * 1024)
/* Bytes of the outbox: two banks, each for some twenty check-ins that the server has yet to hear of. A bank is erased
   while the other one holds what counts, so that both are whole blocks. */
#define BOARD_OUTBOX_SIZE (2 * BOARD_BLOCK_SIZE)

_Static_assert(BOARD_SLOT_SIZE % BOARD_BLOCK_SIZE == 0, "slots are whole blocks");
_Static_assert(BOARD_OUTBOX_SIZE / 2 % BOARD_BLOCK_SIZE == 0, "banks of the outbox are whole blocks");

/* A part of the storage. The first two are numbered as VST_SLOT_A and VST_SLOT_B. */
enum board_part { BOARD_SLOT_A, BOARD_SLOT_B, BOARD_OUTBOX };

/* The bytes of a part, to be read in place. They change only by the next two functions. */
const uint8_t *board_read(enum board_part part);
/* Sets whole blocks to 0xFF. False when they are none, and when the storage failed. */
bool board_erase(enum board_part part, size_t offset, size_t len);
/* Writes bytes to a place that was erased: any number at any offset, across pages, beside bytes that were written before;
   flash that is written only in whole words with a checksum of its own will not do for the outbox. When it returns, a power
   cut takes nothing back. False when the storage failed. */
bool board_program(enum board_part part, size_t offset, const uint8_t *data, size_t len);

/* What follows serves the script and the terminal; app/panel.c needs none of it. */

/* The image that the server sends as the `number`th, from 0; null when there are no more. */
const uint8_t *board_arrival(size_t number, size_t *len);

/* Prints bytes of UTF-8. */
void board_print(const char *text, size_t len);

/* Where a script goes on after the console was switched off and on. */
struct board_resume {
    size_t position; /* of the next line, in bytes */
    size_t arrivals; /* images that have come so far */
    int64_t now_ms;  /* what time it is then */
    bool online;     /* whether the server is reached */
    bool used;       /* false at the first start */
};

/* Switches the console off and on: everything but the storage is lost. */
_Noreturn void board_restart(const struct board_resume *resume);

#endif
