// Transcodes coefficients with libjpeg; nothing is decoded to samples.

#include "JPEGRescan.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

enum { MAXIMUM_SCANS = 64 };

typedef struct failure {
    struct jpeg_error_mgr base;
    jmp_buf place;
} failure;

static void fail(j_common_ptr picture) { longjmp(((failure *)picture->err)->place, 1); }

static void stay_silent(j_common_ptr picture) { (void)picture; }

size_t jpeg_rescanned(
    const uint8_t *jpeg, size_t count, const jpeg_rescan *script, int scanCount, int restartInterval,
    uint8_t *out, size_t room) {
    struct jpeg_decompress_struct from = {0};
    struct jpeg_compress_struct to = {0};
    failure failure;
    jpeg_scan_info scans[MAXIMUM_SCANS] = {0};
    unsigned char *written = NULL;
    unsigned long length = 0;
    size_t result = 0;
    if (scanCount > MAXIMUM_SCANS) return 0;
    from.err = to.err = jpeg_std_error(&failure.base);
    failure.base.error_exit = fail;
    failure.base.output_message = stay_silent;
    if (setjmp(failure.place) == 0) {
        jpeg_create_decompress(&from);
        jpeg_create_compress(&to);
        jpeg_mem_src(&from, jpeg, count);
        jpeg_read_header(&from, TRUE);
        jvirt_barray_ptr *coefficients = jpeg_read_coefficients(&from);
        jpeg_copy_critical_parameters(&from, &to);
        for (int i = 0; i < scanCount; i++) {
            scans[i].comps_in_scan = script[i].componentCount;
            for (int c = 0; c < script[i].componentCount; c++) scans[i].component_index[c] = script[i].components[c];
            scans[i].Ss = script[i].first;
            scans[i].Se = script[i].last;
            scans[i].Ah = script[i].bitBefore;
            scans[i].Al = script[i].lowestBit;
        }
        if (scanCount > 0) {
            to.scan_info = scans;
            to.num_scans = scanCount;
        } else {
            jpeg_simple_progression(&to);
        }
        to.restart_interval = (unsigned)restartInterval;
        jpeg_mem_dest(&to, &written, &length);
        jpeg_write_coefficients(&to, coefficients);
        jpeg_finish_compress(&to);
        if (length <= room) {
            memcpy(out, written, length);
            result = length;
        }
    }
    jpeg_destroy_compress(&to);
    jpeg_destroy_decompress(&from);
    free(written);
    return result;
}
