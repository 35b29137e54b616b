// Products of a query with many rows: memory is the limit, so that each row is read once, in order.

#include "Forms.h"

#include <math.h>
#include <string.h>

enum VectorForm vector_best_form(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni"))
        return VECTOR_AVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c"))
        return VECTOR_AVX2;
#endif
    return VECTOR_PLAIN;
}

// MARK: Floats

BODY void dotFloats(float *out, const float *query, const void *rows, size_t count, size_t n) {
    for (size_t row = 0; row < count; row++) {
        const char *values = (const char *)rows + row * n * sizeof(float);
        float sum = 0;
        {
#pragma clang fp reassociate(on) contract(fast)
            for (size_t i = 0; i < n; i++) {
                float value;
                memcpy(&value, values + i * sizeof value, sizeof value);
                sum += query[i] * value;
            }
        }
        out[row] = sum;
    }
}

FORMS_OF(dotFloats, (float *out, const float *query, const void *rows, size_t count, size_t n),
         (out, query, rows, count, n))

void vector_dot_floats(enum VectorForm form, float *out, const float *query, const void *rows, size_t count,
                       size_t n) {
    CALL_FORM(form, dotFloats, (out, query, rows, count, n));
}

// MARK: Codes

BODY void scanCodes(float *out, const int16_t *query, float scale, float offset, const uint8_t *codes, size_t count,
                    size_t n) {
    for (size_t row = 0; row < count; row++, codes += n) {
        int64_t sum = 0;
        // A block's sum stays within 32 bits.
        for (size_t start = 0; start < n; start += 256) {
            size_t end = start + 256 < n ? start + 256 : n;
            int32_t part = 0;
            for (size_t i = start; i < end; i++) part += (int32_t)query[i] * (int32_t)codes[i];
            sum += part;
        }
        out[row] = scale * (float)sum + offset;
    }
}

FORMS_OF(scanCodes,
         (float *out, const int16_t *query, float scale, float offset, const uint8_t *codes, size_t count, size_t n),
         (out, query, scale, offset, codes, count, n))

void vector_scan_codes(enum VectorForm form, float *out, const int16_t *query, float scale, float offset,
                       const uint8_t *codes, size_t count, size_t n) {
#if defined(__x86_64__)
    if (form == VECTOR_AVX512) {
        scan_codes_vnni(out, query, scale, offset, codes, count, n);
        return;
    }
#endif
    CALL_FORM(form, scanCodes, (out, query, scale, offset, codes, count, n));
}

BODY void encode(uint8_t *out, const float *rows, size_t count, size_t n, const float *lowest, const float *factors) {
    for (size_t row = 0; row < count; row++, rows += n, out += n) {
        for (size_t i = 0; i < n; i++) {
            float code = (rows[i] - lowest[i]) * factors[i];
            // NaN fails both and becomes 0.
            code = code > 0 ? code : 0;
            code = code < 255 ? code : 255;
            out[i] = (uint8_t)(int32_t)code;
        }
    }
}

FORMS_OF(encode,
         (uint8_t *out, const float *rows, size_t count, size_t n, const float *lowest, const float *factors),
         (out, rows, count, n, lowest, factors))

void vector_encode(enum VectorForm form, uint8_t *out, const float *rows, size_t count, size_t n, const float *lowest,
                   const float *factors) {
    CALL_FORM(form, encode, (out, rows, count, n, lowest, factors));
}
