import JSON
import Testing

struct JSONObjectTests {
  @Test func keepsOrderWhenSetAndRemoved() {
    var object: JSONObject = ["a": 1, "b": 2, "c": 3]
    object["b"] = 20
    object["d"] = 4
    object["a"] = nil
    object["z"] = nil
    #expect(object.names == ["b", "c", "d"])
    #expect(object["b"] == 20)
    #expect(object["c"] == 3)
    #expect(object["d"] == 4)
    #expect(object["a"] == nil)
    #expect(object.count == 3)
  }

  @Test func isEqualOnlyInTheSameOrder() {
    let object: JSONObject = ["a": 1, "b": 2]
    #expect(object == ["a": 1, "b": 2])
    #expect(object != ["b": 2, "a": 1])
    #expect(object != ["a": 1])
  }

  @Test func theLastOfEqualNamesIsKept() {
    let object: JSONObject = ["a": 1, "b": 2, "a": 3]
    #expect(object.names == ["a", "b"])
    #expect(object["a"] == 3)
  }
}
