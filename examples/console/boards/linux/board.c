#include "board.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* Opens a part; a new one is blank, as erased flash is. */
static bool open_part(struct part *part, const char *folder) {
    char path[4096];
    struct stat about;
    path_to(path, sizeof path, folder, part->name);
    part->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (part->file < 0 || fstat(part->file, &about) != 0) die("cannot open", path);
    bool blank = (size_t)about.st_size != part->size;
    if (blank && ftruncate(part->file, (off_t)part->size) != 0) die("cannot make", path);
    part->bytes = map(path, part->size, part->file, PROT_READ | PROT_WRITE);
    if (blank) memset(part->bytes, 0xFF, part->size);
    return blank;
}

void storage_open(const char *storage, const char *images, char **argv) {
    folder_of_images = images;
    arguments = argv;
    if (mkdir(storage, 0700) != 0 && errno != EEXIST) die("cannot make", storage);
    bool blank = open_part(&parts[BOARD_SLOT_A], storage);
    open_part(&parts[BOARD_SLOT_B], storage);
    open_part(&parts[BOARD_OUTBOX], storage);
    if (!blank) return;
    /* The first image comes with the console. */
    size_t len;
    const uint8_t *shipped = read_file("shipped.img", &len);
    if (shipped == NULL || len > BOARD_SLOT_SIZE) die("cannot use", "shipped.img");
    if (!board_program(BOARD_SLOT_A, 0, shipped, len)) die("cannot write", "slot-a.bin");
}

const uint8_t *board_read(enum board_part part) {
    return parts[part].bytes;
}

static bool sync_part(const struct part *part) {
    return fdatasync(part->file) == 0;
}

bool board_erase(enum board_part part, size_t offset, size_t len) {
    if (offset + len > parts[part].size) return false;
    memset(parts[part].bytes + offset, 0xFF, len);
    return sync_part(&parts[part]);
}

bool board_program(enum board_part part, size_t offset, const uint8_t *data, size_t len) {
    if (offset + len > parts[part].size) return false;
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
