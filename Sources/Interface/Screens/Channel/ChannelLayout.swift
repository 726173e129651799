import Canvas

/// Which panels of the channel screen are shown, and where.
struct ChannelLayout: Equatable {
  struct Place: Equatable {
    var panel: ChannelView.Panel
    var area: Area
  }

  private(set) var header: Area
  private(set) var stages: Area
  private(set) var places: [Place] = []

  /// Curves over the cycles lie below each other where each has at least so many rows.
  static let curveHeight = 9

  init(_ state: AppState, in area: Area) {
    self.init(state.channel, curves: CyclePanels.of(state.selected, state.detail), in: area)
  }

  /// `curves` are those that the cell has over its cycles, the most telling first.
  init(_ view: ChannelView, curves: [ChannelView.Panel], in area: Area) {
    var rest = area
    header = rest.cutTop(1)
    stages = rest.cutBottom(rest.height >= 15 && !view.isFull ? 1 : 0)
    if view.isFull || rest.height < 14 {
      places = [Place(panel: view.panel, area: rest)]
    } else if rest.height >= 24, rest.width >= 100 {
      places.append(Place(panel: .trace, area: rest.cutTop(rest.height * 9 / 20)))
      var right = rest.cutRight(max(44, rest.width * 2 / 5))
      _ = right.cutLeft(1)
      var shown = Array(curves.prefix(max(2, rest.height / Self.curveHeight)))
      // What has the focus is always shown.
      if view.panel.isOverCycles, !shown.contains(view.panel) { shown[shown.count - 1] = view.panel }
      for (index, panel) in shown.enumerated() {
        let left = shown.count - index
        places.append(Place(panel: panel, area: rest.cutTop((rest.height + left - 1) / left)))
      }
      places.append(Place(panel: .facts, area: right))
    } else {
      // One plot of time above, one other panel below: the one in focus, or the most telling curve.
      let lower = rest.cutBottom(rest.height * 9 / 20)
      places = [
        Place(panel: .trace, area: rest),
        Place(panel: view.panel == .trace ? curves.first ?? .efficiency : view.panel, area: lower),
      ]
    }
  }

  func area(of panel: ChannelView.Panel) -> Area? { places.first { $0.panel == panel }?.area }
}
