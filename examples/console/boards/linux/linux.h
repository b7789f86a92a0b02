/* A panel in a terminal: its storage is a folder of files, and its screen is the terminal. */
#ifndef CONSOLE_LINUX_H
#define CONSOLE_LINUX_H

#include "panel.h"

/* How a console that was switched off and on is told where its script goes on. */
#define RESUME "CONSOLE_RESUME"

/* Says what went wrong, and ends. */
_Noreturn void die(const char *what, const char *which);
/* The same for a status of the panel. */
_Noreturn void die_of(const char *what, vst_status status);
/* Opens the storage; a new one is given the image that the console is delivered with. `argv` starts the console anew. */
void storage_open(const char *storage, const char *images, char **argv);
/* A file of the folder of images; null when there is none. */
const uint8_t *read_file(const char *name, size_t *len);
struct board_resume resume_point(void);
/* Runs the panel for a person at the terminal, until they leave. */
void screen_run(const struct panel_config *config);

#endif
