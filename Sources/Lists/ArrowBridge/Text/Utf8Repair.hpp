// Bytes that are not UTF-8, made UTF-8 without losing a value.
#pragma once

#include <string>
#include <string_view>

namespace bridge {

bool IsUtf8(std::string_view bytes);

/// Appends `bytes` as UTF-8: sequences that are UTF-8 stay, every other byte is read as Windows-1252 (Latin-1 for
/// the five bytes Windows-1252 has no character for).
void AppendRepaired(std::string_view bytes, std::string *out);

/// Appends the UTF-8 of one code point.
void AppendCodePoint(uint32_t code, std::string *out);

/// Length of the valid UTF-8 sequence `bytes` begins with; 0 when there is none.
size_t SequenceLength(std::string_view bytes);

}  // namespace bridge
