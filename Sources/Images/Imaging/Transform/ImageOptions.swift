// How every image of a run is transformed.

/// How images are resized and stored. The defaults are img2dataset's.
package struct ImageOptions: Sendable, Equatable {
    /// How images are brought to `targetSize`.
    package var resizeMode: ResizeMode
    /// Target sides in pixels, at least one, each at least 1 and there once: an image is made for each.
    package var targetSizes: [Int]
    /// Target of `fit` and `fill`; at most 65,500 a side. nil: the square of `targetSize`.
    package var targetBox: PixelSize?
    /// Target of `maxArea` in pixels, 1 to 65,500 squared. nil: those of `targetBox`, or of the square of `targetSize`.
    package var targetArea: Int?
    /// All written sides are multiples of this, at least 1: rounded down, at least one multiple; the image covers that
    /// and is cut in the middle. Default 1.
    package var sideMultiple = 1
    /// Every image gets the size of one of these, whatever the mode. Default nil.
    package var buckets: BucketChoice?
    /// Leaves alone images that are not larger than `targetSize`.
    package var resizeOnlyIfBigger: Bool
    /// Filter for images that grow.
    package var upscaleInterpolation: Interpolation
    /// Filter for images that shrink.
    package var downscaleInterpolation: Interpolation
    /// Format of the result.
    package var encodeFormat: EncodeFormat
    /// Quality, see `EncodeFormat`.
    package var encodeQuality: Int
    /// Turns images as their EXIF orientation says; false keeps them as stored, as img2dataset does.
    package var orients: Bool
    /// What lies under transparent pixels. The border is white all the same.
    package var background = MatteColour.white
    /// Converts images with a colour profile other than sRGB; false leaves their values as they are, as img2dataset
    /// does. Profiles are never stored.
    package var convertsToSRGB = false
    /// Draws SVG, which runs a large library on bytes from strangers.
    package var allowsSVG = false
    /// Of AVIF: 0 (smallest files) to 9.
    package var encodeSpeed = 6
    /// Most pixels an image may have, before and after resizing. Default `usualMaximumPixels`. Read from the header,
    /// before anything is decoded.
    package var maximumPixels: Int
    /// Most memory an image may take once decoded, in bytes. Default 512 MiB.
    package var maximumDecodedBytes: Int
    /// Most CPU time one image may take, in seconds; looked at between pieces of work. Default 10.
    package var maximumSeconds = 10.0
    /// Images whose bytes are kept. Default none.
    package var keeping = KeptBytes.none
    /// Images that are not wanted. Default: all are.
    package var filters = ImageFilters()
    /// Takes of a cut or damaged JPEG what libjpeg can give; false fails it.
    package var keepsTruncated = false
    /// Reads all scans of a progressive JPEG, also those that a small result does not need.
    package var isStrict = false

    /// 2^27 (134 million): above any camera's and below what a decoder could not hold.
    package static let usualMaximumPixels = 1 << 27
    /// The most that a limit can be: img2dataset's, which is OpenCV's.
    package static let largestMaximumPixels = 1 << 30

    /// Sets the limit on pixels, and by it those on memory and time: four bytes a pixel and 75 ns a pixel, at least
    /// what the usual limit has.
    ///
    /// - Parameter pixels: 1 to `largestMaximumPixels`.
    package mutating func limitPixels(to pixels: Int) {
        let share = max(1, Double(pixels) / Double(Self.usualMaximumPixels))
        maximumPixels = pixels
        maximumDecodedBytes = max(maximumDecodedBytes, 4 * pixels)
        maximumSeconds *= share
    }

    /// The target side where there is one, else the largest; to set it leaves that one alone.
    package var targetSize: Int {
        get { targetSizes.max() ?? 1 }
        set { targetSizes = [newValue] }
    }

    /// The same for one target side.
    package func resizing(to size: Int) -> ImageOptions {
        var options = self
        options.targetSize = size
        return options
    }

    /// Options; those not given are img2dataset's defaults.
    package init(
        resizeMode: ResizeMode = .border, targetSize: Int = 256, resizeOnlyIfBigger: Bool = false,
        upscaleInterpolation: Interpolation = .lanczos, downscaleInterpolation: Interpolation = .area,
        encodeFormat: EncodeFormat = .jpg, encodeQuality: Int = 95, orients: Bool = true,
        maximumPixels: Int = usualMaximumPixels, maximumDecodedBytes: Int = 1 << 29
    ) {
        self.resizeMode = resizeMode
        targetSizes = [targetSize]
        self.resizeOnlyIfBigger = resizeOnlyIfBigger
        self.upscaleInterpolation = upscaleInterpolation
        self.downscaleInterpolation = downscaleInterpolation
        self.encodeFormat = encodeFormat
        self.encodeQuality = encodeQuality
        self.orients = orients
        self.maximumPixels = maximumPixels
        self.maximumDecodedBytes = maximumDecodedBytes
    }
}
