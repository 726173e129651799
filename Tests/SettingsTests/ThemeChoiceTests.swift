import Settings
import Testing

@Suite("Theme choice")
struct ThemeChoiceTests {
  private func choose(
    _ option: String? = nil, _ configuration: String? = nil, _ environment: [String: String] = [:]
  ) -> String {
    ThemeChoice.name(option: option, configuration: configuration) { environment[$0] }
  }

  @Test("what was asked for most directly wins")
  func order() {
    #expect(choose("a", "c", ["CELLTOP_THEME": "b", "NO_COLOR": "1"]) == "a")
    #expect(choose(nil, "c", ["CELLTOP_THEME": "b"]) == "b")
    #expect(choose(nil, "c", ["NO_COLOR": "1"]) == "c")
  }

  @Test("else it suits the terminal")
  func automatic() {
    #expect(choose() == "dark")
    #expect(choose("auto", nil, ["NO_COLOR": "1"]) == "mono")
    #expect(choose(nil, "auto", ["COLORFGBG": "0;15"]) == "light")
    #expect(choose(nil, nil, ["COLORFGBG": "0;default;15"]) == "light")
    #expect(choose(nil, nil, ["COLORFGBG": "15;0"]) == "dark")
    #expect(choose(nil, nil, ["COLORFGBG": "0;8"]) == "dark")
    #expect(choose(nil, nil, ["COLORFGBG": "x;y"]) == "dark")
  }
}
