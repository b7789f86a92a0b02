// Answers conformance vectors: a case on each line of the input, an answer on each line of the output.

import Foundation

let format = Format()
while let line = readLine() {
    let json = try JSONSerialization.jsonObject(with: Data(line.utf8))
    let answer = try format.answer(Fields(json, of: "case"))
    FileHandle.standardOutput.write(try JSONSerialization.data(withJSONObject: answer) + Data("\n".utf8))
}
