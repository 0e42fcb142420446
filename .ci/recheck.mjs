// Reads the list that regular_expressions.py prints and fails where a pattern may take more than linear time.
import { checkSync } from "recheck";
import { readFileSync } from "node:fs";

const patterns = JSON.parse(readFileSync(0, "utf-8"));
const allowed = new Set(JSON.parse(readFileSync(new URL("recheck-allowed.json", import.meta.url), "utf-8")).map((entry) => entry.pattern));
let failed = 0;
let unknown = 0;
for (const { module, pattern, javascript, flags } of patterns) {
  const result = checkSync(javascript, flags, { timeout: 10000, attackTimeout: 1000, incubationTimeout: 1000, logger: null });
  if (result.status === "vulnerable" && !allowed.has(pattern)) {
    failed += 1;
    console.log(`${module}: ${result.complexity.summary}: ${pattern.slice(0, 300)}`);
  } else if (result.status === "unknown") {
    unknown += 1;
    console.log(`${module}: not decided (${JSON.stringify(result.error)?.slice(0, 160)}): ${pattern.slice(0, 160)}`);
  }
}
console.log(`${patterns.length} regular expressions, ${failed} super-linear, ${unknown} not decided`);
process.exit(failed ? 1 : 0);
