/* What happens at a console, as plain lines: the same ones that the Rust console prints. They name plates and residents' codes,
   so that they are for the scripted visitor only: a console at a door writes nothing of this to a log. */
#ifndef CONSOLE_TRANSCRIPT_H
#define CONSOLE_TRANSCRIPT_H

#include "panel.h"

void print_text(vst_text text);
void print_string(const char *text);
void print_number(uint64_t number);
/* What a status of the panel means. */
void print_status(vst_status status);

/* The screen that is to be drawn. */
void print_screen(const struct panel *panel, int64_t now_ms);
/* What the console does: calls, unlocks, keeps. */
void print_effect(const struct panel *panel, const vst_effect *effect);
/* An entry of the outbox, without a line's end. */
void print_entry(const struct panel *panel, const vst_entry *entry);
/* Why an image was refused, in a word or two. */
const char *refusal_of(vst_status status);

#endif
