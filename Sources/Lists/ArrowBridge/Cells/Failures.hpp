// Turns Arrow's statuses and C++ exceptions into the plain errors of the C border.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <exception>
#include <new>
#include <string>

#include "BridgeError.h"

namespace bridge {

void SetFailure(arrow_bridge_error *error, int32_t category, const char *detail);
/// A status that becomes an error of this category.
arrow::Status CategoryStatus(int32_t category, const std::string &detail);
/// The category of a failure; `io_category` for input and output errors the system gave no better number for.
int32_t CategoryOf(const arrow::Status &status, int32_t io_category);
/// `io_category` is used for input and output errors the system gave no better number for.
void SetFailure(arrow_bridge_error *error, const arrow::Status &status, int32_t io_category = ARROW_BRIDGE_MALFORMED);

/// Runs `body`, which returns an `arrow::Result<T>`; any failure goes to `error` and `fallback` is returned.
template <typename T, typename Body>
T Guarded(arrow_bridge_error *error, T fallback, int32_t io_category, Body &&body) noexcept {
    try {
        arrow::Result<T> result = body();
        if (result.ok()) return std::move(result).ValueUnsafe();
        SetFailure(error, result.status(), io_category);
    } catch (const std::bad_alloc &) {
        SetFailure(error, ARROW_BRIDGE_OUT_OF_MEMORY, "out of memory");
    } catch (const std::exception &exception) {
        SetFailure(error, io_category, exception.what());
    } catch (...) {
        SetFailure(error, io_category, "unknown failure");
    }
    return fallback;
}

}  // namespace bridge
