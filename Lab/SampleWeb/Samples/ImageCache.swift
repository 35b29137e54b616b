// Encoded images kept in memory, so that each is drawn once.

package import Ground
internal import Synchronization

/// Drawn images by name, within a bound of bytes; the oldest leave first.
package final class ImageCache: Sendable {
    private struct State {
        var images: [SampleImage: ByteBuffer] = [:]
        /// In the order of drawing, for leaving; `first` is the index of the oldest.
        var order: [SampleImage] = []
        var first = 0
        var heldBytes = 0
    }

    /// Most bytes held.
    let maximumBytes: Int
    private let state = Mutex(State())

    /// An empty cache.
    package init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Bytes held.
    package var heldBytes: Int { state.withLock { $0.heldBytes } }

    /// The encoded image, drawn when it is not there yet.
    package func encoded(_ image: SampleImage) throws(SampleWebError) -> ByteBuffer {
        if let known = state.withLock({ $0.images[image] }) { return known }
        let drawn = try ImageDrawing.encoded(image)
        return state.withLock { state in
            // Another thread may have drawn the same meanwhile.
            if let known = state.images[image] { return known }
            guard drawn.count <= maximumBytes else { return drawn }
            while state.heldBytes + drawn.count > maximumBytes, state.first < state.order.count {
                let oldest = state.order[state.first]
                state.first += 1
                state.heldBytes -= state.images.removeValue(forKey: oldest)?.count ?? 0
            }
            if state.first > 1024, state.first * 2 > state.order.count {
                state.order.removeFirst(state.first)
                state.first = 0
            }
            state.images[image] = drawn
            state.order.append(image)
            state.heldBytes += drawn.count
            return drawn
        }
    }
}
