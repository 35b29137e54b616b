// A GIF's blocks and codes, counted.

#include "GIFCodes.h"

enum { LONGEST_CODE = 12, MOST_CODES = 1 << LONGEST_CODE };

gif_codes gif_codes_read(const uint8_t *bytes, size_t count, size_t place, int colourBits, uint64_t pixels) {
    gif_codes found = {0};
    if (colourBits < 1 || colourBits >= LONGEST_CODE) return found;
    // Pixels that each code stands for; those of the colours are 1.
    uint16_t lengths[MOST_CODES];
    const unsigned clear = 1u << colourBits;
    for (unsigned code = 0; code < clear; code++) lengths[code] = 1;
    unsigned codeBits = (unsigned)colourBits + 1, next = clear + 2, previous = MOST_CODES;
    uint64_t bits = 0, made = 0;
    unsigned held = 0;
    bool isOver = pixels == 0;
    while (place < count) {
        size_t length = bytes[place];
        if (length == 0) {
            found.hasEnd = true;
            break;
        }
        size_t end = place + 1 + length;
        size_t last = end < count ? end : count;
        for (size_t at = place + 1; at < last && !isOver;) {
            while (held <= 56 && at < last) {
                bits |= (uint64_t)bytes[at++] << held;
                held += 8;
            }
            while (held >= codeBits) {
                unsigned code = (unsigned)bits & ((1u << codeBits) - 1);
                bits >>= codeBits;
                held -= codeBits;
                if (code == clear) {
                    codeBits = (unsigned)colourBits + 1;
                    next = clear + 2;
                    previous = MOST_CODES;
                    continue;
                }
                // The end, or what no encoder writes.
                if (code == clear + 1 || code > next || (code == next && previous == MOST_CODES)) {
                    isOver = true;
                    break;
                }
                if (previous != MOST_CODES && next < MOST_CODES) {
                    // At most one pixel for each code there is.
                    lengths[next++] = (uint16_t)(lengths[previous] + 1);
                    if (next == 1u << codeBits && codeBits < LONGEST_CODE) codeBits++;
                }
                made += lengths[code];
                previous = code;
                if (made >= pixels) {
                    isOver = true;
                    break;
                }
            }
        }
        place = end;
    }
    found.isWhole = made >= pixels;
    found.missingBytes = place > count ? place - count : 0;
    return found;
}
