// Rows of a PNG as its filters predicted them, to rows of pixels.
#ifndef PNG_ROWS_H
#define PNG_ROWS_H

#include "../include/PlainPNG.h"

/// Bytes that may be read behind a row.
enum { PNG_ROW_PADDING = 4 };

/// Undoes a row's filter in its place; `above` is the row before it, undone already. False for a filter that there is
/// not. Rows have whole pixels of `size` bytes.
bool png_row_unfilter(int kind, uint8_t *row, const uint8_t *above, size_t count, int size);

/// Rows that `png_paeth_rows` undoes at once.
enum { PNG_PAETH_ROWS = 4 };

/// Whether this CPU has the instructions for `png_paeth_rows`.
bool png_has_paeth_rows(void);

/// Undoes Paeth's filter in so many rows, each `stride` bytes behind the one before; `above` is the row before the first.
/// For pixels of three or four bytes.
void png_paeth_rows(uint8_t *rows, size_t stride, const uint8_t *above, size_t count, int size);

/// Gives a row that `plain_png_expands` its final bands. False for a pixel that has no colour.
bool png_row_expand(const plain_png *png, const uint8_t *row, uint8_t *pixels);

#endif
