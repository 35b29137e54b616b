#include <turbojpeg.h>

// TurboJPEG takes arrays of three pointers and strides; Swift could only give them by allocating.

/// Decodes to planes; `chroma` is the stride of both chroma planes.
static inline int decode_planes(
    tjhandle handle, const unsigned char *jpeg, unsigned long size, unsigned char *y, unsigned char *cb,
    unsigned char *cr, int width, int lumaStride, int chromaStride, int height, int flags) {
    unsigned char *planes[3] = {y, cb, cr};
    int strides[3] = {lumaStride, chromaStride, chromaStride};
    return tjDecompressToYUVPlanes(handle, jpeg, size, planes, width, strides, height, flags);
}

/// Encodes planes into `jpeg`, which holds at least `tjBufSize` bytes; `size` becomes the bytes written.
static inline int encode_planes(
    tjhandle handle, const unsigned char *y, const unsigned char *cb, const unsigned char *cr, int width,
    int lumaStride, int chromaStride, int height, int sampling, unsigned char *jpeg, unsigned long *size, int quality,
    int flags) {
    const unsigned char *planes[3] = {y, cb, cr};
    int strides[3] = {lumaStride, chromaStride, chromaStride};
    return tjCompressFromYUVPlanes(
        handle, planes, width, strides, height, sampling, &jpeg, size, quality, flags | TJFLAG_NOREALLOC);
}
