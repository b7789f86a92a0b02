#include "script.h"

#include <string.h>

#include "transcript.h"

/* The longest time that one `wait` or `restart` can let pass: more than a week, which is as far as rules look. */
#define LONGEST_WAIT_S 864000

/* A console while a script plays at it. */
struct play {
    struct panel panel;
    struct board_resume at; /* now */
};

/* Bare metal has no heap of its own to put it on, and it is large for a stack. */
static struct play play;

/* A line of the script: its command, and what comes after it. */
struct line {
    const char *command;
    size_t command_len;
    const char *rest;
    size_t rest_len;
};

static bool failed(const char *what, vst_status status) {
    print_string("! ");
    print_string(what);
    print_string(": ");
    print_status(status);
    print_string("\n");
    return false;
}

static bool wrong(const char *why) {
    print_string("! ");
    print_string(why);
    print_string("\n");
    return false;
}

static bool is(const struct line *line, const char *command) {
    return line->command_len == strlen(command) && memcmp(line->command, command, line->command_len) == 0;
}

/* Reads a whole number of at most `most`; -1 when it is none. */
static int64_t read_number(const char *text, size_t len, int64_t most) {
    int64_t number = 0;
    if (len == 0) return -1;
    for (size_t at = 0; at < len; at++) {
        if (text[at] < '0' || text[at] > '9' || number > (most - (text[at] - '0')) / 10) return -1;
        number = number * 10 + (text[at] - '0');
    }
    return number;
}

/* Sends what waits in the outbox, in order, as long as the server is reached. */
static bool drain(void) {
    while (play.at.online) {
        vst_entry entry;
        vst_status status = vst_outbox_next(play.panel.outbox, &entry);
        if (status != VST_OK) return failed("the outbox", status);
        if (entry.kind == VST_ENTRY_NONE) return true;
        print_string("* send ");
        print_entry(&play.panel, &entry);
        print_string("\n");
        /* The server of the script numbers its images one by one: the shipped one, those that came, the next one. */
        status = panel_acknowledge(&play.panel, entry.id, (uint64_t)play.at.arrivals + 2);
        if (status != VST_OK) return failed("the acknowledgement", status);
    }
    return true;
}

/* Uses a new image once nobody is at the door. */
static bool adopt(void) {
    bool adopted;
    vst_status status = panel_adopt(&play.panel, play.at.now_ms, &adopted);
    if (status != VST_OK) return failed("the new image", status);
    if (adopted) {
        print_string("* image ");
        print_number(play.panel.sequence);
        print_string(" is in use\n");
    }
    return true;
}

static bool feed(uint32_t kind, uint32_t number, vst_text text) {
    vst_input input = {.kind = kind, .number = number, .text = text};
    vst_effect effect;
    vst_status status = panel_feed(&play.panel, play.at.now_ms, &input, &effect);
    if (status != VST_OK) return failed("the session", status);
    print_effect(&play.panel, &effect);
    return adopt();
}

/* Lets time pass, with a tick whenever the session wants one. */
static bool pass_time(int64_t until_ms) {
    const vst_text none = {NULL, 0};
    int64_t last = INT64_MIN, due;
    for (;;) {
        vst_status status = vst_session_deadline(play.panel.session, &due);
        if (status != VST_OK) return failed("the deadline", status);
        if (due >= until_ms || due <= last) break;
        play.at.now_ms = last = due;
        if (!feed(VST_INPUT_TICK, 0, none)) return false;
    }
    play.at.now_ms = until_ms;
    return feed(VST_INPUT_TICK, 0, none);
}

static bool digits(const struct line *line) {
    const vst_text none = {NULL, 0};
    for (size_t at = 0; at < line->rest_len; at++) {
        char digit = line->rest[at];
        if (digit < '0' || digit > '9') return wrong("digits are 0 to 9");
        if (!feed(VST_INPUT_DIGIT, (uint32_t)(digit - '0'), none)) return false;
    }
    return true;
}

static bool update(void) {
    size_t len;
    const uint8_t *image = board_arrival(play.at.arrivals, &len);
    if (image == NULL) return wrong("no more images come");
    play.at.arrivals++;
    vst_status status = panel_update(&play.panel, image, len);
    if (status != VST_OK) {
        print_string("* image refused: ");
        print_string(refusal_of(status));
        print_string("\n");
        return true;
    }
    print_string("* image stored, for the next welcome screen\n");
    return adopt();
}

static bool start(const struct panel_config *config) {
    static const char *const kinds[] = {"new", "restored", "unreadable"};
    vst_status status = panel_start(&play.panel, config, play.at.now_ms);
    if (status != VST_OK) return failed("the console cannot start", status);
    size_t waiting;
    if (vst_outbox_waiting(play.panel.outbox, &waiting) != VST_OK) return wrong("the outbox cannot be counted");
    print_string("* start ");
    print_number(play.panel.run);
    print_string(": image ");
    print_number(play.panel.sequence);
    print_string(", outbox ");
    print_string(play.panel.opened < 3 ? kinds[play.panel.opened] : "?");
    print_string(", ");
    print_number(waiting);
    print_string(" waiting\n");
    return drain();
}

/* Runs one command. */
static bool step(const struct line *line) {
    const vst_text none = {NULL, 0};
    const vst_text rest = {line->rest, line->rest_len};
    if (is(line, "type")) return feed(VST_INPUT_TEXT, 0, rest);
    if (is(line, "digits")) return digits(line);
    if (is(line, "backspace")) return feed(VST_INPUT_BACKSPACE, 0, none);
    if (is(line, "submit")) return feed(VST_INPUT_SUBMIT, 0, none);
    if (is(line, "back")) return feed(VST_INPUT_BACK, 0, none);
    if (is(line, "update")) return update();
    if (is(line, "online")) play.at.online = true;
    if (is(line, "offline")) play.at.online = false;
    if (is(line, "online") || is(line, "offline") || is(line, "screen")) return true;
    if (is(line, "language")) {
        if (line->rest_len == 2 && memcmp(line->rest, "en", 2) == 0) return feed(VST_INPUT_LANGUAGE, VST_EN, none);
        if (line->rest_len == 2 && memcmp(line->rest, "fr", 2) == 0) return feed(VST_INPUT_LANGUAGE, VST_FR, none);
        return wrong("language is en or fr");
    }
    if (is(line, "select")) {
        int64_t choice = read_number(line->rest, line->rest_len, UINT32_MAX);
        return choice > 0 ? feed(VST_INPUT_SELECT, (uint32_t)(choice - 1), none) : wrong("select needs a number, from 1");
    }
    if (is(line, "wait") || is(line, "restart")) {
        int64_t seconds = read_number(line->rest, line->rest_len, LONGEST_WAIT_S);
        if (seconds < 0) return wrong("wait and restart need whole seconds");
        if (is(line, "wait")) return pass_time(play.at.now_ms + seconds * 1000);
        play.at.now_ms += seconds * 1000;
        board_restart(&play.at);
    }
    if (is(line, "clock")) return wrong("the clock is set by the first line alone");
    return wrong("unknown command");
}

/* Takes the next line off the script, without the spaces around it; false at the end. */
static bool next_line(const char *script, size_t len, struct line *line) {
    if (play.at.position >= len) return false;
    const char *from = script + play.at.position;
    const char *end = memchr(from, '\n', len - play.at.position);
    size_t line_len = end == NULL ? len - play.at.position : (size_t)(end - from);
    play.at.position += line_len + (end != NULL);
    if (line_len != 0 && from[line_len - 1] == '\r') line_len--;
    const char *space = memchr(from, ' ', line_len);
    line->command = from;
    line->command_len = space == NULL ? line_len : (size_t)(space - from);
    line->rest = space == NULL ? from + line_len : space + 1;
    line->rest_len = space == NULL ? 0 : line_len - line->command_len - 1;
    return true;
}

/* The first command says what time it is. */
static bool set_clock(const char *script, size_t len) {
    struct line line;
    while (next_line(script, len, &line)) {
        if (line.command_len == 0 || *line.command == '#') continue;
        play.at.now_ms = is(&line, "clock") ? read_number(line.rest, line.rest_len, INT64_C(1) << 52) : -1;
        return play.at.now_ms >= 0 ? true : wrong("a script begins with: clock MILLISECONDS");
    }
    return wrong("the script is empty");
}

bool script_run(const char *script, size_t len, const struct panel_config *config, const struct board_resume *resume) {
    play.at = *resume;
    if (!resume->used) {
        play.at.online = true;
        if (!set_clock(script, len)) return false;
    }
    play.at.used = true;
    if (!start(config)) return false;
    print_screen(&play.panel, play.at.now_ms);
    struct line line;
    while (next_line(script, len, &line)) {
        if (line.command_len == 0 || *line.command == '#') continue;
        print_string("\n> ");
        board_print(line.command, (size_t)(line.rest + line.rest_len - line.command));
        print_string("\n");
        if (!step(&line) || !drain()) return false;
        print_screen(&play.panel, play.at.now_ms);
    }
    return true;
}
