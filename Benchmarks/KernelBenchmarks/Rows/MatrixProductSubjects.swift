import Kernels

extension Subject {
  /// Matrix products [m, k] · [k, n] in single precision.
  static let matrixProducts: [Subject] =
    squareExtents.map { matrixProduct(rows: $0, columns: $0, depth: $0, note: "") }
    + resNet50Products.map {
      matrixProduct(rows: $0.rows, columns: $0.columns, depth: $0.depth, note: " resnet50")
    }

  private static let squareExtents = [64, 128, 256, 512, 1024, 2048, 4096]

  /// ResNet-50's convolutions as products for one picture of 224 × 224: C_out × pixels × window.
  private static let resNet50Products: [(rows: Int, columns: Int, depth: Int)] = [
    (64, 12_544, 147),
    (64, 3136, 64), (64, 3136, 576), (256, 3136, 64), (64, 3136, 256), (128, 3136, 256),
    (128, 784, 1152), (512, 784, 128), (512, 784, 256), (128, 784, 512), (256, 784, 512),
    (256, 196, 2304), (1024, 196, 256), (1024, 196, 512), (256, 196, 1024), (512, 196, 1024),
    (512, 49, 4608), (2048, 49, 512), (2048, 49, 1024), (512, 49, 2048),
  ]

  private static func matrixProduct(
    rows m: Int, columns n: Int, depth k: Int, note: String
  ) -> Subject {
    Subject(
      name: "gemm", problem: "m=\(m) n=\(n) k=\(k)\(note)",
      work: Work(operations: 2 * m * n * k, read: m * k + k * n, written: m * n),
      unit: .gigaflops, needsFilter: m * n * k > 1 << 34
    ) { kernels in
      let left = FloatBuffer(m * k)
      let right = FloatBuffer(k * n, stream: 1)
      let result = FloatBuffer(m * n, repeating: 0)
      return {
        unsafe kernels.multiplyMatrices(
          rows: m, columns: n, depth: k, left: MatrixOperand(left.readOnly, rowStride: k),
          right: MatrixOperand(right.readOnly, rowStride: n), result: result.pointer,
          resultStride: n)
      }
    }
  }
}
