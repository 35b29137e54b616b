// What a JPEG that libjpeg writes will show, without reading it: samples through the forward DCT, the quantiser and the
// inverse DCT, and planes to pixels, all with libjpeg's arithmetic ("islow", fancy upsampling), bit by bit.
#ifndef STORED_PLANES_H
#define STORED_PLANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The steps of libjpeg's tables at a quality of 1 to 100, in rows of eight.
///
/// False where libjpeg cannot say them.
bool jpeg_steps_of_quality(int quality, uint16_t luma[64], uint16_t chroma[64]);

/// One plane as it is stored and read again. Blocks at the edges are filled up by the last column and row, as an encoder
/// does. `out` has whole blocks: both sides rounded up to 8.
void jpeg_store_plane(
    const uint8_t *samples, ptrdiff_t stride, int width, int height, const uint16_t steps[64], uint8_t *out,
    ptrdiff_t outStride);

/// Planes of luma and chroma to red, green and blue, three bytes a pixel.
///
/// `across` and `down` are the luma samples for a chroma sample: (1, 1), (2, 1), (1, 2), (2, 2) or (4, 1). The chroma
/// planes' sides are those of the picture divided by them, rounded up. `work` has room for `6 * width + 64` bytes.
void jpeg_planes_to_rgb(
    const uint8_t *y, ptrdiff_t lumaStride, const uint8_t *cb, const uint8_t *cr, ptrdiff_t chromaStride, int width,
    int height, int across, int down, uint8_t *work, uint8_t *out);

/// Pixels of red, green and blue to a plane of luma and two of chroma at half the sides, rounded up, as libjpeg gives them
/// to its encoder. Rows of luma have `width` samples; those of chroma whole blocks, the side rounded up to 8.
void jpeg_rgb_to_planes(const uint8_t *rgb, int width, int height, uint8_t *y, uint8_t *cb, uint8_t *cr);

#endif
