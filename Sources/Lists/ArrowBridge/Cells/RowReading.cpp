// Text files of rows as batches: the records of a source, put into typed columns.
#include <algorithm>

#include "BridgeRows.h"
#include "CellColumn.hpp"
#include "CellTypes.hpp"
#include "Failures.hpp"
#include "Handles.hpp"

using arrow::Result;
using arrow::Status;
using bridge::Guarded;

/// Types are decided from this much of a file.
static constexpr int64_t kSampleBytes = int64_t{4} * 1024 * 1024;
static constexpr int64_t kSampleRows = 100'000;
/// Text one batch may hold before long rows are turned away; Arrow's own limit is 2 GiB per column.
static constexpr size_t kBatchBytes = size_t{512} * 1024 * 1024;
/// A row this short is taken even then.
static constexpr size_t kShortRowBytes = 4096;

struct BrokenRow {
    int64_t row;
    std::string reason;
};

struct arrow_bridge_rows {
    bridge::SourcePlan plan;
    std::unique_ptr<bridge::RecordSource> source;
    std::vector<size_t> chosen;
    std::vector<std::string> names;
    std::vector<bool> as_text;
    /// One per chosen column; made when the first row is converted.
    std::vector<bridge::CellColumn> columns;
    std::vector<BrokenRow> broken;
    bridge::Record record;
};

static Result<arrow_bridge_rows *> Opened(
    bridge::ByteOrigin origin, int32_t format, int32_t compression, const char *const *header, int64_t header_count) {
    auto rows = std::make_unique<arrow_bridge_rows>();
    rows->plan = {std::move(origin), format, compression, {}};
    for (int64_t i = 0; i < header_count; i++) rows->plan.header.emplace_back(header[i]);
    ARROW_ASSIGN_OR_RAISE(rows->source, bridge::OpenSource(rows->plan));
    return rows.release();
}

static bool IsJson(int32_t format) {
    return format == ARROW_BRIDGE_JSON_LINES || format == ARROW_BRIDGE_JSON_DOCUMENT;
}

static Status DecideTypes(arrow_bridge_rows *rows) {
    std::vector<bridge::TypeGuess> guesses(rows->chosen.size());
    if (IsJson(rows->plan.format) ||
        std::find(rows->as_text.begin(), rows->as_text.end(), false) != rows->as_text.end()) {
        ARROW_ASSIGN_OR_RAISE(auto sample, bridge::OpenSource(rows->plan));
        bridge::Record record;
        for (int64_t row = 0; row < kSampleRows && sample->bytes_read() <= kSampleBytes; row++) {
            ARROW_ASSIGN_OR_RAISE(const bool found, sample->Next(&record));
            if (!found) break;
            if (!record.broken.empty()) continue;
            for (size_t i = 0; i < guesses.size(); i++) guesses[i].See(record.cells[rows->chosen[i]]);
        }
    }
    for (size_t i = 0; i < guesses.size(); i++) {
        // Lists of a JSON file stay lists, as they do in parquet: whoever asks for text gets their JSON.
        const auto type = guesses[i].Type();
        const bool keeps = !rows->as_text[i] || (IsJson(rows->plan.format) && type->id() == arrow::Type::LIST);
        rows->columns.emplace_back(keeps ? type : arrow::utf8());
    }
    return Status::OK();
}

static size_t ChosenBytes(const arrow_bridge_rows &rows) {
    size_t bytes = 0;
    for (const size_t column : rows.chosen) bytes += rows.record.cells[column].bytes.size();
    return bytes;
}

/// What is wrong with a record that has a chosen column more than once; empty for any other.
static std::string DoubledColumn(const arrow_bridge_rows &rows) {
    for (const size_t column : rows.record.doubled) {
        if (std::find(rows.chosen.begin(), rows.chosen.end(), column) == rows.chosen.end()) continue;
        return "the record has \"" + rows.source->columns()[column] + "\" more than once";
    }
    return {};
}

static Status AppendRecord(arrow_bridge_rows *rows, int64_t row, size_t *batch_bytes) {
    auto &record = rows->record;
    if (record.broken.empty()) record.broken = DoubledColumn(*rows);
    if (record.broken.empty()) {
        const size_t bytes = ChosenBytes(*rows);
        if (*batch_bytes + bytes > kBatchBytes && bytes > kShortRowBytes) {
            record.broken = "the row is long, and its shard holds 512 MiB of text already";
        }
        *batch_bytes += bytes;
    }
    if (!record.broken.empty()) {
        for (auto &column : rows->columns) ARROW_RETURN_NOT_OK(column.AppendNull());
        rows->broken.push_back({row, record.broken});
        return Status::OK();
    }
    for (size_t i = 0; i < rows->chosen.size(); i++) {
        ARROW_RETURN_NOT_OK(rows->columns[i].Append(record.cells[rows->chosen[i]]));
    }
    return Status::OK();
}

static Result<arrow_bridge_batch *> NextBatch(arrow_bridge_rows *rows, int64_t max_rows) {
    if (rows->chosen.empty()) return Status::KeyError("no column was chosen");
    if (rows->columns.empty()) ARROW_RETURN_NOT_OK(DecideTypes(rows));
    rows->broken.clear();
    size_t batch_bytes = 0;
    int64_t count = 0;
    for (; count < max_rows; count++) {
        ARROW_ASSIGN_OR_RAISE(const bool found, rows->source->Next(&rows->record));
        if (!found) break;
        ARROW_RETURN_NOT_OK(AppendRecord(rows, count, &batch_bytes));
    }
    if (count == 0) return nullptr;
    arrow::FieldVector fields;
    arrow::ArrayVector arrays;
    for (size_t i = 0; i < rows->columns.size(); i++) {
        ARROW_ASSIGN_OR_RAISE(auto array, rows->columns[i].Finish());
        fields.push_back(arrow::field(rows->names[i], array->type()));
        arrays.push_back(std::move(array));
    }
    auto batch = arrow::RecordBatch::Make(arrow::schema(std::move(fields)), count, std::move(arrays));
    return new arrow_bridge_batch{std::move(batch)};
}

extern "C" {

arrow_bridge_rows *arrow_bridge_rows_open(
    const char *path, const arrow_bridge_source *source, int32_t format, int32_t compression, const char *const *header,
    int64_t header_count, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_rows *>(error, nullptr, ARROW_BRIDGE_MALFORMED, [&]() {
        return Opened(bridge::ByteOrigin(path, source), format, compression, header, header_count);
    });
}

void arrow_bridge_rows_free(arrow_bridge_rows *rows) { delete rows; }

int64_t arrow_bridge_rows_columns(const arrow_bridge_rows *rows) {
    return static_cast<int64_t>(rows->source->columns().size());
}

const char *arrow_bridge_rows_column_name(const arrow_bridge_rows *rows, int64_t column) {
    return rows->source->columns()[static_cast<size_t>(column)].c_str();
}

bool arrow_bridge_rows_select(
    arrow_bridge_rows *rows, const int64_t *columns, const char *const *names, const bool *as_text, int64_t count,
    arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MALFORMED, [&]() -> Result<bool> {
        rows->chosen.clear();
        rows->names.clear();
        rows->as_text.clear();
        rows->columns.clear();
        for (int64_t i = 0; i < count; i++) {
            const auto column = static_cast<size_t>(columns[i]);
            if (columns[i] < 0 || column >= rows->source->columns().size()) return Status::KeyError("no such column");
            rows->chosen.push_back(column);
            rows->names.emplace_back(names[i]);
            rows->as_text.push_back(as_text[i]);
        }
        return true;
    });
}

int64_t arrow_bridge_rows_skip(arrow_bridge_rows *rows, int64_t count, arrow_bridge_error *error) {
    return Guarded<int64_t>(error, -1, ARROW_BRIDGE_MALFORMED, [&]() -> Result<int64_t> {
        for (int64_t skipped = 0; skipped < count; skipped++) {
            ARROW_ASSIGN_OR_RAISE(const bool found, rows->source->Skip());
            if (!found) return skipped;
        }
        return count;
    });
}

arrow_bridge_batch *arrow_bridge_rows_next(arrow_bridge_rows *rows, int64_t max_rows, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(
        error, nullptr, ARROW_BRIDGE_MALFORMED, [&]() { return NextBatch(rows, max_rows); });
}

int64_t arrow_bridge_rows_broken(const arrow_bridge_rows *rows) { return static_cast<int64_t>(rows->broken.size()); }

int64_t arrow_bridge_rows_broken_row(const arrow_bridge_rows *rows, int64_t place) {
    return rows->broken[static_cast<size_t>(place)].row;
}

const char *arrow_bridge_rows_broken_reason(const arrow_bridge_rows *rows, int64_t place) {
    return rows->broken[static_cast<size_t>(place)].reason.c_str();
}

int64_t arrow_bridge_rows_bytes_read(const arrow_bridge_rows *rows) { return rows->source->bytes_read(); }

bool arrow_bridge_rows_has_junk(const arrow_bridge_rows *rows) { return rows->source->feed().has_junk(); }

int64_t arrow_bridge_rows_misfits(const arrow_bridge_rows *rows, int64_t chosen_column) {
    const auto column = static_cast<size_t>(chosen_column);
    return column < rows->columns.size() ? rows->columns[column].misfits() : 0;
}

int64_t arrow_bridge_rows_repaired(const arrow_bridge_rows *rows, int64_t chosen_column) {
    const auto column = static_cast<size_t>(chosen_column);
    return column < rows->columns.size() ? rows->columns[column].repaired() : 0;
}

}  // extern "C"
