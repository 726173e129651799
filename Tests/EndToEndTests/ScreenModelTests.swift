import Testing

@Suite("Screen model")
struct ScreenModelTests {
  private func screen(_ text: String, width: Int = 10, height: Int = 4) -> ScreenModel {
    var screen = ScreenModel(width: width, height: height)
    screen.feed(text.utf8)
    return screen
  }

  @Test("places, erases, repeats and moves text as terminals do")
  func draws() {
    #expect(screen("ab\u{1B}[3;2Hcd\u{1B}[Ge\u{1B}[2dx").text == "ab\n x\necd\n")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[K").line(0) == "ab")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[1K").line(0) == "   def")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[2X").line(0) == "ab  ef")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[2P").line(0) == "abef")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[2@").line(0) == "ab  cdef")
    #expect(screen("-\u{1B}[4b").line(0) == "-----")
    #expect(screen("a\u{1B}[1;10Hxy").text == "a        x\ny\n\n")
    #expect(screen("a\r\nb\u{1B}[H\u{1B}[J").text == "\n\n\n")
    #expect(screen("漢|").line(0) == "漢|")
    #expect(screen("\u{1B}(0qx\u{1B}(Bq").line(0) == "─│q")
  }

  @Test("scrolls the region that was set, both ways")
  func scrolls() {
    let rows = "1\r\n2\r\n3\r\n4"
    #expect(screen(rows + "\r\n5").text == "2\n3\n4\n5")
    #expect(screen(rows + "\u{1B}[2;3r\u{1B}[3;1H\n").text == "1\n3\n\n4")
    #expect(screen(rows + "\u{1B}[2;3r\u{1B}[2;1H\u{1B}M").text == "1\n\n2\n4")
    #expect(screen(rows + "\u{1B}[2;1H\u{1B}[L").text == "1\n\n2\n3")
    #expect(screen(rows + "\u{1B}[2;1H\u{1B}[M").text == "1\n3\n4\n")
  }

  @Test("keeps the main screen while the other one is shown, and lists what it does not know")
  func modes() {
    var screen = screen("main\u{1B}[?1049h\u{1B}[Hother\u{1B}[?25l")
    #expect(screen.line(0) == "other" && screen.modes.contains(1049) && !screen.modes.contains(25))
    screen.feed("\u{1B}[?1049l\u{1B}[?25h\u{1B}]2;t\u{7}\u{1B}]52;c;eA==\u{1B}\\".utf8)
    #expect(screen.line(0) == "main" && screen.modes == [7, 25])
    #expect(screen.title == "t" && screen.copied == ["eA=="] && screen.unknown == [])
    screen.feed("\u{1B}]0;x\u{7}\u{1B}[9y\u{9B}\u{1B}c\u{1}".utf8)
    #expect(screen.unknown.count == 5)
  }
}
