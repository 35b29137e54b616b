// What type a column of a text file has, judged by its first values.
#include "CellTypes.hpp"

#include <arrow/type.h>

#include <charconv>

#include "JSONScanner.hpp"

namespace bridge {

static std::string_view Trimmed(std::string_view text) {
    const size_t from = text.find_first_not_of(' ');
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(' ') - from + 1);
}

bool IsNullWord(std::string_view text) {
    text = Trimmed(text);
    if (text.empty()) return true;
    if (text.size() > 7) return false;
    for (const std::string_view word :
         {"NA", "N/A", "n/a", "NULL", "null", "NaN", "nan", "-NaN", "-nan", "#N/A", "#NA", "None", "<NA>"}) {
        if (text == word) return true;
    }
    return false;
}

template <typename Number>
static std::optional<Number> NumberOf(std::string_view text) {
    text = Trimmed(text);
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<int64_t> IntegerOf(std::string_view text) { return NumberOf<int64_t>(text); }

std::optional<double> DoubleOf(std::string_view text) { return NumberOf<double>(text); }

std::optional<bool> TruthOf(std::string_view text) {
    text = Trimmed(text);
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
    return std::nullopt;
}

/// Ids such as 00123 would lose their zeros as numbers.
static bool HasLeadingZero(std::string_view text) {
    text = Trimmed(text);
    if (text.starts_with('-')) text.remove_prefix(1);
    return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

uint32_t TypeGuess::KindOfText(const Cell &cell) {
    if (cell.quoted && cell.bytes.empty()) return 0;
    if (IsNullWord(cell.bytes)) return 0;
    if (HasLeadingZero(cell.bytes)) return text;
    if (IntegerOf(cell.bytes)) return integer;
    if (DoubleOf(cell.bytes)) return real;
    return TruthOf(cell.bytes) ? truth : text;
}

uint32_t TypeGuess::KindOfJson(std::string_view value) {
    switch (value.front()) {
        case 'n': return 0;
        case 't':
        case 'f': return truth;
        case '"': return text;
        case '{':
        case '[': return other;
        default: break;
    }
    if (IntegerOf(value)) return integer;
    // A whole number past 64 bits keeps its digits as text; NaN and the infinities are numbers.
    const bool whole = value.find_first_of(".eENI") == std::string_view::npos;
    return whole ? other : real;
}

void TypeGuess::See(const Cell &cell) {
    if (cell.kind == Cell::Kind::missing) return;
    if (cell.kind == Cell::Kind::text) {
        kinds_ |= KindOfText(cell);
        return;
    }
    if (!cell.bytes.starts_with('[')) {
        kinds_ |= KindOfJson(cell.bytes);
        return;
    }
    lists_ = true;
    const char *at = cell.bytes.data();
    json::ForEachElement(&at, at + cell.bytes.size(), [&](std::string_view value) { element_kinds_ |= KindOfJson(value); });
}

std::shared_ptr<arrow::DataType> TypeGuess::TypeOf(uint32_t kinds) {
    if (kinds == integer) return arrow::int64();
    if (kinds == real || kinds == (integer | real)) return arrow::float64();
    if (kinds == truth) return arrow::boolean();
    return arrow::utf8();
}

std::shared_ptr<arrow::DataType> TypeGuess::Type() const {
    if (!lists_) return TypeOf(kinds_);
    // Lists beside other values, or lists of lists and of mixed things, stay JSON in text.
    const bool uniform = kinds_ == 0 && (TypeOf(element_kinds_)->id() != arrow::Type::STRING || element_kinds_ == text ||
                                         element_kinds_ == 0);
    return uniform ? arrow::list(TypeOf(element_kinds_)) : arrow::utf8();
}

}  // namespace bridge
