import CellModel
import CyclerFormats
import Settings

/// The formats of this lab: read once a run, because a log must not change its format while it is followed.
enum LabFormats {
  /// All that are known, with the person's own; what is wrong in their descriptions goes to standard error.
  static let shelf: FormatShelf = {
    guard let folder = SettingsFile.folder() else { return FormatShelf() }
    let shelf = FormatShelf(folder: folder + "/formats")
    for problem in shelf.problems { complain("celltop: \(SafeText.clean(problem.description))") }
    return shelf
  }()

  /// Asks every format about a file's first bytes.
  static func identify(_ head: LogHead) -> FormatRegistry.Identity { shelf.identify(head) }
}
