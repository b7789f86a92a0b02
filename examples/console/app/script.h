/* A visitor who is played by a script: one command a line. README.md lists the commands. */
#ifndef CONSOLE_SCRIPT_H
#define CONSOLE_SCRIPT_H

#include "panel.h"

/* Runs a script from where `resume` says, and prints what happens. False when a line of it is no command, or when the
   library answered with what it should not; the last printed line says which and why. */
bool script_run(const char *script, size_t len, const struct panel_config *config, const struct board_resume *resume);

#endif
