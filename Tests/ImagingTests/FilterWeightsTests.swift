// The weights of the resampler against sums done by hand.

import Testing

@testable import Imaging

@Suite("Filter weights")
struct FilterWeightsTests {
    private func weights(
        _ old: Int, to new: Int, _ filter: Interpolation, extent: Double? = nil
    ) -> [(start: Int, weights: [Float])] {
        let all = FilterWeights(
            extent: extent ?? Double(old), count: old, newLength: new, range: 0..<new, filter: filter)
        return all.starts.indices.map { index in
            (all.starts[index], Array(all.weights[all.offsets[index]..<all.offsets[index + 1]]))
        }
    }

    @Test("area counts every old pixel by its covered part")
    func area() {
        let half = weights(4, to: 2, .area)
        #expect(half[0].start == 0 && half[0].weights == [0.5, 0.5])
        #expect(half[1].start == 2 && half[1].weights == [0.5, 0.5])
        let thirds = weights(3, to: 2, .area)
        #expect(abs(thirds[0].weights[0] - 2 / 3) < 1e-6 && abs(thirds[0].weights[1] - 1 / 3) < 1e-6)
        #expect(thirds[1].start == 1 && abs(thirds[1].weights[0] - 1 / 3) < 1e-6)
    }

    @Test("A last pixel that is only partly there counts as much as there is of it")
    func fraction() {
        // 9 pixels decoded at half size are 5, of which the last is a half one.
        let last = weights(5, to: 2, .area, extent: 4.5)[1]
        #expect(last.start == 2)
        #expect(zip(last.weights, [0.75, 1, 0.5] as [Float]).allSatisfy { abs($0 - $1 / 2.25) < 1e-6 })
    }

    @Test("Weights sum up to one, starts never fall", arguments: Interpolation.allCases)
    func sums(filter: Interpolation) {
        for (old, new) in [(1, 256), (2, 65), (511, 1), (500, 256), (256, 500), (7, 7), (1000, 999)] {
            var last = 0
            for pixel in weights(old, to: new, filter) {
                #expect(abs(pixel.weights.reduce(0, +) - 1) < 1e-4)
                #expect(pixel.start >= last && pixel.start + pixel.weights.count <= old)
                last = pixel.start
            }
        }
    }

    @Test("A side that keeps its length keeps its pixels", arguments: Interpolation.allCases)
    func identity(filter: Interpolation) {
        for (index, pixel) in weights(5, to: 5, filter).enumerated() {
            #expect(pixel.start == index && pixel.weights == [1])
        }
    }

    @Test("Names of filters are those of img2dataset, in any case")
    func names() {
        #expect(Interpolation(named: "BILINEAR") == .linear)
        #expect(Interpolation(named: "bicubic") == .cubic)
        #expect(Interpolation(named: "Lanczos4") == .lanczos)
        #expect(Interpolation(named: "area") == .area)
        #expect(Interpolation(named: "nearest") == .nearest)
        #expect(Interpolation(named: "sinc") == nil)
    }
}
