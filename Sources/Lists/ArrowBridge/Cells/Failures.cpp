// Turns Arrow's statuses and C++ exceptions into the plain errors of the C border.
#include "Failures.hpp"

#include <arrow/util/config.h>
#include <arrow/util/io_util.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

namespace bridge {

void SetFailure(arrow_bridge_error *error, int32_t category, const char *detail) {
    if (error == nullptr) return;
    std::free(error->detail);
    error->category = category;
    error->detail = strdup(detail);
}

/// Carries a category through Arrow, from the source that failed to the caller.
class CategoryDetail final : public arrow::StatusDetail {
  public:
    static constexpr const char *kTypeID = "img2shards::CategoryDetail";

    explicit CategoryDetail(int32_t category) : category(category) {}
    const char *type_id() const override { return kTypeID; }
    std::string ToString() const override { return "category " + std::to_string(category); }

    const int32_t category;
};

arrow::Status CategoryStatus(int32_t category, const std::string &detail) {
    return arrow::Status(arrow::StatusCode::IOError, detail, std::make_shared<CategoryDetail>(category));
}

int32_t CategoryOf(const arrow::Status &status, int32_t io_category) {
    if (status.detail() != nullptr && std::strcmp(status.detail()->type_id(), CategoryDetail::kTypeID) == 0) {
        return static_cast<const CategoryDetail &>(*status.detail()).category;
    }
    if (status.IsOutOfMemory()) return ARROW_BRIDGE_OUT_OF_MEMORY;
    if (status.IsNotImplemented()) return ARROW_BRIDGE_UNSUPPORTED;
    if (status.IsKeyError() || status.IsIndexError()) return ARROW_BRIDGE_MISUSE;
    switch (arrow::internal::ErrnoFromStatus(status)) {
        case 0:
            return io_category;
        case ENOENT:
            return ARROW_BRIDGE_NOT_FOUND;
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return ARROW_BRIDGE_DISK_FULL;
        default:
            return io_category == ARROW_BRIDGE_UNWRITABLE ? ARROW_BRIDGE_UNWRITABLE : ARROW_BRIDGE_UNREADABLE;
    }
}

void SetFailure(arrow_bridge_error *error, const arrow::Status &status, int32_t io_category) {
    SetFailure(error, CategoryOf(status, io_category), status.message().c_str());
}

}  // namespace bridge

extern "C" void arrow_bridge_error_clear(arrow_bridge_error *error) {
    std::free(error->detail);
    error->detail = nullptr;
    error->category = ARROW_BRIDGE_NO_ERROR;
}

extern "C" void arrow_bridge_error_set(arrow_bridge_error *error, int32_t category, const char *detail) {
    bridge::SetFailure(error, category, detail);
}

extern "C" const char *arrow_bridge_version(void) { return ARROW_VERSION_STRING; }
