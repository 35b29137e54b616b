// How long captions are, and which come most often.

internal import Ground
internal import Reporting

enum CaptionsSection {
    static func section(_ subjects: [ReportSubject]) -> PageSection? {
        let captioned = subjects.filter { $0.figures.hasCaptions }
        guard !captioned.isEmpty else { return nil }
        var parts: [Markup] = []
        for subject in captioned {
            let rows = subject.figures.rows
            parts.append(
                PageParts.note(
                    PageParts.prefix(subject, subjects)
                        + "\(rows.captions.total.grouped) of \(rows.images.counted("image")) have a caption, on average of "
                        + "\(Int((rows.captions.mean ?? 0).rounded()).grouped) characters; the longest has "
                        + "\(rows.longestCaption.grouped)."))
        }
        if let plot = PageParts.plot(
            "Lengths", things: "captions", axis: "characters", subjects, { $0.rows.captions })
        {
            parts.append(Markup("div", ["class": "plots"], [plot]))
        }
        for subject in captioned {
            if let table = table(subject, subjects) { parts.append(table.markup) }
            parts.append(
                PageParts.note(
                    PageParts.prefix(subject, subjects)
                        + RepeatWords.sentence(
                            subject.figures.texts, what: "caption", of: subject.figures.rows.captions.total)))
        }
        return PageSection(id: "captions", title: "Captions", parts: parts)
    }

    private static func table(_ subject: ReportSubject, _ subjects: [ReportSubject]) -> PageTable? {
        let most = subject.figures.texts.most.filter { subject.gallery.captions[$0.place] != nil }
        guard !most.isEmpty else { return nil }
        var table = PageTable(
            caption: PageParts.prefix(subject, subjects) + "The most frequent captions",
            columns: [
                PageTable.Column(title: "caption"), PageTable.Column(title: "images", isNumber: true),
                PageTable.Column(title: "share", isNumber: true),
            ],
            isFiltered: true)
        for text in most {
            table.rows.append([
                Markup("span", ["dir": "auto", "class": "long"], text: subject.gallery.captions[text.place] ?? ""),
                PageParts.count(text.count), PageParts.share(text.count, of: subject.figures.rows.images),
            ])
        }
        return table
    }
}
