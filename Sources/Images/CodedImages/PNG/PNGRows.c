// Undoing the filters of rows, and what palettes and transparent colours mean.

#include "PNGRows.h"

#include <stdlib.h>
#include <string.h>

/// The samples that the filters predict from: left, above, and above the left one (9.4).
static inline uint8_t paeth(int a, int b, int c) {
    int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);
    return (uint8_t)(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

/// Undoes a filter that predicts from the left, for pixels of `size` bytes, a constant to the compiler.
static inline __attribute__((always_inline)) void unfilterLeft(
    int kind, uint8_t *row, const uint8_t *above, size_t count, const size_t size) {
    switch (kind) {
    case 1:
        for (size_t i = size; i < count; i++) row[i] = (uint8_t)(row[i] + row[i - size]);
        return;
    case 3:
        for (size_t i = 0; i < size; i++) row[i] = (uint8_t)(row[i] + above[i] / 2);
        for (size_t i = size; i < count; i++) row[i] = (uint8_t)(row[i] + (row[i - size] + above[i]) / 2);
        return;
    default: {
        int left[4] = {0}, corner[4] = {0};
        for (size_t i = 0; i + size <= count; i += size) {
            for (size_t band = 0; band < size; band++) {
                int up = above[i + band];
                left[band] = (uint8_t)(row[i + band] + paeth(left[band], up, corner[band]));
                row[i + band] = (uint8_t)left[band];
                corner[band] = up;
            }
        }
    }
    }
}

#if defined(__SSE2__)
#include <emmintrin.h>

/// Four bytes of which the first three or four are a pixel.
static inline __m128i four(const uint8_t *pixel) {
    int32_t bytes;
    memcpy(&bytes, pixel, sizeof bytes);
    return _mm_cvtsi32_si128(bytes);
}

static inline void store(__m128i value, uint8_t *pixel, size_t size) {
    int32_t bytes = _mm_cvtsi128_si32(value);
    memcpy(pixel, &bytes, size);
}

static inline __m128i wide(__m128i bytes) { return _mm_unpacklo_epi8(bytes, _mm_setzero_si128()); }

static inline __m128i magnitude(__m128i value) { return _mm_max_epi16(value, _mm_sub_epi16(_mm_setzero_si128(), value)); }

static inline __m128i chosen(__m128i mask, __m128i one, __m128i other) {
    return _mm_or_si128(_mm_and_si128(mask, one), _mm_andnot_si128(mask, other));
}

/// As `unfilterLeft`, all bytes of a pixel of three or four at once. The next pixel is read before one is written: what is
/// written beyond three bytes is written again, but for the last.
#define EACH_PIXEL(step)                                                                                              \
    __m128i next = four(row);                                                                                         \
    size_t i = 0;                                                                                                     \
    for (; i + size < count; i += size) {                                                                             \
        __m128i coded = next;                                                                                         \
        next = four(row + i + size);                                                                                  \
        step;                                                                                                         \
        store(_mm_packus_epi16(left, left), row + i, 4);                                                              \
    }                                                                                                                 \
    __m128i coded = next;                                                                                             \
    step;                                                                                                             \
    store(_mm_packus_epi16(left, left), row + i, size);

static inline __attribute__((always_inline)) void unfilterPixels(
    int kind, uint8_t *row, const uint8_t *above, size_t count, const size_t size) {
    const __m128i bytes = _mm_set1_epi16(0xFF);
    __m128i left = _mm_setzero_si128(), corner = left;
    if (kind == 1) {
        EACH_PIXEL({ left = _mm_and_si128(_mm_add_epi16(wide(coded), left), bytes); })
    } else if (kind == 3) {
        EACH_PIXEL({
            __m128i mean = _mm_srli_epi16(_mm_add_epi16(left, wide(four(above + i))), 1);
            left = _mm_and_si128(_mm_add_epi16(wide(coded), mean), bytes);
        })
    } else {
        EACH_PIXEL({
            __m128i up = wide(four(above + i));
            __m128i toLeft = _mm_sub_epi16(up, corner);
            __m128i toUp = _mm_sub_epi16(left, corner);
            __m128i pa = magnitude(toLeft);
            __m128i pb = magnitude(toUp);
            __m128i pc = magnitude(_mm_add_epi16(toLeft, toUp));
            __m128i least = _mm_min_epi16(pc, _mm_min_epi16(pa, pb));
            __m128i near = chosen(
                _mm_cmpeq_epi16(least, pa), left, chosen(_mm_cmpeq_epi16(least, pb), up, corner));
            left = _mm_and_si128(_mm_add_epi16(wide(coded), near), bytes);
            corner = up;
        })
    }
}
#else
static inline void unfilterPixels(int kind, uint8_t *row, const uint8_t *above, size_t count, size_t size) {
    unfilterLeft(kind, row, above, count, size);
}
#endif

bool png_row_unfilter(int kind, uint8_t *restrict row, const uint8_t *restrict above, size_t count, int size) {
    switch (kind) {
    case 0: return true;
    case 2:
        for (size_t i = 0; i < count; i++) row[i] = (uint8_t)(row[i] + above[i]);
        return true;
    case 1:
    case 3:
    case 4:
        switch (size) {
        case 1: unfilterLeft(kind, row, above, count, 1); return true;
        case 2: unfilterLeft(kind, row, above, count, 2); return true;
        case 3: unfilterPixels(kind, row, above, count, 3); return true;
        default: unfilterPixels(kind, row, above, count, 4); return true;
        }
    default: return false;
    }
}

/// The largest entry that a row asks for.
static int largest(const uint8_t *row, size_t count) {
    uint8_t most = 0;
    for (size_t i = 0; i < count; i++) most = row[i] > most ? row[i] : most;
    return most;
}

bool png_row_expand(const plain_png *png, const uint8_t *row, uint8_t *pixels) {
    size_t width = png->width;
    if (png->hasPalette) {
        if (largest(row, width) >= png->paletteCount) return false;
        if (png->bands == 4) {
            for (size_t i = 0; i < width; i++) memcpy(pixels + 4 * i, png->palette[row[i]], 4);
        } else {
            // Four bytes are written at once, of which the next pixel takes the last.
            for (size_t i = 0; i + 1 < width; i++) memcpy(pixels + 3 * i, png->palette[row[i]], 4);
            memcpy(pixels + 3 * (width - 1), png->palette[row[width - 1]], 3);
        }
        return true;
    }
    size_t size = (size_t)png->storedBytes;
    for (size_t i = 0; i < width; i++) {
        memcpy(pixels + i * (size + 1), row + i * size, size);
        pixels[i * (size + 1) + size] = memcmp(row + i * size, png->transparent, size) == 0 ? 0 : 255;
    }
    return true;
}
