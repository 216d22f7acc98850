import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { commandsOn } from "./support/commands.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, labNixpkgs, program, writeConfig } from "./support/program.js";

/** As nixpkgs' module has it: the system's path is one inside of the container. */
const unit = `[Unit]
Description=Container '%i'
[Service]
Type=notify
Environment=INSTANCE=%i root=/var/lib/nixos-containers/%i
EnvironmentFile=-/etc/nixos-containers/%i.conf
ExecStart=/srv/start
ExecStartPost=/srv/post-start
ExecReload=/srv/reload
Restart=on-failure
RestartForceExitStatus=133
SuccessExitStatus=133
Slice=machine.slice
Delegate=true
KillMode=mixed
KillSignal=SIGTERM
`;

/** In the shape of 21.05, which knows neither users nor namespaces; of the newest with `more` flags. */
const startWith = (more: string): string => `#!/bin/bash
set -eu
mkdir -p "$root"/{etc,usr,var/lib} /nix/var/nix/{profiles,gcroots}/per-container/"$INSTANCE"
for one in os-release machine-id; do [ -L "$root/etc/$one" ] || touch "$root/etc/$one"; done
cp --remove-destination /etc/resolv.conf "$root/etc/resolv.conf"
# Debian's systemd-nspawn wants what that of NixOS does not.
export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
flags=()
map=
[ "\${PRIVATE_NETWORK:-}" != 1 ] || flags+=(--private-network)
if [ -n "\${HOST_ADDRESS:-}" ] || [ -n "\${LOCAL_ADDRESS:-}" ]; then flags+=(--network-veth); fi
${more}
exec systemd-nspawn --keep-unit --machine="$INSTANCE" --directory="$root" --notify-ready=yes \\
  --kill-signal=SIGRTMIN+3 --bind-ro="/nix/store:/nix/store$map" "\${flags[@]}" \${EXTRA_NSPAWN_FLAGS:-} \\
  --bind="/nix/var/nix/profiles/per-container/$INSTANCE:/nix/var/nix/profiles$map" \\
  --bind="/nix/var/nix/gcroots/per-container/$INSTANCE:/nix/var/nix/gcroots$map" \\
  "\${SYSTEM_PATH:-/nix/var/nix/profiles/system}/init"
`;
const start = startWith("");
const startWithUsers = startWith(`
if [ -n "\${PRIVATE_USERS:-}" ]; then flags+=("--private-users=$PRIVATE_USERS" --private-users-ownership=auto); fi
[ "\${PRIVATE_USERS:-no}" = no ] || map=:idmap`);
/** It looks at the key, and makes nothing of it. */
const startInVain = startWith(`
if [ "\${PRIVATE_USERS:-no}" != no ]; then touch /run/has-users; fi`);

const postStart = `#!/bin/bash
set -eu
if [ -n "\${HOST_ADDRESS:-}" ]; then
  ip link set dev "ve-$INSTANCE" up
  ip addr add "$HOST_ADDRESS" dev "ve-$INSTANCE"
  ip route add "$LOCAL_ADDRESS" dev "ve-$INSTANCE"
fi
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
    host.write("/srv/post-start", postStart);
    await host.sh("chmod +x /srv/start /srv/post-start /srv/reload; systemctl daemon-reload");
  });
  afterAll(async () => {
    await host.stop();
  });
  // What one test leaves behind when it fails is nothing to the next.
  afterEach(async () => {
    host.write("/srv/start", start);
    await host.sh(`[ ! -e /etc/nixos-containers/web.conf ] || ${program} destroy web --yes`);
  });

  const { create, done, leader, run, statusOf, traces } = commandsOn(() => host);

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

  test.each([
    [["--private-users", "pick"], "PRIVATE_USERS", "root inside would be root outside"],
    [["--network-namespace", "/run/netns/x"], "NETWORK_NAMESPACE_PATH", "the network of the host"],
    [["--local-mac-address", "02:00:00:00:00:01"], "LOCAL_MAC_ADDRESS", "another MAC address"],
    [["--no-resolv-conf"], "COPY_RESOLV_CONF", "the resolv.conf of the host"],
  ])("create %j is refused, and nothing is made", async (words, key, why) => {
    const refused = await create("web", "--start", ...words);
    expect(refused.stderr).toContain(`error NP734: container \`web\` has ${key}`);
    expect(refused.stderr).toContain(`\`${words[0] ?? ""}\` would do nothing`);
    expect(refused.stderr).toContain(why);
    expect(refused.exitCode).toBe(4);
    expect(await traces()).toBe("");
  });

  const conf = "/etc/nixos-containers/web.conf";
  const drift = async () => {
    const [status] = await statusOf("web");
    return [status?.drift, [...(status?.notInEffect ?? [])].sort()];
  };

  test("what runs is judged by its process, not by its conf file", async () => {
    await done("create", "web", "--nixpkgs", labNixpkgs, "--start");
    expect(await drift()).toEqual([[], []]);
    await host.sh(`
      ip netns add blue
      sed -i -e '/^PRIVATE_USERS/d' -e '/^COPY_RESOLV/d' ${conf}
      printf '%s\n' PRIVATE_USERS=pick COPY_RESOLV_CONF=0 LOCAL_MAC_ADDRESS=02:00:00:00:00:01 \
        NETWORK_NAMESPACE_PATH=/run/netns/blue MACVLANS=eth7 EXTRA_NSPAWN_FLAGS=--tmpfs=/scratch >> ${conf}
      systemctl restart container@web`);
    expect(await drift()).toEqual([
      ["conf"],
      [
        "COPY_RESOLV_CONF",
        "LOCAL_MAC_ADDRESS",
        "MACVLANS",
        "NETWORK_NAMESPACE_PATH",
        "PRIVATE_USERS",
      ],
    ]);
    const { stdout } = await run("status", "web");
    expect(stdout).toMatch(/conf \((?:\w+, )*PRIVATE_USERS[,)]/);
    await host.sh("ip netns del blue");
    await done("destroy", "web", "--yes");
  });

  test("apply restarts a container once for what its unit knows by now", async () => {
    writeConfig(
      host,
      "/srv/config/containers.ts",
      `import { defineContainers } from "nixpawn";
export default defineContainers({
  web: { autoStart: true, privateUsers: "pick", config: { system: { stateVersion: "26.05" } } },
});\n`,
    );
    const apply = () => run("apply", "--config", "/srv/config", "--nixpkgs", labNixpkgs);
    const refused = await apply();
    expect([refused.exitCode, refused.stderr]).toEqual([
      4,
      expect.stringContaining("error NP734: container `web` has PRIVATE_USERS"),
    ]);
    expect(refused.stderr).toContain("containers.ts:3:");
    expect(await traces()).toBe("");

    // A unit that looks at the key is believed until the process is there.
    host.write("/srv/start", startInVain);
    const vain = await apply();
    expect([vain.exitCode, vain.stderr]).toEqual([
      4,
      expect.stringContaining("runs otherwise: root inside is root outside"),
    ]);
    const before = await leader("web");
    const again = await apply();
    expect(again.stderr).toContain("warning NP740");
    expect(await leader("web")).toBe(before);
    expect(await drift()).toEqual([["conf"], ["PRIVATE_USERS"]]);

    host.write("/srv/start", startWithUsers);
    await done("restart", "web");
    expect(await drift()).toEqual([[], []]);
    expect((await apply()).exitCode).toBe(0);
    await done("destroy", "web", "--yes");
  });
});
