// A query as it comes from the wire.

/// The one question of a DNS message.
struct NameQuery {
    let id: UInt16
    /// In lower case, without the last dot.
    let name: String
    let type: UInt16
    /// The question as it stood, for the reply: clients may compare its upper and lower case.
    let question: [UInt8]
    /// Bytes that the client takes over UDP: 512, or what its OPT record says (RFC 6891).
    let maximumBytes: Int

    /// Reads a message without its TCP length; nil for what is no query of one question.
    init?(_ bytes: some RandomAccessCollection<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count > 16, bytes[2] & 0x80 == 0, bytes[4] == 0, bytes[5] == 1 else { return nil }
        var labels: [String] = []
        var position = 12
        while position < bytes.count, bytes[position] != 0 {
            let length = Int(bytes[position])
            guard length < 64, position + 1 + length < bytes.count else { return nil }
            labels.append(String(decoding: bytes[(position + 1)...(position + length)], as: UTF8.self))
            position += length + 1
        }
        guard position + 5 <= bytes.count else { return nil }
        id = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        name = labels.joined(separator: ".").lowercased()
        type = UInt16(bytes[position + 1]) << 8 | UInt16(bytes[position + 2])
        question = Array(bytes[12..<(position + 5)])
        // An OPT record as clients send it: no name, type 41, then the size.
        let option = position + 5
        if bytes[11] == 1, option + 5 <= bytes.count, bytes[option] == 0, bytes[option + 2] == 41 {
            maximumBytes = max(512, Int(bytes[option + 3]) << 8 | Int(bytes[option + 4]))
        } else {
            maximumBytes = 512
        }
    }
}
