import CellModel

/// The names by which a person may mean a log: its identifier, its file's name, and that without extension.
struct LogName {
  let all: [String]

  init(_ id: CellID) {
    let file = id.text.split(separator: "/").last.map(String.init) ?? id.text
    let plain = Self.withoutTestNumber(file)
    var names = [id.text, Self.withoutTestNumber(id.text), file, plain]
    if let dot = plain.lastIndex(of: "."), dot > plain.startIndex {
      let stem = String(plain[..<dot])
      names.append(stem)
      // A file of several tests: `stem#2` is the second.
      if plain != file { names.append(stem + file.dropFirst(plain.count)) }
    }
    all = names
  }

  private static func withoutTestNumber(_ name: String) -> String {
    guard let mark = name.lastIndex(of: "#"), name[name.index(after: mark)...].allSatisfy(\.isNumber) else {
      return name
    }
    return String(name[..<mark])
  }
}

/// Shell patterns: `*` stands for any characters, `?` for one.
enum Glob {
  static func matches(_ pattern: String, _ text: String) -> Bool {
    let (pattern, text) = (Array(pattern.unicodeScalars), Array(text.unicodeScalars))
    var (p, t) = (0, 0)
    var retry: (p: Int, t: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "*" {
        retry = (p + 1, t)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = retry {
        retry = (last.p, last.t + 1)
        (p, t) = (last.p, last.t + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
