// The floor's image part: TurboJPEG and libswscale, JPEG -> 256 px border -> JPEG q95, in planes.
#pragma once
#include <libswscale/swscale.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

enum { SIDE = 256, QUALITY = 95, PLANE_BYTES = 1 << 26, OUTPUT_BYTES = 1 << 22 };

/// Handles and memory of one thread, kept from picture to picture. The scaler's context is kept while size and
/// sampling stay.
struct Picture {
    tjhandle decoder, encoder;
    struct SwsContext *scaler;
    unsigned char *planes[3], *canvas[3], *output;
    int width, height, sampling, scalerWidth, scalerHeight, scalerSampling, left, top;
};

static inline void pictureStart(struct Picture *p) {
    memset(p, 0, sizeof *p);
    p->decoder = tjInitDecompress();
    p->encoder = tjInitCompress();
    p->output = malloc(OUTPUT_BYTES);
    for (int i = 0; i < 3; i++) {
        p->planes[i] = malloc(PLANE_BYTES);
        p->canvas[i] = malloc(SIDE * SIDE);
    }
}

static inline enum AVPixelFormat pictureFormat(int sampling) {
    switch (sampling) {
    case TJSAMP_444: return AV_PIX_FMT_YUV444P;
    case TJSAMP_422: return AV_PIX_FMT_YUV422P;
    case TJSAMP_420: return AV_PIX_FMT_YUV420P;
    case TJSAMP_440: return AV_PIX_FMT_YUV440P;
    case TJSAMP_411: return AV_PIX_FMT_YUV411P;
    case TJSAMP_GRAY: return AV_PIX_FMT_GRAY8;
    default: return AV_PIX_FMT_NONE;
    }
}

static inline int pictureIsGrey(const struct Picture *p) { return p->sampling == TJSAMP_GRAY; }

/// 0, or -1 for what this program does not read: the benchmark's photographs are all ordinary.
static inline int pictureDecode(struct Picture *p, const unsigned char *bytes, size_t size) {
    int space;
    if (tjDecompressHeader3(p->decoder, bytes, size, &p->width, &p->height, &p->sampling, &space) ||
        (space != TJCS_YCbCr && space != TJCS_GRAY) || pictureFormat(p->sampling) == AV_PIX_FMT_NONE ||
        (size_t)(p->width + 64) * (p->height + 64) > PLANE_BYTES)
        return -1;
    int chroma = pictureIsGrey(p) ? 0 : tjPlaneWidth(1, p->width, p->sampling);
    int strides[3] = {tjPlaneWidth(0, p->width, p->sampling), chroma, chroma};
    return tjDecompressToYUVPlanes(p->decoder, bytes, size, p->planes, p->width, strides, p->height, 0);
}

/// A scaler for the decoded picture; does nothing when the last one fits.
static inline void pictureChooseScaler(struct Picture *p) {
    if (p->scaler && p->width == p->scalerWidth && p->height == p->scalerHeight && p->sampling == p->scalerSampling) return;
    double scale = (double)SIDE / (p->width > p->height ? p->width : p->height);
    int w = p->width * scale + 0.5, h = p->height * scale + 0.5;
    w = w ? w : 1;
    h = h ? h : 1;
    p->left = ((SIDE - w) / 2) & ~1;
    p->top = ((SIDE - h) / 2) & ~1;
    sws_freeContext(p->scaler);
    p->scaler = sws_getContext(
        p->width, p->height, pictureFormat(p->sampling), w, h,
        pictureIsGrey(p) ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_YUV420P, SWS_AREA, NULL, NULL, NULL);
    p->scalerWidth = p->width;
    p->scalerHeight = p->height;
    p->scalerSampling = p->sampling;
}

static inline void pictureResize(struct Picture *p) {
    memset(p->canvas[0], 255, SIDE * SIDE);
    memset(p->canvas[1], 128, SIDE * SIDE / 4);
    memset(p->canvas[2], 128, SIDE * SIDE / 4);
    int corner = p->top / 2 * (SIDE / 2) + p->left / 2;
    uint8_t *to[3] = {p->canvas[0] + p->top * SIDE + p->left, p->canvas[1] + corner, p->canvas[2] + corner};
    int chroma = pictureIsGrey(p) ? 0 : tjPlaneWidth(1, p->width, p->sampling);
    int strides[3] = {tjPlaneWidth(0, p->width, p->sampling), chroma, chroma}, toStrides[3] = {SIDE, SIDE / 2, SIDE / 2};
    sws_scale(p->scaler, (const uint8_t *const *)p->planes, strides, 0, p->height, to, toStrides);
}

/// The bytes of the result, in `output`; 0 when it failed.
static inline size_t pictureEncode(struct Picture *p) {
    unsigned long size = OUTPUT_BYTES;
    int strides[3] = {SIDE, SIDE / 2, SIDE / 2};
    int failed = tjCompressFromYUVPlanes(
        p->encoder, (const unsigned char **)p->canvas, SIDE, strides, SIDE,
        pictureIsGrey(p) ? TJSAMP_GRAY : TJSAMP_420, &p->output, &size, QUALITY, TJFLAG_NOREALLOC);
    return failed ? 0 : size;
}
