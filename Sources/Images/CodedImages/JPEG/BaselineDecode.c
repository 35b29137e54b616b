// From the coded data of a scan to samples: restart interval by restart interval, a few MCUs at a time.

#include "BaselineJPEG.h"

#include <string.h>

#if defined(__x86_64__)

#define VECTORS __attribute__((target("avx2,bmi2")))

enum {
    BLOCK = 64,
    /// MCUs between two inverse DCTs: their coefficients stay in the first cache.
    MCUS_AT_ONCE = 8,
    MAXIMUM_BLOCKS = 10,
    /// T.81, F.1.2.1: no sum of differences of 8-bit samples is larger; more would not fit 16 bits.
    LARGEST_DC = 32767,
};

/// Where a coefficient lies in its block, by its place in zigzag order (T.81, figure A.6).
static const uint8_t naturalOrder[BLOCK] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
    30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

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
static unsigned longCode(const baseline_codes *codes, uint64_t bits) {
    int32_t next = (int32_t)(bits >> 48);
    for (int length = BASELINE_QUICK_BITS + 1; length <= 16; length++) {
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
VECTORS static inline unsigned nextCode(const baseline_codes *codes, uint64_t bits) {
    unsigned code = codes->quick[bits >> (64 - BASELINE_QUICK_BITS)];
    return __builtin_expect(code == 0, 0) ? longCode(codes, bits) : code;
}

/// What one code of AC coefficients has led to.
typedef enum step { GOES_ON, ENDS_BLOCK, IS_WRONG } step;

/// Takes one code of AC coefficients, at most 26 bits with its value.
VECTORS static inline step takeCoefficient(
    reader *from, const baseline_codes *codes, const uint16_t *steps, unsigned *place, int16_t *block) {
    unsigned code = nextCode(codes, from->bits);
    uint64_t bits = from->bits;
    skip(from, code & 63);
    unsigned size = code >> 6 & 15;
    if (__builtin_expect(size == 0, 0)) {
        // 15 zeros and no value are sixteen zeros; no zeros and no value end the block.
        if (code >> 10 != 15) return code == 0 || code >> 10 != 0 ? IS_WRONG : ENDS_BLOCK;
        *place += 16;
        return *place < BLOCK ? GOES_ON : IS_WRONG;
    }
    unsigned at = *place + (code >> 10);
    if (__builtin_expect(at >= BLOCK, 0)) return IS_WRONG;
    block[naturalOrder[at]] = (int16_t)(value(bits, code & 63, size) * steps[at]);
    *place = at + 1;
    return at + 1 < BLOCK ? GOES_ON : ENDS_BLOCK;
}

/// Adds one block's coefficients, times their steps, to a block of zeros.
VECTORS __attribute__((noinline)) static bool decodeBlock(
    reader *shared, const baseline_component *component, int32_t *prediction, int16_t *block) {
    reader from = *shared;
    refill(&from);
    unsigned code = nextCode(component->dc, from.bits);
    if (code == 0) return false;
    unsigned size = code >> 6 & 15;
    if (size > 0) *prediction += value(from.bits, code & 63, size);
    skip(&from, code & 63);
    if (*prediction > LARGEST_DC || *prediction < -LARGEST_DC) return false;
    int32_t mean = *prediction * component->steps[0];
    // Where it leaves 16 bits, libjpeg's own ways to decode differ.
    if (mean != (int16_t)mean) return false;
    block[0] = (int16_t)mean;
    unsigned place = 1;
    // A refill lasts for two codes.
    step led = takeCoefficient(&from, component->ac, component->steps, &place, block);
    while (led == GOES_ON) {
        refill(&from);
        led = takeCoefficient(&from, component->ac, component->steps, &place, block);
        if (led == GOES_ON) led = takeCoefficient(&from, component->ac, component->steps, &place, block);
    }
    *shared = from;
    return led == ENDS_BLOCK && from.next <= from.end + 8;
}

/// Takes the data up to the next marker without its stuffed zeros.
///
/// - Returns: where the marker's second byte lies; null when there is none.
static const uint8_t *unstuff(const uint8_t *coded, const uint8_t *end, uint8_t *scratch, reader *into) {
    uint8_t *to = scratch;
    while (true) {
        const uint8_t *hit = memchr(coded, 0xFF, (size_t)(end - coded));
        if (hit == NULL || hit + 1 >= end) return NULL;
        size_t count = (size_t)(hit - coded);
        memcpy(to, coded, count);
        to += count;
        if (hit[1] != 0) {
            memset(to, 0, BASELINE_PADDING);
            *into = (reader){.next = scratch, .end = to};
            return hit + 1;
        }
        *to++ = 0xFF;
        coded = hit + 2;
    }
}

/// Whether the data was read to its last byte, and no further: only bits that fill this byte are left.
static bool isSpent(const reader *from) {
    ptrdiff_t left = (from->end - from->next) * 8 + (ptrdiff_t)from->count;
    return left >= 0 && left < 8;
}

/// Draws `count` blocks of coefficients side by side; a block more can be read.
VECTORS static bool drawBlocks(const int16_t *blocks, int count, int reduction, uint8_t *samples, ptrdiff_t stride) {
    int side = 8 / reduction;
    if (reduction > 1) {
        for (int i = 0; i < count; i++) {
            if (!baseline_inverse_dct_reduced(blocks + i * BLOCK, reduction, samples + i * side, stride)) return false;
        }
        return true;
    }
    int i = 0;
    for (; i + 1 < count; i += 2) baseline_inverse_dct_pair(blocks + i * BLOCK, samples + i * side, stride);
    if (i < count) {
        uint8_t pair[8 * 16];
        baseline_inverse_dct_pair(blocks + i * BLOCK, pair, 16);
        for (int y = 0; y < 8; y++) memcpy(samples + i * side + y * stride, pair + y * 16, 8);
    }
    return true;
}

/// Decodes `count` MCUs of one row of them from `column` on.
VECTORS static bool decodeSome(
    reader *from, const baseline_picture *picture, int32_t *predictions, int row, int column, int count) {
    // By component, block row and place along the row; one more than is used where a pair lacks its second.
    _Alignas(32) int16_t blocks[(MCUS_AT_ONCE + 1) * MAXIMUM_BLOCKS * BLOCK];
    int16_t *rows[BASELINE_MAXIMUM_COMPONENTS][2];
    int16_t *room = blocks;
    for (int c = 0; c < picture->componentCount; c++) {
        const baseline_component *component = &picture->components[c];
        int across = (component->blocksAcross * count + 1) & ~1;
        for (int down = 0; down < component->blocksDown; down++, room += across * BLOCK) rows[c][down] = room;
    }
    memset(blocks, 0, (size_t)((uint8_t *)room - (uint8_t *)blocks));
    for (int mcu = 0; mcu < count; mcu++) {
        for (int c = 0; c < picture->componentCount; c++) {
            const baseline_component *component = &picture->components[c];
            for (int down = 0; down < component->blocksDown; down++) {
                int16_t *block = rows[c][down] + mcu * component->blocksAcross * BLOCK;
                for (int across = 0; across < component->blocksAcross; across++, block += BLOCK) {
                    if (!decodeBlock(from, component, &predictions[c], block)) return false;
                }
            }
        }
    }
    int side = 8 / picture->reduction;
    for (int c = 0; c < picture->componentCount; c++) {
        const baseline_component *component = &picture->components[c];
        int across = component->blocksAcross * count;
        for (int down = 0; down < component->blocksDown; down++) {
            uint8_t *samples = component->samples + (ptrdiff_t)column * component->blocksAcross * side
                + (ptrdiff_t)(row * component->blocksDown + down) * side * component->stride;
            if (!drawBlocks(rows[c][down], across, picture->reduction, samples, component->stride)) return false;
        }
    }
    return true;
}

bool baseline_is_available(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }

VECTORS bool baseline_decode(
    const baseline_picture *picture, const uint8_t *coded, size_t count, uint8_t *scratch) {
    enum { END_OF_IMAGE = 0xD9, FIRST_RESTART = 0xD0 };
    const uint8_t *end = coded + count;
    int64_t total = (int64_t)picture->mcusAcross * picture->mcusDown;
    int64_t interval = picture->restartInterval > 0 ? picture->restartInterval : total;
    int64_t done = 0;
    for (int64_t restarts = 0; done < total; restarts++) {
        reader from;
        const uint8_t *marker = unstuff(coded, end, scratch, &from);
        if (marker == NULL) return false;
        int32_t predictions[BASELINE_MAXIMUM_COMPONENTS] = {0};
        int64_t stop = total - done < interval ? total : done + interval;
        while (done < stop) {
            int column = (int)(done % picture->mcusAcross);
            int64_t some = picture->mcusAcross - column;
            if (some > MCUS_AT_ONCE) some = MCUS_AT_ONCE;
            if (some > stop - done) some = stop - done;
            if (!decodeSome(&from, picture, predictions, (int)(done / picture->mcusAcross), column, (int)some)) {
                return false;
            }
            done += some;
        }
        if (!isSpent(&from)) return false;
        if (*marker != (done < total ? FIRST_RESTART + restarts % 8 : END_OF_IMAGE)) return false;
        coded = marker + 1;
    }
    return true;
}

#else

bool baseline_is_available(void) { return false; }

bool baseline_decode(
    const baseline_picture *picture, const uint8_t *coded, size_t count, uint8_t *scratch) {
    return false;
}

#endif
