// Every form of the inner loops against the plain one.

import HalfFloats
import Testing
import VectorKernels

@Suite("Forms of the vector loops")
struct FormTests {
    /// What this CPU has.
    static let forms = [VECTOR_PLAIN, VECTOR_AVX2, VECTOR_AVX512].filter { $0.rawValue <= vector_best_form().rawValue }
    static let lengths = [1, 3, 4, 16, 31, 63, 64, 65, 100, 512, 513, 768, 4096]

    private static func floats(_ count: Int, seed: UInt64) -> [Float] {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
        }
    }

    @Test("Products of floats and halves are those of a plain sum", arguments: lengths)
    func products(length: Int) {
        let rows = 5
        let (query, values) = (Self.floats(length, seed: 1), Self.floats(rows * length, seed: 2))
        var halves = [UInt16](repeating: 0, count: values.count)
        half_from_float(&halves, values, values.count)
        var rounded = [Float](repeating: 0, count: values.count)
        half_to_float(&rounded, halves, values.count)
        for form in Self.forms {
            var (fromFloats, fromHalves) = ([Float](repeating: 9, count: rows), [Float](repeating: 9, count: rows))
            vector_dot_floats(form, &fromFloats, query, values, rows, length)
            vector_dot_halves(form, &fromHalves, query, halves, rows, length)
            for row in 0..<rows {
                let exact = (0..<length).reduce(0.0) { $0 + Double(query[$1]) * Double(values[row * length + $1]) }
                let half = (0..<length).reduce(0.0) { $0 + Double(query[$1]) * Double(rounded[row * length + $1]) }
                #expect(abs(Double(fromFloats[row]) - exact) < 1e-3, "form \(form.rawValue)")
                #expect(abs(Double(fromHalves[row]) - half) < 1e-3, "form \(form.rawValue)")
            }
        }
    }

    @Test("A scan of codes is exact in whole numbers, also of the largest values", arguments: lengths)
    func codes(length: Int) {
        let rows = 7
        for isExtreme in [false, true] {
            let query = Self.floats(length, seed: 3).map { isExtreme ? Int16(16_383) : Int16($0 * 16_383) }
            let codes = Self.floats(rows * length, seed: 4).map { isExtreme ? UInt8(255) : UInt8(abs($0) * 255) }
            for form in Self.forms {
                var out = [Float](repeating: 9, count: rows)
                vector_scan_codes(form, &out, query, 2, 1, codes, rows, length)
                for row in 0..<rows {
                    let sum = (0..<length).reduce(0) { $0 + Int(query[$1]) * Int(codes[row * length + $1]) }
                    #expect(out[row] == 2 * Float(sum) + 1, "form \(form.rawValue)")
                }
            }
        }
    }

    @Test("The nearest centre is the one of the largest product", arguments: lengths, [1, 15, 16, 17, 64, 300, 513])
    func nearest(length: Int, centreCount: Int) {
        guard length * centreCount < 300_000 else { return }
        let rows = 13
        let centres = Self.floats(centreCount * length, seed: 5)
        var (packed, scales) = (
            [UInt8](repeating: 0, count: vector_packed_bytes(centreCount, length)),
            [Float](repeating: 0, count: (centreCount + 15) / 16 * 16)
        )
        vector_pack_centres(&packed, &scales, centres, centreCount, length)
        let values = Self.floats(rows * length, seed: 6)
        for form in Self.forms {
            var (rounded, best) = ([Int8](repeating: 0, count: values.count), [UInt32](repeating: 9, count: rows))
            vector_round(form, &rounded, values, rows, length)
            vector_nearest(form, &best, rounded, rows, length, packed, scales, centreCount)
            for row in 0..<rows {
                func product(_ centre: Int) -> Double {
                    (0..<length).reduce(0.0) {
                        $0 + Double(values[row * length + $1]) * Double(centres[centre * length + $1])
                    }
                }
                let largest = (0..<centreCount).map(product).max() ?? 0
                // Rounded to 8 bits: a centre that is as near but for that may be named.
                let allowed = 0.02 * Double(length).squareRoot()
                #expect(product(Int(best[row])) >= largest - allowed, "form \(form.rawValue)")
            }
        }
    }

    @Test("Codes are faiss' own, and what is not finite is in range", arguments: forms)
    func encoding(form: VectorForm) {
        let rows: [Float] = [0, 0.5, 1, -3, 7, .nan, .infinity, -.infinity]
        var codes = [UInt8](repeating: 9, count: rows.count)
        let ones = [Float](repeating: 255, count: rows.count)
        vector_encode(form, &codes, rows, 1, rows.count, [Float](repeating: 0, count: rows.count), ones)
        #expect(codes == [0, 127, 255, 0, 255, 0, 255, 0])
        var rounded = [Int8](repeating: 9, count: rows.count)
        vector_round(form, &rounded, rows, 1, rows.count)
        #expect(rounded == [0, 9, 18, -54, 127, 0, 0, 0])
    }
}
