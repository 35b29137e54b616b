// One column of a batch being built from cells.
#include "CellColumn.hpp"

#include "CellTypes.hpp"
#include "JSONScanner.hpp"
#include "Utf8Repair.hpp"
#include "ValueText.hpp"

namespace bridge {

using arrow::Result;
using arrow::Status;

static std::unique_ptr<arrow::ArrayBuilder> BuilderFor(const std::shared_ptr<arrow::DataType> &type) {
    switch (type->id()) {
        case arrow::Type::INT64: return std::make_unique<arrow::Int64Builder>();
        case arrow::Type::DOUBLE: return std::make_unique<arrow::DoubleBuilder>();
        case arrow::Type::BOOL: return std::make_unique<arrow::BooleanBuilder>();
        case arrow::Type::LIST: {
            const auto &element = static_cast<const arrow::ListType &>(*type).value_type();
            std::shared_ptr<arrow::ArrayBuilder> elements = BuilderFor(element);
            return std::make_unique<arrow::ListBuilder>(arrow::default_memory_pool(), std::move(elements), type);
        }
        default: return std::make_unique<arrow::StringBuilder>();
    }
}

CellColumn::CellColumn(std::shared_ptr<arrow::DataType> type) : type_(std::move(type)), builder_(BuilderFor(type_)) {}

Status CellColumn::Append(const Cell &cell) {
    ARROW_ASSIGN_OR_RAISE(const bool fits, AppendTo(builder_.get(), *type_, cell));
    if (fits) return Status::OK();
    misfits_++;
    return builder_->AppendNull();
}

Result<std::shared_ptr<arrow::Array>> CellColumn::Finish() { return builder_->Finish(); }

/// Appends a nested JSON value as Python writes it, as values of parquet's lists and records are written.
static void AppendSpaced(std::string_view value, std::string *out) {
    std::string text;
    for (size_t at = 0; at < value.size();) {
        if (value[at] == '"') {
            const char *end = json::BehindValue(value.data() + at, value.data() + value.size());
            if (end == nullptr) end = value.data() + value.size();
            const std::string_view quoted = value.substr(at, static_cast<size_t>(end - value.data()) - at);
            text.clear();
            json::AppendUnescaped(quoted, &text);
            AppendJsonString(text, out);
            at += quoted.size();
            continue;
        }
        const char byte = value[at++];
        if (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n') continue;
        out->push_back(byte);
        if (byte == ',' || byte == ':') out->push_back(' ');
    }
}

Status CellColumn::AppendText(arrow::StringBuilder *builder, std::string_view bytes) {
    if (IsUtf8(bytes)) return builder->Append(bytes);
    repaired_++;
    scratch_.clear();
    AppendRepaired(bytes, &scratch_);
    return builder->Append(scratch_);
}

Result<bool> CellColumn::AppendTo(arrow::ArrayBuilder *builder, const arrow::DataType &type, const Cell &cell) {
    const bool is_json = cell.kind == Cell::Kind::json;
    if (cell.kind == Cell::Kind::missing || (is_json && cell.bytes == "null")) {
        ARROW_RETURN_NOT_OK(builder->AppendNull());
        return true;
    }
    std::string_view text = cell.bytes;
    const bool is_json_string = is_json && text.starts_with('"');
    if (is_json_string) {
        if (json::HasEscapes(text)) {
            unescaped_.clear();
            json::AppendUnescaped(text, &unescaped_);
            text = unescaped_;
        } else {
            text = text.substr(1, text.size() - 2);
        }
    }
    // A string that begins like a nested value is a string.
    const bool is_nested = is_json && !is_json_string && (text.starts_with('[') || text.starts_with('{'));
    if (type.id() == arrow::Type::STRING && is_nested) {
        unescaped_.clear();
        AppendSpaced(text, &unescaped_);
        text = unescaped_;
    }
    if (type.id() == arrow::Type::STRING) {
        ARROW_RETURN_NOT_OK(AppendText(static_cast<arrow::StringBuilder *>(builder), text));
        return true;
    }
    // A number or a list written into a JSON string is text: what it would be is not guessed at.
    if (is_json_string) return false;
    if (type.id() == arrow::Type::LIST) {
        const auto &element = *static_cast<const arrow::ListType &>(type).value_type();
        return AppendList(static_cast<arrow::ListBuilder *>(builder), element, text);
    }
    if (!is_json && IsNullWord(text)) {
        ARROW_RETURN_NOT_OK(builder->AppendNull());
        return true;
    }
    if (type.id() == arrow::Type::INT64) {
        const auto value = IntegerOf(text);
        if (value) ARROW_RETURN_NOT_OK(static_cast<arrow::Int64Builder *>(builder)->Append(*value));
        return value.has_value();
    }
    if (type.id() == arrow::Type::DOUBLE) {
        const auto value = DoubleOf(text);
        if (value) ARROW_RETURN_NOT_OK(static_cast<arrow::DoubleBuilder *>(builder)->Append(*value));
        return value.has_value();
    }
    const auto value = TruthOf(text);
    if (value) ARROW_RETURN_NOT_OK(static_cast<arrow::BooleanBuilder *>(builder)->Append(*value));
    return value.has_value();
}

Result<bool> CellColumn::AppendList(arrow::ListBuilder *builder, const arrow::DataType &element, std::string_view array) {
    if (!array.starts_with('[')) return false;
    ARROW_RETURN_NOT_OK(builder->Append());
    Status failure;
    const char *at = array.data();
    json::ForEachElement(&at, at + array.size(), [&](std::string_view value) {
        if (!failure.ok()) return;
        const auto appended = AppendTo(builder->value_builder(), element, Cell{Cell::Kind::json, false, value});
        failure = appended.status();
        if (!failure.ok() || *appended) return;
        misfits_++;
        failure = builder->value_builder()->AppendNull();
    });
    ARROW_RETURN_NOT_OK(failure);
    return true;
}

}  // namespace bridge
