// A block's way through an encoder and a decoder.
//
// Both one-dimensional transforms of Loeffler, Ligtenberg and Moschytz (ICASSP 1989) are sums of four inputs with fixed
// factors; libjpeg's differ from others in where they round. Factors have 13 bits behind the point, values between the
// two passes 2.

#include "StoredPlanes.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

enum { FACTOR_BITS = 13, PASS_BITS = 2 };

/// A row of eight values.
typedef int32_t row8 __attribute__((vector_size(32)));
typedef float float8 __attribute__((vector_size(32)));
typedef uint8_t bytes8 __attribute__((vector_size(8)));
typedef struct block8 {
    row8 rows[8];
} block8;

/// The factors, as libjpeg rounds them: 0.298631336 and so on, times 8192.
enum {
    F0_298 = 2446, F0_390 = 3196, F0_541 = 4433, F0_765 = 6270, F0_899 = 7373, F1_175 = 9633, F1_501 = 12299,
    F1_847 = 15137, F1_961 = 16069, F2_053 = 16819, F2_562 = 20995, F3_072 = 25172,
};

/// The odd half of both directions: a symmetric matrix.
enum {
    ODD_00 = F0_298 - F0_899 - F1_961 + F1_175, ODD_01 = F1_175, ODD_02 = F1_175 - F1_961, ODD_03 = F1_175 - F0_899,
    ODD_11 = F2_053 - F0_390 - F2_562 + F1_175, ODD_12 = F1_175 - F2_562, ODD_13 = F1_175 - F0_390,
    ODD_22 = F3_072 - F2_562 - F1_961 + F1_175, ODD_23 = F1_175,
    ODD_33 = F1_501 - F0_899 - F0_390 + F1_175,
};

#define INLINE static inline __attribute__((always_inline))

// How vectors are handed to functions differs among CPUs; these are all inlined.
#pragma clang diagnostic ignored "-Wpsabi"

INLINE row8 scaled(row8 value, int bits) { return (value + (1 << (bits - 1))) >> bits; }

#define PAIRS_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define PAIRS_HIGH(a, b) __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define FOURS_LOW(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define FOURS_HIGH(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define HALVES_LOW(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define HALVES_HIGH(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15)

INLINE void transpose(block8 *block) {
    row8 *x = block->rows;
    row8 pairs[8], fours[8];
    for (int i = 0; i < 8; i += 2) {
        pairs[i] = PAIRS_LOW(x[i], x[i + 1]);
        pairs[i + 1] = PAIRS_HIGH(x[i], x[i + 1]);
    }
    for (int i = 0; i < 8; i += 4) {
        fours[i] = FOURS_LOW(pairs[i], pairs[i + 2]);
        fours[i + 1] = FOURS_HIGH(pairs[i], pairs[i + 2]);
        fours[i + 2] = FOURS_LOW(pairs[i + 1], pairs[i + 3]);
        fours[i + 3] = FOURS_HIGH(pairs[i + 1], pairs[i + 3]);
    }
    for (int i = 0; i < 4; i++) {
        x[i] = HALVES_LOW(fours[i], fours[i + 4]);
        x[i + 4] = HALVES_HIGH(fours[i], fours[i + 4]);
    }
}

/// Four inputs times the odd half's matrix.
INLINE void odd(row8 a, row8 b, row8 c, row8 d, row8 out[4]) {
    out[0] = a * ODD_00 + b * ODD_01 + c * ODD_02 + d * ODD_03;
    out[1] = a * ODD_01 + b * ODD_11 + c * ODD_12 + d * ODD_13;
    out[2] = a * ODD_02 + b * ODD_12 + c * ODD_22 + d * ODD_23;
    out[3] = a * ODD_03 + b * ODD_13 + c * ODD_23 + d * ODD_33;
}

/// The forward transform down the columns. `first` is the pass that adds bits.
INLINE void forward(block8 *block, int first) {
    row8 *x = block->rows;
    row8 sums[4], differences[4], halves[4];
    for (int i = 0; i < 4; i++) {
        sums[i] = x[i] + x[7 - i];
        differences[i] = x[i] - x[7 - i];
    }
    row8 outer = sums[0] + sums[3], inner = sums[1] + sums[2];
    row8 outerLess = sums[0] - sums[3], innerLess = sums[1] - sums[2];
    int bits = first ? FACTOR_BITS - PASS_BITS : FACTOR_BITS + PASS_BITS;
    x[0] = first ? (outer + inner) * (1 << PASS_BITS) : scaled(outer + inner, PASS_BITS);
    x[4] = first ? (outer - inner) * (1 << PASS_BITS) : scaled(outer - inner, PASS_BITS);
    x[2] = scaled(innerLess * F0_541 + outerLess * (F0_541 + F0_765), bits);
    x[6] = scaled(innerLess * (F0_541 - F1_847) + outerLess * F0_541, bits);
    odd(differences[3], differences[2], differences[1], differences[0], halves);
    for (int i = 0; i < 4; i++) x[7 - 2 * i] = scaled(halves[i], bits);
}

/// The inverse transform down the columns. `last` is the pass that gives samples.
INLINE void inverse(block8 *block, int last) {
    row8 *x = block->rows;
    row8 even[4], halves[4];
    row8 low = x[2] * (F0_541 + F0_765) + x[6] * F0_541;
    row8 high = x[2] * F0_541 + x[6] * (F0_541 - F1_847);
    row8 sum = (x[0] + x[4]) * (1 << FACTOR_BITS), difference = (x[0] - x[4]) * (1 << FACTOR_BITS);
    even[0] = sum + low;
    even[1] = difference + high;
    even[2] = difference - high;
    even[3] = sum - low;
    odd(x[7], x[5], x[3], x[1], halves);
    int bits = last ? FACTOR_BITS + PASS_BITS + 3 : FACTOR_BITS - PASS_BITS;
    for (int i = 0; i < 4; i++) {
        x[i] = scaled(even[i] + halves[3 - i], bits);
        x[7 - i] = scaled(even[i] - halves[3 - i], bits);
    }
}

#if defined(__x86_64__)
#define FOR_EVERY_CPU __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EVERY_CPU
#endif


/// Eight coefficients, which are eight times too large, to what a decoder takes for them.
INLINE void quantise(row8 *values, const row8 *steps) {
    row8 value = *values, sign = value >> 31, by = *steps * 8;
    row8 size = ((value ^ sign) - sign) + by / 2;
    // Halves are rounded away from zero. A float's quotient may be one too large or too small.
    float8 quotient = __builtin_convertvector(size, float8) / __builtin_convertvector(by, float8);
    row8 times = __builtin_convertvector(quotient, row8);
    times += times * by > size;
    times -= (times + 1) * by <= size;
    *values = ((times ^ sign) - sign) * *steps;
}

/// Eight samples of a row from `column` on; those beyond the last are the last.
INLINE void load(row8 *samples, const uint8_t *row, int column, int width) {
    bytes8 bytes;
    if (column + 8 <= width) {
        memcpy(&bytes, row + column, 8);
    } else {
        for (int i = 0; i < 8; i++) bytes[i] = row[column + i < width ? column + i : width - 1];
    }
    *samples = __builtin_convertvector(bytes, row8) - 128;
}

/// Samples from 0 to 255, and what is beyond at their ends.
INLINE void store(uint8_t *out, const row8 *samples) {
    row8 value = *samples + 128;
    value &= ~(value >> 31);
    row8 beyond = value > 255;
    value = (value & ~beyond) | (beyond & 255);
    bytes8 bytes = __builtin_convertvector(value, bytes8);
    memcpy(out, &bytes, 8);
}

FOR_EVERY_CPU static void storeBlocks(
    const uint8_t *samples, ptrdiff_t stride, int width, int height, const uint16_t steps[64], uint8_t *out,
    ptrdiff_t outStride) {
    block8 table;
    for (int place = 0; place < 64; place++) table.rows[place / 8][place % 8] = steps[place];
    for (int top = 0; top < height; top += 8) {
        for (int left = 0; left < width; left += 8) {
            block8 block;
            for (int row = 0; row < 8; row++) {
                const uint8_t *from = samples + (top + row < height ? top + row : height - 1) * stride;
                load(&block.rows[row], from, left, width);
            }
            transpose(&block);
            forward(&block, 1);
            transpose(&block);
            forward(&block, 0);
            for (int row = 0; row < 8; row++) quantise(&block.rows[row], &table.rows[row]);
            inverse(&block, 0);
            transpose(&block);
            inverse(&block, 1);
            transpose(&block);
            for (int row = 0; row < 8; row++) store(out + (top + row) * outStride + left, &block.rows[row]);
        }
    }
}

void jpeg_store_plane(
    const uint8_t *samples, ptrdiff_t stride, int width, int height, const uint16_t steps[64], uint8_t *out,
    ptrdiff_t outStride) {
    storeBlocks(samples, stride, width, height, steps, out, outStride);
}

/// Leaves libjpeg where it would end the process.
typedef struct guarded {
    struct jpeg_error_mgr base;
    jmp_buf failed;
} guarded;

static void leave(j_common_ptr picture) { longjmp(((guarded *)(void *)picture->err)->failed, 1); }

static void staySilent(j_common_ptr picture) { (void)picture; }

bool jpeg_steps_of_quality(int quality, uint16_t luma[64], uint16_t chroma[64]) {
    struct jpeg_compress_struct picture = {0};
    guarded errors;
    picture.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = leave;
    errors.base.output_message = staySilent;
    if (setjmp(errors.failed) != 0) {
        jpeg_destroy_compress(&picture);
        return false;
    }
    jpeg_create_compress(&picture);
    picture.input_components = 3;
    picture.in_color_space = JCS_RGB;
    jpeg_set_defaults(&picture);
    jpeg_set_quality(&picture, quality, TRUE);
    for (int place = 0; place < 64; place++) {
        luma[place] = picture.quant_tbl_ptrs[0]->quantval[place];
        chroma[place] = picture.quant_tbl_ptrs[1]->quantval[place];
    }
    jpeg_destroy_compress(&picture);
    return true;
}
