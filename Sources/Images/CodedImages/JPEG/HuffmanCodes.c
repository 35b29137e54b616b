// Huffman tables: from what a DHT segment says to what decoding looks up.

#include "HuffmanCodes.h"

#include <string.h>

/// Longest values of 8-bit samples, in bits: DC differences and AC coefficients (T.81, tables F.1 and F.2).
enum { LONGEST_DC_BITS = 11, LONGEST_AC_BITS = 10 };

static void addQuick(jpeg_codes *codes, int code, int length, uint8_t symbol) {
    int size = symbol & 15;
    uint16_t entry = (uint16_t)((length + size) | size << 6 | (symbol >> 4) << 10);
    int spare = JPEG_QUICK_BITS - length;
    uint16_t *first = codes->quick + ((size_t)code << spare);
    for (int i = 0; i < 1 << spare; i++) first[i] = entry;
}

bool jpeg_codes_make(jpeg_codes *codes, const uint8_t *counts, const uint8_t *symbols, bool isDC) {
    memset(codes, 0, sizeof *codes);
    int total = 0;
    for (int i = 0; i < 16; i++) total += counts[i];
    if (total > 256) return false;
    memcpy(codes->symbols, symbols, (size_t)total);
    int code = 0, place = 0;
    for (int length = 1; length <= 16; length++) {
        codes->offsets[length] = place - code;
        for (int i = 0; i < counts[length - 1]; i++, code++, place++) {
            // All ones is no code (T.81, C.2); beyond it there is no room for one.
            if (code >= (1 << length) - 1) return false;
            if (isDC ? symbols[place] > LONGEST_DC_BITS : (symbols[place] & 15) > LONGEST_AC_BITS) return false;
            if (length <= JPEG_QUICK_BITS) addQuick(codes, code, length, symbols[place]);
        }
        codes->limits[length] = code << (16 - length);
        code <<= 1;
    }
    return true;
}
