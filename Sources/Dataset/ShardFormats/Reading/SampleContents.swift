// A sample as it lies in a finished shard.

/// One sample read back. What it holds is valid until the next one is asked for.
package struct SampleContents {
    /// One of its files.
    package struct Member {
        /// `jpg`, `json`, `txt`: what follows the first dot of the name.
        package let fileExtension: String
        package let bytes: [UInt8]

        package init(fileExtension: String, bytes: [UInt8]) {
            self.fileExtension = fileExtension
            self.bytes = bytes
        }
    }

    package let key: String
    package let members: [Member]

    package init(key: String, members: [Member]) {
        self.key = key
        self.members = members
    }

    /// The bytes of all members.
    package var byteCount: Int { members.reduce(0) { $0 + $1.bytes.count } }

    /// The member that is neither metadata nor caption.
    package var image: Member? { members.first { ShardReading.isImage($0.fileExtension) } }
}
