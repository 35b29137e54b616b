// Which version of the program this is.

/// The program's version, for `--version` and for what watches it.
package enum ProgramVersion {
    package static let text = "0.1.0"
}
