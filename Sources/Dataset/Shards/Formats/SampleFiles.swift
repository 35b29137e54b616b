// The files of one sample where a format gives it files of its own.

internal import Checksums
internal import DatasetModel
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
            let descriptor = open("\(folder)/\(key.text).\(suffix)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard descriptor >= 0 else {
                if errno == ENOENT && index > 0 { continue }
                return nil
            }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                let own = DataFile.checksum(descriptor, from: 0, to: Int(status.st_size), after: checksum)
            else { return nil }
            byteCount += Int(status.st_size)
            checksum = own
        }
        self.byteCount = byteCount
        self.checksum = checksum
    }
}
