import Canvas
import CellModel
import Fleet

/// What keys do while an overlay is open, and what choosing from it does.
enum OverlayKeys {
  /// Takes a key; the overlay decides whether it stays.
  static func handle(_ key: Key, _ state: inout AppState) -> [Command] {
    guard var overlay = state.overlay else { return [] }
    overlay.problem = nil
    let items = overlay.items(state)
    switch key {
    case .escape:
      state.overlay = nil
      return []
    case .enter: return choose(items, overlay, &state)
    case .up, .control("p"): overlay.cursor -= 1
    case .down, .control("n"): overlay.cursor += 1
    case .pageUp: overlay.cursor -= 8
    case .pageDown: overlay.cursor += 8
    case .home: overlay.cursor = 0
    case .end: overlay.cursor = items.count - 1
    case .tab where overlay.kind == .palette:
      if items.indices.contains(overlay.cursor) { overlay.text = items[overlay.cursor].label }
      overlay.cursor = 0
    case .wheelUp: overlay.cursor -= 3
    case .wheelDown: overlay.cursor += 3
    case .character(" ") where overlay.kind == .columns:
      state.overlay = overlay
      if items.indices.contains(overlay.cursor) { _ = carryOut(items[overlay.cursor].choice, &state) }
      return []
    case .character(let scalar) where overlay.takesText:
      if overlay.text.unicodeScalars.count < Overlay.lengthLimit { overlay.text.unicodeScalars.append(scalar) }
      overlay.cursor = 0
    case .character("j") where !overlay.takesText: overlay.cursor += 1
    case .character("k") where !overlay.takesText: overlay.cursor -= 1
    case .character(let scalar) where overlay.kind == .export && Self.index(of: scalar, items) != nil:
      overlay.cursor = Self.index(of: scalar, items) ?? 0
      return choose(items, overlay, &state)
    case .character("q") where !overlay.takesText:
      state.overlay = nil
      return []
    case .character(let scalar) where !overlay.takesText:
      overlay.cursor = Self.index(of: scalar, items) ?? overlay.cursor
    case .backspace, .delete:
      guard overlay.takesText else { break }
      if overlay.text.isEmpty {
        state.overlay = nil
        return []
      }
      overlay.text.unicodeScalars.removeLast()
      overlay.cursor = 0
    case .control("u"): overlay.text = ""
    case .click(let column, let row), .doubleClick(let column, let row):
      let box = OverlayBox.area(
        overlay, count: items.count, in: Area(width: state.size.width, height: state.size.height))
      guard column < box.endColumn, row >= box.row, row < box.endRow else {
        state.overlay = nil
        return []
      }
    default: break
    }
    overlay.cursor = min(max(0, overlay.cursor), max(0, overlay.items(state).count - 1))
    state.overlay = overlay
    return []
  }

  // The first line that begins with a letter.
  private static func index(of letter: Unicode.Scalar, _ items: [OverlayItem]) -> Int? {
    items.firstIndex { $0.label.unicodeScalars.first?.properties.lowercaseMapping == String(letter) }
  }

  private static func choose(_ items: [OverlayItem], _ overlay: Overlay, _ state: inout AppState) -> [Command] {
    var overlay = overlay
    if overlay.kind == .columns {
      state.overlay = nil
      return []
    }
    guard items.indices.contains(overlay.cursor) else {
      if overlay.text.isEmpty {
        state.overlay = nil
      } else {
        overlay.problem = overlay.kind == .place ? "no such cycle or time" : "nothing of that name"
        state.overlay = overlay
      }
      return []
    }
    let item = items[overlay.cursor]
    if item.choice == .nothing {
      // A statement that still lacks its argument: its verb is typed for the person.
      overlay.text = String(item.label.prefix { $0 != " " }) + " "
      if overlay.text == (state.overlay?.text ?? "") || item.detail.contains("no") { overlay.problem = item.detail }
      overlay.cursor = 0
      state.overlay = overlay
      return []
    }
    state.overlay = nil
    return carryOut(item.choice, &state)
  }

  private static func carryOut(_ choice: OverlayItem.Choice, _ state: inout AppState) -> [Command] {
    switch choice {
    case .action(let action): return Perform.action(action, &state)
    case .sort(let order, let isReversed):
      state.roster.sort = order
      state.roster.isReversed = isReversed
      state.roster.refresh(state.fleet, reorders: true)
      state.notice = SortLine.text(state)
    case .column(let column):
      if state.hiddenColumns.remove(column) == nil { state.hiddenColumns.insert(column) }
    case .export(let format): return Export.commands(format, &state)
    case .theme(let name): return [.loadTheme(name)]
    case .channel(let id):
      guard state.roster.choose(id, in: state.fleet) else {
        state.notice = "\(id.text) is hidden by the filter or gone"
        return []
      }
      if state.screen == .fleet || state.screen == .wall || state.screen == .events {
        Navigation.show(.channel, &state)
      }
    case .filter(let text):
      guard let filter = try? FilterParser.parse(text) else {
        state.notice = "\(text) is no valid filter"
        return []
      }
      state.roster.apply(filter, text: text, to: state.fleet)
      if state.screen != .fleet, state.screen != .wall { Navigation.show(.fleet, &state) }
    case .save(let name, let text):
      state.filters[SafeText.clean(name, limit: 40)] = text
      state.notice = "saved: :\(SafeText.clean(name, limit: 40)) shows these channels again"
      return [.remember(state.memory)]
    case .forget(let name):
      state.filters[name] = nil
      state.notice = "forgotten: \(name)"
      return [.remember(state.memory)]
    case .place(let place): GoTo.perform(place, &state)
    case .nothing: break
    }
    return []
  }
}
