package vestibule

import com.google.gson.JsonParser
import java.time.temporal.ChronoUnit
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** The library as its user uses it. */
class UseTest {
    private fun <R> asked(question: Building.() -> R): R = Building.open(SAMPLE).use { it.question() }

    @Test
    fun `a guest arrives`() = asked {
        val found = assertIs<NameSearch.Found>(searchNames("len", AT))
        assertEquals(listOf(NameHit("Lena", "5501")), found.hits)
        assertEquals(listOf(SuiteHit("a", "1208")), searchSuites("12"))
        assertEquals(Dialled(true, "Lena"), dialCode("5501", AT))
        val option = assertIs<Match.Options>(matchBookings(Target.Resident("lena"), AT)).options.single()
        assertEquals(LocalDate.parse("2026-05-14"), option.from)
        assertEquals(LocalDate.parse("2026-05-16"), option.through)
        assertEquals("•••80K", option.vehicle.plate)
        assertIs<Match.NoBooking>(matchPlate("RT5 80J", "CA-BC", AT))
        val answer = checkIn(option.booking, Vehicle(), By.Guest, AT)
        assertEquals(CheckInAnswer.CheckedIn("n1", AT, LocalDate.parse("2026-05-16")), answer)
        val checkIn = CheckIn("c1", AT, By.Guest, booking = "n1")
        assertEquals(Recorded.Added(false, null), record(checkIn))
        assertEquals(Recorded.Known, record(checkIn))
        assertEquals(AT, permit("n1", AT)?.checkedIn)
        val kept = JsonParser.parseString(document()).asJsonObject.getAsJsonArray("checkIns")
        assertEquals("2026-05-14T22:30:00Z", kept.single().asJsonObject.text("at"))
    }

    @Test
    fun `a permit counts down`() = asked {
        val permit = assertNotNull(permit("n1", AT))
        assertEquals(PermitStatus.ACTIVE, permit.status)
        assertEquals(PermitTimer(PermitTimerKind.REMAINING, 153_000), permit.timer)
        assertEquals(Tab.TODAY, permit.tab)
        assertNull(permit.checkedIn)
        assertEquals(listOf<BoardRow>(BoardRow.Booking("n1")), board(Tab.TODAY, AT))
        assertEquals(listOf("n1"), searchPermits("RT5", AT))
        assertEquals(PlateCheck(PlateAnswer.PERMITTED, listOf("n1"), emptyList()), checkPlate("rt580k", null, AT))
        assertEquals(PermitStatus.EXPIRED, permit("n1", AT.plus(2, ChronoUnit.DAYS))?.status)
        assertEquals(ApproveAnswer.ALREADY_APPROVED, approve("n1", AT))
    }

    @Test
    fun `a resident books, and a visitor walks in`() = asked {
        val start = LocalDateTime.parse("2026-05-20T10:00")
        val request = BookingRequest("visitor", Holder.Resident("lena"), "a", start, start.plusHours(2))
        val answer = assertIs<RequestAnswer.Violations>(requestBooking(request, AT))
        assertEquals(listOf<BookingViolation>(BookingViolation.MissingField(VehicleField.PLATE)), answer.violations)
        assertEquals(RequestAnswer.Approved, requestBooking(request.copy(vehicle = Vehicle(plate = "GST 1")), AT))
        val late = requestBooking(request.copy(start = start.minusDays(9), end = start.minusDays(8)), AT)
        assertTrue(BookingViolation.StartInPast in assertIs<RequestAnswer.Violations>(late).violations)
        assertIs<WalkInAnswer.Refused>(walkIn(Host.Suite("a"), Vehicle(plate = "GST 1"), AT))
        assertEquals("StartInPast", BookingViolation.StartInPast.toString())
    }

    @Test
    fun `doors open, and invites are made`() = asked {
        assertEquals(listOf("lobby"), doors("lena", AT))
        assertEquals(Entry.Granted, enter(Who.Invite("g1"), "lobby", AT))
        assertTrue(enterCode("482913", "lobby", AT))
        assertFalse(enterCode("482914", "lobby", AT))
        assertEquals(InviteStatus.ACTIVE, inviteStatus("g1", AT))
        val early = AT.minus(2, ChronoUnit.DAYS)
        val denial = assertIs<Denial.Upcoming>(assertIs<Entry.Denied>(enter(Who.Invite("g1"), "lobby", early)).denial)
        assertEquals(Instant.parse("2026-05-14T16:00:00Z"), denial.opensAt)
        val starts = LocalDateTime.parse("2026-05-15T09:00")
        assertEquals(InviteAnswer.Allowed, requestInvite("lena", CreatedBy.RESIDENT, starts))
        assertEquals(6, newEntryCode(7UL, AT).length)
    }

    @Test
    fun `staff look after residents`() = asked {
        assertEquals(listOf("lena"), staffSearch("5501", AT))
        assertNotEquals("5501", freeCode(ULong.MAX_VALUE, AT))
        val found = validateResident("{}", AT)
        assertTrue(ProfileViolation("firstName", "required") in found, "$found")
        assertNull(callManagement(AT))
        assertFalse(otherVisitorShortcut())
    }

    @Test
    fun `rules of the zone come along, or are given`() {
        val document = SAMPLE.replace("America/Vancouver", "Etc/UTC")
        Building.open(document).use { assertEquals("Etc/UTC", it.zone().name) }
        val given = ZoneData("Etc/UTC", "of the test", utc())
        Building.open(document, given).use { assertEquals(Zone("Etc/UTC", "of the test"), it.zone()) }
    }

    @Test
    fun `instants are cut to milliseconds`() = asked {
        val finer = AT.plusNanos(1_999_999)
        val answer = assertIs<CheckInAnswer.CheckedIn>(checkIn("n1", Vehicle(), By.Staff("desk"), finer))
        assertEquals(AT.plusMillis(1), answer.at)
    }
}

/** Zone rules that say nothing but UTC, as TZif of the first version. */
internal fun utc(): ByteArray {
    val counts = listOf(0, 0, 0, 0, 1, 4).flatMap { listOf<Byte>(0, 0, 0, it.toByte()) }.toByteArray()
    return "TZif".toByteArray() + ByteArray(16) + counts + ByteArray(6) + "UTC\u0000".toByteArray()
}
