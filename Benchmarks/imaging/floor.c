// The floor: what TurboJPEG and libswscale alone cost for JPEG -> 256 px border -> JPEG q95, no pipeline.
//
// cc -O2 floor.c -o floor -lturbojpeg -lswscale && ./floor ROUNDS file.jpg...
// Prints CPU (user + system) in ms per image for each step. The scaler's context is kept while the size
// stays; "context" is what a new one costs.
#include <libswscale/swscale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <turbojpeg.h>

enum { SIDE = 256, QUALITY = 95 };

static double cpuMilliseconds(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return 1e3 * (u.ru_utime.tv_sec + u.ru_stime.tv_sec) + 1e-3 * (u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static enum AVPixelFormat formatFor(int subsampling) {
    switch (subsampling) {
    case TJSAMP_444: return AV_PIX_FMT_YUV444P;
    case TJSAMP_422: return AV_PIX_FMT_YUV422P;
    case TJSAMP_420: return AV_PIX_FMT_YUV420P;
    case TJSAMP_440: return AV_PIX_FMT_YUV440P;
    case TJSAMP_411: return AV_PIX_FMT_YUV411P;
    case TJSAMP_GRAY: return AV_PIX_FMT_GRAY8;
    default: return AV_PIX_FMT_NONE;
    }
}

int main(int argc, char **argv) {
    int rounds = argc > 2 ? atoi(argv[1]) : 1, images = 0;
    double decoding = 0, context = 0, resizing = 0, encoding = 0;
    tjhandle decoder = tjInitDecompress(), encoder = tjInitCompress();
    struct SwsContext *scaler = NULL;
    unsigned char *out = malloc(1 << 22);
    unsigned char *planes[3] = {malloc(1 << 26), malloc(1 << 26), malloc(1 << 26)};
    unsigned char *canvas[3] = {malloc(SIDE * SIDE), malloc(SIDE * SIDE / 4), malloc(SIDE * SIDE / 4)};
    for (int i = 2; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f) continue;
        fseek(f, 0, SEEK_END);
        long size = ftell(f);
        rewind(f);
        unsigned char *bytes = malloc(size);
        if (fread(bytes, 1, size, f) != (size_t)size) return 1;
        fclose(f);
        for (int r = 0; r < rounds; r++) {
            int w, h, sub, space;
            double t0 = cpuMilliseconds();
            if (tjDecompressHeader3(decoder, bytes, size, &w, &h, &sub, &space) || (space != TJCS_YCbCr && space != TJCS_GRAY))
                break;
            int strides[3] = {tjPlaneWidth(0, w, sub), sub == TJSAMP_GRAY ? 0 : tjPlaneWidth(1, w, sub), 0};
            strides[2] = strides[1];
            tjDecompressToYUVPlanes(decoder, bytes, size, planes, w, strides, h, 0);
            double t1 = cpuMilliseconds();
            double scale = (double)SIDE / (w > h ? w : h);
            int tw = w * scale + 0.5, th = h * scale + 0.5, left = (SIDE - tw) / 2 & ~1, top = (SIDE - th) / 2 & ~1;
            int grey = sub == TJSAMP_GRAY;
            if (r == 0) {
                sws_freeContext(scaler);
                scaler = sws_getContext(w, h, formatFor(sub), tw, th, grey ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_YUV420P, SWS_AREA, NULL, NULL, NULL);
            }
            double t2 = cpuMilliseconds();
            memset(canvas[0], 255, SIDE * SIDE);
            memset(canvas[1], 128, SIDE * SIDE / 4);
            memset(canvas[2], 128, SIDE * SIDE / 4);
            uint8_t *to[3] = {canvas[0] + top * SIDE + left, canvas[1] + top / 2 * SIDE / 2 + left / 2, canvas[2] + top / 2 * SIDE / 2 + left / 2};
            int toStrides[3] = {SIDE, SIDE / 2, SIDE / 2};
            sws_scale(scaler, (const uint8_t *const *)planes, strides, 0, h, to, toStrides);
            double t3 = cpuMilliseconds();
            unsigned long outSize = 1 << 22;
            tjCompressFromYUVPlanes(encoder, (const unsigned char **)canvas, SIDE, toStrides, SIDE, grey ? TJSAMP_GRAY : TJSAMP_420, &out, &outSize, QUALITY, TJFLAG_NOREALLOC);
            double t4 = cpuMilliseconds();
            decoding += t1 - t0;
            if (r == 0) context += t2 - t1;
            resizing += t3 - t2;
            encoding += t4 - t3;
            images++;
        }
        free(bytes);
    }
    printf("images %d: decode %.3f  resize %.3f  encode %.3f  sum %.3f ms; a new scaler context %.3f ms\n", images,
           decoding / images, resizing / images, encoding / images, (decoding + resizing + encoding) / images,
           context / (argc - 2));
}
