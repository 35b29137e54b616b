// The bytes of a file, decompressed, as a window that moves forward.
#pragma once

#include <arrow/io/interfaces.h>
#include <arrow/result.h>

#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "ByteOrigin.hpp"
#include "MemberStream.hpp"

namespace bridge {

/// Unread bytes stand in one piece. Places are counted from the first of them, so they stay right when `More` moves
/// the bytes; pointers do not.
class ByteFeed {
  public:
    static arrow::Result<std::unique_ptr<ByteFeed>> Open(const ByteOrigin &origin, int32_t compression);

    const char *data() const { return buffer_.get() + begin_; }
    size_t size() const { return end_ - begin_; }
    /// Whether the file has no bytes beyond the window.
    bool at_end() const { return at_end_; }
    std::string_view window() const { return {data(), size()}; }

    /// Widens the window by up to 1 MiB; does nothing at the end of the file.
    arrow::Status More();
    void Consume(size_t bytes) { begin_ += bytes; }

    /// Whether there is a byte at `place`, widening the window as needed.
    arrow::Result<bool> Has(size_t place) {
        while (place >= size()) {
            if (at_end_) return false;
            ARROW_RETURN_NOT_OK(More());
        }
        return true;
    }

    /// The first `byte` at or after `from` and before `limit`; `npos` when there is none.
    arrow::Result<size_t> Find(char byte, size_t from, size_t limit);

    /// Bytes read from the disk, before decompression.
    int64_t bytes_read() const { return bytes_read_; }

    /// Whether bytes that are not zeros follow the compressed text.
    bool has_junk() const { return members_ != nullptr && members_->has_junk(); }

    static constexpr size_t npos = static_cast<size_t>(-1);

  private:
    std::shared_ptr<arrow::io::RandomAccessFile> file_;
    /// NULL for a file that is not compressed.
    std::unique_ptr<MemberStream> members_;
    std::unique_ptr<char[]> buffer_;
    size_t capacity_ = 0;
    size_t begin_ = 0;
    size_t end_ = 0;
    bool at_start_ = true;
    bool at_end_ = false;
    /// Lines end as on the first Macs: each return becomes a line feed.
    bool ends_lines_with_returns_ = false;
    int64_t bytes_read_ = 0;
};

}  // namespace bridge
