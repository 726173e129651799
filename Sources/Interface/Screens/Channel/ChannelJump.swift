import Canvas
import CellModel
import Fleet

/// The cycles of a channel at which something happened, for the keys that go from one to the next.
enum ChannelJump {
  struct Place: Equatable {
    var cycle: Int
    var what: String
  }

  /// Turning point and onsets of flags, by cycle.
  static func places(_ cell: CellSummary) -> [Place] {
    var places: [Place] = []
    if let turn = cell.stage.turningCycle, turn.magnitude < 1e9 {
      places.append(Place(cycle: Int(turn.rounded(.up)), what: "turning point"))
    }
    for flag in cell.flags {
      guard let cycle = flag.sinceCycle else { continue }
      places.append(Place(cycle: cycle, what: flag.code.rawValue + ": " + flag.evidence))
    }
    return places.sorted { $0.cycle < $1.cycle }
  }

  /// Goes to the turning point, or to the next or previous event; says so where there is none.
  static func perform(_ action: Action, _ detail: CellDetail, _ state: inout AppState) {
    guard let index = index(action, detail, &state) else { return }
    state.channel.cycle = Int(detail.cycles[index].number)
  }

  /// The cycle that an action goes to, as an index of the detail's; nil, with a notice, where there is none.
  static func index(_ action: Action, _ detail: CellDetail, _ state: inout AppState) -> Int? {
    let places = places(detail.summary)
    let current = state.channel.cycle
    let place: Place? =
      switch action {
      case .turningPoint: places.first { $0.what == "turning point" }
      case .nextEvent: places.first { $0.cycle > current ?? .min }
      case .previousEvent: places.last { $0.cycle < current ?? .max }
      default: nil
      }
    guard let place else {
      state.notice =
        switch action {
        case .turningPoint: "no turning point yet"
        case .nextEvent: "no event in a later cycle"
        default: "no event in an earlier cycle"
        }
      return nil
    }
    state.notice = "cycle \(place.cycle): " + SafeText.clean(place.what)
    return detail.cycles.firstIndex { Int($0.number) >= place.cycle } ?? detail.cycles.indices.last
  }
}
