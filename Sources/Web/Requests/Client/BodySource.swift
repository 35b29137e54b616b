// A request's body while it is sent.

internal import Files
internal import Hashing

/// Reads a body from its start, and again from its start when libcurl has to send it again. Used by one thread.
final class BodySource {
    static let emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    let byteCount: Int
    private let bytes: [UInt8]
    private let file: InputFile?
    private let start: Int
    private var position = 0

    init(_ body: RequestBody) throws(RequestError) {
        byteCount = body.byteCount
        switch body {
        case .bytes(let bytes):
            self.bytes = bytes
            file = nil
            start = 0
        case .file(let path, let range):
            bytes = []
            start = range.lowerBound
            file = try Self.open(path, range)
        }
    }

    private static func open(_ path: String, _ range: Range<Int>) throws(RequestError) -> InputFile {
        do throws(FileError) {
            let file = try InputFile(path: path)
            guard range.lowerBound >= 0, range.upperBound <= file.byteCount else {
                throw FileError(.tooShort, doing: "read", path: path)
            }
            return file
        } catch {
            throw RequestError(.invalid, "\(error)")
        }
    }

    func read(into room: UnsafeMutableRawBufferPointer) throws(RequestError) -> Int {
        let count = min(room.count, byteCount - position)
        guard count > 0 else { return 0 }
        let part = UnsafeMutableRawBufferPointer(rebasing: room[..<count])
        try read(part, at: position)
        position += count
        return count
    }

    private func read(_ part: UnsafeMutableRawBufferPointer, at offset: Int) throws(RequestError) {
        guard file != nil else {
            bytes.withUnsafeBytes { bytes in
                part.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + part.count]))
            }
            return
        }
        do throws(FileError) { try file?.read(part, at: start + offset) } catch {
            throw RequestError(.invalid, "\(error)")
        }
    }

    /// - Returns: false if there is no such place.
    func seek(to offset: Int) -> Bool {
        guard (0...byteCount).contains(offset) else { return false }
        position = offset
        return true
    }

    /// What a signature says about the body: its SHA-256; of a file, behind TLS, that it is not signed.
    func sha256(isSecure: Bool) throws(RequestError) -> String {
        let hasher = ContentHasher(.sha256)
        guard file != nil else { return bytes.withUnsafeBytes { hasher.hexDigest(of: $0) } }
        guard !isSecure else { return "UNSIGNED-PAYLOAD" }
        let part = start..<start + byteCount
        do throws(FileError) {
            let digest = try file?.withMappedBytes { whole in
                hasher.hexDigest(of: UnsafeRawBufferPointer(rebasing: whole[part]))
            }
            return digest ?? Self.emptySHA256
        } catch {
            throw RequestError(.invalid, "\(error)")
        }
    }
}
