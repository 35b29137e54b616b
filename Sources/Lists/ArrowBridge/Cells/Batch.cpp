// Batches: cut, joined, described.
#include <arrow/array/concatenate.h>
#include <arrow/array/util.h>
#include <arrow/util/key_value_metadata.h>

#include "BridgeBatch.h"
#include "Failures.hpp"
#include "Handles.hpp"

using arrow::RecordBatch;
using arrow::Result;
using bridge::Guarded;

static arrow_bridge_batch *Handle(std::shared_ptr<RecordBatch> rows) { return new arrow_bridge_batch{std::move(rows)}; }

static Result<arrow_bridge_batch *> Concatenated(const arrow_bridge_batch *const *batches, int64_t count) {
    if (count <= 0) return arrow::Status::KeyError("nothing to join");
    const auto &first = batches[0]->rows;
    std::vector<std::shared_ptr<arrow::Array>> columns;
    int64_t rows = 0;
    for (int64_t i = 0; i < count; i++) rows += batches[i]->rows->num_rows();
    for (int column = 0; column < first->num_columns(); column++) {
        std::vector<std::shared_ptr<arrow::Array>> parts;
        for (int64_t i = 0; i < count; i++) {
            if (batches[i]->rows->num_columns() != first->num_columns()) {
                return arrow::Status::KeyError("batches with unequal columns");
            }
            parts.push_back(batches[i]->rows->column(column));
        }
        ARROW_ASSIGN_OR_RAISE(auto joined, arrow::Concatenate(parts));
        columns.push_back(std::move(joined));
    }
    return Handle(RecordBatch::Make(first->schema(), rows, std::move(columns)));
}

extern "C" {

arrow_bridge_batch *arrow_bridge_batch_empty(int64_t rows, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(error, nullptr, ARROW_BRIDGE_MISUSE, [&]() -> Result<arrow_bridge_batch *> {
        return Handle(RecordBatch::Make(arrow::schema({}), rows, std::vector<std::shared_ptr<arrow::Array>>{}));
    });
}

void arrow_bridge_batch_free(arrow_bridge_batch *batch) { delete batch; }

int64_t arrow_bridge_batch_rows(const arrow_bridge_batch *batch) { return batch->rows->num_rows(); }

arrow_bridge_batch *arrow_bridge_batch_slice(
    const arrow_bridge_batch *batch, int64_t from, int64_t count, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(error, nullptr, ARROW_BRIDGE_MISUSE, [&]() -> Result<arrow_bridge_batch *> {
        return Handle(batch->rows->Slice(from, count));
    });
}

arrow_bridge_batch *arrow_bridge_batch_first_columns(
    const arrow_bridge_batch *batch, int64_t count, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(error, nullptr, ARROW_BRIDGE_MISUSE, [&]() -> Result<arrow_bridge_batch *> {
        std::vector<int> columns;
        for (int64_t column = 0; column < count; column++) columns.push_back(static_cast<int>(column));
        ARROW_ASSIGN_OR_RAISE(auto selected, batch->rows->SelectColumns(columns));
        return Handle(std::move(selected));
    });
}

arrow_bridge_batch *arrow_bridge_batch_beside(
    const arrow_bridge_batch *left, const arrow_bridge_batch *right, const int64_t *columns, int64_t count,
    arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(error, nullptr, ARROW_BRIDGE_MISUSE, [&]() -> Result<arrow_bridge_batch *> {
        if (left->rows->num_rows() != right->rows->num_rows()) {
            return arrow::Status::KeyError("batches with unequal rows");
        }
        arrow::FieldVector fields;
        arrow::ArrayVector arrays;
        for (int64_t i = 0; i < count; i++) {
            const int own = left->rows->num_columns();
            const auto &rows = columns[i] < own ? left->rows : right->rows;
            const int place = static_cast<int>(columns[i] < own ? columns[i] : columns[i] - own);
            if (place < 0 || place >= rows->num_columns()) return arrow::Status::KeyError("no such column");
            fields.push_back(rows->schema()->field(place));
            arrays.push_back(rows->column(place));
        }
        return Handle(
            RecordBatch::Make(arrow::schema(std::move(fields)), left->rows->num_rows(), std::move(arrays)));
    });
}

arrow_bridge_batch *arrow_bridge_batch_concatenate(
    const arrow_bridge_batch *const *batches, int64_t count, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(
        error, nullptr, ARROW_BRIDGE_MISUSE, [&]() { return Concatenated(batches, count); });
}

arrow_bridge_schema *arrow_bridge_batch_schema(const arrow_bridge_batch *batch, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_schema *>(error, nullptr, ARROW_BRIDGE_MISUSE, [&]() -> Result<arrow_bridge_schema *> {
        return new arrow_bridge_schema(batch->rows->schema());
    });
}

arrow_bridge_schema *arrow_bridge_schema_annotated(
    const arrow_bridge_schema *schema, const char *key, const char *value, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_schema *>(
        error, nullptr, ARROW_BRIDGE_MISUSE, [&]() -> Result<arrow_bridge_schema *> {
            auto metadata = schema->schema->metadata() == nullptr ? std::make_shared<arrow::KeyValueMetadata>()
                                                                  : schema->schema->metadata()->Copy();
            ARROW_RETURN_NOT_OK(metadata->Set(key, value));
            return new arrow_bridge_schema(schema->schema->WithMetadata(std::move(metadata)));
        });
}

void arrow_bridge_schema_free(arrow_bridge_schema *schema) { delete schema; }

int64_t arrow_bridge_schema_columns(const arrow_bridge_schema *schema) { return schema->schema->num_fields(); }

const char *arrow_bridge_schema_name(const arrow_bridge_schema *schema, int64_t column) {
    return schema->schema->field(static_cast<int>(column))->name().c_str();
}

const char *arrow_bridge_schema_type(const arrow_bridge_schema *schema, int64_t column) {
    return schema->types[static_cast<size_t>(column)].c_str();
}

}  // extern "C"
