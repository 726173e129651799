/// Turns the bytes of header lines, names and comments into text; numbers are read as bytes and need none of this.
package enum TextEncoding {
  /// Decodes UTF-8 where the bytes are valid UTF-8, else GB18030 where they read as the words cyclers use, else CP1252.
  package static func decode(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    if let text = String(validating: bytes, as: UTF8.self) {
      // Nearly all text is plain, and a head has a thousand lines of it.
      return bytes.contains { $0 >= 0x80 } ? ScrambledWords.mend(text) : text
    }
    return gb18030(bytes) ?? cp1252(bytes)
  }

  /// Windows' Western code page: Latin-1 with 27 printable characters where Latin-1 has controls.
  static func cp1252(_ bytes: [UInt8]) -> String {
    let upper: [Unicode.Scalar] = [
      "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
      "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]
    var view = String.UnicodeScalarView()
    for byte in bytes { view.append(0x80...0x9F ~= byte ? upper[Int(byte) - 0x80] : Unicode.Scalar(byte)) }
    return String(view)
  }

  /// The Chinese national encoding, as far as the header and step words of cyclers go; nil if they are not most of what
  /// is no ASCII.
  ///
  /// The full table has 24,000 entries, and the standard library has none; of other words nothing needs to be known but
  /// where they end.
  static func gb18030(_ bytes: [UInt8]) -> String? {
    var view = String.UnicodeScalarView()
    var index = 0
    var (known, unknown) = (0, 0)
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        view.append(Unicode.Scalar(byte))
        index += 1
        continue
      }
      guard index + 1 < bytes.count else { return nil }
      let code = UInt16(byte) << 8 | UInt16(bytes[index + 1])
      if let scalar = cyclerWords[code] {
        known += 1
        view.append(scalar)
      } else {
        guard 0x81...0xFE ~= byte, 0x40...0xFE ~= bytes[index + 1] else { return nil }
        unknown += 1
        view.append("\u{FFFD}")
      }
      index += 2
    }
    return unknown == 0 || known >= 4 && known > 2 * unknown ? String(view) : nil
  }

  /// GB 2312 codes of the characters in Neware's and Landt's Chinese headers and step names.
  private static let cyclerWords: [UInt16: Unicode.Scalar] = [
    0xCAFD: "数", 0xBEDD: "据", 0xD0F2: "序", 0xBAC5: "号", 0xD1AD: "循", 0xBBB7: "环", 0xB9A4: "工", 0xB2BD: "步",
    0xC0E0: "类", 0xD0CD: "型", 0xCAB1: "时", 0xBCE4: "间", 0xD7DC: "总", 0xB5E7: "电", 0xC1F7: "流", 0xD1B9: "压",
    0xC8DD: "容", 0xC1BF: "量", 0xB1C8: "比", 0xB3E4: "充", 0xB7C5: "放", 0xC4DC: "能", 0xBEF8: "绝", 0xB6D4: "对",
    0xB9A6: "功", 0xC2CA: "率", 0xC6F0: "起", 0xCABC: "始", 0xBDE1: "结", 0xCAF8: "束", 0xD0A7: "效", 0xD6D0: "中",
    0xD6B5: "值", 0xB1A3: "保", 0xB3D6: "持", 0xB8E9: "搁", 0xD6C3: "置", 0xBEB2: "静", 0xBAE3: "恒", 0xB4CE: "次",
    0xD4AD: "原", 0xD7B4: "状", 0xCCAC: "态", 0xCDA8: "通", 0xB5C0: "道", 0xB2E2: "测", 0xCAD4: "试", 0xBCC7: "记",
    0xC2BC: "录", 0xBDD3: "接", 0xB4A5: "触", 0xD7E8: "阻", 0xC4A3: "模", 0xBFE9: "块", 0xC6F4: "启", 0xCDA3: "停",
    0xBFAA: "开", 0xB9D8: "关", 0xCEC2: "温", 0xB6C8: "度", 0xB8A8: "辅", 0xD6FA: "助", 0xD7EE: "最", 0xB4F3: "大",
    0xD0A1: "小", 0xC6BD: "平", 0xBEF9: "均", 0xB2EE: "差", 0xCFDF: "线", 0xC2B7: "路", 0xA1E6: "℃", 0xA3A8: "（",
    0xA3A9: "）", 0xA6CC: "μ", 0xA6B8: "Ω", 0xA1E3: "°", 0xD4DD: "暂", 0xC2F6: "脉", 0xB3E5: "冲", 0xB1B6: "倍",
    0xBAC9: "荷", 0xC9EE: "深", 0xB5B1: "当", 0xC7B0: "前", 0xC0DB: "累", 0xBCC6: "计", 0xCFE0: "相", 0xCFB5: "系",
    0xCDB3: "统", 0xC8D5: "日", 0xC6DA: "期", 0xBEBB: "净", 0xC1D0: "列", 0xC9E8: "设", 0xB1B8: "备", 0xC3FB: "名",
    0xB3C6: "称", 0xB5A5: "单", 0xD4AA: "元", 0xD0BE: "芯", 0xB3D8: "池", 0xB1E0: "编", 0xD7A2: "注", 0xD6D5: "终",
    0xD6B9: "止", 0xD5FD: "正", 0xB3A3: "常", 0xCDEA: "完", 0xB3C9: "成", 0xC7BF: "强", 0xD6C6: "制", 0xB1E4: "变",
    0xB6AF: "动", 0xB0B2: "安", 0xC8AB: "全", 0xBBA4: "护", 0xCCF8: "跳", 0xD7AA: "转", 0xBFD8: "控", 0xBDD8: "截",
    0xCCF5: "条", 0xBCFE: "件", 0xD6E8: "骤",
  ]
}
