// What the first bytes of a text file say of its encoding and its line ends.
#pragma once

#include <string>
#include <string_view>

namespace bridge {

/// The encoding of a file that begins with these bytes, as iconv names it; empty for UTF-8 and everything else that has
/// ASCII in it as it is. Told by the byte order mark, or by the zeros that ASCII characters have in UTF-16 and UTF-32.
std::string WideEncoding(std::string_view start);

/// Length of the byte order marks of UTF-8 at the start; some programs write two.
size_t MarkLength(std::string_view start);

/// Whether lines end with a carriage return alone.
bool EndsLinesWithReturns(std::string_view start);

}  // namespace bridge
