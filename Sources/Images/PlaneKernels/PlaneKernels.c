// Weighted sums of samples: a plain form for every CPU, and one for AVX2 chosen when the CPU has it.

#include "PlaneKernels.h"

#include <string.h>

static inline uint8_t clamped(int32_t value) { return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value; }

void plane_sum_rows_plain(
    int16_t *out, int width, const uint8_t *row, ptrdiff_t stride, int rowsLeft, const int16_t *weights, int taps,
    int32_t bias) {
    enum { BLOCK = 64 };
    for (int x = 0; x < width; x += BLOCK) {
        int32_t sums[BLOCK];
        int columns = width - x < BLOCK ? width - x : BLOCK;
        for (int i = 0; i < columns; i++) sums[i] = (bias >> 6) + 128;
        for (int tap = 0; tap < taps && tap < rowsLeft; tap++) {
            const uint8_t *from = row + tap * stride + x;
            int32_t weight = weights[tap];
            for (int i = 0; i < columns; i++) sums[i] += from[i] * weight;
        }
        for (int i = 0; i < columns; i++) {
            int32_t sum = sums[i] >> 8;
            out[x + i] = sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : (int16_t)sum;
        }
    }
}

void plane_sum_columns_plain(
    uint8_t *out, int count, const int16_t *samples, const int32_t *starts, const int16_t *weights, int taps,
    const int32_t *biases) {
    for (int i = 0; i < count; i++) {
        const int16_t *from = samples + starts[i];
        const int16_t *by = weights + (ptrdiff_t)i * taps;
        int32_t sum = biases[i];
        for (int tap = 0; tap < taps; tap++) sum += from[tap] * by[tap];
        out[i] = clamped(sum >> 20);
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static void sumRowsAVX2(
    int16_t *out, int width, const uint8_t *row, ptrdiff_t stride, int rowsLeft, const int16_t *weights, int taps,
    int32_t bias) {
    __m256i start = _mm256_set1_epi32((bias >> 6) + 128);
    for (int x = 0; x < width; x += 32) {
        __m256i a = start, b = start, c = start, d = start;
        const uint8_t *from = row + x;
        for (int tap = 0; tap < taps; tap += 2) {
            // Two rows interleaved, so that one multiply-add takes a sample of each.
            int32_t pair;
            memcpy(&pair, weights + tap, sizeof pair);
            __m256i by = _mm256_set1_epi32(pair);
            // A tap past the plane's end has weight zero; its row is never touched.
            const uint8_t *next = tap + 1 < rowsLeft ? from + stride : from;
            __m256i one = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)from));
            __m256i two = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)next));
            a = _mm256_add_epi32(a, _mm256_madd_epi16(_mm256_unpacklo_epi16(one, two), by));
            b = _mm256_add_epi32(b, _mm256_madd_epi16(_mm256_unpackhi_epi16(one, two), by));
            one = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(from + 16)));
            two = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(next + 16)));
            c = _mm256_add_epi32(c, _mm256_madd_epi16(_mm256_unpacklo_epi16(one, two), by));
            d = _mm256_add_epi32(d, _mm256_madd_epi16(_mm256_unpackhi_epi16(one, two), by));
            from += 2 * stride;
        }
        _mm256_storeu_si256(
            (__m256i *)(out + x), _mm256_packs_epi32(_mm256_srai_epi32(a, 8), _mm256_srai_epi32(b, 8)));
        _mm256_storeu_si256(
            (__m256i *)(out + x + 16), _mm256_packs_epi32(_mm256_srai_epi32(c, 8), _mm256_srai_epi32(d, 8)));
    }
}

__attribute__((target("avx2"))) static inline __m256i pairOfRuns(const int16_t *low, const int16_t *high) {
    return _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)low)), _mm_loadu_si128((const __m128i *)high), 1);
}

__attribute__((target("avx2"))) static inline __m128i runsOfFour(const int16_t *first, const int16_t *second) {
    return _mm_unpacklo_epi64(_mm_loadl_epi64((const __m128i *)first), _mm_loadl_epi64((const __m128i *)second));
}

__attribute__((target("avx2"))) static void sumColumnsAVX2(
    uint8_t *out, int count, const int16_t *samples, const int32_t *starts, const int16_t *weights, int taps,
    const int32_t *biases) {
    for (int i = 0; i < count; i += 8) {
        const int32_t *at = starts + i;
        const int16_t *by = weights + (ptrdiff_t)i * taps;
        __m256i sums;
        if (taps == 4) {
            __m256i low = _mm256_set_m128i(
                runsOfFour(samples + at[2], samples + at[3]), runsOfFour(samples + at[0], samples + at[1]));
            __m256i high = _mm256_set_m128i(
                runsOfFour(samples + at[6], samples + at[7]), runsOfFour(samples + at[4], samples + at[5]));
            low = _mm256_madd_epi16(low, _mm256_loadu_si256((const __m256i *)by));
            high = _mm256_madd_epi16(high, _mm256_loadu_si256((const __m256i *)(by + 16)));
            // The horizontal add works per 128-bit half: outputs 0 1 4 5 | 2 3 6 7.
            sums = _mm256_permute4x64_epi64(_mm256_hadd_epi32(low, high), _MM_SHUFFLE(3, 1, 2, 0));
        } else {
            __m256i parts[4];
            for (int k = 0; k < 4; k++) {
                __m256i part = _mm256_setzero_si256();
                for (int tap = 0; tap < taps; tap += 8)
                    part = _mm256_add_epi32(
                        part, _mm256_madd_epi16(
                                  pairOfRuns(samples + at[k] + tap, samples + at[k + 4] + tap),
                                  pairOfRuns(by + k * taps + tap, by + (k + 4) * taps + tap)));
                parts[k] = part;
            }
            sums = _mm256_hadd_epi32(_mm256_hadd_epi32(parts[0], parts[1]), _mm256_hadd_epi32(parts[2], parts[3]));
        }
        sums = _mm256_srai_epi32(_mm256_add_epi32(sums, _mm256_loadu_si256((const __m256i *)(biases + i))), 20);
        __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
        __m128i bytes = _mm_packus_epi16(words, words);
        if (count - i >= 8) {
            _mm_storel_epi64((__m128i *)(out + i), bytes);
        } else {
            uint8_t last[16];
            _mm_storeu_si128((__m128i *)last, bytes);
            memcpy(out + i, last, (size_t)(count - i));
        }
    }
}

static int hasAVX2(void) { return __builtin_cpu_supports("avx2"); }
#endif

void plane_sum_rows(
    int16_t *out, int width, const uint8_t *row, ptrdiff_t stride, int rowsLeft, const int16_t *weights, int taps,
    int32_t bias) {
    if (taps > rowsLeft + 1) taps = rowsLeft + (rowsLeft & 1);
#if defined(__x86_64__)
    if (hasAVX2()) {
        sumRowsAVX2(out, width, row, stride, rowsLeft, weights, taps, bias);
        return;
    }
#endif
    plane_sum_rows_plain(out, width, row, stride, rowsLeft, weights, taps, bias);
}

void plane_sum_columns(
    uint8_t *out, int count, const int16_t *samples, const int32_t *starts, const int16_t *weights, int taps,
    const int32_t *biases) {
#if defined(__x86_64__)
    if (hasAVX2()) {
        sumColumnsAVX2(out, count, samples, starts, weights, taps, biases);
        return;
    }
#endif
    plane_sum_columns_plain(out, count, samples, starts, weights, taps, biases);
}

void plane_transpose(
    uint8_t *out, ptrdiff_t outStride, const uint8_t *samples, ptrdiff_t stride, int width, int height) {
    // Squares that stay in the first cache, so that neither side is walked with a long stride for long.
    enum { SIDE = 16 };
    for (int top = 0; top < height; top += SIDE)
        for (int left = 0; left < width; left += SIDE) {
            int bottom = height - top < SIDE ? height : top + SIDE;
            int right = width - left < SIDE ? width : left + SIDE;
            for (int x = left; x < right; x++)
                for (int y = top; y < bottom; y++) out[x * outStride + y] = samples[y * stride + x];
        }
}
