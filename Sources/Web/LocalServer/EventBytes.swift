// A feed as the body of an answer.

internal import FlyingSocks

/// The bytes of events, as the library takes a body without a known end.
struct EventBytes: AsyncBufferedSequence {
    typealias Element = UInt8

    let stream: AsyncStream<[UInt8]>

    func makeAsyncIterator() -> Iterator { Iterator(base: stream.makeAsyncIterator()) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        fileprivate var base: AsyncStream<[UInt8]>.Iterator

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? { await base.next() }

        /// The library takes whole buffers only.
        mutating func next() async throws -> UInt8? { nil }
    }
}
