package import Canvas

/// What can end a wait at the terminal.
package enum TerminalEvent: Equatable, Sendable {
  case key(Key)
  /// The window has a new size; everything must be drawn again.
  case resized(Size)
  /// The program was stopped and goes on; everything must be drawn again.
  case resumed
  /// The terminal has shown the frame behind which it was asked; held frames may go.
  case acknowledged
  /// The descriptor that was watched besides the terminal has something to read, or was closed.
  case descriptorReady
  /// Somebody asks the program to end, by this signal.
  case endRequested(signal: Int32)
  /// The terminal is gone: no key can come and no frame can be shown.
  case hangUp
}
