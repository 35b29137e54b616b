// The records of a WARC or WAT file, whatever they are wrapped in.

internal import ContentDecoding
internal import CrawlPages
internal import Glibc

/// Reads the records of one file in order. Used by one thread at a time.
///
/// The usual file has one gzip member for each record. One member for the whole file and no compression are read as well.
/// A damaged member, or a record that is cut, is counted and left out: reading continues with the next member.
/// Memory stays small whatever the file's size is.
package final class WARCRecords {
    /// Longest record that is read; longer ones count as broken.
    package static let maximumRecordBytes = 64 << 20
    /// Bytes of the file that are in memory before a member is inflated: members of crawls have some kilobytes.
    private static let aheadBytes = 4 << 20
    /// What a member may become in one go; larger ones are unpacked piece by piece.
    private static let maximumMemberBytes = 16 << 20
    private static let pieceBytes = 256 << 10

    private enum Wrapping {
        /// Before the first byte.
        case unknown
        /// Between two members; `unpacked` has what the last one gave.
        case members
        /// Inside a member that is unpacked piece by piece.
        case insideMember
        /// Not compressed.
        case bare
    }

    private let source: any ByteSource
    private let inflater: MemberInflater
    /// As stored.
    private let stored = ByteWindow(capacity: 8 << 20)
    /// Uncompressed, from the start of a record.
    private let unpacked = ByteWindow(capacity: 1 << 20)
    private var wrapping = Wrapping.unknown
    private var stream: GzipMemberStream?
    /// Bytes of the record that is lent.
    private var lent = 0
    /// Bytes of a record that is too long, still to be left out.
    private var toSkip = 0
    /// Whether damage was counted and no whole record was found since.
    private var isInDamage = false
    private var isAtEnd = false
    /// Whether the file ended inside the last member.
    private var isMemberCut = false

    package private(set) var counts = RecordCounts()

    package init(_ source: any ByteSource) throws(CrawlError) {
        self.source = source
        inflater = try MemberInflater()
    }

    /// The next record, valid until the next call; nil at the end.
    ///
    /// - Throws: `otherFormat` when the file does not begin as a WARC file or a gzip member; what the source throws.
    package func next() throws(CrawlError) -> WARCRecord? {
        unpacked.removeFirst(lent)
        lent = 0
        while true {
            if let record = takeRecord() {
                counts.records += 1
                isInDamage = false
                return record
            }
            guard try unpackMore() else {
                counts.isCut = !unpacked.isEmpty || toSkip > 0 || counts.isCut
                dropRest()
                return nil
            }
        }
    }

    // MARK: Records

    /// The record that `unpacked` begins with, if all of it is there.
    private func takeRecord() -> WARCRecord? {
        while true {
            if toSkip > 0 {
                let count = min(toSkip, unpacked.count)
                unpacked.removeFirst(count)
                toSkip -= count
                if toSkip > 0 { return nil }
            }
            skipLineEnds()
            guard !unpacked.isEmpty else { return nil }
            let bytes = unpacked.bytes
            switch RecordHead.read(bytes) {
            case .incomplete: return nil
            case .other:
                noteDamage()
                guard dropToNextRecord() else { return nil }
            case .head(let head):
                if head.bodyCount > Self.maximumRecordBytes {
                    counts.brokenRecords += 1
                    toSkip = head.count + head.bodyCount
                    continue
                }
                guard bytes.count >= head.count + head.bodyCount else { return nil }
                lent = head.count + head.bodyCount
                return WARCRecord(
                    type: UnsafeRawBufferPointer(rebasing: bytes[head.type]),
                    target: UnsafeRawBufferPointer(rebasing: bytes[head.target]),
                    body: UnsafeRawBufferPointer(rebasing: bytes[head.count..<lent]))
            }
        }
    }

    private func skipLineEnds() {
        let bytes = unpacked.bytes
        var count = 0
        while count < bytes.count, bytes[count] == 0x0D || bytes[count] == 0x0A { count += 1 }
        unpacked.removeFirst(count)
    }

    /// Drops what is no record; what may be the start of one stays.
    ///
    /// - Returns: whether another record may begin there.
    private func dropToNextRecord() -> Bool {
        let bytes = unpacked.bytes
        let mark: StaticString = "\nWARC/1."
        guard let base = bytes.baseAddress else { return false }
        if let next = crawl_find(base, bytes.count, mark.utf8Start, mark.utf8CodeUnitCount) {
            unpacked.removeFirst(UnsafeRawPointer(next) - base + 1)
            return true
        }
        unpacked.removeFirst(max(1, bytes.count - mark.utf8CodeUnitCount + 1))
        return false
    }

    /// Several broken pieces in a row are one.
    private func noteDamage() {
        if !isInDamage { counts.brokenRecords += 1 }
        isInDamage = true
    }

    /// What is left behind the last record of a member or of the file is a record that was cut.
    private func dropRest() {
        if !unpacked.isEmpty || toSkip > 0 || isMemberCut { noteDamage() }
        unpacked.removeAll()
        toSkip = 0
        isMemberCut = false
    }

    // MARK: Bytes

    /// Adds to `unpacked`.
    ///
    /// - Returns: false at the end of the file.
    private func unpackMore() throws(CrawlError) -> Bool {
        switch wrapping {
        case .unknown:
            try begin()
            return true
        case .bare:
            let before = unpacked.count
            let count = try unpacked.fill(to: before + Self.pieceBytes, from: source)
            counts.bytesRead += count
            counts.bytesUnpacked += count
            return count > 0
        case .insideMember:
            try unpackPiece()
            return true
        case .members:
            dropRest()
            return try nextMember()
        }
    }

    private func fillStored() throws(CrawlError) {
        guard !isAtEnd, stored.count < Self.aheadBytes else { return }
        counts.bytesRead += try stored.fill(to: Self.aheadBytes * 2, from: source)
        isAtEnd = stored.count < Self.aheadBytes
    }

    private func begin() throws(CrawlError) {
        try fillStored()
        let bytes = stored.bytes
        if bytes.starts(with: MemberInflater.magic) || bytes.isEmpty {
            wrapping = .members
        } else if RecordHead.begins(bytes), bytes.count > RecordHead.start.utf8CodeUnitCount {
            wrapping = .bare
            unpacked.room(bytes.count).copyMemory(from: bytes)
            unpacked.add(bytes.count)
            counts.bytesUnpacked += bytes.count
            stored.removeAll()
        } else {
            throw CrawlError(.otherFormat, "this is not a WARC or WAT file")
        }
    }

    private func nextMember() throws(CrawlError) -> Bool {
        try fillStored()
        guard !stored.isEmpty else { return false }
        guard stored.bytes.starts(with: MemberInflater.magic) else {
            // Some files end in zeros.
            if !isPadding { noteDamage() }
            return try findMember(behind: 0)
        }
        while true {
            let room = unpacked.room(unpacked.isEmpty ? 1 : 0)
            switch inflater.inflate(stored.bytes, into: room) {
            case .whole(let used, let made):
                unpacked.add(made)
                counts.bytesUnpacked += made
                stored.removeFirst(used)
                return true
            case .noRoom:
                guard room.count < Self.maximumMemberBytes else {
                    try startStream()
                    return true
                }
                _ = unpacked.room(room.count * 4)
            case .broken:
                // More than what lies ahead of any usual member: it may only be long.
                if try findMember(behind: 1, within: Self.aheadBytes) {
                    noteDamage()
                } else {
                    try startStream()
                }
                return true
            }
        }
    }

    private var isPadding: Bool { isAtEnd && stored.bytes.allSatisfy { $0 == 0 } }

    /// Drops what is before the next member that begins with a record.
    ///
    /// - Parameter within: how far to look; nil for the whole file. Without a member there, nothing is dropped.
    /// - Returns: whether there is one.
    private func findMember(behind start: Int, within limit: Int? = nil) throws(CrawlError) -> Bool {
        var from = start
        while true {
            let bytes = stored.bytes
            let end = min(bytes.count, limit ?? bytes.count)
            if from < end, let base = bytes.baseAddress,
                let hit = crawl_find(base + from, end - from, MemberInflater.magic, MemberInflater.magic.count)
            {
                let place = UnsafeRawPointer(hit) - base
                if beginsRecord(UnsafeRawBufferPointer(rebasing: bytes[place...])) {
                    stored.removeFirst(place)
                    return true
                }
                from = place + 1
                continue
            }
            if limit != nil { return false }
            stored.removeFirst(max(0, bytes.count - MemberInflater.magic.count + 1))
            from = 0
            if isAtEnd {
                stored.removeAll()
                return false
            }
            try fillStored()
        }
    }

    /// Whether a member begins there, and a record in it: the first bytes alone may be chance.
    private func beginsRecord(_ bytes: UnsafeRawBufferPointer) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: RecordHead.start.utf8CodeUnitCount, alignment: 1) { room in
            guard var stream = GzipMemberStream() else { return false }
            let step = stream.step(bytes, into: room)
            return step.made == room.count && RecordHead.begins(UnsafeRawBufferPointer(room))
        }
    }

    private func startStream() throws(CrawlError) {
        guard let stream = GzipMemberStream() else { throw CrawlError.noMemory }
        self.stream = consume stream
        wrapping = .insideMember
    }

    private func unpackPiece() throws(CrawlError) {
        try fillStored()
        let room = unpacked.room(Self.pieceBytes)
        let piece = UnsafeMutableRawBufferPointer(rebasing: room[..<Self.pieceBytes])
        guard !stored.isEmpty, let step = stream?.step(stored.bytes, into: piece) else {
            return endStream(.cut)
        }
        stored.removeFirst(step.used)
        unpacked.add(step.made)
        counts.bytesUnpacked += step.made
        switch step.state {
        case .open:
            if step.used == 0, step.made == 0 { endStream(.damaged) }
        case .ended: endStream(.whole)
        case .broken:
            // Never again from the same byte.
            if step.used == 0 { stored.removeFirst(1) }
            endStream(.damaged)
        }
    }

    private enum StreamEnd { case whole, cut, damaged }

    private func endStream(_ end: StreamEnd) {
        stream = nil
        wrapping = .members
        switch end {
        case .whole: break
        case .cut:
            isMemberCut = true
            counts.isCut = true
        case .damaged:
            // Its checksum would have told right from wrong.
            unpacked.removeAll()
            noteDamage()
        }
    }
}
