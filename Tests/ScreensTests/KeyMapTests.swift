import Canvas
import Screens
import Testing

@Suite("Keys")
struct KeyMapTests {
  @Test("no key means two things in one scope, and every name is unique")
  func unique() {
    let bindings = KeyMap().bindings
    for scope in Scope.allCases {
      let keys = bindings.filter { $0.scope == scope }.flatMap(\.keys)
      #expect(Set(keys).count == keys.count, "\(scope)")
    }
    #expect(Set(bindings.map(\.name)).count == bindings.count)
  }

  @Test("names of keys can be read back")
  func names() {
    for binding in KeyMap().bindings {
      for key in binding.keys { #expect(Key(name: key.name) == key) }
    }
    for name in ["", "ctrl-", "F0", "F99", "nonsense", "\u{1B}", " "] { #expect(Key(name: name) == nil) }
  }

  @Test("every screen can be opened and lists its keys")
  func screens() {
    let map = KeyMap()
    for screen in ScreenRegistry.all {
      let binding = map.bindings.first { $0.action == .show(screen.id) }
      #expect(binding?.keys.isEmpty == false)
      #expect(!map.bindings(in: screen.scopes).isEmpty)
      for scope in [screen.scopes + [.everywhere]] {
        #expect(map.action(for: "q", in: scope) == .quit)
        #expect(map.action(for: "?", in: scope) == .show(.help))
      }
    }
  }

  @Test("no key that shells and multiplexers own is taken")
  func reserved() {
    for letter in "abgnopqst".unicodeScalars {
      for scope in Scope.allCases { #expect(KeyMap().action(for: .control(letter), in: [scope]) == nil) }
    }
  }

  @Test("an action can have other keys, which are taken from whoever had them")
  func rebinding() {
    var map = KeyMap()
    #expect(map.rebind(["sort": ["o", "ctrl-x"], "problems-only": []]).isEmpty)
    #expect(map.action(for: "o", in: [.fleet]) == .nextSort)
    #expect(map.action(for: .control("x"), in: [.fleet]) == .nextSort)
    #expect(map.action(for: ">", in: [.fleet]) == nil)
    #expect(map.action(for: "S", in: [.fleet]) == nil)
    #expect(map.rebind(["sort-reverse": ["o"]]).isEmpty)
    #expect(map.action(for: "o", in: [.fleet]) == .reverseSort)
  }

  @Test("what cannot be bound is reported and changes nothing else")
  func problems() {
    var map = KeyMap()
    let problems = map.rebind(["sorted": ["~"], "sort": ["nokey"]])
    #expect(problems == ["sort: unknown key \"nokey\"", "unknown action \"sorted\" (did you mean \"sort\"?)"])
    #expect(map.action(for: "~", in: [.fleet, .lists, .everywhere]) == nil)
  }
}
