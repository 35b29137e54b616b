// The first look at a file of a server.

internal import Files
internal import Requests
internal import Tables

extension WebServer {
    /// Bytes of the first look.
    static let firstBytes = 256 << 10
    /// Largest file that is copied here because its server knows no ranges.
    static let mostCopiedBytes = 20 << 30

    /// Opens the file: by ranges where the server knows them, else as a copy in the folder for temporary files.
    ///
    /// - Parameter copied: called with the bytes that were copied.
    func open(copied: (Int) -> Void) throws(TableError) -> any VersionedBytes {
        let receiver = FirstLook()
        let response: Response
        do throws(RequestError) {
            response = try client.receive(request(0, Self.firstBytes - 1, of: nil), receiver)
        } catch {
            throw receiver.failure ?? Self.error(error)
        }
        if let failure = receiver.failure { throw failure }
        let version = FileVersion(response.head)
        switch response.status {
        case _ where response.head.isPart:
            guard let byteCount = version.byteCount else {
                throw TableError(category: .unreadable, detail: "the server does not say how long the file is")
            }
            return WebFile(self, version, byteCount: byteCount, start: receiver.start)
        // There is no first byte.
        case 416 where version.byteCount == 0: return WebFile(self, version, byteCount: 0, start: [])
        case 200..<300:
            guard let copy = receiver.finished() else { throw Self.error(status: response.status) }
            copied(copy.byteCount)
            return WebCopy(copy, version: version.text)
        default: throw Self.error(status: response.status)
        }
    }
}

/// Sees from the answer's head whether the server knows ranges; if not, what comes is the whole file, and is kept.
private final class FirstLook: BodyReceiver {
    private(set) var failure: TableError?
    /// Of a server that knows ranges: the file's first bytes.
    private(set) var start: [UInt8] = []
    private var copy: ScratchFile?

    func begin(_ head: ResponseHead) -> Bool {
        copy = nil
        start = []
        guard !head.isPart else { return ContentRange(head.header("Content-Range") ?? "")?.first == 0 }
        if let length = FileVersion(head).byteCount, length > WebServer.mostCopiedBytes { return fail(.tooLong) }
        do throws(FileError) { copy = try ScratchFile() } catch { return fail(.file(error)) }
        return true
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let copy else {
            start.append(contentsOf: bytes)
            return start.count <= WebServer.firstBytes
        }
        guard copy.byteCount + bytes.count <= WebServer.mostCopiedBytes else { return fail(.tooLong) }
        do throws(FileError) { try copy.append(bytes) } catch { return fail(.file(error)) }
        return true
    }

    private enum Reason {
        case tooLong
        case file(FileError)
    }

    private func fail(_ reason: Reason) -> Bool {
        failure =
            switch reason {
            case .tooLong:
                TableError(
                    category: .unreadable,
                    detail:
                        "its server knows no ranges, and it is larger than 20 GB: download it first, and read the copy")
            case .file(let error):
                TableError(
                    category: .unreadable,
                    detail: "its server knows no ranges, and it cannot be copied here: \(error). "
                        + "TMPDIR names a folder with more space")
            }
        return false
    }

    /// The copy, if there is one.
    func finished() -> ScratchFile? { copy }
}
