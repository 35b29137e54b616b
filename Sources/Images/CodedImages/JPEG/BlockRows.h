// The inverse DCT of libjpeg's "islow" (Loeffler, Ligtenberg and Moschytz 1989, 11 multiplications) and those of its
// jidctred.c, which give the means of 2x2 or 4x4 of its samples; two blocks at once, one in each half of a vector.
#ifndef BLOCK_ROWS_H
#define BLOCK_ROWS_H

#include <string.h>

#include "BlockDrawing.h"
#include "Vectors.h"

#if defined(__x86_64__)

#define FIXED(x) ((int16_t)((x) * 8192 + ((x) < 0 ? -0.5 : 0.5)))

enum { FRACTION_BITS = 13, KEPT_BITS = 2 };

/// Sums of two products for each pair of neighbours.
VECTORS static inline __m256i weighed(__m256i pairs, int16_t first, int16_t second) {
    return _mm256_madd_epi16(pairs, _mm256_set1_epi32((int32_t)((uint16_t)first | (uint32_t)(uint16_t)second << 16)));
}

/// One output of a pass and the one that mirrors it, of the low or high halves of the columns.
#define ROUNDED(sum) _mm256_srai_epi32(_mm256_add_epi32(sum, half), shift)

/// Half of the columns: `even` holds the sums 0 to 3 of the even rows, from `z34`, `z71` and `z53` come the odd ones.
VECTORS static inline void butterfly(
    __m256i sum04, __m256i difference04, __m256i z26, __m256i z34, __m256i z71, __m256i z53, const int shift,
    __m256i out[8]) {
    __m256i half = _mm256_set1_epi32(1 << (shift - 1));
    __m256i a3 = weighed(z26, FIXED(0.541196100) + FIXED(0.765366865), FIXED(0.541196100));
    __m256i a2 = weighed(z26, FIXED(0.541196100), FIXED(0.541196100) - FIXED(1.847759065));
    __m256i e0 = _mm256_add_epi32(sum04, a3), e3 = _mm256_sub_epi32(sum04, a3);
    __m256i e1 = _mm256_add_epi32(difference04, a2), e2 = _mm256_sub_epi32(difference04, a2);
    __m256i z3 = weighed(z34, FIXED(1.175875602) - FIXED(1.961570560), FIXED(1.175875602));
    __m256i z4 = weighed(z34, FIXED(1.175875602), FIXED(1.175875602) - FIXED(0.390180644));
    __m256i o3 = _mm256_add_epi32(weighed(z71, FIXED(0.298631336) - FIXED(0.899976223), -FIXED(0.899976223)), z3);
    __m256i o0 = _mm256_add_epi32(weighed(z71, -FIXED(0.899976223), FIXED(1.501321110) - FIXED(0.899976223)), z4);
    __m256i o2 = _mm256_add_epi32(weighed(z53, FIXED(2.053119869) - FIXED(2.562915447), -FIXED(2.562915447)), z4);
    __m256i o1 = _mm256_add_epi32(weighed(z53, -FIXED(2.562915447), FIXED(3.072711026) - FIXED(2.562915447)), z3);
    out[0] = ROUNDED(_mm256_add_epi32(e0, o0)), out[7] = ROUNDED(_mm256_sub_epi32(e0, o0));
    out[1] = ROUNDED(_mm256_add_epi32(e1, o1)), out[6] = ROUNDED(_mm256_sub_epi32(e1, o1));
    out[2] = ROUNDED(_mm256_add_epi32(e2, o2)), out[5] = ROUNDED(_mm256_sub_epi32(e2, o2));
    out[3] = ROUNDED(_mm256_add_epi32(e3, o3)), out[4] = ROUNDED(_mm256_sub_epi32(e3, o3));
}

/// Down the columns of both blocks; `rows` have a block in each half.
VECTORS static inline void pass(__m256i rows[8], const int shift) {
    __m256i zero = _mm256_setzero_si256();
    __m256i sum = _mm256_add_epi16(rows[0], rows[4]), difference = _mm256_sub_epi16(rows[0], rows[4]);
    __m256i z3 = _mm256_add_epi16(rows[7], rows[3]), z4 = _mm256_add_epi16(rows[5], rows[1]);
    __m256i low[8], high[8];
    // Into the upper half of 32 bits, and down again: times 2^13 with its sign.
    butterfly(
        _mm256_srai_epi32(_mm256_unpacklo_epi16(zero, sum), 16 - FRACTION_BITS),
        _mm256_srai_epi32(_mm256_unpacklo_epi16(zero, difference), 16 - FRACTION_BITS),
        _mm256_unpacklo_epi16(rows[2], rows[6]), _mm256_unpacklo_epi16(z3, z4),
        _mm256_unpacklo_epi16(rows[7], rows[1]), _mm256_unpacklo_epi16(rows[5], rows[3]), shift, low);
    butterfly(
        _mm256_srai_epi32(_mm256_unpackhi_epi16(zero, sum), 16 - FRACTION_BITS),
        _mm256_srai_epi32(_mm256_unpackhi_epi16(zero, difference), 16 - FRACTION_BITS),
        _mm256_unpackhi_epi16(rows[2], rows[6]), _mm256_unpackhi_epi16(z3, z4),
        _mm256_unpackhi_epi16(rows[7], rows[1]), _mm256_unpackhi_epi16(rows[5], rows[3]), shift, high);
    for (int i = 0; i < 8; i++) rows[i] = _mm256_packs_epi32(low[i], high[i]);
}

/// Rows become columns, in each half for itself: three times, each row is interleaved with the one four further on.
VECTORS static inline void transpose(__m256i rows[8]) {
    for (int round = 0; round < 3; round++) {
        __m256i mixed[8];
        for (int i = 0; i < 4; i++) {
            mixed[2 * i] = _mm256_unpacklo_epi16(rows[i], rows[i + 4]);
            mixed[2 * i + 1] = _mm256_unpackhi_epi16(rows[i], rows[i + 4]);
        }
        for (int i = 0; i < 8; i++) rows[i] = mixed[i];
    }
}

/// Two blocks of 8x8 samples side by side.
VECTORS static inline void drawWhole(__m256i rows[8], uint8_t *samples, ptrdiff_t stride) {
    pass(rows, FRACTION_BITS - KEPT_BITS);
    transpose(rows);
    pass(rows, FRACTION_BITS + KEPT_BITS + 3);
    transpose(rows);
    __m256i middle = _mm256_set1_epi8((char)128);
    for (int i = 0; i < 8; i += 2) {
        // Two rows of one block, then two of the other: the blocks side by side.
        __m256i both = _mm256_permute4x64_epi64(_mm256_packs_epi16(rows[i], rows[i + 1]), 0xD8);
        both = _mm256_add_epi8(both, middle);
        _mm_storeu_si128((__m128i *)(samples + i * stride), _mm256_castsi256_si128(both));
        _mm_storeu_si128((__m128i *)(samples + (i + 1) * stride), _mm256_extracti128_si256(both, 1));
    }
}

/// Four outputs, of half of the columns; frequency 4 has no part in them.
VECTORS static inline void four(
    __m256i lowest, __m256i z26, __m256i z13, __m256i z57, const int shift, __m256i out[4]) {
    __m256i half = _mm256_set1_epi32(1 << (shift - 1));
    __m256i turned = weighed(z26, FIXED(1.847759065), -FIXED(0.765366865));
    __m256i a = _mm256_add_epi32(lowest, turned), b = _mm256_sub_epi32(lowest, turned);
    __m256i inner = _mm256_add_epi32(
        weighed(z13, FIXED(1.061594337), -FIXED(2.172734803)), weighed(z57, FIXED(1.451774981), -FIXED(0.211164243)));
    __m256i outer = _mm256_add_epi32(
        weighed(z13, FIXED(2.562915447), FIXED(0.899976223)), weighed(z57, -FIXED(0.601344887), -FIXED(0.509795579)));
    out[0] = ROUNDED(_mm256_add_epi32(a, outer)), out[3] = ROUNDED(_mm256_sub_epi32(a, outer));
    out[1] = ROUNDED(_mm256_add_epi32(b, inner)), out[2] = ROUNDED(_mm256_sub_epi32(b, inner));
}

/// Two blocks of 4x4 means of 2x2 samples.
VECTORS static inline void drawFour(const __m256i r[8], uint8_t *samples, ptrdiff_t stride) {
    enum { SHIFT = FRACTION_BITS + 1 };
    __m256i zero = _mm256_setzero_si256();
    __m256i low[4], high[4], rows[4];
    four(
        _mm256_srai_epi32(_mm256_unpacklo_epi16(zero, r[0]), 16 - SHIFT), _mm256_unpacklo_epi16(r[2], r[6]),
        _mm256_unpacklo_epi16(r[1], r[3]), _mm256_unpacklo_epi16(r[5], r[7]), SHIFT - KEPT_BITS, low);
    four(
        _mm256_srai_epi32(_mm256_unpackhi_epi16(zero, r[0]), 16 - SHIFT), _mm256_unpackhi_epi16(r[2], r[6]),
        _mm256_unpackhi_epi16(r[1], r[3]), _mm256_unpackhi_epi16(r[5], r[7]), SHIFT - KEPT_BITS, high);
    for (int i = 0; i < 4; i++) rows[i] = _mm256_packs_epi32(low[i], high[i]);
    // The four rows of a column one after the other: columns 0 and 1, 2 and 3, 4 and 5, 6 and 7.
    __m256i left01 = _mm256_unpacklo_epi16(rows[0], rows[1]), right01 = _mm256_unpackhi_epi16(rows[0], rows[1]);
    __m256i left23 = _mm256_unpacklo_epi16(rows[2], rows[3]), right23 = _mm256_unpackhi_epi16(rows[2], rows[3]);
    __m256i c01 = _mm256_unpacklo_epi32(left01, left23), c23 = _mm256_unpackhi_epi32(left01, left23);
    __m256i c45 = _mm256_unpacklo_epi32(right01, right23), c67 = _mm256_unpackhi_epi32(right01, right23);
    __m256i columns[4];
    four(
        _mm256_srai_epi32(_mm256_unpacklo_epi16(zero, c01), 16 - SHIFT), _mm256_unpacklo_epi16(c23, c67),
        _mm256_unpackhi_epi16(c01, c23), _mm256_unpackhi_epi16(c45, c67), SHIFT + KEPT_BITS + 3, columns);
    __m256i bytes = _mm256_packs_epi16(
        _mm256_packs_epi32(columns[0], columns[1]), _mm256_packs_epi32(columns[2], columns[3]));
    bytes = _mm256_add_epi8(bytes, _mm256_set1_epi8((char)128));
    __m128i byRow = _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    __m128i first = _mm_shuffle_epi8(_mm256_castsi256_si128(bytes), byRow);
    __m128i second = _mm_shuffle_epi8(_mm256_extracti128_si256(bytes, 1), byRow);
    __m128i upper = _mm_unpacklo_epi32(first, second), lower = _mm_unpackhi_epi32(first, second);
    _mm_storel_epi64((__m128i *)samples, upper);
    _mm_storel_epi64((__m128i *)(samples + stride), _mm_unpackhi_epi64(upper, upper));
    _mm_storel_epi64((__m128i *)(samples + 2 * stride), lower);
    _mm_storel_epi64((__m128i *)(samples + 3 * stride), _mm_unpackhi_epi64(lower, lower));
}

/// Two blocks of 2x2 means of 4x4 samples.
VECTORS static inline void drawTwo(const __m256i r[8], uint8_t *samples, ptrdiff_t stride) {
    enum { SHIFT = FRACTION_BITS + 2, FIRST = SHIFT - KEPT_BITS, SECOND = SHIFT + KEPT_BITS + 3 };
    const int16_t w1 = FIXED(3.624509785), w3 = -FIXED(1.272758580), w5 = FIXED(0.850430095), w7 = -FIXED(0.720959822);
    __m256i zero = _mm256_setzero_si256();
    // Even frequencies but the lowest have no part.
    __m256i half = _mm256_set1_epi32(1 << (FIRST - 1));
    __m256i lowEven = _mm256_add_epi32(_mm256_srai_epi32(_mm256_unpacklo_epi16(zero, r[0]), 16 - SHIFT), half);
    __m256i highEven = _mm256_add_epi32(_mm256_srai_epi32(_mm256_unpackhi_epi16(zero, r[0]), 16 - SHIFT), half);
    __m256i lowOdd = _mm256_add_epi32(
        weighed(_mm256_unpacklo_epi16(r[1], r[3]), w1, w3), weighed(_mm256_unpacklo_epi16(r[5], r[7]), w5, w7));
    __m256i highOdd = _mm256_add_epi32(
        weighed(_mm256_unpackhi_epi16(r[1], r[3]), w1, w3), weighed(_mm256_unpackhi_epi16(r[5], r[7]), w5, w7));
    __m256i upper = _mm256_packs_epi32(
        _mm256_srai_epi32(_mm256_add_epi32(lowEven, lowOdd), FIRST),
        _mm256_srai_epi32(_mm256_add_epi32(highEven, highOdd), FIRST));
    __m256i lower = _mm256_packs_epi32(
        _mm256_srai_epi32(_mm256_sub_epi32(lowEven, lowOdd), FIRST),
        _mm256_srai_epi32(_mm256_sub_epi32(highEven, highOdd), FIRST));
    // Along the rows: the odd columns' sums in the first two places, for the upper and the lower row.
    __m256i weights = _mm256_setr_epi16(0, w1, 0, w3, 0, w5, 0, w7, 0, w1, 0, w3, 0, w5, 0, w7);
    __m256i odd = _mm256_hadd_epi32(_mm256_madd_epi16(upper, weights), _mm256_madd_epi16(lower, weights));
    odd = _mm256_hadd_epi32(odd, odd);
    __m256i even = _mm256_srai_epi32(_mm256_unpacklo_epi16(zero, _mm256_unpacklo_epi16(upper, lower)), 16 - SHIFT);
    even = _mm256_add_epi32(even, _mm256_set1_epi32(1 << (SECOND - 1)));
    __m256i left = _mm256_srai_epi32(_mm256_add_epi32(even, odd), SECOND);
    __m256i right = _mm256_srai_epi32(_mm256_sub_epi32(even, odd), SECOND);
    __m256i square = _mm256_unpacklo_epi32(left, right);
    square = _mm256_packs_epi16(_mm256_packs_epi32(square, square), zero);
    square = _mm256_add_epi8(square, _mm256_set1_epi8((char)128));
    __m128i both = _mm_unpacklo_epi16(_mm256_castsi256_si128(square), _mm256_extracti128_si256(square, 1));
    uint32_t first = (uint32_t)_mm_extract_epi32(both, 0), second = (uint32_t)_mm_extract_epi32(both, 1);
    memcpy(samples, &first, sizeof first);
    memcpy(samples + stride, &second, sizeof second);
}

#endif
#endif
