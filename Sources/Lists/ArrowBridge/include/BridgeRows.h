// Text files of rows (lines, CSV, JSON): read as a stream of batches, tolerant of broken rows.
#ifndef ARROW_BRIDGE_ROWS_H
#define ARROW_BRIDGE_ROWS_H

#include "BridgeBatch.h"
#include "BridgeSource.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /// One column called "url": each line as it is.
    ARROW_BRIDGE_LINES = 0,
    ARROW_BRIDGE_COMMA_SEPARATED = 1,
    ARROW_BRIDGE_TAB_SEPARATED = 2,
    ARROW_BRIDGE_JSON_LINES = 3,
    /// An array of records, or one object of columns.
    ARROW_BRIDGE_JSON_DOCUMENT = 4,
};

enum {
    ARROW_BRIDGE_NOT_COMPRESSED = 0,
    ARROW_BRIDGE_GZIP = 1,
    ARROW_BRIDGE_ZSTD = 2,
    ARROW_BRIDGE_BZIP2 = 3,
};

/// Used by one thread at a time.
typedef struct arrow_bridge_rows arrow_bridge_rows;

/// `source` has the bytes where they do not lie in a file at `path`, else it is NULL; it is released in any case.
/// `header` names the columns of a file without a header line; NULL where the file names them itself.
arrow_bridge_rows *arrow_bridge_rows_open(
    const char *path, const arrow_bridge_source *source, int32_t format, int32_t compression, const char *const *header, int64_t header_count,
    arrow_bridge_error *error);
void arrow_bridge_rows_free(arrow_bridge_rows *rows);
int64_t arrow_bridge_rows_columns(const arrow_bridge_rows *rows);
const char *arrow_bridge_rows_column_name(const arrow_bridge_rows *rows, int64_t column);

/// Chooses what the batches hold, and under which names. Types are decided from the file's first 4 MiB; a column
/// with `as_text` set is text whatever it looks like, unless it holds lists in JSON.
bool arrow_bridge_rows_select(
    arrow_bridge_rows *rows, const int64_t *columns, const char *const *names, const bool *as_text, int64_t count,
    arrow_bridge_error *error);
/// Passes over at most `count` rows without converting them; returns how many there were, -1 for an error.
int64_t arrow_bridge_rows_skip(arrow_bridge_rows *rows, int64_t count, arrow_bridge_error *error);
/// The next rows, at most `max_rows`; NULL with no error set at the end of the file.
arrow_bridge_batch *arrow_bridge_rows_next(arrow_bridge_rows *rows, int64_t max_rows, arrow_bridge_error *error);

/// Rows of the last batch that could not be read; they are there, as nulls.
int64_t arrow_bridge_rows_broken(const arrow_bridge_rows *rows);
int64_t arrow_bridge_rows_broken_row(const arrow_bridge_rows *rows, int64_t place);
/// Valid until the next call.
const char *arrow_bridge_rows_broken_reason(const arrow_bridge_rows *rows, int64_t place);

/// Bytes of the file read so far, as they lie on the disk.
int64_t arrow_bridge_rows_bytes_read(const arrow_bridge_rows *rows);
/// Whether bytes that are not zeros follow the compressed text; known once its end was read.
bool arrow_bridge_rows_has_junk(const arrow_bridge_rows *rows);
/// Values of a chosen column, so far, that did not fit its type and became null.
int64_t arrow_bridge_rows_misfits(const arrow_bridge_rows *rows, int64_t chosen_column);
/// Values of a chosen column, so far, whose bytes were not UTF-8 and were read as Windows-1252.
int64_t arrow_bridge_rows_repaired(const arrow_bridge_rows *rows, int64_t chosen_column);

#ifdef __cplusplus
}
#endif
#endif
