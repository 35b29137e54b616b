// How many images are large enough, by the rows of the LAION-400M paper's first table.

internal import Ground
package import JSON

/// Counts images by their original size. A plain value.
package struct ResolutionTable: Sendable, Equatable {
    /// One line of the table.
    package enum Line: String, CaseIterable, Sendable {
        case any1024 = "height or width >= 1024"
        case both1024 = "height and width >= 1024"
        case any512 = "height or width >= 512"
        case both512 = "height and width >= 512"
        case any256 = "height or width >= 256"
        case both256 = "height and width >= 256"

        var edge: Int {
            switch self {
            case .any1024, .both1024: 1024
            case .any512, .both512: 512
            case .any256, .both256: 256
            }
        }

        var needsBoth: Bool {
            switch self {
            case .both1024, .both512, .both256: true
            case .any1024, .any512, .any256: false
            }
        }

        /// `both_1024`: the name in JSON.
        var key: String { (needsBoth ? "both_" : "any_") + String(edge) }
    }

    /// Images whose size is known.
    package private(set) var known = 0
    private var counts = [Int](repeating: 0, count: Line.allCases.count)

    package init() {}

    /// - Parameter counts: in the order of `Line`.
    package init(known: Int, counts: [Int]) {
        precondition(counts.count == Line.allCases.count)
        self.known = known
        self.counts = counts
    }

    package subscript(line: Line) -> Int { counts[Line.allCases.firstIndex(of: line) ?? 0] }

    /// The table with its heading, which begins with a label of 13 characters.
    ///
    /// - Parameters:
    ///   - heading: what the sizes are.
    ///   - things: what is counted, at most eight characters.
    package func lines(heading: String, of things: String) -> [String] {
        var lines = [heading.padded(to: 26) + things.padded(to: 13, toTheRight: true) + "   share"]
        lines += Line.allCases.map { line in
            "  " + line.rawValue.padded(to: 24) + self[line].grouped.padded(to: 13, toTheRight: true)
                + Share(self[line], of: known).text.padded(to: 9, toTheRight: true)
        }
        return lines
    }

    /// Member by member.
    package var json: JSONValue {
        .object(
            [JSONValue.Member("known", .integer(known))]
                + Line.allCases.map { JSONValue.Member($0.key, .integer(self[$0])) })
    }

    package mutating func add(width: Int, height: Int) {
        known += 1
        for (index, line) in Line.allCases.enumerated() {
            let edge = line.needsBoth ? min(width, height) : max(width, height)
            if edge >= line.edge { counts[index] += 1 }
        }
    }

    package mutating func add(_ other: ResolutionTable) {
        known += other.known
        for index in counts.indices { counts[index] += other.counts[index] }
    }
}

extension String {
    fileprivate func padded(to width: Int, toTheRight: Bool = false) -> String {
        let fill = String(repeating: " ", count: max(0, width - count))
        return toTheRight ? fill + self : self + fill
    }
}
