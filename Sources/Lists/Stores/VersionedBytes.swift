// A file of a store in one of its versions.

package import Tables

/// Bytes as they were when they were opened. Used by several threads.
package protocol VersionedBytes: RangedBytes {
    /// What changes when the file is written again; empty if its place does not say.
    var version: String { get }
}

extension StoredObject: VersionedBytes {}
