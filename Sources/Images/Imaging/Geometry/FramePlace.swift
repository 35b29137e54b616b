// Where the first frame of an animation lies on its canvas.

internal import Vips

/// The first frame's place, in pixels; always inside its canvas, and smaller than it.
struct FramePlace: Equatable {
    let left: Int
    let top: Int
    let width: Int
    let height: Int

    /// nil for a frame that covers its canvas, lies outside of it, or that is not named at all.
    init?(of bytes: UnsafeRawBufferPointer, _ loader: ImageLoader, canvasWidth: Int, canvasHeight: Int) {
        let frame: (left: Int, top: Int, width: Int, height: Int)?
        switch loader {
        case .gif: frame = GIFFrame(of: bytes).map { ($0.left, $0.top, $0.width, $0.height) }
        case .webp: frame = WebPContainer.firstFrame(of: bytes)
        default: frame = nil
        }
        guard let frame, frame.left < canvasWidth, frame.top < canvasHeight else { return nil }
        left = frame.left
        top = frame.top
        width = min(frame.width, canvasWidth - frame.left)
        height = min(frame.height, canvasHeight - frame.top)
        guard width > 0, height > 0, width < canvasWidth || height < canvasHeight else { return nil }
    }
}
