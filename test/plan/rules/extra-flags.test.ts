import { describe, expect, test } from "@jest/globals";
import { targetNames } from "../../../src/authoring/target-names.js";
import { nix } from "../../../src/index.js";
import { checkRules } from "../../../src/plan/rules.js";
import type { Containers } from "../../../src/plan/rules/rule.js";

describe.each(targetNames)("flags for %s", (target) => {
  const codes = (...extraFlags: unknown[]) =>
    checkRules({ web: { path: "/x", autoStart: true, extraFlags } } as Containers, target).map(
      ({ code, severity, path }) => `${code} ${severity} ${String(path?.at(-1))}`,
    );

  test.each([
    [["--bind", "/a:/b"]],
    [["--bind", "/a:/b:idmap", "--quiet", "--setenv=A=b"]],
    [["-E", "A=b", "-U"]],
    [["--bind=/a", "--newer-flag", "value"]],
    [[nix`x`, "value"]],
    [["--setenv=A='b'", "--setenv=RE=\\d+", "--bind=/a\\:b"]],
  ])("are fine: row %#", (flags) => {
    expect(codes(...flags)).toEqual([]);
  });

  test.each([
    ["--bind /srv/a:/srv/b"],
    ["--bind  /a:/b --bind-ro /c"],
    ["-E A=b"],
    ["--quiet\t--boot"],
    [" --quiet"],
  ])("%j is told to be several", (flag) => {
    expect(codes("--quiet", flag)).toEqual(["NP207 warning 1"]);
  });

  test.each(["", " ", " \t "])("%j is lost", (flag) => {
    expect(codes("--quiet", flag, "--boot")).toEqual(["NP225 warning 1"]);
  });

  test.each([
    ["--setenv=A=b c"],
    ["--quiet yes"],
    ["value"],
    ["--bind /a /b"],
    ["--private-users 65536"],
  ])("%j ends in a program to run", (flag) => {
    expect(codes(flag)).toEqual(["NP207 error 0"]);
  });

  test("a value of its own after a flag that takes none is a program to run", () => {
    expect(codes("--quiet", "yes")).toEqual(["NP207 error 1"]);
    expect(codes("--bind=/a", "/b", "more")).toEqual(["NP207 error 1"]);
  });
});

test("what breaks nixpkgs' conf file is refused there, and passed on as it is elsewhere", () => {
  for (const flag of ['--setenv=A={"b":1}', "--setenv=A=\\$b", "--a=\\"]) {
    const problems = (target: "containers" | "units") =>
      checkRules({ web: { path: "/x", autoStart: true, extraFlags: [flag] } }, target);
    expect(problems("containers").map(({ code }) => code)).toEqual(["NP207"]);
    expect(problems("units")).toEqual([]);
  }
});
