// The console's session: inputs in, effects and a screen out.
import * as bindgen from './bindgen.js';
import { ask, hold, instant, malformed, numberOf, record, release } from './engine.js';

const number = (session) => numberOf(session, bindgen.end, 'session');
const buildingNumber = (building) => numberOf(building, bindgen.close, 'building');

export class ConsoleSession {
  constructor(token, started) {
    if (token !== hold) throw malformed('', 'use ConsoleSession.start');
    hold(this, started, bindgen.end);
  }

  static start(building, setup, at) {
    const of = buildingNumber(building);
    return new ConsoleSession(hold, ask(bindgen.start, of, record(setup, 'setup'), instant(at)));
  }

  free() {
    release(this);
  }

  handle(input, at) {
    return ask(bindgen.handle, number(this), record(input, 'input'), instant(at));
  }

  screen() {
    return ask(bindgen.screen, number(this));
  }

  nextDeadline() {
    return ask(bindgen.next_deadline, number(this));
  }

  mayUpdate() {
    return ask(bindgen.may_update, number(this));
  }

  update(building) {
    ask(bindgen.update, number(this), buildingNumber(building));
  }
}

if (Symbol.dispose) ConsoleSession.prototype[Symbol.dispose] = ConsoleSession.prototype.free;
