// The loop's epoll: which sockets are watched, and what is ready.

internal import CLinux
internal import Glibc

/// Watches sockets for libcurl and c-ares. Changes are recorded and applied before the next wait, so that
/// several changes of one socket in a turn cost one system call or none.
final class Poller {
    /// Whose socket it is.
    enum Owner: UInt8 {
        case transfers, resolver, inbox
        /// A connection that is expected to be silent.
        case silence
    }

    /// A socket that is ready.
    struct Event {
        let descriptor: Int32
        let owner: Owner
        let isReadable: Bool
        let isWritable: Bool
        let hasFailed: Bool
    }

    private struct Watch {
        var wanted: UInt32 = 0
        /// What the kernel watches for; 0 means the socket is not in the epoll set.
        var applied: UInt32 = 0
        var owner = Owner.transfers
        var isListed = false
    }

    /// Closed in `deinit`.
    private let epoll: Int32
    private var watches: ContiguousArray<Watch> = []
    private var changed: [Int32] = []
    private let buffer: UnsafeMutablePointer<epoll_event>
    private static let batch = 512

    init() throws(FetchError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .system("make an epoll set") }
        buffer = .allocate(capacity: Self.batch)
    }

    deinit {
        close(epoll)
        buffer.deallocate()
    }

    /// Watches a socket from now on; neither readable nor writable leaves it alone.
    func watch(_ descriptor: Int32, readable: Bool, writable: Bool, owner: Owner) {
        guard descriptor >= 0 else { return }
        let index = Int(descriptor)
        if index >= watches.count {
            watches.append(contentsOf: repeatElement(Watch(), count: index + 64 - watches.count))
        }
        watches[index].wanted = (readable ? EPOLLIN.rawValue : 0) | (writable ? EPOLLOUT.rawValue : 0)
        watches[index].owner = owner
        if !watches[index].isListed {
            watches[index].isListed = true
            changed.append(descriptor)
        }
    }

    /// The socket is closed, or is about to be: the kernel drops it by itself, and its number may come back as
    /// another socket within the same turn.
    func closed(_ descriptor: Int32) {
        guard descriptor >= 0, Int(descriptor) < watches.count else { return }
        watches[Int(descriptor)].wanted = 0
        watches[Int(descriptor)].applied = 0
    }

    /// Passes the changes to the kernel.
    func apply() {
        for descriptor in changed {
            let index = Int(descriptor)
            watches[index].isListed = false
            let (wanted, applied) = (watches[index].wanted, watches[index].applied)
            guard wanted != applied else { continue }
            let operation = wanted == 0 ? EPOLL_CTL_DEL : applied == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
            var status = control(operation, descriptor, wanted)
            if status != 0, operation != EPOLL_CTL_DEL {
                // Our picture of the set was wrong: the other operation puts it right.
                if errno == ENOENT { status = control(EPOLL_CTL_ADD, descriptor, wanted) }
                if status != 0, errno == EEXIST { status = control(EPOLL_CTL_MOD, descriptor, wanted) }
            }
            watches[index].applied = status == 0 ? wanted : 0
        }
        changed.removeAll(keepingCapacity: true)
    }

    /// Waits until something is ready or the time is over, and gives what is ready to `body`, one by one.
    ///
    /// - Parameter milliseconds: 0 only looks, -1 waits without end.
    func wait(milliseconds: Int32, _ body: (Event) -> Void) {
        let count = Int(epoll_wait(epoll, buffer, Int32(Self.batch), milliseconds))
        guard count > 0 else { return }
        for position in 0..<count {
            let event = buffer[position]
            let descriptor = event.data.fd
            guard Int(descriptor) < watches.count else { continue }
            body(
                Event(
                    descriptor: descriptor, owner: watches[Int(descriptor)].owner,
                    isReadable: event.events & EPOLLIN.rawValue != 0,
                    isWritable: event.events & EPOLLOUT.rawValue != 0,
                    hasFailed: event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0))
        }
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ events: UInt32) -> Int32 {
        var event = epoll_event()
        event.events = events
        event.data.fd = descriptor
        return epoll_ctl(epoll, operation, descriptor, &event)
    }
}
