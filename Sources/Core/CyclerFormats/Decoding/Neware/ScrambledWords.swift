/// Mends the Chinese words of headers and steps where a program read UTF-8 as GBK and saved what it saw.
///
/// Three bytes a character became two, so that 搁置 stands as 鎼佺疆. A table of the words that matter does it; the way back
/// for any text would need the whole of GBK.
enum ScrambledWords {
  /// `*` stands for one character that readers show differently, `+` for what they made of an odd last byte.
  private static let words: [(scrambled: [Unicode.Scalar], word: [Unicode.Scalar])] = [
    ("鏁版嵁搴忓彿", "数据序号"), ("寰*幆搴忓彿", "循环序号"), ("寰*幆鍙+", "循环号"), ("宸ユ*绫诲瀷", "工步类型"),
    ("宸ユ*鍙+", "工步号"), ("鎬绘椂闂+", "总时间"), ("娴嬭瘯鏃堕棿", "测试时间"), ("缁濆*鏃堕棿", "绝对时间"),
    ("鏃堕棿", "时间"), ("鐢垫祦", "电流"), ("鐢靛帇", "电压"), ("鍏呯數瀹归噺", "充电容量"), ("鏀剧數瀹归噺", "放电容量"),
    ("瀹归噺", "容量"), ("姝ユ*", "步次"), ("鐘舵*", "状态"), ("鎼佺疆", "搁置"), ("闈欑疆", "静置"), ("鍏呯數", "充电"),
    ("鏀剧數", "放电"), ("娓╁害", "温度"),
  ].map { (Array($0.0.unicodeScalars), Array($0.1.unicodeScalars)) }

  private static let firsts = Set(words.compactMap(\.scrambled.first))

  /// The text with its words mended; the text itself where none is scrambled.
  static func mend(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: firsts.contains) else { return text }
    let scalars = Array(text.unicodeScalars)
    var mended = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if firsts.contains(scalars[index]), let found = word(in: scalars, at: index) {
        mended.append(contentsOf: found.word)
        index = found.end
      } else {
        mended.append(scalars[index])
        index += 1
      }
    }
    return String(mended)
  }

  private static func word(in scalars: [Unicode.Scalar], at start: Int) -> (word: [Unicode.Scalar], end: Int)? {
    for (scrambled, word) in words {
      var index = start
      var fits = true
      for scalar in scrambled {
        if scalar == "+" {
          if index < scalars.count, scalars[index] == "?" || scalars[index] == "\u{FFFD}" { index += 1 }
          continue
        }
        guard index < scalars.count, scalar == "*" || scalars[index] == scalar else {
          fits = false
          break
        }
        index += 1
      }
      if fits { return (word, index) }
    }
    return nil
  }
}
