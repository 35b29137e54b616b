// A list of lines: one column, each line as it is.
#pragma once

#include "LineReader.hpp"

namespace bridge {

class LineSource final : public RecordSource {
  public:
    LineSource(std::unique_ptr<ByteFeed> feed, std::string column);
    arrow::Result<bool> Next(Record *record) override;
    int64_t bytes_read() const override { return lines_.feed().bytes_read(); }

  private:
    LineReader lines_;
};

}  // namespace bridge
