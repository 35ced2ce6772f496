import MicrokernelTemplates

#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// AVX-512 with VNNI: four products of bytes a lane in one instruction.
  private enum VNNI: ByteInstructionSet {
    typealias Sums = SIMD16<Int32>
    typealias Floats = SIMD16<Float>

    @inline(__always)
    static func addProducts(_ activations: Sums, _ weights: Sums, _ sums: Sums) -> Sums {
      unsafe unsafeBitCast(
        _mm512_dpbusd_epi32(bits(sums), bits(activations), bits(weights)), to: Sums.self)
    }

    @inline(__always)
    static func floats(_ sums: Sums) -> Floats { _mm512_cvtepi32_ps(bits(sums)) }

    @inline(__always)
    static func floats(_ bytes: UnsafeRawPointer) -> Floats {
      unsafe _mm512_cvtepi32_ps(
        _mm512_cvtepu8_epi32(bytes.loadUnaligned(as: __m128i.self)))
    }

    @inline(__always)
    static func rounded(_ x: Floats) -> Sums {
      let limited = _mm512_min_ps(Floats(repeating: 255), x)
      return unsafe unsafeBitCast(_mm512_cvtps_epi32(limited), to: Sums.self)
    }

    @inline(__always)
    static func store<let vectors: Int>(
      _ row: InlineArray<vectors, Sums>, _ target: UnsafeMutableRawPointer
    ) {
      // Packing works within each quarter; the permutation brings the quarters' lanes into order.
      let packed = _mm512_packus_epi16(
        _mm512_packs_epi32(bits(row[0]), bits(row[1])),
        _mm512_packs_epi32(bits(row[2]), bits(row[3])))
      let order = Sums(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)
      unsafe target.storeBytes(
        of: _mm512_permutexvar_epi32(bits(order), packed), as: __m512i.self)
    }

    @inline(__always)
    static func bits(_ x: Sums) -> __m512i { unsafe unsafeBitCast(x, to: __m512i.self) }
  }

  /// This page's kernels.
  public let byteKernels = unsafe ByteKernels(
    tile: TileKernel(rows: ByteTiles<VNNI, 4>.maximumRows, columns: 64) {
      unsafe ByteTiles<VNNI, 4>.run($0, $1, $2, $3, $4, $5, $6, $7, $8)
    },
    requantize: {
      unsafe Requantization<VNNI, 4>.requantize($0, $1, $2, $3, $4, $5, $6, $7, $8)
    },
    maximum: { unsafe BytePooling<VNNI>.maximum($0, $1, $2, $3) },
    productPeak: TileKernel(rows: 12, columns: 16) {
      unsafe ByteLimits<VNNI>.productPeak($0, $1, $2)
    }
  )
#endif
