// The coded data of an ordinary JPEG (baseline, Huffman, all components in one scan) to planes of samples, in two
// thirds of the time that a decoder for every kind takes. It decodes sound data only: at anything else it
// stops, and the caller decodes with TurboJPEG.
//
// Samples are those of libjpeg's exact inverse DCT ("islow") and of its reduced ones, bit by bit.
// Source: ITU-T T.81 (1992), annexes C, F and K.
#ifndef BASELINE_JPEG_H
#define BASELINE_JPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "HuffmanCodes.h"
#include "JPEGScans.h"

/// One colour component and where its samples go.
typedef struct baseline_component {
    /// Blocks of it in an MCU: 1 to 4 across, 1 or 2 down, at most 10 over all components.
    int blocksAcross, blocksDown;
    const jpeg_codes *dc, *ac;
    /// 64 steps in zigzag order.
    const uint16_t *steps;
    /// Room for whole MCUs: rows of `stride` bytes.
    uint8_t *samples;
    ptrdiff_t stride;
} baseline_component;

typedef struct baseline_picture {
    int mcusAcross, mcusDown;
    /// 1, 2, 4 or 8: a block becomes 8, 4, 2 or 1 samples square.
    int reduction;
    /// MCUs between two restart markers, 0 for none.
    int restartInterval;
    int componentCount;
    baseline_component components[JPEG_MAXIMUM_COMPONENTS];
} baseline_picture;

/// Decodes the bytes behind the header of a scan. Only where `jpeg_vectors_are_available`.
///
/// `scratch` has `count` + `JPEG_PADDING` bytes. Gives false where the data is damaged, cut, or not followed by
/// the end marker at once; the planes hold anything then, inside their bounds.
bool baseline_decode(const baseline_picture *picture, const uint8_t *coded, size_t count, uint8_t *scratch);

#endif
