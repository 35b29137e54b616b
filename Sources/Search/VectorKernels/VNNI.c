// The loops that AVX-512 VNNI makes four times as fast: products of bytes.

#include "Forms.h"

#if defined(__x86_64__)
#include <float.h>
#include <immintrin.h>
#include <string.h>

#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

// The query in two parts of 7 and 8 bits: memory is the limit, so that the second product costs nothing.
VNNI void scan_codes_vnni(float *out, const int16_t *query, float scale, float offset, const uint8_t *codes,
                          size_t count, size_t n) {
    _Alignas(64) int8_t high[VECTOR_MOST_VALUES], low[VECTOR_MOST_VALUES];
    size_t whole = n / 64 * 64;
    memset(high + whole, 0, n - whole ? 64 : 0);
    memset(low + whole, 0, n - whole ? 64 : 0);
    for (size_t i = 0; i < n; i++) {
        high[i] = (int8_t)(query[i] >> 7);
        low[i] = (int8_t)(query[i] & 127);
    }
    __mmask64 tail = n - whole ? ~0ull >> (64 - (n - whole)) : 0;
    for (size_t row = 0; row < count; row++, codes += n) {
        __m512i highs = _mm512_setzero_si512(), lows = highs;
        _mm_prefetch((const char *)codes + 4096, _MM_HINT_T0);
        for (size_t i = 0; i < whole; i += 64) {
            __m512i part = _mm512_loadu_si512(codes + i);
            highs = _mm512_dpbusd_epi32(highs, part, _mm512_load_si512(high + i));
            lows = _mm512_dpbusd_epi32(lows, part, _mm512_load_si512(low + i));
        }
        if (tail) {
            __m512i part = _mm512_maskz_loadu_epi8(tail, codes + whole);
            highs = _mm512_dpbusd_epi32(highs, part, _mm512_load_si512(high + whole));
            lows = _mm512_dpbusd_epi32(lows, part, _mm512_load_si512(low + whole));
        }
        int64_t sum = (int64_t)_mm512_reduce_add_epi32(highs) * 128 + _mm512_reduce_add_epi32(lows);
        out[row] = scale * (float)sum + offset;
    }
}

enum { ROWS = 6, GROUPS = 4, GROUP = 16 };

// Six rows with 64 centres: 24 sums in registers.
VNNI static inline __attribute__((always_inline)) void block(uint32_t *best, float *most, const int8_t *rows,
                                                             const int32_t *offsets, size_t rowCount,
                                                             size_t groupCount, size_t n, const uint8_t *packed,
                                                             const float *scales, size_t first, size_t centreCount) {
    size_t quarters = n / 4, groupBytes = quarters * GROUP * 4;
    __m512i sums[ROWS][GROUPS];
    for (size_t r = 0; r < rowCount; r++)
        for (size_t g = 0; g < groupCount; g++) sums[r][g] = _mm512_setzero_si512();
    for (size_t quarter = 0; quarter < quarters; quarter++) {
        __m512i centres[GROUPS];
        for (size_t g = 0; g < groupCount; g++)
            centres[g] = _mm512_loadu_si512(packed + g * groupBytes + quarter * GROUP * 4);
        for (size_t r = 0; r < rowCount; r++) {
            int32_t four;
            memcpy(&four, rows + r * n + quarter * 4, sizeof four);
            __m512i values = _mm512_set1_epi32(four);
            for (size_t g = 0; g < groupCount; g++)
                sums[r][g] = _mm512_dpbusd_epi32(sums[r][g], centres[g], values);
        }
    }
    for (size_t r = 0; r < rowCount; r++) {
        for (size_t g = 0; g < groupCount; g++) {
            size_t start = first + g * GROUP;
            size_t left = centreCount - start;
            __mmask16 valid = left >= GROUP ? 0xffff : (__mmask16)((1u << left) - 1);
            __m512 score = _mm512_mul_ps(
                _mm512_cvtepi32_ps(_mm512_sub_epi32(sums[r][g], _mm512_set1_epi32(offsets[r]))),
                _mm512_loadu_ps(scales + start));
            __mmask16 better = _mm512_mask_cmp_ps_mask(valid, score, _mm512_set1_ps(most[r]), _CMP_GT_OQ);
            if (!better) continue;
            float largest = _mm512_mask_reduce_max_ps(better, score);
            __mmask16 equal = _mm512_mask_cmp_ps_mask(better, score, _mm512_set1_ps(largest), _CMP_EQ_OQ);
            most[r] = largest;
            best[r] = (uint32_t)(start + (size_t)__builtin_ctz(equal));
        }
    }
}

enum { ROWS_AT_ONCE = 192, CENTRES_AT_ONCE = 256 };

VNNI void nearest_vnni(uint32_t *best, const int8_t *rows, size_t count, size_t n, const uint8_t *packed,
                       const float *scales, size_t centreCount) {
    size_t groupBytes = n * GROUP;
    for (size_t start = 0; start < count; start += ROWS_AT_ONCE) {
        size_t many = count - start < ROWS_AT_ONCE ? count - start : ROWS_AT_ONCE;
        int32_t offsets[ROWS_AT_ONCE];
        float most[ROWS_AT_ONCE];
        for (size_t r = 0; r < many; r++) {
            int32_t sum = 0;
            for (size_t i = 0; i < n; i++) sum += rows[(start + r) * n + i];
            offsets[r] = 128 * sum;
            most[r] = -FLT_MAX;
            best[start + r] = 0;
        }
        // Centres that stay in the second cache while all the rows pass.
        for (size_t part = 0; part < centreCount; part += CENTRES_AT_ONCE) {
            size_t partEnd = part + CENTRES_AT_ONCE < centreCount ? part + CENTRES_AT_ONCE : centreCount;
            for (size_t r = 0; r < many; r += ROWS) {
                size_t rowCount = many - r < ROWS ? many - r : ROWS;
                for (size_t c = part; c < partEnd; c += GROUPS * GROUP) {
                    size_t groups = (partEnd - c + GROUP - 1) / GROUP;
                    const uint8_t *at = packed + c / GROUP * groupBytes;
                    const int8_t *from = rows + (start + r) * n;
                    if (rowCount == ROWS && groups >= GROUPS)
                        block(best + start + r, most + r, from, offsets + r, ROWS, GROUPS, n, at, scales, c,
                              centreCount);
                    else
                        for (size_t one = 0; one < rowCount; one++)
                            for (size_t g = 0; g < GROUPS && g < groups; g++)
                                block(best + start + r + one, most + r + one, from + one * n, offsets + r + one, 1, 1,
                                      n, at + g * groupBytes, scales, c + g * GROUP, centreCount);
                }
            }
        }
    }
}
#endif
