import Tensors

extension FusedNetwork {
  /// What the bytes of each result stand for; nil for the pictures, whose channels differ, and for results
  /// that stay numbers: from the mean over whole pictures on.
  ///
  /// Results without negative numbers have the zero point 0, the others 128. A pooling keeps what its input
  /// has, so that it need not round.
  func quantizations(_ ranges: ActivationRanges) -> [ByteQuantization?] {
    var results: [ByteQuantization?] = [nil]
    for (index, operation) in operations.enumerated() {
      switch operation {
      case .convolution(let convolution):
        let readsNumbers = convolution.input != 0 && results[convolution.input] == nil
        results.append(
          readsNumbers
            ? nil
            : ByteQuantization(
              largest: ranges.limits[index + 1], isSigned: !convolution.isRectified))
      case .maximumPooling(let value, _, _, _), .averagePooling(let value, _, _, _):
        results.append(results[value])
      case .globalAveragePooling, .hyperbolicTangent, .rectifier: results.append(nil)
      }
    }
    return results
  }
}
