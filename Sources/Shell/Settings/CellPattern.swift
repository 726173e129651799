private import _StringProcessing

/// A `[[pattern]]`: a regular expression whose named parts say which group, cell and replicate a log belongs to.
struct CellPattern: Equatable, Sendable {
  static let parts = ["group", "cell", "replicate"]
  private static let longest = 1000

  struct Match: Equatable {
    var group: String?
    var cell: String?
    var replicate: String?
  }

  /// Kept as text, because a compiled expression cannot pass from one thread to another.
  let expression: String

  init?(_ node: TOMLNode?, at place: SourcePlace?, _ reader: inout SettingsReader) {
    guard let node else {
      reader.note("a [[pattern]] needs “match”, a regular expression", at: place)
      return nil
    }
    guard let expression = reader.text(node) else { return nil }
    // The library takes a longer one apart until the stack is full.
    guard expression.utf8.count <= Self.longest else {
      reader.note("“match” is longer than \(Self.longest) bytes", at: node.place)
      return nil
    }
    do {
      _ = try Regex(expression)
    } catch {
      reader.note("“\(expression)” is no regular expression: \(error)", at: node.place)
      return nil
    }
    let names = Self.groupNames(in: expression)
    for name in names where !Self.parts.contains(name) {
      reader.note("unknown part “\(name)”" + NearestName.hint(name, in: Self.parts), at: node.place)
      return nil
    }
    if names.isEmpty {
      reader.note("“match” names no part: write (?<group>…), (?<cell>…) or (?<replicate>…)", at: node.place)
      return nil
    }
    self.expression = expression
  }

  /// The parts of a name; nil if the expression is nowhere in it.
  func match(_ text: String) -> Match? {
    guard let regex = try? Regex(expression), let found = text.firstMatch(of: regex) else { return nil }
    var match = Match()
    for element in found.output {
      guard let name = element.name, let part = element.substring.map(String.init) else { continue }
      switch name {
      case "group": match.group = part
      case "cell": match.cell = part
      case "replicate": match.replicate = part
      default: break
      }
    }
    return match
  }

  private static func groupNames(in expression: String) -> [String] {
    let text = Array(expression.unicodeScalars)
    var names: [String] = []
    for start in text.indices where text[start] == "(" && start + 3 < text.count && text[start + 1] == "?" {
      if start > 0, text[start - 1] == "\\" { continue }
      let open = text[start + 2] == "P" ? start + 3 : start + 2
      guard text[open] == "<", let close = text[open...].firstIndex(of: ">") else { continue }
      let name = String(String.UnicodeScalarView(text[(open + 1)..<close]))
      // `(?<=` and `(?<!` look behind.
      if let first = name.first, first != "=", first != "!" { names.append(name) }
    }
    return names
  }
}
