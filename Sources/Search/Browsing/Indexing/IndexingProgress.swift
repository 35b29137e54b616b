// How far the index is.

/// Of one collection.
package struct IndexingProgress: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case waiting
        case indexing
        case done
        /// The index could not be written any more; what it has is searched.
        case failed(String)
    }

    package var state = State.waiting
    package var doneParts = 0
    package let parts: Int

    package init(parts: Int) { self.parts = parts }
}

extension IndexingProgress {
    /// Whether more images may come.
    package var isRunning: Bool { state == .waiting || state == .indexing }
}
