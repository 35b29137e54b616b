// Arrow's columns in the plain types that every reader knows, with sound text.
#include "PlainValues.hpp"

#include <arrow/builder.h>
#include <arrow/compute/api_vector.h>
#include <arrow/extension_type.h>

#include "Utf8Repair.hpp"
#include "ValueText.hpp"

namespace bridge {

using arrow::Array;
using arrow::ArrayData;
using arrow::DataType;
using arrow::Field;
using arrow::Result;
using arrow::Type;

std::string SoundName(const std::string &name) {
    if (IsUtf8(name)) return name;
    std::string sound;
    AppendRepaired(name, &sound);
    return sound;
}

static std::shared_ptr<Field> PlainField(const std::shared_ptr<Field> &field) {
    return field->WithType(PlainType(field->type()))->WithName(SoundName(field->name()));
}

std::shared_ptr<DataType> PlainType(const std::shared_ptr<DataType> &type) {
    switch (type->id()) {
        case Type::DICTIONARY: return PlainType(static_cast<const arrow::DictionaryType &>(*type).value_type());
        case Type::STRING_VIEW: return arrow::utf8();
        case Type::BINARY_VIEW: return arrow::binary();
        case Type::LIST:
        case Type::LIST_VIEW: return arrow::list(PlainField(type->field(0)));
        case Type::LARGE_LIST:
        case Type::LARGE_LIST_VIEW: return arrow::large_list(PlainField(type->field(0)));
        case Type::FIXED_SIZE_LIST: {
            const auto size = static_cast<const arrow::FixedSizeListType &>(*type).list_size();
            return arrow::fixed_size_list(PlainField(type->field(0)), size);
        }
        case Type::MAP: {
            const auto &map = static_cast<const arrow::MapType &>(*type);
            // Entries are records of two fields before and after, which is all that can be wrong with them.
            return arrow::MapType::Make(PlainField(map.value_field()), map.keys_sorted()).ValueOr(type);
        }
        case Type::STRUCT: {
            arrow::FieldVector fields;
            for (const auto &field : type->fields()) fields.push_back(PlainField(field));
            return arrow::struct_(std::move(fields));
        }
        case Type::EXTENSION: {
            const auto &storage = static_cast<const arrow::ExtensionType &>(*type).storage_type();
            const auto plain = PlainType(storage);
            return plain->Equals(*storage) ? type : plain;
        }
        default: return type;
    }
}

template <typename Texts>
static bool AreSound(const Texts &texts) {
    if (texts.length() == 0) return true;
    const auto from = texts.value_offset(0);
    const auto size = static_cast<size_t>(texts.value_offset(texts.length()) - from);
    if (size == 0) return true;
    if (!IsUtf8({reinterpret_cast<const char *>(texts.raw_data()) + from, size})) return false;
    // Sound together may still be broken apart, where one row ends within a character.
    for (int64_t row = 0; row < texts.length(); row++) {
        const auto text = texts.GetView(row);
        if (!text.empty() && (static_cast<uint8_t>(text.front()) & 0xC0) == 0x80) return false;
    }
    return true;
}

/// The values of a column of text or bytes, each repaired where it is not UTF-8.
template <typename Builder>
static Result<std::shared_ptr<Array>> Repaired(const Array &array, int64_t *repaired) {
    Builder builder;
    ARROW_RETURN_NOT_OK(builder.Reserve(array.length()));
    std::string scratch;
    for (int64_t row = 0; row < array.length(); row++) {
        std::string_view bytes;
        if (array.IsNull(row) || !ViewBytes(array, row, &bytes)) {
            ARROW_RETURN_NOT_OK(builder.AppendNull());
        } else if (IsUtf8(bytes)) {
            ARROW_RETURN_NOT_OK(builder.Append(bytes));
        } else {
            scratch.clear();
            AppendRepaired(bytes, &scratch);
            ARROW_RETURN_NOT_OK(builder.Append(scratch));
            *repaired += 1;
        }
    }
    return builder.Finish();
}

/// The values of a column of bytes.
static Result<std::shared_ptr<Array>> Copied(const Array &array) {
    arrow::BinaryBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Reserve(array.length()));
    for (int64_t row = 0; row < array.length(); row++) {
        std::string_view bytes;
        const bool found = array.IsValid(row) && ViewBytes(array, row, &bytes);
        ARROW_RETURN_NOT_OK(found ? builder.Append(bytes) : builder.AppendNull());
    }
    return builder.Finish();
}

static bool HoldsBytes(Type::type type) {
    return type == Type::BINARY || type == Type::LARGE_BINARY || type == Type::BINARY_VIEW ||
           type == Type::FIXED_SIZE_BINARY;
}

/// The same array with plain children: offsets, sizes and nulls stay as they are.
static Result<std::shared_ptr<Array>> WithPlainChildren(
    const std::shared_ptr<Array> &array, const std::shared_ptr<DataType> &type, int64_t *repaired) {
    // Names of fields within count, which `Equals` passes over.
    bool same = type->ToString() == array->type()->ToString();
    auto data = array->data()->Copy();
    for (auto &child : data->child_data) {
        ARROW_ASSIGN_OR_RAISE(const auto plain, Plain(arrow::MakeArray(child), false, repaired));
        same = same && plain->data() == child;
        child = plain->data();
    }
    if (same) return array;
    data->type = type;
    return arrow::MakeArray(data);
}

static Result<std::shared_ptr<Array>> PlainStorage(const std::shared_ptr<Array> &array, int64_t *repaired) {
    const auto &storage = static_cast<const arrow::ExtensionArray &>(*array).storage();
    ARROW_ASSIGN_OR_RAISE(auto plain, Plain(storage, false, repaired));
    if (plain == storage) return array;
    return PlainType(array->type())->id() == Type::EXTENSION ? arrow::ExtensionType::WrapArray(array->type(), plain)
                                                             : plain;
}

Result<std::shared_ptr<Array>> Plain(const std::shared_ptr<Array> &array, bool as_text, int64_t *repaired) {
    if (as_text && HoldsBytes(array->type_id())) return Repaired<arrow::StringBuilder>(*array, repaired);
    switch (array->type_id()) {
        case Type::STRING:
            if (AreSound(static_cast<const arrow::StringArray &>(*array))) return array;
            return Repaired<arrow::StringBuilder>(*array, repaired);
        case Type::LARGE_STRING:
            if (AreSound(static_cast<const arrow::LargeStringArray &>(*array))) return array;
            return Repaired<arrow::LargeStringBuilder>(*array, repaired);
        case Type::STRING_VIEW: return Repaired<arrow::StringBuilder>(*array, repaired);
        case Type::BINARY_VIEW: return Copied(*array);
        case Type::DICTIONARY: {
            const auto &coded = static_cast<const arrow::DictionaryArray &>(*array);
            ARROW_ASSIGN_OR_RAISE(const auto values, Plain(coded.dictionary(), as_text, repaired));
            return arrow::compute::Take(*values, *coded.indices());
        }
        case Type::LIST_VIEW: {
            ARROW_ASSIGN_OR_RAISE(
                const auto list, arrow::ListArray::FromListView(
                    static_cast<const arrow::ListViewArray &>(*array), arrow::default_memory_pool()));
            return WithPlainChildren(list, PlainType(array->type()), repaired);
        }
        case Type::LARGE_LIST_VIEW: {
            ARROW_ASSIGN_OR_RAISE(
                const auto list, arrow::LargeListArray::FromListView(
                    static_cast<const arrow::LargeListViewArray &>(*array), arrow::default_memory_pool()));
            return WithPlainChildren(list, PlainType(array->type()), repaired);
        }
        case Type::LIST:
        case Type::LARGE_LIST:
        case Type::FIXED_SIZE_LIST:
        case Type::MAP:
        case Type::STRUCT: return WithPlainChildren(array, PlainType(array->type()), repaired);
        case Type::EXTENSION: return PlainStorage(array, repaired);
        default: return array;
    }
}

}  // namespace bridge
