import Canvas
import CellModel
import Fleet

/// The command palette: statements with arguments, and everything that has a name, found by a few of its letters.
enum Palette {
  /// Lines that are offered at most.
  static let limit = 200

  static func items(_ text: String, _ state: AppState) -> [OverlayItem] {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    if let verb = words.first, words.count == 2 || text.hasSuffix(" "),
      let statement = statement(verb.lowercased(), words.count == 2 ? words[1] : "", state)
    {
      return statement
    }
    let pattern = Array(text.lowercased().unicodeScalars.filter { $0 != " " })
    var found: [(score: Int, item: OverlayItem)] = []
    func offer(_ item: OverlayItem, rank: Int) {
      guard let score = Fuzzy.score(pattern, in: item.label) else {
        // What a command does is a second name of it.
        if case .action = item.choice, pattern.count > 2, let score = Fuzzy.score(pattern, in: item.detail), score > 40
        {
          found.append((score - 60 - rank, item))
        }
        return
      }
      found.append((score - rank, item))
    }
    for (name, filter) in state.filters.sorted(by: { $0.key < $1.key }) {
      offer(OverlayItem(label: name, detail: "filter: " + filter, choice: .filter(filter)), rank: 0)
    }
    for binding in state.keyMap.bindings {
      let keys = binding.keys.map { $0.label(state.symbols) }.joined(separator: " ")
      let detail = binding.help + (keys.isEmpty ? "" : "  [" + keys + "]")
      offer(OverlayItem(label: binding.name, detail: detail, choice: .action(binding.action)), rank: 0)
    }
    for screen in ScreenRegistry.all where screen.title.lowercased() != screen.id.name {
      offer(
        OverlayItem(label: screen.title, detail: screen.summary, choice: .action(.show(screen.id))), rank: 0)
    }
    for hint in hints { offer(OverlayItem(label: hint.0, detail: hint.1, choice: .nothing), rank: 1) }
    for name in state.themeNames {
      offer(OverlayItem(label: "theme " + name, detail: "colours", choice: .theme(name)), rank: 2)
    }
    // A thousand channels would bury the commands while nothing is typed.
    if !pattern.isEmpty {
      for cell in state.fleet.cells {
        let detail = state.symbols[cell.condition.symbol] + " " + cell.condition.word + "  " + cell.id.text
        offer(OverlayItem(label: cell.name, detail: detail, choice: .channel(cell.id)), rank: 3)
      }
    }
    return found.enumerated().sorted {
      ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
    }.prefix(limit).map(\.element.item)
  }

  private static let hints = [
    ("sort KEY [asc|desc]", "sort the fleet, as in: sort ce desc"), ("go PLACE", "a cycle or a time, as in: go c139"),
    ("filter EXPRESSION", "show some channels, as in: filter ce<99"), ("save NAME", "keep the filter under a name"),
    ("forget NAME", "forget a saved filter"), ("theme NAME", "other colours"),
  ]

  // Nil if the verb is none, so that its letters are looked for instead.
  private static func statement(_ verb: String, _ rest: String, _ state: AppState) -> [OverlayItem]? {
    switch verb {
    case "sort":
      let words = rest.lowercased().split(separator: " ").map(String.init)
      let exact = SortOrder.allCases.filter { order in words.first.map { order.names.contains($0) } ?? false }
      let begun = SortOrder.allCases.filter { order in
        words.isEmpty || order.names.contains { $0.hasPrefix(words[0]) }
      }
      let orders = exact.isEmpty ? begun : exact
      return orders.flatMap { order in
        [false, true].compactMap { isDescending -> OverlayItem? in
          let word = isDescending ? "desc" : "asc"
          guard words.count < 2 || word.hasPrefix(words[1]) else { return nil }
          return OverlayItem(
            label: "sort \(order.names[0]) \(word)", detail: order.title,
            choice: .sort(order, isReversed: isDescending != order.isDescending))
        }
      }
    case "theme":
      return state.themeNames.filter { Fuzzy.score(Array(rest.unicodeScalars), in: $0) != nil }
        .map { OverlayItem(label: "theme " + $0, detail: "colours", choice: .theme($0)) }
    case "go":
      if let place = Place(rest) {
        return [OverlayItem(label: "go " + rest, detail: place.words, choice: .place(place))]
      }
      let pattern = Array(rest.lowercased().unicodeScalars)
      return state.fleet.cells.filter { Fuzzy.score(pattern, in: $0.name) != nil }.prefix(limit)
        .map { OverlayItem(label: $0.name, detail: $0.id.text, choice: .channel($0.id)) }
    case "filter":
      guard (try? FilterParser.parse(rest)) != nil else {
        return [OverlayItem(label: "filter " + rest, detail: "not a valid filter", choice: .nothing)]
      }
      return [OverlayItem(label: "filter " + rest, detail: "show these channels", choice: .filter(rest))]
    case "save":
      let name = rest.split(separator: " ").first.map(String.init) ?? ""
      guard !name.isEmpty else {
        return [OverlayItem(label: "save NAME", detail: "keep the filter under a name", choice: .nothing)]
      }
      guard !state.roster.filterText.isEmpty else {
        return [OverlayItem(label: "save " + name, detail: "there is no filter to be saved", choice: .nothing)]
      }
      return [
        OverlayItem(
          label: "save " + name, detail: "filter: " + state.roster.filterText,
          choice: .save(name, state.roster.filterText))
      ]
    case "forget":
      return state.filters.keys.sorted().filter { $0.hasPrefix(rest) }
        .map { OverlayItem(label: "forget " + $0, detail: "filter: " + (state.filters[$0] ?? ""), choice: .forget($0)) }
    default: return nil
    }
  }
}

/// Finds texts by some of their letters, in order.
enum Fuzzy {
  /// How well a pattern of small letters fits a text; nil if its letters do not all occur in order.
  ///
  /// Letters at the beginnings of words and next to each other count more, gaps and length less.
  static func score(_ pattern: [Unicode.Scalar], in text: String) -> Int? {
    guard !pattern.isEmpty else { return 0 }
    let scalars = Array(text.lowercased().unicodeScalars.prefix(120))
    var score = 0
    var position = 0
    var last = -2
    for letter in pattern {
      // The beginning of a word is preferred to the next occurrence.
      let rest = scalars.indices[position...]
      guard let next = rest.first(where: { scalars[$0] == letter }) else { return nil }
      var chosen = next
      if next != last + 1,
        let start = rest.first(where: { scalars[$0] == letter && ($0 == 0 || isBreak(scalars[$0 - 1])) })
      {
        chosen = start
      }
      if chosen == last + 1 { score += 15 }
      if chosen == 0 { score += 20 } else if isBreak(scalars[chosen - 1]) { score += 12 }
      score += 10 - min(8, max(0, chosen - last - 1))
      last = chosen
      position = chosen + 1
    }
    return score - scalars.count / 4
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool { " -_./".unicodeScalars.contains(scalar) }
}
