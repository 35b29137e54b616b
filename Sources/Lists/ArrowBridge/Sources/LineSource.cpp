// A list of lines: one column, each line as it is.
#include "LineSource.hpp"

namespace bridge {

LineSource::LineSource(std::unique_ptr<ByteFeed> feed, std::string column) : lines_(std::move(feed)) {
    columns_.push_back(std::move(column));
}

arrow::Result<bool> LineSource::Next(Record *record) {
    std::string_view line;
    bool too_long = false;
    ARROW_ASSIGN_OR_RAISE(const bool found, lines_.Next(&line, &too_long));
    if (!found) return false;
    record->broken = too_long ? TooLong(lines_.number()) : std::string();
    record->cells.assign(1, Cell{Cell::Kind::text, true, line});
    return true;
}

}  // namespace bridge
