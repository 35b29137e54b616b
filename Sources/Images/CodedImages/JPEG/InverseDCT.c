// The inverse DCT of libjpeg's "islow" (Loeffler, Ligtenberg and Moschytz 1989, 11 multiplications), two blocks at once.

#include "BaselineJPEG.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define VECTORS __attribute__((target("avx2,bmi2")))
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

VECTORS void baseline_inverse_dct_pair(const int16_t *blocks, uint8_t *samples, ptrdiff_t stride) {
    __m256i rows[8];
    for (int i = 0; i < 8; i++) {
        __m128i first = _mm_loadu_si128((const __m128i *)(blocks + 8 * i));
        __m128i second = _mm_loadu_si128((const __m128i *)(blocks + 64 + 8 * i));
        rows[i] = _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
    }
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
#endif
