// Rows of a batch in another order.
#include <arrow/array/array_primitive.h>
#include <arrow/buffer.h>
#include <arrow/compute/api_vector.h>
#include <arrow/datum.h>

#include "BridgeBatch.h"
#include "Failures.hpp"
#include "Handles.hpp"

using arrow::Result;
using bridge::Guarded;

extern "C" arrow_bridge_batch *arrow_bridge_batch_take(
    const arrow_bridge_batch *batch, const int64_t *rows, int64_t count, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(error, nullptr, ARROW_BRIDGE_MISUSE, [&]() -> Result<arrow_bridge_batch *> {
        // Borrowed for the call: what is taken is copied.
        auto places = std::make_shared<arrow::Int64Array>(
            count, std::make_shared<arrow::Buffer>(reinterpret_cast<const uint8_t *>(rows), count * 8));
        ARROW_ASSIGN_OR_RAISE(auto taken, arrow::compute::Take(batch->rows, places));
        return new arrow_bridge_batch{taken.record_batch()};
    });
}
