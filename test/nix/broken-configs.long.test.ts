import { basename } from "node:path";
import { expect, test } from "@jest/globals";
import { folderWith, marked, nixpawn, type ShownProblem } from "../support/program.js";
import { describeWithPath } from "./support/tools.js";

/**
 * Configs that nixpawn itself accepts and that NixOS refuses: each with one mistake, between the
 * marks, where the problem must be shown.
 */
interface Broken {
  readonly code: string;
  /** What the message must say. */
  readonly says: RegExp;
  readonly hint?: RegExp;
  /** Which word of the template is named differs between versions of Nix. */
  readonly anywhereWithin?: true;
  /** The container's `config`; or whole files. */
  readonly config: string | Readonly<Record<string, string>>;
}

const state = 'system: { stateVersion: "18.03" }';

const broken: Readonly<Record<string, Broken>> = {
  "a typo in a nested option": {
    code: "NP601",
    says: /services\.ngnix.* does not exist/,
    hint: /`nginx`/,
    config: `{ services: { «ngnix»: { enable: true } }, ${state} }`,
  },
  "a value where options go on": {
    code: "NP612",
    says: /value is a Boolean while a set was expected|attribute[- ]set/,
    config: `{ services: { nginx: { enable: true }, openssh: «true» }, ${state} }`,
  },
  "a text for a service, in a list of modules": {
    code: "NP612",
    says: /value is a string while a set was expected|attribute[- ]set/,
    config: `[{ services: { nginx: { enable: true } } }, { imports: [() => ({ services: { openssh: «"on"» } })], ${state} }]`,
  },
  "a typo deep in a set of named things": {
    code: "NP601",
    says: /forceSLL/,
    hint: /`forceSSL`/,
    config: `{
      services: { nginx: { enable: true, virtualHosts: { "a.example": { «forceSLL»: true } } } },
      ${state} }`,
  },
  "a typo in a module after one with a package": {
    code: "NP601",
    says: /services\.ngnix.* does not exist/,
    hint: /`nginx`/,
    config: `[{ ${state} }, { environment: { systemPackages: [pkgs.curl] } }, { services: { «ngnix»: { enable: true } } }]`,
  },
  "a typo in an import after one with a template": {
    code: "NP601",
    says: /services\.ngnix.* does not exist/,
    config: `{ imports: [{ users: { motd: nix\`"a"\` } }, { services: { «ngnix»: { enable: true } } }], ${state} }`,
  },
  "a typo beside a package and a file in a lib.mkMerge": {
    code: "NP601",
    says: /services\.ngnix.* does not exist/,
    config: {
      "containers.ts": `export default defineContainers({ web: { autoStart: true, config: lib.mkMerge([
        { environment: { systemPackages: [pkgs.curl], etc: { x: { source: file("./x") } } } },
        { services: { «ngnix»: { enable: true } }, ${state} }]) } });`,
      x: "",
    },
  },
  "a value of another type": {
    code: "NP602",
    says: /services\.openssh\.enable/,
    config: `{ services: { openssh: { enable: «"yes"» } }, ${state} }`,
  },
  "a wrong item in a list": {
    code: "NP602",
    says: /networking\.firewall\.allowedTCPPorts/,
    config: `{ networking: { firewall: { allowedTCPPorts: [80, «"http"»] } }, ${state} }`,
  },
  "a failed assertion": {
    code: "NP603",
    says: /must/,
    config: `[{ ${state} }, { assertions: [{ assertion: false, message: "it must not be" }] }]`,
  },
  "a warning": {
    code: "NP604",
    says: /take care/,
    config: `[{ ${state} }, { warnings: ["take care"] }]`,
  },
  "a package that there is not": {
    code: "NP605",
    says: /hellooo/,
    config: `{ environment: { systemPackages: [«pkgs.hellooo»] }, ${state} }`,
  },
  "an attribute missing in a nix template": {
    code: "NP605",
    says: /curlyy/,
    config: `{ environment: { etc: { x: { text: nix\`
        let base = pkgs.writeText "x" "y"; in
        "\\\${pkgs.«curlyy»}/bin \\\${base}"\` } } }, ${state} }`,
  },
  "an undefined variable in a nix template": {
    code: "NP606",
    says: /nowhere/,
    config: `{ users: { motd: nix\`"a" + «nowhere»\` }, ${state} }`,
  },
  "an infinite recursion": {
    code: "NP607",
    says: /recursion/,
    anywhereWithin: true,
    config: `{ networking: { «hostName: nix\`config.networking.domain\`, domain: nix\`config.networking.hostName\`» }, ${state} }`,
  },
  "two definitions of one value": {
    code: "NP609",
    says: /networking\.domain/,
    config: `[{ networking: { domain: «"a.example"» }, ${state} }, { networking: { domain: "b.example" } }]`,
  },
  "a mistake in a file that is imported": {
    code: "NP606",
    says: /undefinedThing/,
    config: {
      "containers.ts": `export default defineContainers({ web: { autoStart: true, config: [{ ${state} }, file("./web.nix")] } });`,
      "web.nix": `{ ... }:\n{\n  users.motd = «undefinedThing»;\n}\n`,
    },
  },
  "a syntax error in a file that is imported": {
    code: "NP611",
    says: /syntax error/,
    config: {
      "containers.ts": `export default defineContainers({ web: { autoStart: true, config: [{ ${state} }, file("./web.nix")] } });`,
      "web.nix": `{\n  users.motd = «;»\n}\n`,
    },
  },
  "an import of a file that is missing": {
    code: "NP608",
    says: /gone\.nix/,
    config: {
      "containers.ts": `export default defineContainers({ web: { autoStart: true, config: [{ ${state} }, file("./web.nix")] } });`,
      "web.nix": `{\n  imports = [ «./gone.nix» ];\n}\n`,
    },
  },
  "a function given what it does not take": {
    code: "NP612",
    says: /string|coerce|list/,
    config: `{ users: { motd: «nix\`"a" + [ 1 ]\`» }, ${state} }`,
  },
  "a throw": {
    code: "NP612",
    says: /not like this/,
    config: `{ users: { motd: «nix\`throw "not like this"\`» }, ${state} }`,
  },
  "a mistake in a function": {
    code: "NP601",
    says: /ngnix/,
    config: `({ pkgs }) => ({ services: { «ngnix»: { package: pkgs.nginx } }, ${state} })`,
  },
};

const opening = 'import { defineContainers, file, lib, nix, pkgs } from "nixpawn";\n';

function filesOf({ config }: Broken): Readonly<Record<string, string>> {
  const files =
    typeof config === "string"
      ? {
          "containers.ts": `export default defineContainers({\n  web: {\n    autoStart: true,\n    config: ${config},\n  },\n});\n`,
        }
      : config;
  return { ...files, "containers.ts": `${opening}${files["containers.ts"] ?? ""}` };
}

describeWithPath("nixpkgs/nixos")("what NixOS refuses is shown in the config:", () => {
  test.each(Object.entries(broken))("%s", async (_name, one) => {
    const files = filesOf(one);
    const place = Object.entries(files)
      .filter(([, text]) => text.includes("«"))
      .map(([file, text]) => ({
        file,
        ...marked(text),
        length: text.indexOf("»") - text.indexOf("«") - 1,
      }))[0];
    const folder = folderWith(
      Object.fromEntries(Object.entries(files).map(([file, text]) => [file, marked(text).text])),
    );
    const { stdout } = await nixpawn(folder, ...["check", "--generate", "--format", "json"]);
    const { problems } = JSON.parse(stdout) as { problems: ShownProblem[] };
    // Of a name that nothing binds there is a warning before.
    const [problem, ...others] = problems.filter(({ code }) => code !== "NP326");
    expect([problem?.code, others]).toEqual([one.code, []]);
    expect(problem?.message).toMatch(one.says);
    if (one.hint !== undefined) expect((problem as { hint?: string }).hint).toMatch(one.hint);
    if (place === undefined) return;
    const { line, column } = place;
    expect({ file: basename(problem?.file ?? ""), line: problem?.line }).toEqual({
      file: place.file,
      line,
    });
    if (one.anywhereWithin === true) {
      expect(problem?.column).toBeGreaterThanOrEqual(column);
      expect(problem?.column).toBeLessThan(column + place.length);
    } else expect(problem?.column).toBe(column);
  });
});
