// libjpeg's word on a whole JPEG: what it warned of from the first byte to the last sample, by code and not by text.
// TurboJPEG and libvips give the first or the last warning alone, as text.
#ifndef JPEG_WARNINGS_H
#define JPEG_WARNINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum jpeg_soundness {
    /// Every sample was there. There may have been warnings about things that change no sample.
    JPEG_IS_SOUND,
    /// Coded data is missing or damaged: parts of the picture are grey or garbled.
    JPEG_IS_DAMAGED,
    /// libjpeg cannot decode it at all.
    JPEG_IS_UNREADABLE,
} jpeg_soundness;

/// Longest text with its zero.
enum { JPEG_WARNINGS_TEXT_BYTES = 200 };

/// Decodes all coded data of `bytes`, its samples at an eighth of the size, and keeps none.
///
/// Takes the memory that libjpeg takes: two bytes for each coefficient where the picture has several scans, else some
/// rows. `text` becomes libjpeg's words on the first thing that was wrong, empty when nothing was.
///
/// - `continues`: damage does not end the check: a picture is unreadable only if libjpeg stops with an error.
jpeg_soundness jpeg_warnings_check(
    const uint8_t *bytes, size_t count, bool continues, char text[JPEG_WARNINGS_TEXT_BYTES]);

#endif
