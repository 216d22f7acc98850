import { expect, test } from "@jest/globals";
import { runAllSteps, runSteps, type Step } from "../../../src/host/act/steps.js";
import { ProblemError } from "../../../src/problems/problem.js";

const refusal = new ProblemError([{ code: "NP711", severity: "error", message: "it is full" }]);

/** Steps by name, of which some fail. */
const stepsOf = (
  names: readonly string[],
  failing: readonly string[],
  error: Error = refusal,
): Step[] =>
  names.map((name) => ({
    name,
    run: () => (failing.includes(name) ? Promise.reject(error) : undefined),
  }));

test("steps are run up to the first that fails", async () => {
  const done: string[] = [];
  const onStep = (name: string) => done.push(name);
  await expect(runSteps(stepsOf(["a", "b", "c"], ["b"]), onStep)).rejects.toBe(refusal);
  expect(done).toEqual(["a"]);
  await runSteps(stepsOf(["x", "y"], []), onStep);
  expect(done).toEqual(["a", "x", "y"]);
});

test("all steps are run, and what failed is told", async () => {
  const done: string[] = [];
  const problems = await runAllSteps(stepsOf(["a", "b", "c", "d"], ["a", "c"]), (name) =>
    done.push(name),
  );
  expect(done).toEqual(["b", "d"]);
  expect(problems).toEqual([...refusal.problems, ...refusal.problems]);
  const mistake = new TypeError("oh");
  await expect(runAllSteps(stepsOf(["a", "b"], ["a"], mistake))).rejects.toBe(mistake);
});
