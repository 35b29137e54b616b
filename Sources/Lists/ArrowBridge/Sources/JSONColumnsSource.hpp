// A JSON document of columns, as pandas writes it: {"url": {"0": "…"}, …} or {"url": ["…"], …}.
#pragma once

#include "ByteFeed.hpp"
#include "RecordSource.hpp"

namespace bridge {

/// Such a document ends its first row with its last column, so it is held whole, up to 1 GiB of text.
class JSONColumnsSource final : public RecordSource {
  public:
    static arrow::Result<std::unique_ptr<JSONColumnsSource>> Open(std::unique_ptr<ByteFeed> feed);
    arrow::Result<bool> Next(Record *record) override;
    const ByteFeed &feed() const override { return *feed_; }

  private:
    explicit JSONColumnsSource(std::unique_ptr<ByteFeed> feed) : feed_(std::move(feed)) {}

    arrow::Status ReadWhole();
    bool ReadColumn(std::string_view quoted_key, std::string_view text);
    bool ReadLabelled(std::string_view text, std::vector<std::string_view> *values);
    bool ReadListed(std::string_view text, std::vector<std::string_view> *values);

    std::unique_ptr<ByteFeed> feed_;
    /// The rows' labels in the order of the first column; empty where columns are arrays.
    std::vector<std::string_view> labels_;
    /// One per column, a value per row; an empty one is missing.
    std::vector<std::vector<std::string_view>> values_;
    size_t rows_ = 0;
    size_t next_ = 0;
};

}  // namespace bridge
