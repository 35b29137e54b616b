// Why an image could not be made.

/// Why one image failed.
package struct ImageError: Error, Sendable {
    /// Closed set; these words are for tallies.
    package enum Category: String, CaseIterable, Sendable {
        /// The body has no bytes.
        case empty
        /// The bytes are of no image: a page, a document, anything.
        case notAnImage = "not_an_image"
        /// An image, in a format that is not let in.
        case unsupported
        /// Cut or damaged.
        case decode
        /// More pixels or bytes than allowed; nothing was decoded.
        case tooManyPixels = "too_many_pixels"
        /// The result is larger than the encode format can hold.
        case tooLarge = "too_large"
        /// More CPU time than one image may take.
        case tooSlow = "too_slow"
        /// The encoder failed.
        case encode
        /// Not wanted: see `ImageFilters`.
        case bodyTooSmall = "body_too_small"
        case imageTooSmall = "image_too_small"
        case imageTooLarge = "image_too_large"
        case areaTooLarge = "area_too_large"
        case aspectRatioTooLarge = "aspect_ratio_too_large"
        /// What is to be blurred is not known, so that nothing may be shown.
        case blurringBoxes = "blurring_boxes"
    }

    /// The word for tallies.
    package let category: Category
    /// What was found, for people; never parsed.
    package let detail: String

    /// Text for the metadata where the category's own says too little; few of them, as they are counted, too.
    private let ownMessage: String?

    /// A failure of `category`.
    package init(_ category: Category, _ detail: String, message: String? = nil) {
        self.category = category
        self.detail = detail
        ownMessage = message
    }

    /// The text for the metadata: img2dataset's words where it has some, the same for all of a kind, so that
    /// counts by text stay small.
    package var message: String {
        if let ownMessage { return ownMessage }
        return switch category {
        case .notAnImage, .unsupported, .decode: "Image decoding error"
        case .empty: "empty body"
        case .tooManyPixels: "image has too many pixels"
        case .tooSlow: "image takes too long"
        case .tooLarge: "image is too large for its encode format"
        case .encode: "Image encoding error"
        case .bodyTooSmall: "body too small"
        case .imageTooSmall: "image too small"
        case .imageTooLarge: "image too large"
        case .areaTooLarge: "image area too large"
        case .aspectRatioTooLarge: "aspect ratio too large"
        case .blurringBoxes: "blurring boxes cannot be read"
        }
    }
}
