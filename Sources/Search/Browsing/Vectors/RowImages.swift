// Which row of the embeddings is which image.

internal import Ground

/// Rows of embeddings and numbers of images, both from 0.
enum RowImages: Sendable {
    /// The images are the rows of the embeddings' own tables.
    case same(count: Int)
    /// The images are those of a dataset; -1 for a row or an image without the other.
    case joined(images: [Int32], rows: [Int32])

    func image(ofRow row: Int) -> Int? {
        switch self {
        case .same(let count): return row < count ? row : nil
        case .joined(let images, _): return images.indices.contains(row) && images[row] >= 0 ? Int(images[row]) : nil
        }
    }

    func row(ofImage image: Int) -> Int? {
        switch self {
        case .same(let count): return (0..<count).contains(image) ? image : nil
        case .joined(_, let rows): return rows.indices.contains(image) && rows[image] >= 0 ? Int(rows[image]) : nil
        }
    }
}
