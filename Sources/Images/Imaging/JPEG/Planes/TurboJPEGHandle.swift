// One TurboJPEG instance.

internal import CTurboJPEG

/// Owns a TurboJPEG handle, freed by `deinit`; used by one thread at a time.
struct TurboJPEGHandle: ~Copyable {
    let pointer: tjhandle

    /// A decompressor.
    static func decoder() throws(ImageError) -> TurboJPEGHandle {
        guard let pointer = tjInitDecompress() else { throw ImageError(.decode, "no TurboJPEG decompressor") }
        return TurboJPEGHandle(pointer: pointer)
    }

    /// A compressor.
    static func encoder() throws(ImageError) -> TurboJPEGHandle {
        guard let pointer = tjInitCompress() else { throw ImageError(.encode, "no TurboJPEG compressor") }
        return TurboJPEGHandle(pointer: pointer)
    }

    private init(pointer: tjhandle) {
        self.pointer = pointer
    }

    deinit {
        tjDestroy(pointer)
    }

    /// What the last call that failed had to say.
    var message: String { String(cString: tjGetErrorStr2(pointer)) }

    /// Whether the last call that failed only warned.
    var hasWarned: Bool { tjGetErrorCode(pointer) == Int32(TJERR_WARNING.rawValue) }
}
