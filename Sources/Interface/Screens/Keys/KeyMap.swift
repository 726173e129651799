package import Canvas

/// Which key does what: the table that dispatch, footer, help and `celltop keys` all read.
package struct KeyMap: Equatable, Sendable {
  /// In the order in which help lists them.
  package private(set) var bindings: [Binding]
  private var actions: [Scope: [Key: Action]]

  /// The default keys.
  package init() {
    bindings = KeyTable.all
    actions = [:]
    index()
  }

  /// The action of a key where the given scopes are valid; earlier scopes win.
  package func action(for key: Key, in scopes: [Scope]) -> Action? {
    for scope in scopes {
      if let action = actions[scope]?[key] { return action }
    }
    return nil
  }

  /// The bindings that are valid in the given scopes, in table order, each with the keys that no more particular scope
  /// takes from it; those of which no key is left are left out.
  package func bindings(in scopes: [Scope]) -> [Binding] {
    bindings.compactMap { binding in
      guard scopes.contains(binding.scope) else { return nil }
      var binding = binding
      let hadKeys = !binding.keys.isEmpty
      binding.keys.removeAll { action(for: $0, in: scopes) != binding.action }
      return hadKeys && binding.keys.isEmpty ? nil : binding
    }
  }

  /// Gives named actions other keys, and says what could not be done, a sentence each.
  ///
  /// A key taken for one action is taken away from the others of the same scope; an empty list unbinds an action.
  package mutating func rebind(_ changes: [String: [String]]) -> [String] {
    var problems: [String] = []
    for (name, keyNames) in changes.sorted(by: { $0.key < $1.key }) {
      guard let position = bindings.firstIndex(where: { $0.name == name }) else {
        let near = Spelling.nearest(to: name, among: bindings.map(\.name))
        problems.append("unknown action \"\(name)\"" + (near.map { " (did you mean \"\($0)\"?)" } ?? ""))
        continue
      }
      var keys: [Key] = []
      for keyName in keyNames {
        if let key = Key(name: keyName) {
          keys.append(key)
        } else {
          problems.append("\(name): unknown key \"\(keyName)\"")
        }
      }
      for other in bindings.indices where bindings[other].scope == bindings[position].scope {
        bindings[other].keys.removeAll { keys.contains($0) }
      }
      bindings[position].keys = keys
    }
    index()
    return problems
  }

  private mutating func index() {
    actions = [:]
    for binding in bindings {
      for key in binding.keys { actions[binding.scope, default: [:]][key] = binding.action }
    }
  }
}

/// Finds what somebody probably meant.
enum Spelling {
  /// The candidate with the fewest edits, if they are few enough to be a slip; nil otherwise.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    let scored = candidates.map { (name: $0, distance: distance(word, $0)) }
    guard let best = scored.min(by: { $0.distance < $1.distance }), best.distance <= max(1, word.count / 3) else {
      return nil
    }
    return best.name
  }

  private static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.unicodeScalars.prefix(40)), Array(right.unicodeScalars.prefix(40)))
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
