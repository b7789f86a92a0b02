"""Answers conformance vectors: a case on each line of the input, an answer on each line of the output."""

import json
import sys

from answers import answer

if __name__ == "__main__":
    for line in sys.stdin.buffer:
        case = json.loads(line)
        answered = answer(json.dumps(case["document"]), case["now"], case["call"])
        print(json.dumps(answered))
