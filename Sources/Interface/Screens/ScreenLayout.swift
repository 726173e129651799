import Canvas

/// How a screen's rows are shared between header, body and footer.
struct ScreenLayout: Equatable {
  private(set) var header: Area
  private(set) var body: Area
  private(set) var footer: Area

  /// Below this the screen is one line with the counts.
  static let smallest = Size(width: 20, height: 3)
  /// From here on there is room for a header and a footer.
  static let framedHeight = 12

  init(_ state: AppState) {
    var rest = Area(width: state.size.width, height: state.size.height)
    let isFramed = state.size.height >= Self.framedHeight
    header = rest.cutTop(isFramed ? 1 : 0)
    // What is being typed, and what went wrong, is shown whatever the size.
    let speaks = state.prompt != nil || state.notice != nil
    footer = rest.cutBottom(isFramed || speaks ? 1 : 0)
    body = rest
  }
}
