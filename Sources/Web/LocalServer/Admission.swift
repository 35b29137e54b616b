// Which requests reach the handler: decided from the head, before a byte of the body is kept.

/// What a head leads to.
enum Admission {
    case answered(ServerAnswer)
    /// The handler's answer, after the body.
    case admitted

    /// - Parameter longestBody: the longest body that this request may have.
    init(_ head: RequestHead, rules: AccessRules, longestBody: (ServerRequest) -> Int) {
        let request = head.request
        switch rules.decision(for: request) {
        case .refused(let status, let reason):
            self = .answered(.text(reason, status: status))
            return
        // For the printed URL only: another path could name another server, or break the header.
        case .allowedOnce where request.path.isEmpty:
            var answer = ServerAnswer.text("", status: 303)
            answer.headers["Location"] = "/"
            answer.headers["Set-Cookie"] =
                "\(rules.cookieName)=\(rules.token ?? ""); Path=/; HttpOnly; SameSite=Strict"
            self = .answered(answer)
            return
        case .allowed, .allowedOnce: break
        }
        if request.method == "OPTIONS" {
            self = .answered(.nothing)
            return
        }
        let most = head.bodyByteCount > 0 ? longestBody(request) : 0
        guard head.bodyByteCount <= most else {
            let reason = most == 0 ? "this request takes no body" : "the body is longer than \(most >> 20) MB"
            self = .answered(.text(reason, status: 413))
            return
        }
        self = .admitted
    }
}
