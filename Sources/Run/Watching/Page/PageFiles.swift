// The live page's own files, part of the executable.

internal import LocalServer

enum PageFiles {
    static func answer(_ name: String) -> ServerAnswer { .file(name, bytes(name)) }

    private static func bytes(_ name: String) -> [UInt8]? {
        switch name {
        case "index.html": PackageResources.index_html
        case "watch.css": PackageResources.watch_css
        case "look.js": PackageResources.look_js
        case "parts.js": PackageResources.parts_js
        case "chart.js": PackageResources.chart_js
        case "views.js": PackageResources.views_js
        case "watch.js": PackageResources.watch_js
        case "icon.png": PackageResources.icon_png
        default: nil
        }
    }
}
