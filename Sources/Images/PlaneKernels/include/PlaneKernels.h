// The inner loops of the plane resampler: weighted sums down columns and along rows of 8-bit samples.
//
// Weights have 14 fraction bits; the weights of one output and its bias sum to one (16384). Between the
// two passes a sample has 6 fraction bits, so that two roundings stay far below one grey level.
#ifndef PLANE_KERNELS_H
#define PLANE_KERNELS_H

#include "RowKernels.h"

#include <stddef.h>
#include <stdint.h>

/// Samples that may be read past the end of a row: a kernel loads whole vectors.
#define PLANE_KERNELS_ROW_PADDING 32

/// One output row before the horizontal pass: the weighted sum of `taps` rows (an even number), each
/// `stride` bytes after the one before.
///
/// `row` has `rowsLeft` rows from its first on; a tap past them has weight zero and is not read. `bias` is
/// in samples with 20 fraction bits. Writes `width` samples rounded up to 32; reads as many from each row.
void plane_sum_rows(
    int16_t *out, int width, const uint8_t *row, ptrdiff_t stride, int rowsLeft, const int16_t *weights, int taps,
    int32_t bias);

/// One row of output samples, clamped to 0...255: output `i` is the weighted sum of `taps` samples from
/// `starts[i]` on, plus `biases[i]` (samples with 20 fraction bits, the rounding half included).
///
/// `taps` is 4 or a multiple of 8; `count` outputs are written, no byte more. The tables hold `count` rounded up to 8
/// entries; samples are read up to `starts[i] + taps`.
void plane_sum_columns(
    uint8_t *out, int count, const int16_t *samples, const int32_t *starts, const int16_t *weights, int taps,
    const int32_t *biases);

/// `plane_sum_rows` and `plane_sum_columns` without special instructions: what a CPU without them gets, and what the
/// others are tested against.
void plane_sum_rows_plain(
    int16_t *out, int width, const uint8_t *row, ptrdiff_t stride, int rowsLeft, const int16_t *weights, int taps,
    int32_t bias);
void plane_sum_columns_plain(
    uint8_t *out, int count, const int16_t *samples, const int32_t *starts, const int16_t *weights, int taps,
    const int32_t *biases);

/// Rows become columns: `out` has `height` columns and `width` rows.
void plane_transpose(
    uint8_t *out, ptrdiff_t outStride, const uint8_t *samples, ptrdiff_t stride, int width, int height);

#endif
