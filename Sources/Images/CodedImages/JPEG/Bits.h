// The bits of a scan, and the values that they code. Source: ITU-T T.81 (1992), annexes B.1.1.5, C and F.2.2.
#ifndef BITS_H
#define BITS_H

#include <string.h>

#include "HuffmanCodes.h"
#include "BlockDrawing.h"
#include "JPEGScans.h"
#include "Vectors.h"

#if defined(__x86_64__)

/// Bits of one restart interval, its stuffed zeros taken out and zeros behind it.
typedef struct reader {
    const uint8_t *next;
    const uint8_t *end;
    /// The next bits, from the highest on.
    uint64_t bits;
    /// How many of them there are.
    unsigned count;
} reader;

/// At least 56 bits. Reads on into the zeros behind the data, which are enough for one block.
VECTORS static inline void refill(reader *from) {
    uint64_t word;
    memcpy(&word, from->next, sizeof word);
    from->bits |= __builtin_bswap64(word) >> from->count;
    from->next += (63 - from->count) >> 3;
    from->count |= 56;
}

VECTORS static inline void skip(reader *from, unsigned count) {
    from->bits <<= count;
    from->count -= count;
}

/// Length, value's length and run as in `quick`, of a code longer than that looks; 0 for none.
static inline unsigned longCode(const jpeg_codes *codes, uint64_t bits) {
    int32_t next = (int32_t)(bits >> 48);
    for (int length = JPEG_QUICK_BITS + 1; length <= 16; length++) {
        if (next >= codes->limits[length]) continue;
        uint8_t symbol = codes->symbols[(next >> (16 - length)) + codes->offsets[length]];
        unsigned size = symbol & 15;
        return ((unsigned)length + size) | size << 6 | (unsigned)(symbol >> 4) << 10;
    }
    return 0;
}

/// The value of `size` bits, at least one, that end the `length` next bits (T.81, figure F.12).
VECTORS static inline int32_t value(uint64_t bits, unsigned length, unsigned size) {
    uint64_t from = bits << (length - size);
    int32_t magnitude = (int32_t)(from >> (64 - size));
    int32_t isNegative = (int32_t)(~(int64_t)from >> 63);
    return magnitude + (isNegative & (1 - (1 << size)));
}

/// Looks the next code up; 0 for none.
VECTORS static inline unsigned nextCode(const jpeg_codes *codes, uint64_t bits) {
    unsigned code = codes->quick[bits >> (64 - JPEG_QUICK_BITS)];
    return __builtin_expect(code == 0, 0) ? longCode(codes, bits) : code;
}

/// As `nextCode`, of 17 bits at least; afterwards there are 56. The look-up does not wait for the bytes that come.
VECTORS static inline unsigned nextCodeAndBits(reader *from, const jpeg_codes *codes) {
    unsigned code = nextCode(codes, from->bits);
    refill(from);
    return code;
}

/// By place in zigzag order: the largest value, its lowest bit `lowestBit`, that is within `JPEG_LARGEST_COEFFICIENT`
/// times its step, whatever lower bits come later.
static inline void largestCoefficients(const uint16_t *steps, int lowestBit, int32_t largest[JPEG_BLOCK]) {
    for (int place = 0; place < JPEG_BLOCK; place++) {
        int32_t step = steps[place] > 0 ? steps[place] : 1;
        largest[place] = JPEG_LARGEST_COEFFICIENT / (step << lowestBit) - (lowestBit > 0);
    }
}

/// Takes the data up to the next marker without its stuffed zeros.
///
/// - Returns: where the marker's second byte lies; null when there is none.
static inline const uint8_t *unstuff(const uint8_t *coded, const uint8_t *end, uint8_t *scratch, reader *into) {
    uint8_t *to = scratch;
    while (true) {
        const uint8_t *hit = memchr(coded, 0xFF, (size_t)(end - coded));
        if (hit == NULL || hit + 1 >= end) return NULL;
        size_t count = (size_t)(hit - coded);
        memcpy(to, coded, count);
        to += count;
        if (hit[1] != 0) {
            memset(to, 0, JPEG_PADDING);
            *into = (reader){.next = scratch, .end = to};
            return hit + 1;
        }
        *to++ = 0xFF;
        coded = hit + 2;
    }
}

/// Whether the data was read to its last byte, and no further: only bits that fill this byte are left.
static inline bool isSpent(const reader *from) {
    ptrdiff_t left = (from->end - from->next) * 8 + (ptrdiff_t)from->count;
    return left >= 0 && left < 8;
}

#endif
#endif
