import { readFileSync } from "node:fs";

// Prints `N passed, N failed` from the report of the test runner, and exits as the run should.
const [path = "", code = "1"] = process.argv.slice(2);
const counts = count(read(path));
// A type error, a lint error or a failed installation stops the run without a failing test.
if (Number(code) !== 0 && counts.failed === 0) counts.failed = 1;
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? Number(code) || 1 : 0;

function count(report) {
  const tests = report.testResults.flatMap((file) => {
    // A file that could not be loaded has no tests, and has failed.
    const hasNone = file.status === "failed" && file.assertionResults.length === 0;
    return hasNone ? ["failed"] : file.assertionResults.map(({ status }) => status);
  });
  const passed = tests.filter((status) => status === "passed").length;
  const failed = tests.filter((status) => status === "failed").length;
  return { passed, failed, skipped: tests.length - passed - failed };
}

/** Without a report, because the runner was not reached, nothing has passed. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { testResults: [] };
  }
}
