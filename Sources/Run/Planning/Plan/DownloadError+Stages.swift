// Failures of lists, tables and folders, as failures of the run: each kind at one place.

package import URLLists

extension DownloadError {
    /// A list that cannot be read is the command's fault, unless its store or its server does not answer.
    package init(_ error: URLListError) {
        self.init(error.category == .unreachable ? .again : .command, error.message)
    }

    /// Rows that cannot be taken out of a dataset: only a list that cannot be written is the output's fault.
    package init(_ error: RetryError) {
        self.init(error.category == .unwritable ? .output : .command, error.message)
    }
}

/// Reads a list; what fails of it ends the run.
package func asDownloadError<R>(list body: @autoclosure () throws(URLListError) -> R) throws(DownloadError) -> R {
    do {
        return try body()
    } catch {
        throw DownloadError(error)
    }
}

/// Takes rows out of a dataset; what fails of it ends the run.
package func asDownloadError<R>(rows body: @autoclosure () throws(RetryError) -> R) throws(DownloadError) -> R {
    do {
        return try body()
    } catch {
        throw DownloadError(error)
    }
}
