package vestibule

import java.io.File
import kotlin.test.Test
import kotlin.test.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue

/** A hundred thousand calls, and ten thousand buildings opened and closed, take no more memory than what they warm up with. */
class MemoryTest {
    private val status = File("/proc/self/status")

    /** Kilobytes of this process in memory, its garbage collected. */
    private fun resident(): Long {
        repeat(3) {
            System.gc()
            // What is forgotten is closed by a thread of its own.
            Thread.sleep(50)
        }
        val line = status.readLines().first { it.startsWith("VmRSS:") }
        return line.filter { it.isDigit() }.toLong()
    }

    private fun steady(times: Int, call: () -> Unit) {
        assumeTrue(status.canRead(), "only Linux says how much memory a process takes")
        // By then the virtual machine has compiled what it runs.
        repeat(times / 5) { call() }
        val before = resident()
        repeat(times) { call() }
        val grown = resident() - before
        println("$times times: $grown KB more")
        assertTrue(grown < ROOM, "$grown KB more")
    }

    @Test
    fun `questions`() = Building.open(SAMPLE).use { building ->
        steady(100_000) { building.matchBookings(Target.Resident("lena"), AT) }
    }

    @Test
    fun `errors`() = Building.open(SAMPLE).use { building -> steady(100_000) { refused { building.permit("x", AT) } } }

    @Test
    fun `opening and closing`() = steady(10_000) { Building.open(SAMPLE).close() }

    @Test
    fun `what is forgotten is closed`() = steady(10_000) { Building.open(SAMPLE) }

    private companion object {
        /** What an allocator and the virtual machine may still take in steps. A lost buffer in each round is far more. */
        const val ROOM = 1024
    }
}
