// The live page's own files, part of the executable.

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
        case "watch.css": ("text/css; charset=utf-8", PackageResources.watch_css)
        case "look.js": ("text/javascript; charset=utf-8", PackageResources.look_js)
        case "parts.js": ("text/javascript; charset=utf-8", PackageResources.parts_js)
        case "chart.js": ("text/javascript; charset=utf-8", PackageResources.chart_js)
        case "views.js": ("text/javascript; charset=utf-8", PackageResources.views_js)
        case "watch.js": ("text/javascript; charset=utf-8", PackageResources.watch_js)
        case "icon.png": ("image/png", PackageResources.icon_png)
        default: nil
        }
    }
}
