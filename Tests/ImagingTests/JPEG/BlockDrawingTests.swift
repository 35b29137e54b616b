// Blocks drawn in vectors, held to the plain way.

import CodedImages
import TestSupport
import Testing

@testable import Imaging

@Suite("Drawing of blocks", .enabled(if: QuickJPEGDecoder.isAvailable))
struct BlockDrawingTests {
    /// Where a coefficient lies in rows of eight, by its place in zigzag order (T.81, figure A.6).
    private static let inRows: [Int] = {
        var places: [Int] = []
        for diagonal in 0..<15 {
            let rows = max(0, diagonal - 7)...min(7, diagonal)
            // Diagonals run up and down in turn.
            for row in diagonal % 2 == 0 ? Array(rows.reversed()) : Array(rows) {
                places.append(8 * row + diagonal - row)
            }
        }
        return places
    }()

    /// AC coefficients up to the place `last`, their sum small enough for the plain way.
    private static func coefficients(upTo last: Int, _ numbers: inout SeededGenerator) -> [Int16] {
        var block = [Int16](repeating: 0, count: 64)
        for place in 1..<64 where place <= last && Int.random(in: 0..<3, using: &numbers) > 0 {
            block[place] = Int16.random(in: -9...9, using: &numbers)
        }
        return block
    }

    /// Memory of one row of blocks.
    private final class Row {
        let count: Int
        let dc: UnsafeMutablePointer<Int16>
        let ac: UnsafeMutablePointer<Int16>
        let present: UnsafeMutablePointer<UInt64>
        let steps = UnsafeMutablePointer<UInt16>.allocate(capacity: 64)

        init(_ blocks: [[Int16]], dc means: [Int16], steps values: [UInt16]) {
            count = blocks.count
            dc = .allocate(capacity: count)
            ac = UnsafeMutableRawPointer.allocate(byteCount: 128 * count, alignment: 64)
                .bindMemory(to: Int16.self, capacity: 64 * count)
            present = .allocate(capacity: count)
            for (index, block) in blocks.enumerated() {
                dc[index] = means[index]
                (ac + 64 * index).update(from: block, count: 64)
                present[index] = block.lastIndex { $0 != 0 }.map { 1 << (63 - $0) } ?? 0
            }
            steps.update(from: values, count: 64)
        }

        deinit {
            dc.deallocate()
            ac.deallocate()
            present.deallocate()
            steps.deallocate()
        }

        func draw(reduction: Int, into samples: inout [UInt8], stride: Int) -> Bool {
            var blocks = jpeg_blocks(count: Int32(count), dc: dc, ac: ac, present: present, steps: steps)
            return jpeg_draw_blocks(&blocks, Int32(reduction), &samples, stride)
        }
    }

    @Test(
        "Vectors give the plain way's samples, whatever the last coefficient, for one block or many",
        arguments: [2, 4, 8])
    func equal(reduction: Int) {
        var numbers = SeededGenerator(state: 11)
        let side = 8 / reduction
        for trial in 0..<1000 {
            let count = 1 + trial % 5
            let steps = (0..<64).map { _ in UInt16.random(in: 1...25, using: &numbers) }
            let dc = (0..<count).map { _ in Int16.random(in: -80...80, using: &numbers) }
            let blocks = (0..<count).map { _ in
                Self.coefficients(upTo: Int.random(in: 0...63, using: &numbers), &numbers)
            }
            let row = Row(blocks, dc: dc, steps: steps)
            let stride = 8 * count
            var samples = [UInt8](repeating: 0, count: stride * side)
            #expect(row.draw(reduction: reduction, into: &samples, stride: stride))
            for index in 0..<count {
                var rows = [Int16](repeating: 0, count: 64)
                for place in 1..<64 { rows[Self.inRows[place]] = blocks[index][place] * Int16(steps[place]) }
                rows[0] = dc[index] * Int16(steps[0])
                var plain = [UInt8](repeating: 0, count: 64)
                #expect(jpeg_draw_plain(rows, Int32(reduction), &plain, 8))
                let isEqual = (0..<side).allSatisfy { y in
                    samples[y * stride + index * side..<y * stride + (index + 1) * side]
                        .elementsEqual(plain[8 * y..<8 * y + side])
                }
                #expect(isEqual, "trial \(trial), block \(index)")
            }
            // Zeros are left for the next picture.
            #expect((0..<count).allSatisfy { row.present[$0] == 0 })
            #expect(reduction == 8 || (0..<64 * count).allSatisfy { row.ac[$0] == 0 })
        }
    }

    @Test(
        "DC coefficients that no picture has are not drawn",
        arguments: [(819, true), (820, false), (-819, true), (-820, false)])
    func means(_ mean: Int16, isDrawn: Bool) {
        let row = Row(
            [Array(repeating: 0, count: 64)], dc: [mean], steps: Array(repeating: 10, count: 64))
        var samples = [UInt8](repeating: 0, count: 64)
        #expect(row.draw(reduction: 1, into: &samples, stride: 8) == isDrawn)
    }
}
