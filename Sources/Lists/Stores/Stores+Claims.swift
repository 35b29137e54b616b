// Small objects of which only one process can make each.

package import Tables

extension Stores {
    /// An object as the store has it.
    package struct ClaimedObject: Hashable, Sendable {
        package let bytes: [UInt8]
        /// What changes when it is written again.
        package let version: String
        /// When it was last written, and when that was answered, by the store's clock, in seconds since 1970.
        package let modified: Double
        package let answered: Double
    }

    /// What a store says to a conditional write.
    package enum ConditionalWrite: Hashable, Sendable {
        /// Its version, and when that was answered.
        case written(version: String, answered: Double)
        case refused
        /// The store does not know conditions.
        case unknown
    }

    /// Whether a place is of a store that is asked for conditional writes.
    package static func knowsConditions(_ path: StorePath) -> Bool { path.scheme == .s3 }

    /// Writes a small object, if none is there, or if it is still the one with that version.
    ///
    /// - Parameter version: nil if none must be there.
    package func write(
        _ bytes: [UInt8], to path: StorePath, ifVersion version: String?
    ) throws(TableError) -> ConditionalWrite {
        guard let requests = try requests(to: path) else { return .unknown }
        return try requests.write(bytes, to: path.key, ifVersion: version)
    }

    /// Reads the beginning of an object, and its times; nil if there is none.
    package func claimedObject(_ path: StorePath) throws(TableError) -> ClaimedObject? {
        guard let requests = try requests(to: path) else { return nil }
        return try requests.claimedObject(path.key)
    }
}
