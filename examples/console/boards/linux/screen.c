/* The panel on a terminal, for a person: keys in, a drawn screen out. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "linux.h"
#include "transcript.h"

/* Drawn at least so often, for the clock and the countdown. */
#define REDRAW_MS 250
#define CONTROL(letter) ((letter)&0x1F)

static struct panel panel;
static struct termios before;
static size_t arrivals;
static const char *said = "";

static int64_t clock_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void leave(void) {
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputs("\x1b[?25h\x1b[?1049l", stdout);
    fflush(stdout);
}

static volatile sig_atomic_t told_to_end;

static void interrupted(int signal) {
    (void)signal;
    told_to_end = 1;
}

/* Without the screen's own page, so that the message stays. */
_Noreturn static void stop(const char *what, vst_status status) {
    leave();
    die_of(what, status);
}

static void enter(void) {
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0) {
        fputs("console: needs a terminal, or --script FILE\n", stderr);
        exit(2);
    }
    struct termios raw = before;
    raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | IEXTEN | ISIG);
    raw.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    atexit(leave);
    struct sigaction end = {.sa_handler = interrupted};
    const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    for (size_t at = 0; at < sizeof signals / sizeof *signals; at++) sigaction(signals[at], &end, NULL);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
    fputs("\x1b[?1049h\x1b[?25l", stdout);
}

static bool part(uint32_t which, size_t index, const char *before_it, const char *after) {
    char text[512];
    size_t len;
    if (vst_session_text(panel.session, panel.image, panel.outbox, which, index, text, sizeof text, &len) != VST_OK) {
        return false;
    }
    printf("%s%.*s%s", before_it, (int)len, text, after);
    return true;
}

static void draw_choices(const vst_screen *screen, size_t chosen) {
    struct winsize size = {0};
    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    size_t room = size.ws_row > 17 ? (size_t)size.ws_row - 14 : 4;
    size_t first = chosen >= room ? chosen - room + 1 : 0;
    for (size_t at = first; at < screen->choices && at < first + room; at++) {
        printf(at == chosen ? "  \x1b[7m %2zu  " : "   %2zu  ", at + 1);
        part(VST_PART_CHOICE, at, "", "");
        part(VST_PART_CHOICE_DETAIL, at, "   \x1b[2m", "\x1b[22m");
        fputs(at == chosen ? " \x1b[27m\r\n" : "\r\n", stdout);
    }
    if (first + room < screen->choices) printf("       … %zu more\r\n", screen->choices - first - room);
}

static void draw(const vst_screen *screen, size_t chosen, int64_t now_ms) {
    vst_wall_time time;
    size_t waiting = 0;
    vst_outbox_waiting(panel.outbox, &waiting);
    fputs("\x1b[H\x1b[2J\r\n", stdout);
    part(VST_PART_TITLE, 0, "  \x1b[1;36m", "\x1b[0m");
    if (vst_image_wall_time(panel.image, now_ms, &time) == VST_OK) {
        printf("   \x1b[2m%04u-%02u-%02u %02u:%02u:%02u\x1b[0m", time.date.year, time.date.month, time.date.day, time.hour,
               time.minute, time.second);
    }
    fputs("\r\n\r\n", stdout);
    for (size_t line = 0; line < screen->lines; line++) part(VST_PART_LINE, line, "  ", "\r\n");
    if (screen->field != VST_FIELD_KIND_NONE) {
        part(VST_PART_FIELD_LABEL, 0, "\r\n  ", ": ");
        part(VST_PART_FIELD_TEXT, 0, "\x1b[1m", "\x1b[0m\x1b[36m█\x1b[0m\r\n");
    }
    if (screen->has_notice) part(VST_PART_NOTICE, 0, "\r\n  \x1b[33m", "\x1b[0m\r\n");
    fputs("\r\n", stdout);
    draw_choices(screen, chosen);
    fputs("\r\n  \x1b[2m", stdout);
    if (screen->has_submit) part(VST_PART_SUBMIT, 0, "Enter ", "   ");
    if (screen->has_back) part(VST_PART_BACK, 0, "Esc ", "   ");
    printf("↑↓ Enter choose   Tab EN/FR   Ctrl-S send   Ctrl-U update   Ctrl-Q quit\x1b[0m\r\n");
    printf("  \x1b[2mimage %llu, %zu waiting to be sent\x1b[0m   %s", (unsigned long long)panel.sequence, waiting, said);
    fflush(stdout);
}

static void input(uint32_t kind, uint32_t number, const char *text, size_t len, int64_t now_ms) {
    vst_input input = {.kind = kind, .number = number, .text = {text, len}};
    vst_effect effect;
    vst_status status = panel_feed(&panel, now_ms, &input, &effect);
    if (status == VST_NOT_UTF8 || status == VST_TOO_LONG) return; /* of no keyboard */
    if (status == VST_OUTBOX_FULL) {
        said = "The check-in could not be kept and does not stand: connect the console to its server.";
        return;
    }
    if (status != VST_OK) stop("the session stopped", status);
    if (kind != VST_INPUT_TICK) said = "";
    switch (effect.kind) {
    case VST_EFFECT_CALL_RESIDENT: said = "Here the console rings the resident."; break;
    case VST_EFFECT_CALL_MANAGEMENT: said = "Here the console rings management."; break;
    case VST_EFFECT_RECORD_CHECK_IN: said = "The check-in is kept in the outbox."; break;
    case VST_EFFECT_UNLOCK: said = "Here the door opens."; break;
    default: break;
    }
}

/* What stands in for the server: it takes what waits. */
static void send(void) {
    vst_entry entry;
    while (vst_outbox_next(panel.outbox, &entry) == VST_OK && entry.kind != VST_ENTRY_NONE) {
        vst_status status = panel_acknowledge(&panel, entry.id, (uint64_t)arrivals + 2);
        if (status != VST_OK) stop("the outbox stopped", status);
    }
    said = "The server has everything.";
}

static void update(void) {
    size_t len;
    const uint8_t *image = board_arrival(arrivals, &len);
    if (image == NULL) {
        said = "No other image has come.";
        return;
    }
    arrivals++;
    vst_status status = panel_update(&panel, image, len);
    said = status == VST_OK ? "A newer image is stored, for the next welcome screen." : refusal_of(status);
}

/* The rest of a key is still to come. */
#define MORE SIZE_MAX

/* Takes one key off what was read; answers with how many bytes it had, with 0 to leave, or with MORE. */
static size_t press(const char *key, size_t len, const vst_screen *screen, size_t *chosen, int64_t now_ms) {
    unsigned char first = (unsigned char)key[0];
    size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (size > len || (first == 0x1B && len == 2 && key[1] == '[')) return MORE;
    if (first >= 0x80 && first < 0xC2) return 1; /* the middle of something */
    if (len >= 3 && memcmp(key, "\x1b[A", 3) == 0) return *chosen -= *chosen > 0, 3;
    if (len >= 3 && memcmp(key, "\x1b[B", 3) == 0) return *chosen += *chosen + 1 < screen->choices, 3;
    if (first == CONTROL('q') || first == CONTROL('c')) return 0;
    if (first == 0x1B) return input(VST_INPUT_BACK, 0, NULL, 0, now_ms), len;
    if (first == '\r') {
        if (screen->has_submit) return input(VST_INPUT_SUBMIT, 0, NULL, 0, now_ms), 1;
        return input(VST_INPUT_SELECT, (uint32_t)*chosen, NULL, 0, now_ms), 1;
    }
    if (first == 0x7F || first == '\b') return input(VST_INPUT_BACKSPACE, 0, NULL, 0, now_ms), 1;
    if (first == '\t') return input(VST_INPUT_LANGUAGE, screen->language == VST_EN ? VST_FR : VST_EN, NULL, 0, now_ms), 1;
    if (first == CONTROL('s')) return send(), 1;
    if (first == CONTROL('u')) return update(), 1;
    if (first < 0x20) return 1;
    /* Without a field, a digit is the number of a choice. */
    if (first >= '1' && first <= '9' && screen->field == VST_FIELD_KIND_NONE) {
        return input(VST_INPUT_SELECT, (uint32_t)(first - '1'), NULL, 0, now_ms), 1;
    }
    if (first >= '0' && first <= '9') return input(VST_INPUT_DIGIT, (uint32_t)(first - '0'), NULL, 0, now_ms), 1;
    return input(VST_INPUT_TEXT, 0, key, size, now_ms), size;
}

/* Reads what was typed, or waits for the time to draw again. False to leave. */
static bool keys(const vst_screen *screen, size_t *chosen) {
    static char typed[64]; /* what was read, and the beginning of a key that is not there whole */
    static size_t kept;
    struct pollfd wait = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&wait, 1, REDRAW_MS) <= 0) return !told_to_end;
    ssize_t got = read(STDIN_FILENO, typed + kept, sizeof typed - kept);
    if (got <= 0) return (wait.revents & POLLHUP) == 0 && !told_to_end;
    size_t len = kept + (size_t)got, at = 0;
    vst_screen now = *screen;
    while (at < len) {
        size_t used = press(typed + at, len - at, &now, chosen, clock_ms());
        if (used == 0) return false;
        if (used == MORE) break;
        at += used;
        vst_screen before_it = now;
        vst_status status = vst_session_screen(panel.session, panel.image, panel.outbox, &now);
        if (status != VST_OK) stop("no screen", status);
        if (now.kind != before_it.kind || now.choices != before_it.choices) *chosen = 0;
    }
    kept = len - at < sizeof typed ? len - at : 0;
    memmove(typed, typed + at, kept);
    return !told_to_end;
}

void screen_run(const struct panel_config *config) {
    vst_status status = panel_start(&panel, config, clock_ms());
    if (status != VST_OK) die_of("the console cannot start", status);
    enter();
    size_t chosen = 0;
    vst_screen shown = {0}, screen;
    do {
        bool adopted;
        input(VST_INPUT_TICK, 0, NULL, 0, clock_ms());
        status = panel_adopt(&panel, clock_ms(), &adopted);
        if (adopted) said = "A newer image is in use.";
        if (status == VST_OK) status = vst_session_screen(panel.session, panel.image, panel.outbox, &screen);
        if (status != VST_OK) stop("the console stopped", status);
        if (screen.kind != shown.kind || screen.choices != shown.choices) chosen = 0;
        shown = screen;
        draw(&screen, chosen, clock_ms());
    } while (keys(&screen, &chosen));
    panel_stop(&panel);
}
