// Whole objects of S3, with one request each.

internal import Requests
internal import Tables

extension S3Requests {
    /// The bytes of a success go to the receiver.
    func fetch(_ key: String, into receiver: any ObjectReceiver) throws(ObjectFailure) -> ObjectHead {
        var request: Request
        do throws(TableError) { request = try self.request(.get, key) } catch { throw ObjectFailure(error) }
        // A store that leads elsewhere leads to a place that was not allowed.
        request.redirects = 0
        let response: Response
        do throws(RequestError) {
            response = try client.receive(request, ObjectBody(receiver))
        } catch {
            throw ObjectFailure(error)
        }
        guard response.isSuccess else {
            throw ObjectFailure(status: response.status, code: Self.code(of: response))
        }
        return ObjectHead(httpStatus: response.status, contentType: response.header("Content-Type"))
    }

    /// Size and version of an object; nil if there is none.
    func info(_ key: String) throws(TableError) -> Stores.Info? {
        let response = try send(.head, key)
        let status = try answer(response, known: [404], doing: "when looking at it", otherwise: .unreadable)
        guard status != 404 else { return nil }
        let version = FileVersion(response.head)
        guard let byteCount = version.byteCount, byteCount >= 0 else {
            throw TableError(category: .malformed, detail: "the store does not say how long it is")
        }
        return Stores.Info(byteCount: byteCount, version: version.text)
    }

    /// The bytes of a small object; nil if there is none.
    ///
    /// - Throws: `malformed` for an object of more than `maximumBytes`.
    func bytes(_ key: String, maximumBytes: Int) throws(TableError) -> [UInt8]? {
        var request = try request(.get, key)
        request.mostAnswerBytes = maximumBytes
        let response: Response
        do throws(RequestError) { response = try client.send(request) } catch {
            guard error.category == .tooLong else { throw WebServer.error(error) }
            throw TableError(category: .malformed, detail: "it has more than \(maximumBytes) bytes")
        }
        let status = try answer(response, known: [404], doing: "when reading it", otherwise: .unreadable)
        guard status != 404 else { return nil }
        guard status == 200, !FileVersion(response.head).text.isEmpty else { throw Self.noFile(response) }
        return response.body
    }

    /// An answer without a version is of no object: an error with a good status, or the page of a proxy.
    static func noFile(_ response: Response) -> TableError {
        let code = code(of: response).map { ", \($0)" } ?? ""
        return TableError(
            category: .unreachable, detail: "the store's answer is no file (HTTP status \(response.status)\(code))")
    }

    func cancel() { client.cancel() }
}

/// The body of an answer, for a receiver of objects.
private final class ObjectBody: BodyReceiver {
    private let receiver: any ObjectReceiver

    init(_ receiver: any ObjectReceiver) { self.receiver = receiver }

    func begin(_ head: ResponseHead) -> Bool {
        receiver.begin(byteCount: head.header("Content-Length").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil })
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool { receiver.take(bytes) }
}
