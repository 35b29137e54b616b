// Files of S3 by ranges.

internal import Requests
internal import Tables

extension S3Requests {
    /// Bytes of the first look: the footer of most parquet files, or the start of a text.
    private static let firstBytes = 512 << 10

    /// Opens a file with one request, which brings its size, its version, and its end or its start.
    ///
    /// - Parameter fromEnd: its end is read first.
    /// - Returns: nil if the store does not answer ranges as others do: then it is read by Arrow's client.
    func open(_ key: String, fromEnd: Bool) throws(TableError) -> S3File? {
        var request = try request(.get, key, headers: [Header("Range", Self.firstRange(fromEnd: fromEnd))])
        request.mostAnswerBytes = Self.firstBytes
        let response: Response
        do throws(RequestError) {
            response = try client.send(request)
        } catch {
            // The whole file: the store knows no ranges.
            if error.category == .tooLong { return nil }
            throw WebServer.error(error)
        }
        let version = FileVersion(response.head)
        guard response.status == 206, let byteCount = version.byteCount,
            let first = ContentRange(response.header("Content-Range") ?? "")?.first,
            first + response.body.count <= byteCount, !version.text.isEmpty
        else {
            _ = try answer(response, known: [206, 416], doing: "when reading it")
            return nil
        }
        return S3File(self, key, version, byteCount: byteCount, known: (first, response.body))
    }

    private static func firstRange(fromEnd: Bool) -> String {
        fromEnd ? "bytes=-\(firstBytes)" : "bytes=0-\(firstBytes - 1)"
    }

    /// - Returns: how many bytes came.
    /// - Throws: `changed` if the file is another one now.
    func read(
        _ key: String, at offset: Int, into room: UnsafeMutableRawBufferPointer, of version: FileVersion
    ) throws(TableError) -> Int {
        var headers = [Header("Range", "bytes=\(offset)-\(offset + room.count - 1)")]
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
        case 206:
            // Not every store knows `If-Match`.
            guard FileVersion(response.head).mayBe(version) else { throw WebServer.changed }
            guard ContentRange(response.header("Content-Range") ?? "")?.first == offset else {
                throw TableError(category: .unreachable, detail: "the store sends another range than was asked for")
            }
            return answer.count
        case 404, 412, 416: throw WebServer.changed
        default:
            _ = try self.answer(response, known: [], doing: "when reading it")
            throw TableError(category: .unreachable, detail: "the store sends the whole file instead of a range")
        }
    }
}
