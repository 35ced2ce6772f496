import DurableFiles
import Tensors

/// A tensor as a file has it, or is to have it; its elements are converted when they are asked for.
public struct StoredTensor: Sendable {
  /// Where the elements are.
  private enum Elements: Sendable {
    case tensor(Tensor)
    case file(FileElements)
  }

  /// How the elements are stored.
  public let elementType: ElementType

  /// The extents.
  public let shape: Shape

  private let elements: Elements

  /// A tensor that is to be stored as single-precision numbers, or with a loss as halves or whole
  /// numbers.
  ///
  /// - Precondition: `elementType` is `float32`, `float16` or `int64`; for the last one every element
  ///   is a whole number that 64 bits hold.
  public init(_ tensor: Tensor, as elementType: ElementType = .float32) {
    precondition(
      [.float32, .float16, .int64].contains(elementType), "\(elementType) is not written")
    self.elementType = elementType
    shape = tensor.shape
    elements = .tensor(tensor)
  }

  /// A tensor in a file.
  init(_ elementType: ElementType, _ shape: Shape, _ elements: FileElements) {
    self.elementType = elementType
    self.shape = shape
    self.elements = .file(elements)
  }

  /// The elements in single precision, the last axis fastest; nil if their type has no such numbers.
  ///
  /// Single-precision numbers that lie in a mapped file one behind the other are not copied: the
  /// tensor is a view of the mapping, as far as their place allows it. Wider numbers are rounded.
  public var tensor: Tensor? {
    switch elements {
    case .tensor(let tensor): tensor
    case .file(let elements): elements.tensor(shape, elementType)
    }
  }

  /// The elements' bytes as a file has them, the low byte of each first.
  var encoded: [UInt8] {
    switch elements {
    case .file(let elements): elements.bytes(shape, elementType)
    case .tensor(let tensor):
      switch elementType {
      case .float16: littleEndianBytes(of: tensor.scalars.map(half))
      case .int64: littleEndianBytes(of: tensor.scalars.map { Int64($0) })
      default: littleEndianBytes(of: tensor.scalars)
      }
    }
  }
}
