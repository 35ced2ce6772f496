/// The shape of an encoder, a network from pictures to embeddings.
///
/// It reads [N, H, W, 3] and gives [N, c], every element between −1 and 1. The residual networks are
/// torchvision's with the classifier removed, the "network in network" ones are those of AugNet's
/// authors; all end in a hyperbolic tangent.
///
/// Sources: Chen, Hu, Schlesinger, Wang, "AugNet: End-to-End Unsupervised Visual Representation
/// Learning with Image Augmentation" (2021) and its authors' code; He et al., "Deep Residual
/// Learning for Image Recognition" (2015); Lin, Chen, Yan, "Network In Network" (2013).
public enum EncoderArchitecture: Sendable, Hashable {
  /// ResNet-18, 512 dimensions.
  case resnet18
  /// ResNet-34, 512 dimensions: the paper's encoder for STL-10.
  case resnet34
  /// ResNet-50 and a linear layer, 768 dimensions: the paper's encoder for ImageNet.
  case resnet50
  /// Network in network of 3 blocks, 192 dimensions.
  case nin3
  /// Network in network of 4 blocks, 192 dimensions.
  case nin4
  /// Network in network of 5 blocks, 192 dimensions.
  case nin5
  /// ResNet-18 for small pictures: a 3 × 3 stem of stride 1 without pooling, `width` channels in the
  /// first stage and 8 · `width` dimensions. Width 64 is the usual ResNet-18 for CIFAR.
  case small(width: Int)

  /// The widths that ``small(width:)`` may have.
  public static let smallWidths = 1...512

  /// The width that the name `small` alone means.
  public static let defaultSmallWidth = 32

  /// The number of dimensions of an embedding.
  public var embeddingDimension: Int {
    switch self {
    case .resnet18, .resnet34: 512
    case .resnet50: 768
    case .nin3, .nin4, .nin5: 192
    case .small(let width): 8 * width
    }
  }

  /// The smallest sensible side of a picture, in pixels: where the last feature map is 1 × 1.
  public var smallestInputSide: Int {
    switch self {
    case .resnet18, .resnet34, .resnet50: 32
    case .nin3, .nin4, .nin5: 4
    case .small: 8
    }
  }
}

extension EncoderArchitecture: CustomStringConvertible {
  /// The name that ``init(_:)`` reads, such as `resnet18` or `small-32`.
  public var description: String {
    switch self {
    case .resnet18: "resnet18"
    case .resnet34: "resnet34"
    case .resnet50: "resnet50"
    case .nin3: "nin3"
    case .nin4: "nin4"
    case .nin5: "nin5"
    case .small(let width): "small-\(width)"
    }
  }
}

extension EncoderArchitecture: LosslessStringConvertible {
  /// The names to offer a user, `small-…` standing for any width.
  public static let names = [
    "resnet18", "resnet34", "resnet50", "nin3", "nin4", "nin5", "small", "small-WIDTH",
  ]

  /// Reads a name: those of ``description``, or `small` for the default width; nil for any other.
  public init?(_ name: String) {
    let fixed: [EncoderArchitecture] = [.resnet18, .resnet34, .resnet50, .nin3, .nin4, .nin5]
    if let match = fixed.first(where: { $0.description == name }) {
      self = match
    } else if name == "small" {
      self = .small(width: Self.defaultSmallWidth)
    } else if name.hasPrefix("small-"), let width = Int(name.dropFirst(6)),
      Self.smallWidths.contains(width), name == "small-\(width)"
    {
      self = .small(width: width)
    } else {
      return nil
    }
  }
}
