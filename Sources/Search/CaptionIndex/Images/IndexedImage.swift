// What the index knows of an image.

/// One row of a dataset's tables.
package struct IndexedImage: Hashable, Sendable {
    /// Which file of the dataset has the row, from 0.
    package var part: Int
    /// Place in that file's table, from 0.
    package var row: Int
    package var key: String?
    package var url: String?
    package var caption: String?
    /// In pixels.
    package var width: Int?
    package var height: Int?
    /// Cosine of image and caption, -1…1.
    package var similarity: Double?
    package var aesthetic: Double?
    package var licence: String?
    package var nsfwTag: NSFWTag?
    /// Probability that it is not safe for work, 0…1.
    package var nsfwScore: Double?
    package var picture: PicturePlace?

    package init(part: Int, row: Int) {
        self.part = part
        self.row = row
    }
}

/// Where an image's bytes lie in the part's data.
package struct PicturePlace: Hashable, Sendable {
    /// First byte, and how many; nil where data has no places, and the key finds the image.
    package var bytes: Range<Int>?
    /// `jpg`: what a file or a member is called behind its key.
    package var suffix: String

    package init(bytes: Range<Int>?, suffix: String) {
        self.bytes = bytes
        self.suffix = suffix
    }
}

/// LAION's words for how safe an image is.
package enum NSFWTag: Int, Hashable, Sendable, CaseIterable {
    case unlikely = 1
    case unsure
    case nsfw

    /// Reads `UNLIKELY`, `UNSURE` and `NSFW` in any case; others are no tag.
    package init?(_ text: String) {
        switch text.uppercased() {
        case "UNLIKELY": self = .unlikely
        case "UNSURE": self = .unsure
        case "NSFW": self = .nsfw
        default: return nil
        }
    }

    package var word: String {
        switch self {
        case .unlikely: "UNLIKELY"
        case .unsure: "UNSURE"
        case .nsfw: "NSFW"
        }
    }
}
