// Google Cloud Storage.
#include <arrow/util/config.h>

#include "OpenOtherStores.hpp"

#ifdef ARROW_GCS
#include <arrow/filesystem/gcsfs.h>
#endif

namespace bridge {

#ifdef ARROW_GCS
/// The library's own limit is 15 minutes.
static constexpr double kPatienceSeconds = 20;

/// The authorities that connections believe, for the whole process: this library takes them from nowhere else.
static arrow::Status UseAuthorities(const std::string &ca_file) {
    static const arrow::Status status = [&]() {
        arrow::fs::FileSystemGlobalOptions options;
        options.tls_ca_file_path = ca_file;
        return arrow::fs::Initialize(options);
    }();
    return status;
}

OpenedFiles OpenedGoogle(const arrow_bridge_store_options &wanted) {
    ARROW_RETURN_NOT_OK(UseAuthorities(wanted.ca_file));
    auto options = wanted.anonymous ? arrow::fs::GcsOptions::Anonymous() : arrow::fs::GcsOptions::Defaults();
    options.endpoint_override = wanted.endpoint;
    options.scheme = wanted.scheme;
    options.retry_limit_seconds = wanted.patience_seconds > 0 ? wanted.patience_seconds : kPatienceSeconds;
    return arrow::fs::GcsFileSystem::Make(options);
}
#else
OpenedFiles OpenedGoogle(const arrow_bridge_store_options &) {
    return arrow::Status::NotImplemented("this build of Arrow has no Google Cloud Storage");
}
#endif

}  // namespace bridge
