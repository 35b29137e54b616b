// The bytes of a source as a file of Arrow's.
#pragma once

#include <arrow/io/interfaces.h>
#include <arrow/result.h>

#include <memory>
#include <vector>

#include "BridgeSource.h"

namespace bridge {

/// Reads in sequence go through a window that is read ahead, as each call of the source is a request. The window grows from
/// 256 KiB to 8 MiB, so that the first rows of a long list are there soon. `ReadAt` does not use it.
class SourceFile final : public arrow::io::RandomAccessFile {
  public:
    explicit SourceFile(std::shared_ptr<const arrow_bridge_source> source) : source_(std::move(source)) {}

    arrow::Status Close() override;
    bool closed() const override { return is_closed_; }
    arrow::Result<int64_t> Tell() const override { return position_; }
    arrow::Status Seek(int64_t position) override;
    arrow::Result<int64_t> GetSize() override { return source_->size; }
    arrow::Result<int64_t> Read(int64_t count, void *out) override;
    arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t count) override;
    arrow::Result<int64_t> ReadAt(int64_t position, int64_t count, void *out) override;
    arrow::Result<std::shared_ptr<arrow::Buffer>> ReadAt(int64_t position, int64_t count) override;
    arrow::Status WillNeed(const std::vector<arrow::io::ReadRange> &ranges) override;

  private:
    arrow::Status FillWindow();
    /// How many bytes there are for a read of `count`.
    arrow::Result<int64_t> Available(int64_t position, int64_t count) const;

    std::shared_ptr<const arrow_bridge_source> source_;
    int64_t position_ = 0;
    std::vector<char> window_;
    /// Place of the window's first byte.
    int64_t window_start_ = 0;
    bool is_closed_ = false;
};

}  // namespace bridge
