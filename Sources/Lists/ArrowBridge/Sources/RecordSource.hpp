// What every text format gives: one record after another, broken ones included.
#pragma once

#include <arrow/result.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ByteFeed.hpp"

namespace bridge {

/// One value as it stands in the file.
struct Cell {
    enum class Kind : uint8_t {
        /// Not there, which is null.
        missing,
        /// Text, unquoted already.
        text,
        /// A JSON value as written, checked to be one.
        json,
    };
    Kind kind = Kind::missing;
    /// For CSV: it stood in quotes, so it is text whatever it says.
    bool quoted = false;
    std::string_view bytes;
};

struct Record {
    /// One per column of the source; lent until the next call of the source.
    std::vector<Cell> cells;
    /// Columns that the record has more than once: which of the values is meant nobody knows.
    std::vector<size_t> doubled;
    /// Why the record cannot be read; empty when it can.
    std::string broken;
};

class RecordSource {
  public:
    virtual ~RecordSource() = default;
    const std::vector<std::string> &columns() const { return columns_; }
    /// The next record; false at the end of the file.
    virtual arrow::Result<bool> Next(Record *record) = 0;
    /// Passes over one record that `Next` would have given; false at the end of the file.
    virtual arrow::Result<bool> Skip() { return Next(&skipped_); }
    /// Where its records come from.
    virtual const ByteFeed &feed() const = 0;
    int64_t bytes_read() const { return feed().bytes_read(); }

  protected:
    std::vector<std::string> columns_;

  private:
    Record skipped_;
};

/// What it takes to open a source, any number of times.
struct SourcePlan {
    ByteOrigin origin;
    int32_t format;
    int32_t compression;
    /// Names for the columns of a file without a header; empty where the file has its own.
    std::vector<std::string> header;
};

/// A longer line or record is passed over and given as broken: 16 MiB.
inline constexpr size_t kMaximumRecordBytes = size_t{16} * 1024 * 1024;
/// A quoted CSV field is looked for this far, 1 MiB; without an end its quote is an ordinary character.
inline constexpr size_t kMaximumQuotedBytes = size_t{1024} * 1024;
/// Columns a CSV file may have.
inline constexpr size_t kMaximumColumns = 16384;

arrow::Result<std::unique_ptr<RecordSource>> OpenSource(const SourcePlan &plan);

}  // namespace bridge
