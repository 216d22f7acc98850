import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { readNixFailure } from "../../../src/nix/errors/read.js";
import { problemOfFailure } from "../../../src/nix/errors/to-problem.js";
import { fixtures } from "./support/fixtures.js";

function problem(name: string) {
  const [failure] = readNixFailure(readFileSync(`${fixtures}2.34/${name}.plain.txt`, "utf8"));
  return failure === undefined ? undefined : problemOfFailure(failure);
}

test.each([
  [
    "option-does-not-exist",
    "NP504",
    "The option `containers.web.config.services.ngnix' does not exist",
    "did you mean `nginx`?",
  ],
  [
    "option-wrong-type-enum",
    "NP504",
    'A definition for option `containers.web.protocol\' is not of type `one of "tcp", "udp"\'',
    'it takes: one of "tcp", "udp"',
  ],
  [
    "option-conflict",
    "NP504",
    "The option `containers.web.autoStart' has conflicting definition values",
    undefined,
  ],
  [
    "option-read-only",
    "NP504",
    "The option `containers.web.config.system.token' is read-only, but it's set multiple times",
    undefined,
  ],
  ["missing-attribute", "NP504", "attribute 'ngnix' missing", "did you mean `nginx`?"],
  ["throw", "NP504", "the port is taken\nby `web'", undefined],
  [
    "feature-disabled",
    "NP506",
    "Nix does not allow its experimental feature `nix-command`",
    "add it to the settings of Nix: extra-experimental-features = nix-command",
  ],
])("%s", (name, code, message, hint) => {
  const shown = problem(name);
  expect({ code: shown?.code, message: shown?.message, hint: shown?.hint }).toEqual({
    code,
    message,
    hint,
  });
});

test("has the place in the file, and all that Nix said", () => {
  expect(problem("missing-attribute")).toMatchObject({
    severity: "error",
    place: { file: "/tmp/config/main.nix", start: { line: 5, column: 26 } },
  });
  expect(problem("missing-attribute")?.details).toContain(
    "… while evaluating attribute 'packages'",
  );
  expect(problem("missing-main")?.place).toBeUndefined();
});
