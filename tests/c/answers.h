/* Writing answers in the JSON of the conformance format, and reading the commands of the vectors' runner. */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "vestibule.h"

/* A JSON string, or null for no text. */
void put_text(vst_text text);
/* `"key":`, with a comma before it unless it is the first of its object. */
void put_key(const char *key, int first);
void put_date(vst_date date);
/* RFC 3339 in UTC with whole seconds. */
void put_instant(int64_t at_ms);
/* The names of a set of fields, as a list. */
void put_fields(uint32_t fields);
void put_bool(uint32_t yes);
/* {"error":"unknown","path":path} */
void put_unknown(const char *path);

/* The next word of a command as a text: hexadecimal digits, or `-` for no text. The memory lasts until the next command. */
vst_text next_text(void);
/* The next word as a number. */
uint32_t next_number(void);
/* The next word as it is. */
const char *next_word(void);
/* Begins a command. */
void begin_command(char *line);

#endif
