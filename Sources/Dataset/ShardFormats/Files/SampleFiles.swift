// The files of one sample where a format gives it files of its own.

internal import DatasetModel
internal import Files
internal import Glibc

/// What a sample's files hold together: `KEY.jpg`, `KEY.json` and `KEY.txt`, those that are there.
struct SampleFiles {
    let byteCount: Int
    /// CRC-32C of their bytes, one behind the other.
    let checksum: UInt32

    /// Reads the files; nil when the image is not there or one cannot be read.
    init?(folder: String, key: SampleKey, imageExtension: String) {
        var byteCount = 0
        var checksum: UInt32 = 0
        for (index, suffix) in [imageExtension, "json", "txt"].enumerated() {
            do {
                let file = try InputFile(path: "\(folder)/\(key.text).\(suffix)", followsLinks: false)
                checksum = try file.checksum(from: 0, to: file.byteCount, after: checksum)
                byteCount += file.byteCount
            } catch {
                guard error.systemError == ENOENT && index > 0 else { return nil }
            }
        }
        self.byteCount = byteCount
        self.checksum = checksum
    }
}
