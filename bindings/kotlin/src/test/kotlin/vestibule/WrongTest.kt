package vestibule

import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Method
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

/** What nobody should pass: a typed error, or an answer; never anything else. */
class WrongTest {
    private val texts =
        listOf("", "a", "\u0000", "\ud800", "a\udfffb", "lena", "n1", "é".repeat(70_000), "x".repeat(1 shl 20), "[".repeat(9_999))
    private val instants = listOf(
        AT, Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.ofEpochMilli(-1), Instant.parse("2199-12-31T23:59:59Z"),
        Instant.parse("2200-01-01T00:00:00Z"), Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000_000),
    )
    private val walls = listOf(
        LocalDateTime.MIN, LocalDateTime.MAX, LocalDateTime.parse("2026-05-15T09:00:30"),
        LocalDateTime.parse("2026-05-15T09:00"), LocalDateTime.parse("1969-12-31T23:59"),
    )

    /** Values of a type: whatever can be made of texts, instants and wall times. */
    private fun values(type: Class<*>): List<Any?> =
        when (type) {
            String::class.java -> texts
            Instant::class.java -> instants
            LocalDateTime::class.java -> walls
            Long::class.java -> listOf(0L, -1L, Long.MIN_VALUE)
            Tab::class.java -> Tab.entries
            CreatedBy::class.java -> CreatedBy.entries
            Vehicle::class.java -> texts.map { Vehicle(plate = it, region = it, color = it) }
            By::class.java -> texts.map { By.Staff(it) } + By.Guest
            Host::class.java -> texts.map { Host.Suite(it) } + Host.Visitor
            Who::class.java -> texts.map { Who.Invite(it) }
            Target::class.java -> texts.map { Target.Suite(it) }
            BookingRequest::class.java ->
                walls.map { BookingRequest("visitor", Holder.Manager("\ud800"), "a", it, it) }
            CheckIn::class.java ->
                instants.map { CheckIn("c", it, By.Guest) } + texts.map { CheckIn(it, AT, By.Guest, it, Host.Visitor) }
            else -> throw IllegalArgumentException("no values of $type")
        }

    private fun ask(building: Building, call: Method, given: Array<Any?>) {
        try {
            assertTrue("${call.invoke(building, *given)}".length < 1 shl 21)
        } catch (error: InvocationTargetException) {
            val refused = error.cause as? VestibuleException.Refused ?: throw error
            assertNotEquals(ErrorCode.INTERNAL, refused.code)
        }
    }

    @Test
    fun `every call answers or refuses whatever is put in any of its places`() {
        // A call with a ULong has a name that says so: `freeCode-…`.
        val questions = BuildingInterface::class.java.methods.filter { it.name.first().isLowerCase() }
        assertEquals(27, questions.size)
        Building.open(SAMPLE).use { building ->
            for (call in questions) {
                val usual = call.parameterTypes.map { values(it).first() }
                for (place in usual.indices) {
                    for (wrong in values(call.parameterTypes[place])) {
                        ask(building, call, usual.toTypedArray().also { it[place] = wrong })
                    }
                }
            }
        }
    }

    @Test
    fun `a document that is none is refused where it is wrong`() {
        assertEquals(ErrorCode.MALFORMED to "", refused { Building.open("") })
        assertEquals(ErrorCode.MALFORMED to "", refused { Building.open("[".repeat(1 shl 20)) })
        assertEquals(ErrorCode.MALFORMED to "", refused { Building.open(SAMPLE.dropLast(1)) })
        assertEquals(ErrorCode.UNKNOWN_FIELD to "colour", refused { Building.open(SAMPLE.replaceFirst("{", "{\"colour\": 1,")) })
        val moon = SAMPLE.replace("America/Vancouver", "Moon/Sea")
        assertEquals(ErrorCode.MALFORMED to "building.zone", refused { Building.open(moon) })
        val stranger = SAMPLE.replace("\"holder\": {\"resident\": \"lena\"}", "\"holder\": {\"resident\": \"x\"}")
        assertEquals(ErrorCode.UNKNOWN, refused { Building.open(stranger) }.first)
    }

    @Test
    fun `zone rules that are none are refused`() {
        val document = SAMPLE.replace("America/Vancouver", "Etc/UTC")
        val utc = utc()
        for (tzif in listOf(ByteArray(0), utc.copyOf(utc.size - 9), ByteArray(100_000) { 7 }, ByteArray(44))) {
            val zone = ZoneData("Etc/UTC", "", tzif)
            assertEquals(ErrorCode.MALFORMED to "zoneData", refused { Building.open(document, zone) })
        }
        assertEquals(ErrorCode.MALFORMED, refused { Building.open(document, ZoneData("", "", utc)) }.first)
    }

    @Test
    fun `what is refused says where`() = Building.open(SAMPLE).use { building ->
        assertEquals(ErrorCode.UNKNOWN to "booking", refused { building.permit("x", AT) })
        val late = Instant.parse("2200-01-01T00:00:00Z")
        assertEquals(ErrorCode.MALFORMED to "at", refused { building.permit("n1", late) })
        assertEquals(ErrorCode.MALFORMED to "at", refused { building.permit("n1", Instant.MAX) })
        val seconds = LocalDateTime.parse("2026-05-15T09:00:30")
        val invite = { building.requestInvite("lena", CreatedBy.STAFF, seconds) }
        assertEquals(ErrorCode.MALFORMED to "startsAt", refused(invite))
        assertEquals(ErrorCode.MALFORMED to "checkIn", refused { building.record(CheckIn("c", AT, By.Guest)) })
    }

    @Test
    fun `an error names nobody`() {
        val document = SAMPLE.replace("\"suite\": \"a\",", "\"suite\": \"Quimby\",").replace("RT5 80K", "QMB 777")
        for (wrong in listOf(document, SAMPLE.replace("\"active\"", "\"Quimby\""), SAMPLE.replace("Ida\"", "Quimby"))) {
            val error = runCatching { Building.open(wrong) }.exceptionOrNull() as VestibuleException.Refused
            assertFalse("Quimby" in error.toString() || "QMB" in error.toString(), "$error")
        }
    }

    @Test
    fun `half of a surrogate pair is read as what stands for no letter`() = Building.open(SAMPLE).use { building ->
        assertEquals(NameSearch.TooShort, building.searchNames("\ud800", AT))
        assertEquals(building.searchNames("le\ufffdna", AT), building.searchNames("le\ud800na", AT))
        Building.open(SAMPLE.replace("Harbour View", "Harbour \udc00")).use {
            assertTrue("Harbour \ufffd" in it.document())
        }
    }

    @Test
    fun `a closed building is refused`() {
        val building = Building.open(SAMPLE)
        building.close()
        building.close()
        assertEquals(ErrorCode.CLOSED to "", refused { building.searchSuites("12") })
        assertEquals(ErrorCode.CLOSED to "", refused { building.document() })
    }
}
