// A JSON document that is an array of objects, or objects one after another, read as a stream.
#pragma once

#include "ByteFeed.hpp"
#include "JSONObjectReader.hpp"

namespace bridge {

/// Finds where each element ends by its brackets and strings alone, so that a broken one costs itself only. A line
/// end within a string, which JSON does not allow, ends the string: one missing quote must not swallow the rest.
class JSONRecordsSource final : public RecordSource {
  public:
    JSONRecordsSource(std::unique_ptr<ByteFeed> feed, JSONObjectReader reader);
    arrow::Result<bool> Next(Record *record) override;
    arrow::Result<bool> Skip() override;
    const ByteFeed &feed() const override { return *feed_; }
    const JSONObjectReader &reader() const { return reader_; }

  private:
    /// Where an element stands in the feed: from place 0, `size` long.
    struct Element {
        size_t size = 0;
        bool too_long = false;
        bool cut = false;
    };

    /// Moves to the next element and finds its end; false at the end.
    arrow::Result<bool> Find(Element *element);
    arrow::Result<bool> MoveToElement();
    arrow::Status MeasureElement(Element *element);

    std::unique_ptr<ByteFeed> feed_;
    JSONObjectReader reader_;
    size_t unconsumed_ = 0;
    int64_t number_ = 0;
    /// Whether anything but white space was seen.
    bool began_ = false;
};

}  // namespace bridge
