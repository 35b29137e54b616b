// A column seen as UTF-8 text, whatever its type.
#include "BridgeBatch.h"
#include "Failures.hpp"
#include "Handles.hpp"
#include "Utf8Repair.hpp"
#include "ValueText.hpp"

using arrow::Array;
using arrow::Result;
using bridge::Guarded;

/// Either the column itself (text that is UTF-8 already), or a written copy with one offset per row.
struct arrow_bridge_text {
    std::shared_ptr<Array> column;
    bool copied = false;
    std::string bytes;
    std::vector<size_t> offsets;
};

static bool IsSoundText(const Array &column) {
    if (column.type_id() != arrow::Type::STRING) return false;
    const auto &texts = static_cast<const arrow::StringArray &>(column);
    if (texts.length() == 0) return true;
    const auto from = texts.value_offset(0);
    const auto all = std::string_view(
        reinterpret_cast<const char *>(texts.raw_data()) + from, static_cast<size_t>(texts.value_offset(texts.length()) - from));
    if (!bridge::IsUtf8(all)) return false;
    // Sound together may still be broken apart, where one row ends within a character.
    for (int64_t row = 0; row < texts.length(); row++) {
        const auto text = texts.GetView(row);
        if (!text.empty() && (static_cast<uint8_t>(text.front()) & 0xC0) == 0x80) return false;
    }
    return true;
}

static Result<arrow_bridge_text *> TextOf(const arrow_bridge_batch *batch, int64_t column) {
    if (column < 0 || column >= batch->rows->num_columns()) return arrow::Status::KeyError("no such column");
    auto text = std::make_unique<arrow_bridge_text>();
    text->column = batch->rows->column(static_cast<int>(column));
    if (IsSoundText(*text->column)) return text.release();
    text->copied = true;
    text->offsets.push_back(0);
    for (int64_t row = 0; row < text->column->length(); row++) {
        if (text->column->IsValid(row)) bridge::AppendText(*text->column, row, &text->bytes);
        text->offsets.push_back(text->bytes.size());
    }
    return text.release();
}

extern "C" {

arrow_bridge_text *arrow_bridge_text_of(const arrow_bridge_batch *batch, int64_t column, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_text *>(error, nullptr, ARROW_BRIDGE_MISUSE, [&]() { return TextOf(batch, column); });
}

void arrow_bridge_text_free(arrow_bridge_text *text) { delete text; }

bool arrow_bridge_text_get(const arrow_bridge_text *text, int64_t row, const char **bytes, int64_t *size) {
    if (row < 0 || row >= text->column->length() || text->column->IsNull(row)) return false;
    if (text->copied) {
        const auto place = static_cast<size_t>(row);
        *bytes = text->bytes.data() + text->offsets[place];
        *size = static_cast<int64_t>(text->offsets[place + 1] - text->offsets[place]);
    } else {
        const auto view = static_cast<const arrow::StringArray &>(*text->column).GetView(row);
        *bytes = view.data();
        *size = static_cast<int64_t>(view.size());
    }
    return true;
}

}  // extern "C"
