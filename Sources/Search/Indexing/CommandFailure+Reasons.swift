// What other targets could not do, as failures of the build.

internal import Files
internal import Ground
internal import VectorSearch

extension CommandFailure {
    /// What cannot be read.
    init(_ error: SearchError) { self.init(.command, error.description) }

    /// What cannot be written.
    init(_ error: FileError) { self.init(.output, error.description) }
}
