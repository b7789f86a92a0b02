/* The library's memory: a fixed piece, of which the first free part that is large enough is taken. */
#include "mps2.h"
#include "vestibule.h"

/* In front of each part: how large it is, itself included. The parts follow each other without gaps. */
struct part {
    _Alignas(16) size_t size;
    size_t taken;
};

static struct part heap[HEAP_SIZE / sizeof(struct part)];
static size_t in_use, most_in_use;

static struct part *after(struct part *part) {
    return part + part->size / sizeof *part;
}

static struct part *end(void) {
    return heap + sizeof heap / sizeof *heap;
}

uint8_t *vst_hook_alloc(size_t size, size_t align) {
    struct part *part = heap;
    if (part->size == 0) part->size = HEAP_SIZE; /* the first time */
    if (align > sizeof *part || size > HEAP_SIZE) return NULL;
    size_t wanted = sizeof *part + (size + sizeof *part - 1) / sizeof *part * sizeof *part;
    for (; part < end(); part = after(part)) {
        if (part->taken || part->size < wanted) continue;
        if (part->size - wanted >= 2 * sizeof *part) {
            size_t rest = part->size - wanted;
            part->size = wanted;
            *after(part) = (struct part){.size = rest, .taken = 0};
        }
        part->taken = 1;
        in_use += part->size;
        if (in_use > most_in_use) most_in_use = in_use;
        return (uint8_t *)(part + 1);
    }
    return NULL;
}

void vst_hook_free(uint8_t *memory, size_t size, size_t align) {
    (void)size;
    (void)align;
    struct part *freed = (struct part *)(void *)memory - 1;
    freed->taken = 0;
    in_use -= freed->size;
    /* Free neighbours become one. */
    for (struct part *part = heap; part < end(); part = after(part)) {
        while (!part->taken && after(part) < end() && !after(part)->taken) part->size += after(part)->size;
    }
}

size_t heap_used(void) {
    return most_in_use;
}

/* As at a fault: a product starts again. */
void vst_hook_panic(void) {
    say("! the library failed inside\n");
    finish(71);
}
