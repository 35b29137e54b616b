// JSON text beside Python's own.

import Foundation
import JSON
import TestSupport
import Testing

@Suite struct JSONTextTests {
    @Test("Every character is escaped as Python escapes it") func escapes() throws {
        var scalars = (0..<0x300).compactMap { Unicode.Scalar($0) }
        scalars += [0x2028, 0x20AC, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF].compactMap {
            Unicode.Scalar($0)
        }
        let text = JSONText()
        var all = String.UnicodeScalarView()
        for scalar in scalars {
            all.append(scalar)
            text.appendQuoted(String(scalar))
        }
        text.appendQuoted(String(all))
        let ours = text.withBytes { String(decoding: $0, as: UTF8.self) }
        #expect(ours.hasPrefix("\"\\u0000\"\"\\u0001\""))
        #expect(ours.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        let program = """
            import json, sys
            s = [int(x) for x in sys.argv[1].split()]
            print(''.join(json.dumps(chr(c)) for c in s) + json.dumps(''.join(map(chr, s))), end='')
            """
        let numbers = scalars.map { String($0.value) }.joined(separator: " ")
        guard let theirs = try python(program, [numbers]) else { return }
        #expect(ours == theirs)
    }
}
