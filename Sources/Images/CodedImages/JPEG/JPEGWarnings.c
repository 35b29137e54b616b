// Decodes with libjpeg, whose error manager is ours.

#include "JPEGWarnings.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

typedef struct listener {
    struct jpeg_error_mgr base;
    jmp_buf failed;
    /// Of JPEG_WARNINGS_TEXT_BYTES bytes.
    char *text;
    bool continues, hasDamage;
} listener;

/// Whether samples are wrong after the last warning (jerror.h). What is new to this list counts as damage.
static bool isDamage(const struct jpeg_error_mgr *heard) {
    switch (heard->msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_NOT_SEQUENTIAL:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_BOGUS_ICC:
    // The end marker is missing. Where samples are missing too, another warning says so.
    case JWRN_JPEG_EOF:
        return false;
    case JWRN_EXTRANEOUS_DATA: {
        // Left over before a restart marker: one was lost, and what lay between. Elsewhere OpenCV and browsers show the
        // picture.
        int marker = heard->msg_parm.i[1];
        return marker >= 0xD0 && marker <= 0xD7;
    }
    default:
        return true;
    }
}

static void note(j_common_ptr picture) {
    listener *to = (listener *)picture->err;
    char whole[JMSG_LENGTH_MAX];
    to->base.format_message(picture, whole);
    snprintf(to->text, JPEG_WARNINGS_TEXT_BYTES, "%s", whole);
}

/// Levels below zero are warnings, the others tell of progress.
static void hearMessage(j_common_ptr picture, int level) {
    listener *to = (listener *)picture->err;
    if (level >= 0) return;
    bool isFatal = isDamage(&to->base);
    if (isFatal || to->text[0] == 0) note(picture);
    to->hasDamage |= isFatal;
    // One such is enough: nothing that follows can mend it.
    if (isFatal && !to->continues) longjmp(to->failed, JPEG_IS_DAMAGED);
}

static void hearError(j_common_ptr picture) {
    listener *to = (listener *)picture->err;
    note(picture);
    longjmp(to->failed, JPEG_IS_UNREADABLE);
}

/// libjpeg would write to stderr.
static void staySilent(j_common_ptr picture) { (void)picture; }

jpeg_soundness jpeg_warnings_check(
    const uint8_t *bytes, size_t count, bool continues, char text[JPEG_WARNINGS_TEXT_BYTES]) {
    struct jpeg_decompress_struct picture = {0};
    listener listener = {.text = text, .continues = continues};
    text[0] = 0;
    picture.err = jpeg_std_error(&listener.base);
    listener.base.emit_message = hearMessage;
    listener.base.error_exit = hearError;
    listener.base.output_message = staySilent;
    int failure = setjmp(listener.failed);
    if (failure != 0) {
        jpeg_destroy_decompress(&picture);
        return (jpeg_soundness)failure;
    }
    jpeg_create_decompress(&picture);
    jpeg_mem_src(&picture, bytes, count);
    jpeg_read_header(&picture, TRUE);
    picture.scale_num = 1;
    picture.scale_denom = 8;
    picture.out_color_space = picture.jpeg_color_space;
    picture.dct_method = JDCT_IFAST;
    picture.do_fancy_upsampling = FALSE;
    jpeg_start_decompress(&picture);
    JSAMPARRAY rows = (*picture.mem->alloc_sarray)((j_common_ptr)&picture, JPOOL_IMAGE,
        picture.output_width * (JDIMENSION)picture.output_components, (JDIMENSION)picture.rec_outbuf_height);
    // What stands behind the last sample changes no sample: it is not read.
    while (picture.output_scanline < picture.output_height) {
        jpeg_read_scanlines(&picture, rows, (JDIMENSION)picture.rec_outbuf_height);
    }
    jpeg_destroy_decompress(&picture);
    return listener.hasDamage ? JPEG_IS_DAMAGED : JPEG_IS_SOUND;
}
