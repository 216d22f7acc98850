import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { describeWith } from "../../nix/support/tools.js";
import { fixture, profileOf } from "../../evaluate/support/private-store.js";
import { fine, ssh, StagedHost } from "./support/staged-host.js";

const inRoot = "var/lib/nixos-containers/web/etc/nixos/configuration.nix";
const stateVersion = (text: string): string | undefined =>
  /stateVersion = (?:lib\.mkDefault )?"([^"]*)"/.exec(text)?.[1];

describeWith("nix-build")("what a person wrote, and the stateVersion", () => {
  const update = (host: StagedHost, ...words: readonly string[]) =>
    host.run("update", "web", "--nixpkgs", fixture, ...words);

  async function made(edit: (text: string) => string = (text) => text) {
    const host = new StagedHost();
    fine(await host.create("web", ...ssh));
    const path = host.path(inRoot);
    writeFileSync(path, edit(readFileSync(path, "utf8")));
    return { host, path, text: () => readFileSync(path, "utf8") };
  }

  test("update keeps both, and says so", async () => {
    const { host, path, text } = await made((one) =>
      one
        .replace(/stateVersion = lib.mkDefault "[^"]*"/, 'stateVersion = lib.mkDefault "21.05"')
        .replace("{", "# mine\n{"),
    );
    const edited = text();
    const done = await update(host, "--config-expr", "services.postgresql.enable = true;");
    fine(done);
    expect(done.stderr).toContain(
      "web: the configuration that was there is kept as var/lib/nixos-containers/web/etc/nixos/configuration.nix.before\n".replace(
        "var/",
        `${host.folder}/var/`,
      ),
    );
    expect(stateVersion(text())).toBe("21.05");
    expect(text()).toContain("postgresql");
    expect(readFileSync(`${path}.before`, "utf8")).toBe(edited);
    // What is kept is never written over; the same is not kept twice.
    fine(await update(host, ...ssh));
    fine(await update(host, "--config-expr", "services.postgresql.enable = true;"));
    fine(await update(host, ...ssh));
    expect(readFileSync(`${path}.before`, "utf8")).toBe(edited);
    expect(readdirSync(dirname(path)).sort()).toEqual([
      "configuration.nix",
      "configuration.nix.before",
      "configuration.nix.before-2",
      "configuration.nix.before-3",
    ]);
    expect(stateVersion(text())).toBe("21.05");
  });

  test("only one that the new configuration says changes it", async () => {
    const { host, text } = await made((one) =>
      one.replace(/stateVersion = lib.mkDefault "[^"]*"/, 'stateVersion = "21.05"'),
    );
    const expression = 'system.stateVersion = "22.05";';
    const done = await update(host, "--config-expr", expression);
    fine(done);
    expect(done.stderr).toContain("web: system.stateVersion was 21.05, and is 22.05 as the new");
    writeFileSync(host.path("new.nix"), "{ services.openssh.enable = true; }");
    fine(await update(host, "--config-file", "new.nix"));
    expect(stateVersion(text())).toBe("22.05");
  });

  test("one that stands in what is imported is evaluated", async () => {
    const { host, path, text } = await made(() => "{ imports = [ ./base.nix ]; }\n");
    writeFileSync(join(dirname(path), "base.nix"), '{ system.stateVersion = "20.09"; }\n');
    fine(await update(host, ...ssh));
    expect(stateVersion(text())).toBe("20.09");
  });

  test("where it is not known, it has to be said", async () => {
    const { host, path, text } = await made(() => "{ imports = [ ./gone.nix ]; }\n");
    const refused = await update(host, ...ssh);
    expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("error NP741") });
    expect([text(), readdirSync(dirname(path))]).toEqual([
      "{ imports = [ ./gone.nix ]; }\n",
      ["configuration.nix"],
    ]);
    fine(await update(host, "--config-expr", 'system.stateVersion = "21.11";'));
    expect(text()).toContain('"21.11"');
  });

  test("a configuration without one stays of the release that it was built with", async () => {
    const host = new StagedHost();
    fine(await host.create("web", "--config-expr", 'system.nixos.label = "21.05.x";'));
    const label = "system.nixos.label = config.system.stateVersion;";
    writeFileSync(host.path(inRoot), `{ config, ... }: { ${label} }\n`);
    const done = await update(host);
    fine(done);
    expect(done.stderr).toContain(
      "web: where its configuration does not set system.stateVersion, it",
    );
    expect(profileOf(host.folder, "web")?.system).toMatch(/-21\.05$/);
    const text = '{ config, ... }: { system.stateVersion = "22.05"; X }\n'.replace("X", label);
    writeFileSync(host.path(inRoot), text);
    fine(await update(host));
    expect(profileOf(host.folder, "web")?.system).toMatch(/-22\.05$/);
  });

  test("a root that outlived its container keeps its own", async () => {
    const host = new StagedHost();
    mkdirSync(dirname(host.path(inRoot)), { recursive: true });
    const old = '{ system.stateVersion = "19.09"; services.openssh.enable = true; }\n';
    writeFileSync(host.path(inRoot), old);
    const done = await host.create("web", ...ssh);
    fine(done);
    expect(done.stderr).toContain(
      "web: its root was there before: system.stateVersion stays 19.09",
    );
    expect(stateVersion(readFileSync(host.path(inRoot), "utf8"))).toBe("19.09");
    expect(readFileSync(`${host.path(inRoot)}.before`, "utf8")).toBe(old);
  });
});
