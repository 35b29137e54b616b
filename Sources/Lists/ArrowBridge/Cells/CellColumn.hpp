// One column of a batch being built from cells.
#pragma once

#include <arrow/builder.h>

#include <memory>

#include "RecordSource.hpp"

namespace bridge {

class CellColumn {
  public:
    explicit CellColumn(std::shared_ptr<arrow::DataType> type);

    /// Appends the cell, or null where it does not fit the type, which is counted.
    arrow::Status Append(const Cell &cell);
    arrow::Status AppendNull() { return builder_->AppendNull(); }
    arrow::Result<std::shared_ptr<arrow::Array>> Finish();

    const std::shared_ptr<arrow::DataType> &type() const { return type_; }
    /// Values that did not fit, over all batches.
    int64_t misfits() const { return misfits_; }
    /// Values that were not UTF-8, over all batches.
    int64_t repaired() const { return repaired_; }

  private:
    /// Whether the cell was appended, as a value or as null.
    arrow::Result<bool> AppendTo(arrow::ArrayBuilder *builder, const arrow::DataType &type, const Cell &cell);
    arrow::Result<bool> AppendList(arrow::ListBuilder *builder, const arrow::DataType &element, std::string_view array);
    arrow::Status AppendText(arrow::StringBuilder *builder, std::string_view bytes);

    std::shared_ptr<arrow::DataType> type_;
    std::unique_ptr<arrow::ArrayBuilder> builder_;
    int64_t misfits_ = 0;
    int64_t repaired_ = 0;
    std::string scratch_;
    std::string unescaped_;
};

}  // namespace bridge
