/* A console on an Arm MPS2 (Cortex-M4) without an operating system. */
#ifndef CONSOLE_MPS2_H
#define CONSOLE_MPS2_H

#include "board.h"

/* Opens the serial line, which the transcript goes to. */
void serial_open(void);
/* Says something to the debugger, beside the serial line. */
void say(const char *text);
void say_number(const char *before, size_t number, const char *after);
/* Ends the emulation with an exit code. */
_Noreturn void finish(int code);

/* The most bytes of stack that were used so far. */
size_t stack_used(void);
/* The most bytes of the library's heap that were in use at a time. */
size_t heap_used(void);

/* Bytes of the heap that the library gets. */
#define HEAP_SIZE ((size_t)12 * 1024)

#endif
