/* What this console is delivered with, beside its key: where it stands and who it is. */
#ifndef CONSOLE_DELIVERED_H
#define CONSOLE_DELIVERED_H

#include "panel.h"

static inline struct panel_config delivered(const uint8_t *key) {
    struct panel_config config = {.key = key, .building = {"maple", 5}, .door = {"lobby", 5}, .serial = {"maple-lobby", 11}};
    return config;
}

#endif
