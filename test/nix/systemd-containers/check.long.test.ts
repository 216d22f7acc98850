import { expect, test } from "@jest/globals";
import { configOf } from "../../support/configs.js";
import { folderWith, nixpawn, type ShownProblem } from "../../support/program.js";
import { describeWithPath } from "../support/tools.js";

const state = 'system: { stateVersion: "18.03" }';

interface Report {
  readonly problems: readonly ShownProblem[];
  readonly plan?: { readonly actions: readonly unknown[] };
}

async function run(
  containers: string,
  words: readonly string[],
  files: Readonly<Record<string, string>> = {},
) {
  const config = configOf(`${containers} }, { target: "systemd.containers"`);
  const folder = folderWith({ "containers.ts": config, ...files });
  const { exitCode, stdout, stderr } = await nixpawn(
    folder,
    ...words,
    "--format",
    "json",
    "--nixpkgs",
    "<nixpkgs>",
  );
  return { exitCode, stderr, ...(JSON.parse(stdout) as Report) };
}

describeWithPath("nixpkgs/nixos")("containers of the target systemd.containers", () => {
  test("are evaluated apart, and what NixOS refuses has its place", async () => {
    const good = `good: { privateNetwork: true, hostAddress: "10.0.0.1", config: { ${state} } }`;
    const bad = `bad: { config: { ${state}, services: { ngnix: { enable: true } } } }`;
    const { exitCode, problems } = await run(`${good}, ${bad}`, ["check", "--generate"]);
    expect(exitCode).toBe(4);
    expect(problems).toMatchObject([
      {
        code: "NP601",
        path: "containers.bad.config.services.ngnix",
        hint: "did you mean `nginx`?",
      },
    ]);
  });

  test("are planned for a host with all that their conf file says", async () => {
    const web = `web: { privateNetwork: true, hostAddress: "10.0.0.1", path: "/nix/store/x" }`;
    const mark = '# nixpawn {"version":1,"config":"/srv/c.ts","unit":{}}';
    const before = `${mark}\nSYSTEM_PATH=/nix/store/x\nPRIVATE_NETWORK=1\nHOST_ADDRESS=10.0.0.1\n`;
    const { exitCode, problems, plan } = await run(
      web,
      ["apply", "--dry-run", "--root", "host", "--take-over"],
      { "host/etc/nixos-containers/web.conf": before },
    );
    expect([exitCode, problems]).toEqual([0, []]);
    expect(plan?.actions).toMatchObject([
      {
        name: "web",
        action: "restarted",
        reasons: [
          { key: "HOST_INTERFACE", options: ["hostInterface"], before: null, after: "c-web" },
        ],
      },
    ]);
  });
});
