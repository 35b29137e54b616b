// PNGs of eight bits whose rows follow one another, which are nearly all: to rows of samples, in a third of the time that
// libvips' loader takes, with the sum over all data looked at, which that does not. It knows nothing but sound files: at the
// first thing that is odd it gives up, and the caller decodes with a library that knows what to make of it.
// Source: PNG (third edition), ISO/IEC 15948; RFC 1950.
#ifndef PLAIN_PNG_H
#define PLAIN_PNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What comes of a file before its first data.
typedef struct plain_png {
    uint32_t width, height;
    /// Of the decoded image: 1 grey, 2 grey and opacity, 3 RGB, 4 RGB and opacity.
    int bands;
    /// Of a stored pixel, in bytes.
    int storedBytes;
    bool hasPalette;
    /// Whether there is a colour profile, which is not looked at.
    bool hasProfile;
    /// Whether one colour, `transparent`, means transparency.
    bool hasTransparentColour;
    uint8_t transparent[3];
    /// Red, green, blue and opacity of each palette entry; missing ones are opaque black.
    uint8_t palette[256][4];
    /// Entries that the file has; a pixel beyond them is damage.
    int paletteCount;
    /// Where the first IDAT begins.
    size_t dataOffset;
} plain_png;

/// Reads up to the first data. False for every other kind of PNG.
bool plain_png_read(const uint8_t *bytes, size_t count, plain_png *png);

/// Bytes of memory that decoding takes.
size_t plain_png_memory_bytes(const uint8_t *bytes, size_t count, const plain_png *png);

/// Decodes to the beginning of `memory`, the whole image without gaps. False where anything is missing, damaged or odd;
/// the memory holds anything then.
bool plain_png_decode(const uint8_t *bytes, size_t count, const plain_png *png, uint8_t *memory);

/// Whether the data of any PNG is whole and does not have the sum that stands behind it (Adler-32). Costs as much as
/// inflating it.
bool plain_png_has_wrong_sum(const uint8_t *bytes, size_t count);

#endif
