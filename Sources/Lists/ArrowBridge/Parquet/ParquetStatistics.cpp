// What a parquet file's footer says of the values in its row groups.
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/statistics.h>

#include <cmath>
#include <cstdlib>
#include <cstring>

#include "BridgeParquet.h"
#include "Failures.hpp"
#include "ParquetHandle.hpp"
#include "Utf8Repair.hpp"

using arrow::Result;
using arrow::Status;
using bridge::Guarded;

static void SetText(arrow_bridge_statistics *statistics, int bound, const parquet::ByteArray &value) {
    char *text = static_cast<char *>(std::malloc(value.len + 1));
    if (text == nullptr) throw std::bad_alloc();
    if (value.len > 0) std::memcpy(text, value.ptr, value.len);
    statistics->texts[bound] = text;
    statistics->text_sizes[bound] = value.len;
}

static bool IsSound(const parquet::ByteArray &value) {
    return bridge::IsUtf8({reinterpret_cast<const char *>(value.ptr), value.len});
}

/// Plain whole numbers and numbers with a sign; what has no sign is ordered in another way.
static bool HasSignedOrder(const parquet::ColumnDescriptor &column) {
    const auto &logical = column.logical_type();
    if (logical == nullptr || logical->is_none() || !logical->is_valid()) {
        return column.converted_type() == parquet::ConvertedType::NONE;
    }
    return logical->is_int() && static_cast<const parquet::IntLogicalType &>(*logical).is_signed();
}

static bool IsText(const parquet::ColumnDescriptor &column) {
    const auto &logical = column.logical_type();
    return logical != nullptr && (logical->is_string() || logical->is_none());
}

template <typename Typed>
static bool TakeIntegers(const parquet::Statistics &found, arrow_bridge_statistics *statistics) {
    const auto &typed = static_cast<const Typed &>(found);
    statistics->integers[0] = typed.min();
    statistics->integers[1] = typed.max();
    statistics->bounds = ARROW_BRIDGE_INTEGER_BOUNDS;
    return true;
}

template <typename Typed>
static bool TakeReals(const parquet::Statistics &found, arrow_bridge_statistics *statistics) {
    const auto &typed = static_cast<const Typed &>(found);
    if (std::isnan(typed.min()) || std::isnan(typed.max())) return false;
    statistics->reals[0] = typed.min();
    statistics->reals[1] = typed.max();
    statistics->bounds = ARROW_BRIDGE_REAL_BOUNDS;
    return true;
}

static void TakeBounds(
    const parquet::ColumnDescriptor &column, const parquet::Statistics &found, arrow_bridge_statistics *statistics) {
    switch (found.physical_type()) {
        case parquet::Type::INT32:
            if (HasSignedOrder(column)) TakeIntegers<parquet::Int32Statistics>(found, statistics);
            return;
        case parquet::Type::INT64:
            if (HasSignedOrder(column)) TakeIntegers<parquet::Int64Statistics>(found, statistics);
            return;
        case parquet::Type::FLOAT: TakeReals<parquet::FloatStatistics>(found, statistics); return;
        case parquet::Type::DOUBLE: TakeReals<parquet::DoubleStatistics>(found, statistics); return;
        case parquet::Type::BYTE_ARRAY: {
            if (!IsText(column)) return;
            const auto &typed = static_cast<const parquet::ByteArrayStatistics &>(found);
            // Text is repaired as it is read: bounds of other bytes say nothing about it.
            if (!IsSound(typed.min()) || !IsSound(typed.max())) return;
            SetText(statistics, 0, typed.min());
            SetText(statistics, 1, typed.max());
            statistics->bounds = ARROW_BRIDGE_TEXT_BOUNDS;
            return;
        }
        default: return;
    }
}

/// The place among the leaves of a column that has no parts; -1 for one that has.
static int LeafOf(const parquet::SchemaDescriptor &schema, int64_t column) {
    const auto *root = schema.group_node();
    if (column < 0 || column >= root->field_count()) return -1;
    const auto &field = root->field(static_cast<int>(column));
    if (!field->is_primitive() || field->is_repeated()) return -1;
    return schema.ColumnIndex(*field);
}

extern "C" {

bool arrow_bridge_parquet_statistics(
    const arrow_bridge_parquet *file, int64_t group, int64_t column, arrow_bridge_statistics *statistics,
    arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MALFORMED, [&]() -> Result<bool> {
        statistics->nulls = -1;
        const auto metadata = file->file->parquet_reader()->metadata();
        const int leaf = LeafOf(*metadata->schema(), column);
        if (leaf < 0) return true;
        if (group < 0 || group >= metadata->num_row_groups()) return Status::KeyError("no such row group");
        const auto chunk = metadata->RowGroup(static_cast<int>(group))->ColumnChunk(leaf);
        const auto found = chunk->is_stats_set() ? chunk->statistics() : nullptr;
        if (found == nullptr) return true;
        if (found->HasNullCount()) statistics->nulls = found->null_count();
        if (found->HasMinMax()) TakeBounds(*metadata->schema()->Column(leaf), *found, statistics);
        return true;
    });
}

void arrow_bridge_statistics_clear(arrow_bridge_statistics *statistics) {
    for (char *&text : statistics->texts) {
        std::free(text);
        text = nullptr;
    }
}

}  // extern "C"
