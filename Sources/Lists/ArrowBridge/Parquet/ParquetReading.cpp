// Parquet in: the footer at once, the rows as a stream of batches.
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/file_reader.h>

#include <algorithm>
#include <numeric>

#include "BridgeParquet.h"
#include "ByteOrigin.hpp"
#include "Failures.hpp"
#include "Handles.hpp"
#include "ParquetHandle.hpp"
#include "PlainValues.hpp"

using arrow::Result;
using arrow::Status;
using bridge::Guarded;

static constexpr int64_t kReadBytes = 256 * 1024;
/// Of a source, for which each read is a request.
static constexpr int64_t kFarReadBytes = 2 * 1024 * 1024;

static Result<arrow_bridge_parquet *> Opened(const bridge::ByteOrigin &origin) {
    auto handle = std::make_unique<arrow_bridge_parquet>();
    ARROW_ASSIGN_OR_RAISE(auto source, origin.Open());
    if (origin.is_far()) handle->far_source = source;
    // Without a buffered stream a whole column of a row group is read at once, however long it is.
    parquet::ReaderProperties properties = parquet::default_reader_properties();
    properties.enable_buffered_stream();
    properties.set_buffer_size(origin.is_far() ? kFarReadBytes : kReadBytes);
    parquet::ArrowReaderProperties arrow_properties = parquet::default_arrow_reader_properties();
    arrow_properties.set_use_threads(false);
    arrow_properties.set_pre_buffer(false);
    parquet::arrow::FileReaderBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Open(std::move(source), properties));
    builder.properties(arrow_properties);
    ARROW_ASSIGN_OR_RAISE(handle->file, builder.Build());
    ARROW_RETURN_NOT_OK(handle->file->GetSchema(&handle->schema));
    // Told as batches come: in plain types.
    arrow::FieldVector fields;
    for (const auto &field : handle->schema->fields()) {
        fields.push_back(field->WithType(bridge::PlainType(field->type()))->WithName(bridge::SoundName(field->name())));
    }
    handle->schema = arrow::schema(std::move(fields), handle->schema->metadata());
    return handle.release();
}

/// The places of the leaf columns below the chosen top-level columns.
static std::vector<int> Leaves(const parquet::SchemaDescriptor &schema, const std::vector<int> &columns) {
    std::vector<int> leaves;
    const auto *root = schema.group_node();
    for (int leaf = 0; leaf < schema.num_columns(); leaf++) {
        const int top = root->FieldIndex(*schema.GetColumnRoot(leaf));
        if (std::find(columns.begin(), columns.end(), top) != columns.end()) leaves.push_back(leaf);
    }
    return leaves;
}

/// Lets a far source ask for the starts of a row group's columns at once: the reader asks for one after the other.
static Status AskForStarts(arrow_bridge_parquet *file, int group, const std::vector<int> &leaves) {
    const auto metadata = file->file->parquet_reader()->metadata();
    if (file->far_source == nullptr || leaves.size() < 2 || group >= metadata->num_row_groups()) return Status::OK();
    const auto row_group = metadata->RowGroup(group);
    std::vector<arrow::io::ReadRange> ranges;
    for (const int leaf : leaves) {
        const auto chunk = row_group->ColumnChunk(leaf);
        int64_t start = chunk->data_page_offset();
        if (chunk->has_dictionary_page() && chunk->dictionary_page_offset() > 0) {
            start = std::min(start, chunk->dictionary_page_offset());
        }
        ranges.push_back({start, std::min(chunk->total_compressed_size(), kFarReadBytes)});
    }
    return file->far_source->WillNeed(ranges);
}

static Result<bool> Start(arrow_bridge_parquet *file, int64_t group, int64_t batch_rows) {
    file->stream.reset();
    const auto metadata = file->file->parquet_reader()->metadata();
    std::vector<int> wanted(file->columns);
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    std::vector<int> groups(static_cast<size_t>(std::max<int64_t>(0, metadata->num_row_groups() - group)));
    std::iota(groups.begin(), groups.end(), static_cast<int>(group));
    file->file->set_batch_size(batch_rows);
    const std::vector<int> leaves = Leaves(*metadata->schema(), wanted);
    ARROW_RETURN_NOT_OK(AskForStarts(file, static_cast<int>(group), leaves));
    ARROW_ASSIGN_OR_RAISE(file->stream, file->file->GetRecordBatchReader(groups, leaves));
    // The stream holds the chosen columns in the file's order: turn places in the file into places in the stream.
    for (auto &column : file->columns) {
        column = static_cast<int>(std::lower_bound(wanted.begin(), wanted.end(), column) - wanted.begin());
    }
    return true;
}

extern "C" {

arrow_bridge_parquet *arrow_bridge_parquet_open(const char *path, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_parquet *>(error, nullptr, ARROW_BRIDGE_MALFORMED, [&]() {
        return Opened(bridge::ByteOrigin(path, nullptr));
    });
}

arrow_bridge_parquet *arrow_bridge_parquet_open_source(const arrow_bridge_source *source, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_parquet *>(error, nullptr, ARROW_BRIDGE_MALFORMED, [&]() {
        return Opened(bridge::ByteOrigin("", source));
    });
}

void arrow_bridge_parquet_free(arrow_bridge_parquet *file) { delete file; }

arrow_bridge_schema *arrow_bridge_parquet_schema(const arrow_bridge_parquet *file, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_schema *>(
        error, nullptr, ARROW_BRIDGE_MALFORMED,
        [&]() -> Result<arrow_bridge_schema *> { return new arrow_bridge_schema(file->schema); });
}

int64_t arrow_bridge_parquet_row_groups(const arrow_bridge_parquet *file) {
    return file->file->parquet_reader()->metadata()->num_row_groups();
}

int64_t arrow_bridge_parquet_rows_in_group(const arrow_bridge_parquet *file, int64_t group) {
    return Guarded<int64_t>(nullptr, 0, ARROW_BRIDGE_MALFORMED, [&]() -> Result<int64_t> {
        return file->file->parquet_reader()->metadata()->RowGroup(static_cast<int>(group))->num_rows();
    });
}

bool arrow_bridge_parquet_start(
    arrow_bridge_parquet *file, int64_t group, int64_t batch_rows, const int64_t *columns,
    const char *const *names, const bool *as_text, int64_t count, arrow_bridge_error *error) {
    return Guarded(error, false, ARROW_BRIDGE_MALFORMED, [&]() -> Result<bool> {
        file->columns.clear();
        file->names.clear();
        file->as_text.clear();
        for (int64_t i = 0; i < count; i++) {
            if (columns[i] < 0 || columns[i] >= file->schema->num_fields()) return Status::KeyError("no such column");
            file->columns.push_back(static_cast<int>(columns[i]));
            file->names.emplace_back(names[i]);
            file->as_text.push_back(as_text[i]);
        }
        file->repaired.resize(file->columns.size());
        return Start(file, group, batch_rows);
    });
}

arrow_bridge_batch *arrow_bridge_parquet_next(arrow_bridge_parquet *file, arrow_bridge_error *error) {
    return Guarded<arrow_bridge_batch *>(
        error, nullptr, ARROW_BRIDGE_MALFORMED, [&]() -> Result<arrow_bridge_batch *> {
            if (file->stream == nullptr) return Status::KeyError("the stream was not started");
            std::shared_ptr<arrow::RecordBatch> rows;
            do {
                ARROW_RETURN_NOT_OK(file->stream->ReadNext(&rows));
                if (rows == nullptr) return nullptr;
            } while (rows->num_rows() == 0);
            ARROW_ASSIGN_OR_RAISE(rows, bridge::Chosen(rows, file->columns, file->names, file->as_text, &file->repaired));
            return new arrow_bridge_batch{std::move(rows)};
        });
}

int64_t arrow_bridge_parquet_repaired(const arrow_bridge_parquet *file, int64_t chosen_column) {
    const auto column = static_cast<size_t>(chosen_column);
    return column < file->repaired.size() ? file->repaired[column] : 0;
}

}  // extern "C"
