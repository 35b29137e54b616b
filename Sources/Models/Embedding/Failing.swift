// Steps whose failures all mean the same.

internal import Ground

/// Runs a step whose failures all mean the same.
func failing<R, E: Error & CustomStringConvertible>(
    as category: CommandFailure.Category, _ step: () throws(E) -> R
) throws(CommandFailure) -> R {
    do { return try step() } catch { throw CommandFailure(category, error.description) }
}
