// Looks at datasets that are named by their paths.

import DatasetFolder
import Inspection
import Reporting

extension DatasetVerification {
    init(path: String) throws(InspectionError) { try self.init(TypedDataset(path: path)) }
}

extension DatasetInspection {
    init(path: String) throws(InspectionError) { try self.init(TypedDataset(path: path)) }
}

extension FailureListing {
    init(path: String, choice: FailureChoice?) throws(InspectionError) {
        try self.init(TypedDataset(path: path), choice: choice)
    }
}
