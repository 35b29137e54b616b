// Rows of a batch in another order.
#include <arrow/array/array_primitive.h>
#include <arrow/array/builder_primitive.h>
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
        arrow::Int64Builder builder;
        ARROW_RETURN_NOT_OK(builder.Reserve(count));
        for (int64_t i = 0; i < count; i++) {
            if (rows[i] < 0) {
                builder.UnsafeAppendNull();
            } else {
                builder.UnsafeAppend(rows[i]);
            }
        }
        ARROW_ASSIGN_OR_RAISE(auto places, builder.Finish());
        ARROW_ASSIGN_OR_RAISE(auto taken, arrow::compute::Take(batch->rows, places));
        return new arrow_bridge_batch{taken.record_batch()};
    });
}
