// The fetch loops' counts of look-ups, for those who watch.

internal import Fetching
internal import Reporting

extension NameLookUps {
    init(_ snapshot: FetchSnapshot) {
        self.init()
        lookUps = Int(clamping: snapshot.lookUps)
        failed = Int(clamping: snapshot.failedLookUps)
        unknown = Int(clamping: snapshot.unknownNames)
        unanswered = Int(clamping: snapshot.unansweredLookUps)
        servers = snapshot.nameServers.map {
            Server(
                name: $0.server, asked: Int(clamping: $0.asked), lost: Int(clamping: $0.lost),
                failed: Int(clamping: $0.failed))
        }
    }
}
