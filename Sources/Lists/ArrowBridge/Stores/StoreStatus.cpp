// What a store's answer means: Arrow has it in the text of a status only.
#include <arrow/util/io_util.h>

#include <algorithm>
#include <cerrno>
#include <initializer_list>
#include <stdexcept>
#include <string_view>

#include "Failures.hpp"
#include "StoreHandle.hpp"

namespace bridge {

using arrow::Status;

static bool HasAny(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

/// The text without what may be a secret: Azure's messages have URLs, whose queries have signatures.
static std::string WithoutQueries(const std::string &text) {
    std::string kept;
    bool is_in_url = false;
    bool is_in_query = false;
    for (size_t place = 0; place < text.size(); place++) {
        if (text.compare(place, 3, "://") == 0) is_in_url = true;
        const bool ends = std::string_view(" \t\n'\"<>)").find(text[place]) != std::string_view::npos;
        if (ends) is_in_url = is_in_query = false;
        if (is_in_url && (text[place] == '?' || text.compare(place, 4, "sig=") == 0)) is_in_query = true;
        if (!is_in_query) kept += text[place];
    }
    return kept;
}

/// One line for people. Google's client says everything twice, Azure's adds the answer's body.
static std::string Plain(const std::string &text) {
    std::string plain = WithoutQueries(text.substr(0, text.find(" error_info={")));
    std::replace_if(plain.begin(), plain.end(), [](unsigned char byte) { return byte < 0x20; }, ' ');
    constexpr size_t kMostBytes = 600;
    if (plain.size() > kMostBytes) plain = plain.substr(0, kMostBytes) + "…";
    return plain;
}

Status StoreStatus(const Status &status, int32_t otherwise) {
    if (status.ok() || status.IsOutOfMemory() || status.IsNotImplemented()) return status;
    const std::string text = Plain(status.message());
    if (HasAny(text, {"Unable to load libhdfs", "Unable to load libjvm"})) {
        return CategoryStatus(ARROW_BRIDGE_UNSUPPORTED, text);
    }
    if (arrow::internal::ErrnoFromStatus(status) == ENOENT ||
        HasAny(
            text, {"NO_SUCH_BUCKET", "NO_SUCH_KEY", "No such file or directory", "NOT_FOUND", "ContainerNotFound",
                   "BlobNotFound", "PathNotFound", "FilesystemNotFound"})) {
        return CategoryStatus(ARROW_BRIDGE_NOT_FOUND, text);
    }
    if (HasAny(
            text, {"ACCESS_DENIED", "INVALID_ACCESS_KEY_ID", "SIGNATURE_DOES_NOT_MATCH", "EXPIRED_TOKEN",
                   "UNRECOGNIZED_CLIENT", "INVALID_CLIENT_TOKEN_ID", "INVALID_SIGNATURE", "MISSING_AUTHENTICATION_TOKEN",
                   "OPT_IN_REQUIRED", "HTTP status 403", "HTTP status 401", "ExpiredToken", "InvalidToken",
                   "PERMISSION_DENIED", "UNAUTHENTICATED", "OAuth2 access token", "AuthenticationFailed",
                   "AuthorizationFailure", "AuthorizationPermissionMismatch", "NoAuthenticationInformation",
                   "PublicAccessNotPermitted", "InvalidAuthenticationInfo", "DefaultAzureCredential",
                   "Permission denied"})) {
        return CategoryStatus(ARROW_BRIDGE_DENIED, text);
    }
    if (HasAny(text, {"HTTP status 411", "MissingContentLength"})) {
        return CategoryStatus(
            otherwise,
            "the store takes no bodies in chunks (411): set AWS_REQUEST_CHECKSUM_CALCULATION=when_required, and start again");
    }
    // Another range than the file has: it was shorter than it was when it was opened. Or another process has committed
    // the file that is being written, and Azure has forgotten the blocks sent so far.
    if (HasAny(
            text, {"HTTP status 416", "InvalidRange", "ConditionNotMet", "FAILED_PRECONDITION", "InvalidBlockList"})) {
        return CategoryStatus(ARROW_BRIDGE_CHANGED, text);
    }
    if (HasAny(text, {"HTTP status 507", "StorageFull", "QuotaExceeded", "InsufficientStorage"})) {
        return CategoryStatus(ARROW_BRIDGE_DISK_FULL, text);
    }
    if (HasAny(text, {"curlCode: 60", "SSL peer certificate", "CURL error code=60", "curl error 60"})) {
        // Another attempt would end as this one did.
        return CategoryStatus(
            otherwise,
            "the certificate of the server is not believed: SSL_CERT_FILE names the file of authorities to believe, "
            "for S3 alone AWS_CA_BUNDLE");
    }
    if (HasAny(
            text, {"NETWORK_CONNECTION", "REQUEST_TIMEOUT", "SLOW_DOWN", "SERVICE_UNAVAILABLE", "INTERNAL_FAILURE",
                   "THROTTLING", "curlCode", "HTTP status 5", "UNAVAILABLE", "DEADLINE_EXCEEDED",
                   "RESOURCE_EXHAUSTED", "ServerBusy", "InternalError", "OperationTimedOut", "CURL error",
                   "Fail to get a new connection", "Error while polling for socket", "HDFS connection failed"})) {
        return CategoryStatus(ARROW_BRIDGE_UNREACHABLE, text);
    }
    return CategoryStatus(otherwise, text);
}

Status ThrownStatus(const std::exception &exception) {
    const std::string_view what = exception.what();
    // Azure's client trusts the headers of an answer: a missing one throws `map::at`, one that should be a number `stoll`.
    if (dynamic_cast<const std::logic_error *>(&exception) == nullptr) return Status::IOError(what);
    if (what == "map::at") return Status::IOError("the store's answer lacks a header that it must have");
    const bool is_sentence = what.find(' ') != std::string_view::npos;
    const std::string reason = is_sentence ? ": " + std::string(what) : "";
    return Status::IOError("the store's answer has a header that cannot be read", reason);
}

}  // namespace bridge
