// JSON read where it stands: values are checked and passed over, strings undone when they are wanted.
#pragma once

#include <string>
#include <string_view>

namespace bridge::json {

/// Behind the white space at `at`.
const char *BehindSpace(const char *at, const char *end);

/// Behind the value that begins at `at`; null when there is none, or it nests deeper than 128. `NaN` and the
/// infinities, which Python writes, count as numbers; control characters within strings are let pass.
const char *BehindValue(const char *at, const char *end, int depth = 0);

/// Appends the text of a string, given with its quotes. Halves of surrogate pairs become U+FFFD.
void AppendUnescaped(std::string_view quoted, std::string *out);

/// Whether a checked string, given with its quotes, has escapes to undo.
inline bool HasEscapes(std::string_view quoted) { return quoted.find('\\') != std::string_view::npos; }

/// Calls `take(key, value)` for each member of the object at `at`, key with quotes, both checked; false when it is
/// no object. Ends behind it.
template <typename Take>
bool ForEachMember(const char **at, const char *end, Take &&take) {
    const char *p = BehindSpace(*at, end);
    if (p == end || *p != '{') return false;
    p = BehindSpace(p + 1, end);
    if (p != end && *p == '}') {
        *at = p + 1;
        return true;
    }
    while (true) {
        if (p == end || *p != '"') return false;
        const char *key_end = BehindValue(p, end);
        if (key_end == nullptr) return false;
        const std::string_view key(p, static_cast<size_t>(key_end - p));
        p = BehindSpace(key_end, end);
        if (p == end || *p != ':') return false;
        p = BehindSpace(p + 1, end);
        const char *value_end = BehindValue(p, end, 1);
        if (value_end == nullptr) return false;
        take(key, std::string_view(p, static_cast<size_t>(value_end - p)));
        p = BehindSpace(value_end, end);
        if (p != end && *p == '}') {
            *at = p + 1;
            return true;
        }
        if (p == end || *p != ',') return false;
        p = BehindSpace(p + 1, end);
    }
}

/// Calls `take(value)` for each element of the array at `at`; false when it is no array. Ends behind it.
template <typename Take>
bool ForEachElement(const char **at, const char *end, Take &&take) {
    const char *p = BehindSpace(*at, end);
    if (p == end || *p != '[') return false;
    p = BehindSpace(p + 1, end);
    if (p != end && *p == ']') {
        *at = p + 1;
        return true;
    }
    while (true) {
        const char *value_end = BehindValue(p, end, 1);
        if (value_end == nullptr) return false;
        take(std::string_view(p, static_cast<size_t>(value_end - p)));
        p = BehindSpace(value_end, end);
        if (p != end && *p == ']') {
            *at = p + 1;
            return true;
        }
        if (p == end || *p != ',') return false;
        p = BehindSpace(p + 1, end);
    }
}

}  // namespace bridge::json
