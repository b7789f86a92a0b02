/* What a Cortex-M does between power and `main`, and when it fails. */
#include "mps2.h"

#include <string.h>

extern uint8_t data_start[], data_end[], data_load[], bss_start[], bss_end[];
extern uint32_t stack_limit[], stack_top[];

/* What the stack is filled with, to see how far it was used. */
#define UNUSED_STACK 0xA5A5A5A5u
#define CPACR (*(volatile uint32_t *)0xE000ED88)

int main(void);
void reset(void);
void fault(void);

__attribute__((section(".vectors"), used)) static void (*const vectors[16])(void) = {
    (void (*)(void))stack_top, reset, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, fault,
};

/* The stack's own frame must not be painted over: nothing in here may be inlined into `reset`. */
__attribute__((noinline)) static void paint_stack(void) {
    uint32_t *here = __builtin_frame_address(0);
    for (uint32_t *word = stack_limit; word < here - 16; word++) *word = UNUSED_STACK;
}

size_t stack_used(void) {
    uint32_t *word = stack_limit;
    while (word < stack_top && *word == UNUSED_STACK) word++;
    return (size_t)((uint8_t *)stack_top - (uint8_t *)word);
}

__attribute__((noreturn)) void reset(void) {
    CPACR |= 0xFu << 20; /* the floating-point unit, whose registers the compiler uses */
    __asm volatile("dsb\n isb" ::: "memory");
    memcpy(data_start, data_load, (size_t)(data_end - data_start));
    memset(bss_start, 0, (size_t)(bss_end - bss_start));
    paint_stack();
    finish(main());
}

/* Ends the emulation. At a door this has to be a reset: nobody is there who could look into it. */
void fault(void) {
    say("! the processor stopped at a fault\n");
    finish(70);
}
