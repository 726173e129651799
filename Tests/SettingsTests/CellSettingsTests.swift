import CellModel
import Settings
import Testing

@Suite("cells.toml")
struct CellSettingsTests {
  private func read(_ text: String) -> (settings: CellSettings, problems: [String]) {
    let read = CellSettings.read(text, file: "cells.toml")
    return (read.settings, read.problems.map(\.description))
  }

  private static let lab = """
    schema = 1

    [defaults]
    area_cm2 = 1.27
    accuracy_ppm = 50
    tags = ["lab 3"]

    [alert]
    ce_below = 0.9
    silent_s = 600
    turn_alarm = 14
    turn_cycles = 6

    [electrolyte.LHCE]
    salt = "LiFSI"
    solvent = "DME"
    additive = "TTE"
    density_g_mL = 1.35

    [group.NCM]
    configuration = "full"
    li_um = 50
    cathode_mAh_cm2 = 4.2
    electrolyte = "LHCE"
    electrolyte_uL = 40
    ce_from = "group:LiCu"
    [group.NCM.alert]
    ce_below = 0.99
    turn_alarm = 9.5

    [group.LiCu]
    configuration = "half"
    ce_method = "aurbach"

    [[pattern]]
    match = '(?<group>NCM|LiCu)_(?<cell>\\w\\d+)-r(?<replicate>\\d)'

    [[cell]]
    id = "A7"
    li_mAh = 12.5
    note = "short of electrolyte"

    [[cell]]
    id = "odd/*.mpt"
    group = "LiCu"
    name = "odd one"
    accuracy_ppm = 20
    """

  @Test("layers lie over one another: built-in, defaults, group, cell")
  func layers() {
    let (settings, problems) = read(Self.lab)
    #expect(problems == [])
    let cell = settings.resolve(for: CellID("box/NCM_A7-r2.csv"))
    #expect(cell.name == "A7")
    #expect(cell.group == "NCM")
    #expect(cell.replicate == "2")
    #expect(cell.tags == ["lab 3"])
    #expect(cell.configuration == Marked(.full, .given))
    #expect(cell.area == Marked(1.27, .given))
    #expect(cell.accuracy == Marked(50, .given))
    #expect(cell.lithium == Marked(.capacity(12.5), .given))
    #expect(cell.cathodeCapacity == 4.2 * 1.27)
    #expect(cell.electrolyte?.value.solvent == "DME")
    #expect(cell.electrolyteAmount == Marked(.volume(40), .given))
    #expect(cell.anodeEfficiency == Marked(.group("LiCu"), .given))
    #expect(cell.alert.efficiencyBelow == 0.99)
    #expect(cell.alert.silentAfter == 600)
    #expect(cell.alert.stage.alarm == 9.5 && cell.alert.stage.cyclesAfter == 6)
    #expect(cell.alert.stage.suspicion == StageThresholds().suspicion)
    #expect(cell.note == "short of electrolyte")

    let sibling = settings.resolve(for: CellID("box/NCM_A8-r1.csv"))
    #expect(sibling.lithium == Marked(.thickness(50), .given))
    #expect(sibling.note == nil)

    let odd = settings.resolve(for: CellID("odd/x.mpt#2"))
    #expect(odd == settings.resolve(for: CellID("odd/x.mpt")))
    #expect(odd.name == "odd one")
    #expect(odd.efficiencyMethod == Marked(.aurbach, .given))
    #expect(odd.accuracy == Marked(20, .given))
  }

  @Test("a person's own limits hold where the cells' file says nothing")
  func ownLimits() {
    var (settings, _) = read(Self.lab)
    settings.limits.efficiencyBelow = 0.5
    settings.limits.turnCapacityLoss = 0.01
    let cell = settings.resolve(for: CellID("box/NCM_A7-r2.csv"))
    #expect(cell.alert.efficiencyBelow == 0.99)
    #expect(cell.alert.stage.capacityLoss == 0.01)
  }

  @Test("a threshold that does not exist is named with its neighbour")
  func unknownThreshold() {
    let (_, problems) = read("schema = 1\n[alert]\nturn_alarms = 12\n")
    #expect(problems.count == 1)
    #expect(problems.first?.contains("turn_alarm") == true)
  }

  @Test("what nobody gave is built in and marked so, or missing; area and lithium are never guessed")
  func builtIn() {
    let cell = CellSettings().resolve(for: CellID("a.csv"))
    #expect(cell == CellFacts())
    #expect(cell.accuracy == Marked(100, .assumed))
    #expect(cell.endOfLifeRetention == Marked(0.8, .assumed))
    #expect(cell.area == nil)
    #expect(cell.lithiumCapacity == nil)
    #expect(cell.configuration == nil)
  }

  @Test("lithium by thickness or per area needs an area")
  func lithiumCapacity() {
    var cell = CellFacts()
    cell.lithium = Marked(.thickness(50), .given)
    #expect(cell.lithiumCapacity == nil)
    cell.area = Marked(2, .given)
    #expect(cell.lithiumCapacity == 50 * 0.2061 * 2)
    cell.lithium = Marked(.arealCapacity(10), .given)
    #expect(cell.lithiumCapacity == 20)
    cell.lithium = nil
    cell.configuration = Marked(.anodeFree, .inferred)
    #expect(cell.lithiumCapacity == 0)
  }

  @Test("a cell is meant by its path, its file's name, its stem, or its test in the file")
  func cellNames() {
    for id in ["box/c12.csv#2", "c12.csv", "c12.csv#2", "c12", "c12#2", "box/*", "*c1?*"] {
      let (settings, problems) = read("[[cell]]\nid = \"\(id)\"\nnote = \"mine\"")
      #expect(problems == [])
      #expect(settings.resolve(for: CellID("box/c12.csv#2")).note == "mine", "\(id)")
    }
    for id in ["c1", "c12#1", "2", "box", "csv", "*d*", "c1?x"] {
      let (settings, _) = read("[[cell]]\nid = \"\(id)\"\nnote = \"mine\"")
      #expect(settings.resolve(for: CellID("box/c12.csv#2")).note == nil, "\(id)")
    }
  }

  @Test("every mistake is named with its line and the nearest valid key")
  func reportsMistakes() {
    let (settings, problems) = read(
      """
      schema = 2
      defalts = 1
      [defaults]
      area = 1.27
      li_um = 50
      li_mAh = 3
      temperature_C = "25"
      eol_retention = 80
      accuracy_ppm = nan
      [group.A]
      configuration = "anode free"
      ce_from = "LiCu"
      alert = { silent = 3 }
      [[pattern]]
      match = '(?<grp>.)'
      [[pattern]]
      match = '(?<cell>'
      [[pattern]]
      [[cell]]
      note = "whose?"
      [[cell]]
      id = "a"
      [[cell]]
      id = "a"
      """)
    #expect(
      problems.map { $0.split(separator: " (there")[0] } == [
        "cells.toml:1:1: this program knows only “schema = 1”",
        "cells.toml:2:1: unknown key “defalts” (did you mean “defaults”?)",
        "cells.toml:4:1: unknown key “area” (did you mean “area_cm2”?)",
        "cells.toml:6:1: give only one of li_um, li_mAh",
        "cells.toml:7:1: expected a number, found a text",
        "cells.toml:8:1: 80.0 is not between 0.01 and 1.0 (a fraction: write 0.8)",
        "cells.toml:9:1: nan is not between 0.01 and 100000.0",
        "cells.toml:11:1: unknown value “anode free” (did you mean “anode-free”?)",
        "cells.toml:12:1: expected a fraction or “group:NAME”, found “LiCu”",
        "cells.toml:13:11: unknown key “silent” (did you mean “silent_s”?)",
        "cells.toml:15:1: unknown part “grp” (did you mean “group”?)",
        "cells.toml:17:1: “(?<cell>” is no regular expression: expected ')'",
        "cells.toml:18:3: a [[pattern]] needs “match”, a regular expression",
        "cells.toml:19:3: a [[cell]] needs “id”: the log's path, its file name, or the name that a pattern finds",
        "cells.toml:24:1: a second [[cell]] with the id “a”",
      ])
    #expect(settings.resolve(for: CellID("x")).temperature == nil)
  }

  @Test("lines are right after every construct of the language")
  func placesSurviveSyntax() {
    let (_, problems) = read(
      """
      # a comment with [brackets] and "quotes"
      [defaults] # another
      note = '''
      [not a table]
      wrong1 = 1'''
      tags = [ # of the lab
        "a]", 'b',   # ]
        \"""c
      wrong2 = 2\""",
      ]
      alert = { ce_below = 0.9, wrong3 = [1, {a = 2}] }
      "wrong4" = "a \\" b = 1"
      alert2.wrong = 1979-05-27T07:32:00Z
      """ + "\r\n[cell]\r\nwrong5 = 5\r\n")
    #expect(
      problems.map { $0.split(separator: " (")[0] } == [
        "cells.toml:11:27: unknown key “wrong3”",
        "cells.toml:12:1: unknown key “wrong4”",
        "cells.toml:13:1: unknown key “alert2”",
        "cells.toml:14:2: expected a list, found a table",
      ])
  }

  @Test("broken text gives one problem with the parser's line, whatever it is")
  func brokenText() {
    for text in [
      "[defaults", "a = ", "= 1", "a = \"x", "a = 1\na = 2", "[[[x]]]", "\u{0}", "a.b.c = [[[[",
      "a = " + String(repeating: "[", count: 100_000), "a = " + String(repeating: "{a=", count: 50_000), "\u{1B}[31m",
      "[é]", "a = ]", "a = [,]", "a = {b = }", "a = 12:", "a = 1979-05-27T0", "[[cell]] x",
      "[[pattern]]\nmatch = '(?<cell>a)" + String(repeating: "[", count: 200_000) + "'",
      String(repeating: "a.", count: 100_000) + "b = 1", "[" + String(repeating: "a.", count: 100_000) + "b]",
    ] {
      #expect(read(text).problems.count == 1, "\(text)")
    }
    #expect(read("").problems == [])
    #expect(read("schema = 1\n[defaults]\nx = 1 2").problems[0].hasPrefix("cells.toml:3:"))
  }

  @Test("no text crashes the reader: three thousand damaged files")
  func damagedFiles() {
    var generator = SplitMix(seed: 7)
    let original = Array(Self.lab.unicodeScalars)
    let splinters = Array("[]{}\"'=.#,\n\r\\ é1_-?(<>\u{0}\u{1B}".unicodeScalars)
    for _ in 0..<3_000 {
      var text = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<text.count, using: &generator)
        let splinter = splinters[Int.random(in: 0..<splinters.count, using: &generator)]
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: text[place] = splinter
        case 1: text.insert(splinter, at: place)
        case 2: text.removeSubrange(place..<min(text.count, place + 9))
        default: text.insert(contentsOf: text[place..<min(text.count, place + 30)], at: place)
        }
        if text.isEmpty { break }
      }
      let read = CellSettings.read(String(String.UnicodeScalarView(text)), file: "cells.toml")
      #expect(read.problems.allSatisfy { !$0.message.isEmpty })
    }
  }
}

/// SplitMix64: the same damage in every run.
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
