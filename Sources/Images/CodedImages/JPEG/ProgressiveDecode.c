// The scans of a progressive picture: restart interval by restart interval.

#include "ProgressiveJPEG.h"

#include "Bits.h"
#include "ProgressiveAC.h"

#if defined(__x86_64__)

enum {
    FIRST_RESTART = 0xD0,
    /// Of DC in 16 bits, before their lowest bits are added.
    LARGEST_MEAN = 32767,
};

enum { MAXIMUM_BLOCKS = 12 };

/// The blocks of an MCU: where the next DC coefficient of each goes.
typedef struct dc_places {
    int count;
    int16_t *next[MAXIMUM_BLOCKS];
    /// Blocks to the same one of the next MCU.
    int step[MAXIMUM_BLOCKS];
    /// Its component, by place in the scan.
    int component[MAXIMUM_BLOCKS];
} dc_places;

/// The blocks of the MCU at `column` of `row`.
static dc_places placesOf(const progressive_scan *scan, int column, int row) {
    dc_places places = {0};
    bool isAlone = scan->componentCount == 1;
    for (int c = 0; c < scan->componentCount; c++) {
        const progressive_component *component = scan->components[c];
        int right = isAlone ? 1 : component->mcuAcross, down = isAlone ? 1 : component->mcuDown;
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < right; x++) {
                int at = places.count++;
                ptrdiff_t block = (ptrdiff_t)(row * down + y) * component->rowBlocks + column * right + x;
                places.next[at] = component->dc + block;
                places.step[at] = right;
                places.component[at] = c;
            }
        }
    }
    return places;
}

/// The DC coefficients of `count` MCUs of a row for the first time.
VECTORS static bool firstDC(
    reader *shared, const progressive_scan *scan, dc_places *places, int32_t *predictions, int count) {
    reader from = *shared;
    const int lowestBit = scan->lowestBit;
    for (int i = 0; i < count; i++) {
        for (int b = 0; b < places->count; b++) {
            int component = places->component[b];
            unsigned code = nextCodeAndBits(&from, scan->dc[component]);
            if (__builtin_expect(code == 0, 0)) return false;
            unsigned size = code >> 6 & 15;
            int32_t mean = predictions[component] + (size > 0 ? value(from.bits, code & 63, size) : 0);
            skip(&from, code & 63);
            predictions[component] = mean;
            mean *= 1 << lowestBit;
            *places->next[b] = (int16_t)mean;
            places->next[b] += places->step[b];
            if (__builtin_expect(mean > LARGEST_MEAN || mean < -LARGEST_MEAN, 0)) return false;
        }
        if (__builtin_expect(from.next > from.end + 8, 0)) return false;
    }
    *shared = from;
    return true;
}

/// One more bit of the DC coefficients of `count` MCUs of a row.
VECTORS static bool refinedDC(reader *shared, const progressive_scan *scan, dc_places *places, int count) {
    reader from = *shared;
    for (int i = 0; i < count; i++) {
        refill(&from);
        uint64_t bits = from.bits;
        for (int b = 0; b < places->count; b++, bits <<= 1) {
            int16_t *mean = places->next[b];
            *mean = (int16_t)(*mean | (int16_t)(bits >> 63 << scan->lowestBit));
            places->next[b] += places->step[b];
        }
        skip(&from, (unsigned)places->count);
        if (__builtin_expect(from.next > from.end + 8, 0)) return false;
    }
    *shared = from;
    return true;
}

/// `count` MCUs of DC from `done` on, `across` of them in a row.
VECTORS static bool takeDC(reader *from, const progressive_scan *scan, int64_t done, int64_t count, int across) {
    int32_t predictions[JPEG_MAXIMUM_COMPONENTS] = {0};
    refill(from);
    while (count > 0) {
        int column = (int)(done % across);
        int some = count < across - column ? (int)count : across - column;
        dc_places places = placesOf(scan, column, (int)(done / across));
        bool isWhole = scan->isFirst ? firstDC(from, scan, &places, predictions, some)
                                     : refinedDC(from, scan, &places, some);
        if (!isWhole) return false;
        done += some;
        count -= some;
    }
    return true;
}

/// `count` blocks of AC coefficients from `done` on.
static bool takeAC(ac_scan *between, const progressive_scan *scan, int64_t done, int64_t count) {
    const progressive_component *component = scan->components[0];
    int across = component->blocksAcross;
    while (count > 0) {
        int column = (int)(done % across);
        int some = count < across - column ? (int)count : across - column;
        ptrdiff_t block = (ptrdiff_t)(done / across) * component->rowBlocks + column;
        int16_t *ac = component->ac + block * JPEG_BLOCK;
        uint64_t *present = component->present + block;
        bool isWhole = scan->isFirst ? ac_first(between, ac, present, some) : ac_refined(between, ac, present, some);
        if (!isWhole) return false;
        done += some;
        count -= some;
    }
    return between->emptyBlocks == 0;
}

/// One restart interval: `count` MCUs from `done` on.
static bool takeInterval(
    const progressive_scan *scan, ac_scan *ac, reader *bits, int64_t done, int64_t count, int across) {
    if (scan->first > 0) {
        ac->bits = *bits;
        ac->emptyBlocks = 0;
        bool isWhole = takeAC(ac, scan, done, count);
        *bits = ac->bits;
        return isWhole;
    }
    return takeDC(bits, scan, done, count, across);
}

const uint8_t *progressive_decode(
    const progressive_scan *scan, const uint8_t *coded, const uint8_t *end, uint8_t *scratch) {
    bool isAlone = scan->componentCount == 1;
    int across = isAlone ? scan->components[0]->blocksAcross : scan->mcusAcross;
    int64_t total = (int64_t)across * (isAlone ? scan->components[0]->blocksDown : scan->mcusDown);
    ac_scan ac = {.codes = scan->ac, .first = scan->first, .last = scan->last, .lowestBit = scan->lowestBit};
    if (scan->first > 0) {
        largestCoefficients(scan->components[0]->steps, scan->lowestBit, ac.largest);
        // What comes first in a refining scan is one step, and less than another by later bits.
        for (int place = scan->first; place <= scan->last && !scan->isFirst; place++) {
            if (ac.largest[place] < 1) return NULL;
        }
    }
    int64_t interval = scan->restartInterval > 0 ? scan->restartInterval : total;
    int64_t done = 0;
    for (int64_t restarts = 0;; restarts++) {
        reader bits;
        const uint8_t *marker = unstuff(coded, end, scratch, &bits);
        if (marker == NULL) return NULL;
        int64_t some = total - done < interval ? total - done : interval;
        if (!takeInterval(scan, &ac, &bits, done, some, across) || !isSpent(&bits)) return NULL;
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
