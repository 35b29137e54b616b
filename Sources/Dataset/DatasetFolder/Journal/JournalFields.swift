// The contents of journal records read back: whatever the bytes are, within bounds.

internal import DatasetModel

/// The bytes are no record of ours.
package struct JournalDamage: Error {}

/// Takes the fields of one record in their order.
package struct JournalFields {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    /// - Parameter content: a record without its frame; must outlive this value.
    package init(_ content: UnsafeRawBufferPointer) { bytes = content }

    /// The header that is the whole content.
    mutating func header() throws(JournalDamage) -> JournalHeader {
        guard try byte() == JournalBytes.Kind.header.rawValue, try text() == JournalBytes.magic else {
            throw JournalDamage()
        }
        let plan = ShardPlan(
            id: ShardID(try count()), file: try text(), firstRow: try count(), rowCount: try count())
        let run = RunFingerprint(number: try number())
        let startTime = Double(bitPattern: try number())
        guard let rows = UInt32(exactly: try number()) else { throw JournalDamage() }
        guard offset == bytes.count, startTime.isFinite else { throw JournalDamage() }
        return JournalHeader(plan: plan, run: run, startTime: startTime, rows: RowsDigest(value: rows))
    }

    /// The entry that is the whole content.
    package mutating func entry() throws(JournalDamage) -> JournalEntry {
        let entry: JournalEntry
        switch JournalBytes.Kind(rawValue: try byte()) {
        case .cut: entry = .cut(endOffset: try count())
        case .settled:
            var record = try record()
            let stored = try stored()
            if offset < bytes.count { record.scores = try scores() }
            entry = .settled(record, stored: stored)
        case .header, nil: throw JournalDamage()
        }
        guard offset == bytes.count else { throw JournalDamage() }
        return entry
    }

    private mutating func record() throws(JournalDamage) -> SampleRecord {
        let index = try count()
        let status = try byte()
        let category = try optionalText()
        let message = try optionalText()
        let outcome: SampleOutcome
        switch (status, category, message) {
        case (0, nil, nil): outcome = .success
        case (1, let category?, let message?): outcome = .recorded(.failedToDownload, category, message)
        case (2, let category?, let message?): outcome = .recorded(.failedToResize, category, message)
        default: throw JournalDamage()
        }
        return SampleRecord(
            index: index, outcome: outcome, width: try optionalNumber(), height: try optionalNumber(),
            originalWidth: try optionalNumber(), originalHeight: try optionalNumber(), exif: try optionalText(),
            hash: try optionalText(), fetch: try facts())
    }

    private mutating func facts() throws(JournalDamage) -> FetchFacts? {
        guard try isThere() else { return nil }
        var facts = FetchFacts()
        facts.httpStatus = try optionalNumber()
        facts.finalURL = try optionalText()
        facts.attempts = try optionalNumber()
        facts.bytes = try optionalNumber()
        facts.mime = try optionalText()
        facts.milliseconds = try optionalNumber()
        return facts
    }

    private mutating func stored() throws(JournalDamage) -> StoredSample? {
        guard try isThere() else { return nil }
        let key = SampleKey(try text())
        let imageExtension = try text()
        let offset = try count()
        let byteCount = try count()
        guard let checksum = UInt32(exactly: try number()) else { throw JournalDamage() }
        return StoredSample(
            key: key, imageExtension: imageExtension, offset: offset, byteCount: byteCount, checksum: checksum)
    }

    private mutating func scores() throws(JournalDamage) -> [Double] {
        let count = try count()
        guard count <= bytes.count - offset else { throw JournalDamage() }
        var scores: [Double] = []
        for _ in 0..<count { scores.append(Double(bitPattern: try number())) }
        return scores
    }

    private mutating func byte() throws(JournalDamage) -> UInt8 {
        guard offset < bytes.count else { throw JournalDamage() }
        defer { offset += 1 }
        return bytes[offset]
    }

    private mutating func isThere() throws(JournalDamage) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw JournalDamage()
        }
    }

    private mutating func number() throws(JournalDamage) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw JournalDamage() }
            number |= UInt64(next & 0x7f) << shift
            if next < 0x80 { return number }
            shift += 7
        }
    }

    /// A number from 0 to 2^53, so that sums of a few cannot overflow.
    private mutating func count() throws(JournalDamage) -> Int {
        guard let count = Int(exactly: try number()), count <= 1 << 53 else { throw JournalDamage() }
        return count
    }

    private mutating func text() throws(JournalDamage) -> String {
        let count = try count()
        guard count <= bytes.count - offset else { throw JournalDamage() }
        defer { offset += count }
        return String(decoding: bytes[offset..<offset + count], as: UTF8.self)
    }

    private mutating func optionalText() throws(JournalDamage) -> String? { try isThere() ? try text() : nil }

    private mutating func optionalNumber() throws(JournalDamage) -> Int? {
        try isThere() ? Int(Int64(bitPattern: try number())) : nil
    }
}
