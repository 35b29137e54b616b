// Arrow's streams out.
#include <arrow/io/interfaces.h>
#include <arrow/ipc/writer.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "BridgeStreams.h"
#include "Failures.hpp"
#include "Handles.hpp"

using arrow::Result;
using arrow::Status;
using bridge::Guarded;

namespace {

/// A descriptor that is written to from its place on.
class DescriptorOutput final : public arrow::io::OutputStream {
  public:
    explicit DescriptorOutput(int descriptor) : descriptor_(descriptor) { set_mode(arrow::io::FileMode::WRITE); }

    Status Close() override { return Status::OK(); }
    bool closed() const override { return false; }
    Result<int64_t> Tell() const override { return position_; }
    Status Flush() override { return Status::OK(); }

    Status Write(const void *data, int64_t bytes) override {
        const char *rest = static_cast<const char *>(data);
        while (bytes > 0) {
            // Linux writes at most 2^31 - 4096 bytes at once, see write(2).
            const ssize_t count = write(descriptor_, rest, static_cast<size_t>(std::min<int64_t>(bytes, 1 << 30)));
            if (count < 0 && errno == EINTR) continue;
            if (count < 0 && errno == EAGAIN) {
                pollfd wait{descriptor_, POLLOUT, 0};
                poll(&wait, 1, -1);
                continue;
            }
            if (count <= 0) return Failure(count < 0 ? errno : EIO);
            rest += count;
            bytes -= count;
            position_ += count;
        }
        return Status::OK();
    }

  private:
    static Status Failure(int number) {
        const int32_t category = number == EPIPE ? ARROW_BRIDGE_READER_LEFT
                                 : number == ENOSPC || number == EDQUOT ? ARROW_BRIDGE_DISK_FULL
                                                                        : ARROW_BRIDGE_UNWRITABLE;
        return bridge::CategoryStatus(category, std::strerror(number));
    }

    const int descriptor_;
    int64_t position_ = 0;
};

}  // namespace

struct arrow_bridge_stream_writer {
    std::shared_ptr<DescriptorOutput> output;
    std::shared_ptr<arrow::ipc::RecordBatchWriter> writer;
};

static Result<arrow_bridge_stream_writer *> Opened(int descriptor, const arrow::RecordBatch &columns) {
    auto handle = std::make_unique<arrow_bridge_stream_writer>();
    handle->output = std::make_shared<DescriptorOutput>(descriptor);
    auto options = arrow::ipc::IpcWriteOptions::Defaults();
    options.use_threads = false;
    ARROW_ASSIGN_OR_RAISE(handle->writer, arrow::ipc::MakeStreamWriter(handle->output, columns.schema(), options));
    // Arrow writes the columns with the first batch; a reader that is to send it may wait for them.
    ARROW_RETURN_NOT_OK(handle->writer->WriteRecordBatch(*columns.Slice(0, 0)));
    return handle.release();
}

extern "C" {

arrow_bridge_stream_writer *arrow_bridge_stream_writer_open(
    int descriptor, const arrow_bridge_batch *columns, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_stream_writer *>(
        error, nullptr, ARROW_BRIDGE_UNWRITABLE, [&]() { return Opened(descriptor, *columns->rows); });
}

bool arrow_bridge_stream_writer_write(
    arrow_bridge_stream_writer *writer, const arrow_bridge_batch *batch, arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_UNWRITABLE, [&]() -> Result<bool> {
        ARROW_RETURN_NOT_OK(writer->writer->WriteRecordBatch(*batch->rows));
        return true;
    });
}

bool arrow_bridge_stream_writer_close(arrow_bridge_stream_writer *writer, arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_UNWRITABLE, [&]() -> Result<bool> {
        ARROW_RETURN_NOT_OK(writer->writer->Close());
        return true;
    });
}

void arrow_bridge_stream_writer_free(arrow_bridge_stream_writer *writer) { delete writer; }

}  // extern "C"
