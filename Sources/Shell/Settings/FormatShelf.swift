package import CyclerFormats

/// Every format at hand: the registry's and those described in the person's `formats` folder.
package struct FormatShelf: Sendable {
  /// Formats that a lab described itself, by file name.
  package private(set) var described: [DescribedFormat] = []
  /// What is wrong in their files.
  package private(set) var problems: [SettingsProblem] = []

  /// The registry alone.
  package init() {}

  /// Reads `*.toml` in a folder; one that is not there describes nothing.
  package init(folder: String) {
    var taken = Set(FormatRegistry.all.map(\.id))
    for name in SettingsFile.names(inFolder: folder).sorted() where name.hasSuffix(".toml") {
      let file = folder + "/" + name
      do throws(SettingsProblem) {
        let read = FormatReader.read(try SettingsFile.read(file), file: file, taken: taken)
        problems += read.problems
        guard let format = read.format else { continue }
        taken.insert(format.id)
        described.append(format)
      } catch {
        problems.append(error)
      }
    }
  }

  /// All formats, the described ones first: who describes a format means it.
  package var all: [any CyclerFormat] { described + FormatRegistry.all }

  /// Asks every format about a file's first bytes.
  package func identify(_ head: LogHead) -> FormatRegistry.Identity {
    for format in described {
      if case .yes(let what) = format.recognise(head) { return .known(format, what: what) }
    }
    return FormatRegistry.identify(head)
  }
}
