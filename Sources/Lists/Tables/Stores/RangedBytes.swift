// Bytes that lie elsewhere than in a local file.

internal import ArrowBridge

/// Bytes that are read by ranges, each of which may be a request to another machine. Used by several threads.
package protocol RangedBytes: AnyObject, Sendable {
    var byteCount: Int { get }

    /// Fills `room` with the bytes from `offset` on.
    ///
    /// - Returns: how many; fewer than there is room at the end of the bytes alone.
    func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int

    /// These bytes will be read soon. Nothing has to be done about it.
    func willNeed(_ ranges: [Range<Int>])
}

extension RangedBytes {
    package func willNeed(_ ranges: [Range<Int>]) {}
}

/// Keeps a source alive while the bridge reads it.
private final class SourceKeeper {
    let source: any RangedBytes

    init(_ source: any RangedBytes) { self.source = source }
}

extension RangedBytes {
    /// The source for one call of the bridge, which releases it.
    func lent() -> arrow_bridge_source {
        arrow_bridge_source(
            context: Unmanaged.passRetained(SourceKeeper(self)).toOpaque(), size: Int64(byteCount),
            read_at: { context, offset, count, out, failure in
                guard let context, let out else { return -1 }
                let source = Unmanaged<SourceKeeper>.fromOpaque(context).takeUnretainedValue().source
                do throws(TableError) {
                    let room = UnsafeMutableRawBufferPointer(start: out, count: Int(count))
                    return Int64(try source.read(at: Int(offset), into: room))
                } catch {
                    arrow_bridge_error_set(failure, error.code, error.detail)
                    return -1
                }
            },
            release: { context in
                if let context { Unmanaged<SourceKeeper>.fromOpaque(context).release() }
            },
            will_need: { context, offsets, counts, ranges in
                guard let context, let offsets, let counts else { return }
                Unmanaged<SourceKeeper>.fromOpaque(context).takeUnretainedValue().source.willNeed(
                    (0..<Int(ranges)).map { Int(offsets[$0])..<Int(offsets[$0] + counts[$0]) })
            })
    }
}
