// What goes from the reader to the workers, and from them to the models.

internal import Ground
internal import ImageInputs
internal import Imaging
internal import Tables
internal import Tokenizing

/// Some images of one shard, as they lie in it.
struct ImageBatch: Sendable {
    /// Place in the part's order, from 0.
    let number: Int
    /// Rows of the shard's table.
    var rows: [Int] = []
    var bodies: [[UInt8]] = []
    var captions: [String] = []
    /// The shard's table, with its last batch.
    var table: ColumnBatch?
}

/// The same, decoded; images that cannot be are left out.
struct PreparedBatch: Sendable {
    let number: Int
    var rows: [Int] = []
    var images: [Float] = []
    var nsfw: [Float] = []
    var numbers: [Int64] = []
    var failures = 0
    var table: ColumnBatch?
}

/// Prepares batches. One per thread.
final class BatchPreparation {
    private let image: ImageInput?
    private let nsfw: ImageInput?
    private let tokenizer: CLIPTokenizer?
    private let captionLength: Int
    private let source = PixelSource()

    init(image: ImageInput?, nsfw: ImageInput?, tokenizer: CLIPTokenizer?, captionLength: Int) {
        self.image = image
        self.nsfw = nsfw
        self.tokenizer = tokenizer
        self.captionLength = captionLength
    }

    func prepared(_ batch: ImageBatch) -> PreparedBatch {
        var prepared = PreparedBatch(number: batch.number)
        prepared.table = batch.table
        for (place, row) in batch.rows.enumerated() {
            guard add(batch.bodies[place], to: &prepared) else {
                prepared.failures += 1
                continue
            }
            prepared.rows.append(row)
            prepared.numbers += numbers(of: batch.captions[place])
        }
        return prepared
    }

    /// - Returns: false when the image cannot be decoded; nothing is added then.
    private func add(_ body: [UInt8], to prepared: inout PreparedBatch) -> Bool {
        guard image != nil || nsfw != nil else { return true }
        do throws(ImageError) {
            let pixels = try source.pixels(body.withUnsafeBytes { ByteBuffer(copying: $0) })
            let values = try values(of: pixels)
            prepared.images += values.image
            prepared.nsfw += values.nsfw
            return true
        } catch {
            return false
        }
    }

    /// What the models of images are given; nothing for those that are not there.
    func values(of pixels: RGBImage) throws(ImageError) -> (image: [Float], nsfw: [Float]) {
        let own = try image.map { input throws(ImageError) in try self.values(input, pixels) }
        let safety = try nsfw.map { input throws(ImageError) in try self.values(input, pixels) }
        return (own ?? [], safety ?? [])
    }

    /// What the model of captions is given; nothing without one.
    func numbers(of caption: String) -> [Int64] { tokenizer?.numbers(of: caption, length: captionLength) ?? [] }

    private func values(_ input: ImageInput, _ pixels: RGBImage) throws(ImageError) -> [Float] {
        var values = [Float](repeating: 0, count: input.valueCount)
        let result = values.withUnsafeMutableBufferPointer { room in
            Result { () throws(ImageError) in try input.fill(room, from: pixels, with: source) }
        }
        try result.get()
        return values
    }
}
