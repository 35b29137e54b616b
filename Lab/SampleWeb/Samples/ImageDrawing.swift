// The only place that draws.

internal import Ground
internal import Synchronization
internal import Vips

/// Draws images for the server.
enum ImageDrawing {
    /// The encoded image. Takes from under a millisecond to seconds, by size and format.
    static func encoded(_ image: SampleImage) throws(SampleWebError) -> ByteBuffer {
        guard let kind = DrawnImage.Kind(rawValue: image.kind.rawValue),
            let format = DrawnImage.Format(rawValue: image.format.rawValue)
        else { throw SampleWebError(.drawing, "\(image.path) cannot be drawn here") }
        hasDrawn.store(true, ordering: .relaxed)
        do throws(VipsError) {
            return ByteBuffer(
                try DrawnImage.encoded(
                    seed: image.seed, width: image.width, height: image.height, kind: kind, format: format))
        } catch {
            throw SampleWebError(.drawing, error.detail)
        }
    }

    /// Gives back what drawing keeps for the calling thread. Call at the end of a thread that may have drawn.
    static func endThread() {
        // libvips crashes when it is asked for this before it was started.
        if hasDrawn.load(ordering: .relaxed) { VipsLibrary.endThread() }
    }

    private static let hasDrawn = Atomic(false)
}
