// Columns picked out of a batch and renamed, in plain types.
#include "Handles.hpp"
#include "PlainValues.hpp"

namespace bridge {

using arrow::Result;

Result<std::shared_ptr<arrow::RecordBatch>> Chosen(
    const std::shared_ptr<arrow::RecordBatch> &rows, const std::vector<int> &columns,
    const std::vector<std::string> &names, const std::vector<bool> &as_text, std::vector<int64_t> *repaired) {
    arrow::FieldVector fields;
    arrow::ArrayVector arrays;
    for (size_t i = 0; i < columns.size(); i++) {
        ARROW_ASSIGN_OR_RAISE(auto array, Plain(rows->column(columns[i]), as_text[i], &(*repaired)[i]));
        // Always nullable: a broken row has nulls everywhere.
        fields.push_back(arrow::field(names[i], array->type()));
        arrays.push_back(std::move(array));
    }
    return arrow::RecordBatch::Make(arrow::schema(std::move(fields)), rows->num_rows(), std::move(arrays));
}

}  // namespace bridge
