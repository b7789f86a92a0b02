// The C++ wrapper, as a panel uses it: `wrapper IMAGE KEY-IN-HEX`.
#include "vestibule.hpp"

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

static int passed = 0;
static int failed = 0;

static void expect(bool holds, const char *what) {
    holds ? passed++ : failed++;
    if (!holds) {
        std::printf("%s\n", what);
    }
}

int main(int count, char **arguments) {
    using namespace vestibule;
    if (count != 3) {
        return 2;
    }
    std::ifstream file(arguments[1], std::ios::binary);
    std::vector<std::uint8_t> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    std::vector<std::uint8_t> key;
    for (std::size_t at = 0; at + 1 < std::strlen(arguments[2]); at += 2) {
        key.push_back(static_cast<std::uint8_t>(std::stoul(std::string(arguments[2] + at, 2), nullptr, 16)));
    }
    vst_trust trust{key.data(), 1, {nullptr, 0}, 0};
    try {
        Image refused(bytes.data(), bytes.size() / 2, trust);
        expect(false, "a cut image is refused");
    } catch (const Error &error) {
        expect(error.status() == VST_IMAGE_TRUNCATED && std::strlen(error.what()) > 0, "and the reason is said");
    }
    Image opened(bytes.data(), bytes.size(), trust);
    Image image = std::move(opened);
    const std::int64_t at = image.describe().written_at_ms;
    bool more = false;
    expect(!image.search_names(at, "m", more).has_value(), "one letter is too short");
    auto hits = image.search_names(at, "marie", more);
    expect(hits.has_value() && !hits->empty(), "Marie is found");
    expect(!image.dial(at, "0000").has_value(), "an unused code reaches no one");
    expect(image.dial(at, hits->front().code).has_value(), "a listed code reaches someone");

    std::vector<std::uint8_t> storage(2048, 0xFF);
    std::vector<std::uint8_t> memory = storage;
    std::uint32_t state = 9;
    Outbox outbox(memory.data(), memory.size(), state);
    auto store = [&](const vst_write &write) {
        if (write.kind == VST_WRITE_ERASE) {
            std::memset(storage.data() + write.offset, 0xFF, write.len);
        } else {
            std::memcpy(storage.data() + write.offset, write.data, write.len);
        }
    };
    outbox.store(store);
    expect(state == VST_OUTBOX_NEW && outbox.begin_run() == 1, "the first start is number 1");
    outbox.store(store);

    Session session(image, at, vst_setup{text("lobby"), text("panel-1"), VST_EN});
    expect(session.screen(image, outbox).kind == VST_SCREEN_WELCOME, "it begins at the welcome screen");
    session.handle(image, outbox, at, vst_input{VST_INPUT_SELECT, 3, {nullptr, 0}});
    session.handle(image, outbox, at, vst_input{VST_INPUT_DIGIT, 1, {nullptr, 0}});
    expect(session.text(image, outbox, VST_PART_FIELD_TEXT) == std::optional<std::string>("•"), "codes are hidden");
    vst_effect effect = session.handle(image, outbox, at, vst_input{VST_INPUT_SUBMIT, 0, {nullptr, 0}});
    expect(effect.kind == VST_EFFECT_REFUSE_CODE, "a wrong code is told of");
    outbox.add(effect.entry);
    outbox.store(store);
    expect(outbox.next().has_value() && view(outbox.next()->id) == "panel-1-c1", "and waits in the outbox");
    expect(outbox.acknowledge("panel-1-c1", 2), "until the server has it");
    outbox.store(store);
    expect(!outbox.next().has_value() && storage == memory, "and everything is stored");
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
