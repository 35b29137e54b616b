// Chunks, inflating, and undoing the filters of rows.

#include "PlainPNG.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

enum {
    HEAD = 8,
    /// Length, name and sum of a chunk.
    CHUNK = 12,
    /// Inflated at once, beyond one row: small enough to stay in the processor's cache.
    BLOCK_BYTES = 64 << 10,
};

static uint32_t number(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool isNamed(const uint8_t *chunk, const char *name) { return memcmp(chunk + 4, name, 4) == 0; }

/// Bytes of the content of the chunk at `place`; false when it sticks out of the file.
static bool contentLength(const uint8_t *bytes, size_t count, size_t place, size_t *length) {
    if (count < CHUNK || place > count - CHUNK) return false;
    *length = number(bytes + place);
    return *length <= count - CHUNK - place;
}

/// Whether a chunk need not be understood: its name is one, and says so (5.4).
static bool canBePassedOver(const uint8_t *chunk) {
    for (int i = 4; i < 8; i++) {
        uint8_t letter = chunk[i] | 0x20;
        if (letter < 'a' || letter > 'z') return false;
    }
    return (chunk[4] & 0x20) != 0;
}

static bool hasRightSum(const uint8_t *chunk, size_t length) {
    return crc32_z(crc32_z(0, NULL, 0), chunk + 4, length + 4) == number(chunk + 8 + length);
}

static bool readHeader(const uint8_t *content, plain_png *png) {
    png->width = number(content), png->height = number(content + 4);
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
    static const uint8_t signature[HEAD] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    memset(png, 0, sizeof *png);
    if (count < HEAD || memcmp(bytes, signature, HEAD) != 0) return false;
    for (int i = 0; i < 256; i++) png->palette[i][3] = 255;
    size_t length = 0;
    if (!contentLength(bytes, count, HEAD, &length) || length != 13 || !isNamed(bytes + HEAD, "IHDR")) return false;
    if (!hasRightSum(bytes + HEAD, length) || !readHeader(bytes + HEAD + 8, png)) return false;
    for (size_t place = HEAD + CHUNK + length; contentLength(bytes, count, place, &length); place += CHUNK + length) {
        const uint8_t *chunk = bytes + place;
        if (isNamed(chunk, "IDAT")) {
            png->dataOffset = place;
            return !png->hasPalette || png->paletteCount > 0;
        }
        // A PLTE in a coloured image suggests colours, no more.
        bool isPalette = isNamed(chunk, "PLTE"), isTransparency = isNamed(chunk, "tRNS");
        if (isPalette || isTransparency) {
            if (!hasRightSum(chunk, length)) return false;
            if (isPalette && png->hasPalette && !readPalette(chunk + 8, length, png)) return false;
            if (isTransparency && !readTransparency(chunk + 8, length, png)) return false;
        } else if (isNamed(chunk, "iCCP")) {
            png->hasProfile = true;
        } else if (!canBePassedOver(chunk)) {
            return false;
        }
    }
    return false;
}

/// The samples that the filters predict from: left, above, and above the left one (9.4).
static inline uint8_t paeth(int a, int b, int c) {
    int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);
    return (uint8_t)(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

/// Undoes a row's filter for pixels of `size` bytes, a constant to the compiler.
static inline __attribute__((always_inline)) void unfilterLeft(
    int kind, uint8_t *row, const uint8_t *above, size_t count, const size_t size) {
    switch (kind) {
    case 1:
        for (size_t i = size; i < count; i++) row[i] = (uint8_t)(row[i] + row[i - size]);
        return;
    case 3:
        for (size_t i = 0; i < size; i++) row[i] = (uint8_t)(row[i] + above[i] / 2);
        for (size_t i = size; i < count; i++) row[i] = (uint8_t)(row[i] + (row[i - size] + above[i]) / 2);
        return;
    default: {
        int left[4] = {0}, corner[4] = {0};
        for (size_t i = 0; i + size <= count; i += size) {
            for (size_t band = 0; band < size; band++) {
                int up = above[i + band];
                left[band] = (uint8_t)(row[i + band] + paeth(left[band], up, corner[band]));
                row[i + band] = (uint8_t)left[band];
                corner[band] = up;
            }
        }
    }
    }
}

#if defined(__SSE2__)
#include <emmintrin.h>

/// One pixel of three or four bytes, each in 16 bits.
static inline __m128i wide(const uint8_t *pixel, size_t size) {
    int32_t four = 0;
    memcpy(&four, pixel, size);
    return _mm_unpacklo_epi8(_mm_cvtsi32_si128(four), _mm_setzero_si128());
}

static inline void store(__m128i value, uint8_t *pixel, size_t size) {
    int32_t four = _mm_cvtsi128_si32(_mm_packus_epi16(value, value));
    memcpy(pixel, &four, size);
}

static inline __m128i magnitude(__m128i value) { return _mm_max_epi16(value, _mm_sub_epi16(_mm_setzero_si128(), value)); }

static inline __m128i chosen(__m128i mask, __m128i one, __m128i other) {
    return _mm_or_si128(_mm_and_si128(mask, one), _mm_andnot_si128(mask, other));
}

/// As `unfilterLeft` for Paeth's filter, all bytes of a pixel at once.
static inline __attribute__((always_inline)) void unfilterPaeth(
    uint8_t *row, const uint8_t *above, size_t count, const size_t size) {
    __m128i left = _mm_setzero_si128(), corner = left, bytes = _mm_set1_epi16(0xFF);
    for (size_t i = 0; i + size <= count; i += size) {
        __m128i up = wide(above + i, size);
        __m128i toLeft = _mm_sub_epi16(up, corner), toUp = _mm_sub_epi16(left, corner);
        __m128i pa = magnitude(toLeft), pb = magnitude(toUp), pc = magnitude(_mm_add_epi16(toLeft, toUp));
        __m128i least = _mm_min_epi16(pc, _mm_min_epi16(pa, pb));
        __m128i near = chosen(
            _mm_cmpeq_epi16(least, pa), left, chosen(_mm_cmpeq_epi16(least, pb), up, corner));
        left = _mm_and_si128(_mm_add_epi16(wide(row + i, size), near), bytes);
        store(left, row + i, size);
        corner = up;
    }
}
#else
static inline void unfilterPaeth(uint8_t *row, const uint8_t *above, size_t count, size_t size) {
    unfilterLeft(4, row, above, count, size);
}
#endif

/// False for a filter that there is not. Rows have whole pixels.
static bool unfilter(int kind, uint8_t *row, const uint8_t *above, size_t count, int size) {
    switch (kind) {
    case 0: return true;
    case 2:
        for (size_t i = 0; i < count; i++) row[i] = (uint8_t)(row[i] + above[i]);
        return true;
    case 1:
    case 3:
    case 4:
        switch (size) {
        case 1: unfilterLeft(kind, row, above, count, 1); return true;
        case 2: unfilterLeft(kind, row, above, count, 2); return true;
        case 3:
            if (kind == 4) unfilterPaeth(row, above, count, 3);
            else unfilterLeft(kind, row, above, count, 3);
            return true;
        default:
            if (kind == 4) unfilterPaeth(row, above, count, 4);
            else unfilterLeft(kind, row, above, count, 4);
            return true;
        }
    default: return false;
    }
}

/// Gives a row its final bands. False for a pixel that has no colour.
static bool expand(const plain_png *png, const uint8_t *row, uint8_t *pixels) {
    size_t width = png->width;
    if (png->hasPalette) {
        size_t bands = (size_t)png->bands;
        for (size_t i = 0; i < width; i++) {
            if (row[i] >= png->paletteCount) return false;
            memcpy(pixels + i * bands, png->palette[row[i]], bands);
        }
    } else if (png->hasTransparentColour) {
        size_t size = (size_t)png->storedBytes;
        for (size_t i = 0; i < width; i++) {
            memcpy(pixels + i * (size + 1), row + i * size, size);
            pixels[i * (size + 1) + size] = memcmp(row + i * size, png->transparent, size) == 0 ? 0 : 255;
        }
    } else {
        memcpy(pixels, row, width * (size_t)png->storedBytes);
    }
    return true;
}

static size_t rowBytes(const plain_png *png) { return (size_t)png->width * (size_t)png->storedBytes; }

/// Rows inflated at once.
static size_t rowsAtOnce(const plain_png *png) {
    size_t rows = 1 + BLOCK_BYTES / (1 + rowBytes(png));
    return rows < png->height ? rows : png->height;
}

size_t plain_png_scratch_bytes(const plain_png *png) {
    return rowBytes(png) + rowsAtOnce(png) * (1 + rowBytes(png));
}

/// The data of a file, chunk by chunk.
typedef struct source {
    const uint8_t *bytes;
    size_t count, place;
    z_stream stream;
} source;

/// Goes on to the next IDAT; false when there is none, or a damaged one while `checks`.
static bool advance(source *from, bool checks) {
    size_t length = 0;
    const uint8_t *chunk = from->bytes + from->place;
    if (!contentLength(from->bytes, from->count, from->place, &length) || !isNamed(chunk, "IDAT")) return false;
    if (checks && !hasRightSum(chunk, length)) return false;
    from->stream.next_in = (z_const Bytef *)(chunk + 8);
    from->stream.avail_in = (uInt)length;
    from->place += CHUNK + length;
    return true;
}

/// Inflates until `room` bytes are full or the stream ends; gives zlib's last word.
static int inflateInto(source *from, uint8_t *to, size_t room, bool checks) {
    from->stream.next_out = to;
    from->stream.avail_out = (uInt)room;
    int status = Z_OK;
    while (status == Z_OK && from->stream.avail_out > 0) {
        if (from->stream.avail_in == 0 && !advance(from, checks)) return Z_BUF_ERROR;
        // An empty chunk is none.
        if (from->stream.avail_in == 0) continue;
        status = inflate(&from->stream, Z_NO_FLUSH);
    }
    return status;
}

static bool decodeRows(source *from, const plain_png *png, uint8_t *pixels, uint8_t *scratch) {
    size_t length = rowBytes(png), outLength = (size_t)png->width * (size_t)png->bands;
    // The row above the block comes first.
    uint8_t *block = scratch + length;
    memset(scratch, 0, length);
    const uint8_t *above = scratch;
    for (uint32_t first = 0; first < png->height;) {
        size_t rows = rowsAtOnce(png);
        if (rows > png->height - first) rows = png->height - first;
        int status = inflateInto(from, block, rows * (1 + length), true);
        if (from->stream.avail_out > 0 || (status != Z_OK && status != Z_STREAM_END)) return false;
        for (size_t i = 0; i < rows; i++) {
            uint8_t *row = block + i * (1 + length) + 1;
            if (!unfilter(row[-1], row, above, length, png->storedBytes)) return false;
            if (!expand(png, row, pixels + (first + i) * outLength)) return false;
            above = row;
        }
        memcpy(scratch, above, length);
        above = scratch;
        first += (uint32_t)rows;
        if (status == Z_STREAM_END && first < png->height) return false;
        if (status == Z_STREAM_END) return true;
    }
    // The sum stands behind the last row: it is looked at when one byte more is asked for.
    uint8_t more;
    return inflateInto(from, &more, 1, true) == Z_STREAM_END && from->stream.avail_out == 1;
}

bool plain_png_decode(const uint8_t *bytes, size_t count, const plain_png *png, uint8_t *pixels, uint8_t *scratch) {
    source from = {.bytes = bytes, .count = count, .place = png->dataOffset};
    if (inflateInit(&from.stream) != Z_OK) return false;
    bool isWhole = decodeRows(&from, png, pixels, scratch);
    inflateEnd(&from.stream);
    return isWhole;
}

bool plain_png_has_wrong_sum(const uint8_t *bytes, size_t count) {
    size_t place = HEAD, length = 0;
    while (contentLength(bytes, count, place, &length) && !isNamed(bytes + place, "IDAT")) place += CHUNK + length;
    source from = {.bytes = bytes, .count = count, .place = place};
    if (inflateInit(&from.stream) != Z_OK) return false;
    uint8_t block[16 << 10];
    int status;
    do status = inflateInto(&from, block, sizeof block, false);
    while (status == Z_OK);
    // Nothing else tells a wrong sum from damaged data (zlib's inflate.c); damage shows in the picture, or lies behind it.
    bool isWrong = status == Z_DATA_ERROR && from.stream.msg != NULL && strcmp(from.stream.msg, "incorrect data check") == 0;
    inflateEnd(&from.stream);
    return isWrong;
}
