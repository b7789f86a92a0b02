#include "answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *rest;
static char memory[1 << 20];
static size_t used;

void put_text(vst_text text) {
    size_t at;
    if (text.data == NULL) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (at = 0; at < text.len; at++) {
        unsigned char byte = (unsigned char)text.data[at];
        if (byte == '"' || byte == '\\') {
            printf("\\%c", byte);
        } else if (byte < 0x20) {
            printf("\\u%04x", byte);
        } else {
            putchar(byte);
        }
    }
    putchar('"');
}

void put_key(const char *key, int first) {
    printf("%s\"%s\":", first ? "" : ",", key);
}

void put_date(vst_date date) {
    if (date.year == 0) {
        fputs("null", stdout);
    } else {
        printf("\"%04u-%02u-%02u\"", date.year, date.month, date.day);
    }
}

/* The civil date of a day since 1970-01-01, by eras of 400 years that begin in March. */
static void put_day(int64_t days) {
    int64_t shifted = days + 719468;
    int64_t era = shifted / 146097;
    int64_t of_era = shifted % 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    int64_t day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    printf("%04d-%02d-%02d", (int)(year + era * 400 + (month <= 2)), (int)month, (int)day);
}

void put_instant(int64_t at_ms) {
    int64_t seconds = at_ms / 1000;
    int64_t of_day = seconds % 86400;
    putchar('"');
    put_day(seconds / 86400);
    printf("T%02d:%02d:%02dZ\"", (int)(of_day / 3600), (int)(of_day / 60 % 60), (int)(of_day % 60));
}

void put_fields(uint32_t fields) {
    static const char *const names[] = {"plate", "make", "model", "color"};
    int at;
    int first = 1;
    putchar('[');
    for (at = 0; at < 4; at++) {
        if (fields >> at & 1) {
            printf("%s\"%s\"", first ? "" : ",", names[at]);
            first = 0;
        }
    }
    putchar(']');
}

void put_bool(uint32_t yes) {
    fputs(yes ? "true" : "false", stdout);
}

void put_unknown(const char *path) {
    printf("{\"error\":\"unknown\",\"path\":\"%s\"}", path);
}

void begin_command(char *line) {
    line[strcspn(line, "\n")] = '\0';
    rest = line;
    used = 0;
}

const char *next_word(void) {
    char *word = rest;
    size_t length = strcspn(rest, " ");
    rest += length;
    if (*rest == ' ') {
        *rest++ = '\0';
    }
    return word;
}

static int digit_of(char digit) {
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

vst_text next_text(void) {
    const char *word = next_word();
    size_t length = strlen(word) / 2;
    vst_text text = {NULL, 0};
    size_t at;
    if (strcmp(word, "-") == 0) {
        return text;
    }
    if (used + length > sizeof memory) {
        fputs("a command is too long\n", stderr);
        exit(2);
    }
    for (at = 0; at < length; at++) {
        memory[used + at] = (char)(digit_of(word[2 * at]) << 4 | digit_of(word[2 * at + 1]));
    }
    text.data = memory + used;
    text.len = length;
    used += length;
    return text;
}

uint32_t next_number(void) {
    return (uint32_t)strtoul(next_word(), NULL, 10);
}
