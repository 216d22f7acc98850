import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readEnvironmentFile } from "../../src/conf/environment-file.js";
import { environmentFileText } from "../../src/conf/environment-file-text.js";
import { ProblemError } from "../../src/problems/problem.js";
import { SystemdReader, systemdReads } from "../host/support/systemd-reader.js";

/** What a value may be: any text without control characters, but for the tab. */
const value = fc
  .string({
    unit: fc.oneof(fc.constantFrom('"', "'", "\\", "`", "$", " ", "\t", "=", "#"), fc.string()),
  })

  .filter((text) => !/[\0-\x08\x0a-\x1f\x7f]/.test(text));
const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,9}$/);
const comment = fc.string().filter((text) => !text.endsWith("\\"));

const nobody = { words: "" };
const write = (A: string): string =>
  environmentFileText(
    { assignments: [{ key: "A", value: A }], comments: [] },
    { words: "container `web`" },
  );

describe("writing a file of variables", () => {
  test("reading gives back what was written", () => {
    const file = fc.record({
      assignments: fc.array(fc.record({ key, value })),
      comments: fc.array(comment),
    });
    fc.assert(
      fc.property(file, (written) => {
        expect(readEnvironmentFile(environmentFileText(written, nobody))).toEqual(written);
      }),
    );
  });

  (systemdReads ? test : test.skip)("systemd reads what was written", () => {
    const systemd = new SystemdReader();
    fc.assert(
      fc.property(
        // `$` is replaced in environment.d, though not in an EnvironmentFile.
        value.filter((text) => text !== "" && !text.includes("$")),
        comment,
        (A, above) => {
          const file = { assignments: [{ key: "A", value: A }], comments: [above] };
          expect(systemd.read(environmentFileText(file, nobody))).toEqual({ A });
        },
      ),
      { numRuns: 60 },
    );
  });

  test("writes plain values as nixpkgs does", () => {
    expect(write("10.231.136.1/24")).toBe("A=10.231.136.1/24\n");
    expect(write("tcp:80:8080,udp:53:53")).toBe("A=tcp:80:8080,udp:53:53\n");
    expect(write("")).toBe("A=\n");
    expect(write(" --bind=/a:/b")).toBe('A=" --bind=/a:/b"\n');
    expect(write('$a`b"\\')).toBe('A="\\$a\\`b\\"\\\\"\n');
  });

  test.each(["\0", "a\nb", "a\r", "\u0007", "\u007f", "\ud800"])("refuses %j", (text) => {
    const attempt = (): string => write(text);
    expect(attempt).toThrow(ProblemError);
    expect(attempt).toThrow(/^NP702: container `web`: A has /);
  });

  test("a comment is one line", () => {
    for (const text of ["a\nb", "a\\", "\0"]) {
      expect(() => environmentFileText({ assignments: [], comments: [text] }, nobody)).toThrow(
        TypeError,
      );
    }
  });
});
