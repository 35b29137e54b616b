// Arrow's library for S3, opened when it is first needed.
#pragma once

#include <arrow/result.h>
#include <arrow/util/config.h>

#ifdef ARROW_S3
#include <arrow/filesystem/s3fs.h>

#include <memory>
#include <string>

namespace bridge {

/// The functions of the library that stores need. It is not linked: with its 17 MB each start would be slower.
struct S3Library {
    /// A constructor; gets room for the options.
    void (*construct_options)(arrow::fs::S3Options *);
    /// Methods; get the options.
    void (*use_default_credentials)(arrow::fs::S3Options *);
    void (*use_no_credentials)(arrow::fs::S3Options *);
    arrow::Result<std::shared_ptr<arrow::fs::S3FileSystem>> (*make)(
        const arrow::fs::S3Options &, const arrow::io::IOContext &);
    arrow::Result<std::string> (*region_of_bucket)(const std::string &);
    arrow::fs::S3Options (*options_of)(const arrow::fs::S3FileSystem *);
    /// What a provider of credentials has now: it may ask a service for new ones.
    std::string (*access_key)(const arrow::fs::S3Options *);
    std::string (*secret_key)(const arrow::fs::S3Options *);
    std::string (*session_token)(const arrow::fs::S3Options *);

    /// Opened and initialized with the first call, and never finalized: a thread of its client outlives that, and its
    /// destructors meet that thread. The process has to end by `_exit`.
    static arrow::Result<const S3Library *> Get();
};

}  // namespace bridge
#endif
