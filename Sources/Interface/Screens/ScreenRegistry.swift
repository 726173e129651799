/// All screens; a new one is a file and a line here.
package enum ScreenRegistry {
  /// In the order in which help and footer name them.
  package static let all: [any Screen] = [
    FleetScreen(),
    WallScreen(),
    ChannelScreen(),
    CyclesScreen(),
    VoltageCapacityScreen(),
    DifferentialCapacityScreen(),
    ExplainScreen(),
    EventsScreen(),
    CompareScreen(),
    RowsScreen(),
    SourcesScreen(),
    HelpScreen(),
  ]

  /// The screen of a name; the fleet where there is none.
  package static func screen(_ id: ScreenID) -> any Screen {
    all.first { $0.id == id } ?? FleetScreen()
  }

  /// The keys that open screens.
  static let openings: [Binding] = all.map { screen in
    Binding(
      .show(screen.id), screen.id.name, .everywhere, screen.keys,
      footer: screen.isInFooter ? screen.title : nil, screen.summary)
  }
}
