// The inner loops for rows of pixels: weighted sums for the row resampler, and pixels of four values that become three.
#ifndef ROW_KERNELS_H
#define ROW_KERNELS_H

#include <stdint.h>

/// Adds `weight` times each sample of a row to its sum; the first row of a sum sets it.
void row_add(float *sums, const uint8_t *row, int count, float weight, int isFirst);

/// Lays pixels over a colour: each becomes its `colours` (1 or 3) values, the opacity behind them taken away. `matte` has
/// as many values. Rounded down, as by libvips.
void row_flatten(uint8_t *out, const uint8_t *row, int pixels, int colours, const uint8_t *matte);

/// Cyan, magenta, yellow and black, 255 all ink, become red, green and blue: each ink takes away its share of the
/// light.
void row_show_inks(uint8_t *out, const uint8_t *row, int pixels);

/// The same without special instructions: what a CPU without them gets, and what the others are tested against.
void row_add_plain(float *sums, const uint8_t *row, int count, float weight, int isFirst);
void row_flatten_plain(uint8_t *out, const uint8_t *row, int pixels, int colours, const uint8_t *matte);
void row_show_inks_plain(uint8_t *out, const uint8_t *row, int pixels);

#endif
