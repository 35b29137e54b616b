// What stands behind the opaque pointers that more than one file of the bridge uses.
#pragma once

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <memory>
#include <string>
#include <vector>

struct arrow_bridge_batch {
    std::shared_ptr<arrow::RecordBatch> rows;
};

struct arrow_bridge_schema {
    explicit arrow_bridge_schema(std::shared_ptr<arrow::Schema> of) : schema(std::move(of)) {
        for (const auto &field : schema->fields()) types.push_back(field->type()->ToString());
    }
    std::shared_ptr<arrow::Schema> schema;
    /// Kept, because the border lends them as C strings.
    std::vector<std::string> types;
};

namespace bridge {

/// The chosen columns of `rows` under new names, in plain types: see `Plain`. Values that were repaired are added to the
/// count of their column.
arrow::Result<std::shared_ptr<arrow::RecordBatch>> Chosen(
    const std::shared_ptr<arrow::RecordBatch> &rows, const std::vector<int> &columns,
    const std::vector<std::string> &names, const std::vector<bool> &as_text, std::vector<int64_t> *repaired);

}  // namespace bridge
