// Reads the list that regular_expressions.py prints and fails where a pattern may take more than linear time.
// Each pattern is checked in a process of its own: the checker has no end of its own for some.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const LIMIT = 20_000; // milliseconds for one pattern
const self = fileURLToPath(import.meta.url);

if (process.argv[2] === "one") {
  const { checkSync } = await import("recheck");
  const [source, flags] = JSON.parse(process.argv[3]);
  const result = checkSync(source, flags, { timeout: LIMIT - 5000, logger: null });
  console.log(JSON.stringify({ status: result.status, complexity: result.complexity?.summary, error: result.error?.kind }));
  process.exit(0);
}

const patterns = JSON.parse(readFileSync(0, "utf-8"));
const allowed = new Set(JSON.parse(readFileSync(new URL("recheck-allowed.json", import.meta.url), "utf-8")).map((entry) => entry.pattern));
const counts = { safe: 0, vulnerable: 0, undecided: 0, allowed: 0 };

const check = ({ javascript, flags }) =>
  new Promise((resolve) => {
    execFile(process.execPath, [self, "one", JSON.stringify([javascript, flags])], { timeout: LIMIT, killSignal: "SIGKILL" }, (error, stdout) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        resolve({ status: "unknown", error: error?.killed ? "timeout" : "crash" });
      }
    });
  });

const queue = [...patterns];
const work = async () => {
  for (let entry = queue.shift(); entry; entry = queue.shift()) {
    const result = await check(entry);
    const known = allowed.has(entry.pattern);
    if (known) counts.allowed += 1;
    else if (result.status === "vulnerable") counts.vulnerable += 1;
    else if (result.status === "safe") counts.safe += 1;
    else counts.undecided += 1;
    if (!known && result.status !== "safe")
      console.log(`${entry.module}: ${result.complexity ?? `not decided (${result.error})`}: ${entry.pattern.slice(0, 200)}`);
  }
};
await Promise.all([work(), work()]);
console.log(`regular expressions: ${JSON.stringify(counts)}`);
process.exit(counts.vulnerable ? 1 : 0);
