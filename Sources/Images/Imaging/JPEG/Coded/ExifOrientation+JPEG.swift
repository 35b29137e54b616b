// Where the orientation tag lies in EXIF, and how turned axes run.

extension ExifOrientation {
    /// Whether the stored columns run against the upright axis they lie on.
    var reversesColumns: Bool { [2, 3, 7, 8].contains(value) }

    /// Whether the stored rows run against the upright axis they lie on.
    var reversesRows: Bool { [3, 4, 6, 7].contains(value) }

    /// Reads the orientation in the first image directory of EXIF's TIFF block; upright where there is none.
    init(tiffBlock: UnsafeRawBufferPointer) {
        self.init(TIFFDirectory(tiffBlock)?.shortValue(ofTag: 0x0112) ?? 1)
    }
}
