// The Hub's errors as those of a list's file.

internal import Hub
internal import Tables

extension TableError {
    init(_ error: HubError) {
        let category: Category =
            switch error.category {
            case .noDataset, .notFound: .notFound
            case .denied: .denied
            case .unreachable: .unreachable
            case .changed: .changed
            case .address: .misuse
            case .refused, .localFile, .cancelled: .unreadable
            }
        self.init(category: category, detail: error.detail + (error.hint.map { ". " + $0 } ?? ""))
    }
}
