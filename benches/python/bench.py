"""What a call of the Python package takes, beside one that decides nothing, and what opening takes: `bench.py DOCUMENTS`.

Processor time of the best of many short rounds, because the others are this machine's business.
"""

import datetime
import json
import sys
import time
from typing import Callable

from vestibule import Building, Target

ROUNDS = 50


def best(times: int, call: Callable[[], object]) -> float:
    """Microseconds of processor time that a call takes, in the quickest round."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(times):
            call()
        rounds.append((time.process_time() - start) / times)
    return min(rounds) * 1e6


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        documents = json.load(file)
    at = datetime.datetime.fromtimestamp(documents["at"] / 1000, datetime.timezone.utc)
    small = json.dumps(documents["small"])
    with Building.open(json.dumps(documents["five"])) as five, Building.open(small) as building:
        resident = documents["five"]["residents"][0]["id"]
        booking = documents["small"]["bookings"][0]["id"]
        target = Target.RESIDENT(id=resident)
        floor = best(500, five.other_visitor_shortcut)
        permit = best(500, lambda: building.permit(booking, at))
        match = best(500, lambda: five.match_bookings(target, at))
        names = best(100, lambda: building.search_names("mar", at))
    opening = best(3, lambda: Building.open(small).close())
    print(f"{'call':<52} {'takes':>10}   {'goal':<8} of the floor")
    for name, took, goal in [
        ("a call that decides nothing (the floor)", floor, ""),
        ("a permit's status and timer", permit, "15 us"),
        ("a guest's decision with five bookings", match, "15 us"),
        ("a name search among 300 residents", names, ""),
        ("opening a document of 300 residents and 300 bookings", opening, "10 ms"),
    ]:
        took_text = f"{took:.1f} us" if took < 1000 else f"{took / 1000:.1f} ms"
        print(f"{name:<52} {took_text:>10}   {goal:<8} {took / floor:.1f}")


if __name__ == "__main__":
    main()
