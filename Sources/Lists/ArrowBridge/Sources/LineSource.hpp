// A list of lines: one column, each line as it is.
#pragma once

#include "LineReader.hpp"

namespace bridge {

class LineSource final : public RecordSource {
  public:
    LineSource(std::unique_ptr<ByteFeed> feed, std::string column);
    arrow::Result<bool> Next(Record *record) override;
    const ByteFeed &feed() const override { return lines_.feed(); }

  private:
    LineReader lines_;
};

}  // namespace bridge
