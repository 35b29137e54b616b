// Rows of a PNG as its filters predicted them, to rows of pixels.
#ifndef PNG_ROWS_H
#define PNG_ROWS_H

#include "../include/PlainPNG.h"

/// Bytes that may be read behind a row.
enum { PNG_ROW_PADDING = 4 };

/// Undoes a row's filter in its place; `above` is the row before it, undone already. False for a filter that there is
/// not. Rows have whole pixels of `size` bytes.
bool png_row_unfilter(int kind, uint8_t *row, const uint8_t *above, size_t count, int size);

/// Gives a row that `plain_png_expands` its final bands. False for a pixel that has no colour.
bool png_row_expand(const plain_png *png, const uint8_t *row, uint8_t *pixels);

#endif
