/* Storage in flash, and a script that is part of the program. */
#include <string.h>

#include "delivered.h"
#include "mps2.h"
#include "script.h"

/* Made by the build of the files that the console is delivered with: see delivered.S. */
extern const uint8_t delivered_key[], delivered_script[], delivered_script_end[];
/* Begin and end of the shipped image, then of those that come later, then two nulls. */
extern const uint8_t *const delivered_images[];

#define AIRCR (*(volatile uint32_t *)0xE000ED0C)
#define RESET_REQUEST ((0x5FAu << 16) | (1u << 2))

/* What a console's board keeps in its battery-backed registers. */
struct backup {
    uint32_t mark;
    struct board_resume resume;
    size_t stack_used, heap_used; /* the most of all runs so far */
};
#define MARK 0x56455354u

struct storage {
    uint8_t slots[2][BOARD_SLOT_SIZE];
    uint8_t outbox[BOARD_OUTBOX_SIZE];
    struct backup backup;
};
__attribute__((section(".storage"))) static struct storage storage;

static uint8_t *part_of(enum board_part part) {
    return part == BOARD_OUTBOX ? storage.outbox : storage.slots[part];
}

static size_t size_of(enum board_part part) {
    return part == BOARD_OUTBOX ? BOARD_OUTBOX_SIZE : BOARD_SLOT_SIZE;
}

const uint8_t *board_read(enum board_part part) {
    return part_of(part);
}

bool board_erase(enum board_part part, size_t offset, size_t len) {
    if (offset % BOARD_BLOCK_SIZE != 0 || len % BOARD_BLOCK_SIZE != 0) return false;
    if (offset > size_of(part) || len > size_of(part) - offset) return false;
    memset(part_of(part) + offset, 0xFF, len);
    return true;
}

/* Flash can only clear bits: a byte that was not erased before would come out wrong, and is a fault of the caller. */
bool board_program(enum board_part part, size_t offset, const uint8_t *data, size_t len) {
    if (offset > size_of(part) || len > size_of(part) - offset) return false;
    for (size_t at = 0; at < len; at++) {
        uint8_t *byte = part_of(part) + offset + at;
        if (*byte != 0xFF) return false;
        *byte &= data[at];
    }
    return true;
}

static const uint8_t *image(size_t number, size_t *len) {
    for (size_t at = 0; at <= number; at++) {
        if (delivered_images[2 * at] == NULL) return NULL;
    }
    *len = (size_t)(delivered_images[2 * number + 1] - delivered_images[2 * number]);
    return delivered_images[2 * number];
}

const uint8_t *board_arrival(size_t number, size_t *len) {
    return image(number + 1, len);
}

static void note_memory(void) {
    if (stack_used() > storage.backup.stack_used) storage.backup.stack_used = stack_used();
    if (heap_used() > storage.backup.heap_used) storage.backup.heap_used = heap_used();
}

_Noreturn void board_restart(const struct board_resume *resume) {
    note_memory();
    storage.backup.resume = *resume;
    __asm volatile("dsb" ::: "memory");
    AIRCR = RESET_REQUEST;
    __asm volatile("dsb" ::: "memory");
    for (;;) {
    }
}

/* The factory: blank storage, and the first image in its slot. */
static void deliver(void) {
    size_t len;
    const uint8_t *shipped = image(0, &len);
    memset(&storage, 0xFF, sizeof storage);
    memset(&storage.backup, 0, sizeof storage.backup);
    if (!board_program(BOARD_SLOT_A, 0, shipped, len)) finish(72);
    storage.backup.mark = MARK;
}

int main(void) {
    serial_open();
    if (storage.backup.mark != MARK) deliver();
    struct panel_config config = delivered(delivered_key);
    struct board_resume resume = storage.backup.resume;
    size_t len = (size_t)(delivered_script_end - delivered_script);
    bool good = script_run((const char *)delivered_script, len, &config, &resume);
    note_memory();
    say_number("stack ", storage.backup.stack_used, "\n");
    say_number("heap ", storage.backup.heap_used, "\n");
    return good ? 0 : 1;
}
