// Lines of a feed, however long, with their number.
#include "LineReader.hpp"

namespace bridge {

using arrow::Result;
using arrow::Status;

static bool IsBlank(std::string_view line) { return line.find_first_not_of(" \r") == std::string_view::npos; }

Result<bool> LineReader::Next(std::string_view *line, bool *too_long) {
    feed_->Consume(unconsumed_);
    unconsumed_ = 0;
    *too_long = false;
    while (true) {
        ARROW_ASSIGN_OR_RAISE(const size_t end, feed_->Find('\n', 0, kMaximumRecordBytes + 1));
        if (end == ByteFeed::npos && feed_->size() == 0) return false;
        number_++;
        if (end == ByteFeed::npos && feed_->size() > kMaximumRecordBytes) {
            ARROW_RETURN_NOT_OK(PassOver());
            *too_long = true;
            *line = {};
            return true;
        }
        const size_t taken = end == ByteFeed::npos ? feed_->size() : end + 1;
        *line = feed_->window().substr(0, end == ByteFeed::npos ? taken : end);
        if (line->ends_with('\r')) line->remove_suffix(1);
        if (IsBlank(*line)) {
            feed_->Consume(taken);
            continue;
        }
        unconsumed_ = taken;
        return true;
    }
}

Status LineReader::PassOver() {
    while (true) {
        ARROW_ASSIGN_OR_RAISE(const size_t end, feed_->Find('\n', 0, feed_->size()));
        if (end != ByteFeed::npos) {
            feed_->Consume(end + 1);
            return Status::OK();
        }
        feed_->Consume(feed_->size());
        if (feed_->at_end()) return Status::OK();
        ARROW_RETURN_NOT_OK(feed_->More());
    }
}

std::string TooLong(int64_t line) { return "line " + std::to_string(line) + " is longer than 16 MiB"; }

}  // namespace bridge
