import CPUFeatures
import Kernels
import TestSupport
import Testing

/// Matrix products of all shapes against sums in double precision.
@Suite struct MatrixProductTests {
  /// A problem with its operands in memory, strides and all.
  struct Problem: CustomStringConvertible {
    var rows: Int
    var columns: Int
    var depth: Int
    var left: Operand
    var right: Operand
    var resultStride: Int
    var beta: Float

    struct Operand {
      var values: [Float]
      var rowStride: Int
      var columnStride: Int

      /// A matrix that lies row by row or column by column, in rows that may be longer than needed, its
      /// elements perhaps not side by side; between them what must not be read.
      init(rows: Int, columns: Int, _ random: inout SeededRandom) {
        let isTransposed = random.integer(in: 0...1) == 1
        let step = random.element(of: [1, 1, 1, 2, 3])
        let (slow, fast) = isTransposed ? (columns, rows) : (rows, columns)
        let stride = fast * step + random.element(of: [0, 0, 1, 17])
        (rowStride, columnStride) = isTransposed ? (step, stride) : (stride, step)
        values = [Float](repeating: .nan, count: slow * stride + 1)
        for s in 0..<slow {
          for f in 0..<fast { values[s * stride + f * step] = random.uniform() }
        }
      }
    }

    init(_ random: inout SeededRandom, number: Int) {
      func extent(_ limit: Int) -> Int {
        random.integer(in: 0...3) == 0
          ? random.element(of: [0, 1, 2, 3, 13, 31, 37, 61, 97].filter { $0 <= limit })
          : random.integer(in: 1...limit)
      }
      switch number % 40 {
      case 0:
        // Deeper than a slice, or wider or taller than a block.
        let long = random.integer(in: 400...1600)
        let place = random.integer(in: 0...2)
        rows = place == 0 ? long : extent(30)
        columns = place == 1 ? long : extent(40)
        depth = place == 2 ? long : extent(40)
      case 1 where number % 200 == 1:
        (rows, columns, depth) = (extent(400), extent(400), extent(200))
      default:
        let limit = random.element(of: [8, 20, 50, 100])
        (rows, columns, depth) = (extent(limit), extent(limit), extent(limit))
      }
      left = Operand(rows: rows, columns: depth, &random)
      right = Operand(rows: depth, columns: columns, &random)
      resultStride = columns + random.element(of: [0, 1, 19])
      beta = random.element(of: [0, 0, 1, 0.5, -2])
    }

    var description: String {
      "\(rows) × \(columns) × \(depth), strides \(left.rowStride) \(left.columnStride), "
        + "\(right.rowStride) \(right.columnStride), \(resultStride), beta \(beta)"
    }

    /// What `kernels` make of it, and the first fault in words.
    func fault(_ kernels: KernelSet, _ random: inout SeededRandom) -> String? {
      let count = rows * resultStride
      var start = [Float](repeating: sentinel, count: count)
      for r in 0..<rows {
        for c in 0..<columns {
          start[r * resultStride + c] = beta == 0 ? .nan : random.uniform()
        }
      }
      var result = guarded(start)
      left.values.withUnsafeBufferPointer { left in
        right.values.withUnsafeBufferPointer { right in
          result.withUnsafeMutableBufferPointer { result in
            guard let a = left.baseAddress, let b = right.baseAddress, let c = result.baseAddress
            else { return }
            kernels.multiplyMatrices(
              rows: rows, columns: columns, depth: depth,
              left: MatrixOperand(
                a, rowStride: self.left.rowStride, columnStride: self.left.columnStride),
              right: MatrixOperand(
                b, rowStride: self.right.columnStride, columnStride: self.right.rowStride
              ).transposed,
              beta: beta, result: c, resultStride: resultStride)
          }
        }
      }
      guard unguarded(result, count).count == count else { return "wrote behind the result" }
      // The right operand by columns, in double precision, so that the sums below run along memory.
      var columnsOfRight = [Double](repeating: 0, count: columns * depth)
      for k in 0..<depth {
        for c in 0..<columns {
          columnsOfRight[c * depth + k] =
            Double(right.values[k * right.rowStride + c * right.columnStride])
        }
      }
      var row = [Double](repeating: 0, count: depth)
      for r in 0..<rows {
        for k in 0..<depth {
          row[k] = Double(left.values[r * left.rowStride + k * left.columnStride])
        }
        for c in 0..<columns {
          let old = beta == 0 ? 0 : Double(beta) * Double(start[r * resultStride + c])
          var sum = old
          var size = abs(old)
          for k in 0..<depth {
            let product = row[k] * columnsOfRight[c * depth + k]
            sum += product
            size += abs(product)
          }
          let actual = Double(result[r * resultStride + c])
          if !(abs(actual - sum) <= Double(depth + 1) * epsilon * size) {
            return "element (\(r), \(c)) is \(actual), not \(sum)"
          }
        }
        for c in columns..<max(resultStride, columns)
        where result[r * resultStride + c] != sentinel {
          return "wrote at (\(r), \(c)), beyond the result's columns"
        }
      }
      return nil
    }
  }

  static let problemsAPart = 250

  /// 2,000 problems in eight parts, shared out over the instruction sets.
  @Test(arguments: 0..<8)
  func isWithinTheBoundOfDoublePrecisionSums(_ part: Int) {
    let seed = UInt64(4000 + part)
    var random = SeededRandom(seed)
    for number in 0..<Self.problemsAPart {
      let problem = Problem(&random, number: number)
      let kernels = KernelSet.all[number % KernelSet.all.count]
      let fault = problem.fault(kernels, &random)
      #expect(fault == nil, "seed \(seed), number \(number), \(kernels.level), \(problem)")
    }
  }
}
