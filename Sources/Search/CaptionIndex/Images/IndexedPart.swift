// A file of a dataset in the index.

/// Rows of one table, all in the index or none.
package struct IndexedPart: Hashable, Sendable {
    /// `00012`, `metadata_3`.
    package let name: String
    /// Size and time of its files: different ones mean that the part was rewritten.
    package let fingerprint: String
    /// Numbers of its images.
    package let images: Range<Int>
    /// Why it has no images, or no pictures; nil for a sound one.
    package let problem: String?

    package init(name: String, fingerprint: String, images: Range<Int>, problem: String? = nil) {
        self.name = name
        self.fingerprint = fingerprint
        self.images = images
        self.problem = problem
    }
}
