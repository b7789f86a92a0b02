// A runner of tests as small as these need: each is a function, and the last line counts.
const tests = [];

export const test = (name, run) => tests.push([name, run]);

export async function runAll() {
  let failed = 0;
  for (const [name, run] of tests) {
    try {
      await run();
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}: ${error.stack}`);
    }
  }
  console.log(`${tests.length - failed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed ? 1 : 0;
}
