// Rows of pixels: a plain form for every CPU, and one for AVX2 chosen when the CPU has it.

#include "RowKernels.h"

// A fused multiply-add rounds once where two operations round twice: results would depend on the machine.
#pragma STDC FP_CONTRACT OFF

void row_add_plain(float *sums, const uint8_t *row, int count, float weight, int isFirst) {
    if (isFirst) {
        for (int i = 0; i < count; i++) sums[i] = weight * (float)row[i];
    } else {
        for (int i = 0; i < count; i++) sums[i] += weight * (float)row[i];
    }
}

/// Of a value up to 255 * 255, rounded down.
static inline uint32_t by255(uint32_t value) { return (value + 1 + (value >> 8)) >> 8; }

void row_flatten_plain(uint8_t *out, const uint8_t *row, int pixels, int colours, const uint8_t *matte) {
    for (int i = 0; i < pixels; i++, row += colours + 1, out += colours) {
        uint32_t opacity = row[colours];
        for (int band = 0; band < colours; band++)
            out[band] = (uint8_t)by255(row[band] * opacity + matte[band] * (255 - opacity));
    }
}

void row_show_inks_plain(uint8_t *out, const uint8_t *row, int pixels) {
    for (int i = 0; i < pixels; i++, row += 4, out += 3) {
        uint32_t light = 255u - row[3];
        for (int band = 0; band < 3; band++) {
            uint32_t product = (255u - row[band]) * light + 128;
            // Divided by 255, rounded.
            out[band] = (uint8_t)((product + (product >> 8)) >> 8);
        }
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static void addAVX2(
    float *sums, const uint8_t *row, int count, float weight, int isFirst) {
    __m256 by = _mm256_set1_ps(weight);
    int i = 0;
    for (; i + 16 <= count; i += 16) {
        __m128i samples = _mm_loadu_si128((const __m128i *)(row + i));
        __m256 low = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(samples));
        __m256 high = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_srli_si128(samples, 8)));
        low = _mm256_mul_ps(by, low), high = _mm256_mul_ps(by, high);
        if (!isFirst) {
            low = _mm256_add_ps(_mm256_loadu_ps(sums + i), low);
            high = _mm256_add_ps(_mm256_loadu_ps(sums + i + 8), high);
        }
        _mm256_storeu_ps(sums + i, low);
        _mm256_storeu_ps(sums + i + 8, high);
    }
    row_add_plain(sums + i, row + i, count - i, weight, isFirst);
}

/// Eight pixels of four values, as sixteen bits each, with their last value in the place of all four.
#define SPREAD(words) \
    _mm256_shufflehi_epi16(_mm256_shufflelo_epi16(words, _MM_SHUFFLE(3, 3, 3, 3)), _MM_SHUFFLE(3, 3, 3, 3))

/// Writes the first three values of eight pixels: 24 bytes, and 4 more that are written again.
__attribute__((target("avx2"))) static inline void storeThree(uint8_t *out, __m256i low, __m256i high) {
    const __m256i three = _mm256_setr_epi8(
        0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
    __m256i bytes = _mm256_shuffle_epi8(_mm256_packus_epi16(low, high), three);
    _mm_storeu_si128((__m128i *)out, _mm256_castsi256_si128(bytes));
    _mm_storeu_si128((__m128i *)(out + 12), _mm256_extracti128_si256(bytes, 1));
}

__attribute__((target("avx2"))) static inline __m256i laidOver(__m256i words, __m256i under) {
    __m256i opacity = SPREAD(words);
    __m256i value = _mm256_add_epi16(
        _mm256_mullo_epi16(words, opacity),
        _mm256_mullo_epi16(under, _mm256_sub_epi16(_mm256_set1_epi16(255), opacity)));
    return _mm256_srli_epi16(
        _mm256_add_epi16(_mm256_add_epi16(value, _mm256_set1_epi16(1)), _mm256_srli_epi16(value, 8)), 8);
}

__attribute__((target("avx2"))) static void flattenAVX2(
    uint8_t *out, const uint8_t *row, int pixels, const uint8_t *matte) {
    __m256i zero = _mm256_setzero_si256();
    __m256i under = _mm256_set1_epi64x((int64_t)((uint64_t)matte[0] | (uint64_t)matte[1] << 16 | (uint64_t)matte[2] << 32));
    int i = 0;
    // Two pixels fewer than there are: what is stored beyond them stays in the row.
    for (; i + 10 <= pixels; i += 8) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(row + 4 * (long)i));
        storeThree(
            out + 3 * (long)i, laidOver(_mm256_unpacklo_epi8(bytes, zero), under),
            laidOver(_mm256_unpackhi_epi8(bytes, zero), under));
    }
    row_flatten_plain(out + 3 * (long)i, row + 4 * (long)i, pixels - i, 3, matte);
}

__attribute__((target("avx2"))) static inline __m256i shown(__m256i words) {
    __m256i left = _mm256_sub_epi16(_mm256_set1_epi16(255), words);
    __m256i product = _mm256_add_epi16(_mm256_mullo_epi16(left, SPREAD(left)), _mm256_set1_epi16(128));
    return _mm256_srli_epi16(_mm256_add_epi16(product, _mm256_srli_epi16(product, 8)), 8);
}

__attribute__((target("avx2"))) static void showInksAVX2(uint8_t *out, const uint8_t *row, int pixels) {
    __m256i zero = _mm256_setzero_si256();
    int i = 0;
    for (; i + 10 <= pixels; i += 8) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(row + 4 * (long)i));
        storeThree(
            out + 3 * (long)i, shown(_mm256_unpacklo_epi8(bytes, zero)), shown(_mm256_unpackhi_epi8(bytes, zero)));
    }
    row_show_inks_plain(out + 3 * (long)i, row + 4 * (long)i, pixels - i);
}

static int hasAVX2(void) { return __builtin_cpu_supports("avx2"); }
#else
static int hasAVX2(void) { return 0; }
#define addAVX2 row_add_plain
#define flattenAVX2(out, row, pixels, matte) row_flatten_plain(out, row, pixels, 3, matte)
#define showInksAVX2 row_show_inks_plain
#endif

void row_add(float *sums, const uint8_t *row, int count, float weight, int isFirst) {
    if (hasAVX2()) addAVX2(sums, row, count, weight, isFirst);
    else row_add_plain(sums, row, count, weight, isFirst);
}

void row_flatten(uint8_t *out, const uint8_t *row, int pixels, int colours, const uint8_t *matte) {
    if (colours == 3 && hasAVX2()) flattenAVX2(out, row, pixels, matte);
    else row_flatten_plain(out, row, pixels, colours, matte);
}

void row_show_inks(uint8_t *out, const uint8_t *row, int pixels) {
    if (hasAVX2()) showInksAVX2(out, row, pixels);
    else row_show_inks_plain(out, row, pixels);
}
