/* The serial line, and the debugger by semihosting. */
#include <string.h>

#include "mps2.h"

#define UART ((volatile uint32_t *)0x40004000)
enum { UART_DATA, UART_STATE, UART_CONTROL, UART_INTERRUPT, UART_DIVIDER };
#define UART_FULL 1u
#define UART_SEND 1u

#define SYS_WRITE0 0x04u
#define SYS_EXIT_EXTENDED 0x20u
#define APPLICATION_EXIT 0x20026u

static uint32_t call_debugger(uint32_t operation, const void *argument) {
    register uint32_t r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void serial_open(void) {
    UART[UART_DIVIDER] = 16;
    UART[UART_CONTROL] = UART_SEND;
}

void board_print(const char *text, size_t len) {
    for (size_t at = 0; at < len; at++) {
        while (UART[UART_STATE] & UART_FULL) {
        }
        UART[UART_DATA] = (uint8_t)text[at];
    }
}

void say(const char *text) {
    call_debugger(SYS_WRITE0, text);
}

void say_number(const char *before, size_t number, const char *after) {
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    say(before);
    say(digits + at);
    say(after);
}

_Noreturn void finish(int code) {
    uint32_t reason[2] = {APPLICATION_EXIT, (uint32_t)code};
    call_debugger(SYS_EXIT_EXTENDED, reason);
    for (;;) {
    }
}
