// Writing files to a store, and removing them.
#include <memory>
#include <string>
#include <utility>

#include "BridgeUploads.h"
#include "Failures.hpp"
#include "StoreHandle.hpp"

using arrow::Result;
using arrow::Status;

struct arrow_bridge_upload {
    std::shared_ptr<arrow::fs::FileSystem> files;
    std::string path;
    std::shared_ptr<arrow::io::OutputStream> stream;
};

namespace bridge {

/// While it lives, a failed request of this thread is not sent again.
class Hurry {
  public:
    Hurry() { StoreCall::is_hurried = true; }
    ~Hurry() { StoreCall::is_hurried = false; }
    Hurry(const Hurry &) = delete;
    Hurry &operator=(const Hurry &) = delete;
};

/// A stream that is dropped would publish what it has. After this it does not.
static void GiveUp(arrow_bridge_upload &upload) {
    const Hurry hurry;
    // What fails here is left to the next start: parts that nobody sees.
    try {
        (void)upload.stream->Abort();
        // Aborting publishes half of the file at Google's store, and Azure's keeps an empty one.
        if (upload.files->type_name() != "s3") (void)upload.files->DeleteFile(upload.path);
    } catch (const std::exception &) {
        // Azure's client throws.
    }
}

/// Calls into a store; what fails is a failure to write. Azure's client throws through Arrow.
template <typename T, typename Body>
static T Written(arrow_bridge_error *error, T fallback, Body &&body) noexcept {
    return Asked<T>(error, fallback, std::forward<Body>(body), ARROW_BRIDGE_UNWRITABLE);
}

static Result<arrow_bridge_upload *> OpenedUpload(arrow_bridge_store *store, const char *path) {
    ARROW_ASSIGN_OR_RAISE(auto stream, store->files->OpenOutputStream(std::string(path)));
    return new arrow_bridge_upload{store->files, path, std::move(stream)};
}

static Status Closed(arrow_bridge_upload &upload) {
    // Azure's client throws.
    try {
        return upload.stream->Close();
    } catch (const std::exception &exception) {
        return ThrownStatus(exception);
    }
}

static Result<bool> Removed(arrow_bridge_store *store, const char *path) {
    const Status status = store->files->DeleteFile(path);
    if (!status.ok() && CategoryOf(StoreStatus(status), ARROW_BRIDGE_UNWRITABLE) != ARROW_BRIDGE_NOT_FOUND) {
        return status;
    }
    return true;
}

}  // namespace bridge

extern "C" {

arrow_bridge_upload *arrow_bridge_upload_open(
    arrow_bridge_store *store, const char *path, arrow_bridge_error *error) {
    return bridge::Written<arrow_bridge_upload *>(
        error, nullptr, [&]() { return bridge::OpenedUpload(store, path); });
}

bool arrow_bridge_upload_write(
    arrow_bridge_upload *upload, const void *bytes, int64_t count, arrow_bridge_error *error) {
    return bridge::Written<bool>(error, false, [&]() -> Result<bool> {
        ARROW_RETURN_NOT_OK(upload->stream->Write(bytes, count));
        return true;
    });
}

bool arrow_bridge_upload_finish(arrow_bridge_upload *upload, arrow_bridge_error *error) {
    return bridge::Written<bool>(error, false, [&]() -> Result<bool> {
        const std::unique_ptr<arrow_bridge_upload> owned(upload);
        const Status closed = bridge::Closed(*owned);
        if (closed.ok()) return true;
        bridge::GiveUp(*owned);
        return closed;
    });
}

void arrow_bridge_upload_abort(arrow_bridge_upload *upload) {
    bridge::Written<bool>(nullptr, false, [&]() -> Result<bool> {
        const std::unique_ptr<arrow_bridge_upload> owned(upload);
        bridge::GiveUp(*owned);
        return true;
    });
}

bool arrow_bridge_store_remove(arrow_bridge_store *store, const char *path, arrow_bridge_error *error) {
    return bridge::Written<bool>(error, false, [&]() { return bridge::Removed(store, path); });
}

}  // extern "C"
