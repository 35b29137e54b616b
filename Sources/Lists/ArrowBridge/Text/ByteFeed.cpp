// The bytes of a file, decompressed, as a window that moves forward.
#include "ByteFeed.hpp"

#include <algorithm>

#include "BridgeRows.h"
#include "TextStart.hpp"

namespace bridge {

using arrow::Result;
using arrow::Status;

static constexpr size_t kBlockBytes = 1024 * 1024;

Result<std::unique_ptr<ByteFeed>> ByteFeed::Open(const ByteOrigin &origin, int32_t compression) {
    auto feed = std::make_unique<ByteFeed>();
    ARROW_ASSIGN_OR_RAISE(feed->file_, origin.Open());
    arrow::Compression::type type = arrow::Compression::UNCOMPRESSED;
    if (compression == ARROW_BRIDGE_GZIP) type = arrow::Compression::GZIP;
    if (compression == ARROW_BRIDGE_ZSTD) type = arrow::Compression::ZSTD;
    if (compression == ARROW_BRIDGE_BZIP2) type = arrow::Compression::BZ2;
    if (type != arrow::Compression::UNCOMPRESSED) {
        ARROW_ASSIGN_OR_RAISE(feed->members_, MemberStream::Make(type, feed->file_));
    }
    return feed;
}

Status ByteFeed::More() {
    if (at_end_) return Status::OK();
    if (begin_ > 0) {
        std::memmove(buffer_.get(), data(), size());
        end_ -= begin_;
        begin_ = 0;
    }
    if (capacity_ - end_ < kBlockBytes) {
        const size_t wanted = std::max(capacity_ * 2, end_ + kBlockBytes);
        auto larger = std::make_unique_for_overwrite<char[]>(wanted);
        if (end_ > 0) std::memcpy(larger.get(), buffer_.get(), end_);
        buffer_ = std::move(larger);
        capacity_ = wanted;
    }
    const size_t before = end_;
    ARROW_ASSIGN_OR_RAISE(
        const int64_t count, members_ == nullptr ? file_->Read(kBlockBytes, buffer_.get() + end_)
                                                 : members_->Read(kBlockBytes, buffer_.get() + end_));
    end_ += static_cast<size_t>(count);
    at_end_ = count == 0;
    ARROW_ASSIGN_OR_RAISE(bytes_read_, file_->Tell());
    if (at_start_) {
        at_start_ = false;
        const auto encoding = WideEncoding(window());
        if (!encoding.empty()) {
            return Status::Invalid(
                "it is text in ", encoding, "; turn it into UTF-8 first: iconv -f ", encoding, " -t UTF-8 OLD > NEW");
        }
        begin_ += MarkLength(window());
        ends_lines_with_returns_ = EndsLinesWithReturns(window());
    }
    if (ends_lines_with_returns_) std::replace(buffer_.get() + before, buffer_.get() + end_, '\r', '\n');
    return Status::OK();
}

Result<size_t> ByteFeed::Find(char byte, size_t from, size_t limit) {
    while (true) {
        const size_t end = std::min(size(), limit);
        if (from < end) {
            if (const void *hit = std::memchr(data() + from, byte, end - from)) {
                return static_cast<size_t>(static_cast<const char *>(hit) - data());
            }
            from = end;
        }
        if (from >= limit || at_end_) return npos;
        ARROW_RETURN_NOT_OK(More());
    }
}

}  // namespace bridge
