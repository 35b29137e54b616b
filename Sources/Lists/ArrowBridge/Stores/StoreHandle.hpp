// What stands behind the pointers to stores and their files.
#pragma once

#include <arrow/filesystem/filesystem.h>
#include <arrow/io/interfaces.h>

#include <csignal>
#include <memory>
#include <string>

#include "BridgeError.h"
#include "Failures.hpp"

struct arrow_bridge_store {
    std::shared_ptr<arrow::fs::FileSystem> files;
};

struct arrow_bridge_stored_file {
    std::shared_ptr<arrow::io::RandomAccessFile> file;
    int64_t size = 0;
    std::string version;
};

namespace bridge {

/// A call into the library for stores. All signals are blocked meanwhile: threads that the library starts must not take
/// those that the program waits for.
class StoreCall {
  public:
    /// Whether a failed request of this thread is not sent again.
    static inline thread_local bool is_hurried = false;

    StoreCall() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, &before_);
    }
    ~StoreCall() {
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    StoreCall(const StoreCall &) = delete;
    StoreCall &operator=(const StoreCall &) = delete;

  private:
    sigset_t before_;
};

/// The same failure with the category that the store's answer stands for, or else `otherwise`, in a line without secrets.
arrow::Status StoreStatus(const arrow::Status &status, int32_t otherwise = ARROW_BRIDGE_UNREADABLE);

/// What a store's client threw, as a failure. Azure's client throws through Arrow.
arrow::Status ThrownStatus(const std::exception &exception);

/// Runs `body`, which asks a store and returns an `arrow::Result<T>`.
template <typename T, typename Body>
T Asked(
    arrow_bridge_error *error, T fallback, Body &&body, int32_t otherwise = ARROW_BRIDGE_UNREADABLE) noexcept {
    return Guarded<T>(error, fallback, otherwise, [&]() -> arrow::Result<T> {
        const StoreCall call;
        try {
            arrow::Result<T> result = body();
            if (result.ok()) return result;
            return StoreStatus(result.status(), otherwise);
        } catch (const std::bad_alloc &) {
            throw;
        } catch (const std::exception &exception) {
            return StoreStatus(ThrownStatus(exception), otherwise);
        }
    });
}

}  // namespace bridge
