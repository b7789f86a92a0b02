#include "board.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "linux.h"

/* A part of the storage: a file of a fixed size, mapped so that it reads like memory. */
struct part {
    const char *name;
    size_t size;
    int file;
    uint8_t *bytes;
};

static struct part parts[] = {
    [BOARD_SLOT_A] = {"slot-a.bin", BOARD_SLOT_SIZE, -1, NULL},
    [BOARD_SLOT_B] = {"slot-b.bin", BOARD_SLOT_SIZE, -1, NULL},
    [BOARD_OUTBOX] = {"outbox.bin", BOARD_OUTBOX_SIZE, -1, NULL},
};
static const char *folder_of_images;
static char **arguments;

_Noreturn void die(const char *what, const char *which) {
    fprintf(stderr, "console: %s %s: %s\n", what, which, errno != 0 ? strerror(errno) : "not as expected");
    exit(1);
}

_Noreturn void die_of(const char *what, vst_status status) {
    vst_text text = vst_status_text(status);
    fprintf(stderr, "console: %s: %.*s (status %u)\n", what, (int)text.len, text.data, status);
    exit(1);
}

static void path_to(char *path, size_t size, const char *folder, const char *name) {
    if ((size_t)snprintf(path, size, "%s/%s", folder, name) >= size) die("the name is too long of", folder);
}

static uint8_t *map(const char *path, size_t size, int file, int access) {
    void *bytes = mmap(NULL, size, access, MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED) die("cannot read", path);
    return bytes;
}

const uint8_t *read_file(const char *name, size_t *len) {
    char path[4096];
    struct stat about;
    path_to(path, sizeof path, folder_of_images, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return NULL;
    if (fstat(file, &about) != 0 || about.st_size == 0) die("cannot read", path);
    *len = (size_t)about.st_size;
    uint8_t *bytes = map(path, *len, file, PROT_READ);
    close(file);
    return bytes;
}

/* Makes a part that begins with some bytes and is blank behind them, as erased flash is. It is there whole or not at all. */
static void make_part(const struct part *part, const char *folder, const uint8_t *begin, size_t len) {
    char path[4096], made[4096];
    uint8_t blank[BOARD_BLOCK_SIZE];
    path_to(path, sizeof path, folder, part->name);
    path_to(made, sizeof made, folder, "new.bin");
    memset(blank, 0xFF, sizeof blank);
    FILE *file = fopen(made, "wb");
    if (file == NULL || (len != 0 && fwrite(begin, 1, len, file) != len)) die("cannot make", path);
    for (size_t at = len; at < part->size;) {
        size_t size = part->size - at < sizeof blank ? part->size - at : sizeof blank;
        if (fwrite(blank, 1, size, file) != size) die("cannot make", path);
        at += size;
    }
    if (fflush(file) != 0 || fsync(fileno(file)) != 0 || fclose(file) != 0 || rename(made, path) != 0) {
        die("cannot make", path);
    }
    int directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 || fsync(directory) != 0) die("cannot keep", path);
    close(directory);
}

/* Opens a part; false when there is none. */
static bool open_part(struct part *part, const char *folder) {
    char path[4096];
    struct stat about;
    path_to(path, sizeof path, folder, part->name);
    part->file = open(path, O_RDWR | O_CLOEXEC);
    if (part->file < 0 && errno == ENOENT) return false;
    if (part->file < 0 || fstat(part->file, &about) != 0) die("cannot open", path);
    errno = 0;
    /* What was waiting in an outbox of another size is not thrown away. */
    if ((size_t)about.st_size != part->size) die("is of another size than this console's:", path);
    if (flock(part->file, LOCK_EX | LOCK_NB) != 0) die("is used by another console:", path);
    part->bytes = map(path, part->size, part->file, PROT_READ | PROT_WRITE);
    return true;
}

void storage_open(const char *storage, const char *images, char **argv) {
    folder_of_images = images;
    arguments = argv;
    if (mkdir(storage, 0700) != 0 && errno != EEXIST) die("cannot make", storage);
    for (size_t at = 0; at < sizeof parts / sizeof *parts; at++) {
        if (open_part(&parts[at], storage)) continue;
        /* The first image comes with the console. */
        size_t len = 0;
        const uint8_t *shipped = at == BOARD_SLOT_A ? read_file("shipped.img", &len) : NULL;
        errno = 0;
        if (at == BOARD_SLOT_A && (shipped == NULL || len > BOARD_SLOT_SIZE)) die("cannot use", "shipped.img");
        make_part(&parts[at], storage, shipped, len);
        if (!open_part(&parts[at], storage)) die("cannot open", parts[at].name);
    }
}

const uint8_t *board_read(enum board_part part) {
    return parts[part].bytes;
}

static bool sync_part(const struct part *part) {
    return fdatasync(part->file) == 0;
}

static bool inside(const struct part *part, size_t offset, size_t len) {
    return offset <= part->size && len <= part->size - offset;
}

bool board_erase(enum board_part part, size_t offset, size_t len) {
    bool blocks = offset % BOARD_BLOCK_SIZE == 0 && len % BOARD_BLOCK_SIZE == 0;
    if (!blocks || !inside(&parts[part], offset, len)) return false;
    memset(parts[part].bytes + offset, 0xFF, len);
    return sync_part(&parts[part]);
}

/* As on flash, a byte that was not erased before cannot be written. */
bool board_program(enum board_part part, size_t offset, const uint8_t *data, size_t len) {
    if (!inside(&parts[part], offset, len)) return false;
    for (size_t at = 0; at < len; at++) {
        if (parts[part].bytes[offset + at] != 0xFF) return false;
    }
    memcpy(parts[part].bytes + offset, data, len);
    return sync_part(&parts[part]);
}

const uint8_t *board_arrival(size_t number, size_t *len) {
    char name[40];
    snprintf(name, sizeof name, "arrival-%zu.img", number);
    return read_file(name, len);
}

void board_print(const char *text, size_t len) {
    fwrite(text, 1, len, stdout);
}

/* A new process: nothing is left of this one but its files. */
_Noreturn void board_restart(const struct board_resume *resume) {
    char argument[120];
    snprintf(argument, sizeof argument, "%zu:%zu:%lld:%d", resume->position, resume->arrivals, (long long)resume->now_ms,
             resume->online);
    setenv(RESUME, argument, 1);
    fflush(stdout);
    execv("/proc/self/exe", arguments);
    die("cannot restart", arguments[0]);
}

struct board_resume resume_point(void) {
    struct board_resume resume = {0};
    long long now_ms;
    int online;
    const char *argument = getenv(RESUME);
    if (argument != NULL) {
        if (sscanf(argument, "%zu:%zu:%lld:%d", &resume.position, &resume.arrivals, &now_ms, &online) != 4) {
            die("cannot read", RESUME);
        }
        resume.now_ms = now_ms;
        resume.online = online != 0;
        resume.used = true;
    }
    return resume;
}
