// The dictionary in the header of a .npy file: a literal of Python.

/// Reads the one form of dictionary that numpy writes: three known keys, a text, a truth value, a tuple of numbers.
struct ArrayHeaderText {
    private let bytes: UnsafeRawBufferPointer
    private let path: String
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer, path: String) {
        self.bytes = bytes
        self.path = path
    }

    /// Every key once, in any order, and nothing behind the dictionary but blanks.
    mutating func header() throws(ArrayError) -> ArrayHeader {
        var descr: String?
        var isFortranOrder: Bool?
        var shape: [Int]?
        try expect("{")
        while !take("}") {
            let key = try text()
            try expect(":")
            switch key {
            case "descr" where descr == nil: descr = try valueKind()
            case "fortran_order" where isFortranOrder == nil: isFortranOrder = try truth()
            case "shape" where shape == nil: shape = try tuple()
            default: throw malformed("has the key '\(key)' where it does not belong")
            }
            if !take(",") {
                try expect("}")
                break
            }
        }
        skipBlanks()
        guard place == bytes.count else { throw malformed("has more than one dictionary") }
        guard let descr, let isFortranOrder, let shape else { throw malformed("lacks one of its three keys") }
        return try checked(descr, isFortranOrder, shape)
    }

    private func checked(_ descr: String, _ isFortranOrder: Bool, _ shape: [Int]) throws(ArrayError) -> ArrayHeader {
        guard let element = ArrayElement(descr: descr) else {
            let read = ArrayElement.allCases.map(\.rawValue).joined(separator: ", ")
            throw ArrayError(.values, path: path, detail: "holds values of type '\(descr)'; read are \(read)")
        }
        guard shape.count == 1 || shape.count == 2 else {
            throw ArrayError(
                .shape, path: path, detail: "has \(shape.count) dimensions; arrays of one or two are read")
        }
        if isFortranOrder && shape.count == 2 {
            throw ArrayError(
                .shape, path: path,
                detail: "holds columns one after the other (fortran_order); save numpy.ascontiguousarray of it instead")
        }
        let header = ArrayHeader(
            element: element, rowCount: shape[0], rowLength: shape.count == 2 ? shape[1] : nil)
        let (row, overflows) = (header.rowLength ?? 1).multipliedReportingOverflow(by: element.byteCount)
        guard !overflows, !row.multipliedReportingOverflow(by: shape[0]).overflow else {
            throw ArrayError(.shape, path: path, detail: "has a shape of more bytes than can be")
        }
        return header
    }

    // MARK: Pieces

    private func malformed(_ what: String) -> ArrayError {
        ArrayError(.header, path: path, detail: "its .npy header \(what)")
    }

    private mutating func skipBlanks() {
        while place < bytes.count, [0x20, 0x0a, 0x09, 0x0d].contains(bytes[place]) { place += 1 }
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard place < bytes.count, bytes[place] == UInt8(ascii: sign) else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ sign: Unicode.Scalar) throws(ArrayError) {
        guard take(sign) else { throw malformed("has no '\(sign)' at byte \(place)") }
    }

    /// In either kind of quotes, without escapes: numpy's keys and names of types need none.
    private mutating func text() throws(ArrayError) -> String {
        let quote: UInt8 = take("'") ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        if quote == UInt8(ascii: "\"") { try expect("\"") }
        let start = place
        while place < bytes.count, bytes[place] != quote {
            guard bytes[place] != UInt8(ascii: "\\"), (0x20..<0x7f).contains(bytes[place]), place - start < 64 else {
                throw malformed("has a text that cannot be read at byte \(place)")
            }
            place += 1
        }
        guard place < bytes.count else { throw malformed("ends inside of a text") }
        place += 1
        return String(decoding: bytes[start..<(place - 1)], as: UTF8.self)
    }

    private mutating func valueKind() throws(ArrayError) -> String {
        if take("[") {
            throw ArrayError(.values, path: path, detail: "holds records of several fields; plain numbers are read")
        }
        return try text()
    }

    private mutating func truth() throws(ArrayError) -> Bool {
        skipBlanks()
        for (word, value) in [("True", true), ("False", false)]
        where bytes[place...].starts(with: word.utf8) {
            place += word.utf8.count
            return value
        }
        throw malformed("has no True or False at byte \(place)")
    }

    /// Numbers of at most 18 digits, `L` behind them where Python 2 wrote it.
    private mutating func tuple() throws(ArrayError) -> [Int] {
        try expect("(")
        var numbers: [Int] = []
        while !take(")") {
            skipBlanks()
            var number = 0
            let start = place
            while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
                guard place - start < 18 else { throw malformed("has a number of more than 18 digits") }
                number = number * 10 + Int(bytes[place] - UInt8(ascii: "0"))
                place += 1
            }
            guard place > start else { throw malformed("has no number at byte \(place)") }
            if place < bytes.count, bytes[place] == UInt8(ascii: "L") { place += 1 }
            numbers.append(number)
            guard numbers.count <= 32 else { throw malformed("has more than 32 dimensions") }
            let isLast = !take(",")
            if isLast {
                // `(3)` is a number to Python, not a tuple.
                guard numbers.count > 1 else { throw malformed("has a shape that is not a tuple") }
                try expect(")")
                break
            }
        }
        return numbers
    }
}
