// Parquet files: read as a stream of batches, written by row groups.
#ifndef ARROW_BRIDGE_PARQUET_H
#define ARROW_BRIDGE_PARQUET_H

#include "BridgeBatch.h"
#include "BridgeSource.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Used by one thread at a time.
typedef struct arrow_bridge_parquet arrow_bridge_parquet;

/// Reads the footer only.
arrow_bridge_parquet *arrow_bridge_parquet_open(const char *path, arrow_bridge_error *error);
/// The same for bytes that lie elsewhere; the source is released in any case.
arrow_bridge_parquet *arrow_bridge_parquet_open_source(const arrow_bridge_source *source, arrow_bridge_error *error);
void arrow_bridge_parquet_free(arrow_bridge_parquet *file);
arrow_bridge_schema *arrow_bridge_parquet_schema(const arrow_bridge_parquet *file, arrow_bridge_error *error);
int64_t arrow_bridge_parquet_row_groups(const arrow_bridge_parquet *file);
int64_t arrow_bridge_parquet_rows_in_group(const arrow_bridge_parquet *file, int64_t group);

enum {
    ARROW_BRIDGE_NO_BOUNDS = 0,
    ARROW_BRIDGE_INTEGER_BOUNDS = 1,
    ARROW_BRIDGE_REAL_BOUNDS = 2,
    ARROW_BRIDGE_TEXT_BOUNDS = 3,
};

/// What the footer says of the values of one column in one row group.
typedef struct arrow_bridge_statistics {
    /// Nulls; -1 when it is not said.
    int64_t nulls;
    /// Which of the bounds below are said. No value is below the first or above the second of a pair.
    int32_t bounds;
    int64_t integers[2];
    double reals[2];
    /// `text_sizes` bytes each, which live as long as the statistics: until `arrow_bridge_statistics_clear`.
    char *texts[2];
    int64_t text_sizes[2];
} arrow_bridge_statistics;

/// Reads nothing but the footer, which is there. `statistics` comes as zeros; it is cleared by its owner.
bool arrow_bridge_parquet_statistics(
    const arrow_bridge_parquet *file, int64_t group, int64_t column, arrow_bridge_statistics *statistics,
    arrow_bridge_error *error);
void arrow_bridge_statistics_clear(arrow_bridge_statistics *statistics);

/// Begins to stream from the first row of `group` to the end of the file, in batches of at most `batch_rows`.
///
/// `columns` are places in the schema; `names` are what they are called from then on. Dictionaries and views come as plain
/// values, and text as UTF-8. Where `as_text` is set, a column of bytes becomes one of text. Nothing is read yet.
bool arrow_bridge_parquet_start(
    arrow_bridge_parquet *file, int64_t group, int64_t batch_rows, const int64_t *columns,
    const char *const *names, const bool *as_text, int64_t count, arrow_bridge_error *error);
/// NULL with no error set at the end of the file.
arrow_bridge_batch *arrow_bridge_parquet_next(arrow_bridge_parquet *file, arrow_bridge_error *error);
/// Values of a chosen column, so far, whose bytes were not UTF-8 and were read as Windows-1252.
int64_t arrow_bridge_parquet_repaired(const arrow_bridge_parquet *file, int64_t chosen_column);

/// Used by one thread at a time. Freed before it is closed, it leaves a file without a footer, which no reader takes.
typedef struct arrow_bridge_parquet_writer arrow_bridge_parquet_writer;

/// Creates or replaces the file at `path`: zstd, statistics, dictionaries, row groups of `row_group_rows`.
/// `raw_column`, when not NULL, is the dotted path of a column without all of these: bytes that are compressed already.
/// `plain_columns` get no dictionary: their values are hardly ever the same.
arrow_bridge_parquet_writer *arrow_bridge_parquet_writer_open(
    const char *path, const arrow_bridge_schema *schema, int64_t row_group_rows, const char *raw_column,
    const char *const *plain_columns, int64_t plain_count, arrow_bridge_error *error);
/// Ends the row group; what is written next begins another.
bool arrow_bridge_parquet_writer_end_row_group(arrow_bridge_parquet_writer *writer, arrow_bridge_error *error);
bool arrow_bridge_parquet_writer_write(
    arrow_bridge_parquet_writer *writer, const arrow_bridge_batch *batch, arrow_bridge_error *error);
/// Writes the footer and closes the file; the writer is then only to be freed.
bool arrow_bridge_parquet_writer_close(arrow_bridge_parquet_writer *writer, arrow_bridge_error *error);
void arrow_bridge_parquet_writer_free(arrow_bridge_parquet_writer *writer);

#ifdef __cplusplus
}
#endif
#endif
