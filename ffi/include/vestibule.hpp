/*
 * Vestibule for C++17: handles that free themselves, texts as std::string_view, failures as exceptions. Everything else is
 * as vestibule.h says; functions that are not here are called directly, with a handle's get().
 */
#ifndef VESTIBULE_HPP
#define VESTIBULE_HPP

#include "vestibule.h"

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vestibule {

/** A call that did not succeed. */
class Error : public std::exception {
public:
    explicit Error(vst_status status) : status_(status), text_(text_of(status)) {}
    /** The status, VST_… */
    vst_status status() const noexcept { return status_; }
    const char *what() const noexcept override { return text_.c_str(); }

private:
    static std::string text_of(vst_status status) {
        vst_text text = vst_status_text(status);
        return std::string(text.data, text.len);
    }
    vst_status status_;
    std::string text_;
};

/** Throws Error unless a call succeeded. */
inline void check(vst_status status) {
    if (status != VST_OK) {
        throw Error(status);
    }
}

/** A text of the library; empty for no text. */
inline std::string_view view(vst_text text) {
    return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.len);
}

/** A text for the library. It must outlive the call. */
inline vst_text text(std::string_view text) {
    return vst_text{text.data(), text.size()};
}

/** A handle that frees itself. Moved, not copied. */
template <typename Handle, vst_status (*Free)(Handle *)>
class Owned {
public:
    Owned() noexcept : handle_{0} {}
    Owned(Owned &&other) noexcept : handle_(std::exchange(other.handle_, Handle{0})) {}
    Owned &operator=(Owned &&other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    Owned(const Owned &) = delete;
    Owned &operator=(const Owned &) = delete;
    ~Owned() { Free(&handle_); }
    /** The handle, for functions of vestibule.h. */
    Handle get() const noexcept { return handle_; }

protected:
    Handle handle_;
};

/** A name that was found. */
struct Hit {
    std::uint32_t resident;
    std::string_view name;
    std::string_view code;
};

/** An open image. Its bytes must outlive it; the texts that it gives live as long as it does. */
class Image : public Owned<vst_image, vst_image_free> {
public:
    Image() noexcept = default;
    /** Opens an image; throws Error with VST_IMAGE_… when it is refused. */
    Image(const std::uint8_t *data, std::size_t size, const vst_trust &trust) {
        check(vst_image_open(data, size, &trust, &handle_));
    }
    /** What it is. */
    vst_image_info describe() const {
        vst_image_info info;
        check(vst_image_describe(handle_, &info));
        return info;
    }
    /** Searches names; none for a query that is too short. `more` says whether others match. */
    std::optional<std::vector<Hit>> search_names(std::int64_t at_ms, std::string_view query, bool &more) const {
        vst_hit hits[VST_HITS_MAX];
        vst_names names;
        check(vst_search_names(handle_, at_ms, query.data(), query.size(), hits, VST_HITS_MAX, &names));
        more = names.more != 0;
        if (names.too_short) {
            return std::nullopt;
        }
        std::vector<Hit> found;
        for (std::size_t at = 0; at < names.count; at++) {
            found.push_back(Hit{hits[at].resident, view(hits[at].name), view(hits[at].code)});
        }
        return found;
    }
    /** Dials a directory code; none when it reaches no one. */
    std::optional<vst_reached> dial(std::int64_t at_ms, std::string_view code) const {
        vst_reached reached;
        check(vst_dial(handle_, at_ms, code.data(), code.size(), &reached));
        return reached.found ? std::optional<vst_reached>(reached) : std::nullopt;
    }
};

/** A console's outbox, in memory that outlives it. `store` is called with every write, in order. */
class Outbox : public Owned<vst_outbox, vst_outbox_free> {
public:
    Outbox() noexcept = default;
    /** Opens the outbox of what was stored; `opened` becomes VST_OUTBOX_NEW and so on. */
    Outbox(std::uint8_t *memory, std::size_t size, std::uint32_t &opened) {
        check(vst_outbox_open(memory, size, &handle_, &opened));
    }
    /** Counts a start of the console. Store, then use the number. */
    std::uint32_t begin_run() {
        std::uint32_t run;
        check(vst_outbox_begin_run(handle_, &run));
        return run;
    }
    /** Adds what happened. Store, then show that it stands. */
    void add(const vst_entry &entry) { check(vst_outbox_add(handle_, &entry)); }
    /** Carries out every write that is still to be: `write` is called with each, in order. */
    template <typename Write>
    void store(Write write) {
        vst_write next;
        for (check(vst_outbox_next_write(handle_, &next)); next.kind != VST_WRITE_NONE;
             check(vst_outbox_next_write(handle_, &next))) {
            write(next);
            check(vst_outbox_written(handle_));
        }
    }
    /** The first entry that the server has not acknowledged. */
    std::optional<vst_entry> next() const {
        vst_entry entry;
        check(vst_outbox_next(handle_, &entry));
        return entry.kind == VST_ENTRY_NONE ? std::nullopt : std::optional<vst_entry>(entry);
    }
    /** Notes that the server has an entry; false when it was noted before. */
    bool acknowledge(std::string_view id, std::uint64_t known_from) {
        vst_status status = vst_outbox_acknowledge(handle_, id.data(), id.size(), known_from);
        if (status == VST_UNKNOWN) {
            return false;
        }
        check(status);
        return true;
    }
};

/** A console's session, over the image and the outbox that are passed to its calls. */
class Session : public Owned<vst_session, vst_session_free> {
public:
    Session() noexcept = default;
    Session(const Image &image, std::int64_t at_ms, const vst_setup &setup) {
        check(vst_session_new(image.get(), at_ms, &setup, &handle_));
    }
    /** Feeds an input; what comes back has to be carried out. Its texts live until the next input. */
    vst_effect handle(const Image &image, const Outbox &outbox, std::int64_t at_ms, const vst_input &input) {
        vst_effect effect;
        check(vst_session_handle(handle_, image.get(), outbox.get(), at_ms, &input, &effect));
        return effect;
    }
    /** Which screen to draw. */
    vst_screen screen(const Image &image, const Outbox &outbox) const {
        vst_screen screen;
        check(vst_session_screen(handle_, image.get(), outbox.get(), &screen));
        return screen;
    }
    /** A text of the screen; none when it has no such text. */
    std::optional<std::string> text(const Image &image, const Outbox &outbox, std::uint32_t part,
                                    std::size_t index = 0) const {
        std::size_t length = 0;
        vst_status status =
            vst_session_text(handle_, image.get(), outbox.get(), part, index, nullptr, 0, &length);
        if (status == VST_UNKNOWN) {
            return std::nullopt;
        }
        std::string text(length, '\0');
        if (length > 0) {
            check(vst_session_text(handle_, image.get(), outbox.get(), part, index, &text[0], length, &length));
        }
        return text;
    }
};

} // namespace vestibule

#endif
