// A compressed file of one or more members, as one stream of bytes.
#include "MemberStream.hpp"

#include <arrow/buffer.h>

#include <algorithm>
#include <string>

namespace bridge {

using arrow::Buffer;
using arrow::Compression;
using arrow::Result;
using arrow::Status;

static constexpr int64_t kInputBytes = 64 * 1024;
static constexpr int64_t kSignatureBytes = 4;

Result<std::unique_ptr<MemberStream>> MemberStream::Make(
    Compression::type type, std::shared_ptr<arrow::io::InputStream> file) {
    auto stream = std::make_unique<MemberStream>();
    stream->type_ = type;
    ARROW_ASSIGN_OR_RAISE(stream->codec_, arrow::util::Codec::Create(type));
    ARROW_ASSIGN_OR_RAISE(stream->decompressor_, stream->codec_->MakeDecompressor());
    stream->file_ = std::move(file);
    stream->input_ = std::make_shared<Buffer>(nullptr, 0);
    return stream;
}

/// Joins what is left of the input with more of the file.
Status MemberStream::Refill() {
    const auto left = std::string_view(
        reinterpret_cast<const char *>(input_->data()) + begin_, static_cast<size_t>(input_->size() - begin_));
    ARROW_ASSIGN_OR_RAISE(auto more, file_->Read(kInputBytes));
    at_file_end_ = more->size() == 0;
    if (!left.empty()) {
        std::string joined(left);
        joined.append(reinterpret_cast<const char *>(more->data()), static_cast<size_t>(more->size()));
        more = Buffer::FromString(std::move(joined));
    }
    input_ = std::move(more);
    begin_ = 0;
    return Status::OK();
}

/// Whether another member begins here, by its signature.
Result<bool> MemberStream::BeginsMember() {
    while (input_->size() - begin_ < kSignatureBytes && !at_file_end_) ARROW_RETURN_NOT_OK(Refill());
    const auto bytes = std::string_view(
        reinterpret_cast<const char *>(input_->data()) + begin_,
        static_cast<size_t>(std::min(kSignatureBytes, input_->size() - begin_)));
    switch (type_) {
        case Compression::GZIP: return bytes.starts_with("\x1F\x8B");
        case Compression::BZ2: return bytes.starts_with("BZh");
        default: {
            const bool skippable = bytes.size() == 4 && (static_cast<uint8_t>(bytes[0]) & 0xF0) == 0x50 &&
                                   bytes.substr(1) == "\x2A\x4D\x18";
            return skippable || bytes == "\x28\xB5\x2F\xFD";
        }
    }
}

Status MemberStream::PassOverRest() {
    at_end_ = true;
    while (true) {
        const auto *from = input_->data() + begin_;
        has_junk_ = has_junk_ || std::any_of(from, input_->data() + input_->size(), [](uint8_t byte) { return byte != 0; });
        begin_ = input_->size();
        if (at_file_end_ || has_junk_) return Status::OK();
        ARROW_RETURN_NOT_OK(Refill());
    }
}

Result<int64_t> MemberStream::Read(int64_t size, char *out) {
    int64_t written = 0;
    while (written < size && !at_end_) {
        if (!in_member_) {
            if (had_member_) {
                ARROW_ASSIGN_OR_RAISE(const bool begins, BeginsMember());
                if (!begins) {
                    ARROW_RETURN_NOT_OK(PassOverRest());
                    break;
                }
                ARROW_RETURN_NOT_OK(decompressor_->Reset());
            }
            in_member_ = true;
        }
        if (begin_ == input_->size() && !at_file_end_) ARROW_RETURN_NOT_OK(Refill());
        ARROW_ASSIGN_OR_RAISE(
            const auto step, decompressor_->Decompress(
                input_->size() - begin_, input_->data() + begin_, size - written,
                reinterpret_cast<uint8_t *>(out) + written));
        begin_ += step.bytes_read;
        written += step.bytes_written;
        if (decompressor_->IsFinished()) {
            in_member_ = false;
            had_member_ = true;
        } else if (step.bytes_read == 0 && step.bytes_written == 0) {
            if (at_file_end_) return Status::IOError("the compressed file is cut off");
            ARROW_RETURN_NOT_OK(Refill());
        }
    }
    return written;
}

}  // namespace bridge
