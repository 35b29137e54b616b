// Sizes and places of the modes that img2dataset does not have: boxes, areas, buckets, and sides that are multiples.
// Whole numbers only, so that no rounding of a scale can cost a pixel.

extension ResizeGeometry {
    /// The geometry of an image of `width` by `height` pixels, both at least 1 and below 2^30, as it is looked at.
    package init(width: Int, height: Int, options: ImageOptions) {
        if let buckets = options.buckets {
            self.init(width: width, height: height, covering: buckets.bucket(forWidth: width, height: height))
            return
        }
        let box = options.targetBox ?? PixelSize(width: options.targetSize, height: options.targetSize)
        let base: ResizeGeometry
        switch options.resizeMode {
        case .no, .keepRatio, .centerCrop, .border, .keepRatioLargest:
            base = ResizeGeometry(
                width: width, height: height, mode: options.resizeMode, targetSize: options.targetSize,
                onlyIfBigger: options.resizeOnlyIfBigger)
        case .fit where options.resizeOnlyIfBigger && width <= box.width && height <= box.height,
            .fill where options.resizeOnlyIfBigger && (width <= box.width || height <= box.height):
            base = ResizeGeometry(width: width, height: height)
        case .fit: base = ResizeGeometry(width: width, height: height, inside: box)
        case .fill: base = ResizeGeometry(width: width, height: height, covering: box)
        case .maxArea: base = ResizeGeometry(width: width, height: height, area: options.targetArea ?? box.pixelCount)
        }
        guard options.sideMultiple > 1 else {
            self = base
            return
        }
        let area = options.resizeMode == .maxArea ? options.targetArea ?? box.pixelCount : .max
        let size = Self.rounded(base, to: options.sideMultiple, area: area)
        if size.width == base.width, size.height == base.height {
            self = base
        } else if base.isUntouched(width: width, height: height), size.width <= width, size.height <= height {
            self.init(width: width, height: height, cutTo: size)
        } else {
            self.init(width: width, height: height, covering: size)
        }
    }

    /// The image as it is.
    private init(width: Int, height: Int) {
        self.init(scaledWidth: width, scaledHeight: height, width: width, height: height, isReduction: false)
    }

    /// The middle of the image, its pixels as they are.
    private init(width: Int, height: Int, cutTo size: PixelSize) {
        self.init(scaledWidth: width, scaledHeight: height, width: size.width, height: size.height, isReduction: false)
    }

    /// The whole image, as large as fits into `box`.
    private init(width: Int, height: Int, inside box: PixelSize) {
        let isTall = box.width * height >= box.height * width
        let newWidth = isTall ? Self.scaled(width, by: box.height, of: height) : box.width
        let newHeight = isTall ? box.height : Self.scaled(height, by: box.width, of: width)
        self.init(
            scaledWidth: min(newWidth, box.width), scaledHeight: min(newHeight, box.height),
            isReduction: isTall ? height > box.height : width > box.width)
    }

    /// The middle of the image, as much of it as there can be in `box`.
    private init(width: Int, height: Int, covering box: PixelSize) {
        let isTall = box.width * height >= box.height * width
        let newWidth = isTall ? box.width : Self.scaled(width, by: box.height, of: height)
        let newHeight = isTall ? Self.scaled(height, by: box.width, of: width) : box.height
        self.init(
            scaledWidth: max(newWidth, box.width), scaledHeight: max(newHeight, box.height), width: box.width,
            height: box.height, isReduction: isTall ? width > box.width : height > box.height)
    }

    /// The whole image with at most `area` pixels, at least 1 and below 2^32; both sides rounded down.
    private init(width: Int, height: Int, area: Int) {
        guard width * height > area else {
            self.init(width: width, height: height)
            return
        }
        let newWidth = max(1, Self.root(area * width / height))
        let newHeight = max(1, Self.root(area * height / width))
        self.init(
            scaledWidth: min(newWidth, area / newHeight), scaledHeight: min(newHeight, max(1, area / newWidth)),
            isReduction: true)
    }

    private init(scaledWidth: Int, scaledHeight: Int, isReduction: Bool) {
        self.init(
            scaledWidth: scaledWidth, scaledHeight: scaledHeight, width: scaledWidth, height: scaledHeight,
            isReduction: isReduction)
    }

    /// Whether the result is the image itself.
    private func isUntouched(width: Int, height: Int) -> Bool {
        !resamples(width: width, height: height) && self.width == width && self.height == height
    }

    /// The result's size with sides rounded down to multiples, at least one, and together at most `area`.
    private static func rounded(_ base: ResizeGeometry, to multiple: Int, area: Int) -> PixelSize {
        var width = max(multiple, base.width / multiple * multiple)
        var height = max(multiple, base.height / multiple * multiple)
        // Only a side that was rounded up can have made it too large.
        if width * height > area, width > height { width = max(multiple, area / height / multiple * multiple) }
        if width * height > area { height = max(multiple, area / width / multiple * multiple) }
        return PixelSize(width: width, height: height)
    }

    /// `side` times `part / whole`; halves go to the even neighbour, as in img2dataset's modes; at least 1.
    private static func scaled(_ side: Int, by part: Int, of whole: Int) -> Int {
        let (quotient, rest) = (side * part).quotientAndRemainder(dividingBy: whole)
        let isUp = 2 * rest > whole || 2 * rest == whole && quotient % 2 == 1
        return max(1, isUp ? quotient + 1 : quotient)
    }

    /// The square root of a number from 0 to below 2^62, rounded down.
    private static func root(_ number: Int) -> Int {
        var root = Int(Double(number).squareRoot())
        while root * root > number { root -= 1 }
        while (root + 1) * (root + 1) <= number { root += 1 }
        return root
    }
}
