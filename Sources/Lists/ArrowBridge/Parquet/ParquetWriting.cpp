// Parquet out: zstd, statistics, row groups of a chosen length; a file that is not closed stays without a footer.
#include <arrow/io/interfaces.h>
#include <arrow/util/io_util.h>
#include <fcntl.h>
#include <parquet/arrow/writer.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "BridgeParquet.h"
#include "Failures.hpp"
#include "Handles.hpp"

using arrow::Result;
using arrow::Status;
using bridge::Guarded;

namespace {

/// Parquet's writer completes its file even when it is merely destroyed; this output can be told to refuse.
///
/// A file of its own, because Arrow's takes a close that a signal interrupts for a failure (NFS and FUSE may say so).
class RevocableOutput final : public arrow::io::OutputStream {
  public:
    static Result<std::shared_ptr<RevocableOutput>> Open(const char *path) {
        int file;
        int descriptor;
        // A descriptor of this process is written to as it is: to open a pipe again waits for a reader, who may have left.
        if (std::sscanf(path, "/dev/fd/%d", &descriptor) == 1) {
            file = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
        } else {
            do file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
            while (file < 0 && errno == EINTR);
        }
        if (file < 0) return arrow::internal::IOErrorFromErrno(errno, "cannot create the file");
        return std::shared_ptr<RevocableOutput>(new RevocableOutput(file));
    }

    ~RevocableOutput() override {
        if (file_ >= 0) close(file_);
    }

    void Revoke() { revoked_ = true; }

    Status Close() override {
        if (file_ < 0) return Status::OK();
        int result = close(file_);
        file_ = -1;
        // The descriptor is gone also when Linux says EINTR, and what was written is the system's.
        if (result != 0 && errno != EINTR) return arrow::internal::IOErrorFromErrno(errno, "cannot close the file");
        return Status::OK();
    }

    bool closed() const override { return file_ < 0; }
    Result<int64_t> Tell() const override { return position_; }
    Status Flush() override { return Status::OK(); }

    Status Write(const void *data, int64_t bytes) override {
        if (revoked_) return Status::Cancelled("the file was given up");
        if (file_ < 0) return Status::Invalid("the file is closed");
        const char *rest = static_cast<const char *>(data);
        while (bytes > 0) {
            ssize_t count = write(file_, rest, static_cast<size_t>(std::min<int64_t>(bytes, LONGEST_WRITE)));
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) return arrow::internal::IOErrorFromErrno(count < 0 ? errno : EIO, "cannot write the file");
            rest += count;
            bytes -= count;
            position_ += count;
        }
        return Status::OK();
    }

  private:
    // Linux writes at most 2^31 - 4096 bytes at once, see write(2).
    static constexpr int64_t LONGEST_WRITE = 1 << 30;

    explicit RevocableOutput(int file) : file_(file) { set_mode(arrow::io::FileMode::WRITE); }

    int file_;
    int64_t position_ = 0;
    bool revoked_ = false;
};

}  // namespace

struct arrow_bridge_parquet_writer {
    std::shared_ptr<RevocableOutput> output;
    std::unique_ptr<parquet::arrow::FileWriter> file;

    ~arrow_bridge_parquet_writer() {
        // A failure to close what is given up tells nobody anything.
        if (output != nullptr) output->Revoke();
        file.reset();
        if (output != nullptr) (void)output->Close();
    }
};

static Result<arrow_bridge_parquet_writer *> Opened(
    const char *path, const arrow::Schema &schema, int64_t row_group_rows, const char *raw_column,
    const char *const *plain_columns, int64_t plain_count) {
    auto handle = std::make_unique<arrow_bridge_parquet_writer>();
    ARROW_ASSIGN_OR_RAISE(handle->output, RevocableOutput::Open(path));
    parquet::WriterProperties::Builder properties;
    properties.compression(arrow::Compression::ZSTD)->compression_level(1)->max_row_group_length(row_group_rows);
    properties.enable_dictionary()->enable_statistics()->created_by("img2shards");
    if (raw_column != nullptr) {
        properties.compression(raw_column, arrow::Compression::UNCOMPRESSED);
        // The level of the other columns would be refused.
        properties.compression_level(raw_column, arrow::util::kUseDefaultCompressionLevel);
        properties.disable_dictionary(raw_column)->disable_statistics(raw_column);
    }
    for (int64_t i = 0; i < plain_count; i++) properties.disable_dictionary(plain_columns[i]);
    parquet::ArrowWriterProperties::Builder arrow_properties;
    arrow_properties.store_schema()->set_use_threads(false);
    ARROW_ASSIGN_OR_RAISE(
        handle->file, parquet::arrow::FileWriter::Open(
                          schema, arrow::default_memory_pool(), handle->output, properties.build(),
                          arrow_properties.build()));
    return handle.release();
}

extern "C" {

arrow_bridge_parquet_writer *arrow_bridge_parquet_writer_open(
    const char *path, const arrow_bridge_schema *schema, int64_t row_group_rows, const char *raw_column,
    const char *const *plain_columns, int64_t plain_count, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_parquet_writer *>(error, nullptr, ARROW_BRIDGE_UNWRITABLE, [&]() {
        return Opened(path, *schema->schema, row_group_rows, raw_column, plain_columns, plain_count);
    });
}

bool arrow_bridge_parquet_writer_end_row_group(arrow_bridge_parquet_writer *writer, arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_UNWRITABLE, [&]() -> Result<bool> {
        ARROW_RETURN_NOT_OK(writer->file->NewBufferedRowGroup());
        return true;
    });
}

bool arrow_bridge_parquet_writer_write(
    arrow_bridge_parquet_writer *writer, const arrow_bridge_batch *batch, arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_UNWRITABLE, [&]() -> Result<bool> {
        if (!batch->rows->schema()->Equals(*writer->file->schema(), false)) {
            return Status::KeyError("the batch has other columns than the file");
        }
        ARROW_RETURN_NOT_OK(writer->file->WriteRecordBatch(*batch->rows));
        return true;
    });
}

bool arrow_bridge_parquet_writer_close(arrow_bridge_parquet_writer *writer, arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_UNWRITABLE, [&]() -> Result<bool> {
        ARROW_RETURN_NOT_OK(writer->file->Close());
        ARROW_RETURN_NOT_OK(writer->output->Close());
        return true;
    });
}

void arrow_bridge_parquet_writer_free(arrow_bridge_parquet_writer *writer) { delete writer; }

}  // extern "C"
