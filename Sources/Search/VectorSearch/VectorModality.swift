// What vectors are of.

/// Which embeddings: those of images or those of captions. Both are in one space, so that a query of either kind may be
/// compared with both.
package enum VectorModality: String, CaseIterable, Hashable, Sendable {
    case image
    case text
}
