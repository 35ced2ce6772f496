import Testing

@testable import KernelBenchmarks

@Suite struct FloatBufferTests {
  @Test func holdsTheSameNumbersEveryTime() {
    let first = FloatBuffer(70_000, stream: 3)
    let second = FloatBuffer(70_000, stream: 3)
    let other = FloatBuffer(70_000, stream: 4)
    let values = (0..<70_000).map { first.pointer[$0] }
    #expect(values == (0..<70_000).map { second.pointer[$0] })
    #expect(values != (0..<70_000).map { other.pointer[$0] })
  }

  @Test func holdsNumbersFarFromDenormalOnes() {
    let buffer = FloatBuffer(1 << 16)
    for index in 0..<buffer.count {
      let value = buffer.pointer[index]
      #expect(abs(value) >= 0x1p-12 && abs(value) <= 1)
    }
  }

  @Test func repeatsAValue() {
    let buffer = FloatBuffer(100, repeating: 0.5)
    #expect((0..<100).allSatisfy { buffer.pointer[$0] == 0.5 })
    #expect(FloatBuffer(0).count == 0)
  }
}
