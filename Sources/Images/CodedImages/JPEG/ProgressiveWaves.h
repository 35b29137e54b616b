// The AC coefficients of a progressive scan, a row of blocks at a time.
#ifndef PROGRESSIVE_WAVES_H
#define PROGRESSIVE_WAVES_H

#include "Bits.h"
#include "ProgressiveJPEG.h"

#if defined(__x86_64__)

/// What lies between two blocks of a scan.
typedef struct wave_scan {
    reader bits;
    const jpeg_codes *codes;
    int first, last, lowestBit;
    /// Blocks that come and have nothing new.
    unsigned emptyBlocks;
    /// By place in zigzag order: the largest value that, times its step, is within `JPEG_LARGEST_COEFFICIENT`.
    int32_t largest[JPEG_BLOCK];
} wave_scan;

/// The coefficients of `count` blocks for the first time. False for what no encoder writes.
bool waves_first(wave_scan *scan, int16_t *ac, uint64_t *present, int count);

/// One more bit of the coefficients of `count` blocks. False for what no encoder writes.
bool waves_refined(wave_scan *scan, int16_t *ac, uint64_t *present, int count);

#endif
#endif
