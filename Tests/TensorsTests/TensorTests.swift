import DurableFiles
import Foundation
import RandomNumbers
import TestSupport
import Testing

@testable import Tensors

/// A tensor is a value: what one copy is given, no other sees.
@Suite struct TensorTests {
  @Test func copiesDoNotShareWhatIsWritten() {
    let original = Tensor([2, 3], [1, 2, 3, 4, 5, 6])
    var byElement = original
    byElement[0] = 10
    var byPointer = original
    byPointer.withUnsafeMutablePointer { $0[5] = 60 }
    var byOperation = original
    byOperation.multiply(by: 2)
    var bySum = original
    bySum.add(original)
    #expect(original.scalars == [1, 2, 3, 4, 5, 6])
    #expect(byElement.scalars == [10, 2, 3, 4, 5, 6])
    #expect(byPointer.scalars == [1, 2, 3, 4, 5, 60])
    #expect(byOperation.scalars == [2, 4, 6, 8, 10, 12])
    #expect(bySum == byOperation)
  }

  /// A view of a mapped file is a tensor like any other, and the file stays as it is.
  @Test func viewsOfFilesAreValues() throws {
    let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes: [UInt8] = [9, 9, 9, 9, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    var view: Tensor?
    do {
      let file = try MappedFile(path: path)
      view = Tensor([2], viewing: file, at: 4)
      #expect(Tensor([1], viewing: file, at: 5) == nil, "not a place for a number")
    }
    // The mapping lives on in the view.
    var tensor = try #require(view)
    #expect(tensor.scalars == [1, 2] && !tensor.isUnshared())
    tensor[0] = 5
    #expect(tensor.scalars == [5, 2] && view?.scalars == [1, 2] && tensor.isUnshared())
    view?.multiply(by: 3)
    #expect(view?.scalars == [3, 6])
    #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
  }

  @Test func addingATensorToItselfDoublesIt() {
    var tensor = Tensor([5], [1, 2, 3, 4, 5])
    tensor.add(tensor)
    #expect(tensor.scalars == [2, 4, 6, 8, 10])
  }

  @Test func aUniqueTensorIsWrittenInPlace() {
    var tensor = Tensor([40_000], filledWith: 1)
    let before = tensor.withUnsafePointer { UInt(bitPattern: $0) }
    tensor[7] = 2
    tensor.multiply(by: 3)
    #expect(tensor.withUnsafePointer { UInt(bitPattern: $0) } == before)
    let copy = tensor
    tensor[7] = 0
    #expect(tensor.withUnsafePointer { UInt(bitPattern: $0) } != before)
    #expect(copy[7] == 6 && tensor[7] == 0 && copy[8] == 3)
  }

  @Test func reshapingSharesAndSplitsOnWriting() {
    let original = Tensor([2, 3], [1, 2, 3, 4, 5, 6])
    var other = original.reshaped(to: [3, 2])
    #expect(other.shape == [3, 2] && other.scalars == original.scalars)
    other[0] = 9
    #expect(original[0] == 1)
    #expect(original != original.reshaped(to: [6]))
  }

  @Test func shapesCountTheirElements() {
    #expect(Shape([]).count == 1 && Shape([]).rank == 0)
    #expect(Shape([3, 0, 5]).count == 0)
    let shape: Shape = [2, 3, 4]
    #expect(shape.count == 24 && shape[1] == 3 && shape.description == "[2, 3, 4]")
  }

  @Test func emptyTensorsAreTensors() {
    for shape: Shape in [[0], [0, 7], [7, 0], [2, 0, 3, 5], [0, 0, 0, 0]] {
      var tensor = Tensor(shape, [])
      tensor.multiply(by: 2)
      tensor.add(Tensor(shape))
      #expect(tensor.scalars.isEmpty)
      #expect(tensor == Tensor(shape, filledWith: 3))
      #expect(tensor.hyperbolicTangent().shape == shape)
      #expect(tensor.softmaxOverLastAxis().shape == shape)
      #expect(tensor.hasOnlyFiniteElements())
      #expect(tensor.sumOverRows().scalars.allSatisfy { $0 == 0 })
    }
  }

  @Test func notANumberEqualsNothing() {
    let tensor = Tensor([1], [.nan])
    #expect(tensor != tensor)
  }

  @Test func partsAreWrittenOnceEach() {
    let tensor = Tensor([37, 3, 2]) { part, elements in
      for index in elements.indices { elements[index] = Float(part * 6 + index) }
    }
    #expect(tensor.scalars == (0..<37 * 6).map { Float($0) })
    let empty = Tensor([0, 4]) { _, _ in Issue.record("there is no part") }
    #expect(empty.count == 0)
    let hollow = Tensor([3, 0]) { _, elements in
      let count = elements.count
      #expect(count == 0)
    }
    #expect(hollow.count == 0)
  }

  @Test func partsAreCutOutAndJoined() {
    let tensor = Tensor([5, 2, 3], (0..<30).map { Float($0) })
    let middle = tensor.parts(1..<3)
    #expect(middle.shape == [2, 2, 3] && middle.scalars == (6..<18).map { Float($0) })
    #expect(tensor.parts(4..<4).shape == [0, 2, 3])
    let joined = Tensor(joining: [tensor.parts(0..<1), middle, tensor.parts(3..<5)])
    #expect(joined == tensor)
  }
}
