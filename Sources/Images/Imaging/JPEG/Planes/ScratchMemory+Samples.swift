// Scratch memory as samples for the plane kernels.

internal import PlaneKernels

extension ScratchMemory {
    /// `count` samples and the padding that the kernels read past a row's end; valid until the block is asked for
    /// more.
    func samples(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        let block = bytes(count + Int(PLANE_KERNELS_ROW_PADDING))
        return UnsafeMutableRawPointer(block.baseAddress.unsafelyUnwrapped).assumingMemoryBound(to: UInt8.self)
    }
}
