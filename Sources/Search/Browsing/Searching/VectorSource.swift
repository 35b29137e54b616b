// Embeddings of a collection, wherever they are.

package import CaptionIndex
package import Ground

/// Embeddings whose rows are images of a collection. Safe to use from any thread.
package protocol VectorSource: Sendable {
    /// Numbers of each embedding.
    var width: Int { get }
    /// Images whose embeddings are nearest to a vector of unit length, the nearest first, with their cosines.
    func nearest(to vector: [Float], atMost count: Int) throws(CommandFailure) -> [ImageMatch]
    /// The embedding of an image; nil where it has none.
    func vector(of image: Int) throws(CommandFailure) -> [Float]?
}

/// Models that make embeddings of what a visitor asks for. Safe to use from any thread.
package protocol QueryModel: Sendable {
    var readsText: Bool { get }
    var readsImages: Bool { get }
    /// Of unit length.
    func embedding(ofText text: String) throws(CommandFailure) -> [Float]
    /// Of unit length.
    ///
    /// - Throws: `command` where it is no picture.
    func embedding(ofPicture bytes: [UInt8]) throws(CommandFailure) -> [Float]
}
