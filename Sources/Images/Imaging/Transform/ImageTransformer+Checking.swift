// What is checked before anything is decoded.

internal import Vips

extension ImageTransformer {
    /// What `bytes` are, and the header of a JPEG.
    ///
    /// - Throws: `unsupported` for a variant that no decoder here knows.
    func recognised(_ bytes: UnsafeRawBufferPointer) throws(ImageError) -> (ImageKind, JPEGHeader?) {
        let kind = ImageKind(of: bytes)
        let header = kind == .jpeg ? JPEGHeader(scanning: bytes) : nil
        if let variant = header?.unsupportedKind { throw ImageError(.unsupported, variant) }
        // Apple's variant for its telephones, with a chunk of its own before the header.
        if kind == .png, bytes.count > 16, bytes[12..<16].elementsEqual("CgBI".utf8) {
            throw ImageError(.unsupported, "Apple's variant of PNG")
        }
        return (kind, header)
    }

    func checkSize(of image: borrowing PixelImage) throws(ImageError) {
        // The decoder of a progressive JPEG holds two bytes for each coefficient of three bands.
        let pixelBytes = image.isMultiScan ? max(6, image.pixelBytes) : image.pixelBytes
        try checkSize(width: image.width, height: image.height, pixelBytes: pixelBytes)
    }

    func checkSize(width: Int, height: Int, pixelBytes: Int) throws(ImageError) {
        let pixels = width * height
        guard pixels <= options.maximumPixels else {
            throw ImageError(.tooManyPixels, "\(width)x\(height) is above \(options.maximumPixels) pixels")
        }
        guard pixels * pixelBytes <= options.maximumDecodedBytes else {
            throw ImageError(
                .tooManyPixels, "\(width)x\(height) takes more than \(options.maximumDecodedBytes) bytes decoded")
        }
    }

    /// Loads by `load` what a loader of libvips reads, after all checks that bytes alone allow.
    ///
    /// - Parameters:
    ///   - header: of a JPEG.
    ///   - keepsTruncated: nil for the option's.
    ///   - load: for a JPEG called a second time where warnings turn out to be harmless. Its bytes may be a repaired copy.
    func loading<Result>(
        _ bytes: UnsafeRawBufferPointer, with loader: ImageLoader, _ header: JPEGHeader?, keepsTruncated: Bool? = nil,
        _ load: (_ bytes: UnsafeRawBufferPointer, _ stopsAtWarnings: Bool) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        switch loader {
        case .heif:
            try checkSize(width: CodedFrameSizes(bytes: bytes).largestPixelCount, height: 1, pixelBytes: 3)
            try checkNamedSize(bytes)
            return try HEIFReferences.loading(bytes) { bytes throws(ImageError) in try load(bytes, true) }
        case .gif:
            return try GIFSoundness.withLoadable(bytes) { bytes throws(ImageError) in try load(bytes, true) }
        case .tiff:
            do throws(ImageError) {
                return try load(bytes, true)
            } catch {
                guard error.category == .decode, let variant = TIFFVariant.unsupportedKind(of: bytes) else {
                    throw error
                }
                throw ImageError(.unsupported, variant)
            }
        case .jpeg: break
        default: return try load(bytes, true)
        }
        // libvips looks for warnings before each row: missing data of the last one is reported when the file is closed.
        let warnings = VipsLibrary.warningCount
        try JPEGScans(bytes: bytes).check(header)
        return try JPEGSoundness(bytes: bytes, header: header).drawing(
            keepsTruncated: keepsTruncated ?? options.keepsTruncated,
            hasWarned: { VipsLibrary.warningCount != warnings }
        ) { stopsAtWarnings throws(ImageError) in try load(bytes, stopsAtWarnings) }
    }

    /// Checks the sizes in a HEIF's boxes, which libheif would refuse with a word of its own.
    private func checkNamedSize(_ bytes: UnsafeRawBufferPointer) throws(ImageError) {
        guard let named = BoxedSize(of: bytes).largest else { return }
        try checkSize(width: named.width, height: named.height, pixelBytes: 3)
    }

    /// EXIF orientation of a loaded image, 1...8.
    func orientation(
        of image: borrowing PixelImage, _ bytes: UnsafeRawBufferPointer, _ loader: ImageLoader
    ) -> Int {
        loader == .png ? PNGOrientation.value(in: bytes) : image.orientation
    }
}
