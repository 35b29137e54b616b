// How large files are fetched.

/// Options of one file.
package struct RemoteFileOptions: Sendable {
    /// Whether the server may have a private address.
    package var allowsPrivateAddresses = false
    /// Whether other servers that it leads to may.
    package var allowsPrivateRedirects = false
    /// Attempts without a byte of progress before the file fails.
    package var attempts = 8
    /// Attempts where no server answered yet: its name may be mistyped.
    package var attemptsToReach = 4
    /// Before the second attempt; doubled before each further one, to a minute at most.
    package var firstPause = Duration.seconds(1)
    /// An attempt ends when less than 1 KB/s came for so long.
    package var silence = Duration.seconds(60)

    package init() {}
}
