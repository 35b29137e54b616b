// Where leases lie: a folder that several machines share, or a store.

/// Small files of which only one process can make each. Used by several threads of one process.
package protocol ClaimPlace: Sendable {
    /// For messages.
    var name: String { get }

    /// The place's time in seconds since 1970: that of `modified`.
    var now: Double { get }

    /// Between two looks at what others have claimed.
    var lookInterval: Duration { get }

    /// Makes the place ready, and asks it for the time. Called before anything else that changes it.
    func prepare() throws(ShardError)

    /// Whether of two processes only one can make a file here: what is only promised is tried.
    func excludes() throws(ShardError) -> Bool

    /// Whether a holder relies on the time of its last renewal alone, as a look at the place takes long.
    var isFar: Bool { get }

    /// Whether what was granted cannot be taken over, as everything is granted to everybody.
    var grantsAll: Bool { get }

    /// What lies under a name, be it a claim or something else; nil if nothing does.
    func read(_ file: String) throws(ShardError) -> Claim?

    /// Makes a file, unless one is there.
    ///
    /// - Returns: false if another process was faster.
    func create(_ file: String, _ bytes: [UInt8]) throws(ShardError) -> Bool

    /// Writes a file again that this process has made.
    ///
    /// - Returns: false if it is not there any more.
    func rewrite(_ file: String, _ bytes: [UInt8]) throws(ShardError) -> Bool

    /// Whether certainly nothing lies under a name.
    func isMissing(_ file: String) -> Bool

    /// Removes a file as far as that is possible.
    func tryToRemove(_ file: String)

    /// The names of all files; none if there is no such place.
    func names() throws(ShardError) -> [String]

    /// Removes everything, once no worker needs it.
    func removeAll() throws(ShardError)
}

extension ClaimPlace {
    package func excludes() throws(ShardError) -> Bool { true }
    package var isFar: Bool { false }
    package var grantsAll: Bool { false }
}

/// What lies under a claim's name.
package struct Claim: Hashable, Sendable {
    /// Why a claim has no bytes.
    package enum Fault: Hashable, Sendable {
        /// A folder, a link, a pipe: nobody can have claimed anything by it.
        case notAFile
        /// In words.
        case unreadable(String)
    }

    /// Its first bytes; none if there is a fault.
    package let bytes: [UInt8]
    /// When it was last written, by the place's clock, in seconds since 1970.
    package let modified: Double
    package let fault: Fault?

    package init(bytes: [UInt8], modified: Double, fault: Fault? = nil) {
        self.bytes = bytes
        self.modified = modified
        self.fault = fault
    }

    /// nil when it is something else, or not all of a record.
    var record: LeaseRecord? { fault == nil ? LeaseRecord(parsing: bytes) : nil }

    /// Whether it is certainly nobody's lease. A record that is being written, or whose writing was interrupted, has no
    /// bytes yet, or zeros, or the beginning of an object.
    var isNoLease: Bool {
        switch fault {
        case .notAFile: return true
        case .unreadable: return false
        case nil:
            guard let first = bytes.first else { return false }
            return first != UInt8(ascii: "{") && first != 0
        }
    }

    /// For a person: why it is not read as a lease.
    var oddity: String {
        switch fault {
        case .notAFile: "is no file"
        case .unreadable(let words): words
        case nil: "is not a lease"
        }
    }
}
