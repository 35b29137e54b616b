// One body of a loop, compiled for several kinds of CPU.
#pragma once

#include "VectorKernels.h"

#define BODY static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define FORMS_OF(name, parameters, arguments)                                                                          \
    __attribute__((target("avx2,fma,f16c"))) static void name##AVX2 parameters { name arguments; }                     \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c,prefer-256-bit"))) static void  \
        name##AVX512 parameters {                                                                                      \
        name arguments;                                                                                                \
    }                                                                                                                  \
    static void name##Plain parameters { name arguments; }
#define CALL_FORM(form, name, arguments)                                                                               \
    do {                                                                                                               \
        if ((form) == VECTOR_AVX512) name##AVX512 arguments;                                                           \
        else if ((form) == VECTOR_AVX2) name##AVX2 arguments;                                                          \
        else name##Plain arguments;                                                                                    \
    } while (0)

void scan_codes_vnni(float *out, const int16_t *query, float scale, float offset, const uint8_t *codes, size_t count,
                     size_t n);
void dot_halves_avx512(float *out, const float *query, const void *rows, size_t count, size_t n);
void dot_halves_avx2(float *out, const float *query, const void *rows, size_t count, size_t n);
void nearest_vnni(uint32_t *best, const int8_t *rows, size_t count, size_t n, const uint8_t *packed,
                  const float *scales, size_t centreCount);
#else
#define FORMS_OF(name, parameters, arguments)                                                                          \
    static void name##Plain parameters { name arguments; }
#define CALL_FORM(form, name, arguments)                                                                               \
    do {                                                                                                               \
        (void)(form);                                                                                                  \
        name##Plain arguments;                                                                                         \
    } while (0)
#endif
