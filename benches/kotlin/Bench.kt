import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.sun.jna.Native
import java.io.File
import java.lang.management.ManagementFactory
import java.time.Instant
import java.util.Locale
import vestibule.Building
import vestibule.Target

/**
 * What calls of the Kotlin library take, beside one that decides nothing, which is the least that any call through JNA takes:
 * `Bench DOCUMENTS`.
 */
fun main(arguments: Array<String>) {
    val documents = JsonParser.parseString(File(arguments.single()).readText()).asJsonObject
    val at = Instant.ofEpochMilli(documents["at"].asLong)
    val small = documents["small"].toString()
    val five = documents.getAsJsonObject("five")
    val building = Building.open(small)
    val fiveBookings = Building.open(five.toString())
    val booking = documents.getAsJsonObject("small").firstId("bookings")
    val target = Target.Resident(five.firstId("residents"))
    Native.register(Plain::class.java, "c")
    val floor = best(500) { fiveBookings.otherVisitorShortcut() }
    println("%-52s %10s   %-8s %s".format("call", "takes", "goal", "of the floor"))
    val row = { name: String, took: Double, goal: String ->
        val text = if (took < 1000) "%.1f us" to took else "%.1f ms" to took / 1000
        val taken = text.first.format(Locale.ROOT, text.second)
        println("%-52s %10s   %-8s %.1f".format(Locale.ROOT, name, taken, goal, took / floor))
    }
    row("a call of C with nothing to carry, through JNA", best(500) { Plain.getppid() }, "")
    row("a call that decides nothing (the floor)", floor, "")
    row("a permit's status and timer", best(500) { building.permit(booking, at) }, "60 us")
    row("a guest's decision with five bookings", best(500) { fiveBookings.matchBookings(target, at) }, "60 us")
    row("a name search among 300 residents", best(100) { building.searchNames("mar", at) }, "")
    row("opening a document of 300 residents and 300 bookings", best(3) { Building.open(small).close() }, "10 ms")
}

/** A function of C that does next to nothing, called in the way in which the library is. */
private object Plain {
    @JvmStatic external fun getppid(): Int
}

private fun JsonObject.firstId(list: String): String = getAsJsonArray(list).first().asJsonObject["id"].asString

/**
 * Microseconds of processor time that a call takes in the quickest of many short rounds: the others are this machine's
 * business.
 */
private fun best(times: Int, call: () -> Any?): Double =
    (1..ROUNDS).minOf {
        val start = threads.currentThreadCpuTime
        repeat(times) { call() }
        (threads.currentThreadCpuTime - start).toDouble() / times / 1000
    }

private const val ROUNDS = 60
private val threads = ManagementFactory.getThreadMXBean()
