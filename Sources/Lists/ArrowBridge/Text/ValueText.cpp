// One value of any Arrow type, written as JSON or as plain text.
#include "ValueText.hpp"

#include <arrow/extension_type.h>
#include <arrow/scalar.h>
#include <arrow/util/float16.h>

#include <charconv>
#include <cmath>
#include <cstdio>

#include "Utf8Repair.hpp"

namespace bridge {

using arrow::Array;
using arrow::Type;

static void AppendEscape(uint32_t unit, std::string *out) {
    char text[8];
    std::snprintf(text, sizeof text, "\\u%04x", unit);
    out->append(text, 6);
}

static void AppendEscapedCodePoint(uint32_t code, std::string *out) {
    if (code < 0x10000) return AppendEscape(code, out);
    code -= 0x10000;
    AppendEscape(0xD800 | (code >> 10), out);
    AppendEscape(0xDC00 | (code & 0x3FF), out);
}

static uint32_t CodePoint(std::string_view sequence) {
    const auto first = static_cast<uint8_t>(sequence[0]);
    uint32_t code = sequence.size() == 2 ? first & 0x1F : sequence.size() == 3 ? first & 0x0F : first & 0x07;
    for (size_t i = 1; i < sequence.size(); i++) code = (code << 6) | (static_cast<uint8_t>(sequence[i]) & 0x3F);
    return code;
}

static const char *ShortEscape(char byte) {
    switch (byte) {
        case '"': return "\\\"";
        case '\\': return "\\\\";
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        case '\f': return "\\f";
        case '\b': return "\\b";
        default: return nullptr;
    }
}

void AppendJsonString(std::string_view text, std::string *out) {
    std::string repaired;
    if (!IsUtf8(text)) {
        AppendRepaired(text, &repaired);
        text = repaired;
    }
    out->push_back('"');
    size_t plain = 0;
    for (size_t i = 0; i < text.size();) {
        const auto byte = static_cast<uint8_t>(text[i]);
        if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
            i++;
            continue;
        }
        out->append(text.substr(plain, i - plain));
        size_t length = 1;
        if (byte >= 0x80) {
            length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
            AppendEscapedCodePoint(CodePoint(text.substr(i, length)), out);
        } else if (const char *escape = ShortEscape(text[i])) {
            out->append(escape);
        } else {
            AppendEscape(byte, out);
        }
        i += length;
        plain = i;
    }
    out->append(text.substr(plain));
    out->push_back('"');
}

void AppendDouble(double value, std::string *out) {
    char shortest[40];
    const auto end =
        std::to_chars(shortest, shortest + sizeof shortest - 1, value, std::chars_format::scientific).ptr;
    *end = '\0';
    const std::string_view text(shortest, static_cast<size_t>(end - shortest));
    const size_t mark = text.find('e');
    const int exponent = std::atoi(shortest + mark + 1);
    // Python writes an exponent below 1e-4 and from 1e16 on.
    if (exponent < -4 || exponent >= 16) {
        out->append(text);
        return;
    }
    std::string digits;
    for (const char c : text.substr(0, mark)) {
        if (c == '-') out->push_back('-');
        if (c >= '0' && c <= '9') digits.push_back(c);
    }
    if (exponent < 0) {
        out->append("0.").append(static_cast<size_t>(-exponent - 1), '0').append(digits);
        return;
    }
    const auto whole = static_cast<size_t>(exponent) + 1;
    if (digits.size() < whole) digits.append(whole - digits.size(), '0');
    out->append(digits, 0, whole).push_back('.');
    out->append(digits.size() > whole ? digits.substr(whole) : "0");
}

static void AppendInteger(auto value, std::string *out) {
    char text[24];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    out->append(text, end);
}

static void AppendBreak(JsonLayout layout, int depth, std::string *out) {
    if (!layout.indented) return;
    out->push_back('\n');
    out->append(static_cast<size_t>(depth) * 4, ' ');
}

/// What stands between two elements on one line is `, `; indented, the line break follows the comma at once.
static void AppendComma(JsonLayout layout, std::string *out) { out->append(layout.indented ? "," : ", "); }

static void AppendElements(const Array &values, int64_t from, int64_t count, JsonLayout layout, std::string *out) {
    if (count == 0) {
        out->append("[]");
        return;
    }
    out->push_back('[');
    for (int64_t i = 0; i < count; i++) {
        if (i > 0) AppendComma(layout, out);
        AppendBreak(layout, layout.depth + 1, out);
        AppendJson(values, from + i, {layout.indented, layout.depth + 1}, out);
    }
    AppendBreak(layout, layout.depth, out);
    out->push_back(']');
}

static void AppendObject(const arrow::StructArray &array, int64_t row, JsonLayout layout, std::string *out) {
    if (array.num_fields() == 0) {
        out->append("{}");
        return;
    }
    out->push_back('{');
    for (int i = 0; i < array.num_fields(); i++) {
        if (i > 0) AppendComma(layout, out);
        AppendBreak(layout, layout.depth + 1, out);
        AppendJsonString(array.struct_type()->field(i)->name(), out);
        out->append(": ");
        AppendJson(*array.field(i), row, {layout.indented, layout.depth + 1}, out);
    }
    AppendBreak(layout, layout.depth, out);
    out->push_back('}');
}

double RealOf(const Array &array, int64_t row) {
    switch (array.type_id()) {
        case Type::HALF_FLOAT:
            return arrow::util::Float16::FromBits(static_cast<const arrow::HalfFloatArray &>(array).Value(row)).ToDouble();
        case Type::FLOAT: return double{static_cast<const arrow::FloatArray &>(array).Value(row)};
        default: return static_cast<const arrow::DoubleArray &>(array).Value(row);
    }
}

static bool IsReal(const Array &array) {
    return array.type_id() == Type::HALF_FLOAT || array.type_id() == Type::FLOAT || array.type_id() == Type::DOUBLE;
}

bool AppendWholeNumber(const Array &array, int64_t row, std::string *out) {
    if (!IsReal(array)) return false;
    const double value = RealOf(array, row);
    // Beyond 2^53 neighbouring integers are one number.
    if (!(std::fabs(value) <= 9007199254740992.0) || value != std::floor(value)) return false;
    AppendInteger(static_cast<int64_t>(value), out);
    return true;
}

static bool AppendNumber(const Array &array, int64_t row, std::string *out) {
    if (IsReal(array)) {
        const double value = RealOf(array, row);
        // JSON has no word for these; Python's `NaN` is what other readers choke on.
        std::isfinite(value) ? AppendDouble(value, out) : void(out->append("null"));
        return true;
    }
    switch (array.type_id()) {
        case Type::BOOL:
            out->append(static_cast<const arrow::BooleanArray &>(array).Value(row) ? "true" : "false");
            return true;
        case Type::INT8: AppendInteger(int{static_cast<const arrow::Int8Array &>(array).Value(row)}, out); return true;
        case Type::INT16: AppendInteger(static_cast<const arrow::Int16Array &>(array).Value(row), out); return true;
        case Type::INT32: AppendInteger(static_cast<const arrow::Int32Array &>(array).Value(row), out); return true;
        case Type::INT64: AppendInteger(static_cast<const arrow::Int64Array &>(array).Value(row), out); return true;
        case Type::UINT8: AppendInteger(int{static_cast<const arrow::UInt8Array &>(array).Value(row)}, out); return true;
        case Type::UINT16: AppendInteger(static_cast<const arrow::UInt16Array &>(array).Value(row), out); return true;
        case Type::UINT32: AppendInteger(static_cast<const arrow::UInt32Array &>(array).Value(row), out); return true;
        case Type::UINT64: AppendInteger(static_cast<const arrow::UInt64Array &>(array).Value(row), out); return true;
        default: return false;
    }
}

bool ViewBytes(const Array &array, int64_t row, std::string_view *text) {
    switch (array.type_id()) {
        case Type::STRING:
        case Type::BINARY: *text = static_cast<const arrow::BinaryArray &>(array).GetView(row); return true;
        case Type::LARGE_STRING:
        case Type::LARGE_BINARY: *text = static_cast<const arrow::LargeBinaryArray &>(array).GetView(row); return true;
        case Type::STRING_VIEW:
        case Type::BINARY_VIEW: *text = static_cast<const arrow::BinaryViewArray &>(array).GetView(row); return true;
        case Type::FIXED_SIZE_BINARY:
            *text = static_cast<const arrow::FixedSizeBinaryArray &>(array).GetView(row);
            return true;
        default: return false;
    }
}

/// As Python writes it, `12345678-1234-…`; false for another type.
static bool AppendUuid(const Array &array, int64_t row, bool quoted, std::string *out) {
    const auto &type = static_cast<const arrow::ExtensionType &>(*array.type());
    const auto &storage = *static_cast<const arrow::ExtensionArray &>(array).storage();
    std::string_view bytes;
    if (type.extension_name() != "arrow.uuid" || !ViewBytes(storage, row, &bytes) || bytes.size() != 16) return false;
    if (quoted) out->push_back('"');
    for (size_t i = 0; i < bytes.size(); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out->push_back('-');
        const auto byte = static_cast<uint8_t>(bytes[i]);
        out->push_back("0123456789abcdef"[byte >> 4]);
        out->push_back("0123456789abcdef"[byte & 15]);
    }
    if (quoted) out->push_back('"');
    return true;
}

static bool AppendNested(const Array &array, int64_t row, JsonLayout layout, std::string *out) {
    switch (array.type_id()) {
        case Type::LIST:
        case Type::MAP: {
            const auto &list = static_cast<const arrow::ListArray &>(array);
            AppendElements(*list.values(), list.value_offset(row), list.value_length(row), layout, out);
            return true;
        }
        case Type::LARGE_LIST: {
            const auto &list = static_cast<const arrow::LargeListArray &>(array);
            AppendElements(*list.values(), list.value_offset(row), list.value_length(row), layout, out);
            return true;
        }
        case Type::FIXED_SIZE_LIST: {
            const auto &list = static_cast<const arrow::FixedSizeListArray &>(array);
            AppendElements(*list.values(), list.value_offset(row), list.value_length(row), layout, out);
            return true;
        }
        case Type::STRUCT: AppendObject(static_cast<const arrow::StructArray &>(array), row, layout, out); return true;
        case Type::DICTIONARY: {
            const auto &coded = static_cast<const arrow::DictionaryArray &>(array);
            AppendJson(*coded.dictionary(), coded.GetValueIndex(row), layout, out);
            return true;
        }
        case Type::EXTENSION:
            if (!AppendUuid(array, row, true, out)) {
                AppendJson(*static_cast<const arrow::ExtensionArray &>(array).storage(), row, layout, out);
            }
            return true;
        default: return false;
    }
}

void AppendJson(const Array &array, int64_t row, JsonLayout layout, std::string *out) {
    if (array.IsNull(row)) {
        out->append("null");
        return;
    }
    std::string_view text;
    if (ViewBytes(array, row, &text)) return AppendJsonString(text, out);
    if (AppendNumber(array, row, out) || AppendNested(array, row, layout, out)) return;
    const auto scalar = array.GetScalar(row);
    AppendJsonString(scalar.ok() ? (*scalar)->ToString() : std::string(), out);
}

void AppendText(const Array &array, int64_t row, std::string *out) {
    std::string_view text;
    if (ViewBytes(array, row, &text)) {
        IsUtf8(text) ? void(out->append(text)) : AppendRepaired(text, out);
        return;
    }
    if (AppendNumber(array, row, out)) return;
    if (array.type_id() == Type::DICTIONARY) {
        const auto &coded = static_cast<const arrow::DictionaryArray &>(array);
        const auto &values = *coded.dictionary();
        if (values.IsValid(coded.GetValueIndex(row))) AppendText(values, coded.GetValueIndex(row), out);
        return;
    }
    if (array.type_id() == Type::EXTENSION) {
        if (!AppendUuid(array, row, false, out)) {
            AppendText(*static_cast<const arrow::ExtensionArray &>(array).storage(), row, out);
        }
        return;
    }
    if (AppendNested(array, row, {false, 0}, out)) return;
    const auto scalar = array.GetScalar(row);
    if (scalar.ok()) out->append((*scalar)->ToString());
}

}  // namespace bridge
