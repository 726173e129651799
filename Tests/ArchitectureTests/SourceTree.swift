import Foundation

/// A source file as the rules see it.
struct SourceFile: Sendable {
  /// Relative to the package's root, such as `Sources/Core/Fleet/Channel.swift`.
  let path: String
  let lines: [String]
  /// The same lines without comments and without what stands inside texts.
  let code: [String]

  /// The file's name without its extension.
  var name: String { String(path.split(separator: "/").last?.split(separator: ".").first ?? "") }

  /// The modules that the file imports.
  var imports: Set<String> {
    Set(
      code.compactMap { line -> String? in
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
          words[..<position].allSatisfy({
            $0.hasPrefix("@") || ["package", "public", "internal", "private", "fileprivate"].contains($0)
          })
        else { return nil }
        return words[position + 1].split(separator: ".").first.map(String.init)
      })
  }
}

/// The package's own files, found from where this file stands.
enum SourceTree {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let manifest = text(of: "Package.swift")

  /// Every Swift file below `Sources` and the themes' module.
  static let sources: [SourceFile] = swiftFiles(in: "Sources") + swiftFiles(in: "Themes")

  static func swiftFiles(in folder: String) -> [SourceFile] {
    let names = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
    var files: [SourceFile] = []
    while let name = names?.nextObject() as? String {
      guard name.hasSuffix(".swift") else { continue }
      let path = folder + "/" + name
      let lines = text(of: path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      files.append(SourceFile(path: path, lines: lines, code: plain(lines)))
    }
    return files.sorted { $0.path < $1.path }
  }

  static func text(of path: String) -> String {
    (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
  }

  /// Takes out comments and the contents of texts; what an interpolation holds goes with them.
  static func plain(_ lines: [String]) -> [String] {
    var isLongText = false
    return lines.map { line in
      if line.contains("\"\"\"") {
        isLongText.toggle()
        return ""
      }
      if isLongText { return "" }
      var result = ""
      var isText = false
      var depth = 0
      var previous: Character = " "
      for character in line {
        if isText {
          if previous == "\\", character == "(" { depth += 1 }
          if depth > 0, character == ")" { depth -= 1 }
          if character == "\"", previous != "\\", depth == 0 { isText = false }
        } else if character == "\"" {
          isText = true
          result.append(character)
        } else if character == "/", previous == "/" {
          result.removeLast()
          break
        } else {
          result.append(character)
        }
        previous = previous == "\\" && character == "\\" ? " " : character
      }
      return result
    }
  }
}

/// A module as the package manifest states it.
struct ManifestTarget {
  let name: String
  let folder: String
  let uses: Set<String>

  /// The modules of the pipeline, the interface and the shell, with what they declare to use.
  static let all: [ManifestTarget] = {
    var targets: [ManifestTarget] = []
    let text = SourceTree.manifest.replacing("\n", with: " ")
    let module = /module\(\s*"(\w+)", in: "([^"]+)"(?:, uses: \[([^\]]*)\])?/
    for match in text.matches(of: module) {
      targets.append(ManifestTarget(name: String(match.1), folder: String(match.2), uses: names(match.3 ?? "")))
    }
    let program = /\.executableTarget\(\s*name: "celltop",\s*dependencies: \[([^\]]*)\], path: "([^"]+)"/
    if let match = text.firstMatch(of: program) {
      targets.append(ManifestTarget(name: "celltop", folder: String(match.2), uses: names(match.1)))
    }
    return targets
  }()

  private static func names(_ list: Substring) -> Set<String> {
    let products = ["argumentParser": "ArgumentParser"]
    return Set(
      list.split(separator: ",").map { item in
        let name = item.trimmingCharacters(in: .whitespaces.union(CharacterSet(charactersIn: "\"")))
        return products[name] ?? name
      }.filter { !$0.isEmpty })
  }
}
