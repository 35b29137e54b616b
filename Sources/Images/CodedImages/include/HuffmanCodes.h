// Huffman tables of JPEGs, ready for decoding. Source: ITU-T T.81 (1992), annexes C and F.
#ifndef HUFFMAN_CODES_H
#define HUFFMAN_CODES_H

#include <stdbool.h>
#include <stdint.h>

enum {
    /// Codes up to this length are found with one look.
    JPEG_QUICK_BITS = 10,
};

/// A Huffman table, ready for decoding.
typedef struct jpeg_codes {
    /// By the next bits: 6 bits code and value together, 4 bits length of the value, 4 bits zeros before it; 0 for a
    /// code that is longer.
    uint16_t quick[1 << JPEG_QUICK_BITS];
    /// By code length: what lies above all codes of that length, aligned to 16 bits.
    int32_t limits[17];
    /// By code length: what to add to a code for its place among the symbols.
    int32_t offsets[17];
    uint8_t symbols[256];
} jpeg_codes;

/// Makes a table of a DHT segment's.
///
/// `counts` are those of codes of 1 to 16 bits, `symbols` as many as they say. False when they are no table of codes,
/// or when values could be longer than those of 8-bit samples: 11 bits with `isDC`, else 10.
bool jpeg_codes_make(jpeg_codes *codes, const uint8_t *counts, const uint8_t *symbols, bool isDC);

#endif
