// Chunks, and the way from the data to rows.

#include "PNGChunks.h"
#include "PNGRows.h"

#include <stdlib.h>

#include <libdeflate.h>

/// Whether a chunk need not be understood: its name is one, and says so (5.4).
static bool canBePassedOver(const uint8_t *chunk) {
    for (int i = 4; i < 8; i++) {
        uint8_t letter = chunk[i] | 0x20;
        if (letter < 'a' || letter > 'z') return false;
    }
    return (chunk[4] & 0x20) != 0;
}

static bool hasRightSum(const uint8_t *chunk, size_t length) {
    return libdeflate_crc32(0, chunk + 4, length + 4) == png_number(chunk + 8 + length);
}

static bool readHeader(const uint8_t *content, plain_png *png) {
    png->width = png_number(content), png->height = png_number(content + 4);
    // Depth, then after the kind of colours: compression, filters, interlacing.
    if (content[8] != 8 || content[10] != 0 || content[11] != 0 || content[12] != 0) return false;
    if (png->width == 0 || png->height == 0 || png->width > INT32_MAX || png->height > INT32_MAX) return false;
    switch (content[9]) {
    case 0: png->bands = png->storedBytes = 1; return true;
    case 2: png->bands = png->storedBytes = 3; return true;
    case 3: png->bands = 3, png->storedBytes = 1, png->hasPalette = true; return true;
    case 4: png->bands = png->storedBytes = 2; return true;
    case 6: png->bands = png->storedBytes = 4; return true;
    default: return false;
    }
}

static bool readPalette(const uint8_t *content, size_t length, plain_png *png) {
    if (length == 0 || length % 3 != 0 || length > 256 * 3 || png->paletteCount > 0) return false;
    png->paletteCount = (int)(length / 3);
    for (int i = 0; i < png->paletteCount; i++) memcpy(png->palette[i], content + 3 * i, 3);
    return true;
}

static bool readTransparency(const uint8_t *content, size_t length, plain_png *png) {
    if (png->hasPalette) {
        if (length == 0 || (int)length > png->paletteCount || png->bands == 4) return false;
        for (size_t i = 0; i < length; i++) png->palette[i][3] = content[i];
        png->bands = 4;
        return true;
    }
    if ((png->bands != 1 && png->bands != 3) || length != 2 * (size_t)png->bands) return false;
    for (int band = 0; band < png->bands; band++) {
        // Sixteen bits each, of which eight-bit samples have the lower ones.
        if (content[2 * band] != 0) return false;
        png->transparent[band] = content[2 * band + 1];
    }
    png->hasTransparentColour = true;
    png->bands++;
    return true;
}

bool plain_png_read(const uint8_t *bytes, size_t count, plain_png *png) {
    static const uint8_t signature[PNG_HEAD] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    memset(png, 0, sizeof *png);
    if (count < PNG_HEAD || memcmp(bytes, signature, PNG_HEAD) != 0) return false;
    for (int i = 0; i < 256; i++) png->palette[i][3] = 255;
    size_t length = 0;
    if (!png_chunk_length(bytes, count, PNG_HEAD, &length) || length != 13 || !png_chunk_is(bytes + PNG_HEAD, "IHDR")) return false;
    if (!hasRightSum(bytes + PNG_HEAD, length) || !readHeader(bytes + PNG_HEAD + 8, png)) return false;
    for (size_t place = PNG_HEAD + PNG_CHUNK + length; png_chunk_length(bytes, count, place, &length); place += PNG_CHUNK + length) {
        const uint8_t *chunk = bytes + place;
        if (png_chunk_is(chunk, "IDAT")) {
            png->dataOffset = place;
            return !png->hasPalette || png->paletteCount > 0;
        }
        // A PLTE in a coloured image suggests colours, no more.
        bool isPalette = png_chunk_is(chunk, "PLTE"), isTransparency = png_chunk_is(chunk, "tRNS");
        if (isPalette || isTransparency) {
            if (!hasRightSum(chunk, length)) return false;
            if (isPalette && png->hasPalette && !readPalette(chunk + 8, length, png)) return false;
            if (isTransparency && !readTransparency(chunk + 8, length, png)) return false;
        } else if (png_chunk_is(chunk, "iCCP")) {
            png->hasProfile = true;
        } else if (!canBePassedOver(chunk)) {
            return false;
        }
    }
    return false;
}

static size_t rowBytes(const plain_png *png) { return (size_t)png->width * (size_t)png->storedBytes; }

/// Whether pixels have more bytes than are stored of them.
static bool expands(const plain_png *png) { return png->bands != png->storedBytes; }

/// All rows with their filters, as they are inflated.
static size_t filteredBytes(const plain_png *png) { return (size_t)png->height * (1 + rowBytes(png)); }

/// Where the filtered rows lie: over the pixels, if those take no more room, as each row is moved towards the beginning.
static size_t filteredPlace(const plain_png *png) {
    return expands(png) ? (size_t)png->width * (size_t)png->height * (size_t)png->bands : 0;
}

/// The length of all data, and the number of its chunks.
static size_t dataBytes(const uint8_t *bytes, size_t count, const plain_png *png, int *chunks) {
    size_t sum = 0, length = 0;
    *chunks = 0;
    for (size_t place = png->dataOffset;
         png_chunk_length(bytes, count, place, &length) && png_chunk_is(bytes + place, "IDAT");
         place += PNG_CHUNK + length) {
        sum += length;
        *chunks += 1;
    }
    return sum;
}

size_t plain_png_memory_bytes(const uint8_t *bytes, size_t count, const plain_png *png) {
    int chunks;
    size_t data = dataBytes(bytes, count, png, &chunks);
    return filteredPlace(png) + filteredBytes(png) + PNG_ROW_PADDING + (chunks > 1 ? data : 0);
}

/// Inflates all data to `filtered`, `joined` being room for what stands in several chunks. False where it is not as long
/// as it must be, or a sum is wrong.
static bool inflateAll(
    const uint8_t *bytes, size_t count, const plain_png *png, uint8_t *filtered, uint8_t *joined) {
    int chunks;
    size_t size = dataBytes(bytes, count, png, &chunks), place = png->dataOffset, used = 0, length;
    const uint8_t *data = bytes + png->dataOffset + 8;
    if (chunks > 1) {
        size_t end = 0;
        for (int i = 0; i < chunks; i++, place += PNG_CHUNK + length, end += length) {
            length = png_number(bytes + place);
            memcpy(joined + end, bytes + place + 8, length);
        }
        data = joined;
    }
    struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
    if (!inflater) return false;
    enum libdeflate_result result =
        libdeflate_zlib_decompress_ex(inflater, data, size, filtered, filteredBytes(png), &used, NULL);
    libdeflate_free_decompressor(inflater);
    if (result != LIBDEFLATE_SUCCESS) return false;
    // Chunks behind the end of the data do not count.
    place = png->dataOffset;
    for (size_t start = 0; start < used; start += length, place += PNG_CHUNK + length) {
        length = png_number(bytes + place);
        if (!hasRightSum(bytes + place, length)) return false;
    }
    return true;
}

/// How many rows can be undone at once from one on.
static uint32_t rowsAtOnce(const plain_png *png, const uint8_t *row, uint32_t left) {
    if (png->storedBytes < 3 || left < PNG_PAETH_ROWS || !png_has_paeth_rows()) return 1;
    for (int i = 0; i < PNG_PAETH_ROWS; i++)
        if (row[i * (1 + rowBytes(png)) - 1] != 4) return 1;
    return PNG_PAETH_ROWS;
}

/// Undoes all filters, and moves the rows to the beginning of `memory`. `above` is for the row above the first one, which
/// is not there: all zeros.
static bool undoAll(const plain_png *png, uint8_t *memory, const uint8_t *above) {
    size_t length = rowBytes(png), stride = 1 + length, outLength = (size_t)png->width * (size_t)png->bands;
    uint32_t count = 0;
    for (uint32_t i = 0; i < png->height; i += count) {
        uint8_t *row = memory + filteredPlace(png) + i * stride + 1, *pixels = memory + i * outLength;
        count = rowsAtOnce(png, row, png->height - i);
        if (count > 1) png_paeth_rows(row, stride, above, length, png->storedBytes);
        else if (!png_row_unfilter(row[-1], row, above, length, png->storedBytes)) return false;
        for (uint32_t r = 0; r < count; r++, row += stride, pixels += outLength) {
            if (expands(png)) {
                if (!png_row_expand(png, row, pixels)) return false;
                above = row;
            } else {
                memmove(pixels, row, length);
                above = pixels;
            }
        }
    }
    return true;
}

bool plain_png_decode(const uint8_t *bytes, size_t count, const plain_png *png, uint8_t *memory) {
    uint8_t *filtered = memory + filteredPlace(png);
    if (!inflateAll(bytes, count, png, filtered, filtered + filteredBytes(png) + PNG_ROW_PADDING)) return false;
    uint8_t *nothing = calloc(1, rowBytes(png) + PNG_ROW_PADDING);
    bool isWhole = nothing && undoAll(png, memory, nothing);
    free(nothing);
    return isWhole;
}
