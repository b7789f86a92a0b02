/* How many instructions a keystroke of the name search takes, over a large directory in flash. */
#include <string.h>

#include "mps2.h"
#include "vestibule.h"

extern const uint8_t delivered_key[], delivered_script[], delivered_script_end[];
extern const uint8_t *const delivered_images[];

/* Under QEMU's -icount shift=0 an instruction takes a nanosecond, and SysTick counts with 25 MHz: one for 40 instructions. */
#define SYSTICK ((volatile uint32_t *)0xE000E010)
enum { SYSTICK_CONTROL, SYSTICK_RELOAD, SYSTICK_VALUE };
#define SYSTICK_ON 5u
#define SYSTICK_MOST 0xFFFFFFu
#define INSTRUCTIONS_PER_TICK 40u


static uint32_t search(vst_image image, int64_t at_ms, const char *query, size_t len) {
    static vst_hit hits[8];
    vst_names names;
    uint32_t before = SYSTICK[SYSTICK_VALUE];
    vst_status status = vst_search_names(image, at_ms, query, len, hits, sizeof hits / sizeof *hits, &names);
    uint32_t ticks = (before - SYSTICK[SYSTICK_VALUE]) & SYSTICK_MOST;
    if (status != VST_OK) finish(1);
    return ticks * INSTRUCTIONS_PER_TICK;
}

/* Each line of the script is what stands in the field after a keystroke. */
int main(void) {
    vst_trust trust = {.keys = delivered_key, .key_count = 1};
    vst_image image;
    vst_image_info info;
    SYSTICK[SYSTICK_RELOAD] = SYSTICK_MOST;
    SYSTICK[SYSTICK_VALUE] = 0;
    SYSTICK[SYSTICK_CONTROL] = SYSTICK_ON;
    size_t len = (size_t)(delivered_images[1] - delivered_images[0]);
    vst_status status = vst_image_open(delivered_images[0], len, &trust, &image);
    if (status != VST_OK || vst_image_describe(image, &info) != VST_OK) finish(1);
    uint64_t sum = 0;
    uint32_t most = 0, count = 0;
    const char *at = (const char *)delivered_script, *end = (const char *)delivered_script_end;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        if (newline == NULL) newline = end;
        uint32_t instructions = search(image, info.written_at_ms, at, (size_t)(newline - at));
        sum += instructions;
        if (instructions > most) most = instructions;
        count++;
        at = newline + 1;
    }
    if (count == 0) finish(1);
    say_number("keystrokes ", count, "\n");
    say_number("mean ", (size_t)(sum / count), "\n");
    say_number("most ", most, "\n");
    say_number("stack ", stack_used(), "\n");
    return 0;
}
