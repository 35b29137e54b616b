// What type a column of a text file has, judged by its first values.
#pragma once

#include <arrow/type_fwd.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "RecordSource.hpp"

namespace bridge {

/// Null as the usual tools write it into CSV: nothing, NA, NULL, NaN and their like. Counts for numbers and truth
/// values only; in a text column these are words.
bool IsNullWord(std::string_view text);

std::optional<int64_t> IntegerOf(std::string_view text);
std::optional<double> DoubleOf(std::string_view text);
std::optional<bool> TruthOf(std::string_view text);

/// Gathers what the values of one column look like.
class TypeGuess {
  public:
    void See(const Cell &cell);
    /// int64, double, bool, or text; from JSON also lists of them. Text holds everything else, nested values as JSON.
    std::shared_ptr<arrow::DataType> Type() const;

  private:
    enum Kind : uint32_t { integer = 1, real = 2, truth = 4, text = 8, other = 16 };

    static uint32_t KindOfText(const Cell &cell);
    static uint32_t KindOfJson(std::string_view value);
    static std::shared_ptr<arrow::DataType> TypeOf(uint32_t kinds);

    uint32_t kinds_ = 0;
    uint32_t element_kinds_ = 0;
    bool lists_ = false;
};

}  // namespace bridge
