// From the coded data of a scan to samples: restart interval by restart interval, a few MCUs at a time.

#include "BaselineJPEG.h"

#include <stdlib.h>

#include "Bits.h"

#if defined(__x86_64__)

enum {
    /// MCUs between two inverse DCTs: their coefficients stay in the first cache.
    MCUS_AT_ONCE = 8,
    MAXIMUM_BLOCKS = 10,
    /// T.81, F.1.2.1: no sum of differences of 8-bit samples is larger; more would not fit 16 bits.
    LARGEST_DC = 32767,
};

/// The blocks of some MCUs, by component, block row and place along the row.
typedef struct workspace {
    _Alignas(64) int16_t ac[MCUS_AT_ONCE * MAXIMUM_BLOCKS * JPEG_BLOCK];
    int16_t dc[MCUS_AT_ONCE * MAXIMUM_BLOCKS];
    uint64_t present[MCUS_AT_ONCE * MAXIMUM_BLOCKS];
} workspace;

/// What one code of AC coefficients has led to.
typedef enum step { GOES_ON, ENDS_BLOCK, IS_WRONG } step;

/// Takes one code of AC coefficients, at most 26 bits with its value.
VECTORS static inline step takeCoefficient(
    reader *from, const jpeg_codes *codes, const int32_t *largest, unsigned *place, int16_t *block) {
    unsigned code = nextCodeAndBits(from, codes);
    uint64_t bits = from->bits;
    skip(from, code & 63);
    unsigned size = code >> 6 & 15;
    if (__builtin_expect(size == 0, 0)) {
        // 15 zeros and no value are sixteen zeros; no zeros and no value end the block.
        if (code >> 10 != 15) return code == 0 || code >> 10 != 0 ? IS_WRONG : ENDS_BLOCK;
        *place += 16;
        return *place < JPEG_BLOCK ? GOES_ON : IS_WRONG;
    }
    unsigned at = *place + (code >> 10);
    if (__builtin_expect(at >= JPEG_BLOCK, 0)) return IS_WRONG;
    int32_t coefficient = value(bits, code & 63, size);
    if (__builtin_expect(abs(coefficient) > largest[at], 0)) return IS_WRONG;
    block[at] = (int16_t)coefficient;
    *place = at + 1;
    return at + 1 < JPEG_BLOCK ? GOES_ON : ENDS_BLOCK;
}

/// Decodes one block: its DC, its AC into a block of zeros, and which of them is the last.
VECTORS __attribute__((noinline)) static bool decodeBlock(
    reader *shared, const baseline_component *component, const int32_t *largest, int32_t *prediction, int16_t *mean,
    int16_t *block, uint64_t *present) {
    reader from = *shared;
    unsigned code = nextCodeAndBits(&from, component->dc);
    if (code == 0) return false;
    unsigned size = code >> 6 & 15;
    if (size > 0) *prediction += value(from.bits, code & 63, size);
    skip(&from, code & 63);
    if (*prediction > LARGEST_DC || *prediction < -LARGEST_DC) return false;
    *mean = (int16_t)*prediction;
    unsigned place = 1;
    step led;
    do {
        led = takeCoefficient(&from, component->ac, largest, &place, block);
    } while (led == GOES_ON);
    *present = place > 1 ? 1ull << (JPEG_BLOCK - place) : 0;
    *shared = from;
    return led == ENDS_BLOCK && from.next <= from.end + 8;
}

/// Decodes `count` MCUs of one row of them from `column` on.
VECTORS static bool decodeSome(
    reader *from, const baseline_picture *picture, const int32_t largest[][JPEG_BLOCK], workspace *room,
    int32_t *predictions, int row, int column, int count) {
    int firsts[JPEG_MAXIMUM_COMPONENTS][2];
    int next = 0;
    for (int c = 0; c < picture->componentCount; c++) {
        const baseline_component *component = &picture->components[c];
        for (int down = 0; down < component->blocksDown; down++) {
            firsts[c][down] = next;
            next += component->blocksAcross * count;
        }
    }
    for (int mcu = 0; mcu < count; mcu++) {
        for (int c = 0; c < picture->componentCount; c++) {
            const baseline_component *component = &picture->components[c];
            for (int down = 0; down < component->blocksDown; down++) {
                int at = firsts[c][down] + mcu * component->blocksAcross;
                for (int across = 0; across < component->blocksAcross; across++, at++) {
                    if (!decodeBlock(
                            from, component, largest[c], &predictions[c], room->dc + at, room->ac + at * JPEG_BLOCK,
                            room->present + at)) {
                        return false;
                    }
                }
            }
        }
    }
    int side = 8 / picture->reduction;
    for (int c = 0; c < picture->componentCount; c++) {
        const baseline_component *component = &picture->components[c];
        for (int down = 0; down < component->blocksDown; down++) {
            int at = firsts[c][down];
            jpeg_blocks blocks = {
                .count = component->blocksAcross * count,
                .dc = room->dc + at,
                .ac = room->ac + at * JPEG_BLOCK,
                .present = room->present + at,
                .steps = component->steps,
            };
            uint8_t *samples = component->samples + (ptrdiff_t)column * component->blocksAcross * side
                + (ptrdiff_t)(row * component->blocksDown + down) * side * component->stride;
            if (!jpeg_draw_blocks(&blocks, picture->reduction, samples, component->stride)) return false;
        }
    }
    return true;
}

VECTORS bool baseline_decode(
    const baseline_picture *picture, const uint8_t *coded, size_t count, uint8_t *scratch) {
    enum { END_OF_IMAGE = 0xD9, FIRST_RESTART = 0xD0 };
    const uint8_t *end = coded + count;
    int64_t total = (int64_t)picture->mcusAcross * picture->mcusDown;
    int64_t interval = picture->restartInterval > 0 ? picture->restartInterval : total;
    int32_t largest[JPEG_MAXIMUM_COMPONENTS][JPEG_BLOCK];
    for (int c = 0; c < picture->componentCount; c++) largestCoefficients(picture->components[c].steps, 0, largest[c]);
    workspace room;
    memset(&room, 0, sizeof room);
    int64_t done = 0;
    for (int64_t restarts = 0; done < total; restarts++) {
        reader from;
        const uint8_t *marker = unstuff(coded, end, scratch, &from);
        if (marker == NULL) return false;
        refill(&from);
        int32_t predictions[JPEG_MAXIMUM_COMPONENTS] = {0};
        int64_t stop = total - done < interval ? total : done + interval;
        while (done < stop) {
            int column = (int)(done % picture->mcusAcross);
            int64_t some = picture->mcusAcross - column;
            if (some > MCUS_AT_ONCE) some = MCUS_AT_ONCE;
            if (some > stop - done) some = stop - done;
            if (!decodeSome(
                    &from, picture, largest, &room, predictions, (int)(done / picture->mcusAcross), column,
                    (int)some)) {
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

bool baseline_decode(
    const baseline_picture *picture, const uint8_t *coded, size_t count, uint8_t *scratch) {
    return false;
}

#endif
