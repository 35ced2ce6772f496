import Testing

@testable import AugNetCommands

@Suite struct LabelTableTests {
  private func message(_ text: String, column: String? = nil) -> String {
    do {
      _ = try LabelTable(text, path: "d/labels.tsv", labelColumn: column)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test func readsTablesWithAndWithoutHeading() throws {
    for text in [
      "cats/1.png\tcat\ndogs/2.png\tdog\n", "path\tlabel\ncats/1.png\tcat\ndogs/2.png\tdog",
      "label,x,file\ncat,0,cats/1.png\ndog,0,dogs/2.png\n",
      "picture,kind\r\ncats/1.png,cat\r\ndogs/2.png,dog\r\n",
      "kind,image\ncat,./cats/1.png\ndog,dogs/x/../2.png\n",
    ] {
      let table = try LabelTable(text, path: "data/labels.tsv", labelColumn: nil)
      #expect(table.rowCount == 2)
      #expect(table.label(ofPictureAt: "data/cats/1.png") == "cat", "\(text)")
      #expect(table.label(ofPictureAt: "./data/dogs/2.png") == "dog", "\(text)")
      #expect(table.label(ofPictureAt: "data/cats/3.png") == nil)
    }
  }

  @Test func takesTheNamedColumn() throws {
    let table = try LabelTable(
      "path,label,breed\n1.png,cat,siamese\n", path: "l.csv", labelColumn: "breed")
    #expect(table.label(ofPictureAt: "1.png") == "siamese")
  }

  @Test func prefersTheWholePathToTheFileName() throws {
    let text = "a/1.png\tx\nb/1.png\ty\nc/2.png\tz\nd/2.png\tz\n3.png\tw\n"
    let table = try LabelTable(text, path: "/data/labels.tsv", labelColumn: nil)
    #expect(table.label(ofPictureAt: "/data/a/1.png") == "x")
    #expect(table.label(ofPictureAt: "b/1.png") == "y")
    #expect(table.label(ofPictureAt: "/elsewhere/b/1.png") == "y")
    #expect(table.label(ofPictureAt: "e/1.png") == nil, "two labels for this file name")
    #expect(table.label(ofPictureAt: "e/2.png") == "z", "one label for this file name")
    #expect(table.label(ofPictureAt: "any/where/3.png") == "w")
    #expect(table.label(ofPictureAt: "") == nil)
  }

  @Test func explainsWhatIsWrong() {
    #expect(message("") == "d/labels.tsv: the table of labels is empty")
    #expect(message("path\tlabel\n") == "d/labels.tsv: the table has a heading but no rows")
    #expect(
      message("1.png\tcat\n2.png\n")
        == "d/labels.tsv, line 2: the row has 1 column, but column 2 is needed")
    #expect(
      message("path,label\n1.png,cat\n", column: "breed")
        == "d/labels.tsv: no column is called 'breed'; the columns are path, label")
  }
}
