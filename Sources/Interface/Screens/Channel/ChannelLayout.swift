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

  init(_ view: ChannelView, in area: Area) {
    var rest = area
    header = rest.cutTop(1)
    stages = rest.cutBottom(rest.height >= 15 && !view.isFull ? 1 : 0)
    if view.isFull || rest.height < 14 {
      places = [Place(panel: view.panel, area: rest)]
    } else if rest.height >= 24, rest.width >= 100 {
      places.append(Place(panel: .trace, area: rest.cutTop(rest.height * 9 / 20)))
      var right = rest.cutRight(max(44, rest.width * 2 / 5))
      _ = right.cutLeft(1)
      places.append(Place(panel: .efficiency, area: rest.cutTop((rest.height + 1) / 2)))
      places.append(Place(panel: .retention, area: rest))
      places.append(Place(panel: .facts, area: right))
    } else {
      // One plot of time above, one other panel below: the one in focus, or CE.
      let lower = rest.cutBottom(rest.height * 9 / 20)
      places = [
        Place(panel: .trace, area: rest),
        Place(panel: view.panel == .trace ? .efficiency : view.panel, area: lower),
      ]
    }
  }

  func area(of panel: ChannelView.Panel) -> Area? { places.first { $0.panel == panel }?.area }
}
