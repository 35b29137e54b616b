// CSV and TSV after RFC 4180, tolerant: a record that breaks the rules costs itself only.
#pragma once

#include "LineReader.hpp"

namespace bridge {

class DelimitedSource final : public RecordSource {
  public:
    /// Reads the header, unless `header` names the columns.
    static arrow::Result<std::unique_ptr<DelimitedSource>> Open(
        std::unique_ptr<ByteFeed> feed, char delimiter, std::vector<std::string> header);

    arrow::Result<bool> Next(Record *record) override;
    const ByteFeed &feed() const override { return lines_.feed(); }

  private:
    /// A field as places: in the feed, or in `scratch_` where quotes within had to be undone.
    struct Field {
        size_t start;
        size_t size;
        bool in_scratch;
        bool quoted;
    };
    /// The line a record is being read in, as places in the feed.
    struct Line {
        /// Where its text ends.
        size_t end;
        /// Where the next one begins.
        size_t next;
    };

    DelimitedSource(std::unique_ptr<ByteFeed> feed, char delimiter) : lines_(std::move(feed)), delimiter_(delimiter) {}

    arrow::Result<bool> ReadFields(std::string *broken);
    void SplitPlain(std::string_view line);
    /// Reads a record that has quotes. False: a quoted field that runs over the line's end cannot be meant so, and the
    /// record is to be read again with `may_span` off.
    arrow::Result<bool> SplitQuoted(Line line, bool may_span);
    arrow::Result<bool> ReadQuoted(size_t *at, Line *line, bool may_span);
    void ReadUnquoted(size_t *at, const Line &line);
    arrow::Result<size_t> FindClosingQuote(size_t from, size_t limit, bool *doubled);
    size_t NextDelimiter(size_t from, size_t end) const;
    void Undouble(size_t from, size_t to);

    LineReader lines_;
    const char delimiter_;
    std::vector<Field> fields_;
    std::string scratch_;
};

}  // namespace bridge
