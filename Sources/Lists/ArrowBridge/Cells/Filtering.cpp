// Rows of a batch taken out by a mask.
#include <arrow/builder.h>
#include <arrow/compute/api_vector.h>
#include <arrow/datum.h>

#include <cstring>

#include "BridgeBatch.h"
#include "Failures.hpp"
#include "Handles.hpp"

using arrow::RecordBatch;
using arrow::Result;
using bridge::Guarded;

static Result<std::shared_ptr<RecordBatch>> Filtered(const std::shared_ptr<RecordBatch> &rows, const uint8_t *mask) {
    const int64_t count = rows->num_rows();
    if (count == 0 || std::memchr(mask, 0, static_cast<size_t>(count)) == nullptr) return rows;
    arrow::BooleanBuilder builder;
    ARROW_RETURN_NOT_OK(builder.AppendValues(mask, count));
    ARROW_ASSIGN_OR_RAISE(auto wanted, builder.Finish());
    ARROW_ASSIGN_OR_RAISE(auto kept, arrow::compute::Filter(rows, wanted));
    return kept.record_batch();
}

extern "C" arrow_bridge_batch *arrow_bridge_batch_filter(
    const arrow_bridge_batch *batch, const uint8_t *mask, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(error, nullptr, ARROW_BRIDGE_MISUSE, [&]() -> Result<arrow_bridge_batch *> {
        ARROW_ASSIGN_OR_RAISE(auto kept, Filtered(batch->rows, mask));
        return new arrow_bridge_batch{std::move(kept)};
    });
}
