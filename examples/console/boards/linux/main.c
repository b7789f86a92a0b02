/* console --images DIR --storage DIR [--script FILE] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "delivered.h"
#include "linux.h"
#include "script.h"

static const char usage[] =
    "A console of one building, in this terminal.\n"
    "\n"
    "console --images DIR --storage DIR [--script FILE]\n"
    "\n"
    "  --images DIR    what it is delivered with: key.bin and shipped.img; arrival-0.img and so on come later\n"
    "  --storage DIR   its storage, made when it is missing: two slots for images, and the outbox\n"
    "  --script FILE   plays a visitor and prints what happens, instead of waiting for one\n";

static char *read_script(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) die("cannot read", path);
    long size = ftell(file);
    rewind(file);
    char *script = malloc((size_t)size + 1);
    if (script == NULL || fread(script, 1, (size_t)size, file) != (size_t)size) die("cannot read", path);
    fclose(file);
    *len = (size_t)size;
    return script;
}

int main(int argc, char **argv) {
    const char *images = NULL, *storage = NULL, *script = NULL;
    for (int at = 1; at < argc; at++) {
        const char *value = at + 1 < argc ? argv[at + 1] : NULL;
        if (strcmp(argv[at], "--help") == 0) {
            fputs(usage, stdout);
            return 0;
        }
        const char **wanted = strcmp(argv[at], "--images") == 0    ? &images
                              : strcmp(argv[at], "--storage") == 0 ? &storage
                              : strcmp(argv[at], "--script") == 0  ? &script
                                                                   : NULL;
        if (wanted == NULL || value == NULL) {
            fprintf(stderr, "console: %s is not understood\n\n%s", argv[at], usage);
            return 2;
        }
        *wanted = value;
        at++;
    }
    if (images == NULL || storage == NULL) {
        fputs(usage, stderr);
        return 2;
    }
    storage_open(storage, images, argv);
    size_t key_len, script_len;
    const uint8_t *key = read_file("key.bin", &key_len);
    if (key == NULL || key_len != VST_KEY_SIZE) die("cannot use", "key.bin");
    struct panel_config config = delivered(key);
    if (script == NULL) {
        screen_run(&config);
        return 0;
    }
    char *text = read_script(script, &script_len);
    struct board_resume resume = resume_point();
    bool good = script_run(text, script_len, &config, &resume);
    free(text);
    return good ? 0 : 1;
}
