// Lines of a feed, however long, with their number.
#pragma once

#include "ByteFeed.hpp"
#include "RecordSource.hpp"

namespace bridge {

/// Gives the lines that are not blank; the ends `\n` and `\r\n` are dropped, a missing last one is fine.
///
/// The feed's place 0 is the first byte of the line just given, until the next call.
class LineReader {
  public:
    explicit LineReader(std::unique_ptr<ByteFeed> feed) : feed_(std::move(feed)) {}

    /// The next line that is not blank; false at the end. A line that is too long is passed over and `too_long` set.
    arrow::Result<bool> Next(std::string_view *line, bool *too_long);

    /// The record that began with the line just given takes `bytes` in all, with `more_lines` line ends within.
    void Take(size_t bytes, int64_t more_lines) {
        unconsumed_ = bytes;
        number_ += more_lines;
    }

    ByteFeed &feed() { return *feed_; }
    const ByteFeed &feed() const { return *feed_; }

    /// Number of the line just given, from 1.
    int64_t number() const { return number_; }

  private:
    arrow::Status PassOver();

    std::unique_ptr<ByteFeed> feed_;
    /// Bytes of the line just given, its end included: lent until the next call.
    size_t unconsumed_ = 0;
    int64_t number_ = 0;
};

/// How a line that is too long is reported.
std::string TooLong(int64_t line);

}  // namespace bridge
