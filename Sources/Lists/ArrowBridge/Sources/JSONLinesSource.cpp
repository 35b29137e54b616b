// JSON lines: one object per line.
#include "JSONLinesSource.hpp"

namespace bridge {

JSONLinesSource::JSONLinesSource(std::unique_ptr<ByteFeed> feed, JSONObjectReader reader)
    : lines_(std::move(feed)), reader_(std::move(reader)) {
    columns_ = reader_.columns();
}

arrow::Result<bool> JSONLinesSource::Next(Record *record) {
    std::string_view line;
    bool too_long = false;
    ARROW_ASSIGN_OR_RAISE(const bool found, lines_.Next(&line, &too_long));
    if (!found) return false;
    record->broken.clear();
    if (too_long) {
        record->broken = TooLong(lines_.number());
    } else if (!reader_.Read(line, record)) {
        record->broken = "line " + std::to_string(lines_.number()) + " is not a JSON object";
    }
    return true;
}

arrow::Result<bool> JSONLinesSource::Skip() {
    std::string_view line;
    bool too_long = false;
    return lines_.Next(&line, &too_long);
}

}  // namespace bridge
