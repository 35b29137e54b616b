// libvips for Swift: its variadic operations and GLib macros, which Swift cannot call, as plain functions.
// Each returns 0, or -1 with a text in libvips' error buffer. A `VipsImage **` result is owned by the caller.
// https://www.libvips.org/API/current/
#pragma once
#include <vips/vips.h>

// VIPS_INIT is a macro that checks the ABI.
static inline int cvips_init(const char *name) { return VIPS_INIT(name); }

static inline void cvips_drop_message(const char *domain, GLogLevelFlags level, const char *text, void *data) {
    (void)domain, (void)level, (void)text, (void)data;
}

// libvips warns on stderr about every odd image; what matters arrives as a failed call.
// The level constants are macros with casts.
static inline void cvips_silence(void) {
    GLogLevelFlags levels = (GLogLevelFlags)(G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO |
        G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_RECURSION);
    g_log_set_handler("VIPS", levels, cvips_drop_message, NULL);
    g_log_set_handler("GLib-GObject", levels, cvips_drop_message, NULL);
}

// Loaders, by their own names: vips_foreign_find_load_buffer would try every one that is installed. Variadic.
static inline int cvips_jpegload(const void *bytes, size_t count, VipsImage **out, int shrink,
    int keeps_truncated) {
    return vips_jpegload_buffer((void *)bytes, count, out, "shrink", shrink, "access", VIPS_ACCESS_SEQUENTIAL,
        "fail_on", keeps_truncated ? VIPS_FAIL_ON_NONE : VIPS_FAIL_ON_ERROR, NULL);
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
static inline int cvips_jpegsave(VipsImage *in, void **bytes, size_t *count, int quality, int strip) {
    return vips_jpegsave_buffer(in, bytes, count, "Q", quality, "strip", strip, "optimize_coding", FALSE,
        "interlace", FALSE, "subsample_mode", VIPS_FOREIGN_SUBSAMPLE_ON, NULL);
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
// From the profile in the file to sRGB.
static inline int cvips_to_srgb(VipsImage *in, VipsImage **out, int depth) {
    return vips_icc_transform(in, out, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_RELATIVE, "depth", depth, NULL);
}
static inline int cvips_maximum(VipsImage *in, double *out) { return vips_max(in, out, NULL); }

// g_object_unref takes a gpointer, and Swift would see a different type in each GLib version.
static inline void cvips_unref(VipsImage *image) { g_object_unref(image); }
static inline void cvips_unref_region(VipsRegion *region) { g_object_unref(region); }

// VIPS_REGION_ADDR is a macro.
static inline const unsigned char *cvips_region_pixel(VipsRegion *region, int left, int top) {
    return (const unsigned char *)VIPS_REGION_ADDR(region, left, top);
}
static inline size_t cvips_region_stride(VipsRegion *region) { return VIPS_REGION_LSKIP(region); }
