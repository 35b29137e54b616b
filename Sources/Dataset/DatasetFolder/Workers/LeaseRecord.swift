// What a lease's file says.

internal import FoundationEssentials

/// Who holds a lease, and how long it holds without being renewed.
package struct LeaseRecord: Codable, Hashable, Sendable {
    /// As `WorkerName` writes it.
    package let worker: String
    package let process: ProcessIdentity
    package let seconds: Double
    /// When it ends unless it is renewed, by the holder's clock: for people. What counts is the file's own time.
    package let until: String
    /// Whether the holder gave it back.
    package let isReleased: Bool
    /// Among how many workers the holder divides the limits of hosts; 0 if it asks no host yet, nil if it does not say.
    package let sharers: Int?

    package init(
        worker: String, process: ProcessIdentity, seconds: Double, until: String, isReleased: Bool = false,
        sharers: Int? = nil
    ) {
        self.sharers = sharers
        self.worker = worker
        self.process = process
        self.seconds = seconds
        self.until = until
        self.isReleased = isReleased
    }

    /// Every record is as long, so that one is written over another in place.
    private static let byteCount = 1024

    /// One line of JSON, filled up with blanks.
    ///
    /// A name that does not fit is one that nobody gives; then the line is longer.
    package var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and numbers that are finite can always be encoded.
        var bytes = (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: max(0, Self.byteCount - 1 - bytes.count))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// nil when the bytes are something else, or not all of a record.
    package init?(parsing bytes: [UInt8]) {
        // Why it cannot be read does not matter: by whom it was written is not known then.
        guard let record = try? JSONDecoder().decode(LeaseRecord.self, from: Data(bytes)),
            record.seconds.isFinite, record.seconds > 0
        else { return nil }
        self = record
    }
}
