// JSON lines: one object per line.
#pragma once

#include "JSONObjectReader.hpp"
#include "LineReader.hpp"

namespace bridge {

class JSONLinesSource final : public RecordSource {
  public:
    JSONLinesSource(std::unique_ptr<ByteFeed> feed, JSONObjectReader reader);
    arrow::Result<bool> Next(Record *record) override;
    arrow::Result<bool> Skip() override;
    const ByteFeed &feed() const override { return lines_.feed(); }
    const JSONObjectReader &reader() const { return reader_; }

  private:
    LineReader lines_;
    JSONObjectReader reader_;
};

}  // namespace bridge
