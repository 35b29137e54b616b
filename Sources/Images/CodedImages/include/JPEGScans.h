// What the coded data of every scan has in common.
#ifndef JPEG_SCANS_H
#define JPEG_SCANS_H

enum {
    /// Bytes of scratch memory beyond those of the coded data.
    JPEG_PADDING = 1024,
    JPEG_MAXIMUM_COMPONENTS = 3,
};

#endif
