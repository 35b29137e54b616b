// JSON read where it stands: values are checked and passed over, strings undone when they are wanted.
#include "JSONScanner.hpp"

#include <cstdint>
#include <cstring>

#include "Utf8Repair.hpp"

namespace bridge::json {

static constexpr int kMaximumDepth = 128;

const char *BehindSpace(const char *at, const char *end) {
    while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) at++;
    return at;
}

static int HexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The four digits at `at`; -1 when they are not four.
static int32_t HexUnit(const char *at, const char *end) {
    if (end - at < 4) return -1;
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        const int digit = HexDigit(at[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static const char *BehindString(const char *at, const char *end) {
    for (at++; at != end; at++) {
        if (*at == '"') return at + 1;
        if (*at != '\\') continue;
        if (++at == end) return nullptr;
        if (*at == 'u') {
            if (HexUnit(at + 1, end) < 0) return nullptr;
            at += 4;
        } else if (std::strchr("\"\\/bfnrt", *at) == nullptr || *at == 0) {
            return nullptr;
        }
    }
    return nullptr;
}

static const char *BehindDigits(const char *at, const char *end) {
    while (at != end && *at >= '0' && *at <= '9') at++;
    return at;
}

static const char *BehindNumber(const char *at, const char *end) {
    if (*at == '-') at++;
    if (std::string_view(at, static_cast<size_t>(end - at)).starts_with("Infinity")) return at + 8;
    const char *whole = BehindDigits(at, end);
    if (whole == at || (*at == '0' && whole - at > 1)) return nullptr;
    at = whole;
    if (at != end && *at == '.') {
        const char *fraction = BehindDigits(at + 1, end);
        if (fraction == at + 1) return nullptr;
        at = fraction;
    }
    if (at != end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at != end && (*at == '+' || *at == '-')) at++;
        const char *exponent = BehindDigits(at, end);
        if (exponent == at) return nullptr;
        at = exponent;
    }
    return at;
}

static const char *BehindWord(const char *at, const char *end, std::string_view word) {
    return std::string_view(at, static_cast<size_t>(end - at)).starts_with(word) ? at + word.size() : nullptr;
}

static const char *BehindNested(const char *at, const char *end, int depth) {
    const bool object = *at == '{';
    const char close = object ? '}' : ']';
    at = BehindSpace(at + 1, end);
    if (at != end && *at == close) return at + 1;
    while (true) {
        if (object) {
            if (at == end || *at != '"') return nullptr;
            at = BehindString(at, end);
            if (at == nullptr) return nullptr;
            at = BehindSpace(at, end);
            if (at == end || *at != ':') return nullptr;
            at = BehindSpace(at + 1, end);
        }
        at = BehindValue(at, end, depth + 1);
        if (at == nullptr) return nullptr;
        at = BehindSpace(at, end);
        if (at == end) return nullptr;
        if (*at == close) return at + 1;
        if (*at != ',') return nullptr;
        at = BehindSpace(at + 1, end);
    }
}

const char *BehindValue(const char *at, const char *end, int depth) {
    if (at == end || depth > kMaximumDepth) return nullptr;
    switch (*at) {
        case '"': return BehindString(at, end);
        case '{':
        case '[': return BehindNested(at, end, depth);
        case 't': return BehindWord(at, end, "true");
        case 'f': return BehindWord(at, end, "false");
        case 'n': return BehindWord(at, end, "null");
        case 'N': return BehindWord(at, end, "NaN");
        default: return BehindNumber(at, end);
    }
}

static const char *AppendUnicodeEscape(const char *at, const char *end, std::string *out) {
    const auto unit = static_cast<uint32_t>(HexUnit(at, end));
    at += 4;
    if (unit < 0xD800 || unit > 0xDFFF) {
        AppendCodePoint(unit, out);
        return at;
    }
    if (unit < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
        const int32_t low = HexUnit(at + 2, end);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            AppendCodePoint(0x10000 + ((unit - 0xD800) << 10) + (static_cast<uint32_t>(low) - 0xDC00), out);
            return at + 6;
        }
    }
    AppendCodePoint(0xFFFD, out);
    return at;
}

void AppendUnescaped(std::string_view quoted, std::string *out) {
    const char *at = quoted.data() + 1;
    const char *end = quoted.data() + quoted.size() - 1;
    while (at < end) {
        const void *hit = std::memchr(at, '\\', static_cast<size_t>(end - at));
        const char *escape = hit == nullptr ? end : static_cast<const char *>(hit);
        out->append(at, escape);
        if (escape == end) return;
        at = escape + 2;
        switch (escape[1]) {
            case 'b': out->push_back('\b'); break;
            case 'f': out->push_back('\f'); break;
            case 'n': out->push_back('\n'); break;
            case 'r': out->push_back('\r'); break;
            case 't': out->push_back('\t'); break;
            case 'u': at = AppendUnicodeEscape(at, end, out); break;
            default: out->push_back(escape[1]); break;
        }
    }
}

}  // namespace bridge::json
