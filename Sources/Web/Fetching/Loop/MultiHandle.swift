// libcurl's object for all transfers of one loop.

internal import CCurl
internal import Ground

/// A multi handle. Used by one loop's thread; every easy handle
/// must be out of it before it dies.
final class MultiHandle {
    /// Cleaned up in `deinit`, before `sessions`.
    private let multi: UnsafeMutableRawPointer
    /// When libcurl wants `timedOut` to be called; nil when it waits for sockets only.
    private(set) var due: Moment?
    private let poller: Poller
    /// Gets the sockets until the multi handle is gone.
    private let connections: ConnectionTable
    /// The easy handles' sessions, held until the multi handle is gone.
    private let sessions: SessionShares

    /// - Parameter maximumConnections: connections kept, in use or idle; more than there ever are, see
    ///   `Wire.keepsConnection`.
    init(
        poller: Poller, connections: ConnectionTable, sessions: SessionShares, maximumConnections: Int
    ) throws(FetchError) {
        guard let multi = curl_multi_init() else {
            throw FetchError(.unexpected, "Cannot make a multi handle")
        }
        self.multi = multi
        self.poller = poller
        self.connections = connections
        self.sessions = sessions
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = fetching_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, me)
        _ = fetching_multi_set_socket_callback(multi, Self.socketChanged)
        _ = fetching_multi_set_pointer(multi, CURLMOPT_TIMERDATA, me)
        _ = fetching_multi_set_timer_callback(multi, Self.timerChanged)
        _ = fetching_multi_set_long(multi, CURLMOPT_MAXCONNECTS, maximumConnections)
    }

    deinit {
        // Cleaning up closes connections, and must not call back into an object that is going.
        _ = fetching_multi_set_socket_callback(multi, nil)
        _ = fetching_multi_set_timer_callback(multi, nil)
        curl_multi_cleanup(multi)
    }

    /// Starts a transfer: when this returns, libcurl has read its options and looked for a connection.
    func add(_ easy: EasyHandle) -> Bool {
        guard curl_multi_add_handle(multi, easy.pointer) == CURLM_OK else { return false }
        timedOut()
        return true
    }

    func remove(_ easy: EasyHandle) {
        curl_multi_remove_handle(multi, easy.pointer)
    }

    /// The time that libcurl asked for has come.
    func timedOut() {
        due = nil
        act(-1, 0)
    }

    /// A socket of a transfer is ready.
    func ready(_ event: Poller.Event) {
        var mask: Int32 = 0
        if event.isReadable { mask |= CURL_CSELECT_IN }
        if event.isWritable { mask |= CURL_CSELECT_OUT }
        if event.hasFailed { mask |= CURL_CSELECT_ERR }
        act(event.descriptor, mask)
    }

    private func act(_ descriptor: Int32, _ mask: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(multi, descriptor, mask, &running)
    }

    /// Takes one transfer that has ended.
    func nextEnded() -> (easy: UnsafeMutableRawPointer, code: CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            if message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle {
                return (easy, fetching_message_result(message))
            }
        }
        return nil
    }

    private static let socketChanged: curl_socket_callback = { _, descriptor, what, argument, _ in
        guard let argument else { return 0 }
        let me = Unmanaged<MultiHandle>.fromOpaque(argument).takeUnretainedValue()
        // Without an owner it is watched on: what comes now was not asked for.
        if what == CURL_POLL_REMOVE, let connection = me.connections[descriptor], !connection.speaksHTTP2,
            connection.ends != nil, connection.user?.isPaused != true
        {
            me.poller.watch(descriptor, readable: true, writable: false, owner: .silence)
            return 0
        }
        me.poller.watch(
            descriptor, readable: what == CURL_POLL_IN || what == CURL_POLL_INOUT,
            writable: what == CURL_POLL_OUT || what == CURL_POLL_INOUT, owner: .transfers)
        return 0
    }

    private static let timerChanged: curl_multi_timer_callback = { _, milliseconds, argument in
        guard let argument else { return 0 }
        let me = Unmanaged<MultiHandle>.fromOpaque(argument).takeUnretainedValue()
        me.due = milliseconds < 0 ? nil : Moment.now() + Int64(milliseconds) * 1_000_000
        return 0
    }
}
