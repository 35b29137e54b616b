// Which cameras took the images, where EXIF says it.

internal import Ground
internal import Reporting

enum CamerasSection {
    private static let most = 20

    static func section(_ subjects: [ReportSubject]) -> PageSection? {
        var parts: [Markup] = []
        for subject in subjects where subject.figures.hasEXIF {
            let rows = subject.figures.rows
            let prefix = PageParts.prefix(subject, subjects)
            let looked = rows.exifRead < rows.images ? " (of all images, \(rows.exifRead.grouped) were looked at)" : ""
            parts.append(
                PageParts.note(
                    prefix
                        + "\(rows.exifCameras.grouped) of \(rows.exifRead.counted("image")) name a camera in their EXIF "
                        + "(\(Share(rows.exifCameras, of: rows.exifRead).text))\(looked)."))
            let cameras = rows.cameras.sorted { $0.count }.prefix(most)
            guard !cameras.isEmpty else { continue }
            var table = PageTable(
                caption: prefix + "Cameras",
                columns: [
                    PageTable.Column(title: "camera"), PageTable.Column(title: "images", isNumber: true),
                    PageTable.Column(title: "share of those with a camera", isNumber: true),
                ],
                isFiltered: true)
            for camera in cameras {
                table.rows.append([
                    Markup("span", ["dir": "auto"], text: camera.name), PageParts.count(camera.value.count),
                    PageParts.share(camera.value.count, of: rows.exifCameras),
                ])
            }
            parts.append(table.markup)
        }
        return parts.isEmpty ? nil : PageSection(id: "cameras", title: "Cameras", parts: parts)
    }
}
