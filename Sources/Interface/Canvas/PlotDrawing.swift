extension Plot {
  /// The plot as an SVG drawing on white, for papers and messages.
  ///
  /// Colours are those of Okabe and Ito, which people of every colour vision can tell apart. All text is escaped.
  package func svg(title: String, width: Int = 960, height: Int = 480) -> String {
    let frame = (left: 80.0, top: 40.0, right: Double(width) - 24, bottom: Double(height) - 48)
    let extent = (width: frame.right - frame.left, height: frame.bottom - frame.top)
    func number(_ value: Double) -> String { Numeral.fixed(value, decimals: 2) }
    func x(_ fraction: Double) -> Double { frame.left + min(max(0, fraction), 1) * extent.width }
    func y(_ value: Double) -> Double { frame.bottom - min(max(0, scale.fraction(value)), 1) * extent.height }
    func text(_ words: String, _ x: Double, _ y: Double, anchor: String = "middle", colour: String = "#333") -> String {
      "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" fill=\"\(colour)\">\(Self.escaped(words))</text>"
    }
    func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> String {
      "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" \(style)/>"
    }
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" font-family=\"sans-serif\" font-size=\"13\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
      text(title, frame.left, 24, anchor: "start", colour: "black"),
    ]
    for tick in scale.ticks {
      parts.append(line(frame.left, y(tick), frame.right, y(tick), "stroke=\"#ddd\""))
      parts.append(text(Numeral.fixed(tick, decimals: scale.decimals), frame.left - 8, y(tick) + 4, anchor: "end"))
    }
    for label in labels where 0...1 ~= label.position {
      parts.append(line(x(label.position), frame.bottom, x(label.position), frame.bottom + 5, "stroke=\"#333\""))
      parts.append(text(label.text, x(label.position), frame.bottom + 20))
    }
    if let threshold, scale.low...scale.high ~= threshold {
      parts.append(
        line(frame.left, y(threshold), frame.right, y(threshold), "stroke=\"#d55e00\" stroke-dasharray=\"4 3\""))
    }
    if let marker, 0...1 ~= marker.position {
      let (low, high) = (x(marker.low), x(marker.high))
      parts.append(
        "<rect x=\"\(number(low))\" y=\"\(number(frame.top))\" width=\"\(number(max(1, high - low)))\" "
          + "height=\"\(number(extent.height))\" fill=\"#0072b2\" opacity=\"0.12\"/>")
      parts.append(line(x(marker.position), frame.top, x(marker.position), frame.bottom, "stroke=\"#0072b2\""))
    }
    for one in series { parts += Self.paths(one, x: x, y: y, number: number) }
    for note in notes where 0...1 ~= note.position {
      parts.append(text(note.text, x(note.position), y(note.value) - 4, colour: Self.colour(note.role)))
    }
    parts.append(
      "<rect x=\"\(number(frame.left))\" y=\"\(number(frame.top))\" width=\"\(number(extent.width))\" "
        + "height=\"\(number(extent.height))\" fill=\"none\" stroke=\"#333\"/>")
    parts.append(text(unit, frame.left - 8, frame.top - 6, anchor: "end"))
    parts.append(text(horizontalUnit, frame.right, frame.bottom + 38, anchor: "end"))
    parts.append("</svg>")
    return parts.joined(separator: "\n") + "\n"
  }

  private static func paths(
    _ series: PlotSeries, x: (Double) -> Double, y: (Double) -> Double, number: (Double) -> String
  ) -> [String] {
    let count = Double(max(1, series.spans.count - 1))
    let colour = colour(series.role)
    if series.style == .dots {
      return series.spans.enumerated().compactMap { index, span in
        span.map {
          "<circle cx=\"\(number(x(Double(index) / count)))\" cy=\"\(number(y(($0.low + $0.high) / 2)))\" r=\"1.6\" "
            + "fill=\"\(colour)\"/>"
        }
      }
    }
    var commands: [String] = []
    var isDrawing = false
    for (index, span) in series.spans.enumerated() {
      guard let span, span.low.isFinite, span.high.isFinite else {
        isDrawing = false
        continue
      }
      let place = number(x(Double(index) / count))
      commands.append((isDrawing ? "L" : "M") + place + " " + number(y(span.low)))
      if span.high > span.low { commands.append("L" + place + " " + number(y(span.high))) }
      isDrawing = true
    }
    guard !commands.isEmpty else { return [] }
    let dashes = series.style == .dashed ? " stroke-dasharray=\"7 4\"" : ""
    return [
      "<path d=\"\(commands.joined(separator: " "))\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.4\"\(dashes)/>"
    ]
  }

  private static func colour(_ role: Role) -> String {
    switch role {
    case .trace1: "#0072b2"
    case .trace2: "#e69f00"
    case .trace3: "#009e73"
    case .trace4: "#cc79a7"
    case .fail, .threshold: "#d55e00"
    case .turn: "#0072b2"
    default: "#666666"
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      default:
        // XML has no place for control characters, not even escaped ones.
        if scalar.value >= 0x20, !(0x7F...0x9F ~= scalar.value), scalar.value & 0xFFFE != 0xFFFE {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}
