// Arrow's streams in: from a pipe, with a limit on what a batch may need.
#include <arrow/io/interfaces.h>
#include <arrow/ipc/reader.h>
#include <arrow/memory_pool.h>
#include <arrow/util/io_util.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "BridgeStreams.h"
#include "Failures.hpp"
#include "Handles.hpp"
#include "PlainValues.hpp"

using arrow::Result;
using arrow::Status;
using bridge::Guarded;

namespace {

/// A descriptor that is read from its place on. Arrow's own wants a file that can be seeked.
class DescriptorInput final : public arrow::io::InputStream {
  public:
    DescriptorInput(int descriptor, int64_t most_bytes, arrow::MemoryPool *pool)
        : descriptor_(descriptor), most_bytes_(most_bytes), pool_(pool) {
        set_mode(arrow::io::FileMode::READ);
    }

    Status Close() override { return Status::OK(); }
    bool closed() const override { return false; }
    Result<int64_t> Tell() const override { return position_; }

    Result<int64_t> Read(int64_t bytes, void *out) override {
        ARROW_RETURN_NOT_OK(Check(bytes));
        char *rest = static_cast<char *>(out);
        int64_t left = bytes;
        while (left > 0) {
            // Linux reads at most 2^31 - 4096 bytes at once, see read(2).
            const ssize_t count = read(descriptor_, rest, static_cast<size_t>(std::min<int64_t>(left, 1 << 30)));
            if (count < 0 && errno == EINTR) continue;
            if (count < 0 && errno == EAGAIN) {
                pollfd wait{descriptor_, POLLIN, 0};
                poll(&wait, 1, -1);
                continue;
            }
            if (count < 0) return arrow::internal::IOErrorFromErrno(errno, "cannot read the stream");
            if (count == 0) break;
            rest += count;
            left -= count;
            position_ += count;
        }
        return bytes - left;
    }

    Result<std::shared_ptr<arrow::Buffer>> Read(int64_t bytes) override {
        ARROW_RETURN_NOT_OK(Check(bytes));
        ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(bytes, pool_));
        ARROW_ASSIGN_OR_RAISE(const int64_t count, Read(bytes, buffer->mutable_data()));
        ARROW_RETURN_NOT_OK(buffer->Resize(count, false));
        return std::shared_ptr<arrow::Buffer>(std::move(buffer));
    }

  private:
    /// A length that the stream gives itself.
    Status Check(int64_t bytes) const {
        if (bytes < 0 || bytes > most_bytes_) return Status::Invalid("a message of the stream is too large");
        return Status::OK();
    }

    const int descriptor_;
    const int64_t most_bytes_;
    arrow::MemoryPool *const pool_;
    int64_t position_ = 0;
};

}  // namespace

struct arrow_bridge_stream {
    std::shared_ptr<arrow::ipc::RecordBatchStreamReader> reader;
};

/// Batches that live at once, as a multiple of the largest.
static constexpr int64_t kBatchesAtOnce = 4;

static Result<arrow_bridge_stream *> Opened(int descriptor, int64_t most_bytes) {
    auto handle = std::make_unique<arrow_bridge_stream>();
    // Never freed: buffers of batches give their memory back to it, and may outlive the stream.
    auto *pool = new arrow::CappedMemoryPool(arrow::default_memory_pool(), most_bytes * kBatchesAtOnce);
    auto options = arrow::ipc::IpcReadOptions::Defaults();
    options.memory_pool = pool;
    options.use_threads = false;
    options.ensure_native_endian = true;
    ARROW_ASSIGN_OR_RAISE(
        handle->reader, arrow::ipc::RecordBatchStreamReader::Open(
                            std::make_shared<DescriptorInput>(descriptor, most_bytes, pool), options));
    return handle.release();
}

extern "C" {

arrow_bridge_stream *arrow_bridge_stream_open(int descriptor, int64_t most_bytes, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_stream *>(
        error, nullptr, ARROW_BRIDGE_MALFORMED, [&]() { return Opened(descriptor, most_bytes); });
}

void arrow_bridge_stream_free(arrow_bridge_stream *stream) { delete stream; }

arrow_bridge_batch *arrow_bridge_stream_empty(const arrow_bridge_stream *stream, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(
        error, nullptr, ARROW_BRIDGE_MALFORMED, [&]() -> Result<arrow_bridge_batch *> {
            ARROW_ASSIGN_OR_RAISE(auto rows, arrow::RecordBatch::MakeEmpty(stream->reader->schema()));
            return new arrow_bridge_batch{std::move(rows)};
        });
}

arrow_bridge_batch *arrow_bridge_stream_next(arrow_bridge_stream *stream, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(
        error, nullptr, ARROW_BRIDGE_MALFORMED, [&]() -> Result<arrow_bridge_batch *> {
            std::shared_ptr<arrow::RecordBatch> rows;
            ARROW_RETURN_NOT_OK(stream->reader->ReadNext(&rows));
            if (rows == nullptr) return nullptr;
            // Offsets and lengths are the sender's; text that is not UTF-8 is found here as well.
            ARROW_RETURN_NOT_OK(rows->ValidateFull());
            return new arrow_bridge_batch{std::move(rows)};
        });
}

arrow_bridge_batch *arrow_bridge_batch_plain(
    const arrow_bridge_batch *batch, int64_t column, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(
        error, nullptr, ARROW_BRIDGE_MISUSE, [&]() -> Result<arrow_bridge_batch *> {
            if (column < 0 || column >= batch->rows->num_columns()) return Status::KeyError("no such column");
            const int place = static_cast<int>(column);
            std::vector<int64_t> repaired(1);
            ARROW_ASSIGN_OR_RAISE(
                auto rows, bridge::Chosen(
                               batch->rows, {place}, {batch->rows->schema()->field(place)->name()}, {true}, &repaired));
            return new arrow_bridge_batch{std::move(rows)};
        });
}

}  // extern "C"
