// What the bare libraries cost for pictures of the web: TurboJPEG, libwebp, libpng, libheif and libswscale.
//
// cc -O2 formats.c -o formats $(pkg-config --cflags --libs libturbojpeg libswscale libwebp libpng libheif)
// ./formats ROUNDS file...
// Each file to 256 px (or IMAGE_SIZE) with a border, JPEG q95, as small as these libraries can do it: decoders scale where
// they can.
// Prints CPU (user + system) in ms per image, of the best round.
#include <libheif/heif.h>
#include <libswscale/swscale.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <turbojpeg.h>
#include <webp/decode.h>

enum { QUALITY = 95, OUTPUT_BYTES = 1 << 22, SAMPLES_LEFT = 4 };

/// Pixels of the longer side of a result.
static int side = 256;

/// A decoded picture: planes of Y, Cb and Cr, one of grey, or pixels of RGB.
struct Decoded {
    enum AVPixelFormat format;
    int width, height;
    const unsigned char *planes[3];
    int strides[3];
    /// Sides of the whole picture.
    int fullWidth, fullHeight;
};

static tjhandle decoder, encoder;
static unsigned char *memory[3], *canvas[3], *output;
static size_t memoryBytes[3];
static struct SwsContext *scaler;
static struct Decoded scaled;
static struct heif_context *heif;
static struct heif_image *heifImage;

static double cpuMilliseconds(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return 1e3 * (u.ru_utime.tv_sec + u.ru_stime.tv_sec) + 1e-3 * (u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static unsigned char *room(int plane, size_t bytes) {
    if (bytes > memoryBytes[plane]) {
        free(memory[plane]);
        memory[plane] = malloc(bytes);
        memoryBytes[plane] = bytes;
    }
    return memory[plane];
}

static void fit(int width, int height, int *w, int *h) {
    double scale = (double)side / (width > height ? width : height);
    *w = width * scale + 0.5, *h = height * scale + 0.5;
    *w = *w ? *w : 1, *h = *h ? *h : 1;
}

static int decodeJPEG(const unsigned char *bytes, size_t size, struct Decoded *d) {
    static const enum AVPixelFormat formats[] = {
        [TJSAMP_444] = AV_PIX_FMT_YUV444P, [TJSAMP_422] = AV_PIX_FMT_YUV422P, [TJSAMP_420] = AV_PIX_FMT_YUV420P,
        [TJSAMP_GRAY] = AV_PIX_FMT_GRAY8, [TJSAMP_440] = AV_PIX_FMT_YUV440P, [TJSAMP_411] = AV_PIX_FMT_YUV411P};
    int space, sampling, w, h, shrink = 8;
    if (tjDecompressHeader3(decoder, bytes, size, &d->fullWidth, &d->fullHeight, &sampling, &space)) return -1;
    if (space != TJCS_YCbCr && space != TJCS_GRAY) return -1;
    fit(d->fullWidth, d->fullHeight, &w, &h);
    while (shrink > 1 && (d->fullWidth < shrink * SAMPLES_LEFT * w || d->fullHeight < shrink * SAMPLES_LEFT * h))
        shrink /= 2;
    d->width = (d->fullWidth + shrink - 1) / shrink, d->height = (d->fullHeight + shrink - 1) / shrink;
    d->format = formats[sampling];
    for (int i = 0; i < (sampling == TJSAMP_GRAY ? 1 : 3); i++) {
        d->strides[i] = tjPlaneWidth(i, d->width, sampling);
        d->planes[i] = room(i, tjPlaneSizeYUV(i, d->width, 0, d->height, sampling));
    }
    return tjDecompressToYUVPlanes(decoder, bytes, size, memory, d->width, d->strides, d->height, 0);
}

/// libwebp scales by itself: what is left to do is to put it on the canvas.
static int decodeWebP(const unsigned char *bytes, size_t size, struct Decoded *d) {
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config) || WebPGetFeatures(bytes, size, &config.input)) return -1;
    d->fullWidth = config.input.width, d->fullHeight = config.input.height;
    fit(d->fullWidth, d->fullHeight, &d->width, &d->height);
    int bands = config.input.has_alpha ? 4 : 3;
    config.options.use_scaling = 1;
    config.options.scaled_width = d->width, config.options.scaled_height = d->height;
    config.output.colorspace = bands == 4 ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.stride = d->width * bands;
    config.output.u.RGBA.size = (size_t)d->width * bands * d->height;
    config.output.u.RGBA.rgba = room(0, config.output.u.RGBA.size);
    if (WebPDecode(bytes, size, &config)) return -1;
    if (bands == 4)
        for (int i = 0; i < d->width * d->height; i++)
            for (int b = 0; b < 3; b++) {
                int a = memory[0][4 * i + 3];
                memory[0][3 * i + b] = (memory[0][4 * i + b] * a + 255 * (255 - a)) / 255;
            }
    d->format = AV_PIX_FMT_RGB24;
    d->planes[0] = memory[0];
    d->strides[0] = 3 * d->width;
    return 0;
}

struct Source {
    const unsigned char *bytes;
    size_t left;
};

static void readPNG(png_structp png, png_bytep to, size_t count) {
    struct Source *source = png_get_io_ptr(png);
    if (count > source->left) png_error(png, "cut");
    memcpy(to, source->bytes, count);
    source->bytes += count, source->left -= count;
}

static int decodePNG(const unsigned char *bytes, size_t size, struct Decoded *d) {
    struct Source source = {bytes, size};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) return -1;
    png_set_read_fn(png, &source, readPNG);
    png_read_info(png, info);
    d->fullWidth = d->width = png_get_image_width(png, info);
    d->fullHeight = d->height = png_get_image_height(png, info);
    png_set_expand(png);
    png_set_strip_16(png);
    png_color_16 white = {.red = 255, .green = 255, .blue = 255, .gray = 255};
    if (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA || png_get_valid(png, info, PNG_INFO_tRNS))
        png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1);
    png_read_update_info(png, info);
    int bands = png_get_channels(png, info);
    d->format = bands == 1 ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_RGB24;
    d->strides[0] = d->width * bands;
    d->planes[0] = room(0, (size_t)d->strides[0] * d->height);
    for (int y = 0; y < d->height; y++) png_read_row(png, memory[0] + (size_t)y * d->strides[0], NULL);
    png_read_end(png, info);
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
}

/// The chroma of an AVIF as its av1C says (AV1 in ISOBMFF, 2.3): asked for another one, libheif converts.
static enum heif_chroma chromaOf(const unsigned char *bytes, size_t size) {
    for (size_t i = 0; i + 8 < size && i < 4096; i++)
        if (memcmp(bytes + i, "av1C", 4) == 0)
            return bytes[i + 6] & 4 ? heif_chroma_420 : bytes[i + 6] & 8 ? heif_chroma_422 : heif_chroma_444;
    return heif_chroma_undefined;
}

static int decodeAVIF(const unsigned char *bytes, size_t size, struct Decoded *d) {
    struct heif_image_handle *handle;
    heif = heif_context_alloc();
    if (heif_context_read_from_memory_without_copy(heif, bytes, size, NULL).code) return -1;
    if (heif_context_get_primary_image_handle(heif, &handle).code) return -1;
    if (heif_decode_image(handle, &heifImage, heif_colorspace_YCbCr, chromaOf(bytes, size), NULL).code)
        return -1;
    heif_image_handle_release(handle);
    if (heif_image_get_bits_per_pixel_range(heifImage, heif_channel_Y) != 8) return -1;
    switch (heif_image_get_chroma_format(heifImage)) {
    case heif_chroma_420: d->format = AV_PIX_FMT_YUV420P; break;
    case heif_chroma_422: d->format = AV_PIX_FMT_YUV422P; break;
    case heif_chroma_444: d->format = AV_PIX_FMT_YUV444P; break;
    default: return -1;
    }
    d->fullWidth = d->width = heif_image_get_primary_width(heifImage);
    d->fullHeight = d->height = heif_image_get_primary_height(heifImage);
    for (int i = 0; i < 3; i++)
        d->planes[i] = heif_image_get_plane_readonly(heifImage, (enum heif_channel)i, &d->strides[i]);
    return 0;
}

static int decode(const unsigned char *bytes, size_t size, struct Decoded *d) {
    memset(d, 0, sizeof *d);
    if (size < 12) return -1;
    if (bytes[0] == 0xFF) return decodeJPEG(bytes, size, d);
    if (bytes[0] == 0x89) return decodePNG(bytes, size, d);
    if (memcmp(bytes + 8, "WEBP", 4) == 0) return decodeWebP(bytes, size, d);
    if (memcmp(bytes + 4, "ftyp", 4) == 0) return decodeAVIF(bytes, size, d);
    return -1;
}

static size_t finish(const struct Decoded *d) {
    int isGrey = d->format == AV_PIX_FMT_GRAY8, w, h;
    fit(d->fullWidth, d->fullHeight, &w, &h);
    int left = ((side - w) / 2) & ~1, top = ((side - h) / 2) & ~1;
    if (!scaler || scaled.format != d->format || scaled.width != d->width || scaled.height != d->height) {
        sws_freeContext(scaler);
        scaler = sws_getContext(
            d->width, d->height, d->format, w, h, isGrey ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_YUV420P, SWS_AREA, NULL, NULL,
            NULL);
        // JPEG's values reach from 0 to 255.
        const int *table = sws_getCoefficients(SWS_CS_ITU601);
        sws_setColorspaceDetails(scaler, table, 1, table, 1, 0, 1 << 16, 1 << 16);
        scaled = *d;
    }
    memset(canvas[0], 255, side * side);
    memset(canvas[1], 128, side * side / 4);
    memset(canvas[2], 128, side * side / 4);
    int corner = top / 2 * (side / 2) + left / 2, strides[3] = {side, side / 2, side / 2};
    uint8_t *to[3] = {canvas[0] + top * side + left, canvas[1] + corner, canvas[2] + corner};
    sws_scale(scaler, d->planes, d->strides, 0, d->height, to, strides);
    unsigned long size = OUTPUT_BYTES;
    int failed = tjCompressFromYUVPlanes(
        encoder, (const unsigned char **)canvas, side, strides, side, isGrey ? TJSAMP_GRAY : TJSAMP_420, &output, &size,
        QUALITY, TJFLAG_NOREALLOC);
    return failed ? 0 : size;
}

int main(int argc, char **argv) {
    if (getenv("IMAGE_SIZE")) side = atoi(getenv("IMAGE_SIZE"));
    int rounds = argc > 2 ? atoi(argv[1]) : 1, count = argc - 2;
    unsigned char **bodies = calloc(argc, sizeof *bodies);
    size_t *sizes = calloc(argc, sizeof *sizes);
    double best = 1e9;
    decoder = tjInitDecompress(), encoder = tjInitCompress();
    output = malloc(OUTPUT_BYTES);
    for (int i = 0; i < 3; i++) canvas[i] = malloc(side * side);
    for (int i = 0; i < count; i++) {
        FILE *f = fopen(argv[i + 2], "rb");
        if (!f) return fprintf(stderr, "formats: cannot read %s\n", argv[i + 2]), 1;
        fseek(f, 0, SEEK_END);
        sizes[i] = ftell(f);
        rewind(f);
        bodies[i] = malloc(sizes[i]);
        if (fread(bodies[i], 1, sizes[i], f) != sizes[i]) return 1;
        fclose(f);
    }
    for (int round = 0; round < rounds; round++) {
        double start = cpuMilliseconds();
        for (int i = 0; i < count; i++) {
            struct Decoded d;
            if (decode(bodies[i], sizes[i], &d)) return printf("cannot read %s\n", argv[i + 2]), 1;
            if (!finish(&d)) return printf("cannot make %s\n", argv[i + 2]), 1;
            if (heif) heif_image_release(heifImage), heif_context_free(heif), heif = NULL;
        }
        double sum = cpuMilliseconds() - start;
        if (sum < best) best = sum;
    }
    printf("images %d, best round %.3f ms of CPU per image\n", count, best / count);
}
