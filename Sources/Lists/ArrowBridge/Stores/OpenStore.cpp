// Stores, as the options say they are reached.
#include <arrow/util/config.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <new>
#include <random>

#include "BridgeStores.h"
#include "Failures.hpp"
#include "OpenOtherStores.hpp"
#include "S3Library.hpp"
#include "StoreHandle.hpp"

using arrow::Result;
using arrow::Status;
using bridge::Guarded;

namespace bridge {

#ifdef ARROW_S3

/// Patience with a store that is restarted, or is asked too much for a moment: some 11 s for reading; a run that writes a
/// dataset waits longer, because everything that it fetches has to go there.
class PatientRetries final : public arrow::fs::S3RetryStrategy {
  public:
    /// `patience_seconds`: from the first failure of a request; 0 for seven attempts.
    explicit PatientRetries(double patience_seconds) : patience_(patience_seconds) {}

    bool ShouldRetry(const AWSErrorDetail &error, int64_t attempts) override {
        if (!error.should_retry || StoreCall::is_hurried) return false;
        if (patience_.count() <= 0) return attempts < kAttempts;
        // A request and its retries are made by one thread.
        static thread_local Clock::time_point first_failure;
        if (attempts == 0) first_failure = Clock::now();
        return Clock::now() - first_failure < patience_;
    }
    int64_t CalculateDelayBeforeNextRetry(const AWSErrorDetail &, int64_t attempts) override {
        const int64_t longest = patience_.count() > 0 ? 15'000 : 5'000;
        const int64_t delay = std::min(longest, int64_t{100} << std::clamp<int64_t>(attempts, 0, 10));
        // Threads that failed together do not come back together.
        static thread_local std::minstd_rand chance{std::random_device{}()};
        return std::uniform_int_distribution<int64_t>(delay / 2, delay)(chance);
    }

  private:
    using Clock = std::chrono::steady_clock;
    static constexpr int64_t kAttempts = 7;
    const std::chrono::duration<double> patience_;
};

/// The options in place: their constructor is in the library that is opened at run time.
class S3OptionsInPlace {
  public:
    explicit S3OptionsInPlace(const S3Library &library) { library.construct_options(&options()); }
    ~S3OptionsInPlace() { options().~S3Options(); }
    S3OptionsInPlace(const S3OptionsInPlace &) = delete;
    S3OptionsInPlace &operator=(const S3OptionsInPlace &) = delete;
    arrow::fs::S3Options &options() { return *std::launder(reinterpret_cast<arrow::fs::S3Options *>(bytes_)); }

  private:
    alignas(arrow::fs::S3Options) unsigned char bytes_[sizeof(arrow::fs::S3Options)];
};

static OpenedFiles OpenedS3(const arrow_bridge_store_options &wanted) {
    ARROW_ASSIGN_OR_RAISE(const S3Library *library, S3Library::Get());
    S3OptionsInPlace place(*library);
    arrow::fs::S3Options &options = place.options();
    options.endpoint_override = wanted.endpoint;
    options.scheme = wanted.scheme;
    options.region = wanted.region;
    options.tls_ca_file_path = wanted.ca_file;
    options.force_virtual_addressing = wanted.virtual_addressing;
    options.connect_timeout = std::min(wanted.timeout_seconds, 10.0);
    // Whole seconds are what libcurl's limit for silence takes.
    options.request_timeout = std::max(1.0, std::ceil(wanted.timeout_seconds));
    options.background_writes = false;
    // A file that fits into one part is one request.
    options.allow_delayed_open = true;
    options.retry_strategy = std::make_shared<PatientRetries>(wanted.patience_seconds);
    if (wanted.anonymous) {
        library->use_no_credentials(&options);
    } else {
        library->use_default_credentials(&options);
    }
    if (options.region.empty() && options.endpoint_override.empty()) {
        ARROW_ASSIGN_OR_RAISE(options.region, library->region_of_bucket(wanted.bucket));
    }
    // A server of one's own has no regions, but signatures have one.
    if (options.region.empty()) options.region = "us-east-1";
    return library->make(options, arrow::io::default_io_context());
}
#else
static OpenedFiles OpenedS3(const arrow_bridge_store_options &) {
    return Status::NotImplemented("this build of Arrow has no S3");
}
#endif

static OpenedFiles Opened(const arrow_bridge_store_options &wanted) {
    switch (wanted.kind) {
        case ARROW_BRIDGE_STORE_GOOGLE:
            return OpenedGoogle(wanted);
        case ARROW_BRIDGE_STORE_AZURE:
            return OpenedAzure(wanted);
        case ARROW_BRIDGE_STORE_HADOOP:
            return OpenedHadoop(wanted);
        default:
            return OpenedS3(wanted);
    }
}

}  // namespace bridge

extern "C" {

arrow_bridge_store *arrow_bridge_store_open(const arrow_bridge_store_options *options, arrow_bridge_error *error) {
    return bridge::Asked<arrow_bridge_store *>(error, nullptr, [&]() -> Result<arrow_bridge_store *> {
        ARROW_ASSIGN_OR_RAISE(auto files, bridge::Opened(*options));
        return new arrow_bridge_store{std::move(files)};
    });
}

void arrow_bridge_store_free(arrow_bridge_store *store) { delete store; }

}  // extern "C"
