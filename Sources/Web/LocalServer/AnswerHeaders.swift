// Headers that all answers have.

/// What keeps a browser from running, guessing, keeping or passing on what it is given.
enum AnswerHeaders {
    static let always: [String: String] = [
        // Pictures of blob: are the visitor's own uploads, shown before they are sent.
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    ]

    /// Pages of an allowed origin may read an answer; those of others may not load it either.
    static func sharing(origin: String?, rules: AccessRules) -> [String: String] {
        guard let origin, rules.allowedOrigins.contains(origin) else {
            return ["Cross-Origin-Resource-Policy": "same-origin"]
        }
        return [
            "Access-Control-Allow-Origin": origin, "Vary": "Origin",
            "Access-Control-Allow-Headers": "authorization, content-type",
            "Access-Control-Allow-Methods": "GET, POST",
        ]
    }
}
