// What a worker is called in the dataset's folder: a start under the same name resumes its shards.

/// The name of one of several processes that write to a dataset.
package enum WorkerName: Hashable, Sendable {
    /// By its share of the shards: the same on every machine.
    case share(number: Int, of: Int)
    /// The first name of this machine that no running process has.
    case ofMachine

    /// The names to try, in order.
    func candidates(host: String) -> [String] {
        switch self {
        case .share(let number, let count): ["\(number)-of-\(count)"]
        case .ofMachine: (1...Self.mostOfMachine).map { "\(Self.safe(host))-\($0)" }
        }
    }

    private static let startMark = "-start"

    /// The name of a start beside an earlier one that may wake: `3-of-8-start2`.
    static func name(_ name: String, start: Int) -> String { name + startMark + String(start) }

    /// The name that the lease is on.
    static func withoutStart(_ name: String) -> String {
        guard let dash = name.lastIndex(of: "-"), name[dash...].hasPrefix(startMark),
            Int(name[dash...].dropFirst(startMark.count)) != nil
        else { return name }
        return String(name[..<dash])
    }

    /// Of how many workers the name says that it is one: 8 of `3-of-8`. nil for a name of a machine.
    static func worldSize(in name: String) -> Int? {
        let parts = withoutStart(name).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1] == "of", Int(parts[0]) != nil, let count = Int(parts[2]), count > 0 else {
            return nil
        }
        return count
    }

    /// Processes of one machine that can work at the same dataset.
    private static let mostOfMachine = 1000

    /// A host's name as a part of a file's name.
    private static func safe(_ host: String) -> String {
        let kept = host.utf8.prefix(64).map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                byte
            default: UInt8(ascii: "-")
            }
        }
        return kept.isEmpty ? "host" : String(decoding: kept, as: UTF8.self)
    }

    /// Whether a text is the name of a worker's folder, and no way to another one.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
