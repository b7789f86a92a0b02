// Answers, out of the module's memory: a list of numbers and one text, as `wasm/src/nodes.rs` has them.
const nothing = new Uint8Array();
// A browser's decoder may fail after 2 GB.
const MOST_DECODED = 1 << 30;
const plain = [null, false, true];
// Texts that never change, by the number that they are in an answer.
const words = new Map();

let memory;
let bytes = nothing;
let numbers;
let decoder;
let decoded = MOST_DECODED;

let place;
let text;
let start;

/** From now on answers are in this memory. */
export function readFrom(other) {
  memory = other;
  bytes = nothing;
}

/** The answer at an address; `refuse` makes an error to throw. */
export function answerAt(address, refuse) {
  // It grows now and then, into a buffer of another name.
  if (bytes.buffer !== memory.buffer) {
    bytes = new Uint8Array(memory.buffer);
    numbers = new Int32Array(memory.buffer);
  }
  place = address >>> 2;
  text = textAt(numbers[place] >>> 0, numbers[place + 1]);
  start = 0;
  place += 2;
  const answer = value();
  if (answer === undefined) throw refuse(value(), value(), value());
  return answer;
}

function textAt(at, length) {
  if (length === 0) return '';
  decoded += length;
  if (decoded > MOST_DECODED) {
    decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    decoded = length;
  }
  return decoder.decode(bytes.subarray(at, at + length));
}

/** What comes next; nothing at the end of a list or an object, and before an error. */
function value() {
  const node = numbers[place];
  const rest = node >>> 3;
  place += 1;
  switch (node & 7) {
    case 1: {
      const from = start;
      start += rest;
      return text.substring(from, start);
    }
    case 2: {
      const list = [];
      for (let item = value(); item !== undefined; item = value()) list.push(item);
      return list;
    }
    case 3: {
      const object = {};
      for (let key = value(); key !== undefined; key = value()) object[key] = value();
      return object;
    }
    case 4:
      place += 2;
      return (numbers[place - 2] >>> 0) + numbers[place - 1] * 2 ** 32;
    case 5:
      return rest < 3 ? plain[rest] : rest - 3;
    case 7:
      return words.get(node) ?? word(node);
    default:
      return undefined;
  }
}

function word(node) {
  const [at, length] = [node >>> 9, (node >>> 3) & 63];
  const read = textAt(at, length);
  words.set(node, read);
  return read;
}
