// Images that are there more than once, byte for byte.

internal import Ground

enum RepeatsSection {
    static func section(_ subjects: [ReportSubject]) -> PageSection? {
        let parts = subjects.filter { $0.figures.hasTables }.map { subject -> Markup in
            let prefix = PageParts.prefix(subject, subjects)
            guard subject.figures.hasHashes else {
                return PageParts.note(
                    prefix + "Not known: the tables have no hash of the images (--compute-hash none).")
            }
            return PageParts.note(
                prefix + RepeatWords.sentence(subject.figures.contents, what: "image", of: subject.figures.rows.hashed)
                    + (subject.figures.contents.repeats > 0
                        ? " Contents that many URLs share are often placeholders: see the gallery." : ""))
        }
        return parts.isEmpty ? nil : PageSection(id: "repeats", title: "Exact repeats", parts: parts)
    }
}
