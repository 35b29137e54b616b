// The order in which coefficients are coded (T.81, figure A.6), and from it the rows of a block.
#ifndef ZIGZAG_H
#define ZIGZAG_H

#include "Vectors.h"

#if defined(__x86_64__)

/// For one byte of a row: where it lies among the eight coefficients from 8 x `part` on; a zero for those of others.
#define ZIGZAG_BYTE(place, part) ((place) >> 3 == (part) ? 2 * ((place) & 7) : -128)
#define ZIGZAG_BYTES(place, part) ZIGZAG_BYTE(place, part), ZIGZAG_BYTE(place, part) + 1

/// What row `row` has of the coefficients from 8 x `part` on, in both halves.
#define ZIGZAG_PART(row, part) \
    _mm256_shuffle_epi8(parts[part], _mm256_broadcastsi128_si256(ZIGZAG_MASK(part, ZIGZAG_ROW_##row)))
#define ZIGZAG_MASK(part, ...) ZIGZAG_MASK_OF(part, __VA_ARGS__)
#define ZIGZAG_MASK_OF(part, a, b, c, d, e, f, g, h) \
    _mm_setr_epi8( \
        ZIGZAG_BYTES(a, part), ZIGZAG_BYTES(b, part), ZIGZAG_BYTES(c, part), ZIGZAG_BYTES(d, part), \
        ZIGZAG_BYTES(e, part), ZIGZAG_BYTES(f, part), ZIGZAG_BYTES(g, part), ZIGZAG_BYTES(h, part))

#define ZIGZAG_ROW_0 0, 1, 5, 6, 14, 15, 27, 28
#define ZIGZAG_ROW_1 2, 4, 7, 13, 16, 26, 29, 42
#define ZIGZAG_ROW_2 3, 8, 12, 17, 25, 30, 41, 43
#define ZIGZAG_ROW_3 9, 11, 18, 24, 31, 40, 44, 53
#define ZIGZAG_ROW_4 10, 19, 23, 32, 39, 45, 52, 54
#define ZIGZAG_ROW_5 20, 22, 33, 38, 46, 51, 55, 60
#define ZIGZAG_ROW_6 21, 34, 37, 47, 50, 56, 59, 61
#define ZIGZAG_ROW_7 35, 36, 48, 49, 57, 58, 62, 63

/// The rows of two blocks whose coefficients from 16 on are zero.
VECTORS static inline void rowsOf16(const __m256i parts[8], __m256i rows[8]) {
    __m256i zero = _mm256_setzero_si256();
    rows[0] = _mm256_or_si256(ZIGZAG_PART(0, 0), ZIGZAG_PART(0, 1));
    rows[1] = _mm256_or_si256(ZIGZAG_PART(1, 0), ZIGZAG_PART(1, 1));
    rows[2] = _mm256_or_si256(ZIGZAG_PART(2, 0), ZIGZAG_PART(2, 1));
    rows[3] = ZIGZAG_PART(3, 1);
    rows[4] = ZIGZAG_PART(4, 1);
    rows[5] = rows[6] = rows[7] = zero;
}

/// The rows of two blocks whose coefficients from 32 on are zero.
VECTORS static inline void rowsOf32(const __m256i parts[8], __m256i rows[8]) {
    rowsOf16(parts, rows);
    rows[0] = _mm256_or_si256(rows[0], ZIGZAG_PART(0, 3));
    rows[1] = _mm256_or_si256(rows[1], _mm256_or_si256(ZIGZAG_PART(1, 2), ZIGZAG_PART(1, 3)));
    rows[2] = _mm256_or_si256(rows[2], _mm256_or_si256(ZIGZAG_PART(2, 2), ZIGZAG_PART(2, 3)));
    rows[3] = _mm256_or_si256(rows[3], _mm256_or_si256(ZIGZAG_PART(3, 2), ZIGZAG_PART(3, 3)));
    rows[4] = _mm256_or_si256(rows[4], ZIGZAG_PART(4, 2));
    rows[5] = ZIGZAG_PART(5, 2);
    rows[6] = ZIGZAG_PART(6, 2);
}

/// The rows of two blocks.
VECTORS static inline void rowsOf64(const __m256i parts[8], __m256i rows[8]) {
    rowsOf32(parts, rows);
    rows[1] = _mm256_or_si256(rows[1], ZIGZAG_PART(1, 5));
    rows[2] = _mm256_or_si256(rows[2], ZIGZAG_PART(2, 5));
    rows[3] = _mm256_or_si256(rows[3], _mm256_or_si256(ZIGZAG_PART(3, 5), ZIGZAG_PART(3, 6)));
    rows[4] = _mm256_or_si256(
        _mm256_or_si256(rows[4], ZIGZAG_PART(4, 4)), _mm256_or_si256(ZIGZAG_PART(4, 5), ZIGZAG_PART(4, 6)));
    rows[5] = _mm256_or_si256(
        _mm256_or_si256(_mm256_or_si256(rows[5], ZIGZAG_PART(5, 4)), ZIGZAG_PART(5, 5)),
        _mm256_or_si256(ZIGZAG_PART(5, 6), ZIGZAG_PART(5, 7)));
    rows[6] = _mm256_or_si256(
        _mm256_or_si256(_mm256_or_si256(rows[6], ZIGZAG_PART(6, 4)), ZIGZAG_PART(6, 5)),
        _mm256_or_si256(ZIGZAG_PART(6, 6), ZIGZAG_PART(6, 7)));
    rows[7] = _mm256_or_si256(_mm256_or_si256(ZIGZAG_PART(7, 4), ZIGZAG_PART(7, 6)), ZIGZAG_PART(7, 7));
}

#endif
#endif
