// Which images are kept, and in which bytes: the options for that, checked together.

internal import DatasetFolder
internal import Ground
package import Imaging
package import Reporting

/// The part of the flags that chooses among images and their bytes.
struct ImageChoices {
    /// The encode format that keeps each image's own.
    static let original = "original"

    private let flags: DownloadFlags

    init(_ flags: DownloadFlags) {
        self.flags = flags
    }

    /// The columns that go to the metadata: the boxes among them, last, as img2dataset does.
    var additionalColumns: [String] {
        guard let column = flags.boxColumn, !flags.additionalColumns.contains(column) else {
            return flags.additionalColumns
        }
        return flags.additionalColumns + [column]
    }

    /// `options` with the choices; everything that would let an image out unblurred is refused here.
    func options(_ options: ImageOptions) throws(DownloadError) -> ImageOptions {
        var options = options
        options.keepsTruncated = flags.keepsTruncated
        options.isStrict = flags.isStrict
        guard (1...ImageOptions.largestMaximumPixels).contains(flags.maximumPixels) else {
            throw DownloadError(
                .command,
                "--max-pixels cannot be \(flags.maximumPixels): it takes 1 to \(ImageOptions.largestMaximumPixels).")
        }
        options.limitPixels(to: flags.maximumPixels)
        options.filters = try filters()
        if flags.disablesAllReencoding {
            try checkUndecoded(options.filters)
            options.keeping = .undecoded
        } else if flags.encodeFormat == Self.original {
            options.keeping = .anyFormat
        } else if flags.skipsReencode {
            options.keeping = .sameFormat
        }
        return options
    }

    private func filters() throws(DownloadError) -> ImageFilters {
        var filters = ImageFilters()
        filters.minimumSide = try least("--min-image-size", flags.minimumImageSize, 0)
        filters.maximumSide = try least("--max-image-size", flags.maximumImageSize, 1)
        filters.maximumArea = try least("--max-image-area", flags.maximumImageArea, 1)
        filters.maximumAspectRatio = try least("--max-aspect-ratio", flags.maximumAspectRatio, 1)
        guard let bytes = flags.minimumBytes == "0" ? 0 : ByteCount(typed: flags.minimumBytes)?.bytes else {
            throw DownloadError(
                .command, "--min-bytes \"\(flags.minimumBytes)\" is no size. Write it as 500, 20KB or 1MiB.")
        }
        filters.minimumBytes = bytes
        guard filters.minimumSide <= filters.maximumSide else {
            throw DownloadError(
                .command, "--min-image-size is above --max-image-size: no image could pass both.")
        }
        return filters
    }

    private func least(_ option: String, _ value: Double, _ least: Double) throws(DownloadError) -> Double {
        // Fails for NaN too.
        guard value >= least else {
            throw DownloadError(.command, "\(option) cannot be \(value): it takes \(Int(least)) or more, or inf.")
        }
        return value
    }

    private func checkUndecoded(_ filters: ImageFilters) throws(DownloadError) {
        if flags.boxColumn != nil {
            throw DownloadError(
                .command,
                """
                --disable-all-reencoding stores every image unchanged, so --bbox-col cannot blur.
                  leave one of them out
                """)
        }
        if flags.encodeFormat == Self.original {
            throw DownloadError(
                .command,
                """
                --encode-format original and --disable-all-reencoding exclude each other.
                  original keeps bytes under their own extension, after a check that they are an image
                """)
        }
        var sizes = filters
        sizes.minimumBytes = 0
        guard sizes.passesAll else {
            throw DownloadError(
                .command,
                """
                --disable-all-reencoding checks no image, so images cannot be rejected by size.
                  leave it out, or take --encode-format original --resize-mode no
                """)
        }
    }
}

extension ImageOptions {
    /// What the header of a run says of the images.
    package var treatment: ImageTreatment {
        guard keeping != .undecoded else { return .kept }
        return .encoded(
            resizeMode: resizeMode.rawValue, sizePixels: targetSize,
            format: keeping == .anyFormat ? ImageChoices.original : encodeFormat.rawValue, quality: encodeQuality,
            keepsUnchanged: keeping != .none, sizing: sizing)
    }
}
