import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { commandsOn } from "./support/commands.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, labNixpkgs, writeConfig } from "./support/program.js";

/** As nixpkgs' module has it: the system's path is one inside of the container. */
const unit = `[Unit]
Description=Container '%i'
[Service]
Type=notify
Environment=INSTANCE=%i root=/var/lib/nixos-containers/%i
EnvironmentFile=-/etc/nixos-containers/%i.conf
ExecStart=/srv/start
ExecReload=/srv/reload
Restart=on-failure
RestartForceExitStatus=133
SuccessExitStatus=133
Slice=machine.slice
Delegate=true
KillMode=mixed
KillSignal=SIGTERM
`;

const start = `#!/bin/bash
set -eu
mkdir -p "$root"/{etc,usr,var/lib} /nix/var/nix/{profiles,gcroots}/per-container/"$INSTANCE"
for one in os-release machine-id; do [ -L "$root/etc/$one" ] || touch "$root/etc/$one"; done
# Debian's systemd-nspawn wants what that of NixOS does not.
export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
flags=()
[ "\${PRIVATE_NETWORK:-}" != 1 ] || flags+=(--private-network --network-veth)
exec systemd-nspawn --keep-unit --machine="$INSTANCE" --directory="$root" --notify-ready=yes \\
  --kill-signal=SIGRTMIN+3 --bind-ro=/nix/store "\${flags[@]}" \${EXTRA_NSPAWN_FLAGS:-} \\
  --bind="/nix/var/nix/profiles/per-container/$INSTANCE:/nix/var/nix/profiles" \\
  --bind="/nix/var/nix/gcroots/per-container/$INSTANCE:/nix/var/nix/gcroots" \\
  "\${SYSTEM_PATH:-/nix/var/nix/profiles/system}/init"
`;

const reload = `#!/bin/bash
exec systemd-run --machine="$INSTANCE" --quiet --wait --collect --pipe \\
  "\${SYSTEM_PATH:-/nix/var/nix/profiles/system}/bin/switch-to-configuration" test
`;

/** A host whose unit is not nixpawn's. */
describeLab("containers under nixpkgs' own unit", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installProgram(host);
    host.write("/etc/systemd/system/container@.service", unit);
    host.write("/srv/start", start);
    host.write("/srv/reload", reload);
    await host.sh("chmod +x /srv/start /srv/reload; systemctl daemon-reload");
  }, 300_000);
  afterAll(async () => {
    await host.stop();
  });

  const { create, done, leader, run, statusOf } = commandsOn(() => host);

  test("create, update, rollback, destroy", async () => {
    const made = await create("web", "--start", "--config-expr", 'system.nixos.label = "one";');
    expect([made.exitCode, made.exitCode === 0 ? "" : made.stderr]).toEqual([0, ""]);
    const before = await leader("web");
    const two = 'system.nixos.label = "two";';
    await done("update", "web", "--nixpkgs", labNixpkgs, "--config-expr", two);
    expect((await statusOf("web"))[0]).toMatchObject({
      state: "active",
      drift: [],
      runningSystem: expect.stringMatching(/-web-two$/),
    });
    expect(await leader("web")).toBe(before);
    await done("restart", "web");
    expect((await statusOf("web"))[0]?.runningSystem).toMatch(/-web-two$/);
    await done("rollback", "web");
    expect((await statusOf("web"))[0]?.runningSystem).toMatch(/-web-one$/);
    expect(await done("run", "web", "--", "/bin/sh", "-c", "echo inside")).toBe("inside");
    await done("destroy", "web", "--yes");
  });

  test("apply; what its unit does not know is refused", async () => {
    const config = (label: string, more = ""): void => {
      const system = `{ system: { nixos: { label: "${label}" }, stateVersion: "26.05" } }`;
      writeConfig(
        host,
        "/srv/config/containers.ts",
        `import { defineContainers } from "nixpawn";
export default defineContainers({ web: { autoStart: true, ${more} config: ${system} } });\n`,
      );
    };
    const apply = () => run("apply", "--config", "/srv/config", "--nixpkgs", labNixpkgs);
    config("one");
    expect(await apply()).toMatchObject({ exitCode: 0 });
    config("two");
    expect((await apply()).stderr).toContain("web: reloaded");
    config("two", 'extraFlags: ["--tmpfs=/scratch"],');
    expect((await apply()).stderr).toContain("web: restarted");
    expect((await statusOf("web"))[0]).toMatchObject({
      state: "active",
      drift: [],
      runningSystem: expect.stringMatching(/-web-two$/),
    });
    config("two", 'tmpfs: ["/scratch"],');
    const refused = await apply();
    expect(refused).toMatchObject({ exitCode: 4 });
    expect(refused.stderr).toContain("error NP734: container `web` has TMPFS");
    await done("destroy", "web", "--yes");
  });
});
