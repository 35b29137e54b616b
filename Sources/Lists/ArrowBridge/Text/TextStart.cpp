// What the first bytes of a text file say of its encoding and its line ends.
#include "TextStart.hpp"

#include <algorithm>

namespace bridge {

/// So many bytes are looked at for zeros.
static constexpr size_t kLookedAt = 4096;

std::string WideEncoding(std::string_view start) {
    using namespace std::string_view_literals;
    if (start.starts_with("\xFF\xFE\0\0"sv) || start.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32";
    if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) return "UTF-16";
    start = start.substr(0, std::min(start.size(), kLookedAt) / 4 * 4);
    size_t zeros[4] = {};
    for (size_t i = 0; i < start.size(); i++) zeros[i % 4] += start[i] == '\0' ? 1 : 0;
    // A list's first lines are mostly ASCII: nearly every unit has its zeros, and where the letter is there is none.
    const size_t units = start.size() / 4;
    const auto many = [&](size_t place) { return zeros[place] * 10 >= units * 7; };
    const auto few = [&](size_t place) { return zeros[place] * 10 <= units; };
    if (units == 0) return {};
    if (few(0) && many(1) && many(2) && many(3)) return "UTF-32LE";
    if (many(0) && many(1) && many(2) && few(3)) return "UTF-32BE";
    if (few(0) && many(1) && few(2) && many(3)) return "UTF-16LE";
    if (many(0) && few(1) && many(2) && few(3)) return "UTF-16BE";
    return {};
}

size_t MarkLength(std::string_view start) {
    size_t length = 0;
    while (start.substr(length).starts_with("\xEF\xBB\xBF")) length += 3;
    return length;
}

bool EndsLinesWithReturns(std::string_view start) {
    const size_t end = start.find_first_of("\r\n");
    return end != std::string_view::npos && start.find('\n') == std::string_view::npos;
}

}  // namespace bridge
