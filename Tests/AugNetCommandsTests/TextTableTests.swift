import Testing

@testable import AugNetCommands

@Suite struct TextTableTests {
  @Test func alignsColumns() {
    var table = TextTable([("", .left), ("accuracy", .right), ("note", .left)])
    table.append(["raw pixels", "9.5 %", "a"])
    table.append(["größer", "100.0 %"])
    #expect(
      table.text == """
                    accuracy  note
        raw pixels     9.5 %  a
        größer       100.0 %
        """)
  }

  @Test func hasNoHeadingLineWithoutHeadings() {
    var table = TextTable([("", .right), ("", .left)])
    table.append(["1", "a", "surplus"])
    table.append(["10", "b"])
    #expect(table.text == " 1  a\n10  b")
    #expect(TextTable([("", .left)]).text.isEmpty)
  }
}
