package vestibule

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.PrintStream
import java.time.Duration
import java.time.ZoneOffset

/** Answers conformance vectors: a case on each line of the input, an answer on each line of the output. */
fun main() {
    val output = PrintStream(System.out, false, "UTF-8")
    for (line in System.`in`.bufferedReader().lineSequence()) {
        val case = JsonParser.parseString(line).asJsonObject
        output.println(answer(case["document"].toString(), case.text("now"), case.getAsJsonObject("call")))
    }
    output.flush()
}

/** Answers one case. */
private fun answer(document: String, now: String, call: JsonObject): JsonObject =
    try {
        Building.open(document).use { it.ask(call, instant(now)) }
    } catch (error: VestibuleException.Refused) {
        // The instant that is asked about has another name in the library.
        json("error" to word(error.code), "path" to if (error.path == "at") "now" else error.path)
    }

/** A point in time as the format writes it. Its offset may be larger than `java.time` lets one be. */
private fun instant(text: String): Instant {
    if (text.endsWith("Z")) return Instant.parse(text)
    val offset = text.takeLast(6)
    val (hours, minutes) = offset.drop(1).split(':').map { it.toLong() }
    val ahead = Duration.ofHours(hours).plusMinutes(minutes)
    val there = LocalDateTime.parse(text.dropLast(6)).toInstant(ZoneOffset.UTC)
    return if (offset.startsWith('-')) there + ahead else there - ahead
}
