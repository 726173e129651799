import Canvas

/// How the explanation screen is shared: the list beside the chosen number's explanation, or above it.
struct ExplainLayout: Equatable {
  private(set) var head: Area
  private(set) var list: Area
  private(set) var whole: Area

  /// From this width on the two stand side by side.
  static let wide = 110

  init(_ area: Area) {
    var rest = area
    head = rest.cutTop(1)
    if rest.width >= Self.wide {
      list = rest.cutLeft(min(70, rest.width * 2 / 5))
      whole = rest
    } else {
      // The explanation is what the screen is for; of the list a few lines about the cursor will do.
      list = rest.cutTop(rest.height < 8 ? max(1, rest.height / 3) : min(9, rest.height * 2 / 5))
      whole = rest
    }
  }
}
