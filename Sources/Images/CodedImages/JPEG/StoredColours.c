// Between planes of luma and chroma and pixels, as libjpeg does it: fixed point of 16 bits, halved chroma with a rounding
// that alternates, triangles between chroma samples.

#include "StoredPlanes.h"

enum { POINT = 16, HALF = 1 << (POINT - 1) };

#define FIXED(value) ((int32_t)((value) * (1 << POINT) + 0.5))
#define INLINE static inline __attribute__((always_inline))

INLINE uint8_t clamped(int32_t value) { return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value; }

/// A chroma row of the picture's width out of one of half of it: triangles, rounded up and down in turn.
///
/// `sums` are `1 << extraBits` times the samples.
static void spreadAcross(const int16_t *sums, int count, int width, int extraBits, uint8_t *out) {
    int shift = 2 + extraBits;
    int left = extraBits == 0 ? 1 : 8, right = extraBits == 0 ? 2 : 7;
    for (int place = 0; place < count; place++) {
        int32_t here = sums[place];
        int32_t before = place > 0 ? sums[place - 1] : here;
        int32_t after = place + 1 < count ? sums[place + 1] : here;
        out[2 * place] = (uint8_t)((3 * here + before + left) >> shift);
        if (2 * place + 1 < width) out[2 * place + 1] = (uint8_t)((3 * here + after + right) >> shift);
    }
}

/// One row of a chroma plane at the picture's size.
static void spread(
    const uint8_t *plane, ptrdiff_t stride, int row, int width, int height, int across, int down, int16_t *sums,
    uint8_t *out) {
    int count = (width + across - 1) / across, rows = (height + down - 1) / down;
    int nearer = row / down;
    const uint8_t *from = plane + nearer * stride;
    // libjpeg has no triangles for two columns and less, nor for four luma samples across.
    int isFancy = across == 1 || (across == 2 && count > 2);
    if (!isFancy) {
        for (int x = 0; x < width; x++) out[x] = from[x / across];
        return;
    }
    if (down == 1) {
        if (across == 1) {
            for (int x = 0; x < width; x++) out[x] = from[x];
            return;
        }
        for (int place = 0; place < count; place++) sums[place] = from[place];
        spreadAcross(sums, count, width, 0, out);
        return;
    }
    int farther = row % 2 == 0 ? nearer - 1 : nearer + 1;
    if (farther < 0) farther = 0;
    if (farther >= rows) farther = rows - 1;
    const uint8_t *other = plane + farther * stride;
    if (across == 1) {
        int round = row % 2 == 0 ? 1 : 2;
        for (int x = 0; x < width; x++) out[x] = (uint8_t)((3 * from[x] + other[x] + round) >> 2);
        return;
    }
    for (int place = 0; place < count; place++) sums[place] = (int16_t)(3 * from[place] + other[place]);
    spreadAcross(sums, count, width, 2, out);
}

void jpeg_planes_to_rgb(
    const uint8_t *y, ptrdiff_t lumaStride, const uint8_t *cb, const uint8_t *cr, ptrdiff_t chromaStride, int width,
    int height, int across, int down, uint8_t *work, uint8_t *out) {
    int16_t *sums = (int16_t *)(void *)work;
    uint8_t *blue = work + 2 * width + 16, *red = blue + width + 16;
    for (int row = 0; row < height; row++) {
        spread(cb, chromaStride, row, width, height, across, down, sums, blue);
        spread(cr, chromaStride, row, width, height, across, down, sums, red);
        const uint8_t *luma = y + row * lumaStride;
        for (int x = 0; x < width; x++) {
            int32_t value = luma[x], b = blue[x] - 128, r = red[x] - 128;
            *out++ = clamped(value + ((FIXED(1.40200) * r + HALF) >> POINT));
            *out++ = clamped(value + ((-FIXED(0.34414) * b - FIXED(0.71414) * r + HALF) >> POINT));
            *out++ = clamped(value + ((FIXED(1.77200) * b + HALF) >> POINT));
        }
    }
}

/// Chroma of one pixel before its point is taken away.
typedef struct chroma {
    uint8_t blue, red;
} chroma;

INLINE chroma chromaOf(const uint8_t *pixel) {
    int32_t r = pixel[0], g = pixel[1], b = pixel[2];
    // Half less than a half, so that pure blue and red do not become 256.
    int32_t offset = (128 << POINT) + HALF - 1;
    int32_t blue = (-FIXED(0.16874) * r - FIXED(0.33126) * g + FIXED(0.50000) * b + offset) >> POINT;
    int32_t red = (FIXED(0.50000) * r - FIXED(0.41869) * g - FIXED(0.08131) * b + offset) >> POINT;
    return (chroma){(uint8_t)blue, (uint8_t)red};
}

void jpeg_rgb_to_planes(const uint8_t *rgb, int width, int height, uint8_t *y, uint8_t *cb, uint8_t *cr) {
    for (ptrdiff_t pixel = 0; pixel < (ptrdiff_t)width * height; pixel++) {
        const uint8_t *of = rgb + 3 * pixel;
        y[pixel] = (uint8_t)(
            (FIXED(0.29900) * of[0] + FIXED(0.58700) * of[1] + FIXED(0.11400) * of[2] + HALF) >> POINT);
    }
    // Chroma of the columns that fill up the last block is that of the last pixel, not that of the last two.
    int columns = ((width + 1) / 2 + 7) / 8 * 8, rows = (height + 1) / 2;
    for (int row = 0; row < rows; row++) {
        const uint8_t *upper = rgb + (ptrdiff_t)3 * width * (2 * row);
        const uint8_t *lower = 2 * row + 1 < height ? upper + (ptrdiff_t)3 * width : upper;
        for (int column = 0; column < columns; column++) {
            int left = 2 * column < width ? 2 * column : width - 1;
            int right = left + 1 < width ? left + 1 : left;
            chroma a = chromaOf(upper + 3 * left), b = chromaOf(upper + 3 * right);
            chroma c = chromaOf(lower + 3 * left), d = chromaOf(lower + 3 * right);
            int round = column % 2 == 0 ? 1 : 2;
            cb[(ptrdiff_t)row * columns + column] = (uint8_t)((a.blue + b.blue + c.blue + d.blue + round) >> 2);
            cr[(ptrdiff_t)row * columns + column] = (uint8_t)((a.red + b.red + c.red + d.red + round) >> 2);
        }
    }
}
