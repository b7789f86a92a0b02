// The console's session: inputs in, effects and a screen out.
import { ask, hold, instant, malformed, numberOf, record, release } from './engine.js';

const number = (session) => numberOf(session, 'end', 'session');
const buildingNumber = (building) => numberOf(building, 'close', 'building');

export class ConsoleSession {
  constructor(token, started) {
    if (token !== hold) throw malformed('', 'use ConsoleSession.start');
    hold(this, started, 'end');
  }

  static start(building, setup, at) {
    const of = buildingNumber(building);
    return new ConsoleSession(hold, ask('start', of, record(setup, 'setup'), instant(at)));
  }

  free() {
    release(this);
  }

  handle(input, at) {
    return ask('handle', number(this), record(input, 'input'), instant(at));
  }

  screen() {
    return ask('screen', number(this));
  }

  nextDeadline() {
    return ask('next_deadline', number(this));
  }

  mayUpdate() {
    return ask('may_update', number(this));
  }

  update(building) {
    ask('update', number(this), buildingNumber(building));
  }
}

if (Symbol.dispose) ConsoleSession.prototype[Symbol.dispose] = ConsoleSession.prototype.free;
