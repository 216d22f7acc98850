import type { NixFailure } from "../../../../src/nix/errors/failure.js";

/** What is read of a mistake, from whatever version and format. */
export interface Expectation {
  readonly failures: readonly Partial<NixFailure>[];
  /**
   * The innermost place in the config, as "file:line:column", with `--show-trace`: of 2.8 and of
   * newer versions. Undefined where Nix tells none.
   */
  readonly places: readonly [old: string | undefined, recent: string | undefined];
}

/** By the name of the case. */
export const expectations: Readonly<Record<string, Expectation>> = {
  syntax: { failures: [{ kind: "syntax" }], places: ["main.nix:3:12", "main.nix:3:12"] },
  "syntax-in-import": { failures: [{ kind: "syntax" }], places: ["main.nix:2:3", "main.nix:2:3"] },
  "duplicate-attribute": {
    failures: [{ kind: "syntax" }],
    places: ["main.nix:4:3", "main.nix:4:3"],
  },
  "undefined-variable": {
    failures: [{ kind: "undefined-variable", name: "undefinedName" }],
    places: ["main.nix:2:17", "main.nix:2:17"],
  },
  "undefined-variable-stdin": {
    failures: [{ kind: "undefined-variable", name: "b" }],
    places: [undefined, undefined],
  },
  "missing-attribute": {
    failures: [{ kind: "missing-attribute", name: "ngnix", suggestions: ["nginx"] }],
    places: ["main.nix:5:26", "main.nix:5:26"],
  },
  "missing-attribute-quoted": {
    failures: [{ kind: "missing-attribute", name: "b.d", suggestions: ["b.c"] }],
    places: ["main.nix:2:7", "main.nix:2:7"],
  },
  "missing-selection": {
    failures: [{ kind: "missing-attribute", name: "c", suggestions: ["b"] }],
    places: [undefined, undefined],
  },
  "type-add": { failures: [{ kind: "type-error" }], places: ["main.nix:2:11", "main.nix:2:11"] },
  "type-call": {
    failures: [{ kind: "type-error", expected: "a function" }],
    places: ["main.nix:5:7", "main.nix:5:7"],
  },
  "type-coerce": { failures: [{ kind: "type-error" }], places: ["main.nix:2:9", "main.nix:2:9"] },
  "type-builtin": {
    failures: [{ kind: "type-error", expected: "a list" }],
    places: ["main.nix:2:7", "main.nix:2:7"],
  },
  "type-select": {
    failures: [{ kind: "type-error", expected: "a set" }],
    places: ["main.nix:2:7", "main.nix:2:7"],
  },
  "missing-argument": {
    failures: [{ kind: "type-error", name: "b" }],
    places: ["main.nix:4:1", "main.nix:2:7"],
  },
  "unexpected-argument": {
    failures: [{ kind: "type-error", name: "nmae", suggestions: ["name"] }],
    places: ["main.nix:4:1", "main.nix:2:7"],
  },
  "infinite-recursion": {
    failures: [{ kind: "infinite-recursion" }],
    places: ["main.nix:2:7", "main.nix:2:7"],
  },
  "stack-overflow": {
    failures: [{ kind: "infinite-recursion" }],
    places: [undefined, "main.nix:2:14"],
  },
  throw: { failures: [{ kind: "throw" }], places: [undefined, "main.nix:2:7"] },
  "throw-in-function": {
    failures: [{ kind: "throw" }],
    places: ["main.nix:2:11", "main.nix:2:37"],
  },
  "throw-with-context": { failures: [{ kind: "throw" }], places: [undefined, "main.nix:2:110"] },
  "throw-looks-like-error": { failures: [{ kind: "throw" }], places: [undefined, "main.nix:2:7"] },
  abort: { failures: [{ kind: "abort" }], places: [undefined, "main.nix:2:7"] },
  assert: {
    failures: [{ kind: "failed-assertions", items: ["(1 == 2)"] }],
    places: ["main.nix:2:7", "main.nix:2:7"],
  },
  division: { failures: [{ kind: "other" }], places: ["main.nix:2:7", "main.nix:2:9"] },
  "missing-import": {
    failures: [{ kind: "missing-file", name: "/tmp/config/nope.nix" }],
    places: [undefined, "main.nix:2:16"],
  },
  "missing-read-file": {
    failures: [{ kind: "missing-file", name: "/tmp/config/nope.txt" }],
    places: [undefined, "main.nix:2:9"],
  },
  "missing-search-path": {
    failures: [{ kind: "missing-file", name: "nope" }],
    places: ["main.nix:2:17", "main.nix:2:17"],
  },
  "missing-main": {
    failures: [{ kind: "missing-file", name: "/tmp/config/nope.nix" }],
    places: [undefined, undefined],
  },
  restricted: {
    failures: [{ kind: "restricted" }],
    places: [undefined, undefined],
  },
  "function-as-json": {
    failures: [{ kind: "type-error" }],
    places: ["main.nix:2:9", "main.nix:2:9"],
  },
  "trace-and-throw": {
    failures: [{ kind: "throw" }, { kind: "warnings", items: ["old"] }],
    places: [undefined, "main.nix:1:56"],
  },
  warn: {
    failures: [{ kind: "throw" }, { kind: "warnings", items: ["this is old", "so is\nthis"] }],
    places: [undefined, "main.nix:3:7"],
  },
  "option-does-not-exist": {
    failures: [
      {
        kind: "option-does-not-exist",
        optionPath: ["containers", "web", "config", "services", "ngnix"],
        definitions: [{ file: "/tmp/config/web.nix", value: "{\n  enable = true;\n}" }],
        suggestions: ["nginx"],
      },
    ],
    places: [undefined, undefined],
  },
  "option-does-not-exist-value": {
    failures: [
      {
        kind: "option-does-not-exist",
        optionPath: ["containers", "web", "config", "servces"],
        definitions: [
          { file: "/tmp/config/web.nix", value: "{\n  list = [\n    1\n    2\n    3\n..." },
        ],
        suggestions: ["services", "system", "assertions"],
      },
    ],
    places: [undefined, undefined],
  },
  "option-does-not-exist-quoted": {
    failures: [
      {
        kind: "option-does-not-exist",
        optionPath: [
          "containers",
          "web",
          "config",
          "services",
          "nginx",
          "virtualHosts",
          "a.b",
          "prot",
        ],
        definitions: [{ file: "/tmp/config/web.nix", value: "80" }],
        suggestions: ["port", "root"],
      },
    ],
    places: [undefined, undefined],
  },
  "container-option-does-not-exist": {
    failures: [
      {
        kind: "option-does-not-exist",
        optionPath: ["containers", "web", "hostAdress"],
        definitions: [{ file: "/tmp/config/web.nix", value: '"10.0.0.1"' }],
        suggestions: ["hostAddress", "autoStart", "config"],
      },
    ],
    places: [undefined, undefined],
  },
  "two-definitions-of-a-missing-option": {
    failures: [
      {
        kind: "option-does-not-exist",
        optionPath: ["containers", "web", "config", "services", "apache"],
        definitions: [{ file: "/tmp/config/other.nix", value: "{\n  enable = false;\n}" }],
        suggestions: ["nginx"],
      },
    ],
    places: [undefined, undefined],
  },
  "option-wrong-type": {
    failures: [
      {
        kind: "option-wrong-type",
        optionPath: ["containers", "web", "config", "services", "nginx", "enable"],
        expected: "boolean",
        definitions: [{ file: "/tmp/config/web.nix", value: '"yes"' }],
      },
    ],
    places: [undefined, undefined],
  },
  "option-wrong-type-nested": {
    failures: [
      {
        kind: "option-wrong-type",
        optionPath: [
          "containers",
          "web",
          "config",
          "services",
          "nginx",
          "virtualHosts",
          "a.b",
          "port",
        ],
        expected: "16 bit unsigned integer; between 0 and 65535 (both inclusive)",
        definitions: [{ file: "/tmp/config/web.nix", value: '"http"' }],
      },
    ],
    places: [undefined, undefined],
  },
  "option-wrong-type-list": {
    failures: [
      {
        kind: "option-wrong-type",
        optionPath: [
          "containers",
          "web",
          "config",
          "networking",
          "ports",
          "[definition 1-entry 2]",
        ],
        expected: "16 bit unsigned integer; between 0 and 65535 (both inclusive)",
        definitions: [{ file: "/tmp/config/web.nix", value: '"x"' }],
      },
    ],
    places: [undefined, undefined],
  },
  "assertion-is-no-set": {
    failures: [{ kind: "type-error", expected: "a set" }],
    places: [undefined, undefined],
  },
  "option-wrong-type-enum": {
    failures: [
      {
        kind: "option-wrong-type",
        optionPath: ["containers", "web", "protocol"],
        expected: 'one of "tcp", "udp"',
        definitions: [{ file: "/tmp/config/web.nix", value: '"tpc"' }],
      },
    ],
    places: [undefined, undefined],
  },
  "option-wrong-type-long-value": {
    failures: [
      {
        kind: "option-wrong-type",
        optionPath: ["containers", "web", "hostAddress"],
        expected: "null or string",
        definitions: [
          { file: "/tmp/config/web.nix", value: "{\n  a = 1;\n  b = 2;\n  c = [\n    1\n..." },
        ],
      },
    ],
    places: [undefined, undefined],
  },
  "option-conflict": {
    failures: [
      {
        kind: "option-conflict",
        optionPath: ["containers", "web", "autoStart"],
        definitions: [
          { file: "/tmp/config/web.nix", value: "true" },
          { file: "/tmp/config/other.nix", value: "false" },
        ],
      },
    ],
    places: [undefined, undefined],
  },
  "option-conflict-unique": {
    failures: [
      {
        kind: "option-conflict",
        optionPath: ["containers", "web", "config", "networking", "hostName"],
        definitions: [
          { file: "/tmp/config/other.nix", value: '"b"' },
          { file: "/tmp/config/web.nix", value: '"a"' },
        ],
      },
    ],
    places: [undefined, undefined],
  },
  "option-read-only": {
    failures: [
      {
        kind: "option-conflict",
        optionPath: ["containers", "web", "config", "system", "token"],
        definitions: [
          { file: "/tmp/config/other.nix", value: "2" },
          { file: "/tmp/config/web.nix", value: "1" },
        ],
      },
    ],
    places: [undefined, undefined],
  },
  "option-used-but-not-defined": {
    failures: [
      {
        kind: "option-used-but-not-defined",
        optionPath: [
          "containers",
          "web",
          "config",
          "services",
          "nginx",
          "virtualHosts",
          "a.b",
          "port",
        ],
      },
    ],
    places: [undefined, undefined],
  },
  "failed-assertions": {
    failures: [
      {
        kind: "failed-assertions",
        items: ["The port 80 is taken.", "One is", "not two:\n  never."],
      },
    ],
    places: [undefined, undefined],
  },
  "module-argument-missing": {
    failures: [{ kind: "missing-attribute", name: "pkgs" }],
    places: [undefined, "web.nix:3:55"],
  },
  "module-undefined-variable": {
    failures: [{ kind: "undefined-variable", name: "undefinedName" }],
    places: ["web.nix:3:38", "web.nix:3:38"],
  },
  "module-missing-attribute": {
    failures: [{ kind: "missing-attribute", name: "hostname", suggestions: ["hostName"] }],
    places: ["web.nix:3:55", "web.nix:3:55"],
  },
  "module-infinite-recursion": {
    failures: [{ kind: "infinite-recursion" }],
    places: [undefined, "web.nix:3:58"],
  },
  "module-recursion-in-imports": {
    failures: [{ kind: "infinite-recursion" }],
    places: [undefined, undefined],
  },
  "module-missing-file": {
    failures: [{ kind: "missing-file", name: "/tmp/config/nope.nix" }],
    places: [undefined, undefined],
  },
  "module-syntax": { failures: [{ kind: "syntax" }], places: ["part.nix:3:1", "part.nix:3:1"] },
  "module-throw": { failures: [{ kind: "throw" }], places: [undefined, "web.nix:3:38"] },
  "module-not-a-module": { failures: [{ kind: "throw" }], places: [undefined, undefined] },
  "module-type-coerce": { failures: [{ kind: "type-error" }], places: ["web.nix:3:44", undefined] },
  "module-unsupported-attribute": { failures: [{ kind: "throw" }], places: [undefined, undefined] },
  "module-warnings-then-throw": {
    failures: [{ kind: "throw" }, { kind: "warnings", items: ["first"] }],
    places: [undefined, undefined],
  },
  "old-option-does-not-exist": {
    failures: [
      {
        kind: "option-does-not-exist",
        optionPath: ["containers", "web", "services", "ngnix"],
        definitions: [{ file: "<unknown-file>" }],
      },
    ],
    places: [undefined, undefined],
  },
  "old-container-option-does-not-exist": {
    failures: [
      {
        kind: "option-does-not-exist",
        optionPath: ["containers", "web", "hostAdress"],
        definitions: [{ file: "/tmp/config/web.nix" }],
      },
    ],
    places: [undefined, undefined],
  },
  "old-option-wrong-type": {
    failures: [
      {
        kind: "option-wrong-type",
        optionPath: ["containers", "web", "services", "nginx", "enable"],
        expected: "boolean",
        definitions: [{ file: "<unknown-file>" }],
      },
    ],
    places: [undefined, undefined],
  },
  "old-container-wrong-type": {
    failures: [
      {
        kind: "option-wrong-type",
        optionPath: ["containers", "web", "autoStart"],
        expected: "boolean",
        definitions: [{ file: "/tmp/config/web.nix" }],
      },
    ],
    places: [undefined, undefined],
  },
  "old-option-conflict": {
    failures: [
      {
        kind: "option-conflict",
        optionPath: ["containers", "web", "networking", "hostName"],
        definitions: [{ file: "<unknown-file>" }, { file: "<unknown-file>" }],
      },
    ],
    places: [undefined, undefined],
  },
  "old-option-conflict-flag": {
    failures: [
      {
        kind: "option-conflict",
        optionPath: ["containers", "web", "nix", "nrBuildUsers"],
        definitions: [{ file: "<unknown-file>" }, { file: "<unknown-file>" }],
      },
    ],
    places: [undefined, undefined],
  },
  "old-option-used-but-not-defined": {
    failures: [
      {
        kind: "option-used-but-not-defined",
        optionPath: [
          "containers",
          "web",
          "services",
          "nginx",
          "virtualHosts",
          "a",
          "listen",
          "[definition 1-entry 1]",
          "addr",
        ],
      },
    ],
    places: [undefined, undefined],
  },
  "old-failed-assertions": {
    failures: [
      {
        kind: "failed-assertions",
        items: ["UIDs and GIDs must be unique!", "The port 80 is taken."],
      },
      { kind: "warnings", items: ["This is old."] },
    ],
    places: [undefined, undefined],
  },
  "old-missing-package": {
    failures: [
      {
        kind: "missing-attribute",
        name: "crul",
        suggestions: ["ccl", "cgal", "cgui", "cl", "cmus"],
      },
    ],
    places: ["web.nix:3:36", "web.nix:3:36"],
  },
  "old-module-argument-missing": {
    failures: [{ kind: "missing-attribute", name: "inputs" }],
    places: [undefined, undefined],
  },
  "old-infinite-recursion": {
    failures: [{ kind: "infinite-recursion" }],
    places: [undefined, undefined],
  },
  "old-recursion-in-imports": {
    failures: [{ kind: "infinite-recursion" }],
    places: [undefined, undefined],
  },
  "feature-disabled": {
    failures: [{ kind: "feature-disabled", name: "nix-command" }],
    places: [undefined, undefined],
  },
  "feature-disabled-flakes": {
    failures: [{ kind: "feature-disabled", name: "flakes" }],
    places: [undefined, undefined],
  },
  "feature-disabled-builtin": {
    failures: [{ kind: "feature-disabled", name: "flakes" }],
    places: ["main.nix:2:7", "main.nix:2:7"],
  },
};
