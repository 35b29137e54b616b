// One name server, asked through c-ares.

internal import CAres
internal import Glibc
internal import URLs

/// A c-ares channel with one server and one try a query: which server is asked, how often and how patiently is
/// decided by others. Used by one thread.
///
/// Answers are recorded when c-ares calls back, and taken with `takeEvents`, so that nobody acts inside its calls.
final class NameChannel {
    enum Event {
        case answer(ticket: UInt64, LookUpAnswer)
        /// The server cannot be reached, or did not answer in all the time it was given.
        case nothing(ticket: UInt64)
    }

    /// What c-ares has called back with. Each query keeps it alive, as c-ares may still bring answers while the
    /// channel is being destroyed.
    private final class Replies {
        var events: [Event] = []
        var open = 0
    }

    /// A query in flight; c-ares holds a retained pointer to it until it calls back, which it does exactly once,
    /// at the latest when the channel is destroyed.
    private final class Query {
        let ticket: UInt64
        let kind: AddressKind
        let replies: Replies
        init(ticket: UInt64, kind: AddressKind, replies: Replies) {
            self.ticket = ticket
            self.kind = kind
            self.replies = replies
        }
    }

    /// Addresses kept of one answer.
    private static let maximumAddresses = 8

    /// Destroyed in `deinit`.
    private var channel: ares_channel?
    /// Outlives the channel, which calls it to its very end.
    private let poller: Poller
    private let replies = Replies()
    /// Queries that c-ares has not called back for.
    var open: Int { replies.open }

    /// - Parameter longestMilliseconds: how long c-ares waits for the answer to a query.
    init(_ server: NameServerAddress, longestMilliseconds: Int32, poller: Poller) throws(FetchError) {
        self.poller = poller
        guard ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS else { throw .system("start c-ares") }
        var status = fetching_ares_open(
            &channel, Self.socketStateChanged, Unmanaged.passUnretained(poller).toOpaque(), longestMilliseconds, 1,
            1 << 20)
        guard status == ARES_SUCCESS, channel != nil else { throw .system("open a resolver") }
        status = ares_set_servers_ports_csv(channel, server.withPort)
        guard status == ARES_SUCCESS else { throw .option("--dns-servers: \(server) is not a DNS server") }
        // c-ares knows no zones: its sockets are bound to the interface.
        if server.zone != nil { fetching_ares_bind(channel, server.interface) }
    }

    deinit {
        if let channel { ares_destroy(channel) }
        ares_library_cleanup()
    }

    func ask(_ name: String, _ kind: AddressKind, ticket: UInt64) {
        guard let channel else { return }
        replies.open += 1
        let query = Unmanaged.passRetained(Query(ticket: ticket, kind: kind, replies: replies))
        // 1: the class of the internet.
        ares_query(channel, name, 1, Self.recordType(kind), Self.answered, query.toOpaque())
    }

    /// A socket is ready that may be this channel's.
    func ready(_ descriptor: Int32, readable: Bool, writable: Bool) {
        guard let channel else { return }
        ares_process_fd(channel, readable ? descriptor : -1, writable ? descriptor : -1)
    }

    /// Lets c-ares give up what was not answered; to be called now and then while queries are open.
    func checkTimeouts() {
        guard let channel else { return }
        ares_process_fd(channel, -1, -1)
    }

    func takeEvents() -> [Event] {
        guard !replies.events.isEmpty else { return [] }
        defer { replies.events.removeAll(keepingCapacity: true) }
        return replies.events
    }

    private static func recordType(_ kind: AddressKind) -> Int32 { kind == .four ? 1 : 28 }

    private static let answered:
        @convention(c) (UnsafeMutableRawPointer?, Int32, Int32, UnsafeMutablePointer<UInt8>?, Int32) -> Void = {
            argument, status, _, reply, length in
            guard let argument else { return }
            let query = Unmanaged<Query>.fromOpaque(argument).takeRetainedValue()
            let replies = query.replies
            replies.open -= 1
            // The channel is being torn down: nobody waits any more.
            guard status != ARES_EDESTRUCTION else { return }
            guard let answer = NameChannel.answer(status, reply, length, query.kind) else {
                replies.events.append(.nothing(ticket: query.ticket))
                return
            }
            replies.events.append(.answer(ticket: query.ticket, answer))
        }

    /// nil when the server said nothing.
    private static func answer(
        _ status: Int32, _ reply: UnsafeMutablePointer<UInt8>?, _ length: Int32, _ kind: AddressKind
    ) -> LookUpAnswer? {
        switch status {
        case ARES_SUCCESS: return kind == .four ? four(reply, length) : six(reply, length)
        case ARES_ENOTFOUND, ARES_EBADNAME: return .unknownName
        case ARES_ENODATA: return .noAddress
        case ARES_EREFUSED: return .refusal
        case ARES_ETIMEOUT, ARES_ECONNREFUSED, ARES_ECANCELLED: return nil
        default: return .serverFailure
        }
    }

    private static func four(_ reply: UnsafeMutablePointer<UInt8>?, _ length: Int32) -> LookUpAnswer {
        var records = [ares_addrttl](repeating: ares_addrttl(), count: maximumAddresses)
        var count = Int32(maximumAddresses)
        let status = ares_parse_a_reply(reply, length, nil, &records, &count)
        return answer(
            status,
            records.prefix(Int(max(0, count))).map { (.v4(UInt32(bigEndian: $0.ipaddr.s_addr)), Int64($0.ttl)) })
    }

    private static func six(_ reply: UnsafeMutablePointer<UInt8>?, _ length: Int32) -> LookUpAnswer {
        var records = [ares_addr6ttl](repeating: ares_addr6ttl(), count: maximumAddresses)
        var count = Int32(maximumAddresses)
        let status = ares_parse_aaaa_reply(reply, length, nil, &records, &count)
        return answer(
            status,
            records.prefix(Int(max(0, count))).map { record in
                let address = withUnsafeBytes(of: record.ip6addr) { bytes in
                    IPAddress.v6(
                        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
                }
                return (address, Int64(record.ttl))
            })
    }

    private static func answer(_ status: Int32, _ found: [(IPAddress, Int64)]) -> LookUpAnswer {
        if status == ARES_ENODATA { return .noAddress }
        guard status == ARES_SUCCESS else { return .serverFailure }
        guard !found.isEmpty else { return .noAddress }
        // A negative time to live is one with its highest bit set, which counts as 0 (RFC 2181).
        return .addresses(found.map(\.0), lifetimeSeconds: max(0, found.map(\.1).min() ?? 0))
    }

    private static let socketStateChanged: @convention(c) (UnsafeMutableRawPointer?, Int32, Int32, Int32) -> Void = {
        argument, descriptor, readable, writable in
        guard let argument else { return }
        let poller = Unmanaged<Poller>.fromOpaque(argument).takeUnretainedValue()
        if readable == 0 && writable == 0 {
            // c-ares closes the socket right after this call.
            poller.closed(descriptor)
        } else {
            poller.watch(descriptor, readable: readable != 0, writable: writable != 0, owner: .resolver)
        }
    }
}
