import { describe, expect, test } from "@jest/globals";
import { text } from "../../src/index.js";
import {
  converted,
  fileAt,
  nix,
  nixFromRaw,
  printed,
  problemsIn,
  reference,
} from "./support/values.js";

test.each([
  ["${@}", nix`''\${@}''`],
  ["${*}", nix`"\${*}"`],
  [
    "${#arr[@]}",
    nix`''
    echo \${#arr[@]}
  ''`,
  ],
  ["${arr[@]}", nix`"a \${arr[@]} b"`],
  ["${1:-x}", nix`"\${1:-x}"`],
  ["${file%.*}", nix`"\${file%.*}"`],
  ["${file##*/}", nix`''\${file##*/}''`],
  ["${name^^}", nix`"\${name^^}"`],
  ["${#}", nix`{ a = "\${pkgs.curl} \${#}"; }`],
])("%s of the shell is no Nix, and the hint says how it is written", (shell, template) => {
  const { problems } = converted(template);
  expect(problems.map(({ code, hint }) => [code, hint])).toEqual([
    ["NP308", `for the text, put it in as a value: \`\${"${shell}"}\``],
  ]);
});

describe("the language of a string stays before it", () => {
  const script = "set -e\necho\n";
  test.each([
    [
      "a value",
      nix`{ script = /* bash */ ${script}; }`,
      "{\n  script = /* bash */ ''\n    set -e\n    echo\n  '';\n}",
    ],
    [
      "on the line before",
      nix`{ script = /* bash */
      ${script}; }`,
      "{\n  script = /* bash */ ''\n    set -e\n    echo\n  '';\n}",
    ],
    ["an argument", nix`f /* bash */ ${script}`, "f /* bash */ ''\n  set -e\n  echo\n''"],
    [
      "a text",
      nix`{ a = /* sh */ ${text`a ${nix`1`}\nb`}; }`,
      "{\n  a = /* sh */ ''\n    a ${1}\n    b'';\n}",
    ],
    ["an item", nix`[ 1 /* js */ ${"x"} ]`, '[\n  1\n  /* js */ "x"\n]'],
    ["no string", nix`[ 1 /* one */ ${2} ]`, "[\n  1 # one\n  2\n]"],
    ["another expression", nix`{ a = /* bash */ ${nix`b`}; }`, "{\n  # bash\n  a = b;\n}"],
  ])("%s", (_what, template, expected) => {
    expect(printed(template)).toBe(expected);
  });
});

describe("an error is shown at its place in the template", () => {
  test.each([
    ["at the start", nix`)`, "expected an expression, found `)`", "1:1"],
    ["after an escaped interpolation", nix`"\${a}" )`, "expected the end, found `)`", "1:9"],
    ["on another line", nix`{\n}`, "`\\` means nothing here", "1:2"],
    ["after a value", nix`[ ${1} ; ]`, "expected `]`, found `;`", "2:2"],
    ["at a value", nix`{ a ${1} }`, "expected `=`, found a value from TypeScript", "1:5"],
    ["at the end", nix`[ ${1}`, "expected `]`, found the end", "2:1"],
    ["an open string", nix`f "a ${"b"}`, 'this string has no closing `"`', "1:3"],
    ["an open interpolation", nix`"\${a"`, 'this string has no closing `"`', "1:6"],
    ["a name defined twice", nix`{ a.b = 1; ${"a"} = 2; }`, "`a` is defined twice", "1:12"],
    [
      "a character Nix cannot hold",
      nixFromRaw(["# \0"], []),
      "there is a NUL character, which no Nix string can hold",
      "1:3",
    ],
  ])("%s", (_where, fragment, message, place) => {
    expect(problemsIn(fragment)).toEqual([["NP308", `this is no Nix: ${message}`, place]]);
  });

  test("that of a template in a template, in its own", () => {
    expect(problemsIn(nix`[ ${nix`1 2 )`} ${NaN} ]`)).toEqual([
      ["NP308", "this is no Nix: expected the end, found `)`", "1:5"],
      ["NP302", "this is `NaN`, which Nix does not know", "2:2"],
    ]);
  });
});

describe("paths are those of files beside the config", () => {
  test.each([
    [nix`./web.nix`, "/project/web.nix"],
    [nix`import ../lib/a.nix { }`, "import /lib/a.nix { }"],
    [nix`a/b`, "/project/a/b"],
    [nix`/etc/x`, "/etc/x"],
    [nix`~/x`, "~/x"],
    [nix`<nixpkgs>`, "<nixpkgs>"],
    [nix`./a/b-\${c}.nix`, '/project/a + "/b-${c}.nix"'],
    [nix`[ ${fileAt("./my file")} ]`, '[ (/project + "/my file") ]'],
  ])("%#", (fragment, text) => {
    expect(printed(fragment)).toBe(text);
  });
});

describe("comments of what is put in move to the nearest place for them", () => {
  test("in a set, a string and a call", () => {
    const why = nixFromRaw(["# why\n1"], []);
    expect(printed(nix`{ a = [ ${why} ]; }`)).toBe("{\n  a = [\n    # why\n    1\n  ];\n}");
    expect(printed(nix`{ a = "${why}"; }`)).toBe('{\n  # why\n  a = "${1}";\n}');
    expect(printed({ a: reference("f", [why]) })).toBe("{\n  # why\n  a = f 1;\n}");
  });
});

test("what statix asks for is written that way", () => {
  expect(printed(nix`{ a = a; b = c.b; d = (e.f).g; h = (i); }`)).toBe(
    "{\n  inherit a;\n  inherit (c) b;\n  d = e.f.g;\n  h = i;\n}",
  );
});
