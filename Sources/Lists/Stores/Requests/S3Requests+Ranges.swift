// Files of S3 by ranges.

internal import Requests
internal import Tables

extension S3Requests {
    /// Bytes of the first look: the footer of most parquet files, or the start of a text.
    private static let firstBytes = 512 << 10

    /// Opens a file with one request, which brings its size, its version, and its end or its start.
    ///
    /// - Parameter fromEnd: its end is read first.
    func open(_ key: String, fromEnd: Bool) throws(TableError) -> S3File {
        var request = try request(.get, key, headers: [Header("Range", Self.firstRange(fromEnd: fromEnd))])
        request.mostAnswerBytes = Self.firstBytes
        let response: Response
        do throws(RequestError) {
            response = try client.send(request)
        } catch {
            throw error.category == .tooLong ? Self.noRanges : WebServer.error(error)
        }
        let status = try answer(response, known: [416], doing: "when reading it", otherwise: .unreadable)
        switch status {
        case _ where response.head.isPart: return try file(key, of: response, fromEnd: fromEnd)
        case 416:
            // An empty file has no range; and some stores refuse a range from the end that is longer than the file.
            guard let info = try info(key) else {
                throw TableError(category: .notFound, detail: "there is no such file")
            }
            let version = FileVersion(tag: info.version, date: nil, byteCount: info.byteCount)
            return S3File(self, key, version, byteCount: info.byteCount, known: (0, []))
        default:
            // The whole file, of a store without ranges.
            let version = FileVersion(response.head)
            guard status == 200, !version.text.isEmpty else { throw Self.noFile(response) }
            return S3File(self, key, version, byteCount: response.body.count, known: (0, response.body))
        }
    }

    /// What an answer to the first look says is compared with what was asked for, and with what came.
    private func file(_ key: String, of response: Response, fromEnd: Bool) throws(TableError) -> S3File {
        let version = FileVersion(response.head)
        guard let byteCount = version.byteCount else {
            throw TableError(category: .malformed, detail: "the store does not say how long it is")
        }
        let count = min(byteCount, Self.firstBytes)
        let first = fromEnd ? byteCount - count : 0
        guard ContentRange(response.header("Content-Range") ?? "")?.first == first else { throw Self.otherRange }
        guard response.body.count == count else { throw Self.tooFew }
        return S3File(self, key, version, byteCount: byteCount, known: (first, response.body))
    }

    private static let noRanges = TableError(
        category: .unsupported, detail: "the store sends the whole file where a part of it was asked for")
    private static let otherRange = TableError(
        category: .unreachable, detail: "the store sends another range than was asked for")
    static let tooFew = TableError(category: .unreachable, detail: "the store sends fewer bytes than were asked for")

    private static func firstRange(fromEnd: Bool) -> String {
        fromEnd ? "bytes=-\(firstBytes)" : "bytes=0-\(firstBytes - 1)"
    }

    /// - Parameter room: no larger than what the file has there.
    /// - Throws: `changed` if the file is another one now.
    func read(
        _ key: String, at offset: Int, into room: UnsafeMutableRawBufferPointer, of version: FileVersion
    ) throws(TableError) {
        // Some stores answer a range of everything as if it were no range.
        let isWhole = offset == 0 && room.count == version.byteCount
        var headers = isWhole ? [] : [Header("Range", "bytes=\(offset)-\(offset + room.count - 1)")]
        if let tag = version.tag, !tag.hasPrefix("W/") { headers.append(Header("If-Match", tag)) }
        let request = try request(.get, key, headers: headers)
        let answer: (response: Response, count: Int)
        do throws(RequestError) {
            answer = try client.read(request, into: room)
        } catch {
            throw WebServer.error(error)
        }
        let response = answer.response
        switch response.status {
        case 200 where isWhole, _ where !isWhole && response.head.isPart:
            // Not every store knows `If-Match`.
            guard FileVersion(response.head).mayBe(version) else { throw WebServer.changed }
            guard isWhole || ContentRange(response.header("Content-Range") ?? "")?.first == offset else {
                throw Self.otherRange
            }
            guard answer.count == room.count else { throw Self.tooFew }
        case 404, 412, 416: throw WebServer.changed
        default:
            _ = try self.answer(response, known: [], doing: "when reading it", otherwise: .unreadable)
            throw Self.noRanges
        }
    }
}
