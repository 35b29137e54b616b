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
