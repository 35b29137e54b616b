// One value of any Arrow type, written as JSON or as plain text.
#pragma once

#include <arrow/array.h>

#include <string>
#include <string_view>

namespace bridge {

/// How nested values are laid out: on one line, or indented as Python's `json.dumps(indent=4)` does.
struct JsonLayout {
    bool indented;
    /// Nesting of the value itself; its elements stand one deeper.
    int depth;
};

/// Quoted, everything outside ASCII as `\u` and four digits; bytes that are not UTF-8 are repaired.
void AppendJsonString(std::string_view text, std::string *out);

/// The shortest text that reads back as the same number, laid out as Python's `repr` does. Finite numbers only.
void AppendDouble(double value, std::string *out);

/// The number in a column of type half, float or double.
double RealOf(const arrow::Array &array, int64_t row);

/// Appends a real number that is whole as an integer; false, and nothing, for any other value.
bool AppendWholeNumber(const arrow::Array &array, int64_t row, std::string *out);

/// The bytes of a value of text or bytes; false for another type.
bool ViewBytes(const arrow::Array &array, int64_t row, std::string_view *bytes);

/// Null, NaN and the infinities become `null`; dates, times and decimals become strings.
void AppendJson(const arrow::Array &array, int64_t row, JsonLayout layout, std::string *out);

/// A value that is not null, as a person would write it: strings as they are, nested values as JSON on one line.
void AppendText(const arrow::Array &array, int64_t row, std::string *out);

}  // namespace bridge
