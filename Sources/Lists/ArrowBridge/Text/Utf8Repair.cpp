// Bytes that are not UTF-8, made UTF-8 without losing a value.
#include "Utf8Repair.hpp"

#include <arrow/util/utf8.h>

#include <cstdint>

namespace bridge {

// Windows-1252's characters for 0x80 to 0x9F, as in the WHATWG Encoding Standard's index.
static constexpr uint16_t kWindows1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

bool IsUtf8(std::string_view bytes) {
    static const bool ready = (arrow::util::InitializeUTF8(), true);
    (void)ready;
    return arrow::util::ValidateUTF8(reinterpret_cast<const uint8_t *>(bytes.data()), static_cast<int64_t>(bytes.size()));
}

void AppendCodePoint(uint32_t code, std::string *out) {
    if (code < 0x80) {
        out->push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        out->push_back(static_cast<char>(0xC0 | (code >> 6)));
        out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
    } else if (code < 0x10000) {
        out->push_back(static_cast<char>(0xE0 | (code >> 12)));
        out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
        out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
    } else {
        out->push_back(static_cast<char>(0xF0 | (code >> 18)));
        out->push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
        out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
        out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
    }
}

size_t SequenceLength(std::string_view bytes) {
    if (bytes.empty()) return 0;
    const auto first = static_cast<uint8_t>(bytes[0]);
    const size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || length > bytes.size()) return 0;
    for (size_t i = 1; i < length; i++) {
        if ((static_cast<uint8_t>(bytes[i]) & 0xC0) != 0x80) return 0;
    }
    if (length < 3) return length;
    // Overlong forms, surrogates and code points past U+10FFFF show in the second byte.
    const auto second = static_cast<uint8_t>(bytes[1]);
    if (first == 0xE0 && second < 0xA0) return 0;
    if (first == 0xED && second > 0x9F) return 0;
    if (first == 0xF0 && second < 0x90) return 0;
    if (first == 0xF4 && second > 0x8F) return 0;
    return length;
}

void AppendRepaired(std::string_view bytes, std::string *out) {
    while (!bytes.empty()) {
        const size_t length = SequenceLength(bytes);
        if (length > 0) {
            out->append(bytes.substr(0, length));
            bytes.remove_prefix(length);
        } else {
            const auto byte = static_cast<uint8_t>(bytes[0]);
            AppendCodePoint(byte < 0xA0 ? kWindows1252[byte - 0x80] : byte, out);
            bytes.remove_prefix(1);
        }
    }
}

}  // namespace bridge
