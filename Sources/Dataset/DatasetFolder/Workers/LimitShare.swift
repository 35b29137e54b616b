// What divides the limits of hosts.

/// The limits of a process for hosts, of which it may use one part of several. Used by several threads.
package protocol LimitShare: Sendable {
    /// Divides the limits among so many workers from now on.
    func divide(among workers: Int)

    /// By how many what is under way is divided: as asked for, once no host has more than its part.
    var inForce: Int { get }
}
