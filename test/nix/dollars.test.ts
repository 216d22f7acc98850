import { afterAll, expect, test } from "@jest/globals";
import { RealNix } from "./support/evaluate.js";
import { describeWith } from "./support/tools.js";
import { convertedWell, nix, problemsIn } from "./support/values.js";

const nixProgram = new RealNix();
afterAll(() => {
  nixProgram.remove();
});

const zomg = "${zomg}";
const python = "x = ''\nprint('${x}')\n";
const name = "${dirty}${rootName}";

/*
 * `${`, `''` and `$` as people get them wrong who generate Nix or write shell scripts in it; where
 * they told of it is said behind each.
 */
describeWith("nix-instantiate")("a dollar sign means what Nix says", () => {
  test.each([
    // What stands for Nix's own escapes.
    ['`\\${` in "…"', nix`"cd \$\{HOME}"`, "cd ${HOME}"],
    ["`''${` in ''…''", nix`''cd ''\${HOME}''`, "cd ${HOME}"],
    ["`''${…:-…}` (nix-community/nixd#641)", nix`''echo ''\${1:-x}''`, "echo ${1:-x}"],
    ["`''$` (haskell-nix/hnix#59)", nix`''PATH=''$PWD:$PATH''`, "PATH=$PWD:$PATH"],
    ['`$${` in "…" (NixOS/nix#1126)', nix`"$\${x}"`, "$${x}"],
    ["`$${` in ''…''", nix`''$\${x}''`, "$${x}"],
    ['`\\$${` in "…" (NixOS/nix#1126)', nix`let x = "y"; in "\$\${x}"`, "$y"],
    ["`''\\'''${` (NixOS/nix#1416)", nix`''echo ''\'''\${x}' ''`, "echo '${x}' "],
    ["a text with it (NixOS/nix#1416)", nix`''echo '${zomg}' ''`, "echo '${zomg}' "],
    ["a text in an interpolation", nix`''echo '\${${zomg}}' ''`, "echo '${zomg}' "],
    // Values that other generators paste.
    ["quotes of Python (b-rodrigues/tlang#485)", nix`''${python}''`, python],
    [
      "a value with it (arnarg/nixidy#93)",
      nix`{ d = ${"The `${image_root}`"}; }.d`,
      "The `${image_root}`",
    ],
    ["a name with it (uncenter/json-to-nix#4)", nix`{ ${name} = ${name}; }`, { [name]: name }],
    ["the end of a ''…'' string (dhall-lang/dhall-haskell#63)", nix`''${"''"}${"${"}''`, "''${"],
    [
      "what JSON does not escape (cloudandheat/json2nix)",
      nix`[ ${"\u2028${a}\\n\t"} ]`,
      ["\u2028${a}\\n\t"],
    ],
    [
      "a name that is no word (zimbatm/nix-experiments)",
      nix`{ ${"a.b c"} = { ${"1"} = ${-1}; }; }`,
      { "a.b c": { "1": -1 } },
    ],
    // A dollar sign and a value.
    ['a dollar sign in "…"', nix`"\$${5} $$${6}"`, "$5 $$6"],
    ["a dollar sign in ''…''", nix`''''$${5} $$${6} ''`, "$5 $$6 "],
    ["a backslash", nix`"\\${"a"}" + ''\\${"b"}''`, "\\a\\\\b"],
  ])("%s", (_what, fragment, value) => {
    expect(nixProgram.evaluateAll([convertedWell(fragment)])).toEqual([value]);
  });

  test.each([
    ["a value pasted behind `''`", nix`''echo ''${"HOME"}''`],
    ["a value pasted behind `$`", nix`''echo $${"HOME"}''`],
    ["parts pasted together (garnix-io/garn)", nix`pkgs.${"a"}-${"b"}`],
  ])("or is a problem: %s", (_what, fragment) => {
    expect(problemsIn(fragment).map(([code]) => code)).toEqual(["NP308"]);
  });
});
