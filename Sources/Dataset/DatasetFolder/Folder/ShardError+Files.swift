// Failures of files as failures of the output.

package import Files

extension ShardError {
    /// A failure of a file, with what a person can do about it.
    package init(_ error: FileError) {
        switch error.reason {
        case .system(let number): self.init(system: number, doing: error.doing, path: error.path)
        case .notAFolder: self.init(.notAFolder, error.description, hint: "choose another --output-folder")
        case .held: self.init(.locked, error.description)
        case .notPlain, .tooShort, .tooLarge, .elsewhere: self.init(.io, error.description)
        }
    }
}

/// Calls files; what fails of them is a failure of the output.
package func asShardError<R: ~Copyable>(_ body: @autoclosure () throws(FileError) -> R) throws(ShardError) -> R {
    do {
        return try body()
    } catch {
        throw ShardError(error)
    }
}
