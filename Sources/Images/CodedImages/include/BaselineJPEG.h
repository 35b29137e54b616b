// The coded data of an ordinary JPEG (baseline, Huffman, all components in one scan) to planes of samples, in two
// thirds of the time that a decoder for every kind takes. It knows nothing but sound data: at the first thing that is
// not, it gives up, and the caller decodes with a library that knows what to make of it.
//
// Samples are those of libjpeg's exact inverse DCT ("islow") and of its reduced ones, bit by bit.
// Source: ITU-T T.81 (1992), annexes C, F and K.
#ifndef BASELINE_JPEG_H
#define BASELINE_JPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /// Codes up to this length are found with one look.
    BASELINE_QUICK_BITS = 10,
    /// Bytes of scratch memory beyond those of the coded data.
    BASELINE_PADDING = 1024,
    BASELINE_MAXIMUM_COMPONENTS = 3,
};

/// A Huffman table, ready for decoding.
typedef struct baseline_codes {
    /// By the next bits: 6 bits code and value together, 4 bits length of the value, 4 bits zeros before it; 0 for a
    /// code that is longer.
    uint16_t quick[1 << BASELINE_QUICK_BITS];
    /// By code length: what lies above all codes of that length, aligned to 16 bits.
    int32_t limits[17];
    /// By code length: what to add to a code for its place among the symbols.
    int32_t offsets[17];
    uint8_t symbols[256];
} baseline_codes;

/// Makes a table of a DHT segment's.
///
/// `counts` are those of codes of 1 to 16 bits, `symbols` as many as they say. False when they are no table of codes,
/// or when values could be longer than those of 8-bit samples: 11 bits with `isDC`, else 10.
bool baseline_codes_make(baseline_codes *codes, const uint8_t *counts, const uint8_t *symbols, bool isDC);

/// One colour component and where its samples go.
typedef struct baseline_component {
    /// Blocks of it in an MCU: 1 to 4 across, 1 or 2 down, at most 10 over all components.
    int blocksAcross, blocksDown;
    const baseline_codes *dc, *ac;
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
    baseline_component components[BASELINE_MAXIMUM_COMPONENTS];
} baseline_picture;

/// Whether this CPU has the instructions that `baseline_decode` is made of.
bool baseline_is_available(void);

/// Decodes the bytes behind the header of a scan.
///
/// `scratch` has `count` + `BASELINE_PADDING` bytes. Gives false where the data is damaged, cut, or not followed by
/// the end marker at once; the planes hold anything then, inside their bounds.
bool baseline_decode(const baseline_picture *picture, const uint8_t *coded, size_t count, uint8_t *scratch);

/// Two blocks of coefficients, rows of eight, to 16 samples in each of eight rows. Only where `baseline_is_available`.
void baseline_inverse_dct_pair(const int16_t *blocks, uint8_t *samples, ptrdiff_t stride);

/// One block of coefficients to samples by a reduction of 2, 4 or 8. False for coefficients that no picture has.
bool baseline_inverse_dct_reduced(const int16_t *block, int reduction, uint8_t *samples, ptrdiff_t stride);

#endif
