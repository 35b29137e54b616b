// The bytes of a source as a file of Arrow's.
#include "SourceFile.hpp"

#include <arrow/buffer.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "Failures.hpp"

namespace bridge {

using arrow::Buffer;
using arrow::Result;
using arrow::Status;

static constexpr int64_t kFirstWindowBytes = 256 * 1024;
static constexpr int64_t kLargestWindowBytes = 8 * 1024 * 1024;

Status SourceFile::Close() {
    is_closed_ = true;
    window_ = {};
    return Status::OK();
}

Status SourceFile::Seek(int64_t position) {
    if (position < 0) return Status::Invalid("a place before the file");
    position_ = position;
    return Status::OK();
}

Result<int64_t> SourceFile::Available(int64_t position, int64_t count) const {
    if (is_closed_) return Status::Invalid("the file is closed");
    if (position < 0 || count < 0) return Status::Invalid("a place before the file");
    return std::max<int64_t>(0, std::min(count, source_->size - position));
}

Result<int64_t> SourceFile::ReadAt(int64_t position, int64_t count, void *out) {
    ARROW_ASSIGN_OR_RAISE(count, Available(position, count));
    if (count == 0) return 0;
    arrow_bridge_error error = {};
    const int64_t read = source_->read_at(source_->context, position, count, out, &error);
    if (read == count) return read;
    if (read >= 0) return CategoryStatus(ARROW_BRIDGE_CHANGED, "it is shorter than it was");
    const std::string detail = error.detail != nullptr ? error.detail : "it cannot be read";
    const int32_t category = error.category;
    arrow_bridge_error_clear(&error);
    return CategoryStatus(category, detail);
}

Result<std::shared_ptr<Buffer>> SourceFile::ReadAt(int64_t position, int64_t count) {
    ARROW_ASSIGN_OR_RAISE(count, Available(position, count));
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(count));
    ARROW_RETURN_NOT_OK(ReadAt(position, count, buffer->mutable_data()).status());
    return std::shared_ptr<Buffer>(std::move(buffer));
}

Status SourceFile::WillNeed(const std::vector<arrow::io::ReadRange> &ranges) {
    if (source_->will_need == nullptr) return Status::OK();
    std::vector<int64_t> offsets;
    std::vector<int64_t> counts;
    for (const auto &range : ranges) {
        ARROW_ASSIGN_OR_RAISE(const int64_t count, Available(range.offset, range.length));
        if (count == 0) continue;
        offsets.push_back(range.offset);
        counts.push_back(count);
    }
    source_->will_need(source_->context, offsets.data(), counts.data(), static_cast<int64_t>(offsets.size()));
    return Status::OK();
}

Status SourceFile::FillWindow() {
    const int64_t before = static_cast<int64_t>(window_.size());
    const int64_t wanted = std::clamp(before * 2, kFirstWindowBytes, kLargestWindowBytes);
    ARROW_ASSIGN_OR_RAISE(const int64_t count, Available(position_, wanted));
    window_.resize(static_cast<size_t>(count));
    window_start_ = position_;
    return ReadAt(position_, count, window_.data()).status();
}

Result<int64_t> SourceFile::Read(int64_t count, void *out) {
    ARROW_ASSIGN_OR_RAISE(count, Available(position_, count));
    int64_t copied = 0;
    while (copied < count) {
        const int64_t window_end = window_start_ + static_cast<int64_t>(window_.size());
        if (position_ < window_start_ || position_ >= window_end) {
            ARROW_RETURN_NOT_OK(FillWindow());
            continue;
        }
        const int64_t step = std::min(count - copied, window_end - position_);
        std::memcpy(static_cast<char *>(out) + copied, window_.data() + (position_ - window_start_), static_cast<size_t>(step));
        copied += step;
        position_ += step;
    }
    return copied;
}

Result<std::shared_ptr<Buffer>> SourceFile::Read(int64_t count) {
    ARROW_ASSIGN_OR_RAISE(count, Available(position_, count));
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(count));
    ARROW_RETURN_NOT_OK(Read(count, buffer->mutable_data()).status());
    return std::shared_ptr<Buffer>(std::move(buffer));
}

}  // namespace bridge
