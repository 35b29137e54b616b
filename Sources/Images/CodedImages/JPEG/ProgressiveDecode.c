// The scans of a progressive picture: restart interval by restart interval.

#include "ProgressiveJPEG.h"

#include "Bits.h"
#include "ProgressiveWaves.h"

#if defined(__x86_64__)

enum {
    FIRST_RESTART = 0xD0,
    /// Of means in 16 bits, before their lowest bits are added.
    LARGEST_MEAN = 32767,
};

/// What lies between two MCUs of a scan of means.
typedef struct mean_scan {
    reader bits;
    int32_t predictions[JPEG_MAXIMUM_COMPONENTS];
} mean_scan;

/// The mean of one block, or one more bit of it.
VECTORS static inline bool takeMean(
    reader *from, const progressive_scan *scan, int component, int32_t *prediction, int16_t *mean) {
    if (!scan->isFirst) {
        if (from->count == 0) refill(from);
        *mean = (int16_t)(*mean | (int16_t)((from->bits >> 63) << scan->lowestBit));
        skip(from, 1);
        return true;
    }
    unsigned code = nextCodeAndBits(from, scan->dc[component]);
    if (code == 0) return false;
    unsigned size = code >> 6 & 15;
    if (size > 0) *prediction += value(from->bits, code & 63, size);
    skip(from, code & 63);
    int32_t whole = *prediction * (1 << scan->lowestBit);
    *mean = (int16_t)whole;
    return whole <= LARGEST_MEAN && whole >= -LARGEST_MEAN;
}

/// `count` MCUs of means from `done` on, `across` of them in a row.
VECTORS static bool takeMeans(mean_scan *between, const progressive_scan *scan, int64_t done, int64_t count, int across) {
    reader from = between->bits;
    bool isAlone = scan->componentCount == 1;
    int column = (int)(done % across), row = (int)(done / across);
    for (int64_t i = 0; i < count; i++) {
        for (int c = 0; c < scan->componentCount; c++) {
            const progressive_component *component = scan->components[c];
            int right = isAlone ? 1 : component->mcuAcross, down = isAlone ? 1 : component->mcuDown;
            for (int y = 0; y < down; y++) {
                int16_t *means = component->dc + (ptrdiff_t)(row * down + y) * component->rowBlocks + column * right;
                for (int x = 0; x < right; x++) {
                    if (!takeMean(&from, scan, c, &between->predictions[c], means + x)) return false;
                }
            }
        }
        if (++column == across) {
            column = 0;
            row++;
            if (from.next > from.end + 8) return false;
        }
    }
    between->bits = from;
    return true;
}

/// `count` blocks of waves from `done` on.
static bool takeWaves(wave_scan *between, const progressive_scan *scan, int64_t done, int64_t count) {
    const progressive_component *component = scan->components[0];
    int across = component->blocksAcross;
    while (count > 0) {
        int column = (int)(done % across);
        int some = count < across - column ? (int)count : across - column;
        ptrdiff_t block = (ptrdiff_t)(done / across) * component->rowBlocks + column;
        int16_t *ac = component->ac + block * JPEG_BLOCK;
        uint64_t *present = component->present + block;
        bool isWhole = scan->isFirst ? waves_first(between, ac, present, some) : waves_refined(between, ac, present, some);
        if (!isWhole) return false;
        done += some;
        count -= some;
    }
    return between->emptyBlocks == 0;
}

/// One restart interval: `count` MCUs from `done` on.
static bool takeInterval(const progressive_scan *scan, wave_scan *waves, reader *bits, int64_t done, int64_t count, int across) {
    if (scan->first > 0) {
        waves->bits = *bits;
        waves->emptyBlocks = 0;
        bool isWhole = takeWaves(waves, scan, done, count);
        *bits = waves->bits;
        return isWhole;
    }
    mean_scan means = {.bits = *bits};
    refill(&means.bits);
    bool isWhole = takeMeans(&means, scan, done, count, across);
    *bits = means.bits;
    return isWhole;
}

const uint8_t *progressive_decode(
    const progressive_scan *scan, const uint8_t *coded, const uint8_t *end, uint8_t *scratch) {
    bool isAlone = scan->componentCount == 1;
    int across = isAlone ? scan->components[0]->blocksAcross : scan->mcusAcross;
    int64_t total = (int64_t)across * (isAlone ? scan->components[0]->blocksDown : scan->mcusDown);
    wave_scan waves = {.codes = scan->ac, .first = scan->first, .last = scan->last, .lowestBit = scan->lowestBit};
    if (scan->first > 0) {
        largestWaves(scan->components[0]->steps, scan->lowestBit, waves.largest);
    }
    int64_t interval = scan->restartInterval > 0 ? scan->restartInterval : total;
    int64_t done = 0;
    for (int64_t restarts = 0;; restarts++) {
        reader bits;
        const uint8_t *marker = unstuff(coded, end, scratch, &bits);
        if (marker == NULL) return NULL;
        int64_t some = total - done < interval ? total - done : interval;
        if (!takeInterval(scan, &waves, &bits, done, some, across) || !isSpent(&bits)) return NULL;
        done += some;
        if (done == total) return marker - 1;
        if (*marker != FIRST_RESTART + restarts % 8) return NULL;
        coded = marker + 1;
    }
}

#else

const uint8_t *progressive_decode(
    const progressive_scan *scan, const uint8_t *coded, const uint8_t *end, uint8_t *scratch) {
    return NULL;
}

#endif
