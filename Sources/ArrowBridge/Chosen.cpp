// Columns picked out of a batch, renamed, and freed of encodings that do not survive joining and writing.
#include <arrow/builder.h>
#include <arrow/compute/cast.h>

#include "Handles.hpp"
#include "Utf8Repair.hpp"
#include "ValueText.hpp"

namespace bridge {

using arrow::Array;
using arrow::Result;
using arrow::Type;

static Result<std::shared_ptr<Array>> AsText(const Array &array) {
    arrow::StringBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Reserve(array.length()));
    std::string text;
    for (int64_t row = 0; row < array.length(); row++) {
        if (array.IsNull(row)) {
            ARROW_RETURN_NOT_OK(builder.AppendNull());
            continue;
        }
        text.clear();
        AppendText(array, row, &text);
        ARROW_RETURN_NOT_OK(builder.Append(text));
    }
    return builder.Finish();
}

static bool HoldsBytes(Type::type type) {
    return type == Type::BINARY || type == Type::LARGE_BINARY || type == Type::BINARY_VIEW ||
           type == Type::FIXED_SIZE_BINARY;
}

Result<std::shared_ptr<Array>> Plain(const std::shared_ptr<Array> &array, bool as_text) {
    auto plain = array;
    if (plain->type_id() == Type::DICTIONARY) {
        const auto &values = static_cast<const arrow::DictionaryType &>(*plain->type()).value_type();
        ARROW_ASSIGN_OR_RAISE(plain, arrow::compute::Cast(*plain, values));
    }
    if (as_text && HoldsBytes(plain->type_id())) return AsText(*plain);
    return plain;
}

Result<std::shared_ptr<arrow::RecordBatch>> Chosen(
    const std::shared_ptr<arrow::RecordBatch> &rows, const std::vector<int> &columns,
    const std::vector<std::string> &names, const std::vector<bool> &as_text) {
    arrow::FieldVector fields;
    arrow::ArrayVector arrays;
    for (size_t i = 0; i < columns.size(); i++) {
        ARROW_ASSIGN_OR_RAISE(auto array, Plain(rows->column(columns[i]), as_text[i]));
        // Always nullable: a broken row has nulls everywhere.
        fields.push_back(arrow::field(names[i], array->type()));
        arrays.push_back(std::move(array));
    }
    return arrow::RecordBatch::Make(arrow::schema(std::move(fields)), rows->num_rows(), std::move(arrays));
}

}  // namespace bridge
