// Paeth's filter for several rows at once: nearly all rows of a photograph have it, and each pixel waits for the one on its
// left. Row r is r pixels behind the first, so that what it needs from above has just been made.

#include "PNGRows.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

enum { ROWS = PNG_PAETH_ROWS };

bool png_has_paeth_rows(void) { return __builtin_cpu_supports("avx2"); }

/// Four bytes of each row, as sixteen bits each, from the given places.
__attribute__((target("avx2"))) static inline __m256i four(const uint8_t *const places[ROWS]) {
    int32_t bytes[ROWS];
    for (int r = 0; r < ROWS; r++) memcpy(&bytes[r], places[r], 4);
    return _mm256_cvtepu8_epi16(_mm_setr_epi32(bytes[0], bytes[1], bytes[2], bytes[3]));
}

/// Pixels of all rows that are undone at one time.
typedef struct step {
    /// The pixels on the left, those above, and those above the left ones.
    __m256i left, up, corner;
} step;

/// Undoes the filter of one pixel of each row; `first` is the pixel above the first row's.
__attribute__((target("avx2"))) static inline void advance(step *at, __m256i coded, const uint8_t *first) {
    int32_t bytes;
    memcpy(&bytes, first, 4);
    at->corner = at->up;
    // What one row made last is above what the next one makes now.
    __m256i below = _mm256_permute4x64_epi64(at->left, _MM_SHUFFLE(2, 1, 0, 0));
    at->up = _mm256_blend_epi32(below, _mm256_castsi128_si256(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(bytes))), 3);
    __m256i toLeft = _mm256_sub_epi16(at->up, at->corner), toUp = _mm256_sub_epi16(at->left, at->corner);
    __m256i pa = _mm256_abs_epi16(toLeft), pb = _mm256_abs_epi16(toUp);
    __m256i pc = _mm256_abs_epi16(_mm256_add_epi16(toLeft, toUp));
    __m256i least = _mm256_min_epi16(pc, _mm256_min_epi16(pa, pb));
    __m256i near = _mm256_blendv_epi8(at->corner, at->up, _mm256_cmpeq_epi16(least, pb));
    near = _mm256_blendv_epi8(near, at->left, _mm256_cmpeq_epi16(least, pa));
    at->left = _mm256_and_si256(_mm256_add_epi16(coded, near), _mm256_set1_epi16(0xFF));
}

/// The pixels made last, four bytes for each row.
__attribute__((target("avx2"))) static inline void made(const step *at, uint8_t bytes[4 * ROWS]) {
    __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi16(at->left, at->left), _MM_SHUFFLE(3, 1, 2, 0));
    _mm_storeu_si128((__m128i *)bytes, _mm256_castsi256_si128(packed));
}

/// At a row's ends some rows have no pixel: step `t` of the whole, pixel by pixel.
__attribute__((target("avx2"))) static inline void edge(
    step *at, uint8_t *rows, size_t stride, const uint8_t *above, size_t count, const size_t size, size_t t) {
    uint8_t bytes[4 * ROWS] = {0};
    int16_t inside[4 * ROWS];
    for (size_t r = 0; r < ROWS; r++) {
        size_t place = (t - r) * size;
        bool isInside = t >= r && place < count;
        if (isInside) memcpy(bytes + 4 * r, rows + r * stride + place, size);
        for (int i = 0; i < 4; i++) inside[4 * r + i] = isInside ? -1 : 0;
    }
    uint8_t first[4] = {0};
    if (t * size < count) memcpy(first, above + t * size, size);
    advance(at, _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)bytes)), first);
    at->left = _mm256_and_si256(at->left, _mm256_loadu_si256((const __m256i *)inside));
    made(at, bytes);
    for (size_t r = 0; r < ROWS; r++)
        if (t >= r && (t - r) * size < count) memcpy(rows + r * stride + (t - r) * size, bytes + 4 * r, size);
}

/// A step in which every row has a pixel and one behind it, which is read before `stored` bytes are written.
__attribute__((target("avx2"))) static inline __attribute__((always_inline)) void inner(
    step *at, __m256i *next, uint8_t *rows, size_t stride, const uint8_t *above, const size_t size, size_t t,
    const size_t stored) {
    const uint8_t *places[ROWS];
    for (size_t r = 0; r < ROWS; r++) places[r] = rows + r * stride + (t + 1 - r) * size;
    __m256i coded = *next;
    *next = four(places);
    advance(at, coded, above + t * size);
    uint8_t bytes[4 * ROWS];
    made(at, bytes);
    for (size_t r = 0; r < ROWS; r++) memcpy(rows + r * stride + (t - r) * size, bytes + 4 * r, stored);
}

__attribute__((target("avx2"))) static inline __attribute__((always_inline)) void paethRows(
    uint8_t *rows, size_t stride, const uint8_t *above, size_t count, const size_t size) {
    step at = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
    size_t width = count / size, t = 0;
    while (t < ROWS - 1) edge(&at, rows, stride, above, count, size, t++);
    if (width > ROWS) {
        const uint8_t *places[ROWS];
        for (size_t r = 0; r < ROWS; r++) places[r] = rows + r * stride + (t - r) * size;
        __m256i next = four(places);
        // What is written beyond a pixel is written again, but for the last of these steps.
        for (; t < width - 2; t++) inner(&at, &next, rows, stride, above, size, t, 4);
        inner(&at, &next, rows, stride, above, size, t++, size);
    }
    while (t < width + ROWS - 1) edge(&at, rows, stride, above, count, size, t++);
}

__attribute__((target("avx2"))) void png_paeth_rows(
    uint8_t *rows, size_t stride, const uint8_t *above, size_t count, int size) {
    if (size == 3) paethRows(rows, stride, above, count, 3);
    else paethRows(rows, stride, above, count, 4);
}
#else
bool png_has_paeth_rows(void) { return false; }

void png_paeth_rows(uint8_t *rows, size_t stride, const uint8_t *above, size_t count, int size) {}
#endif
