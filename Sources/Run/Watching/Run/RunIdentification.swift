// Which run is watched.

internal import Ground

/// What does not change during a run.
package struct RunIdentification: Hashable, Sendable {
    /// The command: `download`, `retry`, `reshape`.
    package let command: String
    /// The output folder, as a person wrote it.
    package let outputFolder: String
    package let startSecondsSince1970: Double

    package init(
        command: String, outputFolder: String, startSecondsSince1970: Double = WallClock.secondsSince1970
    ) {
        self.command = command
        self.outputFolder = outputFolder
        self.startSecondsSince1970 = startSecondsSince1970
    }
}
