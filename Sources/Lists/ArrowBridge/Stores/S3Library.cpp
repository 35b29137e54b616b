// Arrow's library for S3, opened when it is first needed.
#include "S3Library.hpp"

#ifdef ARROW_S3
#include <arrow/config.h>
#include <arrow/util/logging.h>
#include <dlfcn.h>

#include <mutex>
#include <utility>

namespace bridge {

using arrow::Result;
using arrow::Status;

/// Where `libarrow` lies: the other one lies beside it, in the wheel of pyarrow as in packages of Arrow.
static std::string LibraryPath() {
    const std::string name = "libarrow_s3.so." ARROW_SO_VERSION;
    Dl_info info = {};
    if (dladdr(reinterpret_cast<const void *>(&arrow::GetBuildInfo), &info) == 0 || info.dli_fname == nullptr) return name;
    const std::string arrow_path = info.dli_fname;
    const size_t slash = arrow_path.rfind('/');
    return slash == std::string::npos ? name : arrow_path.substr(0, slash + 1) + name;
}

template <typename Function>
static bool Find(void *library, const char *symbol, Function *function) {
    *function = reinterpret_cast<Function>(dlsym(library, symbol));
    return *function != nullptr;
}

static std::mutex mutex;

static Result<const S3Library *> Opened() {
    // Older versions of Arrow have S3 in `libarrow` itself.
    void *library = RTLD_DEFAULT;
    const std::string path = LibraryPath();
    if (void *own = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL); own != nullptr) library = own;
    static S3Library found = {};
    Status (*initialize)(const arrow::fs::S3GlobalOptions &) = nullptr;
    arrow::fs::S3GlobalOptions (*defaults)() = nullptr;
    // The names are those of the C++ ABI that GCC and Clang share, of the declarations in arrow/filesystem/s3fs.h.
    const bool has_all =
        Find(library, "_ZN5arrow2fs9S3OptionsC1Ev", &found.construct_options) &&
        Find(library, "_ZN5arrow2fs9S3Options27ConfigureDefaultCredentialsEv", &found.use_default_credentials) &&
        Find(library, "_ZN5arrow2fs9S3Options29ConfigureAnonymousCredentialsEv", &found.use_no_credentials) &&
        Find(library, "_ZN5arrow2fs12S3FileSystem4MakeERKNS0_9S3OptionsERKNS_2io9IOContextE", &found.make) &&
        Find(
            library,
            "_ZN5arrow2fs21ResolveS3BucketRegionERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE",
            &found.region_of_bucket) &&
        Find(library, "_ZNK5arrow2fs12S3FileSystem7optionsEv", &found.options_of) &&
        Find(library, "_ZNK5arrow2fs9S3Options12GetAccessKeyB5cxx11Ev", &found.access_key) &&
        Find(library, "_ZNK5arrow2fs9S3Options12GetSecretKeyB5cxx11Ev", &found.secret_key) &&
        Find(library, "_ZNK5arrow2fs9S3Options15GetSessionTokenB5cxx11Ev", &found.session_token) &&
        Find(library, "_ZN5arrow2fs12InitializeS3ERKNS0_15S3GlobalOptionsE", &initialize) &&
        Find(library, "_ZN5arrow2fs15S3GlobalOptions8DefaultsEv", &defaults);
    if (!has_all) {
        return Status::NotImplemented("this build reads no S3: ", path, " is missing, or of another version of Arrow");
    }
    // Arrow would report requests that it repeats on stderr.
    arrow::util::ArrowLog::StartArrowLog("", arrow::util::ArrowLogLevel::ARROW_FATAL);
    ARROW_RETURN_NOT_OK(initialize(defaults()));
    return &found;
}

Result<const S3Library *> S3Library::Get() {
    const std::lock_guard<std::mutex> lock(mutex);
    static Result<const S3Library *> library = Opened();
    return library;
}

}  // namespace bridge
#endif
