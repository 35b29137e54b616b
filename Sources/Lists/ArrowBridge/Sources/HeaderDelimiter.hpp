// What separates the fields of a csv or tsv file.
#pragma once

#include "ByteFeed.hpp"

namespace bridge {

/// The separator of a file with a header line: `usual`, unless the header has none of those outside quotes but another of
/// comma, tab, semicolon (spreadsheets where the comma stands in numbers) and bar. A first line `sep=;`, which
/// spreadsheets write, says it, and is consumed.
arrow::Result<char> HeaderDelimiter(ByteFeed *feed, char usual);

}  // namespace bridge
