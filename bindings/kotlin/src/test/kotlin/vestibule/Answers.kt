package vestibule

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import java.time.temporal.ChronoUnit

/** An object of the conformance format. */
internal fun json(vararg members: Pair<String, Any?>): JsonObject =
    JsonObject().apply { members.forEach { (key, value) -> add(key, element(value)) } }

private fun element(value: Any?): JsonElement =
    when (value) {
        null -> JsonNull.INSTANCE
        is JsonElement -> value
        is String -> JsonPrimitive(value)
        is Boolean -> JsonPrimitive(value)
        is UInt -> JsonPrimitive(value.toLong())
        is Long -> JsonPrimitive(value)
        is Enum<*> -> JsonPrimitive(word(value))
        // Both are written as in a document: an instant in whole seconds, a wall time in minutes.
        is Instant -> JsonPrimitive(value.truncatedTo(ChronoUnit.SECONDS).toString())
        is LocalDate, is LocalDateTime -> JsonPrimitive(value.toString())
        is List<*> -> JsonArray().apply { value.forEach { add(element(it)) } }
        else -> throw IllegalArgumentException("not of the format: ${value.javaClass}")
    }

/** A word of the conformance format: `walkIn` for `WALK_IN`. */
internal fun word(of: Enum<*>): String =
    of.name.lowercase().split('_').reduce { word, part -> word + part.replaceFirstChar { it.uppercase() } }

/** The word of a variant: `tooShort` for `TooShort`. */
private fun variant(of: Any): String = of.javaClass.simpleName.replaceFirstChar { it.lowercase() }

private fun JsonObject.with(vararg more: Pair<String, Any?>): JsonObject =
    apply { more.forEach { (key, value) -> add(key, element(value)) } }

internal fun NameSearch.json(): JsonObject =
    when (this) {
        is NameSearch.Found ->
            json("status" to "ok", "hits" to hits.map { json("name" to it.name, "code" to it.code) }, "more" to more)
        NameSearch.TooShort -> json("status" to "tooShort")
    }

internal fun Dialled.json(): JsonObject = if (found) json("found" to true, "name" to name) else json("found" to false)

internal fun RequestAnswer.json(): JsonObject =
    when (this) {
        RequestAnswer.Approved -> json("approval" to "approved")
        RequestAnswer.Pending -> json("approval" to "pending")
        is RequestAnswer.Violations -> json("violations" to violations.map { it.json() })
    }

private fun BookingViolation.json(): JsonObject {
    val code = json("code" to variant(this))
    return when (this) {
        BookingViolation.AmenityDisabled,
        BookingViolation.HolderNotLivingHere,
        BookingViolation.StartInPast,
        BookingViolation.OutsideHours -> code
        is BookingViolation.TooShort -> code.with("minMinutes" to minMinutes)
        is BookingViolation.TooLong -> code.with("maxMinutes" to maxMinutes)
        is BookingViolation.TooFarAhead -> code.with("maxAdvanceDays" to maxAdvanceDays)
        is BookingViolation.Blackout -> code.with("from" to from, "to" to to)
        is BookingViolation.MissingField -> code.with("field" to field)
        is BookingViolation.VehicleAlreadyBooked -> code.with("booking" to booking)
        is BookingViolation.CapacityFull -> code.with("at" to at)
        is BookingViolation.QuotaExceeded -> code.with("used" to used, "limit" to limit, "frees" to frees)
        is BookingViolation.TooManyConsecutiveDays -> code.with("days" to days, "limit" to limit)
    }
}

internal fun ApproveAnswer.json(): JsonObject =
    json((if (this == ApproveAnswer.APPROVED) "approval" else "refused") to this)

internal fun Match.json(): JsonObject =
    when (this) {
        is Match.Options -> json("answer" to "options", "options" to options.map { it.json() }, "walkIn" to walkIn)
        is Match.AlreadyCheckedIn ->
            json("answer" to "alreadyCheckedIn", "nextCheckIn" to nextCheckIn, "walkIn" to walkIn)
        is Match.NoBooking -> json("answer" to "noBooking", "contact" to contact)
        is Match.WalkIn -> json("answer" to "walkIn", "fields" to fields)
    }

private fun BookingOption.json(): JsonObject = json(
    "booking" to booking,
    "from" to from,
    "through" to through,
    "vehicle" to vehicle.json(),
    "missing" to missing,
    "similar" to similar,
)

private fun Vehicle.json(): JsonObject {
    val fields =
        listOf("plate" to plate, "region" to region, "make" to make, "model" to model, "color" to color)
    return json(*fields.filter { it.second != null }.toTypedArray())
}

internal fun CheckInAnswer.json(): JsonObject =
    when (this) {
        is CheckInAnswer.CheckedIn ->
            json("checkedIn" to json("booking" to booking, "at" to at, "through" to through))
        is CheckInAnswer.Refused -> refusal.json()
    }

internal fun WalkInAnswer.json(): JsonObject =
    when (this) {
        is WalkInAnswer.CheckedIn -> json("checkedIn" to json("at" to at))
        is WalkInAnswer.Refused -> refusal.json()
    }

private fun Refusal.json(): JsonObject {
    val code = json("refused" to variant(this))
    return when (this) {
        is Refusal.AlreadyCheckedIn -> code.with("at" to at)
        is Refusal.MissingField -> code.with("missing" to missing)
        Refusal.UnknownBooking,
        Refusal.NotApproved,
        Refusal.Ended,
        Refusal.HolderNotLivingHere,
        Refusal.NotToday,
        Refusal.BookingRequired -> code
    }
}

internal fun Permit?.json(): JsonObject {
    if (this == null) return json("status" to null)
    val checkIn = checkedIn?.let { json("state" to "checkedIn", "at" to it) } ?: json("state" to "notCheckedIn")
    return json(
        "status" to status,
        "timer" to json("kind" to timer.kind, "seconds" to timer.seconds),
        "checkIn" to checkIn,
        "recheckDue" to recheckDue,
        "tab" to tab,
        "actions" to actions,
    )
}

internal fun BoardRow.json(): JsonObject =
    when (this) {
        is BoardRow.Booking -> json("booking" to id)
        is BoardRow.WalkIn -> json("checkIn" to id)
    }

internal fun PlateCheck.json(): JsonObject {
    val check = json("answer" to answer, "bookings" to bookings)
    return if (similar.isEmpty()) check else check.with("similar" to similar)
}

internal fun InviteAnswer.json(): JsonObject =
    when (this) {
        InviteAnswer.Allowed -> json("allowed" to true)
        is InviteAnswer.Denied -> json("denied" to denial)
    }

internal fun Entry.json(): JsonObject =
    when (this) {
        Entry.Granted -> json("granted" to true)
        is Entry.Denied -> denial.json()
    }

private fun Denial.json(): JsonObject {
    val code = json("denied" to variant(this))
    return when (this) {
        is Denial.BeforeMoveIn -> code.with("opensAt" to opensAt)
        is Denial.Upcoming -> code.with("opensAt" to opensAt)
        Denial.MovedOut, Denial.Revoked, Denial.Stopped, Denial.Expired, Denial.NoGrant -> code
    }
}
