// The page's own files, part of the executable.

internal import LocalServer

enum PageFiles {
    static func answer(_ name: String) -> ServerAnswer {
        guard let (type, bytes) = file(name) else { return .notFound }
        var answer = ServerAnswer(contentType: type, body: bytes)
        // A newer program has newer files.
        answer.headers["Cache-Control"] = "no-cache"
        return answer
    }

    private static func file(_ name: String) -> (type: String, bytes: [UInt8])? {
        switch name {
        case "index.html": ("text/html; charset=utf-8", PackageResources.index_html)
        case "browse.css": ("text/css; charset=utf-8", PackageResources.browse_css)
        case "look.js": ("text/javascript; charset=utf-8", PackageResources.look_js)
        case "parts.js": ("text/javascript; charset=utf-8", PackageResources.parts_js)
        case "results.js": ("text/javascript; charset=utf-8", PackageResources.results_js)
        case "detail.js": ("text/javascript; charset=utf-8", PackageResources.detail_js)
        case "browse.js": ("text/javascript; charset=utf-8", PackageResources.browse_js)
        case "icon.png": ("image/png", PackageResources.icon_png)
        default: nil
        }
    }
}
