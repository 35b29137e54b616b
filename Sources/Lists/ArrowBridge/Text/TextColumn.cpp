// A column seen as UTF-8 text, whatever its type.
#include <cmath>

#include "BridgeBatch.h"
#include "Failures.hpp"
#include "Handles.hpp"
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

/// What a value of a column of numbers is not: JSON has no word for it either, so it counts as null.
static bool IsNoNumber(const Array &column, int64_t row) {
    switch (column.type_id()) {
        case arrow::Type::HALF_FLOAT:
        case arrow::Type::FLOAT:
        case arrow::Type::DOUBLE: return !std::isfinite(bridge::RealOf(column, row));
        default: return false;
    }
}

static Result<arrow_bridge_text *> TextOf(const arrow_bridge_batch *batch, int64_t column, bool whole_numbers) {
    if (column < 0 || column >= batch->rows->num_columns()) return arrow::Status::KeyError("no such column");
    auto text = std::make_unique<arrow_bridge_text>();
    text->column = batch->rows->column(static_cast<int>(column));
    // Text of every batch is UTF-8: `Plain` and `CellColumn` repair it, and Swift's own is.
    if (text->column->type_id() == arrow::Type::STRING) return text.release();
    text->copied = true;
    text->offsets.push_back(0);
    for (int64_t row = 0; row < text->column->length(); row++) {
        if (text->column->IsValid(row)) {
            const bool written = whole_numbers && bridge::AppendWholeNumber(*text->column, row, &text->bytes);
            if (!written) bridge::AppendText(*text->column, row, &text->bytes);
        }
        text->offsets.push_back(text->bytes.size());
    }
    return text.release();
}

extern "C" {

arrow_bridge_text *arrow_bridge_text_of(
    const arrow_bridge_batch *batch, int64_t column, bool whole_numbers, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_text *>(
        error, nullptr, ARROW_BRIDGE_MISUSE, [&]() { return TextOf(batch, column, whole_numbers); });
}

void arrow_bridge_text_free(arrow_bridge_text *text) { delete text; }

bool arrow_bridge_text_get(const arrow_bridge_text *text, int64_t row, const char **bytes, int64_t *size) {
    if (row < 0 || row >= text->column->length() || text->column->IsNull(row)) return false;
    if (IsNoNumber(*text->column, row)) return false;
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
