// float16 to float and back: a plain form for every CPU, and one with F16C chosen when the CPU has it.

#include "HalfFloats.h"

#include <string.h>

static float wide(uint16_t half) {
    uint32_t sign = (uint32_t)(half & 0x8000) << 16;
    uint32_t exponent = half >> 10 & 31;
    uint32_t fraction = half & 1023;
    uint32_t bits;
    if (exponent == 31) {
        // A NaN becomes a quiet one, as the instruction makes it.
        bits = 0x7f800000u | fraction << 13 | (fraction ? 0x400000u : 0);
    } else if (exponent != 0) {
        bits = (exponent + 112) << 23 | fraction << 13;
    } else {
        // Subnormal: so many times 2^-24, which a float holds exactly.
        float value = (float)fraction * 0x1p-24f;
        memcpy(&bits, &value, sizeof bits);
    }
    bits |= sign;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

static uint16_t narrow(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    bits &= 0x7fffffffu;
    if (bits > 0x7f800000u) return (uint16_t)(sign | 0x7e00 | (bits >> 13 & 0x3ff));
    // 65520 and more round to an infinity.
    if (bits >= 0x477ff000u) return (uint16_t)(sign | 0x7c00);
    if (bits >= 0x38800000u) {
        uint32_t rounded = bits - 0x38000000u + 0xfff + (bits >> 13 & 1);
        return (uint16_t)(sign | rounded >> 13);
    }
    if (bits <= 0x33000000u) return sign;
    // Subnormal: the fraction with its leading one, shifted to units of 2^-24.
    uint32_t shift = 126 - (bits >> 23);
    uint32_t fraction = (bits & 0x7fffffu) | 0x800000u;
    uint32_t whole = fraction >> shift;
    uint32_t rest = fraction & ((1u << shift) - 1);
    uint32_t middle = 1u << (shift - 1);
    if (rest > middle || (rest == middle && (whole & 1))) whole++;
    return (uint16_t)(sign | whole);
}

void half_to_float_plain(float *out, const uint16_t *halves, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = wide(halves[i]);
}

void half_from_float_plain(uint16_t *out, const float *floats, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = narrow(floats[i]);
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx,f16c"))) static void toFloatF16C(float *out, const uint16_t *halves, size_t count) {
    size_t i = 0;
    for (; i + 8 <= count; i += 8)
        _mm256_storeu_ps(out + i, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(halves + i))));
    half_to_float_plain(out + i, halves + i, count - i);
}

__attribute__((target("avx,f16c"))) static void fromFloatF16C(uint16_t *out, const float *floats, size_t count) {
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m128i halves = _mm256_cvtps_ph(_mm256_loadu_ps(floats + i), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
        _mm_storeu_si128((__m128i *)(out + i), halves);
    }
    half_from_float_plain(out + i, floats + i, count - i);
}

static int hasF16C(void) { return __builtin_cpu_supports("avx") && __builtin_cpu_supports("f16c"); }

void half_to_float(float *out, const uint16_t *halves, size_t count) {
    if (hasF16C()) toFloatF16C(out, halves, count);
    else half_to_float_plain(out, halves, count);
}

void half_from_float(uint16_t *out, const float *floats, size_t count) {
    if (hasF16C()) fromFloatF16C(out, floats, count);
    else half_from_float_plain(out, floats, count);
}
#elif defined(__aarch64__)
void half_to_float(float *out, const uint16_t *halves, size_t count) {
    for (size_t i = 0; i < count; i++) {
        __fp16 half;
        memcpy(&half, halves + i, sizeof half);
        out[i] = half;
    }
}

void half_from_float(uint16_t *out, const float *floats, size_t count) {
    for (size_t i = 0; i < count; i++) {
        __fp16 half = (__fp16)floats[i];
        memcpy(out + i, &half, sizeof half);
    }
}
#else
void half_to_float(float *out, const uint16_t *halves, size_t count) { half_to_float_plain(out, halves, count); }
void half_from_float(uint16_t *out, const float *floats, size_t count) { half_from_float_plain(out, floats, count); }
#endif
