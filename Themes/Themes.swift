/// The theme files that come with the program, as TOML text.
package enum ShippedThemes {
  /// Name and text of each, the default first.
  package static let all: [(name: String, text: String)] = [
    ("dark", String(decoding: PackageResources.dark_toml, as: UTF8.self)),
    ("light", String(decoding: PackageResources.light_toml, as: UTF8.self)),
    ("colour-blind", String(decoding: PackageResources.colour_blind_toml, as: UTF8.self)),
    ("mono", String(decoding: PackageResources.mono_toml, as: UTF8.self)),
  ]
}
