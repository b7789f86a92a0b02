package vestibule

import com.google.gson.JsonObject

/** Asks a building a call of the conformance format, and answers as that format has it. */
internal fun Building.ask(call: JsonObject, at: Instant): JsonObject =
    when (val op = call.text("op")) {
        "searchNames" -> searchNames(call.text("query"), at).json()
        "searchSuites" -> json("hits" to searchSuites(call.text("query")).map { it.number })
        "dialCode" -> dialCode(call.text("code"), at).json()
        "validateResident" -> {
            val found = validateResident(call["resident"].toString(), at)
            json("violations" to found.map { json("path" to it.path, "code" to it.code) })
        }
        "staffSearch" -> json("residents" to staffSearch(call.text("query"), at))
        "requestBooking" -> requestBooking(bookingRequest(call.getAsJsonObject("request")), at).json()
        "approve" -> approve(call.text("booking"), at).json()
        "matchBookings" -> matchBookings(target(call.getAsJsonObject("target")), at).json()
        "matchPlate" -> matchPlate(call.text("plate"), call.textOrNull("region"), at).json()
        "checkIn" -> checkIn(call.text("booking"), vehicle(call.getAsJsonObject("vehicle")), by(call), at).json()
        "walkIn" -> walkIn(host(call.getAsJsonObject("host")), vehicle(call.getAsJsonObject("vehicle")), at).json()
        "permit" -> permit(call.text("booking"), at).json()
        "board" -> json("rows" to board(Tab.valueOf(call.text("tab").uppercase()), at).map { it.json() })
        "searchPermits" -> json("bookings" to searchPermits(call.text("query"), at))
        "checkPlate" -> checkPlate(call.text("plate"), call.textOrNull("region"), at).json()
        "callManagement" ->
            callManagement(at)?.let { json("visible" to true, "contact" to it.id) } ?: json("visible" to false)
        "otherVisitorShortcut" -> json("available" to otherVisitorShortcut())
        "inviteStatus" -> json("status" to word(inviteStatus(call.text("invite"), at)))
        "requestInvite" -> {
            val by = CreatedBy.valueOf(call.text("by").uppercase())
            requestInvite(call.text("resident"), by, LocalDateTime.parse(call.text("startsAt"))).json()
        }
        "enter" -> enter(who(call.getAsJsonObject("who")), call.text("door"), at).json()
        "enterCode" -> json("granted" to enterCode(call.text("code"), call.text("door"), at))
        "doors" -> json("doors" to doors(call.text("resident"), at))
        else -> throw IllegalArgumentException("no such call: $op")
    }

internal fun JsonObject.text(key: String): String = get(key).asString

private fun JsonObject.textOrNull(key: String): String? = get(key)?.asString

/** The one key of `{ "resident": id }`, and its value. */
private fun JsonObject.only(): Pair<String, String> = entrySet().single().let { (key, value) -> key to value.asString }

private fun unknown(key: String): Nothing = throw IllegalArgumentException("no such key: $key")

private fun target(keys: JsonObject): Target {
    val (key, id) = keys.only()
    return when (key) {
        "resident" -> Target.Resident(id)
        "suite" -> Target.Suite(id)
        else -> unknown(key)
    }
}

private fun host(keys: JsonObject): Host {
    val (key, id) = keys.only()
    return when (key) {
        "resident" -> Host.Resident(id)
        "suite" -> Host.Suite(id)
        "visitor" -> Host.Visitor
        else -> unknown(key)
    }
}

private fun who(keys: JsonObject): Who {
    val (key, id) = keys.only()
    return when (key) {
        "resident" -> Who.Resident(id)
        "invite" -> Who.Invite(id)
        else -> unknown(key)
    }
}

private fun holder(keys: JsonObject): Holder {
    val (key, id) = keys.only()
    return when (key) {
        "resident" -> Holder.Resident(id)
        "manager" -> Holder.Manager(id)
        else -> unknown(key)
    }
}

private fun by(call: JsonObject): By {
    val by = call["by"]
    return if (by.isJsonObject) By.Staff(by.asJsonObject.text("staff")) else By.Guest
}

private fun vehicle(keys: JsonObject?): Vehicle {
    keys?.keySet()?.forEach { if (it !in setOf("plate", "region", "make", "model", "color")) unknown(it) }
    val field = { key: String -> keys?.textOrNull(key) }
    return Vehicle(field("plate"), field("region"), field("make"), field("model"), field("color"))
}

private fun bookingRequest(request: JsonObject) = BookingRequest(
    amenity = request.text("amenity"),
    holder = holder(request.getAsJsonObject("holder")),
    suite = request.text("suite"),
    start = LocalDateTime.parse(request.text("start")),
    end = LocalDateTime.parse(request.text("end")),
    vehicle = vehicle(request.getAsJsonObject("vehicle")),
    space = request.textOrNull("space"),
    guestName = request.textOrNull("guestName"),
)
