import AugNet
import Foundation
import Testing

@testable import AugNetCommands

@Suite struct ResultsTests {
  private func object(_ result: some CommandResult) throws -> [String: Any] {
    let data = Data(result.json.text().utf8)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func describesTraining() throws {
    let result = TrainResult(
      modelPath: "m.safetensors", encoder: "small", dimensionCount: 512, pictureCount: 1200,
      skippedCount: 1, stepCount: 500, viewCount: 64000, loss: -0.1234, seconds: 83,
      secondsWaited: 0.249)
    #expect(
      result.text == """
        Trained small (512 dimensions) on 1,200 pictures in 1 min 23 s: 500 steps, 771 views/s, \
        loss −0.123.
        The network waited for views 0.3 % of the time.
        The encoder is in m.safetensors.
        1 file could not be read and was skipped.
        """)
    let json = try object(result)
    #expect(json["steps"] as? Int == 500)
    #expect(json["loss"] as? Double == -0.1234)
    #expect(json["model"] as? String == "m.safetensors")
  }

  @Test func describesSearches() throws {
    let result = SearchResult(
      answers: [
        .init(
          query: "q\"1.png",
          neighbours: [.init(path: "a.png", distance: 0), .init(path: "b.png", distance: 12.5)])
      ], skippedCount: 2, sheetPath: "s.png")
    #expect(
      result.text == """
        q"1.png
        1   0.0000  a.png
        2  12.5000  b.png

        The contact sheet is in s.png.

        2 files could not be read and were skipped.
        """)
    let answers = try #require(try object(result)["answers"] as? [[String: Any]])
    #expect(answers[0]["query"] as? String == "q\"1.png")
    let neighbours = try #require(answers[0]["neighbours"] as? [[String: Any]])
    #expect(neighbours.map { $0["path"] as? String } == ["a.png", "b.png"])
    #expect(neighbours[1]["distance"] as? Double == 12.5)
  }

  @Test func describesClusters() throws {
    let result = ClusterResult(
      clusters: [["a.png", "b.png"], ["c.png"]], inertia: 1.5,
      agreement: .init(
        accuracy: 2.0 / 3, labelledCount: 3, labelCount: 2, labelOfCluster: ["cat", nil]))
    #expect(
      result.text == """
        cluster 1: 2 pictures, matched with cat
          a.png
          b.png

        cluster 2: 1 picture
          c.png

        Inertia 1.50; accuracy 66.7 % on 3 labelled pictures with 2 labels
        """)
    let json = try object(result)
    let clusters = try #require(json["clusters"] as? [[String: Any]])
    #expect(clusters[0]["members"] as? [String] == ["a.png", "b.png"])
    #expect(clusters[0]["label"] as? String == "cat")
    #expect(clusters[1]["label"] is NSNull)
    #expect(json["accuracy"] as? Double == 2.0 / 3)

    let bare = ClusterResult(clusters: [["a.png"]], inertia: 0, agreement: nil)
    #expect(try object(bare)["accuracy"] == nil)
    #expect(bare.text.hasSuffix("Inertia 0.000"))
  }

  @Test func describesTheDemonstration() throws {
    let result = DemoResult(
      clusteringAccuracy: .init(rawPixels: 0.25, untrained: 0.301, trained: 0.9),
      precisionAt5: .init(rawPixels: 0.3, untrained: 0.4, trained: 0.951), seconds: 150,
      pictureCount: 480, classCount: 12, files: [("demo/model.safetensors", "the encoder")])
    #expect(
      result.text == """
        480 pictures of 12 classes, without labels; 2 min 30 s

                           clustering accuracy  precision@5
        raw pixels                      25.0 %       30.0 %
        untrained encoder               30.1 %       40.0 %
        trained encoder                 90.0 %       95.1 %

        Written:
          demo/model.safetensors  the encoder
        """)
    let json = try object(result)
    #expect(Set(json.keys) == ["clusteringAccuracy", "precisionAt5", "seconds"])
    let accuracy = try #require(json["clusteringAccuracy"] as? [String: Double])
    #expect(accuracy == ["rawPixels": 0.25, "untrained": 0.301, "trained": 0.9])
  }

  @Test func describesTheOthers() throws {
    let embed = EmbedResult(
      embeddingsPath: "e.npy", pathsPath: "e.paths.txt", pictureCount: 3, dimensionCount: 512,
      skippedCount: 0, quantization: nil, seconds: 1)
    #expect(
      embed.text
        == "Embedded 3 pictures in 1.0 s.\ne.npy: float32 [3, 512]; the paths are in e.paths.txt.")
    #expect(try object(embed)["dimensions"] as? Int == 512)
    let long = EmbedResult(
      embeddingsPath: "e", pathsPath: "p", pictureCount: 3, dimensionCount: 2, skippedCount: 1,
      shortenedCount: 2, quantization: nil, seconds: 1)
    #expect(
      long.text.hasSuffix(
        "\nOf 2 very long pictures only the middle was seen.\n1 file could not be read and was skipped."
      ))
    #expect(try object(long)["shortened"] as? Int == 2)

    let index = IndexResult(
      indexPath: "i", modelPath: "m", pictureCount: 1, dimensionCount: 2, skippedCount: 0,
      quantization: nil, seconds: 0.25)
    #expect(index.text == "Indexed 1 picture in 0.2 s: i" || index.text.contains("0.3 s"))
    #expect(try object(index)["index"] as? String == "i")

    let points = Tensor([4, 1], [0, 1, 3, 7])
    let agreement = NeighborAgreement(points, Tensor([4, 1], [0, 1, 3, 1.5]))
    // Two neighbours of each, one of which is the same.
    #expect(agreement?.overlap == 0.5 && agreement?.neighborCount == 2)
    let report = QuantizationReport(calibrationCount: 2, agreement: agreement)
    #expect(
      report.text
        == "Computed in 8-bit integers, calibrated on 2 pictures: among 4 pictures, 50.0 % "
        + "of the 2 nearest neighbours are those of fp32.")
    #expect(report.json["neighbourOverlap"]?.doubleValue == 0.5)
    let few = QuantizationReport(calibrationCount: 1, agreement: nil)
    #expect(few.text == "Computed in 8-bit integers, calibrated on 1 picture.")

    let compare = CompareResult(firstPath: "a", secondPath: "b", distance: 0.12345)
    #expect(compare.text == "0.1235" || compare.text == "0.1234")
    #expect(try object(compare)["distance"] as? Double == 0.12345)

    let info = InfoResult(facts: [
      .init("kind", "kind", "model"), .init("parameters", "parameters", 11_176_512),
      .init("bytes", "size", text: "44.7 MB", json: 44_700_000),
    ])
    let hostile = InfoResult(
      facts: [.init("a", "a", "x\u{1B}[31m\ny")],
      tensors: [.init(name: "w\r\u{9B}2J", type: "F32", shape: [])])
    #expect(hostile.text == "a  x?[31m?y\n\ntensor  type  shape\nw??2J   F32   []")
    #expect(info.text == "kind        model\nparameters  11,176,512\nsize        44.7 MB")
    #expect(try object(info)["bytes"] as? Int == 44_700_000)

    let samples = SamplesResult(
      folderPath: "d", labelsPath: "d/labels.tsv", pictureCount: 480, classCount: 12)
    #expect(
      samples.text == "Drew 480 pictures of 12 classes into d; the labels are in d/labels.tsv.")
    #expect(try object(samples)["pictures"] as? Int == 480)
  }

  @Test func namesTheFileOfPaths() {
    #expect(EmbeddedPictures.pathsFile(for: "out/E.npy") == "out/E.paths.txt")
    #expect(EmbeddedPictures.pathsFile(for: "E.bin") == "E.bin.paths.txt")
  }
}
