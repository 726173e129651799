import Canvas
import Settings
import Testing
import Themes

@Suite("Shipped themes")
struct ShippedThemesTests {
  private static let names = ShippedThemes.all.map(\.name)
  private static let coloured = names.filter { $0 != "mono" }
  private let catalogue = ThemeCatalogue(folder: nil)

  private func background(of name: String) -> ScreenColour {
    name == "light"
      ? ScreenColour(red: 0xFA, green: 0xFA, blue: 0xFA) : ScreenColour(red: 0x12, green: 0x12, blue: 0x12)
  }

  private func colour(_ role: Role, in theme: Theme) throws -> ScreenColour {
    // What runs well has the terminal's own colour, on most of them this one.
    let own: UInt8? = role == .run ? (theme.name == "light" ? 235 : 253) : nil
    let index = try #require(theme[role].foreground ?? own, "\(role) has no colour")
    return try #require(ScreenColour(index: index), "\(role) has a colour that terminals redefine")
  }

  @Test("load without a warning under their own names", arguments: names)
  func loadCleanly(name: String) throws {
    let loaded = try catalogue.load(name)
    #expect(loaded.warnings.map(\.description) == [])
    #expect(loaded.theme.name == name)
  }

  @Test("give every role a look", arguments: names)
  func coverEveryRole(name: String) throws {
    let shipped = try #require(ShippedThemes.all.first { $0.name == name })
    let node = try TOMLNode(parsing: shipped.text, file: name)
    guard case .table(let root) = node.value else { return }
    var named: Set<String> = []
    for key in ["base", "roles", "traces", "heat"] {
      if key == "base", root[key] != nil { named.formUnion(Role.allCases.map(\.name)) }
      if case .table(let members)? = root[key]?.value { named.formUnion(members.keys) }
    }
    if named.contains("series") { named.formUnion(["trace1", "trace2", "trace3", "trace4"]) }
    if named.contains("steps") { named.formUnion((0...6).map { "heat\($0)" }) }
    for role in Role.allCases { #expect(named.contains(role.name), "\(name) says nothing of \(role.name)") }
  }

  @Test("keep fail, warn, turn, run and stale apart for every kind of colour vision", arguments: coloured)
  func keepStatesApart(name: String) throws {
    let theme = try catalogue.load(name).theme
    let roles: [Role] = [.fail, .warn, .turn, .stale, .run]
    for (position, role) in roles.enumerated() {
      for other in roles[(position + 1)...] {
        let distance = try colour(role, in: theme).worstDistance(to: colour(other, in: theme))
        #expect(distance >= 20, "\(name): \(role) and \(other) are \(distance) apart")
      }
    }
  }

  @Test("can be read: contrast of 4.5 for words, 3 for marks", arguments: coloured)
  func haveContrast(name: String) throws {
    let theme = try catalogue.load(name).theme
    let words: Set<Role> = [
      .text, .dim, .strong, .title, .key, .axis, .fail, .warn, .turn, .stale, .run, .rest, .done, .good,
    ]
    for role in Role.allCases where ![.border, .grid].contains(role) && theme[role].foreground != nil {
      let contrast = try colour(role, in: theme).contrast(with: background(of: name))
      #expect(contrast >= (words.contains(role) ? 4.5 : 3), "\(name): \(role) has a contrast of \(contrast)")
    }
  }

  @Test("keep states apart by attributes where there is no colour", arguments: names)
  func keepStatesApartWithoutColour(name: String) throws {
    let theme = try catalogue.load(name).theme
    let roles: [Role] = [.fail, .warn, .turn, .stale, .run]
    #expect(Set(roles.map { theme[$0].mono.rawValue }).count == roles.count)
    if name == "mono" {
      #expect(Set(roles.map { theme[$0].attributes.rawValue }).count == roles.count)
      #expect(Role.allCases.allSatisfy { theme[$0].foreground == nil && theme[$0].background == nil })
    }
  }

  @Test("the simulation of colour vision leaves greys alone and confuses what the eye confuses")
  func simulationIsSound() throws {
    for vision in ColourVision.allCases {
      let grey = vision.perceived(Vector(0.5, 0.5, 0.5))
      #expect(abs(grey.x - 0.5) < 0.01 && abs(grey.y - 0.5) < 0.01 && abs(grey.z - 0.5) < 0.01, "\(vision)")
    }
    let red = try #require(ScreenColour(index: 196))
    let green = try #require(ScreenColour(index: 34))
    let white = ScreenColour(red: 255, green: 255, blue: 255)
    #expect(white.contrast(with: ScreenColour(red: 0, green: 0, blue: 0)).rounded() == 21)
    #expect(red.worstDistance(to: green) < 60)
  }
}
