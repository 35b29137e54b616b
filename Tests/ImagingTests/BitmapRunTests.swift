// Run-length coded Windows bitmaps, put together code by code.

import Ground
import HostileInputs
import Testing

@testable import Imaging

@Suite("Run-length coded bitmaps")
struct BitmapRunTests {
    private func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// Colours 0 to 3 are red, green, blue and white, the others black.
    private func bitmap(_ codes: [UInt8], bits: Int = 8, width: Int = 3, height: Int = 2) -> [UInt8] {
        let colours: [UInt8] = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0]
        let palette: [UInt8] = colours + [UInt8](repeating: 0, count: 4 * ((1 << bits) - 4))
        let offset = 54 + palette.count
        var file: [UInt8] = [0x42, 0x4D]
        for value in [offset + codes.count, 0, offset, 40, width, height] { file += number(value, 4) }
        file += number(1, 2) + number(bits, 2) + number(bits == 8 ? 1 : 2, 4) + number(0, 20)
        return file + palette + codes
    }

    /// The numbers of the colours, row after row from above.
    private func colours(_ file: [UInt8]) throws -> [Int] {
        let image = try transformedPixels(file, ImageOptions(resizeMode: .no))
        let known = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]
        return (0..<image.height).flatMap { y in
            (0..<image.width).map { known.firstIndex(of: image.pixel($0, y)) ?? 9 }
        }
    }

    @Test("Runs, single pixels and jumps of eight bits")
    func eightBits() throws {
        // Rows are stored from below.
        #expect(try colours(bitmap([3, 1, 0, 0, 2, 2, 1, 3, 0, 1])) == [2, 2, 3, 1, 1, 1])
        #expect(try colours(bitmap([0, 3, 1, 2, 3, 0, 0, 0, 3, 2, 0, 1])) == [2, 2, 2, 1, 2, 3])
        #expect(try colours(bitmap([1, 1, 0, 2, 1, 1, 1, 3, 0, 1])) == [0, 0, 3, 1, 0, 0])
        #expect(try colours(bitmap([3, 1, 0, 0, 3, 2, 0, 1], height: -2)) == [1, 1, 1, 2, 2, 2])
    }

    @Test("Runs and single pixels of four bits")
    func fourBits() throws {
        #expect(try colours(bitmap([3, 0x12, 0, 0, 2, 0x33, 1, 0x20, 0, 1], bits: 4)) == [3, 3, 2, 1, 2, 1])
        let single: [UInt8] = [0, 3, 0x12, 0x30, 0, 0, 3, 0x22, 0, 1]
        #expect(try colours(bitmap(single, bits: 4)) == [2, 2, 2, 1, 2, 3])
        // Five pixels are three bytes, filled up to four.
        let five: [UInt8] = [0, 5, 0x12, 0x31, 0x20, 0, 0, 0, 5, 0x11, 0, 1]
        #expect(try colours(bitmap(five, bits: 4, width: 5)) == [1, 1, 1, 1, 1, 1, 2, 3, 1, 2])
    }

    @Test("What no code reaches has the first colour; what sticks out of a row is cut")
    func edges() throws {
        #expect(try colours(bitmap([2, 1, 0, 1])) == [0, 0, 0, 1, 1, 0])
        #expect(try colours(bitmap([9, 1, 0, 0, 1, 3, 9, 2, 0, 1])) == [3, 2, 2, 1, 1, 1])
        #expect(try colours(bitmap([3, 1, 0, 0, 3, 2, 0, 0, 3, 3, 0, 0, 3, 3, 0, 1])) == [2, 2, 2, 1, 1, 1])
        // An end code that is missing behind the last pixel.
        #expect(try colours(bitmap([3, 1, 0, 0, 3, 2])) == [2, 2, 2, 1, 1, 1])
    }

    @Test("Codes that end before the picture does fail, kept or encoded")
    func cut() throws {
        let whole: [UInt8] = [3, 1, 0, 0, 0, 3, 2, 2, 3, 0, 0, 1]
        #expect(try colours(bitmap(whole)) == [2, 2, 3, 1, 1, 1])
        for count in 0..<9 {
            var options = ImageOptions(resizeMode: .no)
            #expect(failure(bitmap(Array(whole.prefix(count))), options)?.category == .decode, "\(count) bytes")
            options.keeping = .anyFormat
            #expect(failure(bitmap(Array(whole.prefix(count))), options)?.category == .decode, "\(count) bytes kept")
        }
        var options = ImageOptions(resizeMode: .no)
        options.keeping = .anyFormat
        let kept = try transformed(bitmap(whole), options)
        #expect(kept.keptKind == .bmp && kept.bytes.withUnsafeBytes { Array($0) } == bitmap(whole))
    }

    @Test("Mutated codes fail or give a picture of the header's size")
    func mutated() throws {
        let trial = TransformTrial()
        for seed in SeedImages.runLengthCoded {
            var mutator = ByteMutator(seed: 9)
            for number in 0..<trial.optionCount {
                #expect(seed.bytes.withUnsafeBytes { trial.transforms($0, options: number) }, "\(seed.name)")
            }
            for number in 0..<400 {
                let bytes = mutator.mutated(seed.bytes)
                let problem = bytes.withUnsafeBytes { trial.problem(with: $0, options: number % trial.optionCount) }
                #expect(problem == nil, "\(seed.name), mutation \(number)")
            }
        }
    }
}
