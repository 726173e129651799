/// Something wrong in a file that a person wrote, with the place where it stands.
package struct SettingsProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// How much the problem costs.
  package enum Kind: String, Equatable, Sendable {
    /// The file cannot be used.
    case error
    /// The line is passed over, the rest of the file counts.
    case warning
  }

  package var kind: Kind
  /// As the person named it.
  package var file: String
  /// From 1; nil where the file as a whole is meant.
  package var place: SourcePlace?
  package var message: String

  package init(_ kind: Kind, file: String, place: SourcePlace?, message: String) {
    self.kind = kind
    self.file = file
    self.place = place
    self.message = message
  }

  /// `file:line:column: message`, as compilers write it, so that editors can jump there.
  package var description: String {
    guard let place else { return "\(file): \(message)" }
    return "\(file):\(place.line):\(place.column): \(message)"
  }

  /// The same with the last part of the file's path alone: all that a line of a screen has room for.
  package var brief: String {
    var problem = self
    problem.file = file.split(separator: "/").last.map(String.init) ?? file
    return problem.description
  }

  /// The first of several in brief, and how many more there are; nil if there is none.
  package static func brief(of problems: [SettingsProblem]) -> String? {
    guard let first = problems.first else { return nil }
    return first.brief + (problems.count > 1 ? " (and \(problems.count - 1) more)" : "")
  }
}

/// A place in a text file, both from 1; the column counts characters.
package struct SourcePlace: Hashable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
