// Products with rows of float16.

#include "Forms.h"
#include "HalfFloats.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

static float rest(const float *query, const char *row, size_t from, size_t n) {
    float sum = 0;
    for (size_t i = from; i < n; i++) {
        uint16_t half;
        float value;
        memcpy(&half, row + 2 * i, sizeof half);
        half_to_float_plain(&value, &half, 1);
        sum += query[i] * value;
    }
    return sum;
}

__attribute__((target("avx512f,avx512bw,avx512vl,f16c"))) void dot_halves_avx512(float *out, const float *query,
                                                                                 const void *rows, size_t count,
                                                                                 size_t n) {
    for (size_t place = 0; place < count; place++) {
        const char *row = (const char *)rows + place * n * 2;
        __m512 first = _mm512_setzero_ps(), second = first;
        size_t i = 0;
        for (; i + 32 <= n; i += 32) {
            __m512 a = _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(row + 2 * i)));
            __m512 b = _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(row + 2 * i + 32)));
            first = _mm512_fmadd_ps(a, _mm512_loadu_ps(query + i), first);
            second = _mm512_fmadd_ps(b, _mm512_loadu_ps(query + i + 16), second);
        }
        out[place] = _mm512_reduce_add_ps(_mm512_add_ps(first, second)) + rest(query, row, i, n);
    }
}

__attribute__((target("avx2,fma,f16c"))) void dot_halves_avx2(float *out, const float *query, const void *rows,
                                                              size_t count, size_t n) {
    for (size_t place = 0; place < count; place++) {
        const char *row = (const char *)rows + place * n * 2;
        __m256 first = _mm256_setzero_ps(), second = first;
        size_t i = 0;
        for (; i + 16 <= n; i += 16) {
            __m256 a = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(row + 2 * i)));
            __m256 b = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(row + 2 * i + 16)));
            first = _mm256_fmadd_ps(a, _mm256_loadu_ps(query + i), first);
            second = _mm256_fmadd_ps(b, _mm256_loadu_ps(query + i + 8), second);
        }
        float lanes[8], sum = 0;
        _mm256_storeu_ps(lanes, _mm256_add_ps(first, second));
        for (int lane = 0; lane < 8; lane++) sum += lanes[lane];
        out[place] = sum + rest(query, row, i, n);
    }
}
#endif

void vector_dot_halves(enum VectorForm form, float *out, const float *query, const void *rows, size_t count,
                       size_t n) {
#if defined(__x86_64__)
    if (form == VECTOR_AVX512) return dot_halves_avx512(out, query, rows, count, n);
    if (form == VECTOR_AVX2) return dot_halves_avx2(out, query, rows, count, n);
#endif
    (void)form;
    // Also where the rows are not aligned.
    uint16_t halves[64];
    float values[64];
    for (size_t place = 0; place < count; place++) {
        const char *row = (const char *)rows + place * n * 2;
        float sum = 0;
        for (size_t i = 0; i < n; i += 64) {
            size_t many = n - i < 64 ? n - i : 64;
            memcpy(halves, row + 2 * i, many * 2);
            half_to_float(values, halves, many);
            for (size_t j = 0; j < many; j++) sum += query[i + j] * values[j];
        }
        out[place] = sum;
    }
}
