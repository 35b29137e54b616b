// The AC coefficients of a progressive scan, a row of blocks at a time.
#ifndef PROGRESSIVE_AC_H
#define PROGRESSIVE_AC_H

#include "Bits.h"
#include "ProgressiveJPEG.h"

#if defined(__x86_64__)

/// What lies between two blocks of a scan.
typedef struct ac_scan {
    reader bits;
    const jpeg_codes *codes;
    int first, last, lowestBit;
    /// Blocks that come and have nothing new.
    unsigned emptyBlocks;
    /// By place in zigzag order: the largest value that, times its step, is within `JPEG_LARGEST_COEFFICIENT`.
    int32_t largest[JPEG_BLOCK];
} ac_scan;

/// The coefficients of `count` blocks for the first time. False for what no encoder writes.
bool ac_first(ac_scan *scan, int16_t *ac, uint64_t *present, int count);

/// One more bit of the coefficients of `count` blocks. False for what no encoder writes.
bool ac_refined(ac_scan *scan, int16_t *ac, uint64_t *present, int count);

#endif
#endif
