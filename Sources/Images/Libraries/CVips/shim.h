// libvips for Swift: its variadic operations and GLib macros, which Swift cannot call, as plain functions.
// Each returns 0, or -1 with a text in libvips' error buffer. A `VipsImage **` result is owned by the caller.
// https://www.libvips.org/API/current/
#pragma once
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include <gio/gio.h>
#include <vips/vips.h>

// VIPS_INIT is a macro that checks the ABI.
static inline int cvips_init(const char *name) { return VIPS_INIT(name); }

static inline void cvips_drop_message(const char *domain, GLogLevelFlags level, const char *text, void *data) {
    (void)domain, (void)level, (void)text, (void)data;
}

// `data` is the key under which each thread counts.
static inline void cvips_count_message(const char *domain, GLogLevelFlags level, const char *text, void *data) {
    (void)domain, (void)level, (void)text;
    pthread_key_t key = (pthread_key_t)(uintptr_t)data;
    pthread_setspecific(key, (const void *)((uintptr_t)pthread_getspecific(key) + 1));
}

// How many warnings libvips has given on this thread.
static inline size_t cvips_warning_count(pthread_key_t key) { return (size_t)pthread_getspecific(key); }

// libvips warns on stderr about every odd image; what matters arrives as a failed call, or by the number of warnings,
// which are counted under the key that is given back. The level constants are macros with casts.
static inline pthread_key_t cvips_silence(void) {
    pthread_key_t key = 0;
    if (pthread_key_create(&key, NULL) != 0) abort();
    GLogLevelFlags levels = (GLogLevelFlags)(G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO |
        G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_RECURSION);
    g_log_set_handler("VIPS", levels, cvips_drop_message, NULL);
    g_log_set_handler("VIPS", (GLogLevelFlags)(G_LOG_LEVEL_WARNING | G_LOG_FLAG_RECURSION), cvips_count_message,
        (void *)(uintptr_t)key);
    levels = (GLogLevelFlags)(levels | G_LOG_LEVEL_WARNING);
    g_log_set_handler("GLib-GObject", levels, cvips_drop_message, NULL);
    return key;
}

// Loaders, by their own names: vips_foreign_find_load_buffer would try every one that is installed. Variadic.
static inline int cvips_jpegload(const void *bytes, size_t count, VipsImage **out, int shrink,
    int stops_at_warnings) {
    return vips_jpegload_buffer((void *)bytes, count, out, "shrink", shrink, "access", VIPS_ACCESS_SEQUENTIAL,
        "fail_on", stops_at_warnings ? VIPS_FAIL_ON_WARNING : VIPS_FAIL_ON_NONE, NULL);
}
#define CVIPS_LOADER(name) \
    static inline int cvips_##name(const void *bytes, size_t count, VipsImage **out) { \
        return vips_##name##_buffer((void *)bytes, count, out, "access", VIPS_ACCESS_SEQUENTIAL, \
            "fail_on", VIPS_FAIL_ON_ERROR, NULL); \
    }
// A drawing at `scale` times its own size; files and addresses it names are not read.
static inline int cvips_svgload(const void *bytes, size_t count, VipsImage **out, double scale) {
    return vips_svgload_buffer((void *)bytes, count, out, "scale", scale, "access", VIPS_ACCESS_SEQUENTIAL,
        "fail_on", VIPS_FAIL_ON_ERROR, NULL);
}
CVIPS_LOADER(pngload)
CVIPS_LOADER(webpload)
CVIPS_LOADER(gifload)
CVIPS_LOADER(tiffload)
CVIPS_LOADER(heifload)
CVIPS_LOADER(jp2kload)
CVIPS_LOADER(jxlload)

// Savers to memory; the bytes are freed with g_free. Variadic.
static inline int cvips_jpegsave(VipsImage *in, void **bytes, size_t *count, int quality, int strip,
    int isProgressive, int restartInterval) {
    return vips_jpegsave_buffer(in, bytes, count, "Q", quality, "strip", strip, "optimize_coding", FALSE,
        "interlace", isProgressive, "restart_interval", restartInterval,
        "subsample_mode", VIPS_FOREIGN_SUBSAMPLE_ON, NULL);
}
static inline int cvips_pngsave(VipsImage *in, void **bytes, size_t *count, int compression, int palette,
    int strip) {
    return vips_pngsave_buffer(in, bytes, count, "compression", compression, "palette", palette, "strip", strip,
        "filter", VIPS_FOREIGN_PNG_FILTER_SUB, NULL);
}
static inline int cvips_webpsave(VipsImage *in, void **bytes, size_t *count, int quality, int lossless,
    int strip) {
    return vips_webpsave_buffer(in, bytes, count, "Q", quality, "lossless", lossless, "strip", strip, NULL);
}
static inline int cvips_gifsave(VipsImage *in, void **bytes, size_t *count) {
    return vips_gifsave_buffer(in, bytes, count, "effort", 1, NULL);
}
static inline int cvips_tiffsave(VipsImage *in, void **bytes, size_t *count, int strip) {
    return vips_tiffsave_buffer(in, bytes, count, "compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE,
        "strip", strip, NULL);
}
static inline int cvips_heifsave(VipsImage *in, void **bytes, size_t *count, int quality, int isAV1) {
    return vips_heifsave_buffer(in, bytes, count, "Q", quality, "effort", 0, "compression",
        isAV1 ? VIPS_FOREIGN_HEIF_COMPRESSION_AV1 : VIPS_FOREIGN_HEIF_COMPRESSION_HEVC, NULL);
}
static inline int cvips_avifsave(VipsImage *in, void **bytes, size_t *count, int quality, int effort) {
    return vips_heifsave_buffer(in, bytes, count, "Q", quality, "effort", effort, "strip", TRUE, "bitdepth", 8,
        "compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1, NULL);
}
static inline int cvips_jp2ksave(VipsImage *in, void **bytes, size_t *count, int quality) {
    return vips_jp2ksave_buffer(in, bytes, count, "Q", quality, NULL);
}
static inline int cvips_jxlsave(VipsImage *in, void **bytes, size_t *count, int quality) {
    return vips_jxlsave_buffer(in, bytes, count, "Q", quality, "effort", 3, NULL);
}

// Operations. Variadic.
static inline int cvips_resize(VipsImage *in, VipsImage **out, double scale, double vertical, VipsKernel kernel) {
    return vips_resize(in, out, scale, "vscale", vertical, "kernel", kernel, NULL);
}
static inline int cvips_crop(VipsImage *in, VipsImage **out, int left, int top, int width, int height) {
    return vips_crop(in, out, left, top, width, height, NULL);
}
static inline int cvips_replicate(VipsImage *in, VipsImage **out, int across, int down) {
    return vips_replicate(in, out, across, down, NULL);
}
static inline int cvips_add(VipsImage *left, VipsImage *right, VipsImage **out) {
    return vips_add(left, right, out, NULL);
}
static inline int cvips_linear(VipsImage *in, VipsImage **out, double factor, double offset) {
    return vips_linear1(in, out, factor, offset, NULL);
}
static inline int cvips_cast(VipsImage *in, VipsImage **out, VipsBandFormat format) {
    return vips_cast(in, out, format, NULL);
}
// 16 to 8 bits, by the upper byte.
static inline int cvips_halve_depth(VipsImage *in, VipsImage **out) {
    return vips_cast(in, out, VIPS_FORMAT_UCHAR, "shift", TRUE, NULL);
}
static inline int cvips_colourspace(VipsImage *in, VipsImage **out, VipsInterpretation space) {
    return vips_colourspace(in, out, space, NULL);
}
static inline int cvips_flatten(VipsImage *in, VipsImage **out, double *levels, int count, double maximumAlpha) {
    VipsArrayDouble *background = vips_array_double_new(levels, count);
    int status = vips_flatten(in, out, "background", background, "max_alpha", maximumAlpha, NULL);
    vips_area_unref(VIPS_AREA(background));
    return status;
}
static inline int cvips_bandjoin(VipsImage *left, VipsImage *right, VipsImage **out) {
    return vips_bandjoin2(left, right, out, NULL);
}
static inline int cvips_extract_bands(VipsImage *in, VipsImage **out, int first, int count) {
    return vips_extract_band(in, out, first, "n", count, NULL);
}
static inline int cvips_draw_circle(VipsImage *in, double *ink, int inks, int x, int y, int radius) {
    return vips_draw_circle(in, ink, inks, x, y, radius, "fill", TRUE, NULL);
}
static inline int cvips_draw_rect(VipsImage *in, double *ink, int inks, int left, int top, int width, int height) {
    return vips_draw_rect(in, ink, inks, left, top, width, height, "fill", TRUE, NULL);
}
static inline int cvips_relabel(VipsImage *in, VipsImage **out, VipsInterpretation space) {
    return vips_copy(in, out, "interpretation", space, NULL);
}
// A copy that knows no profile.
static inline int cvips_without_profile(VipsImage *in, VipsImage **out) {
    if (vips_copy(in, out, NULL) != 0) return -1;
    vips_image_remove(*out, VIPS_META_ICC_NAME);
    return 0;
}
// Colours that were multiplied by their opacity, divided by it again.
static inline int cvips_unpremultiply(VipsImage *in, VipsImage **out, double maximumAlpha) {
    return vips_unpremultiply(in, out, "max_alpha", maximumAlpha, NULL);
}
// A part of the image, alone on a canvas of the size it had.
static inline int cvips_part_over(VipsImage *in, VipsImage **out, int left, int top, int width, int height,
    double *levels, int count) {
    VipsImage *part = NULL;
    if (vips_extract_area(in, &part, left, top, width, height, NULL) != 0) return -1;
    VipsArrayDouble *background = vips_array_double_new(levels, count);
    int status = vips_embed(part, out, left, top, in->Xsize, in->Ysize, "extend", VIPS_EXTEND_BACKGROUND, "background",
        background, NULL);
    vips_area_unref(VIPS_AREA(background));
    g_object_unref(part);
    return status;
}
// From the profile in the file to sRGB.
static inline int cvips_to_srgb(VipsImage *in, VipsImage **out, int depth) {
    return vips_icc_transform(in, out, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_RELATIVE, "depth", depth, NULL);
}
static inline int cvips_maximum(VipsImage *in, double *out) { return vips_max(in, out, NULL); }

// The beginning of a gzip file's content. GIO's types are macros.
static inline size_t cvips_gunzip(const void *bytes, size_t count, void *out, size_t room) {
    GConverter *inflater = G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP));
    size_t taken = 0, made = 0;
    while (taken < count && made < room) {
        gsize read = 0, written = 0;
        GConverterResult result = g_converter_convert(inflater, (const char *)bytes + taken, count - taken,
            (char *)out + made, room - made, G_CONVERTER_NO_FLAGS, &read, &written, NULL);
        taken += read;
        made += written;
        if (result != G_CONVERTER_CONVERTED) break;
    }
    g_object_unref(inflater);
    return made;
}

// g_object_unref takes a gpointer, and Swift would see a different type in each GLib version.
static inline void cvips_unref(VipsImage *image) { g_object_unref(image); }
static inline void cvips_unref_region(VipsRegion *region) { g_object_unref(region); }

// VIPS_REGION_ADDR is a macro.
static inline const unsigned char *cvips_region_pixel(VipsRegion *region, int left, int top) {
    return (const unsigned char *)VIPS_REGION_ADDR(region, left, top);
}
static inline size_t cvips_region_stride(VipsRegion *region) { return VIPS_REGION_LSKIP(region); }
