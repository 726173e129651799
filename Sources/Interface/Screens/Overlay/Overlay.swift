import Canvas
import CellModel
import Fleet

/// A list over the screen from which one thing is chosen, some of them while typing: commands, orders, columns, exports.
package struct Overlay: Equatable, Sendable {
  /// What it lists.
  package enum Kind: Equatable, Sendable { case palette, sort, columns, export, place }

  package let kind: Kind
  package internal(set) var text: String
  package internal(set) var cursor = 0
  /// What is wrong with what was typed.
  package internal(set) var problem: String?

  static let lengthLimit = 200

  init(_ kind: Kind, text: String = "") {
    self.kind = kind
    self.text = text
  }

  var title: String {
    switch kind {
    case .palette: "command"
    case .sort: "sort by"
    case .columns: "columns: Space shows and hides, Enter ends"
    case .export: "export this screen as"
    case .place: "go to: c139, -6h, 12h, 2026-11-20 14:00"
    }
  }

  /// Whether letters are typed into it rather than being keys.
  var takesText: Bool { kind == .palette || kind == .place }
}

/// One line of an overlay, and what choosing it does.
struct OverlayItem: Equatable {
  enum Choice: Equatable {
    case action(Action)
    case sort(SortOrder, isReversed: Bool)
    case column(FleetColumns)
    case export(ExportFormat)
    case theme(String)
    case channel(CellID)
    case filter(String)
    case save(String, String)
    case forget(String)
    case place(Place)
    case nothing
  }

  var label: String
  var detail = ""
  /// Whether a box before it is ticked; nil for none.
  var isOn: Bool?
  var choice: Choice
}

extension Overlay {
  /// What can be chosen now.
  func items(_ state: AppState) -> [OverlayItem] {
    switch kind {
    case .palette: return Palette.items(text, state)
    case .sort:
      return SortOrder.allCases.map { order in
        let isCurrent = order == state.roster.sort
        return OverlayItem(
          label: order.title, detail: isCurrent && state.roster.isReversed ? "reversed" : "", isOn: isCurrent,
          choice: .sort(order, isReversed: isCurrent ? !state.roster.isReversed : false))
      }
    case .columns:
      return FleetColumns.allCases.filter(\.canBeHidden).map { column in
        OverlayItem(
          label: column.menuTitle, isOn: !state.hiddenColumns.contains(column), choice: .column(column))
      }
    case .export:
      let screen = ScreenRegistry.screen(state.screen)
      var items: [OverlayItem] = []
      if screen.table(state) != nil {
        items.append(OverlayItem(label: "CSV", detail: "comma-separated values", choice: .export(.csv)))
        items.append(OverlayItem(label: "JSON", detail: "an array of objects", choice: .export(.json)))
      }
      if !screen.plots(state, dots: 400).isEmpty {
        items.append(OverlayItem(label: "SVG", detail: "the plot as a drawing", choice: .export(.svg)))
      }
      items.append(OverlayItem(label: "text", detail: "the screen as it stands", choice: .export(.text)))
      return items
    case .place:
      guard !text.isEmpty else { return [] }
      guard let place = Place(text) else { return [] }
      return [OverlayItem(label: place.words, choice: .place(place))]
    }
  }
}
