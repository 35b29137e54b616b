// A compressed file of one or more members, as one stream of bytes.
#pragma once

#include <arrow/io/interfaces.h>
#include <arrow/result.h>
#include <arrow/util/compression.h>

#include <memory>
#include <string_view>

namespace bridge {

/// Decompresses member after member. As `gzip -d` does, it passes over what follows the last one: zeros without a word
/// (tapes and block devices pad with them), other bytes with `has_junk` set.
class MemberStream {
  public:
    /// `type` is GZIP, ZSTD or BZ2.
    static arrow::Result<std::unique_ptr<MemberStream>> Make(
        arrow::Compression::type type, std::shared_ptr<arrow::io::InputStream> file);

    /// Up to `size` bytes; 0 at the end only. A member that is damaged or cut off is an error.
    arrow::Result<int64_t> Read(int64_t size, char *out);

    /// Whether bytes that are not zeros follow the last member.
    bool has_junk() const { return has_junk_; }

  private:
    arrow::Status Refill();
    arrow::Result<bool> BeginsMember();
    arrow::Status PassOverRest();

    arrow::Compression::type type_;
    std::unique_ptr<arrow::util::Codec> codec_;
    std::shared_ptr<arrow::util::Decompressor> decompressor_;
    std::shared_ptr<arrow::io::InputStream> file_;
    std::shared_ptr<arrow::Buffer> input_;
    /// Place of the first byte of `input_` that was not decompressed.
    int64_t begin_ = 0;
    bool at_file_end_ = false;
    bool in_member_ = false;
    bool had_member_ = false;
    bool at_end_ = false;
    bool has_junk_ = false;
};

}  // namespace bridge
