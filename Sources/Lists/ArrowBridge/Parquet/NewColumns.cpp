// Columns made by the caller, appended to a batch.
#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/json/from_string.h>

#include "BridgeBatch.h"
#include "Failures.hpp"
#include "Handles.hpp"

using arrow::Result;
using arrow::Status;
using bridge::Guarded;

struct arrow_bridge_columns {
    arrow::FieldVector fields;
    arrow::ArrayVector arrays;

    void Add(const char *name, std::shared_ptr<arrow::Array> array) {
        fields.push_back(arrow::field(name, array->type()));
        arrays.push_back(std::move(array));
    }
};

template <typename Builder, typename Value>
static Result<bool> AddNumbers(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const Value *values, const uint8_t *valid) {
    Builder builder;
    ARROW_RETURN_NOT_OK(builder.AppendValues(values, rows, valid));
    ARROW_ASSIGN_OR_RAISE(auto array, builder.Finish());
    columns->Add(name, std::move(array));
    return true;
}

template <typename Builder>
static Result<bool> AddBytes(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const uint8_t *bytes, const int64_t *offsets,
    const uint8_t *valid) {
    Builder builder;
    ARROW_RETURN_NOT_OK(builder.Reserve(rows));
    ARROW_RETURN_NOT_OK(builder.ReserveData(offsets[rows]));
    for (int64_t row = 0; row < rows; row++) {
        if (valid[row] == 0) {
            ARROW_RETURN_NOT_OK(builder.AppendNull());
            continue;
        }
        const auto size = static_cast<size_t>(offsets[row + 1] - offsets[row]);
        ARROW_RETURN_NOT_OK(builder.Append(std::string_view(reinterpret_cast<const char *>(bytes) + offsets[row], size)));
    }
    ARROW_ASSIGN_OR_RAISE(auto array, builder.Finish());
    columns->Add(name, std::move(array));
    return true;
}

static Result<bool> Nest(arrow_bridge_columns *columns, int64_t count, const char *name) {
    if (count < 1 || count > static_cast<int64_t>(columns->arrays.size())) {
        return Status::KeyError("no ", count, " columns to nest");
    }
    arrow::ArrayVector children(columns->arrays.end() - count, columns->arrays.end());
    arrow::FieldVector fields(columns->fields.end() - count, columns->fields.end());
    const auto nulls = children.front()->null_bitmap();
    ARROW_ASSIGN_OR_RAISE(auto array, arrow::StructArray::Make(children, fields, nulls));
    columns->arrays.resize(columns->arrays.size() - count);
    columns->fields.resize(columns->fields.size() - count);
    columns->Add(name, std::move(array));
    return true;
}

static Result<std::shared_ptr<arrow::DataType>> TypeNamed(const std::string &name) {
    const std::string list = "list<";
    if (name.starts_with(list) && name.ends_with(">")) {
        ARROW_ASSIGN_OR_RAISE(auto element, TypeNamed(name.substr(list.size(), name.size() - list.size() - 1)));
        return arrow::list(element);
    }
    const std::pair<const char *, std::shared_ptr<arrow::DataType>> known[] = {
        {"string", arrow::utf8()},
        {"large_string", arrow::large_utf8()},
        {"binary", arrow::binary()},
        {"bool", arrow::boolean()},
        {"int32", arrow::int32()},
        {"int64", arrow::int64()},
        {"uint64", arrow::uint64()},
        {"float", arrow::float32()},
        {"double", arrow::float64()},
        {"date32", arrow::date32()},
        {"timestamp", arrow::timestamp(arrow::TimeUnit::MICRO)},
        {"decimal", arrow::decimal128(18, 4)},
        {"struct", arrow::struct_({arrow::field("a", arrow::int64()), arrow::field("b", arrow::utf8())})},
        {"dictionary", arrow::dictionary(arrow::int32(), arrow::utf8())},
    };
    for (const auto &[word, type] : known) {
        if (name == word) return type;
    }
    return Status::NotImplemented("no type called ", name);
}

static Result<bool> AddJson(
    arrow_bridge_columns *columns, const char *name, const char *type_name, const char *json_array) {
    ARROW_ASSIGN_OR_RAISE(auto type, TypeNamed(type_name));
    ARROW_ASSIGN_OR_RAISE(auto array, arrow::json::ArrayFromJSONString(type, json_array));
    columns->Add(name, std::move(array));
    return true;
}

static Result<arrow_bridge_batch *> Appended(const arrow_bridge_batch *batch, const arrow_bridge_columns *columns) {
    auto fields = batch->rows->schema()->fields();
    auto arrays = batch->rows->columns();
    for (size_t i = 0; i < columns->arrays.size(); i++) {
        if (columns->arrays[i]->length() != batch->rows->num_rows()) {
            return Status::KeyError(
                "column ", columns->fields[i]->name(), " has ", columns->arrays[i]->length(), " rows, not ",
                batch->rows->num_rows());
        }
        fields.push_back(columns->fields[i]);
        arrays.push_back(columns->arrays[i]);
    }
    auto schema = arrow::schema(std::move(fields), batch->rows->schema()->metadata());
    auto rows = arrow::RecordBatch::Make(std::move(schema), batch->rows->num_rows(), std::move(arrays));
    return new arrow_bridge_batch{std::move(rows)};
}

extern "C" {

arrow_bridge_columns *arrow_bridge_columns_new(arrow_bridge_error *error) {
    return Guarded<arrow_bridge_columns *>(
        error, nullptr, ARROW_BRIDGE_MISUSE,
        []() -> Result<arrow_bridge_columns *> { return new arrow_bridge_columns; });
}

void arrow_bridge_columns_free(arrow_bridge_columns *columns) { delete columns; }

bool arrow_bridge_columns_add_text(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const uint8_t *bytes, const int64_t *offsets,
    const uint8_t *valid, arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MISUSE, [&]() {
        return AddBytes<arrow::StringBuilder>(columns, name, rows, bytes, offsets, valid);
    });
}

bool arrow_bridge_columns_add_binary(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const uint8_t *bytes, const int64_t *offsets,
    const uint8_t *valid, arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MISUSE, [&]() {
        return AddBytes<arrow::BinaryBuilder>(columns, name, rows, bytes, offsets, valid);
    });
}

bool arrow_bridge_columns_nest(
    arrow_bridge_columns *columns, int64_t count, const char *name, arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MISUSE, [&]() { return Nest(columns, count, name); });
}

bool arrow_bridge_columns_add_int32(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const int32_t *values, const uint8_t *valid,
    arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MISUSE, [&]() {
        return AddNumbers<arrow::Int32Builder>(columns, name, rows, values, valid);
    });
}

bool arrow_bridge_columns_add_int64(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const int64_t *values, const uint8_t *valid,
    arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MISUSE, [&]() {
        return AddNumbers<arrow::Int64Builder>(columns, name, rows, values, valid);
    });
}

bool arrow_bridge_columns_add_double(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const double *values, const uint8_t *valid,
    arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MISUSE, [&]() {
        return AddNumbers<arrow::DoubleBuilder>(columns, name, rows, values, valid);
    });
}

bool arrow_bridge_columns_add_json(
    arrow_bridge_columns *columns, const char *name, const char *type_name, const char *json_array,
    arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MISUSE, [&]() { return AddJson(columns, name, type_name, json_array); });
}

arrow_bridge_batch *arrow_bridge_batch_append(
    const arrow_bridge_batch *batch, const arrow_bridge_columns *columns, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(
        error, nullptr, ARROW_BRIDGE_MISUSE, [&]() { return Appended(batch, columns); });
}

}  // extern "C"
