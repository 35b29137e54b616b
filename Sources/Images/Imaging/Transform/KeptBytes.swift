// When an image's bytes go into the dataset as they were fetched.

/// Which images keep their bytes.
package enum KeptBytes: Sendable, Hashable {
    /// None: everything is encoded again.
    case none
    /// Those of the encode format whose pixels would stay as they are.
    case sameFormat
    /// Those of any format whose pixels need not change; the others are encoded in their own format where that can
    /// be written, else as JPEG.
    case anyFormat
    /// All, and nothing is decoded or looked at. Never together with blurring.
    case undecoded
}

extension ImageOptions {
    /// The options for an image of `kind`: under `KeptBytes.anyFormat` the encode format follows the image's own.
    func resolved(for kind: ImageKind) -> ImageOptions {
        guard keeping == .anyFormat else { return self }
        var resolved = self
        let own = EncodeFormat(rawValue: kind.fileExtension) ?? .jpg
        resolved.encodeFormat = own.isWritable ? own : .jpg
        if resolved.encodeFormat == .avif { resolved.encodeQuality = EncodeFormat.avif.defaultQuality }
        if resolved.encodeFormat == .png { resolved.encodeQuality = Self.defaultCompressionOfPNG }
        return resolved
    }

    /// Between fast and small.
    package static let defaultCompressionOfPNG = 6

    /// Whether an image of `kind` may keep its bytes, if nothing else speaks against it. A GIF that is cut behind its first
    /// frame may not: decoding that frame does not show it.
    func mayKeep(_ kind: ImageKind, _ bytes: UnsafeRawBufferPointer) -> Bool {
        switch keeping {
        case .none, .undecoded: false
        case .sameFormat: kind.fileExtension == encodeFormat.rawValue && (kind != .gif || GIFBlocks.areWhole(bytes))
        case .anyFormat: kind != .gif || GIFBlocks.areWhole(bytes)
        }
    }
}

extension ImageKind {
    /// The file extension that kept bytes get, without a dot.
    package var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}

extension TransformPlan {
    /// Whether the result has exactly the pixels of the image as it is stored.
    var changesNothing: Bool {
        filter == nil && orientation.isUpright && geometry.left == 0 && geometry.top == 0
            && geometry.width == storedWidth && geometry.height == storedHeight
    }
}
