// To which sizes images are brought: the options for that, checked together.

internal import DatasetModel
internal import Imaging

/// The part of the flags that says what size an image gets.
struct ResizeChoices {
    /// The side that stands for "not given": img2dataset's default.
    static let usualSize = 256
    /// Longest side that JPEG holds, in pixels.
    private static let sides = 1...65_500
    /// Sides of buckets are multiples of this where nothing else is asked for: what diffusion models' latents need.
    private static let usualBucketMultiple = 64

    private let flags: DownloadFlags

    init(_ flags: DownloadFlags) {
        self.flags = flags
    }

    /// Whether a size was typed other than img2dataset's default.
    private var hasSize: Bool { flags.imageBox != nil || flags.imageSizes != [Self.usualSize] }

    /// `--image-size` as typed.
    private var imageSize: String { flags.imageBox ?? flags.imageSizes.map(String.init).joined(separator: ",") }

    /// `options` with the mode and its target.
    func options(_ options: ImageOptions) throws(DownloadError) -> ImageOptions {
        var options = options
        if let buckets = try buckets() {
            options.buckets = buckets
            return options
        }
        let words = flags.resizeMode.split(separator: " ").map(String.init)
        options.resizeMode = try DownloadPlan.choice("--resize-mode", words.first ?? "")
        try checkWords(words, options.resizeMode)
        if options.resizeMode == .maxArea, words.count > 1, let area = Int(words[1]) {
            options.targetArea = try DownloadPlan.number(
                "the area of --resize-mode", area, 1...Self.sides.upperBound * Self.sides.upperBound)
        } else if words.count > 1 || flags.imageBox != nil || flags.imageSizes.count == 1 {
            try setTarget(of: &options, words.count > 1 ? words[1] : imageSize, isOwn: words.count > 1)
        } else {
            let sizes = try DownloadPlan.sizesPixels(flags)
            for size in sizes { try setTarget(of: &options, String(size), isOwn: false) }
            options.targetSizes = sizes
        }
        if let multiple = flags.sideMultiple {
            options.sideMultiple = try DownloadPlan.number("--multiple-of", multiple, Self.sides)
            try checkDecoded("--multiple-of")
            for size in options.targetSizes { try checkMultiple(options.resizing(to: size)) }
        }
        return options
    }

    /// `--image-size` and `--resize-mode` as a dataset records them: a size has one spelling there, so that a run is known
    /// again whichever was typed.
    var recordedSize: String { recorded.size }
    var recordedMode: String { recorded.mode }

    private var recorded: (size: String, mode: String) {
        let words = flags.resizeMode.split(separator: " ").map(String.init)
        guard words.count == 1, let box = flags.imageBox, ResizeMode(rawValue: words[0])?.takesBox == true else {
            return (imageSize, flags.resizeMode)
        }
        return (String(Self.usualSize), "\(words[0]) \(box)")
    }

    private func checkWords(_ words: [String], _ mode: ResizeMode) throws(DownloadError) {
        guard words.count > 1 else { return }
        guard words.count == 2, mode.takesBox else {
            throw DownloadError(
                .command,
                """
                --resize-mode cannot be "\(flags.resizeMode)".
                  only fit, fill and max_area take a size, as in 'fit 512x384'; for the others use --image-size
                """)
        }
        guard !hasSize else {
            throw DownloadError(
                .command, "--resize-mode \"\(flags.resizeMode)\" and --image-size \(imageSize) both give a size.")
        }
    }

    /// - Parameter isOwn: whether the size stands behind the mode and not in `--image-size`.
    private func setTarget(of options: inout ImageOptions, _ text: String, isOwn: Bool) throws(DownloadError) {
        let mode = options.resizeMode
        let option = isOwn ? "the size of --resize-mode" : "--image-size"
        if let box = PixelSize(text) {
            guard mode.takesBox else {
                throw DownloadError(
                    .command,
                    """
                    --image-size \(text) is a box, and \(mode.rawValue) takes one side.
                      for a box: --resize-mode fit (inside it), fill (covers it) or max_area
                    """)
            }
            _ = try DownloadPlan.number(option, max(box.width, box.height), Self.sides)
            options.targetBox = box
            return
        }
        guard let side = Int(text) else {
            throw DownloadError(
                .command,
                """
                \(isOwn ? "--resize-mode" : "--image-size") "\(isOwn ? flags.resizeMode : text)" has no size. \
                Write it as \(isOwn ? "'\(mode.rawValue) 512x384'" : "256").
                  fit, fill and max_area take a box, too: --image-size 512x384
                """)
        }
        guard mode != .maxArea || side <= Self.sides.upperBound else {
            throw DownloadError(
                .command,
                """
                --image-size \(side) is above the longest side, \(Self.sides.upperBound).
                  for an area of \(side) pixels: --resize-mode 'max_area \(side)'
                """)
        }
        options.targetSize =
            isOwn ? try DownloadPlan.number(option, side, Self.sides) : try DownloadPlan.sizesPixels(flags).last ?? side
    }

    /// Modes whose result is of one size cannot round it, and no side may be asked to be less than a multiple.
    private func checkMultiple(_ options: ImageOptions) throws(DownloadError) {
        let multiple = options.sideMultiple
        let box = options.targetBox ?? PixelSize(width: options.targetSize, height: options.targetSize)
        switch options.resizeMode {
        case .no: return
        case .border, .centerCrop, .fill:
            for side in [box.width, box.height] where side % multiple != 0 {
                let lower = side / multiple * multiple
                throw DownloadError(
                    .command,
                    """
                    --multiple-of \(multiple) does not go with \(options.resizeMode.rawValue) to \(box): \
                    \(side) is no multiple.
                      take \(lower > 0 ? "\(lower) or " : "")\(lower + multiple)
                    """)
            }
        case .keepRatio, .keepRatioLargest, .fit:
            guard min(box.width, box.height) >= multiple else {
                throw DownloadError(
                    .command, "--multiple-of \(multiple) is above the target, \(min(box.width, box.height)) pixels.")
            }
        case .maxArea:
            guard options.targetArea ?? box.pixelCount >= multiple * multiple else {
                throw DownloadError(
                    .command, "--multiple-of \(multiple) takes at least \(multiple * multiple) pixels of max_area.")
            }
        }
    }

    private func buckets() throws(DownloadError) -> BucketChoice? {
        guard let text = flags.buckets else { return nil }
        guard flags.resizeMode == DownloadFlags().resizeMode, !hasSize else {
            throw DownloadError(
                .command,
                """
                --buckets says what size each image gets: it does not go with --resize-mode and --image-size.
                  for buckets of the area of 512x512: --buckets 512
                """)
        }
        guard !flags.resizeOnlyIfBigger else {
            throw DownloadError(
                .command,
                """
                --buckets gives every image its bucket's size, so it cannot be combined with --resize-only-if-bigger.
                  to reject small images: --min-image-size
                """)
        }
        try checkDecoded("--buckets")
        guard !flags.additionalColumns.contains(SampleRecord.bucketColumn) else {
            throw DownloadError(
                .command,
                """
                --buckets writes a column "\(SampleRecord.bucketColumn)", so --save-additional-columns cannot have one.
                  rename it in the list, or leave it out
                """)
        }
        let multiple = try flags.sideMultiple.map { multiple throws(DownloadError) in
            try DownloadPlan.number("--multiple-of", multiple, Self.sides)
        }
        if let base = Int(text) { return try buckets(base: base, multiple: multiple ?? Self.usualBucketMultiple) }
        var sizes: [PixelSize] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let word = word.filter { $0 != " " }
            guard let size = PixelSize(word), Self.sides.contains(max(size.width, size.height)) else {
                throw DownloadError(
                    .command,
                    """
                    --buckets "\(word)" is no size of 1 to \(Self.sides.upperBound) pixels a side.
                      write a base as in --buckets 1024, or sizes as in --buckets 512x512,576x448,448x576
                    """)
            }
            if let multiple, size.width % multiple != 0 || size.height % multiple != 0 {
                throw DownloadError(.command, "--buckets \(size) is not of sides that are multiples of \(multiple).")
            }
            sizes.append(size)
        }
        guard let choice = BucketChoice(sizes) else {
            throw DownloadError(.command, "--buckets takes at most \(BucketChoice.mostBuckets) sizes.")
        }
        return choice
    }

    private func buckets(base: Int, multiple: Int) throws(DownloadError) -> BucketChoice {
        let side = try DownloadPlan.number("--buckets", base, Self.sides)
        guard side >= multiple else {
            throw DownloadError(
                .command, "--buckets \(side) is below the multiple of its sides, \(multiple): see --multiple-of.")
        }
        let ratio = flags.maximumBucketRatio
        guard ratio >= 1, ratio <= 100 else {
            throw DownloadError(.command, "--max-bucket-ratio cannot be \(ratio): it takes 1 to 100.")
        }
        guard let choice = BucketChoice(base: side, multiple: multiple, maximumRatio: ratio) else {
            throw DownloadError(
                .command,
                """
                --buckets \(side) would be more than \(BucketChoice.mostBuckets) sizes with multiples of \(multiple).
                  take a larger --multiple-of, or name the sizes
                """)
        }
        return choice
    }

    private func checkDecoded(_ option: String) throws(DownloadError) {
        guard flags.disablesAllReencoding else { return }
        throw DownloadError(
            .command, "--disable-all-reencoding stores every image unchanged, so \(option) has no effect.")
    }
}

extension ImageOptions {
    /// The mode and its target, in a few words.
    var sizing: String {
        if let buckets { return buckets.buckets.count == 1 ? "1 bucket" : "\(buckets.buckets.count) buckets" }
        let sides = targetSizes.map(String.init)
        let all = sides.dropLast().joined(separator: ", ") + (sides.count > 1 ? " and " : "") + (sides.last ?? "")
        let side = all + " px"
        let words = resizeMode.rawValue.split(separator: "_").joined(separator: " ")
        let target =
            switch resizeMode {
            case .no: "original size"
            case .maxArea:
                sides.count == 1
                    ? "at most \(targetArea ?? (targetBox?.pixelCount ?? targetSize * targetSize)) pixels"
                    : "at most the pixels of \(side) squared"
            case .fit, .fill: "\(words) \(targetBox.map(\.description) ?? side)"
            case .border, .centerCrop, .keepRatio, .keepRatioLargest: "\(words) \(side)"
            }
        return target + (sideMultiple > 1 ? ", sides multiples of \(sideMultiple)" : "")
    }
}
