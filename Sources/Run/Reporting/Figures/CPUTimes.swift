// What the processor did in a run, stage by stage.

internal import JSON

/// Processor time of this start by stage, for `--timings`.
package struct CPUTimes: Hashable, Sendable {
    /// A part of the work, in the order in which it is reported.
    package enum Stage: String, CaseIterable, Sendable {
        case fetch, decode, resize, encode, hash, exif, write, other
    }

    private let nanoseconds: [Stage: Int]

    /// - Parameters:
    ///   - nanoseconds: of the stages that were measured; `other` is not looked at.
    ///   - processNanoseconds: of the whole process: what no stage has is `other`.
    package init(_ nanoseconds: [Stage: Int], processNanoseconds: Int) {
        var all = nanoseconds
        all[.other] = 0
        all[.other] = max(0, processNanoseconds - all.values.reduce(0, +))
        self.nanoseconds = all
    }

    /// Milliseconds of a stage for each of `images`; nil without an image.
    package func milliseconds(of stage: Stage, images: Int) -> Double? {
        images > 0 ? Double(nanoseconds[stage] ?? 0) / 1_000_000 / Double(images) : nil
    }

    /// Milliseconds of all stages for each of `images`; nil without an image.
    package func milliseconds(images: Int) -> Double? {
        images > 0 ? Double(nanoseconds.values.reduce(0, +)) / 1_000_000 / Double(images) : nil
    }

    /// `fetch 0.31`, … and the sum first; empty without an image.
    func items(images: Int) -> [String] {
        guard let sum = milliseconds(images: images) else { return [] }
        let stages = Stage.allCases.compactMap { stage in
            milliseconds(of: stage, images: images).map { "\(stage.rawValue) \(Self.text($0))" }
        }
        return ["\(Self.text(sum)) ms per image"] + stages
    }

    /// For the closing line of a machine.
    func json(images: Int) -> JSONValue {
        .object(
            Stage.allCases.map {
                .init($0.rawValue, .optional(milliseconds(of: $0, images: images), decimals: 3))
            })
    }

    private static func text(_ milliseconds: Double) -> String {
        let hundredths = Int((milliseconds * 100).rounded())
        let fraction = String(hundredths % 100)
        return "\(hundredths / 100)." + (fraction.count < 2 ? "0" + fraction : fraction)
    }
}
