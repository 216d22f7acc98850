import { describe, expect, test } from "@jest/globals";
import { code, error, warning } from "../../src/problems/code.js";
import type { ProblemCode } from "../../src/problems/problem-code.generated.js";

const NP402 = code("NP402", {
  title: "File in the way",
  cause: "A file has the name of a generated one.",
  cure: "Move it away.",
  says: {
    inTheWay: ({ path }: { path: string }) => error(`\`${path}\` is in the way`, "move it away"),
    odd: ({ path }: { path: string }) => warning(`\`${path}\` is odd`),
    whole: () => error("all of it is in the way"),
    guessed: ({ guess }: { guess?: string }) =>
      error("no such file", guess === undefined ? undefined : `did you mean ${guess}?`),
  },
});
const place = { file: "/a/b.nix", start: { line: 1, column: 1 } };

describe("a form of a code", () => {
  test("makes a problem of what it is given, with its code and severity", () => {
    expect(NP402.inTheWay({ path: "b.nix" })).toStrictEqual({
      code: "NP402",
      severity: "error",
      message: "`b.nix` is in the way",
      hint: "move it away",
    });
  });

  test("that gives no hint makes a problem without one", () => {
    const problem = { code: "NP402", severity: "warning", message: "`b` is odd" };
    expect(NP402.odd({ path: "b" })).toStrictEqual(problem);
    expect(NP402.guessed({})).not.toHaveProperty("hint");
    expect(NP402.guessed({ guess: "c.nix" }).hint).toBe("did you mean c.nix?");
  });

  test("takes the place after what it says", () => {
    expect(NP402.inTheWay({ path: "b.nix" }, { place, path: ["web"] })).toStrictEqual({
      ...NP402.inTheWay({ path: "b.nix" }),
      place,
      path: ["web"],
    });
  });

  test("that says the same every time takes the place alone", () => {
    expect(NP402.whole()).toStrictEqual({
      code: "NP402",
      severity: "error",
      message: "all of it is in the way",
    });
    expect(NP402.whole({ place })).toStrictEqual({ ...NP402.whole(), place });
  });

  test("leaves out what is undefined", () => {
    expect(NP402.whole({ place: undefined, details: undefined })).toStrictEqual(NP402.whole());
  });
});

test("a code has what explains it", () => {
  expect(NP402.id).toBe("NP402");
  expect(NP402.explanation).toStrictEqual({
    title: "File in the way",
    cause: "A file has the name of a generated one.",
    cure: "Move it away.",
  });
});

test("what is no code, or is not what a form takes, is a mistake of types", () => {
  // @ts-expect-error: none of the table
  const none: ProblemCode = "NP999";
  // @ts-expect-error: nor is this
  code("NP998", { title: none, cause: "", cure: "" });
  // @ts-expect-error: a path is a text
  expect(NP402.inTheWay({ path: 1 }).message).toBe("`1` is in the way");
});
