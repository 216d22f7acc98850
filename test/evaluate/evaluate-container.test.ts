import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { CheckRequest } from "../../src/evaluate/check-request.js";
import { evaluateContainer, type CheckOutcome } from "../../src/evaluate/evaluate-container.js";
import { folderWith } from "../support/program.js";

const { env } = process;
let folder = "";

/** A nix-instantiate that notes its arguments and then runs `script`. */
function withNix(script: string): void {
  const stub = join(folder, "bin/nix-instantiate");
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(
    stub,
    `#!/bin/sh\ncase "$1" in --version) echo "nix-instantiate (Nix) 2.8.0"; exit;; esac\necho "$@" | tr "\\n" " " >>${folder}/calls; echo >>${folder}/calls\n${script}\n`,
  );
  chmodSync(stub, 0o755);
}

const success = `echo '{"assertions":[],"warnings":[],"toplevel":"/nix/store/x.drv","systemPath":"/nix/store/x","options":{}}'`;
const calls = (): string[] =>
  existsSync(join(folder, "calls"))
    ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n")
    : [];

beforeEach(() => {
  folder = folderWith({ "tree/web.nix": "{ imports = [ ../a.nix ]; }", "a.nix": "{ }" });
  process.env = {
    ...env,
    XDG_CACHE_HOME: join(folder, "cache"),
    PATH: `${join(folder, "bin")}${delimiter}${env.PATH ?? ""}`,
  };
});
afterEach(() => {
  process.env = env;
});

const web = (): CheckRequest => ({
  name: "web",
  module: join(folder, "tree/web.nix"),
  option: "containers",
  hasConfig: true,
  quick: false,
});

function evaluateWeb(nixpkgsIdentity: string | undefined = "/nix/store/n"): Promise<CheckOutcome> {
  return evaluateContainer(web(), {
    context: {
      nixVersion: "2.8.0",
      system: "x86_64-linux",
      nixpkgs: "/nix/store/n",
      nixpkgsIdentity,
    },
    showTrace: false,
  });
}

describe("evaluateContainer", () => {
  test("starts no Nix for what is known", async () => {
    withNix(success);
    expect(await evaluateWeb()).toMatchObject({ kind: "evaluated", remembered: false });
    expect(await evaluateWeb()).toMatchObject({
      remembered: true,
      evaluation: { toplevel: "/nix/store/x.drv" },
    });
    expect(calls()).toHaveLength(1);
    writeFileSync(join(folder, "a.nix"), "{ a = 1; }");
    expect(await evaluateWeb()).toMatchObject({ remembered: false });
    expect(calls()).toHaveLength(2);
  });

  test("lets Nix read only what the result is remembered by", async () => {
    withNix(success);
    await evaluateWeb();
    const [call = ""] = calls();
    expect(call).toContain("--option restrict-eval true");
    expect(call).toContain(`=${folder}/a.nix`);
    expect(call).toContain(`=${folder}/tree/web.nix`);
  });

  test("runs again without bounds where Nix must read more, and forgets the result", async () => {
    withNix(
      `case "$*" in *restrict-eval*) echo "error: access to absolute path '/etc/x' is forbidden in restricted mode" >&2; exit 1;; esac\n${success}`,
    );
    expect(await evaluateWeb()).toMatchObject({ kind: "evaluated", remembered: false });
    expect(await evaluateWeb()).toMatchObject({ remembered: false });
    expect(calls()).toHaveLength(4);
  });

  test("remembers nothing of a nixpkgs that can change", async () => {
    withNix(success);
    const none = undefined;
    await evaluateContainer(web(), {
      context: {
        nixVersion: "2.8.0",
        system: "x86_64-linux",
        nixpkgs: "/n",
        nixpkgsIdentity: none,
      },
      showTrace: false,
    });
    expect(existsSync(join(folder, "cache"))).toBe(false);
    expect(calls()[0]).not.toContain("restrict-eval");
  });

  test("remembers nothing that was edited while it was evaluated", async () => {
    withNix(`echo '{ b = 2; }' >${folder}/a.nix\n${success}`);
    expect(await evaluateWeb()).toMatchObject({ remembered: false });
    // Had it been kept under the old content, going back to that would find it.
    writeFileSync(join(folder, "a.nix"), "{ }");
    expect(await evaluateWeb()).toMatchObject({ remembered: false });
  });

  test("remembers no failure", async () => {
    withNix(`echo "error: no" >&2; exit 1`);
    expect(await evaluateWeb()).toMatchObject({ kind: "failed" });
    expect(await evaluateWeb()).toMatchObject({ kind: "failed" });
    expect(calls()).toHaveLength(2);
  });

  test("does not believe a broken or foreign memory", async () => {
    withNix(success);
    await evaluateWeb();
    const place = join(folder, "cache/nixpawn/evaluations");
    const [name = ""] = readdirSync(place);
    const whole = readFileSync(join(place, name), "utf8");
    for (const text of ["", "{", whole.slice(0, -9), whole.replace(/"key":"./, '"key":"-'), "[]"]) {
      writeFileSync(join(place, name), text);
      expect({ text, outcome: await evaluateWeb() }).toMatchObject({
        text,
        outcome: { remembered: false },
      });
    }
  });

  test("works where nothing can be remembered", async () => {
    withNix(success);
    process.env.XDG_CACHE_HOME = "/dev/null/x";
    expect(await evaluateWeb()).toMatchObject({ kind: "evaluated", remembered: false });
  });
});
