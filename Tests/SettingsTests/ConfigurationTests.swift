import Canvas
import CellModel
import Settings
import Testing

@Suite("config.toml")
struct ConfigurationTests {
  private func read(_ text: String) -> (configuration: Configuration, problems: [String]) {
    let read = Configuration.read(
      text, file: "config.toml", commands: ["quit", "help", "page-down"], themes: ["dark", "light"])
    return (read.configuration, read.problems.map(\.description))
  }

  @Test("choices and key bindings are read")
  func readsChoices() {
    let (configuration, problems) = read(
      """
      theme = "light"
      ascii = true
      mouse = true
      poll_interval_s = 2.5
      [alert]
      turn_suspect = 5
      [keys]
      quit = ["q", "ctrl-x", "F10"]
      page-down = ["PageDown", "space", "µ"]
      """)
    #expect(problems == [])
    #expect(configuration.theme == "light")
    #expect(read("theme = \"auto\"").problems == [])
    #expect(configuration.ascii && configuration.mouse)
    #expect(configuration.pollInterval == 2.5)
    #expect(configuration.alert.stage.suspicion == 5)
    #expect(configuration.keys["quit"] == [.character("q"), .control("x"), .function(10)])
    #expect(configuration.keys["page-down"] == [.pageDown, .character(" "), .character("µ")])
  }

  @Test("mistakes are named with their place and what was probably meant; the rest counts")
  func reportsMistakes() {
    let (configuration, problems) = read(
      """
      theme = "ligth"
      asci = true
      mouse = "yes"
      poll_interval_s = 0
      [keys]
      quti = ["q"]
      quit = ["qq", "ctrl-1", "pagdown"]
      help = ["?", "f99"]
      page-down = ["?"]
      """)
    #expect(
      problems == [
        "config.toml:1:1: no theme “ligth” (did you mean “light”?)",
        "config.toml:2:1: unknown key “asci” (did you mean “ascii”?)",
        "config.toml:3:1: expected true or false, found a text",
        "config.toml:4:1: 0.0 is not between 0.1 and 3600.0",
        "config.toml:6:1: unknown command “quti” (did you mean “quit”?)",
        "config.toml:7:9: unknown key “qq” (did you mean “up”?)",
        "config.toml:7:15: unknown key “ctrl-1” (write “ctrl-” and a letter)",
        "config.toml:7:25: unknown key “pagdown” (did you mean “pagedown”?)",
        "config.toml:8:14: unknown key “f99” (a character, ctrl-LETTER, f1 … f63, or a name like “pageup”)",
        "config.toml:9:14: “?” is bound to “help” already",
      ])
    #expect(configuration.keys["help"] == [.character("?")])
    #expect(configuration.keys["page-down"] == [])
  }
}
