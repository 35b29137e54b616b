// What separates the fields of a csv or tsv file.
#include "HeaderDelimiter.hpp"

#include <algorithm>

namespace bridge {

using arrow::Result;

/// A header is looked at so far.
static constexpr size_t kHeaderBytes = 64 * 1024;

Result<char> HeaderDelimiter(ByteFeed *feed, char usual) {
    ARROW_ASSIGN_OR_RAISE(const size_t end, feed->Find('\n', 0, kHeaderBytes));
    auto line = feed->window().substr(0, std::min(end, std::min(feed->size(), kHeaderBytes)));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() == 5 && line.starts_with("sep=")) {
        const char told = line[4];
        feed->Consume(end == ByteFeed::npos ? feed->size() : end + 1);
        return told;
    }
    size_t counts[256] = {};
    bool quoted = false;
    for (const char byte : line) {
        if (byte == '"') quoted = !quoted;
        if (!quoted) counts[static_cast<uint8_t>(byte)]++;
    }
    if (counts[static_cast<uint8_t>(usual)] > 0) return usual;
    char best = usual;
    for (const char other : {',', '\t', ';', '|'}) {
        if (counts[static_cast<uint8_t>(other)] > counts[static_cast<uint8_t>(best)]) best = other;
    }
    return best;
}

}  // namespace bridge
