import Testing

@testable import AugNetCommands

@Suite struct DelimitedTextTests {
  private func cells(_ text: String) -> [[String]] { DelimitedText(text).rows.map(\.cells) }

  @Test(arguments: [
    ("", []), ("\n\n", []), ("a,b", [["a", "b"]]), ("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]),
    ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]), ("a,b\n\nc,d", [["a", "b"], ["c", "d"]]),
    ("\u{FEFF}path,label\n1,2", [["path", "label"], ["1", "2"]]),
    ("a\tb, c\n", [["a", "b, c"]]), ("a,\n,b\n", [["a", ""], ["", "b"]]),
    ("\"a,b\",c\n", [["a,b", "c"]]), ("\"say \"\"hi\"\"\",c\n", [["say \"hi\"", "c"]]),
    ("\"two\nlines\",c\r\nd,e", [["two\nlines", "c"], ["d", "e"]]),
    ("a\"b,c", [["a\"b", "c"]]), ("\"\",x", [["", "x"]]), ("\"a\tb\"\tc", [["\"a", "b\"", "c"]]),
    ("\"never closed,c\n", [["never closed,c\n"]]),
  ])
  func readsRows(_ text: String, _ expected: [[String]]) {
    #expect(cells(text) == expected)
  }

  @Test func countsLines() {
    #expect(DelimitedText("a,b\n\n\"c\nd\",e\nf,g").rows.map(\.line) == [1, 3, 5])
  }
}
