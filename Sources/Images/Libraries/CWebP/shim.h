// libwebp's decoder for Swift, which cannot fill its nested unions.
// https://developers.google.com/speed/webp/docs/api
#pragma once
#include <webp/decode.h>

// Decodes a still image at `width` by `height` pixels, averaged evenly where that is not its own size, into `pixels`
// of `size` bytes, RGBA or RGB. Returns 0, or a VP8StatusCode; a cut file fails.
static inline int cwebp_decode(const void *bytes, size_t count, int width, int height, int isScaled, int hasAlpha,
    void *pixels, int stride, size_t size) {
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)) return VP8_STATUS_INVALID_PARAM;
    config.options.use_scaling = isScaled;
    config.options.scaled_width = width;
    config.options.scaled_height = height;
    config.output.colorspace = hasAlpha ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = (uint8_t *)pixels;
    config.output.u.RGBA.stride = stride;
    config.output.u.RGBA.size = size;
    VP8StatusCode status = WebPDecode((const uint8_t *)bytes, count, &config);
    WebPFreeDecBuffer(&config.output);
    return (int)status;
}

// Size and opacity from the header. Returns 0, or a VP8StatusCode.
static inline int cwebp_features(const void *bytes, size_t count, int *width, int *height, int *hasAlpha) {
    WebPBitstreamFeatures features;
    VP8StatusCode status = WebPGetFeatures((const uint8_t *)bytes, count, &features);
    if (status != VP8_STATUS_OK) return (int)status;
    *width = features.width;
    *height = features.height;
    *hasAlpha = features.has_alpha;
    return 0;
}
