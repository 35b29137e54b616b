// The AC coefficients of progressive scans (T.81, G.1.2.2 and G.1.2.3).
//
// Which coefficients of a block are not zero is one word, the highest bit the first in zigzag order. So a refining scan
// finds the place of a new coefficient, and how many bits come for those before it, without looking at coefficients.

#include "ProgressiveAC.h"

#include <stdlib.h>

#if defined(__x86_64__)

enum {
    SIXTEEN_ZEROS = 15,
    /// Blocks between the one that is decoded and the one that is brought into the first cache.
    BLOCKS_AHEAD = 8,
};

/// The next `count` bits, up to 32.
VECTORS static inline uint64_t take(reader *from, unsigned count) {
    uint64_t taken = from->bits >> 1 >> (63 - count);
    skip(from, count);
    return taken;
}

/// Blocks without anything new, this one and those that follow, by the run of their code.
VECTORS static inline unsigned takeEmptyBlocks(reader *from, unsigned run) {
    return (1u << run) + (unsigned)take(from, run);
}

VECTORS bool ac_first(ac_scan *scan, int16_t *ac, uint64_t *present, int count) {
    reader from = scan->bits;
    const jpeg_codes *codes = scan->codes;
    const unsigned first = (unsigned)scan->first, last = (unsigned)scan->last;
    const int lowestBit = scan->lowestBit;
    unsigned empty = scan->emptyBlocks;
    int at = 0;
    refill(&from);
    while (true) {
        if (empty >= (unsigned)(count - at)) {
            empty -= (unsigned)(count - at);
            break;
        }
        at += (int)empty;
        empty = 0;
        int16_t *block = ac + (ptrdiff_t)at * JPEG_BLOCK;
        __builtin_prefetch(block + BLOCKS_AHEAD * JPEG_BLOCK, 1);
        uint64_t found = 0;
        unsigned place = first;
        do {
            unsigned code = nextCodeAndBits(&from, codes);
            uint64_t bits = from.bits;
            skip(&from, code & 63);
            unsigned size = code >> 6 & 15, run = code >> 10;
            if (__builtin_expect(size == 0, 0)) {
                if (code == 0) return false;
                if (run == SIXTEEN_ZEROS) {
                    place += 16;
                    if (place > last) return false;
                    continue;
                }
                empty = takeEmptyBlocks(&from, run);
                break;
            }
            place += run;
            if (__builtin_expect(place > last, 0)) return false;
            int32_t coefficient = value(bits, code & 63, size);
            if (__builtin_expect(abs(coefficient) > scan->largest[place], 0)) return false;
            block[place] = (int16_t)(coefficient * (1 << lowestBit));
            found |= 1ull << 63 >> place;
            place++;
        } while (place <= last);
        present[at] |= found;
        if (empty == 0) empty = 1;
        if (__builtin_expect(from.next > from.end + 8, 0)) return false;
    }
    scan->emptyBlocks = empty;
    scan->bits = from;
    return true;
}

/// One bit for each of the coefficients in `known`, in their order: those where it is one. There are 32 bits at least.
VECTORS static inline uint64_t takeCorrections(reader *from, uint64_t known) {
    unsigned count = (unsigned)__builtin_popcountll(known);
    uint64_t raised = 0;
    if (__builtin_expect(count > 32, 0)) {
        uint64_t later = known & (~0ull >> 32), sooner = known ^ later;
        raised = _pdep_u64(take(from, (unsigned)__builtin_popcountll(sooner)), sooner);
        refill(from);
        known = later;
        count = (unsigned)__builtin_popcountll(known);
    }
    return raised | _pdep_u64(take(from, count), known);
}

/// Which of sixteen coefficients have their bit in `bits`, whose highest is the first's.
VECTORS static inline __m256i chosen(uint64_t bits) {
    __m256i each = _mm256_setr_epi16(
        (int16_t)0x8000, 0x4000, 0x2000, 0x1000, 0x800, 0x400, 0x200, 0x100, 0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1);
    return _mm256_cmpeq_epi16(_mm256_and_si256(_mm256_set1_epi16((int16_t)bits), each), each);
}

/// Moves the coefficients in `raised` away from zero by `step`; zeros become `step`, or less those in `negative`.
VECTORS static inline void raise(int16_t *block, uint64_t raised, uint64_t negative, int16_t step) {
    __m256i steps = _mm256_set1_epi16(step), twice = _mm256_add_epi16(steps, steps);
    // The first sixteen are nearly always among them; the others are in rare blocks.
    for (int shift = 48; shift >= 0; shift -= 16, block += 16) {
        __m256i *coefficients = (__m256i *)block;
        __m256i old = _mm256_load_si256(coefficients), sign = _mm256_srai_epi16(old, 15);
        __m256i away = _mm256_sub_epi16(_mm256_xor_si256(steps, sign), sign);
        __m256i sum = _mm256_add_epi16(old, _mm256_and_si256(away, chosen(raised >> shift)));
        __m256i under = _mm256_and_si256(twice, chosen(negative >> shift));
        _mm256_store_si256(coefficients, _mm256_sub_epi16(sum, under));
        if (shift == 0 || raised << (64 - shift) == 0) break;
    }
}

/// The bits of the scan's coefficients in `present`.
static inline uint64_t band(int first, int last) {
    return (~0ull >> first) & (~0ull << (63 - last));
}

VECTORS bool ac_refined(ac_scan *scan, int16_t *ac, uint64_t *present, int count) {
    reader from = scan->bits;
    const jpeg_codes *codes = scan->codes;
    const int16_t step = (int16_t)(1 << scan->lowestBit);
    const uint64_t all = band(scan->first, scan->last);
    unsigned empty = scan->emptyBlocks;
    for (int at = 0; at < count; at++) {
        int16_t *block = ac + (ptrdiff_t)at * JPEG_BLOCK;
        uint64_t known = present[at] & all;
        __builtin_prefetch(block + BLOCKS_AHEAD * JPEG_BLOCK, 1);
        // Those still zero behind the place that the codes have led to; those that are not zero any more; those whose
        // bit is one. Of `known`, too, those behind that place stay.
        uint64_t zeros = all ^ known, found = 0, negative = 0, raised = 0;
        bool isOpen = true;
        while (empty == 0 && isOpen) {
            if (__builtin_expect(from.count < 17, 0)) refill(&from);
            unsigned code = nextCodeAndBits(&from, codes);
            uint64_t bits = from.bits;
            skip(&from, code & 63);
            unsigned size = code >> 6 & 15, run = code >> 10;
            if (size == 0 && run != SIXTEEN_ZEROS) {
                if (__builtin_expect(code == 0, 0)) return false;
                empty = takeEmptyBlocks(&from, run);
                break;
            }
            // The place is that of the coefficient that is still zero and has `run` such before it.
            unsigned zeroCount = (unsigned)__builtin_popcountll(zeros);
            if (__builtin_expect(size > 1 || run >= zeroCount, 0)) return false;
            uint64_t place = _pdep_u64(1ull << (zeroCount - 1 - run), zeros);
            uint64_t upTo = place ^ (place - 1), passed = known & ~upTo;
            raised |= takeCorrections(&from, passed);
            known ^= passed;
            zeros &= place - 1;
            isOpen = (all & (place - 1)) != 0;
            if (size != 0) {
                bool isNegative = (~bits >> (64 - (code & 63))) & 1;
                found |= place;
                negative |= isNegative ? place : 0;
            }
        }
        if (empty > 0) {
            refill(&from);
            raised |= takeCorrections(&from, known);
            empty--;
        }
        if ((raised | found) != 0) raise(block, raised | found, negative, step);
        present[at] |= found;
        if (__builtin_expect(from.next > from.end + 8, 0)) return false;
    }
    scan->emptyBlocks = empty;
    scan->bits = from;
    return true;
}

#endif
