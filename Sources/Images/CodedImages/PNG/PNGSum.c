// The sum over the data of a PNG of any kind, which libvips does not look at.

#include "PNGChunks.h"

#include <zlib.h>

bool plain_png_has_wrong_sum(const uint8_t *bytes, size_t count) {
    size_t place = PNG_HEAD, length = 0;
    while (png_chunk_length(bytes, count, place, &length) && !png_chunk_is(bytes + place, "IDAT"))
        place += PNG_CHUNK + length;
    z_stream stream = {0};
    if (inflateInit(&stream) != Z_OK) return false;
    uint8_t block[16 << 10];
    int status = Z_OK;
    while (status == Z_OK) {
        if (stream.avail_in == 0) {
            if (!png_chunk_length(bytes, count, place, &length) || !png_chunk_is(bytes + place, "IDAT")) break;
            stream.next_in = (z_const Bytef *)(bytes + place + 8);
            stream.avail_in = (uInt)length;
            place += PNG_CHUNK + length;
            // An empty chunk is skipped.
            if (length == 0) continue;
        }
        stream.next_out = block;
        stream.avail_out = sizeof block;
        status = inflate(&stream, Z_NO_FLUSH);
    }
    // Nothing else distinguishes a wrong sum from damaged data (zlib's inflate.c); damage shows in the picture, or lies
    // behind it.
    bool isWrong = status == Z_DATA_ERROR && stream.msg != NULL && strcmp(stream.msg, "incorrect data check") == 0;
    inflateEnd(&stream);
    return isWrong;
}
