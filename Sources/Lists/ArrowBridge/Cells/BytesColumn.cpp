// A column of bytes, or a field of a column of records, as it is.
#include <arrow/array.h>

#include "BridgeBatch.h"
#include "Failures.hpp"
#include "Handles.hpp"

using arrow::Array;
using arrow::Result;
using arrow::Status;
using arrow::Type;
using bridge::Guarded;

struct arrow_bridge_bytes {
    std::shared_ptr<Array> column;
    /// The record that the bytes are a field of: null where it is null. NULL for a column of its own.
    std::shared_ptr<Array> record;
};

static Result<arrow_bridge_bytes *> BytesOf(const arrow_bridge_batch *batch, int64_t column, const char *field) {
    if (column < 0 || column >= batch->rows->num_columns()) return Status::KeyError("no such column");
    auto bytes = std::make_unique<arrow_bridge_bytes>();
    bytes->column = batch->rows->column(static_cast<int>(column));
    if (field != nullptr) {
        if (bytes->column->type_id() != Type::STRUCT) return Status::KeyError("the column holds no records");
        bytes->record = bytes->column;
        bytes->column = static_cast<const arrow::StructArray &>(*bytes->record).GetFieldByName(field);
        if (bytes->column == nullptr) return Status::KeyError("the records have no field ", field);
    }
    switch (bytes->column->type_id()) {
        case Type::BINARY: case Type::STRING: case Type::LARGE_BINARY: case Type::LARGE_STRING: return bytes.release();
        default: return Status::KeyError("the column holds no bytes");
    }
}

extern "C" {

arrow_bridge_bytes *arrow_bridge_bytes_of(
    const arrow_bridge_batch *batch, int64_t column, const char *field, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_bytes *>(
        error, nullptr, ARROW_BRIDGE_MISUSE, [&]() { return BytesOf(batch, column, field); });
}

void arrow_bridge_bytes_free(arrow_bridge_bytes *bytes) { delete bytes; }

bool arrow_bridge_bytes_get(const arrow_bridge_bytes *bytes, int64_t row, const uint8_t **found, int64_t *size) {
    const Array &column = *bytes->column;
    if (row < 0 || row >= column.length() || column.IsNull(row)) return false;
    if (bytes->record != nullptr && bytes->record->IsNull(row)) return false;
    const auto type = column.type_id();
    const auto view = type == Type::LARGE_BINARY || type == Type::LARGE_STRING
        ? static_cast<const arrow::LargeBinaryArray &>(column).GetView(row)
        : static_cast<const arrow::BinaryArray &>(column).GetView(row);
    *found = reinterpret_cast<const uint8_t *>(view.data());
    *size = static_cast<int64_t>(view.size());
    return true;
}

}  // extern "C"
