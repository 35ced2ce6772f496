import RandomNumbers
import TestSupport
import Testing

@testable import Tensors

@Suite struct DistancesTests {
  @Test(arguments: [
    [3, 5, 17], [1, 1, 1], [9, 1003, 64], [40, 13, 1], [0, 4, 3], [4, 0, 3], [2, 3, 0],
  ])
  func agreeWithDoublePrecisionSums(_ extents: [Int]) {
    let (count, centers, dimensions) = (extents[0], extents[1], extents[2])
    var random = SeededRandom(UInt64(centers))
    let a = Tensor([count, dimensions], random.uniforms(count * dimensions))
    let b = Tensor([centers, dimensions], random.uniforms(centers * dimensions))
    var expected = [Double](repeating: 0, count: count * centers)
    for i in 0..<count {
      for j in 0..<centers {
        for d in 0..<dimensions {
          let difference = Double(a[i * dimensions + d]) - Double(b[j * dimensions + d])
          expected[i * centers + j] += difference * difference
        }
      }
    }
    let squared = a.squaredDistances(to: b)
    #expect(squared.shape == [count, centers])
    #expect(relativeError(squared.scalars, expected) < 1e-6, "\(extents)")
    #expect(relativeError(a.distances(to: b).scalars, expected.map { $0.squareRoot() }) < 1e-6)
  }

  @Test func pointsAreAtZeroDistanceOfThemselves() {
    var random = SeededRandom(3)
    let points = Tensor([31, 77], random.uniforms(31 * 77, in: -1e4...1e4))
    let distances = points.distances(to: points)
    for i in 0..<31 {
      for j in 0..<31 {
        #expect((distances[i * 31 + j] == 0) == (i == j), "(\(i), \(j))")
        #expect(distances[i * 31 + j].bitPattern == distances[j * 31 + i].bitPattern)
      }
    }
  }

  @Test func smallDistancesOfFarPointsKeepTheirDigits() {
    // 1000 and 1000.0625 differ exactly; |a|² + |b|² − 2ab would give 0 or noise.
    let a = Tensor([1, 4], filledWith: 1000)
    let b = Tensor([1, 4], filledWith: 1000.0625)
    #expect(a.squaredDistances(to: b).scalars == [4 * 0.0625 * 0.0625])
    #expect(a.distances(to: b).scalars == [0.125])
  }
}
