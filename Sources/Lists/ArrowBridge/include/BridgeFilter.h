// A condition on rows, evaluated batch by batch.
#ifndef ARROW_BRIDGE_FILTER_H
#define ARROW_BRIDGE_FILTER_H

#include "BridgeBatch.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What a step of a condition does: it takes its operands from a stack and leaves one value there. Values are null
/// as in SQL: what is computed of null is null, but for `and`, `or` and the tests for null.
enum {
    /// The column of the batch at place `integer`.
    ARROW_BRIDGE_FILTER_COLUMN = 0,
    /// `integer`.
    ARROW_BRIDGE_FILTER_INTEGER = 1,
    /// `real`.
    ARROW_BRIDGE_FILTER_REAL = 2,
    /// `text`.
    ARROW_BRIDGE_FILTER_TEXT = 3,
    /// `integer`, 0 or 1.
    ARROW_BRIDGE_FILTER_TRUTH = 4,
    ARROW_BRIDGE_FILTER_EQUAL = 10,
    ARROW_BRIDGE_FILTER_NOT_EQUAL = 11,
    ARROW_BRIDGE_FILTER_LESS = 12,
    ARROW_BRIDGE_FILTER_LESS_EQUAL = 13,
    ARROW_BRIDGE_FILTER_GREATER = 14,
    ARROW_BRIDGE_FILTER_GREATER_EQUAL = 15,
    ARROW_BRIDGE_FILTER_AND = 20,
    ARROW_BRIDGE_FILTER_OR = 21,
    ARROW_BRIDGE_FILTER_NOT = 22,
    ARROW_BRIDGE_FILTER_IS_NULL = 23,
    ARROW_BRIDGE_FILTER_IS_NOT_NULL = 24,
    /// Whether a value is one of the `integer` values above it.
    ARROW_BRIDGE_FILTER_IN = 25,
    /// On text; the part looked for is `text`.
    ARROW_BRIDGE_FILTER_CONTAINS = 30,
    ARROW_BRIDGE_FILTER_STARTS_WITH = 31,
    ARROW_BRIDGE_FILTER_ENDS_WITH = 32,
    /// Characters of a text.
    ARROW_BRIDGE_FILTER_LENGTH = 33,
    /// The letters of ASCII only.
    ARROW_BRIDGE_FILTER_LOWER = 34,
    ARROW_BRIDGE_FILTER_UPPER = 35,
    /// The number a text is, null where it is none.
    ARROW_BRIDGE_FILTER_NUMBER = 36,
    /// In 64-bit floating point; what is divided by zero is null.
    ARROW_BRIDGE_FILTER_ADD = 40,
    ARROW_BRIDGE_FILTER_SUBTRACT = 41,
    ARROW_BRIDGE_FILTER_MULTIPLY = 42,
    ARROW_BRIDGE_FILTER_DIVIDE = 43,
    ARROW_BRIDGE_FILTER_NEGATE = 44,
};

typedef struct arrow_bridge_filter_step {
    int32_t kind;
    int64_t integer;
    double real;
    /// `text_size` bytes, read during the call only.
    const char *text;
    int64_t text_size;
} arrow_bridge_filter_step;

/// Writes 1 for each row of which the condition is true, 0 where it is false or null; `mask` has one byte per row.
bool arrow_bridge_batch_mask(
    const arrow_bridge_batch *batch, const arrow_bridge_filter_step *steps, int64_t count, uint8_t *mask,
    arrow_bridge_error *error);

#ifdef __cplusplus
}
#endif
#endif
