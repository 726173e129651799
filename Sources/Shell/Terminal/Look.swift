package import Canvas

/// A style as one kind of terminal can show it.
package struct Look: Hashable, Sendable {
  /// Colour index; nil is the terminal's own.
  package var foreground: UInt8?
  package var background: UInt8?
  package var attributes: Attributes.RawValue

  /// Reduces a style to a terminal's number of colours: 256, 16, 8, or none at all.
  package init(_ style: Style, colours: Int) {
    guard colours >= 8 else {
      self.attributes = style.mono.rawValue
      return
    }
    self.attributes = style.attributes.rawValue
    guard colours < 256 else {
      self.foreground = style.foreground
      self.background = style.background
      return
    }
    self.background = style.background.flatMap { Int($0) < min(colours, 16) ? $0 : nil }
    guard let ansi = style.ansi else { return }
    if Int(ansi) < colours {
      self.foreground = ansi
    } else if ansi == 8 {
      // Bright black as bold black is invisible on many terminals of eight colours.
      self.attributes |= Attributes.dim.rawValue
    } else {
      self.foreground = ansi & 7
      self.attributes |= Attributes.bold.rawValue
    }
  }

  /// Lays the look of the selection over this one.
  package func selected(by selection: Look) -> Look {
    var look = self
    look.attributes |= selection.attributes
    look.foreground = selection.foreground ?? foreground
    look.background = selection.background ?? background
    return look
  }
}
