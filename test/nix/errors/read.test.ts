import { describe, expect, test } from "@jest/globals";
import { readNixFailure, readNixWarnings } from "../../../src/nix/errors/read.js";
import { processorTime } from "../../support/processor-time.js";

const kinds = (stderr: string) => readNixFailure(stderr).map(({ kind }) => kind);

describe("readNixFailure", () => {
  test("nothing printed is no failure", () => {
    expect(readNixFailure("")).toEqual([]);
    expect(readNixFailure("\n")).toEqual([]);
  });

  test("what it cannot read is still told", () => {
    const [failure] = readNixFailure("what is\nthis?\n");
    expect(failure).toMatchObject({ kind: "other", message: "this?", raw: "what is\nthis?" });
  });

  test("several errors stay apart, and in order", () => {
    const failures = readNixFailure(
      "error: undefined variable 'a'\nbuilding '/nix/store/x.drv'...\nerror: attribute 'b' missing\n",
    );
    expect(failures.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("Nix's own warnings, ignored errors and activities are no failures", () => {
    const noise = [
      "warning: Git tree '/tmp/config' is dirty",
      "warning: error: unable to download 'https://example.org': Timeout (28); retrying in 1 ms",
      "error (ignored): error: SQLite database '/nix/var/nix/db/db.sqlite' is busy",
      "copying path '/nix/store/x' from 'https://example.org'...",
    ].join("\n");
    expect(kinds(`${noise}\nerror: undefined variable 'a'\n${noise}\n`)).toEqual([
      "undefined-variable",
    ]);
    expect(readNixWarnings(noise)).toEqual([]);
  });

  test("colours make no difference", () => {
    const [failure] = readNixFailure(
      "\x1b[31;1merror:\x1b[0m undefined variable '\x1b[35;1mb\x1b[0m'\n       \x1b[34;1mat \x1b[35;1m/tmp/config/a.nix:1:19\x1b[0m:\n            1| let a = 1; in a + b\n             |                   \x1b[31;1m^\x1b[0m\n",
    );
    expect(failure).toMatchObject({
      kind: "undefined-variable",
      name: "b",
      positions: [{ file: "/tmp/config/a.nix", line: 1, column: 19, what: "error" }],
    });
  });

  test("columns count characters where the line is known, by Nix or by the caller", () => {
    const place = "error: undefined variable 'b'\n       at /tmp/config/a.nix:2:12:\n";
    const text = '{\n  é = "é"; b = b; }\n';
    expect(readNixFailure(place)[0]?.positions[0]?.column).toBe(12);
    expect(readNixFailure(place, { textOf: () => undefined })[0]?.positions[0]?.column).toBe(12);
    expect(readNixFailure(place, { textOf: () => text })[0]?.positions[0]?.column).toBe(10);
    const shown = `${place}            1| {\n            2|   é = "é"; b = b; }\n             |            ^\n`;
    expect(readNixFailure(shown)[0]?.positions[0]?.column).toBe(10);
  });

  test("a line of JSON that is none is a message", () => {
    expect(kinds("@nix {broken\nerror: undefined variable 'a'\n")).toEqual(["undefined-variable"]);
  });

  test("in JSON, nothing in a message is taken for a place or a trace", () => {
    const words = "no\n\n       at /etc/x.nix:1:2:\n\n       … while sleeping\nDid you mean yes?";
    const shown = words.split("\n").join("\n       ");
    const line = { action: "msg", level: 0, msg: `error: ${shown}`, raw_msg: words };
    const [failure] = readNixFailure(`@nix ${JSON.stringify(line)}\n`);
    expect(failure).toMatchObject({ kind: "throw", message: words, positions: [] });
    expect(failure?.suggestions).toBeUndefined();
  });
});

test("odd texts take no longer than others", () => {
  const blanks = " ".repeat(100_000);
  const json = { action: "msg", msg: `error: a${blanks}b`, raw_msg: `a${blanks}b` };
  const texts = [
    `error: a${"\n".repeat(200_000)}b`,
    `error: a${"\n       ".repeat(50_000)}b`,
    `@nix ${JSON.stringify(json)}`,
    `error: The option \`${"a.".repeat(50_000)}' is${"`".repeat(50_000)}`,
    `trace: warning: a${"\nb".repeat(100_000)}`,
  ];
  const taken = processorTime(() => {
    for (const text of texts) readNixFailure(text);
  });
  // Seconds for each where the time grows with the square.
  expect(taken).toBeLessThan(5000);
});

describe("readNixWarnings", () => {
  test("of all versions of nixpkgs, with all their lines", () => {
    const stderr = [
      "trace: \x1b[1;31mwarning: of 2018\x1b[0m",
      "trace: warning: of 2023",
      "on two lines",
      "trace: evaluation warning: of 2024",
      "trace: something else",
      "warning: of Nix",
      "evaluation warning: of 2026",
      "                    on two lines",
      "this derivation will be built:",
      "  /nix/store/x.drv",
    ].join("\n");
    expect(readNixWarnings(stderr)[0]?.items).toEqual([
      "of 2018",
      "of 2023\non two lines",
      "of 2024",
      "of 2026\non two lines",
    ]);
  });

  test("come after the errors", () => {
    expect(kinds("trace: warning: old\nerror: undefined variable 'a'\n")).toEqual([
      "undefined-variable",
      "warnings",
    ]);
  });
});
