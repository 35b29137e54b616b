// The scans of a progressive JPEG (Huffman) to coefficients, and those to planes of samples. It decodes sound data
// only: at anything else it stops, and the caller decodes with TurboJPEG.
//
// Samples are those of libjpeg's exact inverse DCT ("islow") and of its reduced ones, bit by bit.
// Source: ITU-T T.81 (1992), annex G.
#ifndef PROGRESSIVE_JPEG_H
#define PROGRESSIVE_JPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "BlockDrawing.h"
#include "HuffmanCodes.h"
#include "JPEGScans.h"

/// The coefficients of one colour component, as far as the scans have brought them.
typedef struct progressive_component {
    /// Blocks that show the picture: those of a scan that has this component alone.
    int blocksAcross, blocksDown;
    /// Blocks in an MCU of several components: 1 to 4 across, 1 or 2 down.
    int mcuAcross, mcuDown;
    /// Blocks from one row of blocks to the next: whole MCUs.
    int rowBlocks;
    /// By block: its DC coefficient, without its step.
    int16_t *dc;
    /// By block, 64 each in zigzag order, without their steps, aligned to 64 bytes. Zero before the first scan; the
    /// first of each block stays zero. Not used where only DC is read.
    int16_t *ac;
    /// By block, which of `ac` are not zero: the highest bit is the first in zigzag order. Zero before the first scan.
    uint64_t *present;
    /// 64 steps in zigzag order.
    const uint16_t *steps;
} progressive_component;

typedef struct progressive_scan {
    int componentCount;
    progressive_component *components[JPEG_MAXIMUM_COMPONENTS];
    /// By component, for DC that comes for the first time.
    const jpeg_codes *dc[JPEG_MAXIMUM_COMPONENTS];
    /// For an AC scan.
    const jpeg_codes *ac;
    /// The first and the last coefficient in zigzag order: 0 and 0, or 1 to 63 and as many or more.
    int first, last;
    /// Whether the coefficients come for the first time, with all bits above `lowestBit`; else this bit alone comes.
    bool isFirst;
    /// The lowest bit that comes: 0 to 4.
    int lowestBit;
    /// MCUs of several components in the picture.
    int mcusAcross, mcusDown;
    /// MCUs between two restart markers, 0 for none.
    int restartInterval;
} progressive_scan;

/// Decodes the bytes behind the header of a scan. Only where `jpeg_vectors_are_available`.
///
/// `scratch` has as many bytes as there are from `coded` to `end`, and `JPEG_PADDING` more. Gives the marker behind the
/// scan's data, from its 0xFF on; null where the data is damaged or cut.
const uint8_t *progressive_decode(
    const progressive_scan *scan, const uint8_t *coded, const uint8_t *end, uint8_t *scratch);

/// Draws the component into rows of `stride` bytes with room for whole MCUs, and makes its `ac` and `present` zero
/// again, as `jpeg_draw_blocks` does.
///
/// `reduction` is 1, 2, 4 or 8: a block becomes 8, 4, 2 or 1 samples square. False for DC coefficients
/// that no picture has.
bool progressive_draw(const progressive_component *component, int reduction, uint8_t *samples, ptrdiff_t stride);

#endif
