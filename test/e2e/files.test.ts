import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { Container, installContainers, type Definition } from "./support/containers.js";
import { eventually } from "../support/eventually.js";
import { LabHost } from "./support/lab-host.js";

/** What containers see of the host's files and devices, and the host of theirs. */
describeLab("a container's files", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
  });
  afterAll(async () => {
    await host.stop();
  });

  async function started(name: string, definition: Definition = {}): Promise<Container> {
    return (await new Container(host, name).define(definition)).start();
  }

  test("binds, read-only and writable, also with blanks, colons and backslashes", async () => {
    await host.sh(`
      mkdir -p '/srv/plain' '/srv/with blank' '/srv/a:b' '/srv/back\\slash'
      for folder in /srv/*/; do echo "$folder" >"$folder/name"; done`);
    const binds = await started("binds", {
      conf: {
        BIND: "/srv/plain:/data /srv/with\\x20blank:/in\\x20side /srv/a\\x5c:b:/c\\x5c:d",
        BIND_RO: "/srv/plain:/read /srv/back\\x5c\\x5cslash",
      },
    });
    expect(await binds.sh("cat /data/name '/in side/name' '/c:d/name' /read/name")).toBe(
      "/srv/plain/\n/srv/with blank/\n/srv/a:b/\n/srv/plain/",
    );
    expect(await binds.sh("cat '/srv/back\\slash/name'")).toBe("/srv/back\\slash/");
    await binds.sh("touch /data/new '/in side/new' '/c:d/new'");
    await host.sh("ls '/srv/plain/new' '/srv/with blank/new' '/srv/a:b/new'");
    expect((await binds.run("touch /read/more")).exitCode).not.toBe(0);
    expect((await binds.run("touch '/srv/back\\slash/more'")).exitCode).not.toBe(0);
    await binds.remove();
  });

  test("the store is the host's, read-only; profiles and roots are the container's own", async () => {
    const store = await started("store");
    const listed = "ls /nix/store | md5sum";
    expect(await store.sh(listed)).toBe(await host.sh(listed));
    expect((await store.run("touch /nix/store/x")).exitCode).not.toBe(0);
    await store.sh("touch /nix/var/nix/profiles/mine /nix/var/nix/gcroots/mine");
    await host.sh("ls /nix/var/nix/profiles/per-container/store/mine");
    await host.sh("ls /nix/var/nix/gcroots/per-container/store/mine");
    await store.remove();
  });

  test("tmpfs", async () => {
    const tmpfs = await started("tmpfs", { conf: { TMPFS: "/scratch:size=1M /other\\x20one" } });
    expect(await tmpfs.sh("stat -f -c %T /scratch '/other one'")).toBe("tmpfs\ntmpfs");
    expect(await tmpfs.sh("df --output=size /scratch | tail -n 1")).toMatch(/^ *1024$/);
    await tmpfs.remove();
  });

  test("an ephemeral root is forgotten", async () => {
    const root = "/run/nixos-containers/brief";
    const brief = await started("brief", { conf: { EPHEMERAL: "1" } });
    await brief.sh("touch /var/lib/written");
    await host.sh(`test -e ${root}/var/lib/written`);
    await brief.systemctl("restart");
    expect((await brief.run("test -e /var/lib/written")).exitCode).toBe(1);
    await brief.systemctl("stop");
    expect(await host.sh(`ls -A /run/nixos-containers; ls -A ${brief.root} || true`)).toBe("");
    await brief.remove();
  });

  test.each(["pick", "1048576"])("users of its own: %s", async (users) => {
    await host.sh("mkdir -p /srv/owned; echo text >/srv/owned/file; chown 1234 /srv/owned/file");
    const own = await started("own", {
      conf: { PRIVATE_USERS: users, BIND: "/srv/owned:/owned", BIND_RO: "/srv/owned" },
    });
    expect(await own.sh("stat -c %u /nix/store /owned /owned/file /srv/owned/file /root")).toBe(
      "0\n0\n1234\n1234\n0",
    );
    await own.sh("touch /owned/new /var/lib/new; chown 99 /owned/new");
    expect(await host.sh("stat -c %u /srv/owned/new")).toBe("99");
    // Not root on the host.
    const leader = await own.leader();
    const shift = Number(await host.sh(`awk '/^Uid/ { print $2 }' /proc/${leader}/status`));
    expect(shift).toBeGreaterThanOrEqual(users === "pick" ? 65536 : Number(users));
    await own.systemctl("restart");
    expect(await own.sh("stat -c %u /var/lib/new /owned/new")).toBe("0\n99");
    await own.remove();
  });

  test("a network and forwarded root shell with users of its own", async () => {
    const own = await started("ownnet", {
      conf: {
        PRIVATE_USERS: "pick",
        PRIVATE_NETWORK: "1",
        HOST_ADDRESS: "10.0.0.1",
        LOCAL_ADDRESS: "10.0.0.2",
      },
      // As its drop-in has it: systemd-nspawn makes this device itself for them (systemd 257).
      service: ["DeviceAllow=/dev/net/tun rwm"],
    });
    await host.sh("ping -c 1 -W 2 10.0.0.2");
    expect(
      await host.sh(`echo 'id -u' | socat -t 2 - unix:${own.root}/var/lib/root-shell.socket`),
    ).toContain("0");
    await own.remove();
  });

  test("devices: what is allowed, and nothing else", async () => {
    const conf = { BIND: "/dev/fuse", CAPABILITIES: "CAP_NET_ADMIN" };
    const open = "exec 3<>/dev/fuse";
    const refused = await started("device", { conf });
    expect((await refused.run(open)).exitCode).not.toBe(0);
    await refused.remove();
    const allowed = await started("device", { conf, service: ["DeviceAllow=/dev/fuse rw"] });
    await allowed.sh(open);
    await allowed.remove();
  });

  test("capabilities", async () => {
    const effective = "awk '/^CapEff/ { print $2 }' /proc/self/status";
    const without = await started("caps");
    const few = BigInt(`0x${await without.sh(effective)}`);
    await without.remove();
    const admin = await started("caps", { conf: { CAPABILITIES: "CAP_NET_ADMIN CAP_SYS_TIME" } });
    const more = BigInt(`0x${await admin.sh(effective)}`);
    await admin.remove();
    const [netAdmin, sysTime] = [1n << 12n, 1n << 25n];
    expect(more ^ few).toBe(netAdmin | sysTime);
  });

  test("resolv.conf is copied, or left alone", async () => {
    const copied = await started("names");
    expect(await copied.sh("cat /etc/resolv.conf")).toBe("nameserver 192.0.2.53");
    await copied.define({ conf: { COPY_RESOLV_CONF: "0" } });
    await copied.sh("echo own >/etc/resolv.conf");
    await copied.systemctl("restart");
    expect(await copied.sh("cat /etc/resolv.conf")).toBe("own");
    await copied.remove();
  });

  test("a resolver on the host's loopback is no use to a network of the container's own", async () => {
    await host.sh(`
      mkdir -p /run/systemd/resolve
      echo nameserver 127.0.0.53 >/run/systemd/resolve/stub-resolv.conf
      echo nameserver 192.0.2.7 >/run/systemd/resolve/resolv.conf
      mv /etc/resolv.conf /etc/resolv.conf.away
      ln -s /run/systemd/resolve/stub-resolv.conf /etc/resolv.conf
      ip link add eno1 type veth peer name far; ip netns add other`);
    for (const [conf, server] of [
      [{}, "127.0.0.53"],
      [{ PRIVATE_NETWORK: "1" }, "192.0.2.7"],
      [{ MACVLANS: "eno1" }, "192.0.2.7"],
      [{ EXTRA_VETHS: "lan0" }, "192.0.2.7"],
      [{ NETWORK_NAMESPACE_PATH: "/run/netns/other" }, "192.0.2.7"],
    ] as const) {
      const named = await started("resolves", { conf });
      expect(await named.sh("cat /etc/resolv.conf")).toBe(`nameserver ${server}`);
      await named.remove();
    }
    await host.sh(`
      ip link delete eno1; ip netns delete other
      rm -r /run/systemd/resolve; mv /etc/resolv.conf.away /etc/resolv.conf`);
  });

  test("a link that the container made does not lead the host out of it", async () => {
    await host.sh("mkdir -p /srv/outside");
    const sly = await started("sly");
    await sly.systemctl("stop");
    await host.sh(`rm -rf ${sly.root}/etc; ln -s /srv/outside ${sly.root}/etc`);
    expect((await sly.systemctl("start")).exitCode).not.toBe(0);
    expect(await sly.journal()).toContain("is a symbolic link");
    expect(await host.sh("ls -A /srv/outside")).toBe("");
    await sly.remove();
  });

  test("the host's control groups cannot be written to", async () => {
    const groups = await started("groups");
    expect(await groups.sh("grep ^0: /proc/1/cgroup")).toBe("0::/init.scope");
    // It sees its own part of the tree as the whole; the host's units are nowhere.
    expect(await groups.sh("find /sys/fs/cgroup -name '*container@*' -o -name machine.slice")).toBe(
      "",
    );
    const before = await host.sh("find /sys/fs/cgroup -type d -not -path '*container@groups*'");
    await groups.sh("mkdir /sys/fs/cgroup/made");
    const after = await host.sh("find /sys/fs/cgroup -type d -not -path '*container@groups*'");
    expect(after).toBe(before);
    expect(await host.sh("find /sys/fs/cgroup -name made")).toMatch(
      /^\/sys\/fs\/cgroup\/machine.slice\/container@groups.service\/payload\/made$/,
    );
    await groups.remove();
  });

  test("the sockets of login and root shell", async () => {
    const shell = await started("shell");
    const [login, root] = ["login", "root-shell"].map(
      (one) => `${shell.root}/var/lib/${one}.socket`,
    );
    expect(await host.sh(`echo me | socat -t 2 - unix:${login}`)).toMatch(/Hello me/);
    expect(await host.sh(`echo 'echo "I am $(id -un)"' | socat -t 2 - unix:${root}`)).toMatch(
      /I am root/,
    );
    // Another user comes to neither, unless the folder of the containers is opened.
    const asNobody = (socket: string | undefined): string =>
      `echo me | setpriv --reuid=65534 --clear-groups socat -t 2 - unix:${socket ?? ""} || echo no`;
    expect(await host.sh(asNobody(login))).toBe("no");
    await host.sh("chmod 0711 /var/lib/nixos-containers");
    expect(await host.sh(asNobody(login))).toMatch(/Hello me/);
    expect(await host.sh(asNobody(root))).toBe("no");
    await host.sh("chmod 0700 /var/lib/nixos-containers");

    const leader = await shell.leader();
    await host.sh(`echo reboot | socat -t 2 - unix:${root}`);
    await eventually(
      async () =>
        !["", leader].includes(await shell.leader()) &&
        (await shell.property("ActiveState")) === "active",
    );
    await shell.remove();
  });

  test("garbage collection keeps a container's system, and frees it after its removal", async () => {
    const built = await host.sh("nix-build /lab/system --argstr label kept --no-out-link");
    const kept = await started("kept", { conf: { SYSTEM_PATH: built } });
    await host.sh(`nix-collect-garbage; test -e ${built}/init`);
    await kept.systemctl("stop");
    await host.sh(`nix-collect-garbage; test -e ${built}/init`);
    await kept.remove();
    // With the next start of any container.
    await (await started("next")).remove();
    await host.sh(`nix-collect-garbage; test ! -e ${built}`);

    // The same of a profile, and with no SYSTEM_PATH in the conf file.
    const profile = "/nix/var/nix/profiles/per-container/kept/system";
    const again = await host.sh("nix-build /lab/system --argstr label again --no-out-link");
    await host.sh(`nix-env -p ${profile} --set ${again}`);
    const other = await started("kept", { conf: { SYSTEM_PATH: "", FLAKE: "path:/none" } });
    expect(await other.sh("readlink /run/current-system")).toBe(again);
    expect(await other.sh("readlink -f /nix/var/nix/profiles/system")).toBe(again);
    await host.sh(`nix-collect-garbage; test -e ${again}/init`);
    await other.remove();
  });

  test("a system that was switched to is kept until the next start", async () => {
    const [first, second] = await Promise.all(
      ["first", "second"].map((label) =>
        host.sh(`nix-build /lab/system --argstr label ${label} --no-out-link`),
      ),
    );
    const switched = await started("switched", { conf: { SYSTEM_PATH: first ?? "" } });
    await switched.define({ conf: { SYSTEM_PATH: second ?? "" } });
    await switched.systemctl("reload");
    await host.sh(`nix-collect-garbage; test -e ${first ?? ""}/init -a -e ${second ?? ""}/init`);
    await switched.define({ conf: { SYSTEM_PATH: first ?? "" } });
    await switched.systemctl("restart");
    await host.sh(`nix-collect-garbage; test -e ${first ?? ""}/init -a ! -e ${second ?? ""}`);
    await switched.remove();
  });

  test("the system of a flake is built at the first start, and only then", async () => {
    await host.sh("mkdir /etc/lab-flake; cp -r /lab/system /lab/guest-tree-path /etc/lab-flake/");
    const platform = await host.sh("nix-instantiate --eval -E builtins.currentSystem");
    host.write(
      "/etc/lab-flake/flake.nix",
      `{ outputs = _: {
        nixosConfigurations = builtins.mapAttrs (_: label: {
          config.system.build.toplevel = import ./system { inherit label; system = ${platform}; };
        }) { flaky = "from-flake"; "a.b" = "named"; };
      }; }`,
    );
    for (const [reference, label] of [
      ["path:/etc/lab-flake", "from-flake"],
      ["path:/etc/lab-flake#a.b", "named"],
    ] as const) {
      const conf = { SYSTEM_PATH: "", FLAKE: reference };
      const flaky = await started("flaky", { conf });
      const system = await flaky.sh("readlink /run/current-system");
      expect(await host.sh(`cat ${system}/label`)).toBe(label);
      await host.sh("mv /etc/lab-flake /etc/lab-away");
      expect((await flaky.systemctl("restart")).exitCode).toBe(0);
      await flaky.remove();
      await host.sh(
        "mv /etc/lab-away /etc/lab-flake; rm -r /nix/var/nix/profiles/per-container/flaky",
      );
    }
    const wrong = await new Container(host, "wrong").define({
      conf: { SYSTEM_PATH: "", FLAKE: "path:/etc/lab-flake#none" },
    });
    expect((await wrong.systemctl("start")).exitCode).not.toBe(0);
    expect(await wrong.journal()).toContain(
      "the system of path:/etc/lab-flake#none cannot be built",
    );
    expect(await wrong.property("NRestarts")).toBe("0");
    await wrong.remove();
  });

  test("an ephemeral root goes, with what is immutable in it, also when the conf file is gone", async () => {
    // Older kernels have no such flag in memory.
    const fill = "cd /run/nixos-containers/gone; mkdir -p var/empty; chattr +i var/empty || true";
    const gone = await started("gone", { conf: { EPHEMERAL: "1" } });
    await host.sh(fill);
    expect((await gone.systemctl("restart")).exitCode).toBe(0);
    await host.sh(fill);
    await host.sh("rm /etc/nixos-containers/gone.conf");
    expect((await gone.systemctl("stop")).exitCode).toBe(0);
    expect(await gone.property("Result")).toBe("success");
    await host.sh("test ! -e /run/nixos-containers/gone");
    await gone.remove();
  });

  test("users by the host's own ids", async () => {
    for (const users of ["0", "identity"]) {
      const same = await started("same", { conf: { PRIVATE_USERS: users } });
      expect(await same.sh("stat -c %u /etc/passwd /nix/store")).toBe("0\n0");
      await same.sh(
        "awk '$1 == 0 && $2 == 0 { found = 1 } END { exit !found }' /proc/self/uid_map",
      );
      await same.remove();
    }
  });

  test("extra flags, split at blanks and at nothing else", async () => {
    const flags = " --bind-ro=/etc/hostname:/given/* --setenv=SAID=$HOME`id`";
    const extra = await started("extra", { conf: { EXTRA_NSPAWN_FLAGS: flags } });
    expect(await extra.sh("ls /given")).toBe("*");
    expect(await extra.sh("grep ^SAID= /run/environment-of-init")).toBe("SAID=$HOME`id`");
    await extra.remove();
  });
});
