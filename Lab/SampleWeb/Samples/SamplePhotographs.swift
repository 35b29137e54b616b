// Photographs as files, for the benchmark.

internal import Glibc
internal import Ground
internal import Synchronization

/// A folder of drawn photographs.
package struct SamplePhotographs: Sendable {
    /// How many.
    package var count: Int
    /// Width and height in pixels; 500 by 375 gives about 110 KB each.
    package var width = 500
    package var height = 375

    package init(count: Int) {
        self.count = count
    }

    /// Draws them into a folder that exists, as `00000.jpg` and so on.
    ///
    /// - Returns: bytes written in all.
    package func write(into folder: String, threads: Int) throws(SampleWebError) -> Int {
        let count = count
        let total = ByteCount()
        let (width, height) = (width, height)
        try DrawingCrew.share(count, threads: threads) { index throws(SampleWebError) in
            let image = try ImageDrawing.encoded(SampleImage(width: width, height: height, seed: UInt64(index)))
            let digits = String(index)
            let name = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
            try Self.write(image, to: "\(folder)/\(name).jpg")
            total.bytes.add(image.count, ordering: .relaxed)
        }
        return total.bytes.load(ordering: .relaxed)
    }

    private final class ByteCount: Sendable {
        let bytes = Atomic(0)
    }

    private static func write(_ bytes: ByteBuffer, to path: String) throws(SampleWebError) {
        guard let file = fopen(path, "w") else {
            throw SampleWebError(.file, "cannot write \(path): \(String(cString: strerror(errno)))")
        }
        let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        guard fclose(file) == 0, written == bytes.count else {
            throw SampleWebError(.file, "cannot write \(path) in full")
        }
    }
}
