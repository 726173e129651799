import Settings
import Testing

@Suite("Nearest name")
struct NearestNameTests {
  @Test("finds slips of the finger, and nothing where nothing is near")
  func findsSlips() {
    let names = ["area_cm2", "accuracy_ppm", "li_um", "note"]
    #expect(NearestName.find("aera_cm2", in: names) == "area_cm2")
    #expect(NearestName.find("AREA_CM2", in: names) == "area_cm2")
    #expect(NearestName.find("accurcy_pm", in: names) == "accuracy_ppm")
    #expect(NearestName.find("accu", in: names) == "accuracy_ppm")
    #expect(NearestName.find("nto", in: names) == "note")
    #expect(NearestName.find("voltage", in: names) == nil)
    #expect(NearestName.find("x", in: [String]()) == nil)
    #expect(NearestName.find(String(repeating: "a", count: 100_000), in: names) == nil)
  }
}
