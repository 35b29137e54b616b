// Journal records as bytes: numbers in as few bytes as they need, texts behind their lengths.

internal import Checksums
package import DatasetModel

/// Builds one record at a time, with its frame: four bytes length, four bytes CRC-32C, then the content.
package struct JournalBytes {
    /// Largest content of a record. EXIF with everything a camera can say is far below it.
    static let maximumContentBytes = 16 << 20
    /// Bytes of the length and the checksum before a content.
    package static let frameBytes = 8
    /// First words of every journal, and its version.
    static let magic = "img2shards journal 2"

    /// The record that was built last, with its frame.
    package private(set) var bytes: [UInt8] = []

    /// A journal's first record.
    package init(_ header: JournalHeader) {
        begin(.header)
        add(Self.magic)
        add(header.plan.id.number)
        add(header.plan.file)
        add(header.plan.firstRow)
        add(header.plan.rowCount)
        add(header.run.number)
        add(header.startTime.bitPattern)
        add(UInt64(header.rows.value))
        end()
    }

    /// No record yet; memory for a usual one.
    package init() { bytes.reserveCapacity(1024) }

    /// Replaces what was built by the record of `entry`.
    package mutating func build(_ entry: JournalEntry) {
        switch entry {
        case .cut(let endOffset):
            begin(.cut)
            add(endOffset)
        case .settled(let record, let stored):
            begin(.settled)
            add(record)
            add(isThere: stored != nil)
            if let stored {
                add(stored.key.text)
                add(stored.imageExtension)
                add(stored.offset)
                add(stored.byteCount)
                add(UInt64(stored.checksum))
            }
            // Nothing where there are none, as in journals of versions without.
            if let scores = record.scores {
                add(scores.count)
                for score in scores { add(score.bitPattern) }
            }
        }
        end()
    }

    /// Whether a success with an image fits into a journal record, with room to spare for what is not text.
    package static func holds(_ record: SampleRecord) -> Bool {
        let texts = [record.exif, record.hash, record.fetch?.finalURL, record.fetch?.mime]
        return texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) } <= maximumContentBytes / 2
    }

    private mutating func add(_ record: SampleRecord) {
        add(record.index)
        switch record.outcome.status {
        case .success: add(UInt64(0))
        case .failedToDownload: add(UInt64(1))
        case .failedToResize: add(UInt64(2))
        }
        add(record.outcome.category)
        add(record.outcome.message)
        add(record.width)
        add(record.height)
        add(record.originalWidth)
        add(record.originalHeight)
        add(record.exif)
        add(record.hash)
        add(isThere: record.fetch != nil)
        guard let fetch = record.fetch else { return }
        add(fetch.httpStatus)
        add(fetch.finalURL)
        add(fetch.attempts)
        add(fetch.bytes)
        add(fetch.mime)
        add(fetch.milliseconds)
    }

    private mutating func begin(_ kind: Kind) {
        bytes.removeAll(keepingCapacity: true)
        for _ in 0..<Self.frameBytes { bytes.append(0) }
        bytes.append(kind.rawValue)
    }

    private mutating func end() {
        let count = UInt32(truncatingIfNeeded: bytes.count - Self.frameBytes)
        bytes.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: count.littleEndian, as: UInt32.self)
            bytes.storeBytes(
                of: JournalBytes.checksum(of: UnsafeRawBufferPointer(bytes)).littleEndian, toByteOffset: 4,
                as: UInt32.self)
        }
    }

    /// CRC-32C over the length and the content of a record with its frame.
    package static func checksum(of record: UnsafeRawBufferPointer) -> UInt32 {
        let length = checksum_crc32c(0, record.baseAddress, 4)
        return checksum_crc32c(length, record.baseAddress.map { $0 + frameBytes }, record.count - frameBytes)
    }

    enum Kind: UInt8 {
        case header = 0x48
        case settled = 0x53
        case cut = 0x43
    }

    private mutating func add(isThere: Bool) { bytes.append(isThere ? 1 : 0) }

    private mutating func add(_ value: String?) {
        add(isThere: value != nil)
        if let value { add(value) }
    }

    private mutating func add(_ value: Int?) {
        add(isThere: value != nil)
        if let value { add(value) }
    }

    private mutating func add(_ text: String) {
        add(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    private mutating func add(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
