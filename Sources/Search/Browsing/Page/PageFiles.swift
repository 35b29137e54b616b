// The page's own files, part of the executable.

internal import LocalServer

enum PageFiles {
    static func answer(_ name: String) -> ServerAnswer { .file(name, bytes(name)) }

    private static func bytes(_ name: String) -> [UInt8]? {
        switch name {
        case "index.html": PackageResources.index_html
        case "browse.css": PackageResources.browse_css
        case "look.js": PackageResources.look_js
        case "parts.js": PackageResources.parts_js
        case "results.js": PackageResources.results_js
        case "detail.js": PackageResources.detail_js
        case "browse.js": PackageResources.browse_js
        case "icon.png": PackageResources.icon_png
        default: nil
        }
    }
}
