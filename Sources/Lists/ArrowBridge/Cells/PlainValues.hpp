// Arrow's columns in the plain types that every reader knows, with sound text.
#pragma once

#include <arrow/array.h>

#include <cstdint>
#include <memory>
#include <string>

namespace bridge {

/// The type that `Plain` gives for another: dictionaries are their values, views are what they view, and both so within
/// lists, records and maps. Names of fields are repaired like text.
std::shared_ptr<arrow::DataType> PlainType(const std::shared_ptr<arrow::DataType> &type);

/// The same values in `PlainType`. Text that is not UTF-8 is repaired at any depth, and its values are added to
/// `repaired`; where `as_text` is set, bytes become text.
arrow::Result<std::shared_ptr<arrow::Array>> Plain(
    const std::shared_ptr<arrow::Array> &array, bool as_text, int64_t *repaired);

/// `name`, repaired where it is not UTF-8.
std::string SoundName(const std::string &name);

}  // namespace bridge
