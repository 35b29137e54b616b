// The memory that one size is drawn in, kept for the next image.

/// Blocks for a `Canvas`.
struct CanvasMemory {
    let canvas = ScratchMemory()
    let scaled = ScratchMemory()
    let blur = ScratchMemory()

    /// Gives large blocks back.
    func trim() {
        canvas.trim()
        scaled.trim()
        blur.trim()
    }
}
