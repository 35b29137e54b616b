// What stands behind the pointers to stores and their files.
#pragma once

#include <arrow/filesystem/filesystem.h>
#include <arrow/io/interfaces.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <string>

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
    /// Calls that are under way.
    static inline std::atomic<int> under_way = 0;

    StoreCall() {
        under_way++;
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, &before_);
    }
    ~StoreCall() {
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
        under_way--;
    }
    StoreCall(const StoreCall &) = delete;
    StoreCall &operator=(const StoreCall &) = delete;

  private:
    sigset_t before_;
};

/// The same failure with the category that the store's answer stands for.
arrow::Status StoreStatus(const arrow::Status &status);

}  // namespace bridge
