// From a fetched body to a row's image.

internal import DatasetModel
internal import Fetching
internal import Ground
internal import Hashing
internal import Imaging
internal import Planning

/// Makes images, on one thread.
struct RowImages {
    private let options: ImageOptions
    private let transformer: ImageTransformer
    private let hasher: ContentHasher?

    init(_ plan: FetchPlan) {
        options = plan.images
        transformer = ImageTransformer(plan.images)
        hasher = plan.hash.map { ContentHasher($0) }
    }

    /// What a row gets.
    func result(of fetched: FetchedURL) -> RowResult {
        var result: RowResult
        switch fetched.content {
        case .failure(let error):
            result = RowResult(
                .failedToDownload(error.tallyWord, error.message, isTemporary: error.isRetriable))
        case .success(let body):
            do throws(ImageError) {
                result = try image(of: body.buffer)
                result.hash = body.buffer.withUnsafeBytes { hasher?.hexDigest(of: $0) }
            } catch {
                result = RowResult(.failedToResize(error.category.rawValue, error.message))
            }
        }
        result.facts = fetched.facts
        return result
    }

    private func image(of body: ByteBuffer) throws(ImageError) -> RowResult {
        var result = RowResult(.success)
        guard options.keeping != .undecoded else {
            guard body.count > 0 else { throw ImageError(.empty, "the body has no bytes") }
            try options.filters.check(bodyBytes: body.count)
            result.image = body
            return result
        }
        let image = try transformer.transform(body)
        result.image = image.bytes
        result.format = image.fileExtension
        result.width = image.width
        result.height = image.height
        result.originalWidth = image.originalWidth
        result.originalHeight = image.originalHeight
        return result
    }
}
