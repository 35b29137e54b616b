// What a store's answer means: Arrow has it in the text of a status only.
#include <arrow/util/io_util.h>

#include <algorithm>
#include <cerrno>
#include <initializer_list>
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

Status StoreStatus(const Status &status) {
    if (status.ok() || status.IsOutOfMemory() || status.IsNotImplemented()) return status;
    const std::string &text = status.message();
    if (arrow::internal::ErrnoFromStatus(status) == ENOENT || HasAny(text, {"NO_SUCH_BUCKET", "NO_SUCH_KEY"})) {
        return CategoryStatus(ARROW_BRIDGE_NOT_FOUND, text);
    }
    if (HasAny(
            text, {"ACCESS_DENIED", "INVALID_ACCESS_KEY_ID", "SIGNATURE_DOES_NOT_MATCH", "EXPIRED_TOKEN",
                   "UNRECOGNIZED_CLIENT", "INVALID_CLIENT_TOKEN_ID", "INVALID_SIGNATURE", "MISSING_AUTHENTICATION_TOKEN",
                   "OPT_IN_REQUIRED", "HTTP status 403", "HTTP status 401", "ExpiredToken", "InvalidToken"})) {
        return CategoryStatus(ARROW_BRIDGE_DENIED, text);
    }
    // Another range than the file has: it was shorter than it was when it was opened.
    if (HasAny(text, {"HTTP status 416", "InvalidRange"})) return CategoryStatus(ARROW_BRIDGE_CHANGED, text);
    if (HasAny(
            text, {"NETWORK_CONNECTION", "REQUEST_TIMEOUT", "SLOW_DOWN", "SERVICE_UNAVAILABLE", "INTERNAL_FAILURE",
                   "THROTTLING", "curlCode", "HTTP status 5"})) {
        return CategoryStatus(ARROW_BRIDGE_UNREACHABLE, text);
    }
    return CategoryStatus(ARROW_BRIDGE_UNREADABLE, text);
}

}  // namespace bridge
