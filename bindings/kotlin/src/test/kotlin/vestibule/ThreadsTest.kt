package vestibule

import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.test.Test
import kotlin.test.assertEquals

/** Several threads with one building. */
class ThreadsTest {
    private fun <R> together(vararg work: () -> R): List<R> {
        val threads = Executors.newFixedThreadPool(work.size)
        try {
            return threads.invokeAll(work.map { Callable(it) }).map { it.get() }
        } finally {
            threads.shutdownNow()
        }
    }

    @Test
    fun `threads ask one building, while another records`() = Building.open(SAMPLE).use { building ->
        val expected = building.matchBookings(Target.Suite("a"), AT)
        val asks = { (1..5_000).count { building.matchBookings(Target.Suite("a"), AT) != expected } }
        val records = {
            (1..500).count {
                // Of another stay: what the others ask stays as it is.
                val checkIn = CheckIn("c$it", AT.minusSeconds(30 * 86_400), By.Guest, booking = "n1")
                building.record(checkIn) == Recorded.Known
            }
        }
        assertEquals(listOf(0, 0, 0), together(asks, asks, records))
    }

    @Test
    fun `a building is closed while it is asked`() {
        val building = Building.open(SAMPLE)
        val asks = {
            refused {
                while (true) building.matchBookings(Target.Suite("a"), AT)
            }
        }
        val closes = {
            building.matchBookings(Target.Suite("a"), AT)
            building.close()
            ErrorCode.CLOSED to ""
        }
        assertEquals(List(3) { ErrorCode.CLOSED to "" }, together(asks, asks, closes))
    }
}
