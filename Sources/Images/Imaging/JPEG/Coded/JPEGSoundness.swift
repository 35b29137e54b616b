// Whether a JPEG is whole: the one decision about the file, whatever draws it and whatever it becomes.

internal import CodedImages

/// What makes a JPEG a whole picture: its scans bring every coefficient, and libjpeg finds the data of all of them.
///
/// A missing end marker, bytes between segments, an odd version and the like change no sample and do not count; what
/// stands behind the last sample is not looked at. Decoders that had nothing to complain about need not ask `checkData`: they
/// found the same.
struct JPEGSoundness {
    let bytes: UnsafeRawBufferPointer
    /// nil when it could not be read: then libjpeg alone decides.
    let header: JPEGHeader?

    /// Checks that no scan is missing, by the scans' headers alone.
    func checkScans() throws(ImageError) {
        guard let header, header.isMultiScan else { return }
        guard JPEGScanCoverage(of: bytes, header).isComplete else {
            throw ImageError(.decode, "some scans of the JPEG are missing")
        }
    }

    /// Checks that all coded data is there. Costs about as much as decoding: for pictures that a decoder complained about.
    ///
    /// Its memory is a decoder's; check sizes and scans first.
    func checkData() throws(ImageError) { try check(continues: false) { $0 == JPEG_IS_SOUND } }

    /// Checks that libjpeg reaches the last sample, whatever it makes of damage on its way: for pictures that a decoder
    /// complained about, and of which it does not say whether it gave up. Costs and memory as with `checkData`.
    func checkReadable() throws(ImageError) { try check(continues: true) { $0 != JPEG_IS_UNREADABLE } }

    private func check(continues: Bool, isGood: (jpeg_soundness) -> Bool) throws(ImageError) {
        var text = [CChar](repeating: 0, count: JPEG_WARNINGS_TEXT_BYTES)
        let found = jpeg_warnings_check(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, continues, &text)
        guard !isGood(found) else { return }
        throw ImageError(.decode, String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    /// Draws by `draw`, first with a decoder that stops at the first warning; if so, again with one that continues,
    /// if the picture is whole all the same.
    ///
    /// - Parameters:
    ///   - keepsTruncated: the picture need not be whole.
    ///   - hasWarned: asked after a drawing that has not stopped: whether there was a warning all the same, too late to
    ///     stop it.
    func drawing<Result>(
        keepsTruncated: Bool, hasWarned: () -> Bool = { false },
        _ draw: (_ stopsAtWarnings: Bool) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        if keepsTruncated { return try draw(false) }
        try checkScans()
        let result: Result
        do throws(ImageError) {
            result = try draw(true)
        } catch {
            guard error.category == .decode else { throw error }
            try checkData()
            return try draw(false)
        }
        if hasWarned() { try checkData() }
        return result
    }
}
