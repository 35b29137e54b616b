// The newest images, for whoever looks: a few copies, made only when they are asked for.

internal import Ground
internal import Synchronization

/// Between the thread that writes samples and those that show them. While nobody asks, an image costs the writer one look
/// at a number.
package final class ImageTap: Sendable {
    /// An image as it was written, with what stands in its row.
    package struct Picture: Sendable {
        /// Which row of which shard.
        package let place: String
        package let caption: String?
        package let width: Int?
        package let height: Int?
        package let bytes: [UInt8]

        package init(place: String, caption: String?, width: Int?, height: Int?, bytes: [UInt8]) {
            self.place = place
            self.caption = caption
            self.width = width
            self.height = height
            self.bytes = bytes
        }
    }

    /// Larger images are not copied: a page of them would be slow, too.
    package static let mostBytes = 1 << 20
    /// Images that wait to be taken.
    private static let mostWaiting = 8

    private let wanted = Atomic<Int>(0)
    private let pictures = Mutex<[Picture]>([])

    package init() {}

    /// Asks for the next images, instead of what was asked for before.
    package func ask(for count: Int) { wanted.store(count, ordering: .relaxed) }

    /// Whether an image is wanted; the writer asks for each.
    package var isWanted: Bool { wanted.load(ordering: .relaxed) > 0 }

    /// Gives an image that is wanted.
    package func give(_ picture: Picture) {
        guard picture.bytes.count <= Self.mostBytes else { return }
        wanted.subtract(1, ordering: .relaxed)
        pictures.withLock { if $0.count < Self.mostWaiting { $0.append(picture) } }
    }

    /// The images since the last call, in their order.
    package func take() -> [Picture] {
        pictures.withLock { pictures in
            defer { pictures = [] }
            return pictures
        }
    }
}
