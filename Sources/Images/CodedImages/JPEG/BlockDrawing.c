// Blocks to samples, two at a time, with no more work than their last AC coefficient asks for.

#include "BlockDrawing.h"

#include <string.h>

#include "BlockRows.h"
#include "Vectors.h"
#include "Zigzag.h"

#if defined(__x86_64__)

/// Two blocks, each in its half of the vectors: eight coefficients each in zigzag order.
typedef struct block_pair {
    __m256i parts[8];
} block_pair;

/// The first `count` parts of both blocks, times their steps; zeros stay behind.
VECTORS static inline void takeParts(
    int16_t *first, int16_t *second, const __m256i steps[8], int32_t firstMean, int32_t secondMean, const int count,
    block_pair *pair) {
    __m128i zero = _mm_setzero_si128();
    for (int i = 0; i < count; i++) {
        __m128i *one = (__m128i *)(first + 8 * i), *other = (__m128i *)(second + 8 * i);
        __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_load_si128(one)), _mm_load_si128(other), 1);
        pair->parts[i] = _mm256_mullo_epi16(both, steps[i]);
        _mm_store_si128(one, zero);
        _mm_store_si128(other, zero);
    }
    pair->parts[0] = _mm256_insert_epi16(pair->parts[0], (int16_t)firstMean, 0);
    pair->parts[0] = _mm256_insert_epi16(pair->parts[0], (int16_t)secondMean, 8);
}

VECTORS static inline void drawRows(__m256i rows[8], const int reduction, uint8_t *samples, ptrdiff_t stride) {
    switch (reduction) {
    case 1: drawWhole(rows, samples, stride); break;
    case 2: drawFour(rows, samples, stride); break;
    default: drawTwo(rows, samples, stride);
    }
}

/// The sample of a block without AC coefficients, by its mean times its step.
static inline uint8_t flat(int32_t mean) {
    int32_t sample = ((mean + 4) >> 3) + 128;
    return sample < 0 ? 0 : sample > 255 ? 255 : (uint8_t)sample;
}

VECTORS static inline void drawFlat(
    int32_t firstMean, int32_t secondMean, const int side, uint8_t *samples, ptrdiff_t stride) {
    uint8_t first = flat(firstMean), second = flat(secondMean);
    for (int y = 0; y < side; y++) {
        memset(samples + y * stride, first, (size_t)side);
        memset(samples + y * stride + side, second, (size_t)side);
    }
}

/// `present` is that of both blocks.
VECTORS static inline void drawPair(
    int16_t *first, int16_t *second, uint64_t present, const __m256i steps[8], int32_t firstMean, int32_t secondMean,
    const int reduction, uint8_t *samples, ptrdiff_t stride) {
    block_pair pair;
    __m256i rows[8];
    if (reduction == 8 || present == 0) {
        drawFlat(firstMean, secondMean, 8 / reduction, samples, stride);
    } else if (present << 16 == 0) {
        takeParts(first, second, steps, firstMean, secondMean, 2, &pair);
        rowsOf16(pair.parts, rows);
        drawRows(rows, reduction, samples, stride);
    } else if (present << 32 == 0) {
        takeParts(first, second, steps, firstMean, secondMean, 4, &pair);
        rowsOf32(pair.parts, rows);
        drawRows(rows, reduction, samples, stride);
    } else {
        takeParts(first, second, steps, firstMean, secondMean, 8, &pair);
        rowsOf64(pair.parts, rows);
        drawRows(rows, reduction, samples, stride);
    }
}

static inline bool isOrdinary(int32_t mean, const int reduction) {
    int32_t largest = reduction == 8 ? JPEG_LARGEST_DC_ALONE : JPEG_LARGEST_COEFFICIENT;
    return mean <= largest && mean >= -largest;
}

VECTORS static inline bool drawAll(
    const jpeg_blocks *blocks, const __m256i steps[8], const int reduction, uint8_t *samples, ptrdiff_t stride) {
    const int side = 8 / reduction, count = blocks->count;
    const int32_t step = blocks->steps[0];
    int i = 0;
    for (; i + 1 < count; i += 2) {
        int16_t *first = blocks->ac + (ptrdiff_t)i * JPEG_BLOCK;
        __builtin_prefetch(first + 16 * JPEG_BLOCK, 1);
        __builtin_prefetch(first + 17 * JPEG_BLOCK, 1);
        int32_t firstMean = blocks->dc[i] * step, secondMean = blocks->dc[i + 1] * step;
        if (!isOrdinary(firstMean, reduction) || !isOrdinary(secondMean, reduction)) return false;
        uint64_t present = blocks->present[i] | blocks->present[i + 1];
        drawPair(
            first, first + JPEG_BLOCK, present, steps, firstMean, secondMean, reduction, samples + i * side, stride);
        blocks->present[i] = blocks->present[i + 1] = 0;
    }
    if (i < count) {
        _Alignas(32) int16_t none[JPEG_BLOCK] = {0};
        uint8_t both[8 * 16];
        int32_t mean = blocks->dc[i] * step;
        if (!isOrdinary(mean, reduction)) return false;
        int16_t *first = blocks->ac + (ptrdiff_t)i * JPEG_BLOCK;
        drawPair(first, none, blocks->present[i], steps, mean, 0, reduction, both, 16);
        for (int y = 0; y < side; y++) memcpy(samples + i * side + y * stride, both + y * 16, (size_t)side);
        blocks->present[i] = 0;
    }
    return true;
}

VECTORS bool jpeg_draw_blocks(const jpeg_blocks *blocks, int reduction, uint8_t *samples, ptrdiff_t stride) {
    __m256i steps[8];
    for (int i = 0; i < 8; i++) {
        steps[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(blocks->steps + 8 * i)));
    }
    switch (reduction) {
    case 1: return drawAll(blocks, steps, 1, samples, stride);
    case 2: return drawAll(blocks, steps, 2, samples, stride);
    case 4: return drawAll(blocks, steps, 4, samples, stride);
    default: return drawAll(blocks, steps, 8, samples, stride);
    }
}

bool jpeg_vectors_are_available(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("popcnt");
}

#else

bool jpeg_draw_blocks(const jpeg_blocks *blocks, int reduction, uint8_t *samples, ptrdiff_t stride) { return false; }

bool jpeg_vectors_are_available(void) { return false; }

#endif
