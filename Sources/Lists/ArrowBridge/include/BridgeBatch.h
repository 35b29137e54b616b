// Immutable batches of rows: columns of Arrow's types under names.
#ifndef ARROW_BRIDGE_BATCH_H
#define ARROW_BRIDGE_BATCH_H

#include "BridgeError.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Immutable, usable from any thread; every one returned is freed by its owner.
typedef struct arrow_bridge_batch arrow_bridge_batch;
typedef struct arrow_bridge_schema arrow_bridge_schema;
/// One column as UTF-8 text; keeps what it needs of the batch alive.
typedef struct arrow_bridge_text arrow_bridge_text;
/// One column of bytes; keeps what it needs of the batch alive.
typedef struct arrow_bridge_bytes arrow_bridge_bytes;
/// One ready-made run of bytes per row.
typedef struct arrow_bridge_members arrow_bridge_members;

/// A batch of `rows` rows and no column, to append to.
arrow_bridge_batch *arrow_bridge_batch_empty(int64_t rows, arrow_bridge_error *error);
void arrow_bridge_batch_free(arrow_bridge_batch *batch);
int64_t arrow_bridge_batch_rows(const arrow_bridge_batch *batch);
/// Shares the memory of `batch`.
arrow_bridge_batch *arrow_bridge_batch_slice(
    const arrow_bridge_batch *batch, int64_t from, int64_t count, arrow_bridge_error *error);
/// The first `count` columns; shares the memory of `batch`.
arrow_bridge_batch *arrow_bridge_batch_first_columns(
    const arrow_bridge_batch *batch, int64_t count, arrow_bridge_error *error);
/// The rows whose byte in `mask` is not 0; `mask` has one byte per row. Copies, unless all rows are kept.
arrow_bridge_batch *arrow_bridge_batch_filter(
    const arrow_bridge_batch *batch, const uint8_t *mask, arrow_bridge_error *error);
/// The rows at these places, in this order; each place is one of the batch, or -1 for a row of nulls. Copies.
arrow_bridge_batch *arrow_bridge_batch_take(
    const arrow_bridge_batch *batch, const int64_t *rows, int64_t count, arrow_bridge_error *error);
/// Copies; all batches have the same columns.
arrow_bridge_batch *arrow_bridge_batch_concatenate(
    const arrow_bridge_batch *const *batches, int64_t count, arrow_bridge_error *error);

/// Columns of two batches with as many rows: these places, counted on from `left` to `right`. Shares their memory.
arrow_bridge_batch *arrow_bridge_batch_beside(
    const arrow_bridge_batch *left, const arrow_bridge_batch *right, const int64_t *columns, int64_t count,
    arrow_bridge_error *error);
/// The column's numbers, texts parsed as numbers; NaN where there is no number. `values` has room for all rows.
bool arrow_bridge_batch_numbers(
    const arrow_bridge_batch *batch, int64_t column, double *values, arrow_bridge_error *error);

arrow_bridge_schema *arrow_bridge_batch_schema(const arrow_bridge_batch *batch, arrow_bridge_error *error);
/// The same columns with an entry more in the metadata of the schema.
arrow_bridge_schema *arrow_bridge_schema_annotated(
    const arrow_bridge_schema *schema, const char *key, const char *value, arrow_bridge_error *error);
void arrow_bridge_schema_free(arrow_bridge_schema *schema);
int64_t arrow_bridge_schema_columns(const arrow_bridge_schema *schema);
/// Valid as long as the schema.
const char *arrow_bridge_schema_name(const arrow_bridge_schema *schema, int64_t column);
const char *arrow_bridge_schema_type(const arrow_bridge_schema *schema, int64_t column);

/// Any type is readable as text; bytes that are not UTF-8 come repaired; NaN and the infinities are null. With
/// `whole_numbers` real numbers that are whole come without a point.
arrow_bridge_text *arrow_bridge_text_of(
    const arrow_bridge_batch *batch, int64_t column, bool whole_numbers, arrow_bridge_error *error);
void arrow_bridge_text_free(arrow_bridge_text *text);
/// False for null; the bytes live as long as `text`.
bool arrow_bridge_text_get(const arrow_bridge_text *text, int64_t row, const char **bytes, int64_t *size);

/// A column of bytes or text as it is, or with `field` that field of a column of records.
arrow_bridge_bytes *arrow_bridge_bytes_of(
    const arrow_bridge_batch *batch, int64_t column, const char *field, arrow_bridge_error *error);
void arrow_bridge_bytes_free(arrow_bridge_bytes *bytes);
/// False for null; the bytes live as long as `bytes`.
bool arrow_bridge_bytes_get(const arrow_bridge_bytes *bytes, int64_t row, const uint8_t **found, int64_t *size);

/// Per row, the members of those columns as Python's `json.dumps(indent=4)` writes them, without braces.
arrow_bridge_members *arrow_bridge_members_of(
    const arrow_bridge_batch *batch, const int64_t *columns, int64_t count, arrow_bridge_error *error);
void arrow_bridge_members_free(arrow_bridge_members *members);
void arrow_bridge_members_get(
    const arrow_bridge_members *members, int64_t row, const char **bytes, int64_t *size);

/// Columns being put together to be appended.
typedef struct arrow_bridge_columns arrow_bridge_columns;
arrow_bridge_columns *arrow_bridge_columns_new(arrow_bridge_error *error);
void arrow_bridge_columns_free(arrow_bridge_columns *columns);
/// `offsets` has `rows` + 1 places in `bytes`; `valid` one byte per row, 0 for null.
bool arrow_bridge_columns_add_text(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const uint8_t *bytes, const int64_t *offsets,
    const uint8_t *valid, arrow_bridge_error *error);
bool arrow_bridge_columns_add_int32(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const int32_t *values, const uint8_t *valid,
    arrow_bridge_error *error);
bool arrow_bridge_columns_add_int64(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const int64_t *values, const uint8_t *valid,
    arrow_bridge_error *error);
bool arrow_bridge_columns_add_double(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const double *values, const uint8_t *valid,
    arrow_bridge_error *error);
/// A column of bytes; `offsets` and `valid` as for text.
bool arrow_bridge_columns_add_binary(
    arrow_bridge_columns *columns, const char *name, int64_t rows, const uint8_t *bytes, const int64_t *offsets,
    const uint8_t *valid, arrow_bridge_error *error);
/// Makes the last `count` columns the fields of one, null where the first of them is.
bool arrow_bridge_columns_nest(
    arrow_bridge_columns *columns, int64_t count, const char *name, arrow_bridge_error *error);
/// A column of any type known to `type_name`, its values as one JSON array.
bool arrow_bridge_columns_add_json(
    arrow_bridge_columns *columns, const char *name, const char *type_name, const char *json_array,
    arrow_bridge_error *error);
/// A new batch: the columns of `batch`, then these.
arrow_bridge_batch *arrow_bridge_batch_append(
    const arrow_bridge_batch *batch, const arrow_bridge_columns *columns, arrow_bridge_error *error);

#ifdef __cplusplus
}
#endif
#endif
