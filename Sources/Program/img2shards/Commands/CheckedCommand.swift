// Commands that can be checked without being run.

internal import ArgumentParser

/// A command that finds what is wrong with its options before it does anything.
protocol CheckedCommand: ParsableCommand {
    /// Throws what `run` throws for options that are wrong; changes nothing.
    func check() throws
}
